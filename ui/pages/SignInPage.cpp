#include "ui/pages/SignInPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/PasscodeEdit.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QTime>
#include <QVBoxLayout>

namespace cardwright::ui {

SignInPage::SignInPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("signin-page"));
    setProperty("focusRing", false); // the passcode field has it
    m_left = new QWidget(this);
    m_left->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_site = new Label(words::fromUtf8(hub.site().name), TextStyle::Title2, Colour::RailSelectedText, m_left);
    m_place = new Label(placeLine(hub.site()), TextStyle::Body, Colour::RailText, m_left);
    auto* leftColumn = new QVBoxLayout(m_left);
    leftColumn->setContentsMargins(56, 48, 40, 44);
    leftColumn->setSpacing(6);
    leftColumn->addStretch(1);
    leftColumn->addWidget(m_site);
    leftColumn->addWidget(m_place);

    m_pill = named(new ConnectionPill, "signin-centre");
    m_cardSign = new IconLabel(QStringLiteral("card-chip"), 22, Colour::SuccessText);
    m_cardLine = named(new Label({}, TextStyle::Body, Colour::TextSecondary), "signin-card");
    m_greeting = named(new Label({}, TextStyle::Greeting), "signin-greeting");
    m_fieldLabel = new Label(tr("Passcode of your own card"), TextStyle::BodyMedium);
    m_passcode = named(new PasscodeEdit, "signin-passcode", tr("Passcode of your own card"));
    m_go = named(new PrimaryButton(tr("Sign in")), "signin-go", tr("Sign in"));
    m_go->setKeyCap(tr("Enter"));
    m_hint = named(new TextBlock({}, TextStyle::Compact, Colour::TextMuted), "signin-hint");
    m_banner = named(new Banner, "signin-banner");
    m_banner->hide();
    m_footer = named(new Label({}, TextStyle::Compact, Colour::TextMuted), "signin-queue");
    m_footer->setElided(true);

    auto* cardRow = new QHBoxLayout;
    cardRow->setSpacing(10);
    cardRow->addWidget(m_cardSign);
    cardRow->addWidget(m_cardLine, 1);
    auto* entry = new QHBoxLayout;
    entry->setSpacing(12);
    entry->addWidget(m_passcode, 1);
    entry->addWidget(m_go, 0, Qt::AlignLeft);
    auto* pillRow = new QHBoxLayout;
    pillRow->addStretch(1);
    pillRow->addWidget(m_pill);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_footer, 1);
    auto* diagnosis = named(new QuietButton(tr("Diagnosis")), "signin-diagnosis", tr("Diagnosis"));
    diagnosis->setKeyCap(QStringLiteral("F2"));
    auto* help = named(new QuietButton(tr("Help")), "signin-help", tr("Help"));
    help->setKeyCap(QStringLiteral("F1"));
    foot->addWidget(diagnosis);
    foot->addWidget(help);

    auto* right = new QVBoxLayout;
    right->setContentsMargins(88, 40, 88, 38);
    right->setSpacing(0);
    right->addLayout(pillRow);
    right->addStretch(2);
    right->addLayout(cardRow);
    right->addSpacing(8);
    right->addWidget(m_greeting);
    right->addSpacing(22);
    right->addWidget(m_fieldLabel);
    right->addSpacing(8);
    right->addLayout(entry);
    right->addSpacing(10);
    right->addWidget(m_hint);
    right->addSpacing(16);
    right->addWidget(m_banner);
    right->addSpacing(24);
    right->addWidget(makeHelpList());
    right->addStretch(3);
    right->addLayout(foot);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_left);
    row->addLayout(right, 1);

    connect(m_go, &ActionButton::clicked, this, &SignInPage::submit);
    connect(m_go, &ActionButton::heldPressed, this, [this](const QString& why) { announce(this, why); });
    connect(m_passcode, &PasscodeEdit::entered, this, [this] { m_go->trigger(); });
    connect(m_passcode, &PasscodeEdit::countChanged, this, [this] { m_wrong = false, showCard(); });
    connect(diagnosis, &ActionButton::clicked, this, &SignInPage::diagnosisWanted);
    connect(help, &ActionButton::clicked, this, &SignInPage::helpWanted);
    connect(&m_hub, &DeskHub::agentCardUpdated, this, [this] {
        m_triesLeft = m_hub.agentCard().triesLeft;
        m_wrong = false;
        if (m_hub.agentCard().state != AgentCardState::ready)
            m_passcode->clear();
        else
            m_reason.clear();
        showCard();
    });
    connect(&m_hub, &DeskHub::centreUpdated, this, &SignInPage::showCentre);
    connect(&m_hub, &DeskHub::signInAnswered, this, &SignInPage::answer);
    showCard();
    showCentre();
}

