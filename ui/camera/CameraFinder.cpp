#include "ui/camera/CameraSource.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>

namespace cardwright::ui {

namespace {
constexpr const char* libraryName = "libcardwright-camera.so";
constexpr const char* entryName = "cardwrightMakeCamera";
} // namespace

CameraFound findCamera()
{
    const auto folder = QCoreApplication::applicationDirPath();
    for (const auto* place : {"/", "/../lib/cardwright/", "/../lib/"}) {
        const QFileInfo file(folder + QLatin1String(place) + QLatin1String(libraryName));
        if (!file.isFile())
            continue;
        QLibrary library(file.canonicalFilePath());
        using Make = CameraSource* (*)();
        const auto make = reinterpret_cast<Make>(library.resolve(entryName));
        if (make == nullptr)
            return {nullptr, QCoreApplication::translate("Camera", "The camera's part of the program does not load: Qt Multimedia is not installed here. Choose a file.")};
        if (auto* camera = make())
            return {camera, {}};
        return {nullptr, QCoreApplication::translate("Camera", "Qt Multimedia is here, but nothing that it reads cameras with. Choose a file.")};
    }
    return {nullptr, QCoreApplication::translate("Camera", "This build has no camera. Choose a file.")};
}

} // namespace cardwright::ui
