#include "ui/pages/SignInPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
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
    makeLeft();
    m_pill = named(new ConnectionPill, "signin-centre");
    m_job = named(new Banner, "signin-job");
    m_job->hide();
    auto* pillRow = new QHBoxLayout;
    pillRow->addStretch(1);
    pillRow->addWidget(m_pill);
    auto* right = new QVBoxLayout;
    right->setContentsMargins(88, 32, 88, 32);
    right->setSpacing(0);
    right->addLayout(pillRow);
    right->addSpacing(12);
    right->addWidget(m_job);
    right->addStretch(2);
    makeEntry(right);
    right->addStretch(3);
    right->addWidget(makeFoot());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_left);
    row->addLayout(right, 1);

    connect(m_go, &ActionButton::clicked, this, &SignInPage::submit);
    connect(m_go, &ActionButton::heldPressed, this, [this](const QString& why) { announce(this, why); });
    connect(m_passcode, &PasscodeEdit::entered, this, [this] { m_go->trigger(); });
    connect(m_passcode, &PasscodeEdit::countChanged, this, &SignInPage::refresh);
    connect(&m_hub, &DeskHub::agentCardUpdated, this, &SignInPage::cardChanged);
    connect(&m_hub, &DeskHub::centreUpdated, this, &SignInPage::refresh);
    connect(&m_hub, &DeskHub::signInAnswered, this, &SignInPage::answer);
    refresh();
}

void SignInPage::makeLeft()
{
    m_left = new QWidget(this);
    m_left->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* column = new QVBoxLayout(m_left);
    column->setContentsMargins(56, 48, 40, 44);
    column->setSpacing(6);
    column->addStretch(1);
    auto* site = new Label(words::fromUtf8(m_hub.site().name), TextStyle::Title2, Colour::RailText);
    site->setWordWrap(true);
    column->addWidget(site);
    auto* place = new Label(placeLine(m_hub.site()), TextStyle::Body, Colour::RailText);
    place->setWordWrap(true);
    column->addWidget(place);
}

void SignInPage::makeEntry(QVBoxLayout* column)
{
    m_cardSign = new IconLabel(QStringLiteral("card-chip"), 22, Colour::SuccessText);
    m_cardLine = named(new Label({}, TextStyle::Body, Colour::TextSecondary), "signin-card");
    m_cardLine->setWordWrap(true);
    m_title = named(new Label({}, TextStyle::Greeting), "signin-greeting");
    m_title->setWordWrap(true);
    m_fieldLabel = new Label(tr("Passcode of your own card"), TextStyle::BodyMedium);
    m_passcode = named(new PasscodeEdit, "signin-passcode", tr("Passcode of your own card"));
    m_go = named(new PrimaryButton(tr("Sign in")), "signin-go", tr("Sign in"));
    m_go->setKeyCap(tr("Enter"));
    m_hint = named(new TextBlock({}, TextStyle::Compact, Colour::TextMuted), "signin-hint");
    m_notice = named(new Banner, "signin-banner");
    m_notice->hide();
    auto* cardRow = new QHBoxLayout;
    cardRow->setSpacing(10);
    cardRow->addWidget(m_cardSign);
    cardRow->addWidget(m_cardLine, 1);
    auto* entry = new QHBoxLayout;
    entry->setSpacing(12);
    entry->addWidget(m_passcode, 1);
    entry->addWidget(m_go, 0, Qt::AlignLeft);
    m_helpTitle = named(new Label({}, TextStyle::BodyStrong), "signin-help-title");
    auto* help = named(new QWidget, "signin-help-list");
    m_help = new QVBoxLayout(help);
    m_help->setContentsMargins(0, 0, 0, 0);
    m_help->setSpacing(0);

    column->addLayout(cardRow);
    column->addSpacing(8);
    column->addWidget(m_title);
    column->addSpacing(16);
    column->addWidget(m_notice);
    column->addSpacing(8);
    column->addWidget(m_fieldLabel);
    column->addSpacing(8);
    column->addLayout(entry);
    column->addSpacing(10);
    column->addWidget(m_hint);
    column->addSpacing(24);
    column->addWidget(m_helpTitle);
    column->addSpacing(10);
    column->addWidget(new Divider);
    column->addWidget(help);
}

QWidget* SignInPage::makeFoot()
{
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_footer = named(new Label({}, TextStyle::Compact, Colour::TextMuted), "signin-queue");
    m_footer->setElided(true);
    auto* diagnosis = named(new QuietButton(tr("Diagnosis")), "signin-diagnosis", tr("Diagnosis"));
    diagnosis->setKeyCap(QStringLiteral("F2"));
    auto* help = named(new QuietButton(tr("Help")), "signin-help", tr("Help"));
    help->setKeyCap(QStringLiteral("F1"));
    row->addWidget(m_footer, 1);
    row->addWidget(diagnosis);
    row->addWidget(help);
    connect(diagnosis, &ActionButton::clicked, this, &SignInPage::diagnosisWanted);
    connect(help, &ActionButton::clicked, this, &SignInPage::helpWanted);
    return foot;
}

void SignInPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_F1), [this] { Q_EMIT helpWanted(); });
    bindKey(this, QKeySequence(Qt::Key_F2), [this] { Q_EMIT diagnosisWanted(); });
}

void SignInPage::setClosed(DeskClosed closed, bool workKept)
{
    m_closed = closed;
    m_workKept = workKept;
    m_answer.reset();
    m_passcode->clear();
    refresh();
}

void SignInPage::setJob(LeftJob job)
{
    if (job == m_leftJob)
        return;
    m_leftJob = job;
    refresh();
}

void SignInPage::cardChanged()
{
    if (m_hub.agentCard().state != AgentCardState::ready) {
        m_answer.reset(); // it was of a card that is not here as it was
        m_passcode->clear();
    }
    refresh();
}

void SignInPage::refresh()
{
    SignInFacts facts{m_hub.agentCard(), m_answer, m_hub.site(), m_hub.centre(), m_closed, m_workKept, m_leftJob, m_passcode->count(),
                      QTime::currentTime().hour()};
    showView(signInView(facts));
}

void SignInPage::showView(const SignInView& view)
{
    const auto pill = words::centrePill(m_hub.centre());
    if (pill.good)
        m_pill->setConnected(pill.text);
    else
        m_pill->setUnreachable(pill.text);
    m_cardSign->setIconName(view.cardIcon);
    m_cardSign->setInk(view.cardGood ? Colour::SuccessText : Colour::TextSecondary);
    m_cardLine->setText(view.cardLine);
    m_title->setText(view.title);
    m_passcode->setVisible(view.asksPasscode);
    m_fieldLabel->setVisible(view.asksPasscode);
    m_go->setVisible(view.asksPasscode || !view.notice);
    if (!m_go->isBusy()) {
        if (view.held.isEmpty())
            m_go->release();
        else
            m_go->hold(view.held);
        m_go->setText(view.goWords);
    }
    m_hint->setText(view.hint);
    m_hint->setVisible(!view.hint.isEmpty());
    m_passcode->setWrong(view.wrong);
    const auto show = [](Banner* banner, const std::optional<SignInNotice>& notice) {
        if (notice)
            banner->setContent(notice->tone, notice->icon, notice->title, notice->words);
        banner->setVisible(notice.has_value());
    };
    show(m_notice, view.notice);
    show(m_job, view.job);
    showHelp(view);
    m_footer->setText(view.footer);
    if (view.asksPasscode && isVisible() && !m_passcode->hasFocus() && !m_go->isBusy())
        m_passcode->setFocus();
}

void SignInPage::showHelp(const SignInView& view)
{
    QString all = view.helpTitle;
    for (const auto& row : view.help)
        all += row.name + row.title + row.words;
    if (all == m_shownHelp)
        return;
    m_shownHelp = all;
    m_helpTitle->setText(view.helpTitle);
    emptyLayout(m_help);
    for (std::size_t at = 0; at < view.help.size(); ++at) {
        const auto& help = view.help[at];
        auto* row = new ListRow(help.title, help.words);
        row->setObjectName(QStringLiteral("signin-help-") + help.name);
        row->setAccessibleName(help.title);
        row->setIconName(help.icon, false);
        row->setLast(at + 1 == view.help.size());
        m_help->addWidget(row);
    }
}

void SignInPage::submit()
{
    if (m_passcode->count() == 0)
        return;
    const bool agreed = m_hub.agentCard().triesLeft == 1; // the button says "Use the last try"
    m_answer.reset();
    m_go->setBusy(tr("Signing in"));
    m_hub.signIn(m_passcode->take(), agreed);
}

void SignInPage::answer(const SignInAnswer& answer)
{
    m_go->clearBusy();
    m_answer = answer.outcome == SignInOutcome::signedIn ? std::nullopt : std::optional(answer);
    refresh();
    if (answer.outcome == SignInOutcome::signedIn)
        return;
    if (answer.outcome == SignInOutcome::wrongPasscode)
        announce(m_passcode, m_hint->text());
    if (m_passcode->isVisible())
        m_passcode->setFocus();
}

int SignInPage::leftWidth() const { return width() < metrics::narrowBelow ? 304 : metrics::signInLeft; }

void SignInPage::resizeEvent(QResizeEvent*)
{
    m_left->setFixedWidth(leftWidth());
    const bool narrow = width() < metrics::narrowBelow;
    auto* right = qobject_cast<QVBoxLayout*>(layout()->itemAt(1)->layout());
    right->setContentsMargins(narrow ? 48 : 88, narrow ? 20 : 32, narrow ? 48 : 88, narrow ? 20 : 32);
}

void SignInPage::showEvent(QShowEvent*)
{
    refresh();
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
    painter.setPen(colour(Colour::RailText));
    painter.drawText(QRect(108, 50, left - 108, 38), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("Cardwright"));
    const int wide = std::min(400, left - 72);
    const auto picture = artPixmap(QStringLiteral("sign-in-reader"), QSize(wide, wide), ratio);
    const QSizeF size = QSizeF(picture.size()) / picture.devicePixelRatio();
    painter.drawPixmap(QPointF((left - size.width()) / 2, (height() - size.height()) / 2), picture);
}

} // namespace cardwright::ui
