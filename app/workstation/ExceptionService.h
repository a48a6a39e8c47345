#pragma once

#include "app/workstation/Context.h"

namespace cardwright::workstation {

ui::ActAnswer notDone(const Failure& failure);
/// What a refusal says of the agent's card: whether its passcode was wrong, and the tries it has now. Blocks, as the next.
ui::ActAnswer refusedAct(runtime::Workstation& desk, const std::string& agentReader, const Failure& why);
/// Runs an act of the signed-in agent that may ask their card once more, and words what came of it. Blocks; a card thread's or the
/// desk thread's business.
ui::ActAnswer actWithCard(runtime::Workstation& desk, const std::string& agentReader, const std::function<void()>& act);

/// An act that asks the agent's card and no other: on that card's thread, answered on the GUI thread; the passcode ends with it. What the
/// act recorded is told to whoever shows rows.
void askWithCard(Context& context, ui::CardAgain again, std::function<void(const SecureBytes& passcode)> act, ui::Then<ui::ActAnswer> then);

/// Exceptions: asked, listed, decided.
class ExceptionService final : public ui::ExceptionsPort {
public:
    explicit ExceptionService(Context& context) : m_context(context) {}

    void list(ui::Then<ui::ExceptionLists> then) override;
    void ask(const ui::IssueDraft& draft, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void askEarlyRenewal(const std::string& userNumber, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void earlyRenewal(const std::string& userNumber, ui::Then<std::optional<ui::ExceptionStanding>> then) override;
    void decide(const Guid& id, bool approve, const std::string& reason, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;

private:
    Context& m_context;
};

} // namespace cardwright::workstation
