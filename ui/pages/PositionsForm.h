#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

#include <optional>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class DangerButton;
class Field;
class Label;
class Panel;
class PrimaryButton;
class SecondaryButton;

/// One position of the catalogue: what it is, what it opens. It is closed in place: who approved that, and the word CLOSE.
class PositionsForm final : public QWidget {
    Q_OBJECT

public:
    explicit PositionsForm(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// nullptr: a new one. held: why this agent may not, in words. What is typed for the same one stays.
    void present(const CatalogueRow* row, const QString& held);
    void clear();
    bool stepBack(); ///< Esc: true when the question was open
    void takeFocus();

Q_SIGNALS:
    void done();
    void said(const QString& words);

private:
    Field* addField(QVBoxLayout* column, const char* name, const QString& label, const QString& hint);
    void makeClosing(QVBoxLayout* column);
    void fill();
    CatalogueRow typed() const;
    QString missing() const;
    void holdButtons();
    void setClosing(bool on);
    void keep();
    void close();
    void answered(const ActAnswer& answer, const QString& words);

    DeskHub& m_hub;
    std::optional<CatalogueRow> m_row;
    QString m_held;
    bool m_filled = false;
    bool m_closing = false;
    Banner* m_trouble;
    Label* m_name;
    Banner* m_closed;
    Panel* m_panel;
    Field* m_title;
    Field* m_role;
    Field* m_area;
    Field* m_activities;
    Field* m_systems;
    Field* m_ods;
    DangerButton* m_close;
    PrimaryButton* m_keep;
    Panel* m_question;
    Field* m_approvedBy;
    Field* m_word;
    SecondaryButton* m_leave;
    DangerButton* m_closeIt;
};

} // namespace cardwright::ui
