#pragma once

#include "ui/bridge/DeskHub.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class SecondaryButton;

/// The simulated reader tray: cards that lie beside the readers, put in and pulled with mouse or keys. Floats over the
/// window, also over sign-in, since the agent's own card comes from it too.
class TrayPanel final : public QWidget {
    Q_OBJECT

public:
    TrayPanel(DeskHub& hub, QWidget* parent);
    void bindKeys();
    void toggle();
    void open();
    void place(); ///< at its corner of the parent

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void showCards();
    QWidget* cardRow(const TrayCard& card, int number);
    void pull(ReaderRole reader);

    DeskHub& m_hub;
    QVBoxLayout* m_rows;
    SecondaryButton* m_close;
    QPointer<QWidget> m_before; ///< had the focus when the tray was opened by its key
};

} // namespace cardwright::ui
