#include "tests/ui/pages/Stage.h"
#include "ui/presenters/PhotoPresenter.h"
#include "ui/theme/Theme.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QLineEdit>
#include <QPixmap>
#include <QTest>

#include <cstdlib>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

/// Draws the window into $CARDWRIGHT_SHOTS; without it, only checks that something was drawn.
class Shots {
public:
    Shots(DeskWindow& window, QString suffix) : m_window(window), m_suffix(std::move(suffix))
    {
        if (const char* folder = std::getenv("CARDWRIGHT_SHOTS"))
            m_folder = QString::fromLocal8Bit(folder);
        if (!m_folder.isEmpty())
            QDir().mkpath(m_folder);
    }

    void take(const QString& name)
    {
        settle(); // nothing moves (PagesMain.cpp): what is there stands at once
        const auto picture = m_window.grab();
        CHECK(picture.width() >= m_window.width());
        QSet<QRgb> seen;
        const auto image = picture.toImage();
        for (int y = 0; y < image.height(); y += 7)
            for (int x = 0; x < image.width(); x += 7)
                seen.insert(image.pixel(x, y));
        CHECK(seen.size() > 8); // a page with nothing on it has two or three colours
        if (!m_folder.isEmpty())
            CHECK(picture.save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_suffix)));
    }

private:
    DeskWindow& m_window;
    QString m_suffix;
    QString m_folder;
};

std::int64_t todayAt(int hour, int minute) { return QDateTime(QDate::currentDate(), QTime(hour, minute)).toMSecsSinceEpoch(); }

void deskPictures(Stage& stage, Shots& shots)
{
    shots.take(QStringLiteral("08-sign-in-tray"));
    stage.desk.agentCard(AgentCardState::ready);
    settle();
    stage.closeTray();
    stage.find("signin-passcode")->setFocus();
    stage.digits("24681");
    shots.take(QStringLiteral("08-sign-in"));
    stage.signIn(5);
    shots.take(QStringLiteral("01-desk-empty"));
    stage.desk.put(FakeDesk::lockedCard());
    shots.take(QStringLiteral("01-desk-locked-arrival"));
    stage.key(Qt::Key_Y);
    shots.take(QStringLiteral("01-desk-locked"));
    stage.desk.pull();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_N);
    shots.take(QStringLiteral("01-desk-held"));
    stage.desk.put(FakeDesk::workingCard());
    settle();
    stage.key(Qt::Key_Y);
    shots.take(QStringLiteral("01-desk-working"));
    stage.desk.put(FakeDesk::dueCard());
    shots.take(QStringLiteral("01-desk-due"));
    stage.desk.put(FakeDesk::blankCard());
    shots.take(QStringLiteral("01-desk-blank"));
    stage.desk.put(FakeDesk::foreignCard());
    shots.take(QStringLiteral("01-desk-foreign"));
    stage.desk.put(FakeDesk::tornCard(true));
    shots.take(QStringLiteral("01-desk-torn"));
    stage.desk.pull();
    settle();
}

void issuePictures(Stage& stage, Shots& shots)
{
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("02-person-empty"));
    stage.key(Qt::Key_2, Qt::ControlModifier);
    shots.take(QStringLiteral("02-person"));
    stage.key(Qt::Key_Right, Qt::ControlModifier);
    stage.desk.put(FakeDesk::lockedCard());
    shots.take(QStringLiteral("02-evidence"));
    stage.key(Qt::Key_F8);
    shots.take(QStringLiteral("02-waiting-served"));
    stage.key(Qt::Key_F8);
    stage.key(Qt::Key_A);
    shots.take(QStringLiteral("02-evidence-add"));
    stage.key(Qt::Key_Escape);
    stage.bench.application().take(stage.desk.callumDraft(true));
    stage.bench.application().goTo(FlowStep::evidence);
    shots.take(QStringLiteral("02-evidence-passed"));
    stage.desk.pull();
    stage.bench.application().goTo(FlowStep::photo);
    shots.take(QStringLiteral("07-photo"));
    stage.bench.application().goTo(FlowStep::passcode);
    shots.take(QStringLiteral("03-card-step-held"));
    stage.desk.put(FakeDesk::blankCard());
    shots.take(QStringLiteral("03-card-step"));
    stage.key(Qt::Key_Return);
    stage.digits("90527");
    shots.take(QStringLiteral("03-holder-passcode"));
    stage.digits("1");
    stage.key(Qt::Key_Return);
    stage.digits("905271");
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("03-holder-finished"));
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    stage.desk.jobStep(8);
    shots.take(QStringLiteral("04-job-running"));
    stage.desk.jobCardGone(8);
    shots.take(QStringLiteral("04-job-pulled"));
    stage.desk.put(FakeDesk::blankCard());
    stage.desk.deferred = {"9A", "9C"};
    stage.desk.centreHasIt = false;
    stage.desk.finishJob();
    shots.take(QStringLiteral("04-done-deferred"));
    stage.key(Qt::Key_Return);
}

