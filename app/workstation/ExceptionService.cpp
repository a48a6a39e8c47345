#include "app/workstation/ExceptionService.h"

#include "app/workstation/Convert.h"

namespace cardwright::workstation {

ui::ActAnswer notDone(const Failure& failure)
{
    ui::ActAnswer answer;
    answer.failure = failure;
    return answer;
}

ui::ActAnswer refusedAct(runtime::Workstation& desk, const std::string& agentReader, const Failure& why)
{
    auto answer = notDone(why);
    answer.passcodeWrong = why.code == "PASSCODE-WRONG" || why.code == "PASSCODE-BLOCKED";
    if (agentReader.empty()) return answer;
    try {
        answer.triesLeft = desk.agentLook(agentReader).tries.tries;
    } catch (const FailureError&) {
        answer.triesLeft.reset(); // the card is gone or busy: the next look says it
    }
    return answer;
}

ui::ActAnswer actWithCard(runtime::Workstation& desk, const std::string& agentReader, const std::function<void()>& act)
{
    try {
        act();
    } catch (...) {
        return refusedAct(desk, agentReader, failureFrom(std::current_exception()));
    }
    ui::ActAnswer answer;
    answer.done = true;
    return answer;
}

void askWithCard(Context& context, ui::CardAgain again, std::function<void(const SecureBytes& passcode)> act, ui::Then<ui::ActAnswer> then)
{
    auto task = [&desk = context.desk, reader = context.agentReader, secret = std::make_shared<SecureBytes>(std::move(again.passcode)),
                 act = std::move(act)] {
        auto answer = actWithCard(desk, reader, [&] { act(*secret); });
        secret->clear();
        return answer;
    };
    context.ask<ui::ActAnswer>(*context.agentThread, std::move(task), [&context, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        if (answer.done) context.tellChanged();
    }, notDone);
}

void ExceptionService::list(ui::Then<ui::ExceptionLists> then)
{
    const auto session = m_context.desk.session();
    if (!session) return m_context.toGui([then = std::move(then)] { then({}); });
    const auto& material = m_context.desk.material();
    m_context.ask<ui::ExceptionLists>([session = *session, &policy = material.roles.policy(), desk = material.site.description().desk,
                                       now = m_context.desk.clock().utcMillis()](Store& store) {
        ui::ExceptionLists lists;
        lists.rows = convert::exceptions(store, session, policy, desk, now);
        return lists;
    }, std::move(then), nothingOnFailure<ui::ExceptionLists>());
}

void ExceptionService::ask(const ui::IssueDraft& draft, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    auto task = [&desk = m_context.desk, draft, reason] {
        desk.askEvidenceException(convert::application(draft, desk), reason);
        ui::ActAnswer answer;
        answer.done = true;
        return answer;
    };
    m_context.ask<ui::ActAnswer>(*m_context.deskThread, std::move(task), [this, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        if (answer.done) m_context.tellChanged();
    }, notDone);
}

void ExceptionService::askEarlyRenewal(const std::string& userNumber, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    auto task = [&desk = m_context.desk, holder = UserNumber::parse(userNumber), reason] {
        const auto session = desk.session();
        if (!session) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
        if (!holder) throw RefusedError(Failure::of("CARD-NOT-HERE"));
        const auto open = desk.store().call([&](Store& store) {
            return convert::earlyStanding(store, *session, desk.material().roles.policy(), *holder, desk.clock().utcMillis());
        });
        if (open && (open->state == ui::ExceptionState::waiting || open->state == ui::ExceptionState::approved)) {
            throw RefusedError(Failure::because("EXCEPTION-ACT", "One for this holder is open already."));
        }
        desk.askException({std::string(cardwright::earlyRenewal), *holder, reason});
        ui::ActAnswer answer;
        answer.done = true;
        return answer;
    };
    m_context.ask<ui::ActAnswer>(*m_context.deskThread, std::move(task), [this, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        if (answer.done) m_context.tellChanged();
    }, notDone);
}

void ExceptionService::earlyRenewal(const std::string& userNumber, ui::Then<std::optional<ui::ExceptionStanding>> then)
{
    const auto session = m_context.desk.session();
    const auto holder = UserNumber::parse(userNumber);
    if (!session || !holder) return m_context.toGui([then = std::move(then)] { then(std::nullopt); });
    m_context.ask<std::optional<ui::ExceptionStanding>>([session = *session, holder = *holder, &policy = m_context.desk.material().roles.policy(),
                                                         now = m_context.desk.clock().utcMillis()](Store& store) {
        return convert::earlyStanding(store, session, policy, holder, now);
    }, std::move(then), nothingOnFailure<std::optional<ui::ExceptionStanding>>());
}

void ExceptionService::decide(const Guid& id, bool approve, const std::string& reason, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    askWithCard(m_context, std::move(again), [&desk = m_context.desk, id, approve, reason](const SecureBytes& passcode) {
        desk.decideException(id, approve, reason, &passcode);
    }, std::move(then));
}

} // namespace cardwright::workstation
