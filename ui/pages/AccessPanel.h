#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class ChoiceField;
class Field;
class Panel;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// One person's positions, and the form that asks for one. Buttons that are not this agent's stay in their place and say why.
class AccessPanel final : public QWidget {
    Q_OBJECT

public:
    /// name: object name; its parts are NAME-positions, NAME-position, NAME-begins, NAME-ends, NAME-reason, NAME-ask, NAME-give.
    AccessPanel(DeskHub& hub, const QString& name, QWidget* parent = nullptr);
    void bindKeys(QWidget* page);
    void present(const PersonAccess& access);
    void presentCatalogue(const std::vector<CatalogueRow>& rows);
    void takeFocus();
    void setChoosing(bool on); ///< rows can be opened: chosen()
    void showChosen(const Guid& id);
    void clear(); ///< nothing typed
    /// What came of asking: said here; done: the form is empty again.
    void answered(const ActAnswer& answer);

Q_SIGNALS:
    void asked(const cardwright::ui::PositionAsk& ask);
    void chosen(const cardwright::Guid& position);

private:
    void makeForm(QVBoxLayout* column);
    void holdButtons();
    void showPositions();
    void send(bool assign);
    const CatalogueRow* wanted() const;

    DeskHub& m_hub;
    QString m_name;
    bool m_choosing = false;
    PersonAccess m_access;
    std::vector<CatalogueRow> m_catalogue;
    Banner* m_trouble;
    Panel* m_positions;
    ChoiceField* m_position;
    TextBlock* m_opens;
    Field* m_begins;
    Field* m_ends;
    Field* m_reason;
    PrimaryButton* m_ask;
    SecondaryButton* m_give;
};

/// Why an agent may not do it, in words: their role's, where the code says no more than that.
QString heldWords(const DeskHub& hub, const std::string& code, const char* permit);

} // namespace cardwright::ui