/// The further acts: what is offered, the page before each, and what came of it.
void actPictures(Stage& stage, Shots& shots)
{
    const auto put = [&](SubjectCard card) {
        stage.desk.put(std::move(card));
        settle();
    };
    put(FakeDesk::workingCard());
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Period);
    shots.take(QStringLiteral("14-desk-more"));
    stage.key(Qt::Key_P);
    shots.take(QStringLiteral("14-passcode"));
    stage.key(Qt::Key_Return);
    stage.digits("1357");
    shots.take(QStringLiteral("14-holder-known"));
    stage.digits("90");
    stage.key(Qt::Key_Return);
    stage.digits("135790");
    shots.take(QStringLiteral("14-holder-new"));
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    auto last = FakeDesk::workingCard();
    last.triesLeft = 1;
    put(last);
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Period);
    stage.key(Qt::Key_T);
    shots.take(QStringLiteral("14-test-last-try"));
    stage.key(Qt::Key_Return);
    stage.digits("135790");
    stage.key(Qt::Key_Return);
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    stage.desk.testFindings = {"the key 9C is not the one that was certified", "the printed information was changed after it was signed"};
    stage.desk.finishJob();
    shots.take(QStringLiteral("14-test-findings"));
    stage.desk.testFindings.clear();
    stage.key(Qt::Key_Return);
    auto locked = FakeDesk::renewalCard();
    locked.locked = true;
    put(locked);
    stage.key(Qt::Key_Y);
    shots.take(QStringLiteral("14-desk-all-due"));
    put(FakeDesk::renewalCard());
    stage.key(Qt::Key_Y);
    shots.take(QStringLiteral("14-desk-renewal"));
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("14-renew"));
    stage.key(Qt::Key_Escape);
    put(FakeDesk::workingCard());
    stage.key(Qt::Key_X);
    stage.key(Qt::Key_2);
    shots.take(QStringLiteral("15-cancel"));
    stage.key(Qt::Key_Return);
    stage.digits("2468");
    shots.take(QStringLiteral("15-cancel-sign"));
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    put(FakeDesk::cancelledCard());
    shots.take(QStringLiteral("15-desk-cancelled"));
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("15-clear"));
    stage.key(Qt::Key_Escape);
    put(FakeDesk::workingCard());
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_R);
    stage.key(Qt::Key_2);
    shots.take(QStringLiteral("16-replace-name"));
    stage.key(Qt::Key_1);
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    shots.take(QStringLiteral("16-replace-damaged"));
    stage.key(Qt::Key_P);
    stage.tabTo("check-photo-path");
    stage.text(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-2.jpg"));
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("16-replace-photo"));
    stage.tabTo("check-photo-next");
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("16-replace-photo-taken"));
    stage.key(Qt::Key_K);
    stage.tabTo("replace-next");
    stage.key(Qt::Key_Return);
    stage.digits("246813");
    stage.key(Qt::Key_Return);
    stage.desk.pull();
    shots.take(QStringLiteral("16-replace-new"));
    stage.key(Qt::Key_Escape);
    auto early = FakeDesk::workingCard();
    early.renewableFrom = 1830000000000; // 27 December 2027
    put(early);
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Period);
    stage.key(Qt::Key_W);
    shots.take(QStringLiteral("16-early"));
    stage.text(QStringLiteral("Abroad for six months from January"));
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("16-early-waits"));
    stage.desk.earlyStanding.reset();
    stage.key(Qt::Key_Escape);
    put(FakeDesk::temporaryCard(true));
    shots.take(QStringLiteral("17-desk-on-loan"));
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("17-take-back"));
    stage.key(Qt::Key_Escape);
    put(FakeDesk::temporaryCard(false));
    stage.key(Qt::Key_Return);
    stage.text(QStringLiteral("Joan Mbeki"));
    shots.take(QStringLiteral("17-lend"));
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    stage.desk.loanLists.rows = {FakeDesk::loan(false), FakeDesk::loan(true)};
    stage.bench.go(Place::loans);
    shots.take(QStringLiteral("17-loans"));
    stage.desk.people = {{FakeDesk::ffion(), "7d2f", "issued", FakeDesk::workingCard().expires, FakeDesk::workingCard().history}};
    stage.bench.go(Place::people);
    stage.searchFor("f");
    stage.key(Qt::Key_Down);
    shots.take(QStringLiteral("16-person-acts"));
    stage.key(Qt::Key_R);
    stage.key(Qt::Key_1);
    shots.take(QStringLiteral("16-replace-lost"));
    stage.key(Qt::Key_D);
    shots.take(QStringLiteral("16-replace-evidence"));
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    stage.bench.go(Place::desk);
    stage.desk.pull();
    settle();
}

