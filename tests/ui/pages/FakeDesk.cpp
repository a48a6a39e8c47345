#include "tests/ui/pages/FakeDesk.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QTimer>

#include <algorithm>

namespace cardwright::ui::test {

namespace {

std::string textOf(const SecureBytes& secret) { return {secret.view().begin(), secret.view().end()}; }

} // namespace

void settle()
{
    for (int round = 0; round < 20; ++round)
        QCoreApplication::processEvents(QEventLoop::AllEvents);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents(QEventLoop::AllEvents);
}

FakeDesk::FakeDesk(std::shared_ptr<EvidenceBook> policy) : evidence(std::move(policy))
{
    book = std::make_unique<FakeRegister>(*this);
    m_centre = connected();
    m_readers = {{ReaderRole::agent, ReaderCondition::empty, "Training reader 1", {}}, {ReaderRole::subject, ReaderCondition::empty, "Training reader 2", {}}};
    m_tray = {{"agent", "Tomasz Reid", "agent", std::nullopt}, {"blank-1", "", "blank", std::nullopt}, {"ffion", "Ffion Adeyemi", "issued", std::nullopt}};
}

FakeDesk::~FakeDesk() = default;

void FakeDesk::later(std::function<void()> task) { QTimer::singleShot(0, &m_loop, std::move(task)); }

void FakeDesk::setEvents(DeskEvents* events)
{
    m_events = events;
    if (!events)
        return;
    later([this] {
        if (!m_events)
            return;
        m_events->readersChanged(m_readers);
        m_events->agentCardChanged(m_agentCard);
        m_events->subjectCardChanged(m_card);
        m_events->centreChanged(m_centre);
        if (hasTray)
            m_events->trayChanged(m_tray);
    });
}

SiteInfo FakeDesk::site() const { return siteInfo; }

// ---------------------------------------------------------------- the test's hands

void FakeDesk::agentCard(AgentCardState state, std::optional<int> triesNow)
{
    const bool here = state != AgentCardState::absent;
    m_agentCard = {state, SignInTrouble::none, triesNow, {}};
    if (state == AgentCardState::ready && triesNow)
        tries = *triesNow;
    m_readers[0].condition = here ? ReaderCondition::card : ReaderCondition::empty;
    if (m_events) {
        m_events->readersChanged(m_readers);
        m_events->agentCardChanged(m_agentCard);
    }
}

void FakeDesk::refuseCard(SignInTrouble trouble)
{
    m_agentCard = {AgentCardState::refused, trouble, 3, {}};
    m_readers[0].condition = trouble == SignInTrouble::wrongReader ? ReaderCondition::empty : ReaderCondition::card;
    m_events->readersChanged(m_readers);
    m_events->agentCardChanged(m_agentCard);
}

void FakeDesk::pullAgentCard()
{
    agentCard(AgentCardState::absent, std::nullopt);
    m_signedIn = false;
    m_events->sessionEnded(SessionEnd::cardRemoved);
}

void FakeDesk::endSession(SessionEnd why)
{
    m_signedIn = false;
    m_events->sessionEnded(why);
}

void FakeDesk::put(SubjectCard card)
{
    card.sight = ++m_sight;
    m_card = std::move(card);
    m_readers[1].condition = ReaderCondition::card;
    if (m_events) {
        m_events->readersChanged(m_readers);
        m_events->subjectCardChanged(m_card);
    }
}

void FakeDesk::pull()
{
    m_card = {};
    m_card.sight = ++m_sight;
    m_readers[1].condition = ReaderCondition::empty;
    m_events->readersChanged(m_readers);
    m_events->subjectCardChanged(m_card);
}

void FakeDesk::centre(CentreState state)
{
    m_centre = state;
    if (m_events)
        m_events->centreChanged(state);
}

void FakeDesk::readers(ReaderCondition agent, ReaderCondition subject, const std::string& usedBy)
{
    m_readers[0].condition = agent;
    m_readers[1].condition = subject;
    m_readers[1].usedBy = usedBy;
    m_events->readersChanged(m_readers);
}

JobProgress FakeDesk::progress(std::size_t step, JobState state) const
{
    JobProgress told;
    told.kind = running.value_or(JobKind::issue);
    told.state = state;
    told.holderName = m_jobHolder;
    told.userNumber = told.kind == JobKind::issue ? "555053371840" : "555041726093";
    told.steps = plannedSteps(told.kind);
    static constexpr double took[] = {0.2, 0.1, 0.1, 0.4, 0.1, 0.1, 0.2, 0.1};
    for (std::size_t at = 0; at < told.steps.size(); ++at) {
        told.steps[at].state = at < step ? StepState::done : at == step ? StepState::running : StepState::waiting;
        told.steps[at].seconds = took[at % 8];
    }
    return told;
}

void FakeDesk::jobStep(std::size_t step, const std::string& more)
{
    auto told = progress(step, JobState::running);
    told.steps[step].more = more;
    told.secondsLeft = 14;
    told.basedOn = 40;
    m_events->jobProgress(told);
}

void FakeDesk::jobCardGone(std::size_t step)
{
    pull();
    auto told = progress(step, JobState::cardGone);
    told.failure = Failure::of("CARD-REMOVED");
    m_events->jobProgress(told);
}

void FakeDesk::jobWrongCard(std::size_t step, const std::string& whose)
{
    auto told = progress(step, JobState::wrongCard);
    told.failure = Failure::of("CARD-OTHER", whose);
    m_events->jobProgress(told);
}

void FakeDesk::jobNeedsPasscode(std::size_t step) { m_events->jobProgress(progress(step, JobState::needsPasscode)); }

void FakeDesk::jobOnReader(std::size_t step, PadAsk ask)
{
    auto told = progress(step, JobState::running);
    told.onReader = ask;
    m_events->jobProgress(told);
}

void FakeDesk::jobPadFailed(std::size_t step, const Failure& why, bool serves)
{
    auto told = progress(step, JobState::needsPasscode);
    told.failure = why;
    told.padServes = serves;
    m_events->jobProgress(told);
}

void FakeDesk::jobBusy(std::size_t step, const std::optional<std::string>& holder)
{
    auto told = progress(step, JobState::running);
    told.busy = holder;
    m_events->jobProgress(told);
}

void FakeDesk::jobFails(std::size_t step, const Failure& failure, bool repairable)
{
    m_events->jobProgress(progress(step, JobState::running));
    JobEnd end;
    end.kind = running.value_or(JobKind::issue);
    running.reset();
    end.outcome = failure.code == "STOPPED" ? JobOutcome::stopped : JobOutcome::failed;
    end.failure = failure;
    end.repairable = repairable;
    m_events->jobEnded(end);
}

void FakeDesk::finishJob()
{
    const auto kind = running.value_or(JobKind::issue);
    const auto steps = plannedSteps(kind).size();
    for (std::size_t at = 0; at < steps; ++at)
        jobStep(at);
    JobEnd end;
    end.kind = kind;
    Receipt receipt;
    receipt.kind = kind;
    receipt.holderName = m_jobHolder;
    if (hasPrint) receipt.cardGuid = printRoom.madeCard;
    receipt.userNumber = kind == JobKind::issue ? "555053371840" : "555041726093";
    if (kind == JobKind::unlock || kind == JobKind::passcode || kind == JobKind::lend || kind == JobKind::takeBack)
        receipt.written = {{"passcode", "New passcode, proven", ""}};
    else if (kind == JobKind::touch)
        receipt.written = {{"9A", "Sign-in certificate", "4f1c 90ab"}, {"9C", "Signature certificate", "b7e2 11d0"}};
    else
        receipt.written = {{"5FC102", "Card holder unique identifier", "bd91614640dd221f"}, {"5FC109", "Printed information", "e9cb3e46e3874b44"},
                           {"5FC107", "Card capability container", "2489c0e5628200b2"},     {"5FC106", "Security object", "35d79450b7ce5a11"},
                           {"9C", "Key 9C answered its challenge", "d53e2c11af5f6e5f"},     {"9A", "Key 9A answered its challenge", "93504a4185e607f4"}};
    receipt.deferredSlots = deferred;
    if (kind == JobKind::verify)
        receipt.findings = testFindings;
    receipt.locked = (issuedLocked && kind == JobKind::issue) || kind == JobKind::takeBack;
    receipt.triesLeft = receipt.locked ? 0 : 3;
    receipt.cardSeconds = 2.6;
    receipt.commands = kind == JobKind::issue ? 60 : 5;
    receipt.atCentre = centreHasIt;
    end.receipt = receipt;
    running.reset();
    if (m_card.kind == CardKind::ours) {
        m_card.locked = false;
        m_events->subjectCardChanged(m_card);
    }
    m_events->jobEnded(end);
    m_events->queueChanged();
}

// ---------------------------------------------------------------- SessionPort

void FakeDesk::signIn(SecureBytes passcode, bool agreed, Then<SignInAnswer> then)
{
    lastTryAgreed = agreed;
    SignInAnswer answer;
    if (textOf(passcode) != agentPasscode || m_agentCard.state != AgentCardState::ready) {
        tries = std::max(0, tries - 1);
        answer.outcome = tries == 0 ? SignInOutcome::locked : SignInOutcome::wrongPasscode;
        answer.trouble = tries == 0 ? SignInTrouble::locked : SignInTrouble::wrongPasscode;
        answer.triesLeft = tries;
    } else if (refusal != SignInTrouble::none) {
        answer.trouble = refusal;
    } else {
        answer.outcome = SignInOutcome::signedIn;
        answer.agentName = agentName;
        answer.agentNumber = agentNumber;
        answer.role = role;
        answer.permissions = permissions;
        answer.cardExpires = cardExpires;
        m_signedIn = true;
        tries = 3;
    }
    const bool here = m_agentCard.state == AgentCardState::ready;
    later([this, then = std::move(then), answer, here] {
        then(answer);
        if (here && m_agentCard.state == AgentCardState::ready && m_events) { // the card is looked at again, as the port promises
            m_agentCard.triesLeft = tries;
            if (tries == 0)
                m_agentCard.state = AgentCardState::locked;
            m_events->agentCardChanged(m_agentCard);
        }
    });
}

void FakeDesk::signOut(SessionEnd why)
{
    ++signOuts;
    m_signedIn = false;
    later([this, why] {
        if (m_events)
            m_events->sessionEnded(why);
    });
}

std::string FakeDesk::setting(const std::string& name) const
{
    const auto found = settings.find(name);
    return found == settings.end() ? std::string() : found->second;
}

void FakeDesk::setSetting(const std::string& name, const std::string& value) { settings[name] = value; }

// ---------------------------------------------------------------- CardPort

void FakeDesk::likenessNotSure(std::uint64_t, Then<std::optional<Failure>> then)
{
    ++notSureRecorded;
    later([then = std::move(then)] { then(std::nullopt); });
}

void FakeDesk::lookAgain() { ++looks; }

PasscodeReport FakeDesk::judgePasscode(ByteView typed, ByteView old, const PasscodeSubject& subject) const
{
    const std::string digits(typed.begin(), typed.end());
    PasscodeReport report;
    const auto size = static_cast<int>(digits.size());
    report.rules.push_back({"length", "6 to 8 digits", size >= 6 && size <= 8, std::max(0, 6 - size)});
    const auto birth = subject.dateOfBirth.size() == 10 ? subject.dateOfBirth.substr(8, 2) + subject.dateOfBirth.substr(5, 2) : std::string("----");
    report.rules.push_back({"date-of-birth", "", digits.find(birth) == std::string::npos, 0});
    report.rules.push_back({"user-number", "", subject.userNumber.empty() || digits.find(subject.userNumber.substr(8)) == std::string::npos, 0});
    report.rules.push_back({"run", "", std::string("01234567890").find(digits) == std::string::npos || digits.size() < 4, 0});
    report.rules.push_back({"repeat", "", digits.empty() || digits.find_first_not_of(digits[0]) != std::string::npos || digits.size() < 3, 0});
    if (!old.empty())
        report.rules.push_back({"old-passcode", "", digits != std::string(old.begin(), old.end()), 0});
    report.acceptable = std::all_of(report.rules.begin(), report.rules.end(), [](const PasscodeRule& rule) { return rule.holds; });
    return report;
}

void FakeDesk::start(JobKind kind, std::uint64_t sight, Then<JobStart> then)
{
    JobStart answer;
    if (refuseStart)
        answer.failure = std::exchange(refuseStart, std::nullopt);
    else if (sight != m_card.sight)
        answer.failure = Failure::of("CARD-OTHER");
    else
        answer.started = true;
    if (answer.started)
        running = kind;
    later([then = std::move(then), answer] { then(answer); });
}

void FakeDesk::startIssue(std::uint64_t sight, const IssueDraft& draft, PasscodeChoice passcode, Then<JobStart> then)
{
    issuedDraft = draft;
    issuedPasscode = textOf(passcode.passcode);
    issuedLocked = passcode.locked;
    passcodeOnReader = passcode.onReader;
    m_jobHolder = draft.person.givenName + " " + draft.person.familyName;
    start(JobKind::issue, sight, std::move(then));
}

void FakeDesk::startUnlock(std::uint64_t sight, Likeness likeness, PasscodeChoice newPasscode, Then<JobStart> then)
{
    unlockedWith = likeness;
    issuedPasscode = textOf(newPasscode.passcode);
    passcodeOnReader = newPasscode.onReader;
    m_jobHolder = m_card.holder ? m_card.holder->legalName : std::string();
    start(JobKind::unlock, sight, std::move(then));
}

void FakeDesk::startTouch(std::uint64_t sight, Then<JobStart> then)
{
    m_jobHolder = m_card.holder ? m_card.holder->legalName : std::string();
    start(JobKind::touch, sight, std::move(then));
}

void FakeDesk::startRepair(std::uint64_t sight, PasscodeChoice passcode, Then<JobStart> then)
{
    issuedPasscode = textOf(passcode.passcode);
    passcodeOnReader = passcode.onReader;
    m_jobHolder = m_card.openJob ? m_card.openJob->holderName : std::string();
    start(JobKind::repair, sight, std::move(then));
}

void FakeDesk::continueJob(PasscodeChoice passcode)
{
    issuedPasscode = textOf(passcode.passcode);
    passcodeOnReader = passcode.onReader;
}
void FakeDesk::stopJob() { ++stopped; }

std::vector<JobStep> FakeDesk::plannedSteps(JobKind kind) const
{
    const auto make = [](std::initializer_list<const char*> keys) {
        std::vector<JobStep> steps;
        for (const auto* key : keys)
            steps.push_back({key, "", "", StepState::waiting, 0});
        return steps;
    };
    switch (kind) {
    case JobKind::unlock:
    case JobKind::passcode:
    case JobKind::lend: return make({"recognise", "open", "passcode", "proof", "close"});
    case JobKind::verify: return make({"proof"});
    case JobKind::cancel:
    case JobKind::clear: return make({"administration", "keys", "close"});
    case JobKind::touch: return make({"recognise", "open", "administration", "certificates", "proof", "close"});
    default:
        return make({"recognise", "preflight", "open", "administration", "chuid", "administration-key", "unlock-key", "passcode", "keys", "requests", "objects", "certificates",
                     "proof", "close"});
    }
}

// ---------------------------------------------------------------- tray

void FakeDesk::insert(const std::string& cardId, ReaderRole reader)
{
    for (auto& card : m_tray) {
        if (card.in == reader)
            card.in.reset();
        if (card.id == cardId)
            card.in = reader;
    }
    later([this, cardId, reader] {
        m_events->trayChanged(m_tray);
        if (reader == ReaderRole::agent)
            agentCard(AgentCardState::ready);
        else
            put(cardId == "ffion" ? lockedCard() : blankCard());
    });
}

void FakeDesk::pull(ReaderRole reader)
{
    for (auto& card : m_tray)
        if (card.in == reader)
            card.in.reset();
    later([this, reader] {
        m_events->trayChanged(m_tray);
        if (reader == ReaderRole::agent)
            pullAgentCard();
        else
            pull();
    });
}

void FakeDesk::spendTries(const std::string&) {}

} // namespace cardwright::ui::test
