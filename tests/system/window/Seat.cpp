#include "tests/system/window/Seat.h"

#include "app/runtime/TrainingSite.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/system/Desk.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/JobStepList.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QEventLoop>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sstream>

namespace cardwright::testing {

using std::chrono::milliseconds;

TrainedSite::TrainedSite()
{
    runtime::makeTrainingSite(path(), std::nullopt);
    startCentre();
}

TrainedSite::~TrainedSite()
{
    letCentreGo();
    stopCentre();
}

PatientSite::PatientSite()
{
    auto policy = Desk::readJson(path() / "policies/issue.json");
    policy["version"] = policy.at("version").get<int>() + 1;
    policy["centreWaitSeconds"] = 60;
    const auto text = path().parent_path() / "patient.json";
    std::ofstream(text) << policy.dump(1);
    for (const auto& line : {std::vector<std::string>{CARDWRIGHT_CENTRAL, "policy", path().string(), "issue", text.string()},
                             std::vector<std::string>{CARDWRIGHT_CTL, "--site", path().string(), "queue", "drain"}}) {
        const auto run = ToolRun(line).run();
        if (run.exitCode != 0) throw std::runtime_error(line[1] + ": " + run.all());
    }
    if (Desk::readJson(path() / "policies/issue.json").at("centreWaitSeconds") != 60) throw std::runtime_error("the desk has not the new policy");
}

void TrainedSite::startCentre()
{
    if (!m_centre.empty()) return;
    m_centre.push_back(ToolRun({CARDWRIGHT_CENTRAL, "--site", path().string(), "--json"}).start(m_folder / ("centre-" + std::to_string(++m_starts) + ".log")));
    if (!m_centre.front().waitFor("\"listening\"")) throw std::runtime_error("the centre did not start: " + m_centre.front().output());
}

void TrainedSite::stopCentre()
{
    for (auto& centre : m_centre) centre.stop();
    m_centre.clear();
}

void TrainedSite::holdCentre()
{
    if (!m_centre.empty()) ::kill(m_centre.front().pid(), SIGSTOP);
}

void TrainedSite::letCentreGo()
{
    if (!m_centre.empty()) ::kill(m_centre.front().pid(), SIGCONT);
}

std::int64_t TrainedSite::atCentre(const std::string& kind) const
{
    return Sqlite(centreStore()).number("SELECT count(*) FROM entries WHERE status = 'accepted' AND kind = '" + kind + "'");
}

Seat::Seat(const std::filesystem::path& site, Options options)
{
    runtime::Workstation::Options opened;
    opened.site = site;
    opened.tray = true;
    opened.pcsc = options.pcsc;
    m_desk = std::make_unique<runtime::Workstation>(std::move(opened));
    if (options.agentCardIn) m_desk->tray()->insert("Training reader 1", m_desk->material().site.cardFile("agent"));
    m_gate = std::make_unique<workstation::GuiGate>();
    m_backend = std::make_unique<workstation::Backend>(*m_desk, m_gate->poster(), std::move(options.readers));
    m_bench = std::make_unique<ui::Workbench>(*m_backend);
    QObject::connect(&m_watchdog, &QTimer::timeout, &m_watchdog, [this] { m_backend->tick(); });
    m_watchdog.start(1000);
    m_heart.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_heart, &QTimer::timeout, &m_heart, [this] {
        m_longestGap = std::max(m_longestGap, milliseconds(m_beat.restart()));
    });
    m_bench->window().resize(1280, 800);
    m_bench->window().show();
}

Seat::~Seat()
{
    if (m_bench) close();
}

milliseconds Seat::close()
{
    QElapsedTimer took;
    took.start();
    m_watchdog.stop();
    m_bench->window().close();
    m_bench.reset();
    m_gate->close();
    m_backend.reset();
    m_gate.reset();
    m_desk.reset();
    return milliseconds(took.elapsed());
}

