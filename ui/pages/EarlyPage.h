#pragma once

#include "ui/bridge/TrustValues.h"
#include "ui/pages/CardActPage.h"

namespace cardwright::ui {

class Field;

/// A renewal before its time: an exception is asked for with a reason, waits, and once a second person allowed it the renewal goes on.
class EarlyPage final : public CardActPage {
    Q_OBJECT

public:
    explicit EarlyPage(DeskHub& hub, QWidget* parent = nullptr);
    /// What was typed for the same card stays.
    void open(const SubjectCard& card);
    void clear(); ///< another agent's desk
    const SubjectCard& card() const noexcept { return m_card; }

Q_SIGNALS:
    void renewalWanted(); ///< it is allowed

protected:
    void submit() override;
    void takeFocus() override;

private:
    void look();
    void refresh();
    bool asks() const;
    bool is(ExceptionState state) const { return m_standing && m_standing->state == state; }
    QString held() const;

    SubjectCard m_card;
    std::optional<ExceptionStanding> m_standing;
    bool m_known = false; ///< how it stands has been answered for this card
    Banner* m_shown;
    Field* m_reason;
};

} // namespace cardwright::ui
