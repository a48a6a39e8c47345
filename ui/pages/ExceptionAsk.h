#pragma once

#include "ui/presenters/ApplicationPresenter.h"

#include <QWidget>

namespace cardwright::ui {

class Banner;
class Field;
class Panel;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// Under a verdict that fails: ask a second person to let the application go on, and what became of it.
class ExceptionAsk final : public QWidget {
    Q_OBJECT

public:
    ExceptionAsk(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys();
    void refresh();
    bool asking() const noexcept { return m_asking; }
    /// Esc: true when the reason was open.
    bool stepBack();
    /// A reason that somebody else can judge by.
    static bool enough(const QString& reason);

Q_SIGNALS:
    void said(const QString& words);
    void askingChanged();

private:
    void setAsking(bool asking);
    void submit();
    void showStanding();

    DeskHub& m_hub;
    ApplicationPresenter& m_application;
    bool m_asking = false;
    int m_askingOf = 0; ///< the application's generation
    SecondaryButton* m_offer;
    Panel* m_panel;
    Field* m_reason;
    TextBlock* m_trouble;
    PrimaryButton* m_ask;
    SecondaryButton* m_leave;
    Banner* m_standing;
};

/// How an exception stands, in a banner; `meanwhile`: what may be done while it waits.
void showStanding(Banner& banner, const ExceptionStanding& standing, const QString& meanwhile);

} // namespace cardwright::ui
