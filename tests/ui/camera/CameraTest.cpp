#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "ui/camera/CameraSource.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QGuiApplication>
#include <QTimer>

#include <algorithm>
#include <memory>

// The camera's own library, as the program finds it: with a camera, without one, and where it was not built. No picture is asked of a
// camera that is there: what it sees is nobody's test.

using namespace cardwright::ui;

#ifdef CARDWRIGHT_HAS_CAMERA
namespace {

/// What is queued, and half a second for a back end that answers from its own thread.
void settle()
{
    QEventLoop loop;
    QTimer::singleShot(500, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace
#endif

TEST_CASE("the camera is found beside the program, or the words say why there is none")
{
    const auto found = findCamera();
    const std::unique_ptr<CameraSource> camera(found.source);
#ifdef CARDWRIGHT_HAS_CAMERA
    INFO(found.why.toStdString());
    REQUIRE(camera);
    CHECK(found.why.isEmpty());
#else
    CHECK_FALSE(camera);
    CHECK(found.why == "This build has no camera. Choose a file.");
#endif
}

#ifdef CARDWRIGHT_HAS_CAMERA
TEST_CASE("Qt Multimedia without a back end that loads is told in words; it would end the program")
{
    const auto places = QCoreApplication::libraryPaths();
    const auto named = qgetenv("QT_MEDIA_BACKEND");
    QStringList left = places;
    left.erase(std::remove_if(left.begin(), left.end(), [](const QString& place) { return QFile::exists(place + QStringLiteral("/multimedia")); }), left.end());
    QCoreApplication::setLibraryPaths(left);
    const auto none = findCamera();
    QCoreApplication::setLibraryPaths(places);
    qputenv("QT_MEDIA_BACKEND", "no-such-back-end");
    const auto unknown = findCamera();
    if (named.isEmpty())
        qunsetenv("QT_MEDIA_BACKEND");
    else
        qputenv("QT_MEDIA_BACKEND", named);
    for (const auto* found : {&none, &unknown}) {
        CHECK(found->source == nullptr);
        CHECK(found->why.endsWith("Choose a file."));
    }
}

TEST_CASE("without a camera the sentence says what to do, start gives it once more, and nothing else happens")
{
    const std::unique_ptr<CameraSource> camera(findCamera().source);
    REQUIRE(camera);
    settle();
    if (!camera->trouble().isEmpty()) {
        CHECK(camera->trouble() == "No camera is connected. Plug one in, or choose a file.");
        QStringList said;
        int frames = 0;
        QObject::connect(camera.get(), &CameraSource::failed, [&](const QString& words) { said << words; });
        QObject::connect(camera.get(), &CameraSource::frame, [&](const QImage&) { ++frames; });
        camera->stop(); // nothing runs: nothing happens
        camera->start();
        settle();
        CHECK(said == QStringList{camera->trouble()});
        camera->start();
        CHECK(said.size() == 2);
        camera->stop();
        camera->stop();
        CHECK(frames == 0);
    }
}

TEST_CASE("two pages each have a source of their own")
{
    const std::unique_ptr<CameraSource> one(findCamera().source);
    const std::unique_ptr<CameraSource> other(findCamera().source);
    REQUIRE(one);
    REQUIRE(other);
    CHECK(one != other);
}
#endif

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    return Catch::Session().run(argc, argv);
}
