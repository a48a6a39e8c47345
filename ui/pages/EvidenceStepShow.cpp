#include "ui/pages/EvidenceStep.h"

#include "ui/pages/DocumentEditor.h"
#include "ui/pages/EvidenceAnswers.h"
#include "ui/pages/EvidenceVerdict.h"
#include "ui/pages/ExceptionAsk.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

// How the evidence step is put together, and what it shows of the documents: their rows, what is checked across them, the one next thing.

namespace cardwright::ui {

namespace {
constexpr int checksInARow = 3;
} // namespace

QWidget* EvidenceStep::makeWork()
{
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    m_workTitle = new Label(tr("Documents seen"), TextStyle::Lead);
    m_add = named(new SecondaryButton(tr("Add a document")), "evidence-add", tr("Add a document"));
    m_add->setIconName(QStringLiteral("add"));
    m_add->setKeyCap(QStringLiteral("A"));
    m_add->setSize(ActionButton::Size::Compact);
    m_ways = named(new SecondaryButton(tr("Other ways")), "evidence-ways", tr("Other ways to pass: without a photo, or by the employer's check"));
    m_ways->setKeyCap(QStringLiteral("W"));
    m_ways->setSize(ActionButton::Size::Compact);
    head->addWidget(m_workTitle, 1);
    head->addWidget(m_ways);
    head->addWidget(m_add);
    m_list = named(new Panel, "evidence-list", tr("Documents seen"));
    m_list->setPadding(0);
    m_editor = new DocumentEditor(m_hub, m_application);
    m_answers = new EvidenceAnswers(m_hub, m_application);
    m_editor->setKinds(m_kinds);
    auto* checks = new QWidget;
    m_checks = new QGridLayout(checks);
    m_checks->setContentsMargins(4, 0, 0, 0);
    m_checks->setHorizontalSpacing(8);
    m_checks->setVerticalSpacing(4);
    for (int pair = 0; pair < checksInARow; ++pair)
        m_checks->setColumnStretch(2 * pair + 1, 1);
    column->addLayout(head);
    column->addWidget(m_editor);
    column->addWidget(m_list);
    column->addWidget(checks);
    column->addWidget(m_answers);
    column->addStretch(1);
    connect(m_ways, &ActionButton::clicked, this, &EvidenceStep::toggleWays);
    connect(m_editor, &DocumentEditor::personRead, this, [this](const ZoneReading& reading) {
        PersonFields seen;
        seen.givenName = reading.givenName;
        seen.familyName = reading.familyName;
        seen.dateOfBirth = reading.dateOfBirth;
        m_application.offerPerson(seen);
    });
    connect(m_add, &ActionButton::clicked, this, [this] { beginEdit(-1); });
    connect(m_editor, &DocumentEditor::removed, this, [this] {
        const int index = m_editing;
        m_editing = notEditing;
        m_editor->close();
        m_left.clear(); // numbers move up
        m_application.removeDocument(index);
        takeFocus();
    });
    return work;
}

QString EvidenceStep::documentTitle(const DocumentFields& document) const
{
    const auto* kind = kindOf(document.kind);
    const auto name = words::fromUtf8(kind ? kind->name : document.kind);
    return document.issuer.empty() || (kind && !kind->issuer.empty()) ? name : tr("%1, %2").arg(name, words::fromUtf8(document.issuer));
}

QString EvidenceStep::documentWords(const DocumentFields& document) const
{
    QStringList parts;
    if (!document.dated.empty())
        parts << tr("dated %1").arg(shownDate(document.dated));
    if (!document.numberEnding.empty())
        parts << tr("number ending %1").arg(words::fromUtf8(document.numberEnding));
    if (!document.expires.empty())
        parts << tr("good until %1").arg(shownDate(document.expires));
    auto text = parts.join(QStringLiteral(", "));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

ListRow* EvidenceStep::documentRow(std::size_t index)
{
    const auto& document = m_application.draft().documents[index];
    const auto* kind = kindOf(document.kind);
    auto* row = new ListRow(documentTitle(document), documentWords(document));
    row->setObjectName(QStringLiteral("evidence-document-%1").arg(index + 1));
    row->setIconName(kind && kind->photo ? QStringLiteral("badge") : QStringLiteral("document"));
    row->setClickable(true);
    row->setLast(index + 1 == m_application.draft().documents.size());
    const auto& reports = m_application.evidence().documents;
    if (index < reports.size()) {
        const auto& report = reports[index];
        const bool counts = report.standing == DocumentStanding::counts;
        const bool spare = report.standing == DocumentStanding::spare;
        row->setPill(counts ? Tone::Success : spare ? Tone::Plain : Tone::Warning,
                     counts || spare ? QStringLiteral("check") : QStringLiteral("warning"), words::fromUtf8(report.words));
        if (!counts && !report.reason.empty())
            row->setNote(spare ? Tone::Plain : Tone::Warning, words::fromUtf8(report.reason));
        // Which rule and which dates: for whom it counts it is there as well, and does not shout.
        const auto by = report.clause.empty() ? QString() : tr("By %1.").arg(words::fromUtf8(report.clause));
        row->setToolTip(QStringList{by, words::fromUtf8(report.arithmetic)}.join(QLatin1Char(' ')).trimmed());
        if (counts && !report.arithmetic.empty())
            row->setNote(Tone::Plain, words::fromUtf8(report.arithmetic));
    } else {
        row->setPill(Tone::Plain, QStringLiteral("clock"), tr("Being checked"));
    }
    connect(row, &QAbstractButton::clicked, this, [this, index] { beginEdit(static_cast<int>(index)); });
    return row;
}

void EvidenceStep::showDocuments()
{
    emptyLayout(m_list->body());
    const auto& documents = m_application.draft().documents;
    m_list->setVisible(m_editing == notEditing);
    if (documents.empty()) {
        auto* row = new ListRow(tr("No document seen yet"), tr("Three originals: one or two with a photo, the rest proof of address."));
        row->setObjectName(QStringLiteral("evidence-none"));
        row->setIconName(QStringLiteral("document"));
        row->setLast(true);
        m_list->body()->addWidget(row);
    }
    for (std::size_t at = 0; at < documents.size(); ++at)
        if (!hidden(documents[at]))
            m_list->body()->addWidget(documentRow(at));
}

void EvidenceStep::showChecks()
{
    emptyLayout(m_checks);
    if (m_application.draft().documents.empty() || m_editing != notEditing)
        return;
    int at = 0;
    for (const auto& check : m_application.evidence().checks) {
        const int row = at / checksInARow;
        const int column = 2 * (at++ % checksInARow);
        m_checks->addWidget(new IconLabel(check.holds ? QStringLiteral("check") : QStringLiteral("warning"), 16,
                                          check.holds ? Colour::SuccessText : Colour::WarningText), row, column);
        auto* label = new Label(words::fromUtf8(check.words), TextStyle::Compact, check.holds ? Colour::TextSecondary : Colour::WarningText);
        if (!check.remedy.empty())
            label->setToolTip(words::fromUtf8(check.remedy));
        m_checks->addWidget(label, row, column + 1);
    }
}

void EvidenceStep::showFooter()
{
    const bool editing = m_editing != notEditing;
    const bool done = m_application.evidenceDone();
    const auto& advice = m_application.evidence().advice;
    const bool asking = m_verdict->exception()->asking(); // its own button is then the one next thing
    const bool check = m_application.checkOnly();
    m_photoNext->setVisible(!editing && !done && !asking && !check);
    m_primary->setVisible(!asking);
    m_back->setText(editing ? tr("Leave it") : tr("Back"));
    m_park->setVisible(!editing && !check);
    if (editing)
        m_primary->setText(m_editing < 0 ? tr("Add it") : tr("Keep it so"));
    else if (done)
        m_primary->setText(check ? tr("Back to the replacement") : tr("Photo next"));
    else if (!advice.empty() && !m_application.draft().documents.empty()) {
        auto noun = words::fromUtf8(advice.front().title);
        if (noun.size() > 1 && noun[1].isLower())
            noun[0] = noun[0].toLower();
        m_primary->setText(tr("Add %1").arg(noun));
    } else
        m_primary->setText(tr("Add a document"));
    m_primary->setAccessibleName(m_primary->text());
}

} // namespace cardwright::ui
