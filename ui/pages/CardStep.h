#pragma once

#include "ui/pages/FlowPage.h"

namespace cardwright::ui {

class Banner;
class CardFace;
class Panel;
class SecondaryButton;
class TextBlock;
class VerdictRow;

/// Everything is true, a blank card is in reader 2: the screen is turned to the holder, or the card is written locked.
class CardStep final : public FlowPage {
    Q_OBJECT

public:
    CardStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys() override;
    void showFailure(const Failure& failure); ///< the job did not begin: why

Q_SIGNALS:
    void holderTurnWanted();
    void lockedIssueWanted();

protected:
    void refresh() override;
    void takeFocus() override;

private:
    QWidget* makeWork();
    QWidget* makeSide();
    void showConditions();

    CardFace* m_face;
    Panel* m_conditions;
    SecondaryButton* m_here;
    SecondaryButton* m_locked;
    TextBlock* m_choiceWords;
    Banner* m_trouble;
    PrimaryButton* m_primary;
    std::optional<Failure> m_failure;
};

} // namespace cardwright::ui
