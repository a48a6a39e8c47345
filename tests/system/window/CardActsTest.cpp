#include "tests/system/Desk.h"
#include "tests/system/window/Applicants.h"

#include "ui/widgets/ActionButton.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QAbstractItemModel>
#include <QAbstractItemView>

#include <fstream>

using namespace cardwright;
using namespace cardwright::testing;

namespace {

constexpr const char* holderPasscode = "905271";
constexpr const char* agentPasscode = "271828";

void untilDesk(Seat& seat, ui::CardKind kind)
{
    seat.until("the desk shows the card", [&] { return seat.shows("desk-page") && seat.bench().hub().subjectCard().kind == kind; });
}

/// Callum has a card in reader 2, and the desk shows it.
void issueCard(Seat& seat, const char* card)
{
    typedApplication(seat, "Callum", "Pemberton-Roy");
    seat.trayKey(card);
    seat.untilReady("card-go");
    seat.enter();
    seat.holderTypes(holderPasscode);
    seat.untilDone("Card issued");
    seat.enter();
    untilDesk(seat, ui::CardKind::ours);
}

/// Y, ".", and the act's key; then the screen is turned.
void openMore(Seat& seat, Qt::Key key)
{
    seat.key(Qt::Key_Y);
    if (!seat.shows("desk-more-panel")) seat.key(Qt::Key_Period); // it stays open for the same card
    seat.untilShown("desk-more-panel");
    seat.key(key);
    seat.untilShown("act-page");
}

void holderTypesOnce(Seat& seat, const std::string& passcode)
{
    seat.untilShown("holder-view");
    seat.digits(passcode);
    seat.enter();
    seat.key(Qt::Key_Return, Qt::ControlModifier);
}

void agentSigns(Seat& seat, const QString& panel)
{
    seat.untilShown(panel);
    seat.digits(agentPasscode);
    seat.enter();
}

/// At the centre a new policy: certificates may be renewed from their first day. It counts once the desk has it and begins anew.
void renewAtAnyTime(const TrainedSite& site, Seat& seat)
{
    const auto inForce = site.path() / "policies/issue.json";
    auto policy = Desk::readJson(inForce);
    const int version = policy.at("version").get<int>() + 1;
    policy["version"] = version;
    policy["renewalWindowDays"] = 1830;
    const auto text = site.path().parent_path() / "issue.json";
    std::ofstream(text) << policy.dump(1);
    const auto run = ToolRun({CARDWRIGHT_CENTRAL, "policy", site.path().string(), "issue", text.string()}).run();
    if (run.exitCode != 0) throw std::runtime_error("cardwright-central policy: " + run.all());
    seat.desk().synchroniser().wake();
    seat.until("the policy has come", [&] { return Desk::readJson(inForce).at("version").get<int>() == version; });
}

} // namespace

TEST_CASE("by keyboard alone: the holder changes the passcode, and the card is tested with the new one", "[acts]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    issueCard(seat, "blank-1");
    openMore(seat, Qt::Key_P);
    seat.enter();
    seat.untilShown("holder-view");
    seat.digits("111222");
    seat.enter();
    seat.digits("481506");
    seat.enter();
    seat.digits("481506");
    seat.enter();
    seat.key(Qt::Key_Return, Qt::ControlModifier);
    seat.until("the card refuses the wrong one", [&] { return seat.shows("job-page") && seat.currentStep().contains("PASSCODE-WRONG"); });
    seat.enter();
    seat.untilShown("act-page");
    seat.enter();
    seat.untilShown("holder-view");
    seat.digits(holderPasscode);
    seat.enter();
    seat.digits(holderPasscode); // the old one again is no new one
    CHECK(seat.held("holder-next"));
    for (int back = 0; back < 6; ++back) seat.key(Qt::Key_Backspace);
    seat.holderTypes("481506");
    seat.untilDone("Passcode changed");
    seat.enter();
    untilDesk(seat, ui::CardKind::ours);
    openMore(seat, Qt::Key_T);
    seat.enter();
    holderTypesOnce(seat, "481506");
    seat.untilDone("The card passed its test");
    CHECK_FALSE(seat.shows("done-findings"));
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.passcodeChanged") == 1);
    CHECK(site.atCentre("card.verified") == 1);
}

TEST_CASE("by keyboard alone: a card is cancelled under the agent's card, then cleared and blank again", "[acts]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    issueCard(seat, "blank-1");
    seat.key(Qt::Key_X);
    seat.untilShown("cancel-page");
    seat.key(Qt::Key_1);
    seat.enter();
    seat.untilShown("cancel-step-up");
    seat.digits("111111");
    seat.enter();
    seat.until("a wrong passcode does nothing", [&] { return seat.get<ui::TextBlock>("cancel-step-up-hint")->text().contains("2 tries"); });
    CHECK(seat.shows("cancel-page"));
    seat.digits(agentPasscode);
    seat.enter();
    seat.untilDone("Card cancelled");
    seat.enter();
    seat.until("the desk says that it is cancelled", [&] { return seat.shows("desk-page") && seat.bench().hub().subjectCard().cancelled; });
    seat.enter();
    seat.untilShown("act-page");
    seat.enter();
    seat.untilDone("Card cleared");
    seat.enter();
    untilDesk(seat, ui::CardKind::blank);
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.cancelled") == 1);
    CHECK(site.atCentre("card.cleared") == 1);
}

