#include "core/base/FailureCatalogue.h"
#include "tests/ui/pages/Stage.h"
#include "ui/presenters/SignInPresenter.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/PasscodeEdit.h"
#include "ui/widgets/ReaderTileView.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QTimer>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

QString words(const Stage& stage, const char* name) { return stage.get<TextBlock>(name)->text(); }

/// Everything a person could read or hear on the widgets shown now.
QString everything(const QWidget* root)
{
    QString all;
    for (const auto* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        all += widget->accessibleName() + QLatin1Char('|') + widget->accessibleDescription() + QLatin1Char('|') + widget->toolTip() + QLatin1Char('|');
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            all += label->text() + QLatin1Char('|');
        if (const auto* block = qobject_cast<const TextBlock*>(widget))
            all += block->text() + QLatin1Char('|');
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget))
            all += edit->text() + QLatin1Char('|');
    }
    return all;
}

void lockIdle(Stage& stage)
{
    auto* clock = stage.bench.findChild<QTimer*>(QStringLiteral("idle-clock"));
    REQUIRE(clock);
    REQUIRE(clock->isActive());
    clock->start(0);
    settle();
}

void typePerson(Stage& stage)
{
    stage.find("person-given")->setFocus();
    stage.text("Callum");
    stage.find("person-family")->setFocus();
    stage.text("Pemberton-Roy");
    stage.find("person-born")->setFocus();
    stage.text("14 8 1991");
}

} // namespace

TEST_CASE("sign-in: every trouble has its own title, its code, a next step, and nobody is left without help", "[signin]")
{
    const SignInTrouble all[] = {SignInTrouble::notAgent, SignInTrouble::noCertificate, SignInTrouble::foreign, SignInTrouble::expired, SignInTrouble::notYetValid,
                                 SignInTrouble::revoked, SignInTrouble::cloneSuspected, SignInTrouble::rosterOld, SignInTrouble::twoAgentCards,
                                 SignInTrouble::wrongReader, SignInTrouble::noKeyManagement, SignInTrouble::storeKeyNotForCard, SignInTrouble::storeKeyDamaged,
                                 SignInTrouble::clockUnlikely, SignInTrouble::roleUnknown};
    Stage stage;
    stage.closeTray();
    QStringList titles;
    for (const auto trouble : all) {
        stage.desk.refuseCard(trouble);
        settle();
        stage.closeTray();
        INFO(codeOf(trouble));
        CHECK(failureWords(codeOf(trouble)) != nullptr);
        REQUIRE(stage.shows("signin-banner"));
        CHECK(stage.described("signin-banner").contains(QLatin1String(codeOf(trouble))));
        CHECK_FALSE(stage.shows("signin-passcode"));
        CHECK_FALSE(stage.label("signin-greeting").isEmpty());
        titles << stage.label("signin-greeting");
        CHECK_FALSE(everything(stage.find("signin-page")).contains(QLatin1String("%1")));
    }
    CHECK(titles.removeDuplicates() == 0);
    stage.desk.refuseCard(SignInTrouble::expired);
    settle();
    CHECK(stage.label("signin-help-title") == "Who may help");
    CHECK(stage.spoken("signin-help-contact").contains("extension 4127"));
    CHECK(stage.spoken("signin-help-contact-2") == "Desk 1, Riverside House");
}

TEST_CASE("sign-in: a card refused only after its passcode says so as well", "[signin]")
{
    Stage stage;
    stage.desk.refusal = SignInTrouble::storeKeyNotForCard;
    stage.desk.agentCard(AgentCardState::ready);
    settle();
    stage.closeTray();
    stage.find("signin-passcode")->setFocus();
    stage.digits("246813");
    stage.enter();
    CHECK_FALSE(stage.bench.hub().signedIn());
    CHECK(stage.described("signin-banner").contains("STORE-KEY-NOT-FOR-YOU"));
    CHECK(stage.shows("signin-help-contact"));
}

TEST_CASE("sign-in: the tries shown are the card's, never those of the card or the sign-in before", "[signin]")
{
    Stage stage;
    stage.desk.agentCard(AgentCardState::ready, 3);
    settle();
    stage.closeTray();
    stage.find("signin-passcode")->setFocus();
    stage.digits("111111");
    stage.enter();
    CHECK(words(stage, "signin-hint") == "Wrong passcode. 2 tries are left.");
    stage.digits("2");
    CHECK(words(stage, "signin-hint").contains("2 tries"));
    stage.digits("46813");
    stage.enter();
    REQUIRE(stage.bench.hub().signedIn());
    stage.key(Qt::Key_L, Qt::ControlModifier);
    REQUIRE(stage.shows("signin-page"));
    CHECK(words(stage, "signin-hint").contains("3 tries"));
    stage.desk.pullAgentCard();
    stage.desk.agentCard(AgentCardState::ready, 1);
    settle();
    CHECK(words(stage, "signin-hint").contains("One try is left"));
}

