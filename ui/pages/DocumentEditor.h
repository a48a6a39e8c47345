#pragma once

#include "ui/bridge/DeskValues.h"
#include "ui/widgets/Panel.h"

#include <QVector>

class QGridLayout;

namespace cardwright::ui {

class CheckRow;
class ChoiceField;
class DangerButton;
class Field;
class PrimaryButton;
class SecondaryButton;

/// One document, in place on the evidence page: only the fields that its kind needs are shown. What was typed stays when
/// the kind is changed.
class DocumentEditor final : public Panel {
    Q_OBJECT

public:
    explicit DocumentEditor(QWidget* parent = nullptr);
    void setKinds(const std::vector<DocumentKind>& kinds);
    void open(const DocumentFields& document, bool isNew);
    void close();
    bool isOpen() const { return m_open; }
    DocumentFields document() const;
    void takeFocus();

Q_SIGNALS:
    void changed();
    void removed();

private:
    const DocumentKind* kind() const;
    void kindChosen();
    void rebuildConditions();
    void connectField(Field* field);

    std::vector<DocumentKind> m_kinds;
    DocumentFields m_started;
    bool m_open = false;
    ChoiceField* m_kind;
    Field* m_number;
    Field* m_issuer;
    Field* m_dated;
    Field* m_expires;
    CheckRow* m_original;
    CheckRow* m_name;
    CheckRow* m_birth;
    CheckRow* m_address;
    QVector<QWidget*> m_conditions;
    QVBoxLayout* m_conditionRows;
    SecondaryButton* m_remove;
    QGridLayout* m_grid;
};

} // namespace cardwright::ui
