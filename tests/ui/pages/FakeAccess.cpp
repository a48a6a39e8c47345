#include "tests/ui/pages/FakeAccess.h"

#include <QDateTime>
#include <QTimer>

#include <utility>

namespace cardwright::ui::test {

namespace {

Guid guid(std::uint8_t number)
{
    auto text = std::string("00000000-0000-4000-8000-000000000000");
    text[34] = static_cast<char>('0' + number / 10);
    text[35] = static_cast<char>('0' + number % 10);
    return Guid::parse(text).value();
}

} // namespace

FakeAccess::FakeAccess()
{
    lists.endingDays = {7, 30, 60, 90};
    shown.rows = {{"community-nurse", "Community nurse", "Nurse", "Community nursing", {"Manage own caseload"}, "", {"ESR", "SystmOne"}, false, false},
                  {"ward-clerk", "Ward clerk", "Administrator", "Inpatient wards", {"View demographics"}, "", {"ESR"}, false, true}};
    shown.lists = {{"555001000033", "Sylvia Sponsor", {"ward-clerk"}, {}}, {"555001000017", "Tomasz Reid", {}, "DUTY-OWN-ACCESS"}};
}

RequestRow FakeAccess::positionRequest(std::uint8_t number)
{
    RequestRow row;
    row.id = guid(number);
    row.kind = "position";
    row.state = "open";
    row.userNumber = "555053371840";
    row.holderName = "Callum Pemberton-Roy";
    row.title = "Nurse, Community nursing";
    row.lines = {{"begins", "2026-12-01"}, {"ends", "2027-03-31"}, {"system", "ESR"}};
    row.reason = "Starts on the ward";
    row.askedBy = "Sylvia Sponsor";
    row.askedAt = QDateTime::currentMSecsSinceEpoch();
    row.duties = {{"approver-is-not-requester", true}, {"approver-is-not-subject", true}};
    row.withdrawHeld = "REQUEST-NOT-YOURS";
    return row;
}

RequestRow FakeAccess::closeRequest(std::uint8_t number)
{
    auto row = positionRequest(number);
    row.kind = "close";
    row.title = "Left the organisation";
    row.lines = {{"reason", "left"}};
    row.reason = "Left on Friday";
    return row;
}

RequestRow FakeAccess::createRequest(std::uint8_t number)
{
    auto row = positionRequest(number);
    row.kind = "create";
    row.userNumber.clear();
    row.holderName = row.title = "Siobhan O'Dogherty";
    row.lines = {{"dateOfBirth", "1988-05-01"}, {"familyName", "O'Dogherty"}, {"givenName", "Siobhan"}, {"jobTitle", "Health visitor"}};
    row.reason = "Begins on Monday";
    return row;
}

RequestRow FakeAccess::changeRequest(std::uint8_t number)
{
    auto row = positionRequest(number);
    row.kind = "change";
    row.title = "familyName, team";
    row.lines = {{"familyName", "Roy"}, {"team", "Rapid response"}};
    row.reason = "Married in October";
    return row;
}

RequestRow FakeAccess::badgeRequest(std::uint8_t number)
{
    auto row = positionRequest(number);
    row.kind = "badge";
    row.title = "Lost";
    row.lines = {{"Job title", "Nurse"}, {"Site", "Riverside House"}};
    row.duties = {{"approver-is-not-subject", true}};
    row.reason.clear();
    return row;
}

PositionRow FakeAccess::ending(std::uint8_t number, int daysLeft)
{
    PositionRow row;
    row.id = guid(number);
    row.userNumber = "555041726093";
    row.holderName = "Ffion Adeyemi";
    row.title = "Ward clerk, Inpatient wards";
    row.systems = {"ESR"};
    row.state = "approved";
    row.begins = "2025-12-01";
    row.ends = QDate::currentDate().addDays(daysLeft).toString(Qt::ISODate).toStdString();
    row.daysLeft = daysLeft;
    row.inForce = daysLeft >= 0;
    row.sponsor = "Sylvia Sponsor";
    return row;
}

void FakeAccess::later(std::function<void()> task) { QTimer::singleShot(0, &m_loop, std::move(task)); }

void FakeAccess::answer(const Then<ActAnswer>& then)
{
    ActAnswer made;
    made.failure = std::exchange(refuse, std::nullopt);
    made.done = !made.failure;
    later([then, made] { then(made); });
}

void FakeAccess::requests(const RequestQuery& query, Then<RequestLists> then)
{
    queries.push_back(query);
    later([then = std::move(then), answer = lists] { then(answer); });
}

void FakeAccess::access(const std::string& userNumber, Then<PersonAccess> then)
{
    looked.push_back(userNumber);
    later([then = std::move(then), answer = person, userNumber]() mutable {
        answer.userNumber = userNumber;
        then(answer);
    });
}

void FakeAccess::accessOf(const IssueDraft&, Then<PersonAccess> then)
{
    later([then = std::move(then), answer = person] { then(answer); });
}

void FakeAccess::catalogue(Then<CatalogueView> then)
{
    later([then = std::move(then), answer = shown] { then(answer); });
}

void FakeAccess::askPosition(const PositionAsk& ask, Then<ActAnswer> then)
{
    asks.push_back(ask);
    answer(then);
}

void FakeAccess::askPositionFor(const IssueDraft&, const PositionAsk& ask, Then<ActAnswer> then) { askPosition(ask, std::move(then)); }

void FakeAccess::raise(const RequestAsk& ask, Then<ActAnswer> then)
{
    raised.push_back(ask);
    answer(then);
}

void FakeAccess::decide(const Guid& id, const RequestAnswerOrder& order, CardAgain again, Then<ActAnswer> then)
{
    decisions.push_back({id, order, again.passcode.size()});
    answer(then);
}

void FakeAccess::withdraw(const Guid& id, const std::string& reason, Then<ActAnswer> then)
{
    withdrawn.emplace_back(id, reason);
    answer(then);
}

void FakeAccess::endPosition(const Guid& id, const std::string& reason, Then<ActAnswer> then)
{
    ended.emplace_back(id, reason);
    answer(then);
}

void FakeAccess::changePositions(const std::vector<Guid>& ids, const std::string& ends, const std::string& reason, Then<ActAnswer> then)
{
    bulk.push_back({ids, ends, reason});
    answer(then);
}

void FakeAccess::define(const CatalogueRow& position, Then<ActAnswer> then)
{
    defined.push_back(position);
    answer(then);
}

void FakeAccess::closeCatalogue(const std::string& id, const std::string& approvedBy, const std::string& typed, Then<ActAnswer> then)
{
    closings.push_back(id + ' ' + approvedBy + ' ' + typed);
    answer(then);
}

void FakeAccess::delegate(const std::string& sponsor, const std::vector<std::string>& positions, Then<ActAnswer> then)
{
    delegated.emplace_back(sponsor, positions);
    answer(then);
}

} // namespace cardwright::ui::test