TEST_CASE("before sign-in nothing names anybody: page, reader strip, tray", "[signin]")
{
    Stage stage;
    stage.desk.agentCard(AgentCardState::ready);
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    const auto check = [&] {
        const auto all = everything(&stage.window);
        for (const char* secret : {"Ffion", "Adeyemi", "Tomasz", "Reid", "555041726093", "555 0417 26093", "Callum"}) {
            INFO(secret);
            CHECK_FALSE(all.contains(QLatin1String(secret)));
        }
    };
    check();
    stage.key(Qt::Key_F2); // the diagnosis page shows the strip
    CHECK(stage.shows("diagnosis-page"));
    CHECK(stage.get<ReaderTileView>("reader-2")->state().words == "A card is in");
    check();
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_F9);
    check();
}

TEST_CASE("after a lock nothing of the open work can be read", "[session]")
{
    Stage stage;
    stage.signIn();
    PersonCard ffion;
    ffion.holder = FakeDesk::ffion();
    stage.desk.people = {ffion};
    stage.search("Ffion");
    REQUIRE(everything(&stage.window).contains("Ffion"));
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.desk.pullAgentCard();
    settle();
    REQUIRE(stage.shows("signin-page"));
    CHECK_FALSE(everything(&stage.window).contains("Ffion"));
    stage.key(Qt::Key_F2);
    CHECK(stage.shows("diagnosis-page"));
    CHECK_FALSE(everything(&stage.window).contains("Ffion"));
}

TEST_CASE("idle: the desk locks, and the same agent finds everything where it was", "[session]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    REQUIRE(stage.shows("person-step"));
    typePerson(stage);
    stage.bench.go(Place::queue);
    lockIdle(stage);
    REQUIRE(stage.shows("signin-page"));
    CHECK(stage.desk.signOuts == 1);
    CHECK(stage.label("signin-card").startsWith("Locked"));
    CHECK(stage.label("signin-greeting") == "Unlock your desk");
    REQUIRE(stage.desk.drafts.size() == 1); // kept while the store was open
    CHECK(stage.desk.drafts.begin()->second.person.givenName == "Callum");
    stage.signIn();
    CHECK(stage.shows("queue-page"));
    stage.bench.go(Place::desk);
    CHECK(stage.get<QLineEdit>("person-given")->text() == "Callum");
}

TEST_CASE("another agent gets a clean desk; the application waits under the name of whoever began it", "[session]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.desk.pullAgentCard();
    settle();
    stage.desk.makeManager();
    stage.signIn();
    CHECK(stage.shows("desk-page"));
    CHECK_FALSE(stage.bench.application().active());
    CHECK(stage.shows("desk-draft-1"));
    stage.bench.go(Place::worklists);
    settle();
    REQUIRE(stage.shows("worklist-draft-1"));
    CHECK(everything(stage.find("worklist-draft-1")).contains("Begun by Tomasz Reid"));
}

TEST_CASE("an answer about a face does not outlive a lock", "[session]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    lockIdle(stage);
    stage.signIn();
    CHECK(stage.get<ActionButton>("desk-main")->isHeld());
}