QWidget* SignInPage::makeHelpList()
{
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Label(tr("If you cannot sign in"), TextStyle::BodyStrong));
    column->addSpacing(10);
    column->addWidget(new Divider);
    const auto add = [&](const char* name, const QString& icon, const QString& title, const QString& line, bool last) {
        auto* row = named(new ListRow(title, line), name, title);
        row->setIconName(icon, false);
        row->setLast(last);
        column->addWidget(row);
    };
    const auto contact = words::fromUtf8(m_hub.site().governanceContact);
    add("signin-help-locked", QStringLiteral("card-locked"), tr("Card locked or expired"),
        contact.isEmpty() ? tr("Another agent of this site unlocks it, at this desk or the next") : tr("Another agent unlocks it, or %1").arg(contact),
        false);
    add("signin-help-forgotten", QStringLiteral("card"), tr("Card left at home"),
        tr("Nobody signs in for somebody else: ask an agent who has their card"), false);
    add("signin-help-unknown", QStringLiteral("reader"), tr("Card not recognised"),
        tr("Chip up and to the front. If that does not help, the diagnosis page says why: F2"), true);
    return list;
}

void SignInPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_F1), [this] { Q_EMIT helpWanted(); });
    bindKey(this, QKeySequence(Qt::Key_F2), [this] { Q_EMIT diagnosisWanted(); });
}

void SignInPage::setReason(const QString& sentence)
{
    m_reason = sentence;
    m_passcode->clear();
    showCard();
}

void SignInPage::showCentre()
{
    const auto pill = words::centrePill(m_hub.centre());
    if (pill.good)
        m_pill->setConnected(pill.text);
    else
        m_pill->setUnreachable(pill.text);
    const int waiting = m_hub.centre().waiting;
    m_footer->setText(waiting == 0  ? tr("Nothing waits for the centre.")
                      : waiting == 1 ? tr("1 record is only on this desk.")
                                     : tr("%1 records are only on this desk.").arg(waiting));
}

void SignInPage::showCard()
{
    const auto& card = m_hub.agentCard();
    const bool ready = card.state == AgentCardState::ready;
    const auto given = words::fromUtf8(card.givenName.empty() ? card.name : card.givenName);
    m_cardSign->setInk(ready ? Colour::SuccessText : Colour::TextSecondary);
    m_cardSign->setIconName(QStringLiteral("card-chip"));
    QString held;
    switch (card.state) {
    case AgentCardState::ready:
        m_cardLine->setText(tr("Your card is in reader 1"));
        m_greeting->setText(words::greeting(given, QTime::currentTime().hour()));
        break;
    case AgentCardState::absent:
        m_cardSign->setIconName(QStringLiteral("reader"));
        m_cardLine->setText(m_reason.isEmpty() ? tr("Reader 1 is empty") : m_reason);
        m_greeting->setText(tr("Put your card in reader 1"));
        held = tr("Your own card goes in reader 1 first.");
        break;
    case AgentCardState::reading:
        m_cardLine->setText(tr("Reading the card in reader 1"));
        m_greeting->setText(tr("One moment"));
        held = tr("The card is being read.");
        break;
    case AgentCardState::locked:
        m_cardSign->setIconName(QStringLiteral("card-locked"));
        m_cardLine->setText(tr("The card in reader 1 is locked"));
        m_greeting->setText(tr("No passcode try is left"));
        held = tr("Another agent unlocks this card.");
        break;
    case AgentCardState::notAgent:
    case AgentCardState::unreadable:
        m_cardSign->setIconName(QStringLiteral("warning"));
        m_cardLine->setText(tr("The card in reader 1"));
        m_greeting->setText(card.state == AgentCardState::notAgent ? tr("Not an agent's card") : tr("Not readable"));
        held = card.failure ? words::failure(*card.failure).next : tr("Take it out and put your own card in.");
        break;
    }
    m_passcode->setVisible(ready);
    m_fieldLabel->setVisible(ready);
    const bool lastTry = m_triesLeft == 1;
    if (!m_go->isBusy()) {
        if (!held.isEmpty())
            m_go->hold(held);
        else if (m_passcode->count() == 0)
            m_go->hold(tr("Type your passcode first."));
        else
            m_go->release();
    }
    m_go->setText(lastTry && ready ? tr("Use the last try") : tr("Sign in"));
    if (!held.isEmpty())
        m_hint->setText(held);
    else if (m_wrong)
        m_hint->setText(m_triesLeft == 1 ? tr("Wrong passcode. One try is left; a wrong one locks the card.")
                                         : tr("Wrong passcode. %1 tries are left.").arg(m_triesLeft.value_or(0)));
    else if (m_triesLeft == 1)
        m_hint->setText(tr("One try is left. A wrong passcode locks the card."));
    else
        m_hint->setText(m_triesLeft ? tr("The card allows %1 tries. It checks the passcode itself; this desk keeps nothing of it.").arg(*m_triesLeft)
                                    : tr("The card checks the passcode itself; this desk keeps nothing of it."));
    m_passcode->setWrong(m_wrong);
    if (card.failure && held.size() > 0) {
        const auto lines = words::failure(*card.failure);
        m_banner->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next + QStringLiteral(" (") + lines.code + QLatin1Char(')'));
        m_banner->show();
    } else if (!m_wrong) {
        m_banner->hide();
    }
    if (ready && isVisible() && !m_passcode->hasFocus() && !m_go->isBusy())
        m_passcode->setFocus();
}

