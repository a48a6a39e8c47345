#include "ui/pages/DonePage.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/ReceiptView.h"
#include "ui/bridge/TermsPort.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int handoverNames = 136; // "Signing documents" and its gap

} // namespace

DonePage::DonePage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("done-page"));
    m_frame = new FlowFrame;
    m_receiptView = new ReceiptView(hub);
    m_views = new QStackedWidget;
    m_views->addWidget(m_frame);
    m_views->addWidget(m_receiptView);
    plainColumn(this)->addWidget(m_views);

    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    m_headline = named(new Label({}, TextStyle::Title1), "done-headline");
    m_sign = new IconLabel(QStringLiteral("approve"), 28, Colour::SuccessText);
    head->addWidget(m_sign);
    head->addWidget(m_headline, 1);
    m_sub = named(new TextBlock({}, TextStyle::Body), "done-sub");
    m_warning = named(new Banner, "done-warning");
    m_written = named(new Panel, "done-written", tr("What was written and proven"));
    m_written->body()->setSpacing(0);
    m_written->setPadding(14);
    column->addLayout(head);
    column->addWidget(m_sub);
    column->addWidget(m_warning);
    m_findings = named(new Panel, "done-findings", tr("What does not hold"));
    m_findings->body()->setSpacing(0);
    m_findings->setPadding(14);
    column->addWidget(m_findings);
    column->addWidget(m_written);
    column->addStretch(1);
    m_frame->setWork(work);

    auto* side = new QWidget;
    auto* right = new QVBoxLayout(side);
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(16);
    m_face = named(new CardFace, "done-face", tr("The card"));
    m_record = named(new TextBlock({}, TextStyle::Body), "done-record");
    right->addWidget(m_face);
    right->addWidget(m_record);
    m_handover = named(new Panel, "done-handover", tr("What the holder was given"));
    m_handover->body()->setSpacing(4);
    m_handover->setPadding(14);
    m_handover->hide();
    right->addWidget(m_handover);
    m_closing = named(new TextBlock({}, TextStyle::Body), "done-closing");
    right->addWidget(m_closing);
    right->addStretch(1);
    m_frame->setSide(side);

    m_next = named(new PrimaryButton(tr("Next person")), "done-next", tr("Next person"));
    m_next->setKeyCap(tr("Enter"));
    m_print = named(new SecondaryButton(tr("Print the card")), "done-print", tr("Print the card"));
    m_print->setSize(ActionButton::Size::Choice);
    m_print->setIconName(QStringLiteral("print"));
    m_print->setKeyCap(QStringLiteral("P"));
    m_print->hide();
    m_receipt = named(new SecondaryButton(tr("Receipt")), "done-receipt", tr("Read, print or keep the receipt"));
    m_receipt->setSize(ActionButton::Size::Choice);
    m_receipt->setIconName(QStringLiteral("document"));
    m_receipt->setKeyCap(QStringLiteral("C"));
    m_receipt->hide();
    m_frame->footerRight()->addWidget(m_receipt);
    connect(m_receipt, &ActionButton::clicked, this, [this] {
        m_views->setCurrentWidget(m_receiptView);
        m_receiptView->open(m_handoverCard);
    });
    connect(m_receiptView, &ReceiptView::said, this, &DonePage::said);
    connect(m_receiptView, &ReceiptView::left, this, [this] {
        m_views->setCurrentWidget(m_frame);
        m_next->setFocus();
    });
    m_frame->footerRight()->addWidget(m_print);
    connect(m_print, &ActionButton::clicked, this, [this] { Q_EMIT printWanted(m_card); });
    connect(m_print, &ActionButton::heldPressed, m_closing, &TextBlock::setText);
    m_frame->footerRight()->addWidget(m_next);
    connect(m_next, &ActionButton::clicked, this, &DonePage::finished);
    // The record may leave for the centre while the page is still up: it then says so.
    connect(&m_hub, &DeskHub::centreUpdated, this, [this] {
        if (!isVisible() || m_hub.centre().reach != CentreReach::connected || m_hub.centre().waiting != 0 || m_record->isHidden()) return;
        m_record->setText(tr("The record is at the centre."));
    });
}

void DonePage::bindKeys()
{
    const auto onPage = [this] { return m_views->currentWidget() == m_frame; };
    bindKey(this, QKeySequence(Qt::Key_Return), m_next, onPage);
    bindKey(this, QKeySequence(Qt::Key_P), m_print, [this, onPage] { return onPage() && !m_print->isHidden(); });
    bindKey(this, QKeySequence(Qt::Key_C), m_receipt, [this, onPage] { return onPage() && !m_receipt->isHidden(); });
    bindKey(this, QKeySequence(Qt::Key_Escape), [this] { Q_EMIT finished(); }, onPage);
    m_receiptView->bindKeys();
}

void DonePage::setNarrow(bool narrow) { m_frame->setNarrow(narrow); }

