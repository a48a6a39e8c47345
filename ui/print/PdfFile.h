#pragma once

#include "ui/print/FaceRenderer.h"
#include "ui/print/Paper.h"

#include <QByteArray>

#include <functional>
#include <vector>

class QPagedPaintDevice;

namespace cardwright::ui {

/// What is to be printed of one card or badge.
struct FacePages {
    FaceContent content;
    bool front = true;
    bool back = false;
    QByteArray portrait{}; ///< a picture's octets, opened when its turn comes: a batch holds one open, not all
};

/// Asked before each card or badge, with how many there are already. False: no more.
using FaceWatch = std::function<bool(std::size_t drawn)>;

/// Each side a page of ID-1, real text with its fonts inside. The title names the kind of document, never a person.
/// Empty: it was stopped, or one of them has a picture that cannot be opened.
QByteArray facesPdf(const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const FaceWatch& watch = {});
/// A5.
QByteArray sheetsPdf(const std::vector<PaperSheet>& sheets, const QString& title);

/// The same onto any device with pages, a printer among them, whose page is the plastic. False: it would not begin, or did not get to its end.
bool drawFaces(QPagedPaintDevice& device, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const FaceWatch& watch = {});
/// With its picture opened. False: it has one that cannot be.
bool openPortrait(FacePages& page);
bool drawSheets(QPagedPaintDevice& device, const std::vector<PaperSheet>& sheets);

} // namespace cardwright::ui
