#include "tests/system/window/Seat.h"

#include "app/runtime/AtRegister.h"
#include "core/registers/PersonActs.h"
#include "core/registers/Positions.h"
#include "core/store/Store.h"
#include "ui/bridge/AccessPort.h"
#include "ui/widgets/ActionButton.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::testing;

// The separation of duties over the real backend and store: the control stays and says why, its key does nothing; whoever reaches past it
// is refused by the core, and the attempt is an entry that names the rule.

namespace {

struct Office {
    TrainedSite site;
    Seat seat{site.path()};

    Office() { seat.signIn(); }

    /// Somebody recorded by the agent who is signed in.
    UserNumber somebody(const char* given, const char* family)
    {
        Person person;
        person.givenName = given;
        person.familyName = family;
        person.dateOfBirth = *parseDate("1991-08-14");
        person.odsCode = seat.desk().material().site.description().odsCode;
        return seat.desk().atRegister([&](const RegisterDesk& room) { return CreatePerson(room).perform({person, {}}).number; });
    }
    Guid sponsored(const UserNumber& holder)
    {
        PositionOrder order{holder, {}, dateOf(seat.desk().clock().utcMillis()), std::nullopt, "Starts on Monday"};
        order.position.catalogue = "community-nurse";
        return seat.desk().atRegister([&](const RegisterDesk& room) { return requestPosition(room, order).id; });
    }
    std::size_t refusals()
    {
        return seat.desk().store().call([](Store& store) {
            std::size_t found = 0;
            store.journal.eachOf(EntryKind::dutyRefused, [&](const JournalEntry&) { ++found; });
            return found;
        });
    }
    std::string lastRule()
    {
        return seat.desk().store().call([](Store& store) {
            const auto entry = store.journal.latestOf(EntryKind::dutyRefused);
            return entry ? store.journal.payloadOf(*entry).value("rule", "") : std::string();
        });
    }
    std::string why(const QString& button) { return seat.get<ui::ActionButton>(button)->heldReason().toStdString(); }
    /// Past the window's control.
    std::string refusedWith(const std::function<void(ui::Then<ui::ActAnswer>)>& ask)
    {
        std::optional<ui::ActAnswer> answer;
        ask([&answer](const ui::ActAnswer& said) { answer = said; });
        seat.until("the desk answers", [&] { return answer.has_value(); });
        return answer->failure ? answer->failure->code : std::string();
    }
};

} // namespace

TEST_CASE("a position that somebody asked for themselves is not theirs to decide", "[duty]")
{
    Office office;
    auto& seat = office.seat;
    const auto id = office.sponsored(office.somebody("Beatrix", "Lindqvist"));
    seat.bench().go(ui::Place::requests);
    seat.untilShown("request-approve");
    CHECK(seat.held("request-approve"));
    CHECK(office.why("request-approve").find("asked") != std::string::npos);
    const auto before = office.refusals();
    seat.key(Qt::Key_A);
    CHECK(office.refusals() == before);

    const auto code = office.refusedWith([&](ui::Then<ui::ActAnswer> then) {
        ui::RequestAnswerOrder order;
        order.approve = true;
        order.reason = "Needed";
        seat.bench().hub().port().access()->decide(id, order, {}, std::move(then));
    });
    CHECK(code == "DUTY-OWN-REQUEST");
    CHECK(office.refusals() == before + 1);
    CHECK(office.lastRule() == "approver-is-not-requester");
    CHECK(seat.desk().store().call([&](Store& store) { return store.positions.byId(id)->state; }) == PositionState::requested);
}

TEST_CASE("who sponsored somebody reads that they may not check and issue, before anything is typed", "[duty]")
{
    Office office;
    auto& seat = office.seat;
    const auto holder = office.somebody("Gethin", "Okafor");
    office.sponsored(holder);
    std::optional<ui::PersonAccess> access;
    seat.bench().hub().port().access()->access(holder.digits(), [&](ui::PersonAccess said) { access = std::move(said); });
    seat.until("the desk answers", [&] { return access.has_value(); });
    CHECK(access->issueHeld == "DUTY-SPONSOR-CHECKS");
}

TEST_CASE("nobody gives themselves a position, nor a list of their own", "[duty]")
{
    Office office;
    auto& seat = office.seat;
    const auto self = seat.desk().session()->number;
    const auto before = office.refusals();
    auto& access = *seat.bench().hub().port().access();
    const auto position = office.refusedWith([&](ui::Then<ui::ActAnswer> then) {
        ui::PositionAsk ask;
        ask.userNumber = self.digits();
        ask.catalogue = "community-nurse";
        ask.begins = formatDate(dateOf(seat.desk().clock().utcMillis()));
        ask.reason = "For me";
        access.askPosition(ask, std::move(then));
    });
    CHECK(position == "AGENT-IS-SUBJECT");
    CHECK(office.lastRule() == "operator-is-not-subject");
    const auto list = office.refusedWith([&](ui::Then<ui::ActAnswer> then) { access.delegate(self.digits(), {"community-nurse"}, std::move(then)); });
    CHECK(list == "DUTY-OWN-ACCESS");
    CHECK(office.refusals() == before + 2);
}
