#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

#include <vector>

namespace cardwright::ui {

class Banner;
class Field;
class Label;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// Several positions at once: another last day for all of them, or all end now; one reason. All of it is done or nothing is.
class PositionsBulk final : public QWidget {
    Q_OBJECT

public:
    explicit PositionsBulk(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void clear(); ///< nothing typed
    void present(const std::vector<PositionRow>& chosen);
    /// The role's, in words; empty: it may.
    QString held() const;

Q_SIGNALS:
    void done();
    void said(const QString& words);

private:
    void holdButtons();
    QString missing() const;
    void setEnding(bool ending);
    void send();

    DeskHub& m_hub;
    std::vector<Guid> m_ids;
    bool m_ending = false;
    Banner* m_trouble;
    Label* m_title;
    TextBlock* m_names;
    SecondaryButton* m_move;
    SecondaryButton* m_end;
    Field* m_day;
    Field* m_reason;
    PrimaryButton* m_change;
};

} // namespace cardwright::ui
