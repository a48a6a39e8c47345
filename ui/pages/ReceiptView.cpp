#include "ui/pages/ReceiptView.h"

#include "ui/bridge/PrintPort.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PrintFrame.h"
#include "ui/pages/PrinterChoice.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/SheetPreview.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int sideWidth = 300;
constexpr int sheetWidth = 560;
constexpr const char* printerSetting = "paper-printer"; // paper, not plastic

} // namespace

ReceiptView::ReceiptView(DeskHub& hub, std::function<QStringList()> printers, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("receipt-view"));
    m_back = named(new SecondaryButton(tr("Back")), "receipt-back", tr("Back"));
    m_trouble = named(new Banner, "receipt-trouble");
    m_trouble->hide();
    m_preview = named(new SheetPreview, "receipt-sheet", tr("Receipt for a smartcard"));
    m_preview->setMaximumWidth(sheetWidth);
    auto* scroll = named(new QScrollArea, "receipt-scroll", tr("The receipt, to be read"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* inside = new QWidget;
    inside->setObjectName(QStringLiteral("scrolled"));
    auto* sheet = plainColumn(inside);
    sheet->addWidget(m_preview);
    sheet->addStretch(1);
    scroll->setWidget(inside);

    auto* panel = named(new Panel, "receipt-controls", tr("How it is printed"));
    panel->body()->setSpacing(10);
    m_where = new PrinterChoice(hub, QStringLiteral("receipt"), printerSetting, std::move(printers));
    m_print = named(new PrimaryButton(tr("Print")), "receipt-print", tr("Print"));
    m_print->setIconName(QStringLiteral("print"));
    m_print->setKeyCap(tr("Enter"));
    panel->body()->addWidget(m_where);
    panel->body()->addWidget(m_print);
    auto* side = new QWidget;
    side->setFixedWidth(sideWidth);
    auto* right = plainColumn(side);
    right->addWidget(panel);
    right->addStretch(1);

    auto* row = framePrint(this, tr("Receipt"), m_back, m_trouble);
    row->addWidget(scroll, 1);
    row->addWidget(side);
    connect(m_back, &ActionButton::clicked, this, &ReceiptView::left);
    connect(m_print, &ActionButton::clicked, this, &ReceiptView::print);
    connect(m_print, &ActionButton::heldPressed, this, &ReceiptView::said);
    connect(m_where, &PrinterChoice::changed, this, [this] { m_print->setText(m_where->action()); });
    clear();
}

void ReceiptView::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_Return), m_print);
}

void ReceiptView::clear()
{
    m_card.clear();
    m_trouble->hide();
    show({});
}

void ReceiptView::show(std::vector<PaperSheet> sheets)
{
    m_sheets = std::move(sheets);
    m_preview->setSheets(m_sheets);
    if (m_sheets.empty())
        m_print->hold(tr("The receipt is not here yet."));
    else
        m_print->release();
}

void ReceiptView::open(const QString& card)
{
    clear();
    m_card = card;
    m_where->refill();
    m_print->setFocus();
    auto* port = m_hub.port().print();
    if (!port) return;
    port->receipt(card.toStdString(), guarded<ReceiptAnswer>(this, [this, card](const ReceiptAnswer& answer) {
        if (card != m_card) return;
        if (answer.failure) return tell(tr("There is no receipt"), failureLine(*answer.failure));
        show(receiptSheets(*m_hub.port().print()->policy(), answer.receipt));
    }));
}

void ReceiptView::print()
{
    // Named by the card, never by the person.
    const auto wrong = m_where->printSheets(m_sheets, tr("Receipt"), QStringLiteral("receipt-") + m_card.right(8));
    if (!wrong.isEmpty()) return tell(tr("Not printed"), wrong);
    m_trouble->hide();
    Q_EMIT said(m_where->lastFile().isEmpty() ? tr("Receipt printed") : tr("Written to %1").arg(m_where->lastFile()));
}

void ReceiptView::tell(const QString& title, const QString& line)
{
    m_trouble->setContent(Tone::Danger, QStringLiteral("error"), title, line);
    m_trouble->show();
}

} // namespace cardwright::ui
