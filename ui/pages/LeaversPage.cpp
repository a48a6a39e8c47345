#include "ui/pages/LeaversPage.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr int longestReason = 400;
constexpr int narrowList = 1000;
}

LeaversPage::LeaversPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("leavers-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Leavers"));
    m_back = named(new SecondaryButton(tr("People")), "leavers-back", tr("Back to people"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_back);
    m_hint = named(new TextBlock({}, TextStyle::Body), "leavers-hint");
    m_model = new TableModel({tr("Name"), tr("UUID"), tr("Leaves"), tr("Proposed")}, this);
    m_table = named(new TableView, "leavers-table", tr("Leavers"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(0);
    m_side = named(new Panel, "leavers-side", tr("The chosen leaver"));
    m_side->setFixedWidth(metrics::flowSideMinimum);
    m_name = named(new TextBlock({}, TextStyle::Title2, Colour::Text), "leavers-name");
    m_proposal = named(new TextBlock({}, TextStyle::Body), "leavers-proposal");
    m_close = named(new SecondaryButton(tr("Close the record")), "leavers-close", tr("Close the record: their card is cancelled"));
    m_close->setKeyCap(QStringLiteral("D"));
    m_reason = named(new Field(tr("Why do they keep it?")), "leavers-reason-field");
    named(m_reason->edit(), "leavers-reason", tr("Why do they keep it?"));
    m_reason->edit()->setMaxLength(longestReason);
    m_keep = named(new SecondaryButton(tr("They keep the card")), "leavers-keep", tr("They keep the card"));
    m_keep->setKeyCap(tr("Ctrl Enter"));
    m_look = named(new SecondaryButton(tr("Open the record")), "leavers-look", tr("Open the record"));
    m_look->setKeyCap(QStringLiteral("O"));
    m_trouble = named(new TextBlock({}, TextStyle::Compact, Colour::WarningText), "leavers-trouble");
    m_side->body()->setSpacing(12);
    for (QWidget* part : std::initializer_list<QWidget*>{m_name, m_proposal, m_look, m_close, m_reason, m_keep, m_trouble})
        m_side->body()->addWidget(part);
    auto* side = new QVBoxLayout;
    side->addWidget(m_side);
    side->addStretch(1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(metrics::flowGap);
    columns->addWidget(m_table, 1);
    columns->addLayout(side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(m_hint);
    column->addLayout(columns, 1);
    connect(m_back, &ActionButton::clicked, this, &LeaversPage::left);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LeaversPage::present);
    connect(m_reason, &Field::textChanged, this, &LeaversPage::present);
    connect(m_keep, &ActionButton::clicked, this, &LeaversPage::keep);
    connect(m_close, &ActionButton::clicked, this, [this] {
        if (const auto* row = chosen())
            Q_EMIT closeWanted(words::fromUtf8(row->userNumber));
    });
    connect(m_look, &ActionButton::clicked, this, [this] {
        if (const auto* row = chosen())
            Q_EMIT personWanted(words::fromUtf8(row->userNumber));
    });
    for (auto* button : {m_keep, m_close})
        connect(button, &ActionButton::heldPressed, this, &LeaversPage::said);
    showRows({});
}

void LeaversPage::resizeEvent(QResizeEvent* event)
{
    m_table->setColumnHidden(3, width() < narrowList); // the proposal stands at the side as well; the name has no other place
    QWidget::resizeEvent(event);
}

void LeaversPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_D), m_close);
    bindKey(this, QKeySequence(Qt::Key_O), m_look);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Return), m_keep);
}

void LeaversPage::open()
{
    m_reason->setText({});
    ask();
}

void LeaversPage::clear()
{
    ++m_asked;
    m_reason->setText({});
    showRows({});
}

void LeaversPage::ask()
{
    const int asked = ++m_asked;
    m_hub.port().people()->leavers(guarded<std::vector<LeaverRow>>(this, [this, asked](std::vector<LeaverRow> rows) {
        if (asked == m_asked)
            showRows(std::move(rows));
    }));
}

void LeaversPage::showRows(std::vector<LeaverRow> rows)
{
    m_rows = std::move(rows);
    m_model->setRows(static_cast<int>(m_rows.size()), [this](int at, int column) {
        const auto& row = m_rows[static_cast<std::size_t>(at)];
        TableCell cell;
        switch (column) {
        case 0:
            cell.words = words::fromUtf8(row.name);
            cell.icon = QStringLiteral("person");
            cell.strong = true;
            break;
        case 1:
            cell.words = words::groupedNumber(row.userNumber);
            cell.digits = true;
            break;
        case 2: cell.words = words::shortDate(row.on); break;
        default: cell.words = row.cancel ? tr("Cancel the card") : tr("Keep the card"); break;
        }
        return cell;
    });
    m_table->setVisible(!m_rows.empty());
    m_hint->setText(m_rows.empty() ? tr("The HR file says goodbye to nobody.")
                                   : tr("%1 leave. Nothing ends by a file: you decide, one by one.").arg(m_rows.size()));
    if (!m_rows.empty()) {
        m_table->setCurrentIndex(m_model->index(0, 0));
        m_table->setFocus();
    } else if (isVisible()) {
        m_back->setFocus();
    }
    present();
}

const LeaverRow* LeaversPage::chosen() const
{
    const int at = m_table->currentIndex().row();
    return at < 0 || at >= static_cast<int>(m_rows.size()) ? nullptr : &m_rows[static_cast<std::size_t>(at)];
}

void LeaversPage::present()
{
    const auto* row = chosen();
    m_side->setVisible(row != nullptr);
    m_trouble->hide();
    if (!row)
        return;
    m_name->setText(words::fromUtf8(row->name));
    m_proposal->setText(row->cancel ? tr("Leaves on %1. Proposed: cancel the card, by closing the record.").arg(words::date(row->on))
                                    : tr("Leaves on %1 and stays in health. Proposed: they keep the card.").arg(words::date(row->on)));
    const bool own = row->userNumber == m_hub.agentNumber();
    const auto hold = [&](ActionButton* button, const char* permit, const QString& more) {
        const auto why = own ? tr("Your own record: another agent does it.") : !m_hub.may(permit) ? words::notPermitted(permit, m_hub.agentRole()) : more;
        why.isEmpty() ? button->release() : button->hold(why);
    };
    hold(m_close, permits::closeHolder, {});
    hold(m_keep, permits::changeHolder, m_reason->text().simplified().isEmpty() ? tr("A reason, for the record.") : QString());
}

void LeaversPage::keep()
{
    const auto* row = chosen();
    if (!row)
        return;
    m_keep->setBusy(tr("Recording"));
    m_hub.port().people()->keepLeaver(row->userNumber, m_reason->text().simplified().toStdString(), guarded<ActAnswer>(this, [this, name = row->name](const ActAnswer& answer) {
        m_keep->clearBusy();
        if (!answer.done) {
            m_trouble->setText(failureLine(answer.failure.value_or(Failure::of("INTERNAL"))));
            m_trouble->show();
            announce(m_trouble, m_trouble->text());
            return;
        }
        m_reason->setText({});
        Q_EMIT said(tr("%1 keeps the card").arg(words::fromUtf8(name)));
        ask();
    }));
}

} // namespace cardwright::ui
