#pragma once

#include "ui/pages/CardActPage.h"

namespace cardwright::ui {

class Field;
class ReasonChoice;
class StepUpPanel;

/// Whose card ends, and whether it is here.
struct CancelTarget {
    Holder holder;
    std::string card; ///< Guid
    std::uint64_t sight = 0;
    bool present = false; ///< in reader 2
    bool begun = false;   ///< its job was begun and never finished
};

/// Ends a card for good, in two steps: the reason, then the agent's own card signs it. The passcode goes from the field into the act.
class CancelPage final : public CardActPage {
    Q_OBJECT

public:
    explicit CancelPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys() override;
    void open(CancelTarget target);
    const CancelTarget& target() const noexcept { return m_target; }

Q_SIGNALS:
    void jobBegan();  ///< with the card: what follows is a job like others
    void cancelled(); ///< without it: done

protected:
    void submit() override;
    bool stepBack() override;
    void takeFocus() override;

private:
    void refresh();
    void sign(CardAgain again);
    QVector<StepItem> steps(bool signing) const;

    CancelTarget m_target;
    ReasonChoice* m_reasons;
    Field* m_note;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
