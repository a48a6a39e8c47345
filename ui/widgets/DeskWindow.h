#pragma once

#include "ui/widgets/Accessible.h"

#include <QMainWindow>

class QStackedWidget;
class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class FocusRing;
class KeyRouter;
class NavigationRail;
class ReaderStrip;
class Toast;
class TopBar;
class TrainingMark;

/// The shell: training mark above everything, rail, top bar, a place for one banner, the page stack, the reader strip; and full screens
/// (sign-in, holder view) that cover all but the training mark.
class DeskWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit DeskWindow(QWidget* parent = nullptr);

    NavigationRail* rail() const { return m_rail; }
    TopBar* topBar() const { return m_topBar; }
    ReaderStrip* readers() const { return m_readers; }
    KeyRouter* keys() const { return m_keys; }
    Toast* toast() const { return m_toast; }
    Banner* banner() const { return m_banner; } ///< hidden until shown
    TrainingMark* trainingMark() const { return m_training; }

    /// Adds a page; pages scroll when the window is too small for them. Shows it when it is the first.
    void addPage(QWidget* page);
    void showPage(QWidget* page);
    QWidget* currentPage() const;

    /// Covers the desk with sign-in or the holder's screen. keysDead: every agent shortcut, search and navigation is dead till showDesk().
    void showFull(QWidget* screen, bool keysDead);
    void showDesk();
    bool isFull() const;

    /// A site marked training says so on every screen; on from the start.
    void setTraining(bool training);
    bool isNarrow() const { return m_narrow; }

Q_SIGNALS:
    void narrowChanged(bool narrow);
    void closing();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void orderTabs();
    TrainingMark* m_training;
    QStackedWidget* m_whole;
    QWidget* m_shell;
    NavigationRail* m_rail;
    TopBar* m_topBar;
    Banner* m_banner;
    QWidget* m_bannerPlace;
    QStackedWidget* m_pages;
    ReaderStrip* m_readers;
    KeyRouter* m_keys;
    FocusRing* m_ring;
    Toast* m_toast;
    bool m_narrow = false;
};

/// "Training" across the top of the window: quiet, always there.
class TrainingMark : public QWidget {
    Q_OBJECT
public:
    explicit TrainingMark(QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace cardwright::ui