TEST_CASE("the idle clock stands still while a job runs; the holder view has its own", "[session]")
{
    Stage stage;
    stage.desk.siteInfo.idleMinutes = 5;
    Stage fresh;
    fresh.signIn();
    auto* clock = fresh.bench.findChild<QTimer*>(QStringLiteral("idle-clock"));
    CHECK(clock->interval() == 10 * 60'000);
    fresh.desk.put(FakeDesk::lockedCard());
    settle();
    fresh.key(Qt::Key_Y);
    fresh.enter();
    REQUIRE(fresh.shows("holder-view"));
    fresh.holderTypes("905271");
    REQUIRE(fresh.desk.running);
    lockIdle(fresh);
    CHECK(fresh.bench.hub().signedIn());
    CHECK(clock->isActive());
    fresh.desk.finishJob();
    settle();
    lockIdle(fresh);
    CHECK_FALSE(fresh.bench.hub().signedIn());
}

TEST_CASE("the holder view that nobody leaves ends in a lock, and nothing of what was typed is used", "[session]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.enter();
    REQUIRE(stage.shows("holder-view"));
    stage.digits("9052");
    lockIdle(stage);
    CHECK_FALSE(stage.bench.hub().signedIn());
    CHECK(stage.shows("signin-page"));
    CHECK_FALSE(stage.desk.running);
}

TEST_CASE("the agent's card leaves during a job: it goes on, and the lock page says so", "[session]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.enter();
    stage.holderTypes("905271");
    stage.desk.jobStep(1);
    stage.desk.pullAgentCard();
    settle();
    REQUIRE(stage.shows("signin-job"));
    CHECK(stage.described("signin-job").contains("safe point"));
    CHECK_FALSE(everything(&stage.window).contains("Ffion"));
    SECTION("it is finished meanwhile")
    {
        stage.desk.finishJob();
        settle();
        CHECK(stage.spoken("signin-job").contains("finished"));
        stage.signIn();
        CHECK(stage.shows("done-page"));
    }
    SECTION("it stopped at its safe point")
    {
        stage.desk.jobFails(1, Failure::of("SESSION-ENDED"), true);
        settle();
        CHECK(stage.spoken("signin-job").contains("stopped"));
        stage.signIn();
        CHECK(stage.shows("job-page"));
    }
    SECTION("another agent comes while it runs and is told whose it is")
    {
        stage.desk.makeManager();
        stage.signIn();
        CHECK(stage.shows("job-page"));
        CHECK(everything(&stage.window).contains("Tomasz Reid began the job"));
    }
}

TEST_CASE("signing out leaves a clean desk; the application waits", "[session]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.key(Qt::Key_L, Qt::ControlModifier);
    CHECK(stage.label("signin-card").startsWith("Signed out"));
    stage.signIn();
    CHECK(stage.shows("desk-page"));
    CHECK(stage.shows("desk-draft-1"));
}

TEST_CASE("a session that the desk ends by itself says why, and leaves a clean desk", "[session]")
{
    for (const auto& [why, words] : {std::pair{SessionEnd::rightsChanged, "Signed out: the centre changed the agent's rights."},
                                     std::pair{SessionEnd::withdrawn, "Signed out: the centre withdrew the agent's card."},
                                     std::pair{SessionEnd::hoursOver, "Signed out: this sign-in was for some hours, and they are over."}}) {
        Stage stage;
        stage.signIn();
        stage.enter();
        REQUIRE(stage.shows("person-step"));
        typePerson(stage);
        stage.desk.endSession(why);
        settle();
        CHECK(stage.shows("signin-page"));
        CHECK(stage.label("signin-card") == words);
        stage.signIn();
        CHECK(stage.shows("desk-page"));
    }
}

TEST_CASE("an agent whose card ends soon is told while there is time", "[session]")
{
    Stage stage;
    const auto day = QDate::currentDate().addDays(12);
    stage.desk.cardExpires = Date(std::chrono::year(day.year()), std::chrono::month(static_cast<unsigned>(day.month())), std::chrono::day(static_cast<unsigned>(day.day())));
    stage.signIn();
    CHECK(everything(&stage.window).contains("Your own card ends in 12 days"));
}

TEST_CASE("the Friday story: one agent, card locked, exception pending", "[session]")
{
    Stage stage;
    auto centre = FakeDesk::unreachable(7);
    centre.sealedWaiting = 2;
    centre.exceptionsWaiting = 1;
    stage.desk.centre(centre);
    stage.desk.agentCard(AgentCardState::locked, 0);
    settle();
    stage.closeTray();
    CHECK(stage.label("signin-greeting") == "Your card is locked");
    CHECK(stage.described("signin-banner").contains("PASSCODE-BLOCKED"));
    CHECK(stage.spoken("signin-help-contact").contains("extension 4127"));
    const auto all = everything(stage.find("signin-help-list"));
    CHECK(all.contains("7 records leave by themselves"));
    CHECK(all.contains("2 deliveries wait sealed"));
    CHECK(all.contains("1 exception waits, and can be decided at another desk"));
    stage.desk.centre(FakeDesk::connected()); // the queue drains although nobody is signed in
    settle();
    CHECK(stage.label("signin-queue") == "Nothing waits for the centre.");
    CHECK(everything(stage.find("signin-help-list")).contains("The centre has every record"));
}

TEST_CASE("the clipboard holds no passcode, wherever it was typed", "[session]")
{
    QApplication::clipboard()->clear();
    Stage stage;
    stage.desk.agentCard(AgentCardState::ready);
    settle();
    stage.closeTray();
    stage.find("signin-passcode")->setFocus();
    stage.digits("246813");
    stage.key(Qt::Key_A, Qt::ControlModifier);
    stage.key(Qt::Key_C, Qt::ControlModifier);
    stage.key(Qt::Key_X, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text().isEmpty());
    QApplication::clipboard()->setText("131313");
    const int before = stage.get<PasscodeEdit>("signin-passcode")->count();
    stage.key(Qt::Key_V, Qt::ControlModifier);
    CHECK(stage.get<PasscodeEdit>("signin-passcode")->count() == before);
}