TEST_CASE("by keyboard alone: a damaged card is replaced, and the new one is issued to the same number", "[acts]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    issueCard(seat, "blank-1");
    const auto number = seat.bench().hub().subjectCard().holder->userNumber;
    seat.key(Qt::Key_Y);
    seat.key(Qt::Key_R);
    seat.untilShown("replace-page");
    seat.key(Qt::Key_1);
    seat.tabTo("replace-cut");
    seat.key(Qt::Key_Space);
    seat.tabTo("replace-next");
    seat.enter();
    agentSigns(seat, "replace-step-up");
    seat.untilShown("replace-new");
    seat.trayKey("blank-1");
    seat.trayKey("blank-2");
    seat.untilReady("replace-next");
    seat.enter();
    seat.holderTypes("481506");
    seat.untilDone("Card issued");
    seat.enter();
    untilDesk(seat, ui::CardKind::ours);
    CHECK(seat.bench().hub().subjectCard().holder->userNumber == number);
    CHECK_FALSE(seat.bench().hub().subjectCard().cancelled);
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.replaced") == 1);
    CHECK(site.atCentre("card.issued") == 2);
    seat.trayKey("blank-2");
    seat.trayKey("blank-1");
    seat.until("the old card is known as cancelled", [&] { return seat.bench().hub().subjectCard().cancelled; });
}

TEST_CASE("by keyboard alone: a renewal before its time is held with the day; in its time it takes one passcode entry", "[acts]")
{
    TrainedSite site;
    {
        Seat seat(site.path());
        seat.signIn();
        issueCard(seat, "blank-1");
        seat.key(Qt::Key_Y);
        seat.key(Qt::Key_Period);
        seat.untilShown("desk-more-panel");
        CHECK(seat.get<QWidget>("desk-more-W")->accessibleDescription().contains("Not before"));
        seat.key(Qt::Key_W); // no renewal begins: only an exception can be asked for
        seat.untilShown("early-page");
        CHECK_FALSE(seat.shows("act-page"));
        seat.key(Qt::Key_Escape);
        seat.untilShown("desk-page");
        seat.untilQueueEmpty();
        renewAtAnyTime(site, seat);
    }
    Seat seat(site.path());
    seat.signIn();
    seat.trayKey("blank-1");
    untilDesk(seat, ui::CardKind::ours);
    seat.untilShown("desk-renews");
    seat.key(Qt::Key_Y);
    seat.enter();
    seat.untilShown("act-page");
    seat.enter();
    holderTypesOnce(seat, holderPasscode);
    seat.untilDone("Card renewed");
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.renewed") == 1);
}

TEST_CASE("by keyboard alone: a temporary card goes out, stands in the custodian's log, and comes back", "[acts]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    typedPerson(seat, "Night", "Ward", QString::fromStdString(seat.bench().hub().site().odsCode) + "TACNIGHT");
    typedEvidence(seat);
    seat.trayKey("blank-1");
    seat.key(Qt::Key_2);
    seat.untilReady("card-go");
    seat.enter();
    seat.untilDone("Card issued, locked");
    seat.enter();
    seat.until("the desk knows a temporary card", [&] { return seat.shows("desk-page") && seat.bench().hub().subjectCard().temporary.has_value(); });
    seat.enter();
    seat.untilShown("lend-page");
    const std::pair<const char*, const char*> fields[] = {{"lend-responsible", "Joan Mbeki"}, {"lend-telephone", "01632 960 001"},
                                                          {"lend-email", "joan@quayside.example"}, {"lend-borrower", "Bo Bank"},
                                                          {"lend-identified", "passport ending 4471"}};
    for (const auto& [name, words] : fields) {
        seat.tabTo(name);
        seat.text(words);
    }
    seat.tabTo("lend-present");
    seat.key(Qt::Key_Space);
    seat.untilReady("lend-next");
    seat.tabTo("lend-next");
    seat.enter();
    seat.holderTypes("481506");
    seat.untilDone("Temporary card lent");
    seat.enter();
    seat.until("the desk says who has it", [&] {
        const auto& card = seat.bench().hub().subjectCard();
        return seat.shows("desk-page") && card.temporary && card.temporary->borrower == "Bo Bank";
    });
    seat.key(Qt::Key_F4);
    seat.untilShown("worklist-page");
    seat.key(Qt::Key_T);
    seat.untilShown("loans-page");
    seat.until("the log has the loan", [&] { return seat.get<QAbstractItemView>("loans-table")->model()->rowCount() == 1; });
    seat.key(Qt::Key_F3);
    seat.untilShown("desk-page");
    seat.enter();
    seat.untilShown("act-page");
    seat.tabTo("act-next");
    seat.enter();
    seat.untilDone("Temporary card taken back");
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("temporaryCard.lent") == 1);
    CHECK(site.atCentre("temporaryCard.returned") == 1);
}
