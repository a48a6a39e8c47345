#pragma once

#include "ui/bridge/PeoplePort.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/widgets/Panel.h"

#include <QVector>

class QGridLayout;

namespace cardwright::ui {

class CheckRow;
class ChoiceField;
class Field;
class SecondaryButton;
class TextBlock;
class ZoneField;

/// One document, in place on the evidence page: only the fields that its kind needs are shown. What was typed stays when
/// the kind is changed. A zone or a whole number is read, compared with the form, and not kept.
class DocumentEditor final : public Panel {
    Q_OBJECT

public:
    DocumentEditor(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void setKinds(const std::vector<DocumentKind>& kinds);
    void open(const DocumentFields& document, bool isNew);
    void close();
    bool isOpen() const { return m_open; }
    DocumentFields document() const;
    void takeFocus();
    /// True once after something was found to look at again that nobody has had before their eyes: it stays open, and the next time goes on.
    bool takeFreshWarning();

Q_SIGNALS:
    void changed();
    void removed();
    /// Of the person, where the form has nothing: the zone that was read.
    void personRead(const cardwright::ui::ZoneReading& reading);

private:
    const DocumentKind* kind() const;
    void makeFields();
    void makeTicks();
    void makeChoices();
    void kindChosen();
    void placeFields();
    void rebuildConditions();
    void orderKeys();
    void connectField(Field* field);
    void zoneRead(const ZoneReading& reading);
    void numberLeft();
    void showWarnings();

    DeskHub& m_hub;
    ApplicationPresenter& m_application;
    EvidenceRules m_rules;
    std::vector<DocumentKind> m_kinds;
    DocumentFields m_started;
    bool m_open = false;
    bool m_fresh = false;
    QStringList m_zoneWarnings;
    QStringList m_numberWarnings;
    ChoiceField* m_kind;
    TextBlock* m_refusal;
    ZoneField* m_zone;
    TextBlock* m_warnings;
    Field* m_number;
    Field* m_issuer;
    Field* m_dated;
    Field* m_expires;
    CheckRow* m_original;
    CheckRow* m_camera;
    CheckRow* m_name;
    CheckRow* m_birth;
    CheckRow* m_address;
    CheckRow* m_former;
    QVector<QWidget*> m_conditions;
    QVBoxLayout* m_conditionRows;
    QVector<ChoiceField*> m_scores;
    ChoiceField* m_refused;
    SecondaryButton* m_remove;
    QGridLayout* m_grid;
};

} // namespace cardwright::ui
