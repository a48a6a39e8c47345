#include "app/workstation/CardService.h"

#include "app/workstation/Convert.h"
#include "core/lifecycle/PasscodeRules.h"

namespace cardwright::workstation {

using runtime::Workstation;

std::optional<Failure> CardService::obstacle(std::uint64_t sight) const
{
    if (m_jobs.running()) return Failure::of("JOB-RUNNING");
    if (sight != m_readers.sight()) return Failure::of("CARD-OTHER");
    return std::nullopt;
}

void CardService::answer(ui::Then<ui::JobStart> then, ui::JobStart start) const
{
    m_context.toGui([then = std::move(then), start = std::move(start)] { then(start); });
}

JobRunner::Order CardService::orderFor(ui::JobKind kind) const
{
    const auto& card = m_readers.subjectCard();
    JobRunner::Order order;
    order.kind = kind;
    order.cardType = card.cardType;
    if (card.holder) {
        order.holderName = card.holder->legalName;
        order.userNumber = card.holder->userNumber;
    } else if (card.openJob) {
        order.holderName = card.openJob->holderName;
        order.userNumber = card.openJob->userNumber;
    }
    return order;
}

void CardService::begin(std::uint64_t sight, JobRunner::Order order, ui::Then<ui::JobStart> then)
{
    if (const auto why = obstacle(sight)) return answer(std::move(then), {false, {}, why});
    const auto job = m_jobs.start(std::move(order));
    answer(std::move(then), {true, job, std::nullopt});
}

void CardService::likenessNotSure(std::uint64_t sight, ui::Then<std::optional<Failure>> then)
{
    const auto holder = m_readers.subjectCard().holder;
    const auto session = m_context.desk.session();
    const auto number = holder ? UserNumber::parse(holder->userNumber) : std::nullopt;
    if (sight != m_readers.sight() || !number || !session) {
        m_context.toGui([then = std::move(then)] { then(Failure::of("CARD-OTHER")); });
        return;
    }
    m_context.ask<std::optional<Failure>>([&desk = m_context.desk, number = *number, session = *session](Store& store) -> std::optional<Failure> {
        const DutyVerdict doubt{false, "likeness-not-sure", "LIKENESS-NOT-SURE"};
        recordDutyRefused(store, doubt, number, "unlock", session.author(), desk.random());
        desk.synchroniser().wake();
        return std::nullopt;
    }, std::move(then), [](const Failure& failure) { return std::optional(failure); });
}

ui::PasscodeReport CardService::judgePasscode(ByteView typed, ByteView old, const ui::PasscodeSubject& subject) const
{
    const auto& policy = m_context.desk.material().passcode;
    const PasscodeRules rules(policy, {parseDate(subject.dateOfBirth), subject.userNumber, subject.serial});
    const auto verdict = old.empty() ? rules.judge(typed) : rules.judge(typed, old);
    ui::PasscodeReport report;
    report.minDigits = policy.minimumDigits;
    report.maxDigits = policy.maximumDigits;
    report.acceptable = verdict.acceptable();
    for (const auto& rule : verdict.rules) {
        const int missing = rule.key == "length" ? std::max(0, policy.minimumDigits - static_cast<int>(typed.size())) : 0;
        report.rules.push_back({std::string(rule.key), rule.words, rule.ok, missing});
    }
    return report;
}

void CardService::startIssue(std::uint64_t sight, const ui::IssueDraft& draft, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then)
{
    if (const auto why = obstacle(sight)) return answer(std::move(then), {false, {}, why});
    auto choice = std::make_shared<ui::PasscodeChoice>(std::move(passcode));
    const auto read = m_context.takeTerms(sight);
    // Admission is the store's and must come through before a job is shown; the card is not touched by it.
    struct Admitted {
        std::optional<IssueOrder> order;
        std::optional<Failure> failure;
    };
    auto admit = [&desk = m_context.desk, draft, choice]() -> Admitted {
        auto application = convert::application(draft, desk);
        if (const auto session = desk.session(); session && !application.verdict.passed) {
            const auto about = convert::evidenceCase(draft, application.documents, application.verdict);
            application.exception = desk.store().call([&](Store& store) -> std::optional<Guid> {
                const auto standing = convert::standing(store, *session, desk.material().roles.policy(), about, desk.clock().utcMillis());
                return standing && standing->state == ui::ExceptionState::approved ? std::optional(standing->id) : std::nullopt;
            });
        }
        application.locked = choice->locked;
        if (draft.portrait.empty()) throw RefusedError(Failure::of("PORTRAIT-MISSING"));
        return {desk.admit(application, convert::passcode(*choice)), std::nullopt};
    };
    auto admitted = [this, sight, choice, read, name = convert::person(draft.person).legalName(), then = std::move(then)](Admitted answered) mutable {
        if (!answered.order) return then({false, {}, answered.failure});
        if (const auto why = obstacle(sight)) return then({false, {}, why});
        JobRunner::Order order;
        order.kind = ui::JobKind::issue;
        order.holderName = name;
        order.userNumber = answered.order->holder.digits();
        order.cardType = m_readers.subjectCard().cardType;
        order.passcode = choice;
        order.run = [&desk = m_context.desk, choice, read, issued = *answered.order](const std::string& reader, runtime::Watch watch) -> RunResult {
            auto complete = issued;
            complete.terms = Context::acceptance(desk, read);
            return desk.issue(reader, complete, convert::passcode(*choice), std::move(watch));
        };
        const auto job = m_jobs.start(std::move(order));
        then({true, job, std::nullopt});
    };
    m_context.ask<Admitted>(*m_context.fileThread, std::move(admit), std::move(admitted),
                            [](const Failure& failure) { return Admitted{std::nullopt, failure}; });
}

void CardService::startUnlock(std::uint64_t sight, ui::Likeness likeness, ui::PasscodeChoice newPasscode, ui::Then<ui::JobStart> then)
{
    auto order = orderFor(ui::JobKind::unlock);
    order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(newPasscode));
    UnlockJob::Options options;
    options.likeness = likeness == ui::Likeness::printedFace ? LikenessAnswer::printedFace : LikenessAnswer::portrait;
    order.run = [&desk = m_context.desk, choice = order.passcode, options, read = m_context.takeTerms(sight)](const std::string& reader,
                                                                                                             runtime::Watch watch) -> RunResult {
        auto complete = options;
        complete.terms = Context::acceptance(desk, read);
        return desk.unlock(reader, convert::passcode(*choice), complete, std::move(watch));
    };
    begin(sight, std::move(order), std::move(then));
}

void CardService::startTouch(std::uint64_t sight, ui::Then<ui::JobStart> then)
{
    auto order = orderFor(ui::JobKind::touch);
    order.run = [&desk = m_context.desk](const std::string& reader, runtime::Watch watch) -> RunResult {
        auto done = desk.touch(reader, std::move(watch));
        // Keys were all that was due, and the centre is not there: nothing was done, and why is what the agent is told.
        if (done.keysLeft && done.receipt.written.empty()) return *std::move(done.keysLeft);
        return std::move(done.receipt);
    };
    begin(sight, std::move(order), std::move(then));
}

void CardService::startRepair(std::uint64_t sight, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then)
{
    auto order = orderFor(ui::JobKind::repair);
    order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(passcode));
    order.run = [&desk = m_context.desk, choice = order.passcode](const std::string& reader, runtime::Watch watch) -> RunResult {
        return desk.repair(reader, convert::passcode(*choice), std::move(watch));
    };
    begin(sight, std::move(order), std::move(then));
}

} // namespace cardwright::workstation
