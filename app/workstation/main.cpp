#include "app/runtime/Process.h"
#include "app/workstation/Backend.h"
#include "app/workstation/GuiGate.h"
#include "pcsc/simulator/VirtualTray.h"
#include "ui/pages/Workbench.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace {

using namespace cardwright;

struct Choices {
    QString site;
    QString theme;
    workstation::ReaderChoice readers;
    bool tray = true;
    bool pcsc = true;
};

std::optional<ui::Appearance> appearanceNamed(const QString& name)
{
    if (name == QStringLiteral("light")) return ui::Appearance::Light;
    if (name == QStringLiteral("dark")) return ui::Appearance::Dark;
    if (name == QStringLiteral("contrast")) return ui::Appearance::HighContrast;
    return std::nullopt;
}

Choices parse(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The desk of a Registration Authority: issue, unlock and repair smartcards."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption site(QStringLiteral("site"), QStringLiteral("The site's folder."), QStringLiteral("DIR"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light, dark or contrast; else as last chosen."), QStringLiteral("NAME"));
    const QCommandLineOption agent(QStringLiteral("agent-reader"), QStringLiteral("Reader 1, for the agent's own card."), QStringLiteral("NAME"));
    const QCommandLineOption subject(QStringLiteral("subject-reader"), QStringLiteral("Reader 2, for the holder's card."), QStringLiteral("NAME"));
    const QCommandLineOption noTray(QStringLiteral("no-tray"), QStringLiteral("Real readers only, no training tray."));
    const QCommandLineOption noPcsc(QStringLiteral("no-pcsc"), QStringLiteral("The training tray only, no real readers."));
    parser.addOptions({site, theme, agent, subject, noTray, noPcsc});
    parser.process(application);
    return {parser.value(site), parser.value(theme), {parser.value(agent).toStdString(), parser.value(subject).toStdString()}, !parser.isSet(noTray),
            !parser.isSet(noPcsc)};
}

int say(const Failure& failure)
{
    std::fprintf(stderr, "%s %s (%s%s%s)\n", failure.cause.c_str(), failure.nextStep.c_str(), failure.code.c_str(), failure.detail.empty() ? "" : ": ",
                 failure.detail.c_str());
    return exitCodeOf(failure.kind);
}

int run(QApplication& application, const Choices& choices)
{
    runtime::Workstation::Options options;
    options.site = choices.site.toStdString();
    options.tray = choices.tray && SiteFolder::open(options.site).isTraining(); // a live site has real readers only
    options.pcsc = choices.pcsc;
    runtime::Workstation desk(std::move(options));
    // A newcomer finds the agent's card where an agent would have put it.
    if (desk.tray() != nullptr) desk.tray()->insert("Training reader 1", desk.material().site.cardFile("agent"));

    workstation::GuiGate gate;
    workstation::Backend backend(desk, gate.poster(), choices.readers);
    auto chosen = appearanceNamed(choices.theme);
    if (!chosen) chosen = appearanceNamed(QString::fromStdString(backend.session().setting("theme")));
    ui::Theme::install(application, chosen.value_or(ui::Theme::desktopAppearance()));
    int code = 0;
    {
        ui::Workbench bench(backend);
        QTimer watchdog;
        QObject::connect(&watchdog, &QTimer::timeout, [&backend] { backend.tick(); });
        watchdog.start(1000);
        bench.window().show();
        code = QApplication::exec();
    }
    gate.close();
    // A card thread that hangs in the driver cannot be joined. What was done is committed; the next start checks the store.
    if (backend.hungThread()) std::_Exit(code);
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    runtime::prepareProcess();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("Cardwright"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CARDWRIGHT_VERSION));
    const auto choices = parse(application);
    try {
        if (choices.site.isEmpty()) throw UsageError(Failure::of("USAGE", "--site DIR is needed"));
        return run(application, choices);
    } catch (...) {
        return say(failureFrom(std::current_exception()));
    }
}
