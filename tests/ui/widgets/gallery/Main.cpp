// Draws every component and the design's scenes to pictures, for eyes: cardwright_gallery FOLDER [scene]
#include "tests/ui/widgets/gallery/Scenes.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Accessible.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>

#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

using namespace cardwright::ui;

namespace {

struct Scene {
    const char* name;
    std::function<QWidget*()> make;
    bool fitsNarrow;
};

bool draw(const Scene& scene, const QString& folder, const QString& suffix, QSize size)
{
    std::unique_ptr<QWidget> widget(scene.make());
    if (size.isValid()) widget->resize(size);
    widget->show();
    widget->activateWindow();
    for (int turn = 0; turn < 5; ++turn) QCoreApplication::processEvents();
    if (auto* first = widget->property("focusFirst").value<QWidget*>()) first->setFocus(Qt::OtherFocusReason);
    for (int turn = 0; turn < 5; ++turn) QCoreApplication::processEvents();
    const QString file = QStringLiteral("%1/%2-%3.png").arg(folder, QLatin1String(scene.name), suffix);
    return widget->grab().save(file);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "cardwright_gallery FOLDER [scene]\n");
        return 2;
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme& theme = Theme::install(application, Appearance::Light);
    theme.setMotion(false);
    installAccessibility();
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    QDir().mkpath(folder);
    const std::vector<Scene> scenes = {{"components", gallery::components, false},
                                       {"desk-arrival", [] { return gallery::deskLocked(false); }, true},
                                       {"desk-answered", [] { return gallery::deskLocked(true); }, false},
                                       {"evidence", gallery::evidence, true},
                                       {"job-pulled", gallery::jobPulled, true},
                                       {"outage", gallery::outage, true},
                                       {"holder", gallery::holder, true},
                                       {"card-faces", gallery::cardFaces, false}};
    bool all = true;
    for (const auto& [appearance, name] : {std::pair{Appearance::Light, "light"}, {Appearance::Dark, "dark"}, {Appearance::HighContrast, "high-contrast"}}) {
        theme.setAppearance(appearance);
        for (const Scene& scene : scenes) {
            if (!only.isEmpty() && only != QLatin1String(scene.name)) continue;
            all = draw(scene, folder, QLatin1String(name), {}) && all;
            if (scene.fitsNarrow && appearance == Appearance::Light) all = draw(scene, folder, QStringLiteral("light-1024x700"), QSize(1024, 700)) && all;
        }
    }
    return all ? 0 : 1;
}
