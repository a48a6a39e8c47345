#include "tests/ui/pages/FakeDesk.h"

#include <QDateTime>

// The further acts over the scripted desk, and the cards that ask for them.

namespace cardwright::ui::test {

namespace {

constexpr std::int64_t dayMillis = 24LL * 3600 * 1000;

std::string textOf(const SecureBytes& secret) { return {secret.view().begin(), secret.view().end()}; }
std::int64_t daysFromNow(int days) { return QDateTime::currentMSecsSinceEpoch() + days * dayMillis; }

} // namespace

SubjectCard FakeDesk::renewalCard()
{
    auto card = workingCard();
    card.due = {{DueKind::renewal, {}, {}, daysFromNow(73)}};
    card.renewableFrom = daysFromNow(-17);
    return card;
}

SubjectCard FakeDesk::cancelledCard()
{
    auto card = workingCard();
    card.cancelled = true;
    return card;
}

SubjectCard FakeDesk::temporaryCard(bool onLoan)
{
    auto card = workingCard();
    card.holder->legalName = "HVC00TACNIGHT2";
    card.holder->givenName.clear();
    card.holder->familyName = "HVC00TACNIGHT2";
    card.holder->nameOnCard = "HVC00TACNIGHT2";
    card.holder->portrait.clear();
    card.history.clear();
    card.locked = !onLoan;
    card.temporary = TemporaryState{"HVC00TACNIGHT2", onLoan ? "Beatrix Olawale" : "", {}};
    if (onLoan)
        card.temporary->lentAt = daysFromNow(0) - 3'600'000;
    return card;
}

LoanRow FakeDesk::loan(bool back)
{
    LoanRow row;
    row.card = "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f";
    row.name = back ? "HVC00TACWARD1" : "HVC00TACNIGHT2";
    row.loan = {"Joan Mbeki", "extension 4127", "joan.mbeki@example.org", "Beatrix Olawale", "", "passport ending 4471", true, "Own card forgotten", ""};
    row.lentAt = daysFromNow(back ? -3 : 0) - 3'600'000;
    if (back)
        row.returnedAt = daysFromNow(-2);
    return row;
}

void FakeDesk::startOnHolder(JobKind kind, std::uint64_t sight, Then<JobStart> then)
{
    m_jobHolder = m_card.holder ? m_card.holder->legalName : std::string();
    start(kind, sight, std::move(then));
}

void FakeDesk::startVisit(std::uint64_t sight, VisitOrder order, Then<JobStart> then)
{
    (order.unlock ? issuedPasscode : knownPasscode) = order.passcode ? textOf(order.passcode->passcode) : std::string();
    lastTryAgreed = order.lastTryAgreed;
    unlockedWith = order.unlock;
    const auto kind = order.unlock ? JobKind::unlock : order.passcode ? JobKind::renew : JobKind::touch;
    visited = std::move(order);
    startOnHolder(kind, sight, std::move(then));
}

void FakeDesk::startPasscodeChange(std::uint64_t sight, HolderPasscode old, PasscodeChoice chosen, Then<JobStart> then)
{
    knownPasscode = textOf(old.passcode.passcode);
    issuedPasscode = textOf(chosen.passcode);
    passcodeOnReader = chosen.onReader && old.passcode.onReader;
    lastTryAgreed = old.lastTryAgreed;
    startOnHolder(JobKind::passcode, sight, std::move(then));
}

void FakeDesk::startTest(std::uint64_t sight, HolderPasscode passcode, Then<JobStart> then)
{
    knownPasscode = textOf(passcode.passcode.passcode);
    passcodeOnReader = passcode.passcode.onReader;
    lastTryAgreed = passcode.lastTryAgreed;
    startOnHolder(JobKind::verify, sight, std::move(then));
}

void FakeDesk::startClear(std::uint64_t sight, Then<JobStart> then) { startOnHolder(JobKind::clear, sight, std::move(then)); }

void FakeDesk::startCancel(std::uint64_t sight, const CancelOrder& order, CardAgain again, Then<ActAnswer> then)
{
    auto answer = stepUp(again);
    if (answer.done && sight != m_card.sight) {
        answer = {};
        answer.failure = Failure::of("CARD-OTHER");
    }
    if (answer.done) {
        cancelled.push_back(order);
        running = JobKind::cancel;
        m_jobHolder = m_card.holder ? m_card.holder->legalName : std::string();
    }
    later([then = std::move(then), answer] { then(answer); });
}

void FakeDesk::cancelWithoutCard(const CancelOrder& order, CardAgain again, Then<ActAnswer> then)
{
    const auto answer = stepUp(again);
    if (answer.done)
        cancelled.push_back(order);
    later([then = std::move(then), answer] { then(answer); });
}

void FakeDesk::checkReplace(const ReplaceOrder&, Then<std::optional<Failure>> then)
{
    later([then = std::move(then), why = std::exchange(refuseReplace, std::nullopt)] { then(why); });
}

void FakeDesk::replace(const ReplaceOrder& order, CardAgain again, Then<ActAnswer> then)
{
    const auto answer = stepUp(again);
    if (answer.done)
        replaced.push_back(order);
    later([then = std::move(then), answer] { then(answer); });
}

void FakeDesk::startReplacement(std::uint64_t sight, const std::string&, PasscodeChoice passcode, Then<JobStart> then)
{
    issuedPasscode = textOf(passcode.passcode);
    issuedLocked = passcode.locked;
    m_jobHolder = replaced.empty() ? std::string() : "Ffion Adeyemi";
    start(JobKind::issue, sight, std::move(then));
}

void FakeDesk::startLend(std::uint64_t sight, const LoanOrder& loanOrder, PasscodeChoice passcode, Then<JobStart> then)
{
    lent = loanOrder;
    issuedPasscode = textOf(passcode.passcode);
    startOnHolder(JobKind::lend, sight, std::move(then));
}

void FakeDesk::startTakeBack(std::uint64_t sight, const std::string& note, Then<JobStart> then)
{
    returnNote = note;
    startOnHolder(JobKind::takeBack, sight, std::move(then));
}

void FakeDesk::loans(Then<LoanLists> then)
{
    ++loansRead;
    later([then = std::move(then), lists = loanLists] { then(lists); });
}

} // namespace cardwright::ui::test
