#pragma once

#include "ui/bridge/PeoplePort.h"
#include "ui/widgets/Panel.h"

namespace cardwright::ui {

class CheckRow;
class ChoiceField;
class Field;
class TextBlock;

/// The paper for another legal name, date of birth or NI number: which, its number and date, and that the original is in the agent's hand. Of a
/// restricted one neither number nor date is taken.
class RecordPapers final : public Panel {
    Q_OBJECT

public:
    /// name: its parts are NAME-papers, NAME-paper-kind, NAME-paper-number, NAME-paper-dated, NAME-paper-original.
    RecordPapers(const QString& name, std::vector<NamedChoice> kinds, QWidget* parent = nullptr);
    void clear();
    /// What it has to show; the papers that do are offered. One paper shows not both.
    void setNeeds(bool identity, bool niNumber);
    /// Why it is not enough yet; empty: it is.
    QString held() const;
    PaperFields paper() const; ///< once nothing is held
    void takeFocus();

Q_SIGNALS:
    void changed();

private:
    const NamedChoice* chosen() const;
    void showFields();
    void offer();

    std::vector<NamedChoice> m_all;
    std::vector<NamedChoice> m_kinds; ///< offered
    bool m_identity = true;
    bool m_niNumber = false;
    TextBlock* m_words;
    ChoiceField* m_kind;
    Field* m_number;
    Field* m_dated;
    CheckRow* m_original;
};

} // namespace cardwright::ui
