#pragma once

#include "app/workstation/Context.h"
#include "ui/bridge/BadgePort.h"
#include "ui/bridge/PrintPort.h"

namespace cardwright::workstation {

/// Card faces, receipt, and what becomes of a print.
class PrintService final : public ui::PrintPort {
public:
    explicit PrintService(Context& context);

    std::shared_ptr<const PrintPolicy> policy() const override { return m_policy; }
    void face(const std::string& card, ui::Then<ui::PrintFace> then) override;
    void waiting(ui::Then<ui::PrintList> then) override;
    void printed(const ui::PrintDeed& deed, ui::Then<ui::ActAnswer> then) override;
    void later(const std::string& card, ui::Then<ui::ActAnswer> then) override;
    void never(const std::string& card, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void spoil(const std::string& card, const std::string& reason, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void receipt(const std::string& card, ui::Then<ui::ReceiptAnswer> then) override;

private:
    void act(std::function<void()> task, ui::Then<ui::ActAnswer> then);
    Context& m_context;
    std::shared_ptr<const PrintPolicy> m_policy;
};

/// ID badges.
class BadgeService final : public ui::BadgePort {
public:
    explicit BadgeService(Context& context) : m_context(context) {}

    std::vector<ui::BadgeEventChoice> events() const override;
    std::string likeness() const override;
    ui::BadgeMail readMail(const std::string& text) const override;
    void check(const ui::BadgeDraft& draft, ui::Then<ui::BadgeCheck> then) override;
    void request(const ui::BadgeDraft& draft, ui::Then<ui::ActAnswer> then) override;
    void list(ui::Then<ui::BadgeList> then) override;
    void history(const std::string& userNumber, ui::Then<ui::BadgeList> then) override;
    void refuse(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void withdraw(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void faces(const std::vector<Guid>& ids, ui::Then<ui::BadgePrints> then) override;
    void printed(const std::vector<Guid>& ids, const std::string& printer, bool good, ui::Then<ui::ActAnswer> then) override;
    void previewDay(const std::string& path, ui::Then<ui::BadgeDay> then) override;
    void importDay(const std::string& path, const std::string& digest, ui::Then<ui::ActAnswer> then) override;

private:
    void act(std::function<void()> task, ui::Then<ui::ActAnswer> then);
    Context& m_context;
};

} // namespace cardwright::workstation
