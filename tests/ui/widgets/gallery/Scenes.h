#pragma once

#include <QWidget>

namespace cardwright::ui::gallery {

// Scenes of the design's pictures, made of our widgets with sample words. Each is owned by the caller.
QWidget* components();
QWidget* deskLocked(bool answered);
QWidget* evidence();
QWidget* jobPulled();
QWidget* outage();
QWidget* holder();
QWidget* cardFaces();

} // namespace cardwright::ui::gallery