void Seat::until(const std::string& what, const std::function<bool()>& holds, milliseconds within)
{
    QElapsedTimer waited;
    waited.start();
    m_beat.start();
    m_heart.start(2); // also wakes the loop to look again
    while (!holds()) {
        if (milliseconds(waited.elapsed()) > within) {
            m_heart.stop();
            throw std::runtime_error("not in " + std::to_string(within.count()) + " ms: " + what + "\n" + situation());
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    m_heart.stop();
}

void Seat::key(Qt::Key which, Qt::KeyboardModifiers with)
{
    auto& window = m_bench->window();
    auto* focus = window.focusWidget();
    QElapsedTimer took;
    took.start();
    QTest::keyClick(focus != nullptr ? focus : &window, which, with);
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_longestKey = std::max(m_longestKey, milliseconds(took.elapsed()));
}

void Seat::digits(const std::string& text)
{
    for (const char digit : text) key(static_cast<Qt::Key>(Qt::Key_0 + (digit - '0')));
}

void Seat::text(const QString& words)
{
    auto* focus = m_bench->window().focusWidget();
    if (focus == nullptr) throw std::runtime_error("nothing has the focus to type into");
    QTest::keyClicks(focus, words);
    QCoreApplication::processEvents();
}

void Seat::tabTo(const QString& name)
{
    for (int presses = 0; presses < 80; ++presses) {
        const auto* focus = m_bench->window().focusWidget();
        if (focus != nullptr && focus->objectName() == name) return;
        key(Qt::Key_Tab);
    }
    throw std::runtime_error("Tab never reaches " + name.toStdString() + "\n" + situation());
}

bool Seat::shows(const QString& name) const
{
    const auto* widget = m_bench->window().findChild<QWidget*>(name);
    return widget != nullptr && widget->isVisible();
}

bool Seat::held(const QString& button) const { return get<ui::ActionButton>(button)->isHeld(); }

QString Seat::currentStep() const
{
    const auto* steps = get<ui::JobStepList>("job-steps");
    for (int at = 0; at < steps->count(); ++at) {
        const auto item = steps->row(at)->item();
        if (item.state != ui::JobStepItem::State::Done && item.state != ui::JobStepItem::State::ToCome) {
            return item.words + " | " + item.second + " | " + item.code;
        }
    }
    return {};
}

QString Seat::everyStep() const
{
    const auto* steps = get<ui::JobStepList>("job-steps");
    QStringList words;
    for (int at = 0; at < steps->count(); ++at) words << steps->row(at)->item().words;
    return words.join("; ");
}

std::string Seat::situation() const
{
    std::ostringstream told;
    told << "visible:";
    for (const char* page : {"signin-page", "desk-page", "person-step", "evidence-step", "photo-step", "card-step", "job-page", "done-page", "holder-view",
                             "queue-page", "tray", "document-editor"}) {
        if (shows(page)) told << ' ' << page;
    }
    for (const char* words : {"signin-greeting", "desk-headline", "evidence-title", "done-headline"}) {
        if (shows(words)) told << "\n  " << words << ": " << label(words).toStdString();
    }
    for (const char* button : {"signin-go", "person-next", "photo-next", "card-go", "job-primary", "desk-main"}) {
        if (shows(button) && held(button)) told << "\n  " << button << " held: " << get<ui::ActionButton>(button)->heldReason().toStdString();
    }
    if (shows("job-page")) told << "\n  step: " << currentStep().toStdString();
    const auto* focus = m_bench->window().focusWidget();
    told << "\n  focus: " << (focus != nullptr ? focus->objectName().toStdString() : "none");
    told << "\n  card in reader 2: kind " << static_cast<int>(m_bench->hub().subjectCard().kind);
    if (const auto& failure = m_bench->hub().subjectCard().failure) told << ' ' << failure->code << ' ' << failure->detail;
    told << ", waiting for the centre: " << m_bench->hub().centre().waiting;
    return told.str();
}

// ---------------------------------------------------------------- what an agent does

void Seat::signIn(const std::string& passcode)
{
    until("the agent's card is read", [this] { return bench().hub().agentCard().state == ui::AgentCardState::ready; });
    if (shows("tray")) key(Qt::Key_F9);
    digits(passcode);
    enter();
    until("somebody is signed in", [this] { return bench().hub().signedIn(); });
}

int Seat::trayNumber(const std::string& card) const
{
    const auto& cards = m_bench->hub().tray();
    for (std::size_t at = 0; at < cards.size(); ++at) {
        if (cards[at].id == card) return static_cast<int>(at) + 1;
    }
    throw std::runtime_error("the tray has no card " + card);
}

void Seat::openTray(const std::string& card)
{
    until("the tray lists its cards", [this] { return !bench().hub().tray().empty(); });
    if (trayNumber(card) > 9) throw std::runtime_error("no key for " + card);
    if (!shows("tray")) key(Qt::Key_F9);
    untilShown("tray");
}

void Seat::trayKey(const std::string& card)
{
    openTray(card);
    const auto number = trayNumber(card);
    const auto at = static_cast<std::size_t>(number) - 1;
    const bool was = bench().hub().tray()[at].in.has_value();
    key(static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
    until("the tray moves " + card, [&] { return bench().hub().tray()[at].in.has_value() != was; });
    if (shows("tray")) key(Qt::Key_F9);
}

void Seat::untilInTray(const std::string& card)
{
    until("the tray has " + card, [&] { return !bench().hub().tray()[static_cast<std::size_t>(trayNumber(card)) - 1].in; });
}

void Seat::trayLock(const std::string& card)
{
    openTray(card);
    const auto name = QString::fromStdString("tray-lock-" + card);
    tabTo(name);
    key(Qt::Key_Space);
    if (shows("tray")) key(Qt::Key_F9);
}

void Seat::holderReads()
{
    constexpr int mostPages = 60;
    until("the screen is the holder's", [this] { return shows("holder-view") || shows("holder-terms"); });
    for (int pages = 0; pages < mostPages && shows("holder-terms"); ++pages) {
        if (shows("holder-terms-next")) key(Qt::Key_Space);
        else enter();
    }
}

void Seat::holderTypes(const std::string& passcode)
{
    holderReads(); // notice and terms, where they are due
    untilShown("holder-view");
    digits(passcode);
    enter();
    digits(passcode);
    enter();
    key(Qt::Key_Return, Qt::ControlModifier);
}

void Seat::untilDone(const QString& headline)
{
    until("the done page says: " + headline.toStdString(), [&] {
        // A new card's face is put off.
        if (shows("print-step") && !held("issue-print-later")) key(Qt::Key_L);
        return shows("done-page") && label("done-headline") == headline;
    }, 2 * longEnough);
}

void Seat::untilQueueEmpty()
{
    key(Qt::Key_F6);
    untilShown("queue-page");
    until("the centre has everything", [this] {
        const auto& centre = bench().hub().centre();
        return centre.waiting == 0 && centre.refused == 0 && centre.reach == ui::CentreReach::connected &&
               get<QAbstractItemView>("queue-table")->model()->rowCount() == 0;
    }, 2 * longEnough);
    key(Qt::Key_F3);
}

} // namespace cardwright::testing
