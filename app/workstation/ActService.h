#pragma once

#include "app/workstation/JobRunner.h"

namespace cardwright::workstation {

class CardService;

/// The further acts: visit, passcode change, test, cancellation, clearing, replacement, temporary cards.
class ActService final : public ui::ActsPort {
public:
    ActService(Context& context, CardService& cards) : m_context(context), m_cards(cards) {}

    void startVisit(std::uint64_t sight, ui::VisitOrder order, ui::Then<ui::JobStart> then) override;
    void startPasscodeChange(std::uint64_t sight, ui::HolderPasscode old, ui::PasscodeChoice chosen, ui::Then<ui::JobStart> then) override;
    void startTest(std::uint64_t sight, ui::HolderPasscode passcode, ui::Then<ui::JobStart> then) override;
    void startClear(std::uint64_t sight, ui::Then<ui::JobStart> then) override;
    void startCancel(std::uint64_t sight, const ui::CancelOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void cancelWithoutCard(const ui::CancelOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void checkReplace(const ui::ReplaceOrder& order, ui::Then<std::optional<Failure>> then) override;
    void replace(const ui::ReplaceOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void startReplacement(std::uint64_t sight, const std::string& userNumber, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then) override;
    void startLend(std::uint64_t sight, const ui::LoanOrder& loan, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then) override;
    void startTakeBack(std::uint64_t sight, const std::string& note, ui::Then<ui::JobStart> then) override;
    void loans(ui::Then<ui::LoanLists> then) override;

private:
    Context& m_context;
    CardService& m_cards;
};

} // namespace cardwright::workstation
