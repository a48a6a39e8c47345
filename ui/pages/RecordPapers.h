#pragma once

#include "ui/bridge/PeoplePort.h"
#include "ui/widgets/Panel.h"

namespace cardwright::ui {

class CheckRow;
class ChoiceField;
class Field;

/// The paper for another legal name or date of birth: which, its number and date, and that the original is in the agent's hand. Of a
/// restricted one neither number nor date is taken.
class RecordPapers final : public Panel {
    Q_OBJECT

public:
    /// name: its parts are NAME-papers, NAME-paper-kind, NAME-paper-number, NAME-paper-dated, NAME-paper-original.
    RecordPapers(const QString& name, std::vector<NamedChoice> kinds, QWidget* parent = nullptr);
    void clear();
    /// Why it is not enough yet; empty: it is.
    QString held() const;
    PaperFields paper() const; ///< once nothing is held
    void takeFocus();

Q_SIGNALS:
    void changed();

private:
    const NamedChoice* chosen() const;
    void showFields();

    std::vector<NamedChoice> m_kinds;
    ChoiceField* m_kind;
    Field* m_number;
    Field* m_dated;
    CheckRow* m_original;
};

} // namespace cardwright::ui