void SignInPage::submit()
{
    if (m_passcode->count() == 0)
        return;
    const bool agreed = m_triesLeft == 1; // the button says "Use the last try"
    m_go->setBusy(tr("Signing in"));
    m_hub.signIn(m_passcode->take(), agreed);
}

void SignInPage::answer(const SignInAnswer& answer)
{
    m_go->clearBusy();
    if (answer.triesLeft)
        m_triesLeft = answer.triesLeft;
    m_wrong = answer.outcome == SignInOutcome::wrongPasscode;
    m_banner->hide();
    showCard();
    if (answer.outcome == SignInOutcome::locked) {
        m_banner->setContent(Tone::Danger, QStringLiteral("lock"), tr("Your card is locked: no passcode try is left"),
                             tr("Another agent of this site unlocks it. (PASSCODE-BLOCKED)"));
        m_banner->show();
    } else if (answer.outcome == SignInOutcome::refused && answer.failure) {
        const auto lines = words::failure(*answer.failure);
        m_banner->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next + QStringLiteral(" (") + lines.code + QLatin1Char(')'));
        m_banner->show();
    }
    if (m_wrong)
        announce(m_passcode, m_hint->text());
    if (answer.outcome != SignInOutcome::signedIn)
        m_passcode->setFocus();
}

int SignInPage::leftWidth() const { return width() < metrics::narrowBelow ? 360 : metrics::signInLeft; }

void SignInPage::resizeEvent(QResizeEvent*) { m_left->setFixedWidth(leftWidth()); }

void SignInPage::showEvent(QShowEvent*)
{
    showCard();
    if (m_passcode->isVisible())
        m_passcode->setFocus();
}

void SignInPage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), colour(Colour::Page));
    const int left = leftWidth();
    painter.fillRect(QRect(0, 0, left, height()), colour(Colour::Rail));
    const qreal ratio = devicePixelRatioF();
    painter.drawPixmap(QPointF(56, 50), artPixmap(QStringLiteral("app-mark"), QSize(38, 38), ratio));
    painter.setFont(fontOf(TextStyle::Title2));
    painter.setPen(colour(Colour::RailSelectedText));
    painter.drawText(QRect(108, 50, left - 108, 38), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("Cardwright"));
    const int wide = std::min(400, left - 72);
    const auto picture = artPixmap(QStringLiteral("sign-in-reader"), QSize(wide, wide), ratio);
    const QSizeF size = QSizeF(picture.size()) / picture.devicePixelRatio();
    painter.drawPixmap(QPointF((left - size.width()) / 2, (height() - size.height()) / 2), picture);
}

} // namespace cardwright::ui
