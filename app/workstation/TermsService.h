#pragma once

#include "app/workstation/Context.h"
#include "ui/bridge/TermsPort.h"

namespace cardwright::workstation {

/// Notice, terms and receipt for the window.
class TermsService final : public ui::TermsPort {
public:
    explicit TermsService(Context& context) : m_context(context) {}

    ui::HolderTexts texts() const override;
    void standing(const ui::TermsReader& reader, ui::Then<ui::TermsStanding> then) override;
    void accept(std::uint64_t sight, std::int64_t noticeAt) override;
    void decline(const std::string& userNumber, const std::string& act) override;
    void receipt(const std::string& card, ui::Then<ui::HandoverView> then) override;
    void saveReceipt(const std::string& card, const std::string& path, ui::Then<ui::ActAnswer> then) override;

private:
    Context& m_context;
};

} // namespace cardwright::workstation
