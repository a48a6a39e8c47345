#include "ui/widgets/DeskWindow.h"

#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FocusRing.h"
#include "ui/widgets/KeyRouter.h"
#include "ui/widgets/NavigationRail.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/ReaderStrip.h"
#include "ui/widgets/Toast.h"
#include "ui/widgets/TopBar.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QScrollArea>
#include <QStackedWidget>

namespace cardwright::ui {

DeskWindow::DeskWindow(QWidget* parent)
    : QMainWindow(parent), m_training(new TrainingMark(this)), m_whole(new QStackedWidget(this)), m_shell(new QWidget(this)), m_rail(new NavigationRail(m_shell)),
      m_topBar(new TopBar(m_shell)), m_banner(new Banner(m_shell)), m_bannerPlace(new QWidget(m_shell)), m_pages(new QStackedWidget(m_shell)),
      m_readers(new ReaderStrip(m_shell)), m_keys(new KeyRouter(this)), m_ring(nullptr), m_toast(nullptr)
{
    installAccessibility();
    setObjectName(QStringLiteral("desk-window"));
    setWindowTitle(tr("Cardwright"));
    auto* banner = new QHBoxLayout(m_bannerPlace);
    banner->setContentsMargins(metrics::pagePadding, 16, metrics::pagePadding, 0);
    banner->addWidget(m_banner);
    m_bannerPlace->hide();
    m_banner->hide();
    m_banner->installEventFilter(this);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_topBar);
    right->addWidget(m_bannerPlace);
    right->addWidget(m_pages, 1);
    right->addWidget(m_readers);
    auto* shell = new QHBoxLayout(m_shell);
    shell->setContentsMargins(0, 0, 0, 0);
    shell->setSpacing(0);
    shell->addWidget(m_rail);
    shell->addLayout(right, 1);
    m_whole->addWidget(m_shell);
    auto* all = new QWidget(this);
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_training);
    column->addWidget(m_whole, 1);
    setCentralWidget(all);
    m_toast = new Toast(all);
    for (auto* stack : {m_pages, m_whole})
        connect(stack, &QStackedWidget::currentChanged, m_toast, &Toast::placeAgain);
    m_ring = new FocusRing(this);
    m_keys->bind(QKeySequence(Qt::CTRL | Qt::Key_K), m_topBar->search(), [this] {
        m_topBar->search()->setFocus(Qt::ShortcutFocusReason);
        m_topBar->search()->selectAll();
    });
    m_keys->bind(QKeySequence(Qt::Key_F1), m_rail, [this] { Q_EMIT m_rail->helpPressed(); });
    resize(metrics::windowWidth, metrics::windowHeight);
    setMinimumSize(760, 520);
}

void DeskWindow::addPage(QWidget* page)
{
    auto* scroll = new QScrollArea(m_pages);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(page);
    page->setAutoFillBackground(false);
    m_pages->addWidget(scroll);
    orderTabs();
}

void DeskWindow::orderTabs()
{
    // Pages are made after the readers, but are read before them.
    QWidget* last = nullptr;
    for (QWidget* at = nextInFocusChain(); at && at != this; at = at->nextInFocusChain()) {
        if (at->focusPolicy() != Qt::NoFocus && m_pages->isAncestorOf(at)) last = at;
    }
    if (!last) return;
    setTabOrder(last, m_readers->agent()->button());
    setTabOrder(m_readers->agent()->button(), m_readers->holder()->button());
}

void DeskWindow::showPage(QWidget* page)
{
    for (int index = 0; index < m_pages->count(); ++index) {
        if (static_cast<QScrollArea*>(m_pages->widget(index))->widget() == page) m_pages->setCurrentIndex(index);
    }
    orderTabs();
}

QWidget* DeskWindow::currentPage() const
{
    auto* scroll = static_cast<QScrollArea*>(m_pages->currentWidget());
    return scroll ? scroll->widget() : nullptr;
}

void DeskWindow::showFull(QWidget* screen, bool keysDead)
{
    if (m_whole->indexOf(screen) < 0) m_whole->addWidget(screen);
    m_keys->setSuspended(keysDead);
    m_whole->setCurrentWidget(screen);
    screen->setFocus(Qt::OtherFocusReason);
}

void DeskWindow::showDesk()
{
    m_keys->setSuspended(false);
    m_whole->setCurrentWidget(m_shell);
}

bool DeskWindow::isFull() const
{
    return m_whole->currentWidget() != m_shell;
}

void DeskWindow::setTraining(bool training)
{
    m_training->setVisible(training);
}

bool DeskWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_banner && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)) m_bannerPlace->setVisible(event->type() == QEvent::ShowToParent);
    return QMainWindow::eventFilter(watched, event);
}

void DeskWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const bool narrow = event->size().width() < metrics::narrowBelow;
    if (narrow == m_narrow) return;
    m_narrow = narrow;
    m_rail->setNarrow(narrow);
    m_topBar->setNarrow(narrow);
    m_readers->layout()->setContentsMargins(narrow ? metrics::pagePaddingNarrow : metrics::pagePadding, 1, 24, 0);
    const int side = narrow ? metrics::pagePaddingNarrow : metrics::pagePadding;
    m_bannerPlace->layout()->setContentsMargins(side, 16, side, 0);
    Q_EMIT narrowChanged(narrow);
}

void DeskWindow::closeEvent(QCloseEvent* event)
{
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

} // namespace cardwright::ui
