#pragma once

#include "ui/bridge/BadgePort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

namespace cardwright::ui {

class Panel;
class SecondaryButton;

/// The badges that somebody had and asked for. Each look is on record: they are read when the agent opens them, not before.
class BadgeHistory final : public QWidget {
    Q_OBJECT

public:
    /// `name`: object name; its parts are NAME-open, NAME-list, NAME-row-1 ...
    BadgeHistory(DeskHub& hub, const QString& name, QWidget* parent = nullptr);
    void bindKeys(const QKeySequence& key);
    /// Whose; nothing of the one before stays. Empty: nobody's, and nothing is shown.
    void present(const QString& userNumber);

Q_SIGNALS:
    void said(const QString& words);

private:
    void toggle();
    void showList(const BadgeList& list);

    DeskHub& m_hub;
    QString m_name;
    QString m_number;
    SecondaryButton* m_open;
    Panel* m_list;
};

/// "Printed", "Refused", "To print".
QString badgeStateWords(const std::string& state);

} // namespace cardwright::ui