void DonePage::present(const JobEnd& end, const Holder& holder, const QVector<StepItem>& steps, const QString& nextWords)
{
    const auto view = doneView(end);
    m_views->setCurrentWidget(m_frame);
    m_receiptView->clear();
    m_frame->head()->setFlow(words::jobTitle(end.kind), words::fromUtf8(holder.legalName), {});
    m_frame->stepper()->setSteps(steps);
    m_headline->setText(view.headline);
    m_sub->setText(view.sub);
    m_warning->setVisible(!view.warning.isEmpty());
    m_warning->setContent(Tone::Warning, QStringLiteral("clock"), view.warningTitle, view.warning);
    emptyLayout(m_written->body());
    m_written->setVisible(!view.written.empty());
    m_written->body()->addWidget(new Label(view.writtenTitle, TextStyle::BodyStrong));
    showFindings(view.findings);
    for (std::size_t at = 0; at < view.written.size(); ++at) {
        auto* row = new VerdictRow(VerdictRow::Verdict::Passes, view.written[at].first, view.written[at].second);
        row->setObjectName(QStringLiteral("done-line-%1").arg(at + 1));
        m_written->body()->addWidget(row);
    }
    showHandover(end);
    m_closing->setText(view.closing);
    m_closing->setVisible(!view.closing.isEmpty());
    auto printed = holder;
    if (end.receipt && !end.receipt->userNumber.empty())
        printed.userNumber = end.receipt->userNumber;
    m_face->setContent(end.abandoned || end.kind == JobKind::clear ? blankFace(m_hub.site()) : faceOf(printed, m_hub.site()));
    m_record->setText(view.record);
    m_record->setVisible(!view.record.isEmpty());
    m_card = end.kind == JobKind::issue && end.receipt && !end.abandoned ? words::fromUtf8(end.receipt->cardGuid) : QString();
    m_print->setVisible(!m_card.isEmpty() && m_hub.port().print() != nullptr);
    if (m_hub.may(permits::issueCard))
        m_print->release();
    else
        m_print->hold(words::notPermitted(permits::issueCard, m_hub.agentRole()));
    m_next->setText(nextWords);
    m_next->setAccessibleName(nextWords);
    announce(m_headline, view.warningTitle.isEmpty() ? view.headline : view.headline + QStringLiteral(". ") + view.warningTitle);
}

void DonePage::setPrinted(bool putOff, const QVector<StepItem>& steps)
{
    m_frame->stepper()->setSteps(steps);
    m_print->setVisible(putOff && !m_card.isEmpty());
}

void DonePage::clear()
{
    m_handoverCard.clear();
    emptyLayout(m_handover->body());
    m_receiptView->clear();
    m_views->setCurrentWidget(m_frame);
}

/// The receipt's own words: what they have, what comes later, and what to try. Read whole, printed or kept as a file in ReceiptView.
void DonePage::showHandover(const JobEnd& end)
{
    emptyLayout(m_handover->body());
    m_handover->hide();
    m_receipt->hide();
    m_handoverCard.clear();
    auto* terms = m_hub.port().terms();
    const bool given = end.outcome == JobOutcome::done && end.receipt && !end.abandoned && !end.receipt->cardGuid.empty() &&
                       (end.kind == JobKind::issue || end.kind == JobKind::terms || end.kind == JobKind::renew);
    if (!given)
        return;
    m_handoverCard = words::fromUtf8(end.receipt->cardGuid);
    m_receipt->setVisible(m_hub.port().print() != nullptr);
    if (terms == nullptr)
        return;
    terms->receipt(end.receipt->cardGuid, guarded<HandoverView>(this, [this, card = m_handoverCard](const HandoverView& view) {
        if (card != m_handoverCard || view.failure)
            return;
        m_handover->body()->addWidget(new Label(tr("What the holder was given"), TextStyle::BodyStrong));
        const auto add = [this](const QString& label, const QString& value) {
            auto* row = new FactRow(label, value);
            row->setNameWidth(handoverNames);
            row->setWraps();
            m_handover->body()->addWidget(row);
        };
        for (const auto& line : view.lines)
            add(words::fromUtf8(line.label), words::fromUtf8(line.value));
        if (!view.systems.empty()) {
            QStringList systems;
            for (const auto& system : view.systems)
                systems << words::fromUtf8(system);
            add(tr("Try each of these"), systems.join(QStringLiteral(", ")));
        }
        for (const auto& step : view.nextSteps)
            m_handover->body()->addWidget(new TextBlock(words::fromUtf8(step), TextStyle::Compact));
        m_handover->show();
    }));
}

void DonePage::showFindings(const std::vector<QString>& findings)
{
    const bool bad = !findings.empty();
    m_sign->setIconName(bad ? QStringLiteral("warning") : QStringLiteral("approve"));
    m_sign->setInk(bad ? Colour::WarningText : Colour::SuccessText);
    emptyLayout(m_findings->body());
    m_findings->setVisible(bad);
    m_findings->body()->addWidget(new Label(tr("What does not hold"), TextStyle::BodyStrong));
    for (std::size_t at = 0; at < findings.size(); ++at) {
        auto words = findings[at];
        if (!words.isEmpty())
            words[0] = words[0].toUpper();
        auto* row = new VerdictRow(VerdictRow::Verdict::Fails, words, {});
        row->setObjectName(QStringLiteral("done-finding-%1").arg(at + 1));
        m_findings->body()->addWidget(row);
    }
}

void DonePage::showEvent(QShowEvent*)
{
    if (m_views->currentWidget() == m_frame) m_next->setFocus();
}

} // namespace cardwright::ui
