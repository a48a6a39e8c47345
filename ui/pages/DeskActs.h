#pragma once

#include "ui/presenters/DeskPresenter.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;

namespace cardwright::ui {

class Panel;
class SecondaryButton;

/// Under the likeliest act: the further ones as buttons, and "More" that opens the rest in place. Each key works while its act is seen;
/// an act that may not be done now stays, and says why.
class DeskActs final : public QWidget {
    Q_OBJECT

public:
    explicit DeskActs(QWidget* parent = nullptr);
    void bindKeys(QWidget* page);
    /// `waits`: why those wait that are done with the holder (the likeness question); empty: they do not.
    void present(const std::vector<DeskAction>& others, const std::vector<DeskAction>& more, const QString& waits);
    bool isOpen() const noexcept { return m_open; }
    void setOpen(bool open);

Q_SIGNALS:
    void actWanted(cardwright::ui::DeskAct act);
    void heldPressed(const QString& why);
    void opened(bool open);

private:
    QString heldWords(const DeskAction& action) const;
    void press(const DeskAction& action);
    void showButtons();
    void showMore();
    const DeskAction* seen(const QString& key) const;

    std::vector<DeskAction> m_others;
    std::vector<DeskAction> m_more;
    QString m_waits;
    bool m_open = false;
    QHBoxLayout* m_row;
    Panel* m_panel;
};

} // namespace cardwright::ui