void otherPictures(Stage& stage, Shots& shots)
{
    const auto row = [](std::uint64_t seq, std::int64_t at, const char* kind, const char* name, const char* number, QueueState state, const char* problem) {
        return QueueRow{seq, at, kind, "", name, number, state, problem};
    };
    stage.desk.queueRows = {
        row(9, todayAt(10, 36), "holder.created", "Owen Tregarth", "555029044817", QueueState::refused, "This person already has UUID 555 0098 11274."),
        row(8, todayAt(10, 41), "card.unlocked", "Ffion Adeyemi", "555041726093", QueueState::waiting, ""),
        row(7, todayAt(10, 22), "card.issued", "Beatrix Olawale", "555009811293", QueueState::waiting, ""),
        row(5, todayAt(10, 4), "evidence.checked", "Beatrix Olawale", "555009811293", QueueState::waiting, ""),
        row(4, todayAt(9, 51), "holder.created", "Beatrix Olawale", "555009811293", QueueState::waiting, ""),
        row(3, todayAt(9, 16), "certificate.requested", "Ruairi Castellan", "555036190522", QueueState::waiting, ""),
    };
    stage.desk.centre(FakeDesk::unreachable(5));
    stage.bench.go(Place::queue);
    shots.take(QStringLiteral("05-queue"));
    stage.desk.people = {{FakeDesk::ffion(), "7d2f", "locked", FakeDesk::workingCard().expires, FakeDesk::workingCard().history},
                         {FakeDesk::callum(), "aa01", "deferred", FakeDesk::workingCard().expires, {}}};
    stage.bench.go(Place::people);
    stage.searchFor("a");
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("06-people"));
    stage.desk.lists.openJobs = {*FakeDesk::tornCard(true).openJob};
    stage.desk.lists.deferred = {{"555009811293", "Beatrix Olawale", "b1", {"9A", "9C"}, todayAt(0, 3), true}};
    stage.bench.go(Place::worklists);
    shots.take(QStringLiteral("06-worklists"));
    for (std::uint64_t seq = 40; seq > 0; --seq)
        stage.desk.journalRows.push_back({seq, todayAt(0, 1), seq % 2 ? "card.unlocked" : "card.issued", "Tomasz Reid", "Ffion Adeyemi", "555041726093",
                                          seq > 35 ? QueueState::waiting : QueueState::accepted});
    stage.bench.go(Place::records);
    shots.take(QStringLiteral("06-records"));
    stage.bench.go(Place::setUp);
    shots.take(QStringLiteral("06-set-up"));
    stage.bench.go(Place::help);
    shots.take(QStringLiteral("06-help"));
    stage.desk.findings = {{"readers", "Training reader 1, Training reader 2", "Both simulated; cards come from the training tray (F9).", "", DiagnosisState::good},
                           {"service", "Smartcard service", "The smartcard service (pcscd) is not running. Start it, or ask IT to.", "PCSC-ABSENT", DiagnosisState::warning},
                           {"centre", "The centre", "Not reachable since 09:14. What waits leaves by itself when it answers.", "CENTRE-UNREACHABLE", DiagnosisState::warning},
                           {"store", "This desk's store", "212 entries, checked at the start.", "", DiagnosisState::good}};
    stage.bench.go(Place::diagnosis);
    shots.take(QStringLiteral("06-diagnosis"));
    stage.bench.go(Place::desk);
    stage.key(Qt::Key_F9);
    shots.take(QStringLiteral("06-tray"));
    stage.key(Qt::Key_F9);
    stage.desk.pullAgentCard();
    shots.take(QStringLiteral("08-locked"));
}

