#pragma once

#include "ui/bridge/BadgePort.h"
#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QWidget>

#include <map>

class QGridLayout;

namespace cardwright::ui {

class Banner;
class CheckRow;
class ChoiceField;
class Field;
class PageHead;
class Panel;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// An ID badge for somebody on record: why, and what its event needs, filled with what the record says. Others print it.
class RequestBadgePage final : public QWidget {
    Q_OBJECT

public:
    explicit RequestBadgePage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void open(const PersonFile& file);
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void left();
    void said(const QString& words);
    void asked(const QString& userNumber, const QString& words);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makePage();
    void fillEvents();
    void showEvent(int index);
    std::string known(const std::string& field) const;
    BadgeDraft draft() const;
    void check();
    void showIssues(const BadgeCheck& answer);
    void send();

    DeskHub& m_hub;
    PersonFile m_file;
    std::vector<BadgeEventChoice> m_events;
    std::map<std::string, Field*> m_fields;
    CheckRow* m_likeness = nullptr;
    int m_checks = 0;
    PageHead* m_head;
    SecondaryButton* m_back;
    Banner* m_trouble;
    Panel* m_panel;
    ChoiceField* m_event;
    QGridLayout* m_rows;
    Field* m_photo;
    TextBlock* m_missing;
    PrimaryButton* m_ask;
};

} // namespace cardwright::ui
