#pragma once

#include "ui/bridge/PeoplePort.h"

#include <QWidget>

#include <set>

class QGridLayout;

namespace cardwright::ui {

class Field;
class Label;
class Panel;
class SecondaryButton;
class TextBlock;

/// Who is known already and may be the person just typed: each beside what was typed, field by field. Whoever is likely must have been
/// looked at, and a reason says why it is somebody else.
class ComparePanel final : public QWidget {
    Q_OBJECT

public:
    explicit ComparePanel(QWidget* parent = nullptr);
    void bindKeys();
    void setPeople(std::vector<DuplicatePerson> people);
    /// Why the record may not be made yet; empty: it may.
    QString held() const;
    QString summary() const;
    bool mustCompare() const;
    std::vector<std::string> comparedWith() const; ///< of the likely ones
    QString reason() const;
    void takeFocus();

Q_SIGNALS:
    void changed();
    void personWanted(const QString& userNumber);

private:
    void choose(std::size_t at);
    void showPeople();
    void showComparison();

    std::vector<DuplicatePerson> m_people;
    std::set<std::string> m_seen;
    std::size_t m_chosen = 0;
    Label* m_title;
    Panel* m_list;
    Panel* m_table;
    QGridLayout* m_rows;
    TextBlock* m_why;
    SecondaryButton* m_open;
    Field* m_reason;
};

} // namespace cardwright::ui
