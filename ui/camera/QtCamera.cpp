#include "ui/camera/CameraSource.h"

#include <QCamera>
#include <QCameraDevice>
#include <QCameraFormat>
#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QMediaCaptureSession>
#include <QMediaDevices>
#include <QPluginLoader>
#include <QVideoFrame>
#include <QVideoSink>

namespace cardwright::ui {

namespace {

/// The machine's default camera at its largest picture that still moves.
class QtCamera final : public CameraSource {
public:
    QtCamera()
    {
        m_session.setVideoSink(&m_sink);
        connect(&m_devices, &QMediaDevices::videoInputsChanged, this, &CameraSource::changed);
        connect(&m_sink, &QVideoSink::videoFrameChanged, this, [this](const QVideoFrame& one) {
            const auto image = one.toImage();
            if (!image.isNull())
                Q_EMIT frame(image);
        });
    }

    QString trouble() const override
    {
        return QMediaDevices::videoInputs().isEmpty() ? tr("No camera is connected. Plug one in, or choose a file.") : QString();
    }

    void start() override
    {
        if (m_camera)
            return;
        const auto device = QMediaDevices::defaultVideoInput();
        if (device.isNull()) {
            Q_EMIT failed(trouble());
            return;
        }
        m_camera = std::make_unique<QCamera>(device);
        if (const auto format = largest(device); !format.isNull())
            m_camera->setCameraFormat(format);
        connect(m_camera.get(), &QCamera::errorOccurred, this, [this](QCamera::Error, const QString& words) {
            Q_EMIT failed(tr("The camera does not give a picture: %1").arg(words));
        });
        m_session.setCamera(m_camera.get());
        m_camera->start();
    }

    void stop() override
    {
        if (!m_camera)
            return;
        m_camera->stop();
        m_session.setCamera(nullptr);
        m_camera.reset();
    }

private:
    static QCameraFormat largest(const QCameraDevice& device)
    {
        constexpr float moves = 10; // frames a second: less is no preview
        QCameraFormat best;
        for (const auto& format : device.videoFormats()) {
            const auto area = [](const QSize& size) { return qint64(size.width()) * size.height(); };
            if (format.maxFrameRate() >= moves && area(format.resolution()) > area(best.resolution()))
                best = format;
        }
        return best;
    }

    QMediaDevices m_devices;
    QVideoSink m_sink;
    QMediaCaptureSession m_session;
    std::unique_ptr<QCamera> m_camera;
};

/// Qt Multimedia ends the whole program where none of its back ends loads (6.4): one that does is looked for first, and named.
bool backEndLoads()
{
    const auto named = qEnvironmentVariable("QT_MEDIA_BACKEND");
    for (const auto& place : QCoreApplication::libraryPaths()) {
        const auto files = QDir(place + QStringLiteral("/multimedia")).entryInfoList({QStringLiteral("*.so")}, QDir::Files);
        for (const auto& file : files) {
            QPluginLoader loader(file.absoluteFilePath());
            const auto keys = loader.metaData().value(QStringLiteral("MetaData")).toObject().value(QStringLiteral("Keys")).toArray();
            if (keys.isEmpty() || (!named.isEmpty() && !keys.contains(named)) || !loader.load())
                continue;
            if (named.isEmpty())
                qputenv("QT_MEDIA_BACKEND", keys.first().toString().toUtf8());
            return true;
        }
    }
    return false;
}

} // namespace

} // namespace cardwright::ui

extern "C" Q_DECL_EXPORT cardwright::ui::CameraSource* cardwrightMakeCamera()
{
    return cardwright::ui::backEndLoads() ? new cardwright::ui::QtCamera : nullptr;
}
