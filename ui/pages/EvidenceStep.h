#pragma once

#include "ui/pages/FlowPage.h"

#include <map>

class QGridLayout;
class QVBoxLayout;

namespace cardwright::ui {

class DocumentEditor;
class EvidenceAnswers;
class EvidenceVerdict;
class Label;
class ListRow;
class Panel;

/// The documents in the agent's hand, each with why it counts or not, and the verdict as it is at this moment.
class EvidenceStep final : public FlowPage {
    Q_OBJECT

public:
    EvidenceStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys() override;

protected:
    void refresh() override;
    void takeFocus() override;
    bool stepBack() override;

private:
    static constexpr int notEditing = -2;
    QWidget* makeWork();
    void beginEdit(int index, const std::string& kind = {});
    void endEdit(bool keep);
    void showDocuments();
    void showChecks();
    void showFooter();
    ListRow* documentRow(std::size_t index);
    void takeAdvice(std::size_t index);
    void toggleWays();
    bool hidden(const DocumentFields& document) const;
    QString documentTitle(const DocumentFields& document) const;
    QString documentWords(const DocumentFields& document) const;
    const DocumentKind* kindOf(const std::string& id) const;

    std::vector<DocumentKind> m_kinds;
    int m_editing = notEditing; ///< -1: a new one
    std::map<int, DocumentFields> m_left; ///< typed and left with Esc: there again when the same one is opened
    int m_leftOf = 0; ///< the application's generation
    Label* m_workTitle;
    SecondaryButton* m_add;
    Panel* m_list;
    DocumentEditor* m_editor;
    EvidenceAnswers* m_answers;
    SecondaryButton* m_ways;
    bool m_waysOpen = false;
    int m_waysOf = 0; ///< the application's generation
    QGridLayout* m_checks;
    EvidenceVerdict* m_verdict;
    SecondaryButton* m_photoNext;
    PrimaryButton* m_primary;
};

} // namespace cardwright::ui
