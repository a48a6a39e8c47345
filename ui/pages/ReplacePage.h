#pragma once

#include "ui/pages/CardActPage.h"
#include "ui/presenters/ApplicationPresenter.h"

namespace cardwright::ui {

class CheckRow;
class Field;
class ListRow;
class NewCardChoice;
class Panel;
class ReasonChoice;
class StepUpPanel;

struct ReplaceTarget {
    Holder holder;
    std::string card; ///< Guid of the old one
    bool present = false;
    bool expired = false;
};

/// Another card in place of the one somebody has: the reason and what it asks for, the agent's card, and then the blank one. The old
/// card ends with the signature; what the new one needs is kept until it is begun.
class ReplacePage final : public CardActPage {
    Q_OBJECT

public:
    /// `check`: the documents of a fresh identity check and a new photo; never kept as an application.
    ReplacePage(DeskHub& hub, ApplicationPresenter& check, QWidget* parent = nullptr);
    void bindKeys() override;
    void open(ReplaceTarget target);
    /// The old card has ended before, here or in a program that was stopped then: the new one is all that is left.
    void openWaiting(ReplaceTarget target);
    void clear(); ///< another agent's desk
    const ReplaceTarget& target() const noexcept { return m_target; }
    /// The person as the new card shows them.
    Holder newHolder() const;
    QVector<StepItem> steps(const QString& second = {}, bool warns = false) const;
    void showFailure(const Failure& failure); ///< the new card was not begun: why

Q_SIGNALS:
    void evidenceWanted();
    void photoWanted();
    void holderTurnWanted();
    void lockedIssueWanted();

protected:
    void submit() override;
    bool stepBack() override;
    void takeFocus() override;

private:
    enum class Stage { terms, signing, newCard };
    void makeTerms();
    void refresh();
    void showTerms();
    void showNewCard();
    void askAndSign();
    void sign(CardAgain again);
    ReplaceOrder order() const;
    bool loss() const;
    QString missing() const;
    QString photoMissing() const;
    void showPhoto();
    bool newPhoto() const { return !m_check.draft().portrait.empty(); }

    ApplicationPresenter& m_check;
    ReplaceTarget m_target;
    Stage m_stage = Stage::terms;
    std::string m_prefilled;
    ReasonChoice* m_reasons;
    Panel* m_identity;
    ListRow* m_documents;
    Field* m_incident;
    Panel* m_names;
    ListRow* m_name;
    ListRow* m_photo;
    SecondaryButton* m_keepPhoto;
    std::string m_shownPhoto; ///< reference of the new photo at the right
    CheckRow* m_likeness;
    CheckRow* m_returned;
    CheckRow* m_cut;
    Panel* m_plastic;
    StepUpPanel* m_stepUp;
    NewCardChoice* m_newCard;
};

} // namespace cardwright::ui
