#include "tests/ui/pages/FakeDesk.h"

#include <QDateTime>

#include <algorithm>

// Exceptions, the log, and what the site trusts.

namespace cardwright::ui::test {

namespace {

std::int64_t today(int hour, int minute) { return QDateTime(QDate::currentDate(), QTime(hour, minute)).toMSecsSinceEpoch(); }
std::int64_t daysAgo(int days) { return QDateTime::currentDateTime().addDays(-days).toMSecsSinceEpoch(); }

} // namespace

void FakeDesk::makeManager()
{
    agentName = "Joan Mbeki";
    agentNumber = "555001000025";
    role = "manager";
    permissions.insert(permissions.end(), {permits::decideException, permits::erasePayload, permits::exportJournal, permits::readRestricted});
}

ExceptionRow FakeDesk::exception(std::uint8_t number, bool askedHere)
{
    ExceptionRow row;
    Bytes octets(16, 0x22);
    octets.back() = number;
    row.id = *Guid::fromBytes(octets);
    row.act = "evidence-unmet";
    row.holderName = askedHere ? "Owen Tregarth" : "Ruairi Castellan";
    row.dateOfBirth = "1978-02-11";
    row.verdict = "Not enough yet: one proof missing";
    row.documents = {"UK passport", "Gas bill, Severn & Wye Energy"};
    row.reason = "His bank is online only; the council confirmed the address by letter.";
    row.askedBy = askedHere ? "Tomasz Reid" : "Beatrix Olawale";
    row.askedAtDesk = askedHere ? "desk 2" : "desk 1, Riverside House";
    row.askedAt = today(0, 5);
    row.askedHere = askedHere;
    row.atCentre = !askedHere;
    row.duties = {{"approver-is-manager-or-deputy", true}, {"approver-is-not-requester", !askedHere}, {"approver-is-not-subject", true}};
    return row;
}

SiteTrust FakeDesk::trusted()
{
    SiteTrust trust;
    trust.workstation = "019aa8c2-7d10-7c3e-8f00-2b6d0e914c55";
    trust.log = "019aa8c2-7d11-7a02-b1c4-90f2a8d73e10";
    trust.enrolledAt = daysAgo(40);
    trust.rosterVersion = 14;
    trust.rosterIssuedAt = daysAgo(3);
    trust.rosterAgeDays = 3;
    trust.rosterValidDays = 30;
    trust.agents = 3;
    trust.policies = {{"evidence", "hvc-evidence 1", true, "Routes A and B; utility bills count for 6 months"},
                      {"passcode", "hvc-passcode 1", true, "6 to 8 digits, three tries"},
                      {"issue", "hvc-issue 1", true, "9A and 9C, P-256, five years"},
                      {"offline", "hvc-offline 1", true, "5 days alone, 40 cards, 200 unlocks"},
                      {"roles", "hvc-roles 1", true, "Five roles, two deputies"}};
    trust.protection = KeyProtection::file;
    trust.recipients = {{"Tomasz Reid", "agent", false}, {"Joan Mbeki", "manager", false}, {"Beatrix Olawale", "agent", false}, {"", "", true}};
    trust.keySince = daysAgo(12);
    trust.siteKeyVersion = 2;
    trust.cardsToRekey = 31;
    trust.centre = "https://centre.hvc.example:8443";
    trust.centrePinned = "SHA-256 9f2a 41c0 77be 03d1";
    return trust;
}

LogStatus FakeDesk::wholeLog()
{
    LogStatus log;
    log.log = "019aa8c2-7d11-7a02-b1c4-90f2a8d73e10";
    log.entries = 1204;
    log.mine = CheckpointLine{1204, today(0, 12), "9f2a41c077be03d15512aa90"};
    log.countersigned = CheckpointLine{1190, daysAgo(1), "77be03d19f2a41c0b0c1d2e3"};
    return log;
}

ActAnswer FakeDesk::plainAct(const std::string& detail)
{
    ActAnswer answer;
    answer.failure = std::exchange(refuseAct, std::nullopt);
    answer.done = !answer.failure;
    answer.detail = detail;
    return answer;
}

ActAnswer FakeDesk::stepUp(const CardAgain& again)
{
    ActAnswer answer;
    lastTryAgreed = again.lastTryAgreed;
    if (std::string(again.passcode.view().begin(), again.passcode.view().end()) != agentPasscode) {
        tries = std::max(0, tries - 1);
        answer.passcodeWrong = true;
        answer.triesLeft = tries;
        return answer;
    }
    tries = 3;
    answer = plainAct({});
    answer.triesLeft = tries;
    return answer;
}

void FakeDesk::list(Then<ExceptionLists> then)
{
    later([then = std::move(then), lists = exceptionLists] { then(lists); });
}

void FakeDesk::ask(const IssueDraft& draft, const std::string& reason, Then<ActAnswer> then)
{
    const auto answer = plainAct({});
    if (answer.done) {
        askedReason = reason;
        standing = ExceptionStanding{draft.id, ExceptionState::waiting, today(0, 9), {}, {}, m_centre.reach == CentreReach::connected};
    }
    later([this, then = std::move(then), answer] {
        then(answer);
        if (answer.done)
            m_events->queueChanged();
    });
}

void FakeDesk::askEarlyRenewal(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then)
{
    const auto answer = plainAct({});
    if (answer.done) {
        askedReason = reason;
        earlyAskedFor = userNumber;
        earlyStanding = ExceptionStanding{Guid(), ExceptionState::waiting, today(0, 9), {}, {}, m_centre.reach == CentreReach::connected};
    }
    later([this, then = std::move(then), answer] {
        then(answer);
        if (answer.done)
            m_events->queueChanged();
    });
}

void FakeDesk::earlyRenewal(const std::string&, Then<std::optional<ExceptionStanding>> then)
{
    later([then = std::move(then), answer = earlyStanding] { then(answer); });
}

void FakeDesk::decide(const Guid& id, bool approve, const std::string& reason, CardAgain again, Then<ActAnswer> then)
{
    const auto answer = stepUp(again);
    if (answer.done) {
        decisions.push_back({id, approve, reason});
        for (auto& row : exceptionLists.rows)
            if (row.id == id) {
                row.state = approve ? ExceptionState::approved : ExceptionState::refused;
                row.decidedBy = agentName;
                row.decisionReason = reason;
                row.decidedAt = today(0, 20);
            }
    }
    later([this, then = std::move(then), answer] {
        then(answer);
        if (answer.done)
            m_events->queueChanged();
    });
}

void FakeDesk::logStatus(Then<LogStatus> then)
{
    later([then = std::move(then), status = log] { then(status); });
}

void FakeDesk::verifyLog(Then<VerifyReport> then)
{
    later([then = std::move(then), report = verdict] { then(report); });
}

void FakeDesk::exportLog(const std::string& path, Then<ActAnswer> then)
{
    exported.push_back(path);
    later([then = std::move(then), answer = plainAct(path)] { then(answer); });
}

void FakeDesk::exportProof(const std::string& userNumber, const std::string& path, Then<ActAnswer> then)
{
    exported.push_back(userNumber + " " + path);
    later([then = std::move(then), answer = plainAct(path)] { then(answer); });
}

void FakeDesk::erasePayload(std::uint64_t seq, const std::string&, CardAgain again, Then<ActAnswer> then)
{
    const auto answer = stepUp(again);
    if (answer.done) {
        erased.push_back(seq);
        for (auto& row : journalRows)
            if (row.seq == seq) {
                row.erased = true;
                row.holderName.clear();
                row.userNumber.clear();
            }
    }
    later([then = std::move(then), answer] { then(answer); });
}

void FakeDesk::siteTrust(Then<SiteTrust> then)
{
    later([then = std::move(then), trust = siteState] { then(trust); });
}

} // namespace cardwright::ui::test