/// What trust looks like: troubles at sign-in, the lock, exceptions, step-up, the log, the site's keys.
void trustPictures(Stage& stage, Shots& shots)
{
    const std::pair<SignInTrouble, const char*> troubles[] = {{SignInTrouble::expired, "expired"}, {SignInTrouble::revoked, "revoked"},
                                                              {SignInTrouble::rosterOld, "roster-old"}, {SignInTrouble::wrongReader, "wrong-reader"},
                                                              {SignInTrouble::storeKeyNotForCard, "store-key"}};
    for (const auto& [trouble, name] : troubles) {
        stage.desk.refuseCard(trouble);
        settle();
        stage.closeTray();
        shots.take(QStringLiteral("11-sign-in-%1").arg(QLatin1String(name)));
    }
    auto centre = FakeDesk::unreachable(7);
    centre.sealedWaiting = 2;
    centre.exceptionsWaiting = 1;
    stage.desk.centre(centre);
    stage.desk.agentCard(AgentCardState::locked, 0);
    shots.take(QStringLiteral("11-friday"));
    stage.desk.agentCard(AgentCardState::ready, 3);
    settle();
    stage.find("signin-passcode")->setFocus();
    stage.digits("111111");
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("11-wrong-passcode"));
    stage.signIn();
    stage.bench.go(Place::desk);
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(false));
    stage.key(Qt::Key_F8);
    stage.bench.application().goTo(FlowStep::evidence);
    settle();
    stage.key(Qt::Key_E);
    stage.text(QStringLiteral("His bank is online only; the council confirmed by letter"));
    shots.take(QStringLiteral("12-exception-ask"));
    stage.key(Qt::Key_Return);
    shots.take(QStringLiteral("12-exception-waits"));
    stage.desk.put(FakeDesk::lockedCard());
    stage.key(Qt::Key_F8);
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Return);
    stage.holderTypes("905271");
    stage.desk.jobStep(1);
    stage.desk.pullAgentCard();
    stage.desk.agentCard(AgentCardState::ready, 3);
    shots.take(QStringLiteral("11-locked-job"));
    stage.desk.finishJob();
    stage.desk.makeManager();
    stage.desk.exceptionLists.rows = {FakeDesk::exception(2, false), FakeDesk::exception(1, true), FakeDesk::exception(3, false)};
    stage.desk.exceptionLists.rows[2].state = ExceptionState::approved;
    stage.desk.exceptionLists.rows[2].decidedBy = "Joan Mbeki";
    stage.desk.exceptionLists.rows[2].decisionReason = "Council letter seen";
    stage.desk.siteState = FakeDesk::trusted();
    stage.desk.siteState.rotation = {true, 3600, 4800, "an agent left the list"};
    stage.desk.log = FakeDesk::wholeLog();
    for (auto& row : stage.desk.journalRows)
        row.erasable = row.state == QueueState::accepted;
    stage.signIn();
    stage.bench.go(Place::worklists);
    shots.take(QStringLiteral("12-worklists"));
    stage.key(Qt::Key_E);
    shots.take(QStringLiteral("12-exceptions"));
    stage.find("exception-decision")->setFocus();
    stage.text(QStringLiteral("Council letter seen"));
    stage.find("exception-approve")->setFocus();
    stage.key(Qt::Key_Space);
    stage.digits("246");
    shots.take(QStringLiteral("12-step-up"));
    stage.bench.go(Place::records);
    stage.key(Qt::Key_V);
    shots.take(QStringLiteral("13-records-verified"));
    stage.desk.verdict.faults = {{212, "badSignature", ""}};
    stage.desk.log.standing = LogStanding::rolledBack;
    stage.key(Qt::Key_V);
    stage.key(Qt::Key_P);
    shots.take(QStringLiteral("13-records-proof"));
    stage.bench.go(Place::setUp);
    shots.take(QStringLiteral("13-set-up"));
    centre.standing = LogStanding::forked;
    stage.desk.centre(centre);
    stage.bench.go(Place::queue);
    shots.take(QStringLiteral("13-queue-forked"));
}

void allPictures(QSize size, Appearance appearance, const QString& suffix)
{
    Theme::current().setAppearance(appearance);
    Theme::current().setMotion(false);
    Stage stage(size);
    Shots shots(stage.window, suffix);
    deskPictures(stage, shots);
    issuePictures(stage, shots);
    actPictures(stage, shots);
    otherPictures(stage, shots);
    trustPictures(stage, shots);
    Theme::current().setAppearance(Appearance::Light);
}

} // namespace

TEST_CASE("every page is drawn, light", "[screens]") { allPictures({1280, 800}, Appearance::Light, QStringLiteral("light")); }

