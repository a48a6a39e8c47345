#pragma once

#include "app/workstation/Context.h"
#include "ui/bridge/AccessPort.h"

namespace cardwright::workstation {

/// Positions, requests, the catalogue and delegated lists: asked and told through the acts of core/registers.
class AccessService final : public ui::AccessPort {
public:
    explicit AccessService(Context& context) : m_context(context) {}

    void requests(const ui::RequestQuery& query, ui::Then<ui::RequestLists> then) override;
    void access(const std::string& userNumber, ui::Then<ui::PersonAccess> then) override;
    void accessOf(const ui::IssueDraft& draft, ui::Then<ui::PersonAccess> then) override;
    void catalogue(ui::Then<ui::CatalogueView> then) override;

    void askPosition(const ui::PositionAsk& ask, ui::Then<ui::ActAnswer> then) override;
    void askPositionFor(const ui::IssueDraft& draft, const ui::PositionAsk& ask, ui::Then<ui::ActAnswer> then) override;
    void raise(const ui::RequestAsk& ask, ui::Then<ui::ActAnswer> then) override;
    void decide(const Guid& id, const ui::RequestAnswerOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void withdraw(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void endPosition(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void changePositions(const std::vector<Guid>& ids, const std::string& ends, const std::string& reason, ui::Then<ui::ActAnswer> then) override;

    void define(const ui::CatalogueRow& position, ui::Then<ui::ActAnswer> then) override;
    void closeCatalogue(const std::string& id, const std::string& approvedBy, const std::string& typed, ui::Then<ui::ActAnswer> then) override;
    void delegate(const std::string& sponsor, const std::vector<std::string>& positions, ui::Then<ui::ActAnswer> then) override;

private:
    /// Blocks; on the desk's thread, or with `agentCard` on that of the agent's card.
    void act(std::function<void()> work, ui::Then<ui::ActAnswer> then, bool agentCard = false);

    Context& m_context;
};

} // namespace cardwright::workstation
