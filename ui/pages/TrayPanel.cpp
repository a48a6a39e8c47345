#include "ui/pages/TrayPanel.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

/// `known`: somebody is signed in, who may see whose cards these are.
QString cardName(const TrayCard& card, bool known)
{
    if (known && !card.name.empty())
        return words::fromUtf8(card.name);
    if (card.kind == "agent")
        return TrayPanel::tr("Agent's card");
    if (card.kind == "foreign")
        return TrayPanel::tr("A card from elsewhere");
    return card.kind == "issued" ? TrayPanel::tr("Issued card") : TrayPanel::tr("Blank card");
}

} // namespace

TrayPanel::TrayPanel(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    named(this, "tray", tr("Training tray"));
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRadius", metrics::radiusPanel);
    setFixedWidth(420);
    auto* head = new QHBoxLayout;
    auto* title = new QVBoxLayout;
    title->setSpacing(0);
    title->addWidget(new Label(tr("Training tray"), TextStyle::Title2));
    title->addWidget(new Label(tr("Cards are files, readers are simulated"), TextStyle::Compact, Colour::TextMuted));
    m_close = named(new SecondaryButton(tr("Close")), "tray-close", tr("Close the training tray"));
    m_close->setKeyCap(QStringLiteral("F9"));
    m_close->setSize(ActionButton::Size::Compact);
    head->addLayout(title, 1);
    head->addWidget(m_close, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(8);
    column->addLayout(head);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    column->addLayout(m_rows);
    connect(m_close, &ActionButton::clicked, this, &TrayPanel::toggle);
    for (auto signal : {&DeskHub::trayUpdated, &DeskHub::sessionBegan})
        connect(&m_hub, signal, this, &TrayPanel::showCards);
    connect(&m_hub, &DeskHub::sessionOver, this, &TrayPanel::showCards);
    parent->installEventFilter(this);
    hide();
    showCards();
}

void TrayPanel::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), [this] { toggle(); });
    for (int at = 0; at < 9; ++at)
        bindKey(this, QKeySequence(QKeyCombination(Qt::CTRL, static_cast<Qt::Key>(Qt::Key_1 + at))), [this, at] {
            if (at >= static_cast<int>(m_hub.tray().size()))
                return;
            const auto card = m_hub.tray()[static_cast<std::size_t>(at)];
            if (card.in)
                pull(*card.in);
            else
                m_hub.port().tray()->insert(card.id, card.kind == "agent" ? ReaderRole::agent : ReaderRole::subject);
        });
}

void TrayPanel::pull(ReaderRole reader) { m_hub.port().tray()->pull(reader); }

void TrayPanel::toggle()
{
    auto* focus = window()->focusWidget();
    if (!isVisible()) {
        m_before = focus;
        open();
        return setFocus();
    }
    if (focus == this || isAncestorOf(focus)) { // back to where the agent was, not to whatever Tab would find next
        auto* passcode = window()->findChild<QWidget*>(QStringLiteral("signin-passcode"));
        if (passcode && passcode->isVisible())
            passcode->setFocus(Qt::OtherFocusReason);
        else if (m_before && m_before->isVisible())
            m_before->setFocus(Qt::OtherFocusReason);
        else
            focus->clearFocus();
    }
    hide();
}

void TrayPanel::open()
{
    showCards();
    show();
    raise();
    place();
}

QWidget* TrayPanel::cardRow(const TrayCard& card, int number)
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 6, 0, 6);
    line->setSpacing(8);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    auto* title = new Label(tr("%1  %2").arg(number).arg(cardName(card, m_hub.signedIn())), TextStyle::BodyMedium);
    title->setElided(true);
    names->addWidget(title);
    const auto where = !card.in                      ? tr("%1, beside the readers").arg(words::fromUtf8(card.id))
                       : *card.in == ReaderRole::agent ? tr("%1, in reader 1").arg(words::fromUtf8(card.id))
                                                       : tr("%1, in reader 2").arg(words::fromUtf8(card.id));
    names->addWidget(new Label(where, TextStyle::Small, Colour::TextMuted));
    line->addLayout(names, 1);
    const auto id = card.id;
    const auto addButton = [&](const QString& words, const QString& name, const QString& spoken, auto action) {
        auto* button = new SecondaryButton(words);
        button->setObjectName(name);
        button->setAccessibleName(spoken);
        button->setSize(ActionButton::Size::Compact);
        connect(button, &ActionButton::clicked, this, action);
        line->addWidget(button);
    };
    const auto spoken = cardName(card, m_hub.signedIn());
    const auto tag = words::fromUtf8(card.id);
    if (card.in) {
        addButton(tr("Pull"), QStringLiteral("tray-pull-%1").arg(tag), tr("Pull %1").arg(spoken), [this, reader = *card.in] { pull(reader); });
    } else {
        if (card.kind == "issued")
            addButton(tr("Lock"), QStringLiteral("tray-lock-%1").arg(tag), tr("Spend the tries of %1").arg(spoken),
                      [this, id] { m_hub.port().tray()->spendTries(id); });
        addButton(tr("Reader 1"), QStringLiteral("tray-1-%1").arg(tag), tr("Put %1 in reader 1").arg(spoken),
                  [this, id] { m_hub.port().tray()->insert(id, ReaderRole::agent); });
        addButton(tr("Reader 2"), QStringLiteral("tray-2-%1").arg(tag), tr("Put %1 in reader 2").arg(spoken),
                  [this, id] { m_hub.port().tray()->insert(id, ReaderRole::subject); });
    }
    return row;
}

void TrayPanel::showCards()
{
    const auto* before = focusWidget();
    const bool had = before != nullptr && isAncestorOf(before);
    emptyLayout(m_rows);
    int number = 0;
    for (const auto& card : m_hub.tray()) {
        m_rows->addWidget(new Divider);
        m_rows->addWidget(cardRow(card, ++number));
    }
    m_rows->addWidget(new Divider);
    m_rows->addWidget(new TextBlock(tr("Ctrl and its number puts a card in, the agent's in reader 1, others in reader 2; once more pulls it."), TextStyle::Small, Colour::TextMuted));
    if (had)
        setFocus();
    place();
}

void TrayPanel::place()
{
    resize(width(), layout()->sizeHint().height());
    const auto* window = qobject_cast<const DeskWindow*>(parentWidget());
    const bool full = window && window->isFull();
    const int x = full ? 16 : parentWidget()->width() - width() - 24;
    const int y = parentWidget()->height() - height() - (full ? 24 : metrics::readerStrip + 16);
    move(x, std::max(8, y));
}

bool TrayPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

bool TrayPanel::event(QEvent* event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) // rows came or went: the size follows them
        place();
    return done;
}

void TrayPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::radiusPanel, metrics::radiusPanel);
    painter.fillPath(path, colour(Colour::Surface));
    painter.setPen(QPen(colour(Colour::BorderStrong), Theme::current().hairline()));
    painter.drawPath(path);
}

} // namespace cardwright::ui