TEST_CASE("every page is drawn, dark", "[screens]") { allPictures({1280, 800}, Appearance::Dark, QStringLiteral("dark")); }

TEST_CASE("every page is drawn, high contrast", "[screens]") { allPictures({1280, 800}, Appearance::HighContrast, QStringLiteral("contrast")); }

TEST_CASE("every page is drawn in the smallest window", "[screens]") { allPictures({1024, 700}, Appearance::Light, QStringLiteral("1024x700")); }

namespace {

/// The photo step in each of its states, for one look.
void photoPictures(QSize size, Appearance appearance, const QString& suffix)
{
    Theme::current().setAppearance(appearance);
    Stage stage(size);
    Shots shots(stage.window, suffix);
    stage.signIn();
    auto draft = stage.desk.callumDraft(true);
    draft.portrait.clear();
    draft.photoReference.clear();
    stage.bench.application().begin();
    stage.bench.application().take(draft);
    stage.enter();
    stage.bench.application().goTo(FlowStep::photo);
    shots.take(QStringLiteral("07-photo-none"));
    const auto load = [&](const QString& path, FakePhoto::Verdict verdict) {
        stage.desk.photoDesk.verdict = verdict;
        auto* field = stage.get<QLineEdit>("photo-path");
        field->setFocus();
        field->setText(path);
        stage.enter();
        settle();
    };
    const auto picture = QStringLiteral(CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-2.jpg");
    load(picture, FakePhoto::Verdict::good);
    shots.take(QStringLiteral("07-photo-good"));
    load(picture, FakePhoto::Verdict::oneSideDark);
    shots.take(QStringLiteral("07-photo-advice"));
    load(picture, FakePhoto::Verdict::several);
    shots.take(QStringLiteral("07-photo-several"));
    stage.find("photo-view")->setFocus();
    stage.key(Qt::Key_BraceRight);
    stage.key(Qt::Key_Right, Qt::ShiftModifier);
    stage.until("what was moved is measured", [&] { return !stage.window.findChild<PhotoPresenter*>()->measuring(); });
    shots.take(QStringLiteral("07-photo-moved"));
    stage.key(Qt::Key_U);
    shots.take(QStringLiteral("07-photo-reasons"));
    stage.key(Qt::Key_1);
    shots.take(QStringLiteral("07-photo-accepted"));
    load(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/CMakeLists.txt"), FakePhoto::Verdict::good);
    shots.take(QStringLiteral("07-photo-refused"));
    Theme::current().setAppearance(Appearance::Light);
}

} // namespace

TEST_CASE("the photo step is drawn in each of its states", "[photo]")
{
    photoPictures({1280, 800}, Appearance::Light, QStringLiteral("light"));
    photoPictures({1280, 800}, Appearance::Dark, QStringLiteral("dark"));
    photoPictures({1280, 800}, Appearance::HighContrast, QStringLiteral("contrast"));
    photoPictures({1024, 700}, Appearance::Light, QStringLiteral("1024x700"));
}

namespace {

/// The holder types on the reader's own keys: while it asks, and when the screen is to be taken back.
void readerKeysPictures(QSize size, Appearance appearance, const QString& suffix)
{
    Theme::current().setAppearance(appearance);
    Theme::current().setMotion(false);
    Stage stage(size);
    Shots shots(stage.window, suffix);
    stage.signIn();
    auto card = FakeDesk::workingCard();
    card.padVerifies = true;
    card.padModifies = true;
    stage.desk.put(card);
    settle();
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Period);
    stage.key(Qt::Key_T);
    shots.take(QStringLiteral("20-reader-keys-page"));
    stage.enter();
    stage.desk.jobOnReader(0, PadAsk::known);
    shots.take(QStringLiteral("20-reader-keys-asks"));
    stage.key(Qt::Key_Escape);
    shots.take(QStringLiteral("20-reader-keys-stopping"));
    stage.desk.jobOnReader(0, PadAsk::none);
    shots.take(QStringLiteral("20-reader-keys-finished"));
    Theme::current().setAppearance(Appearance::Light);
}

} // namespace

TEST_CASE("the holder's page for a reader with keys is drawn", "[reader-keys]")
{
    readerKeysPictures({1280, 800}, Appearance::Light, QStringLiteral("light"));
    readerKeysPictures({1280, 800}, Appearance::Dark, QStringLiteral("dark"));
    readerKeysPictures({1280, 800}, Appearance::HighContrast, QStringLiteral("contrast"));
    readerKeysPictures({1024, 700}, Appearance::Light, QStringLiteral("1024x700"));
}
