#include "tests/system/window/Seat.h"

#include "app/runtime/AtRegister.h"
#include "app/workstation/Convert.h"
#include "core/access/ExceptionRequests.h"
#include "core/crypto/SecureRandom.h"
#include "core/identity/TrainingApplicants.h"
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
    UserNumber somebody(const std::string& given, const std::string& family, const std::string& born = "1991-08-14")
    {
        Person person;
        person.givenName = given;
        person.familyName = family;
        person.dateOfBirth = *parseDate(born);
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

TEST_CASE("who sponsored somebody does not check and issue for them: no job is begun", "[duty]")
{
    Office office;
    auto& seat = office.seat;
    const auto applicants = trainingApplicants(dateOf(seat.desk().clock().utcMillis()));
    const auto& sample = applicants.front().request.person;
    office.sponsored(office.somebody(sample.givenName, sample.familyName, formatDate(sample.dateOfBirth)));
    seat.untilShown("desk-page");
    seat.enter();
    seat.untilShown("person-step");
    seat.key(Qt::Key_1, Qt::ControlModifier);
    seat.until("the sample fills the fields", [&] { return seat.bench().application().draft().person.familyName == sample.familyName; });
    seat.untilReady("person-next");
    seat.enter();
    seat.untilShown("evidence-step");
    seat.until("the documents are enough", [&] { return seat.label("evidence-title").startsWith("Enough"); });
    seat.enter();
    seat.untilShown("photo-step");
    seat.untilReady("photo-next");
    seat.until("the application knows of it", [&] { return !seat.bench().application().access().issueHeld.empty(); });
    seat.enter();
    seat.untilShown("access-step");
    seat.untilShown("access-standing");
    seat.trayKey("blank-1");
    seat.enter();
    seat.untilShown("card-step");
    seat.until("a blank card is there", [&] { return seat.bench().hub().subjectCard().kind == ui::CardKind::blank; });
    CHECK(seat.held("card-go"));
    CHECK(office.why("card-go").find("sponsor") != std::string::npos);
    seat.enter();
    CHECK(seat.shows("card-step"));

    // The core says it as well, on record, to whoever comes by another way.
    const auto before = office.refusals();
    std::string code;
    try {
        seat.desk().admit(workstation::convert::application(seat.bench().application().draft(), seat.desk()), PasscodeSource::locked());
    } catch (const FailureError& error) {
        code = error.failure().code;
    }
    CHECK(code == "DUTY-SPONSOR-CHECKS");
    CHECK(office.refusals() == before + 1);
    CHECK(office.lastRule() == "sponsor-is-not-checker");
}

TEST_CASE("an exception is decided by nobody who asked for it, nor by whoever checked", "[duty]")
{
    Office office;
    auto& seat = office.seat;
    const auto self = *seat.desk().session();
    const auto other = *UserNumber::parse("555000417999");
    const auto subject = office.somebody("Harriet", "Szabo");
    struct Row {
        UserNumber requester;
        std::vector<UserNumber> checkers;
        const char* code;
        const char* rule;
    };
    for (const auto& row : {Row{self.number, {}, "DUTY-OWN-REQUEST", "approver-is-not-requester"}, Row{other, {self.number}, "DUTY-CHECKER-DECIDES", "approver-is-not-checker"}}) {
        INFO(row.rule);
        SecureRandom random;
        const ExceptionRequest request{Guid::random(random), "checker-is-sponsor", subject, row.requester, row.requester == self.number ? self.certificate : Sha256Digest{},
                                 "Two of us at this desk", seat.desk().clock().utcMillis(), ExceptionRequest::State::waiting, std::nullopt, 0, {}, std::nullopt, row.checkers};
        seat.desk().store().call([&](Store& store) {
            Transaction put(store.database());
            store.exceptions.put(put, request);
            put.commit();
        });
        seat.bench().go(ui::Place::desk);
        seat.bench().go(ui::Place::exceptions);
        seat.untilShown("exception-approve");
        seat.until("the decision is held", [&] { return seat.held("exception-approve"); });
        CHECK_FALSE(office.why("exception-approve").empty());
        const auto before = office.refusals();
        CHECK(office.refusedWith([&](ui::Then<ui::ActAnswer> then) {
            seat.bench().hub().port().exceptions().decide(request.id, true, "Fine", {}, std::move(then));
        }) == row.code);
        CHECK(office.refusals() == before + 1);
        CHECK(office.lastRule() == row.rule);
        CHECK(seat.desk().store().call([&](Store& store) { return store.exceptions.byId(request.id)->state; }) == ExceptionRequest::State::waiting);
    }
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
