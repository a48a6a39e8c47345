#include "core/base/FailureCatalogue.h"
#include "ui/models/TableModel.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

QString text(std::string_view words) { return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())); }

QString kindWords(FailureKind kind)
{
    switch (kind) {
    case FailureKind::usage: return HelpPage::tr("The request");
    case FailureKind::refused: return HelpPage::tr("A rule");
    case FailureKind::card: return HelpPage::tr("Card and reader");
    case FailureKind::centre: return HelpPage::tr("The centre");
    case FailureKind::store: return HelpPage::tr("This desk's store");
    case FailureKind::internal: return HelpPage::tr("Cardwright itself");
    }
    return {};
}

} // namespace

HelpPage::HelpPage(const QVector<ReadingSection>& holders, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("help-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Help"));
    m_back = named(new SecondaryButton(tr("Back")), "help-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_turn = named(new SecondaryButton(tr("Turn the screen to a holder")), "help-turn", tr("Turn the screen to a holder, who reads the help for holders"));
    m_turn->setIconName(QStringLiteral("privacy"));
    m_turn->setKeyCap(QStringLiteral("T"));
    m_turn->setVisible(!holders.isEmpty());
    head->addButton(m_turn);
    head->addButton(m_back);
    connect(m_turn, &ActionButton::clicked, this, &HelpPage::holdersWanted);
    m_model = new TableModel({tr("Code"), tr("Where"), tr("What it means")}, this);
    m_table = named(new TableView, "help-table", tr("Codes"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(2);
    m_model->setRows(static_cast<int>(failureCatalogue().size()), [](int at, int column) {
        const auto& row = failureCatalogue()[static_cast<std::size_t>(at)];
        TableCell cell;
        cell.words = column == 0 ? text(row.code) : column == 1 ? kindWords(row.kind) : QCoreApplication::translate("Failure", std::string(row.cause).c_str());
        cell.strong = column == 0;
        return cell;
    });

    m_detail = named(new Panel, "help-detail", tr("The chosen code"));
    m_code = named(new Label({}, TextStyle::Lead), "help-code");
    m_cause = named(new TextBlock({}, TextStyle::Body, Colour::Text), "help-cause");
    m_next = named(new TextBlock({}, TextStyle::Body), "help-next");
    m_detail->body()->setSpacing(8);
    m_detail->body()->addWidget(m_code);
    m_detail->body()->addWidget(m_cause);
    m_detail->body()->addWidget(m_next);
    auto* keys = named(new Panel, "help-keys", tr("Keys"));
    keys->body()->setSpacing(0);
    keys->body()->addWidget(new Label(tr("Keys"), TextStyle::Lead));
    const std::pair<QString, QString> rows[] = {
        {tr("Enter"), tr("The one next thing of the page")}, {tr("Esc"), tr("One step back")},           {tr("Ctrl K"), tr("Search people")},
        {tr("Y, N"), tr("Same person, not sure")},           {tr("F8"), tr("Serve the waiting card, and back")}, {tr("Ctrl Right"), tr("Next step")},
        {tr("F1, F2"), tr("Help, diagnosis")},               {tr("F9"), tr("Training tray")},            {tr("Ctrl L"), tr("Sign out")},
        {tr("F3, F4, F6"), tr("Desk, worklists, queue")},   {tr("F7, F10"), tr("Records, set-up")},
    };
    for (const auto& [key, meaning] : rows)
        keys->body()->addWidget(new FactRow(key, meaning));

    auto* forHolders = named(new Panel, "help-holders", tr("For card holders"));
    forHolders->body()->setSpacing(6);
    forHolders->body()->addWidget(new Label(tr("For card holders"), TextStyle::Lead));
    for (const auto& section : holders) {
        forHolders->body()->addWidget(new Label(section.title, TextStyle::BodyStrong));
        for (const auto& paragraph : section.paragraphs)
            forHolders->body()->addWidget(new TextBlock(paragraph, TextStyle::Body, Colour::Text));
    }
    forHolders->setVisible(!holders.isEmpty());

    auto* side = new QVBoxLayout;
    side->setSpacing(16);
    side->setContentsMargins(0, 0, 0, 0);
    side->addWidget(m_detail);
    side->addWidget(forHolders);
    side->addWidget(keys);
    side->addStretch(1);
    auto* sheet = new QWidget;
    sheet->setObjectName(QStringLiteral("scrolled"));
    sheet->setLayout(side);
    auto* scroll = named(new QScrollArea, "help-scroll", tr("Help"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(sheet);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    row->addWidget(m_table, 3);
    row->addWidget(scroll, 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(16);
    column->addWidget(head);
    column->addLayout(row, 1);

    connect(m_back, &ActionButton::clicked, this, &HelpPage::left);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (!now.isValid())
            return;
        const auto& chosen = failureCatalogue()[static_cast<std::size_t>(now.row())];
        m_code->setText(text(chosen.code));
        m_cause->setText(QCoreApplication::translate("Failure", std::string(chosen.cause).c_str()));
        m_next->setText(QCoreApplication::translate("Failure", std::string(chosen.nextStep).c_str()));
    });
    m_table->setCurrentIndex(m_model->index(0, 0));
}

void HelpPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_T), m_turn);
}

void HelpPage::showCode(const QString& code)
{
    for (int at = 0; at < m_model->rowCount(); ++at)
        if (m_model->index(at, 0).data().toString() == code)
            return m_table->setCurrentIndex(m_model->index(at, 0));
}

void HelpPage::showEvent(QShowEvent*)
{
    m_table->setColumnHidden(1, width() < metrics::narrowBelow - metrics::rail); // what a code means says more than where it comes from
    m_table->setFocus();
}

} // namespace cardwright::ui
