#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/widgets/Stepper.h"

#include <QVector>
#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class CardFace;
class FlowFrame;
class Label;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// What the pages before a card act have in common: head, stepper, work at the left, the card at the right, back and the one next thing.
class CardActPage : public QWidget {
    Q_OBJECT

public:
    virtual void bindKeys();
    void setNarrow(bool narrow);

Q_SIGNALS:
    void left(); ///< nothing was done
    void said(const QString& words);

protected:
    /// name: of the page; its parts are NAME-next, NAME-back ...
    CardActPage(DeskHub& hub, const char* name, QWidget* parent);
    void showEvent(QShowEvent* event) override;
    virtual void takeFocus();
    virtual void submit() = 0;
    /// Esc: true when the page itself had something to step back from.
    virtual bool stepBack() { return false; }
    void setHead(const QString& kicker, const Holder& holder, const QVector<StepItem>& steps);
    void setHeadline(const QString& headline, const QString& sub);
    void setWarning(const QString& title, const QString& words);
    void setClosing(const QString& words); ///< under the card's face
    /// Empty: it may be pressed.
    void setNext(const QString& words, const QString& icon, const QString& held);
    void setTrouble(const Failure& failure); ///< in the warning's place: cause, next step, code

    DeskHub& m_hub;
    QVBoxLayout* m_column; ///< the work: add below headline and warning
    SecondaryButton* m_back;
    PrimaryButton* m_next;

private:
    FlowFrame* m_frame;
    Label* m_headline;
    TextBlock* m_sub;
    Banner* m_banner;
    CardFace* m_face;
    TextBlock* m_closing;
};

} // namespace cardwright::ui
