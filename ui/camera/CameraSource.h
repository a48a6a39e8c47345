#pragma once

#include <QImage>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace cardwright::ui {

/// A camera, as the photo step needs it. The only one of the program lies in a library of its own (QtCamera.cpp, built where Qt Multimedia
/// is), which is loaded when it is first asked for: a desk without it runs as ever.
class CameraSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Why no picture can be taken now, in words for people; empty when one can.
    virtual QString trouble() const = 0;
    virtual void start() = 0; ///< frames come until stop()
    virtual void stop() = 0;

Q_SIGNALS:
    void frame(const QImage& image); ///< upright, not mirrored
    void failed(const QString& words);
    void changed(); ///< a camera came or went
};

/// What the library gives, or why there is none.
struct CameraFound {
    CameraSource* source = nullptr; ///< owned by whoever asked
    QString why;                    ///< where there is none
};
using CameraFinder = std::function<CameraFound()>;

/// Looks for the library beside the program and in its lib folder. On the GUI thread; some milliseconds, once.
CameraFound findCamera();

} // namespace cardwright::ui
