#include "ui/pages/CardActPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

CardActPage::CardActPage(DeskHub& hub, const char* name, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    const auto prefix = QString::fromLatin1(name);
    setObjectName(prefix + QStringLiteral("-page"));
    const auto part = [&prefix](auto* widget, const char* ending, const QString& spoken = {}) {
        return named(widget, qPrintable(prefix + QLatin1String(ending)), spoken);
    };
    m_frame = new FlowFrame;
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_frame);
    part(m_frame->stepper(), "-stepper", tr("Steps"));

    auto* work = new QWidget;
    m_column = new QVBoxLayout(work);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(12);
    m_headline = part(new Label({}, TextStyle::Lead), "-headline");
    m_headline->setWordWrap(true);
    m_sub = part(new TextBlock({}, TextStyle::Body), "-sub");
    m_banner = part(new Banner, "-warning");
    m_banner->hide();
    m_column->addWidget(m_headline);
    m_column->addWidget(m_sub);
    m_column->addWidget(m_banner);
    m_frame->setWork(work);

    auto* side = new QWidget;
    auto* right = new QVBoxLayout(side);
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(16);
    m_face = part(new CardFace, "-face", tr("The card"));
    m_closing = part(new TextBlock({}, TextStyle::Body), "-closing");
    right->addWidget(m_face);
    right->addWidget(m_closing);
    right->addStretch(1);
    m_frame->setSide(side);

    m_back = part(new SecondaryButton(tr("Back")), "-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_back->setSize(ActionButton::Size::Choice);
    m_frame->footerLeft()->addWidget(m_back);
    m_next = part(new PrimaryButton(tr("Go on")), "-next");
    m_next->setKeyCap(tr("Enter"));
    m_frame->footerRight()->addWidget(m_next);
    connect(m_back, &ActionButton::clicked, this, [this] {
        if (!stepBack())
            Q_EMIT left();
    });
    connect(m_next, &ActionButton::clicked, this, [this] { submit(); });
    connect(m_next, &ActionButton::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_next, why);
    });
}

void CardActPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
}

void CardActPage::setNarrow(bool narrow) { m_frame->setNarrow(narrow); }

void CardActPage::showEvent(QShowEvent*) { takeFocus(); }
void CardActPage::takeFocus() { m_next->setFocus(); }

void CardActPage::setHead(const QString& kicker, const Holder& holder, const QVector<StepItem>& steps)
{
    m_frame->head()->setFlow(kicker, words::fromUtf8(holder.legalName), holder.userNumber.empty() ? QString() : tr("UUID %1").arg(words::groupedNumber(holder.userNumber)));
    m_frame->stepper()->setSteps(steps);
    m_face->setContent(faceOf(holder, m_hub.site()));
}

void CardActPage::setHeadline(const QString& headline, const QString& sub)
{
    m_headline->setText(headline);
    m_sub->setText(sub);
    m_sub->setVisible(!sub.isEmpty());
}

void CardActPage::setWarning(const QString& title, const QString& words)
{
    m_banner->setContent(Tone::Warning, QStringLiteral("warning"), title, words);
    m_banner->setVisible(!title.isEmpty());
}

void CardActPage::setTrouble(const Failure& failure)
{
    const auto lines = words::failure(failure);
    setWarning(lines.cause, lines.next + QStringLiteral(" (") + lines.code + QLatin1Char(')'));
    announce(m_banner, lines.cause + QLatin1Char(' ') + lines.next);
}

void CardActPage::setClosing(const QString& words)
{
    m_closing->setText(words);
    m_closing->setVisible(!words.isEmpty());
}

void CardActPage::setNext(const QString& words, const QString& icon, const QString& held)
{
    m_next->setText(words);
    m_next->setAccessibleName(words);
    m_next->setIconName(icon);
    if (held.isEmpty())
        m_next->release();
    else
        m_next->hold(held);
    m_frame->setFooterWords(held);
}

} // namespace cardwright::ui
