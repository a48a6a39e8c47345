#pragma once

#include "app/workstation/Context.h"

namespace cardwright::workstation {

/// The log, its proofs, and the site's keys and signed papers.
class TrustService final : public ui::TrustPort {
public:
    explicit TrustService(Context& context) : m_context(context) {}

    void logStatus(ui::Then<ui::LogStatus> then) override;
    void verifyLog(ui::Then<ui::VerifyReport> then) override;
    void exportLog(const std::string& path, ui::Then<ui::ActAnswer> then) override;
    void exportProof(const std::string& userNumber, const std::string& path, ui::Then<ui::ActAnswer> then) override;
    void erasePayload(std::uint64_t seq, const std::string& reason, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void siteTrust(ui::Then<ui::SiteTrust> then) override;

private:
    ui::VerifyReport verify() const;
    ui::SiteTrust trust();

    Context& m_context;
    std::uint64_t m_rotationOf = 0; ///< the most that was left of the rotation under way; the desk thread's
};

} // namespace cardwright::workstation
