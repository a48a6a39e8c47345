#include "ui/pages/EvidenceStep.h"

#include "ui/pages/DocumentEditor.h"
#include "ui/pages/EvidenceAnswers.h"
#include "ui/pages/EvidenceVerdict.h"
#include "ui/pages/ExceptionAsk.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {
constexpr int notEditing = -2;
constexpr int checksInARow = 3;
constexpr int heightForAll = 660;
} // namespace

EvidenceStep::EvidenceStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent)
    : FlowPage(hub, application, parent), m_kinds(hub.port().issue().documentKinds())
{
    setObjectName(QStringLiteral("evidence-step"));
    m_frame->setWork(makeWork());
    m_verdict = new EvidenceVerdict(hub, application);
    m_frame->setSide(m_verdict);
    connect(m_verdict, &EvidenceVerdict::adviceTaken, this, &EvidenceStep::takeAdvice);
    connect(m_verdict->exception(), &ExceptionAsk::askingChanged, this, &EvidenceStep::showFooter);
    connect(m_verdict->exception(), &ExceptionAsk::said, this, &FlowPage::said);
    m_photoNext = named(new SecondaryButton(tr("Photo next")), "evidence-photo", tr("Photo next"));
    m_photoNext->setKeyCap(tr("Ctrl Right"));
    m_photoNext->setSize(ActionButton::Size::Choice);
    m_frame->footerRight()->addWidget(m_photoNext);
    m_primary = makePrimary("evidence-next", tr("Add a document"));
    connect(m_photoNext, &ActionButton::clicked, this, &FlowPage::nextWanted);
    connect(m_primary, &ActionButton::clicked, this, [this] {
        if (m_editing != notEditing) {
            if (!m_editor->takeFreshWarning()) // what is found on leaving a field is seen before the document is kept
                endEdit(true);
        } else if (m_application.evidenceDone())
            Q_EMIT nextWanted();
        else if (!m_application.evidence().advice.empty())
            takeAdvice(0);
        else
            beginEdit(-1);
    });
}

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

void EvidenceStep::bindKeys()
{
    FlowPage::bindKeys();
    bindKey(this, QKeySequence(Qt::Key_Return), m_primary);
    bindKey(this, QKeySequence(Qt::Key_A), m_add);
    bindKey(this, QKeySequence(Qt::Key_W), m_ways);
    m_verdict->bindKeys();
    for (int at = 0; at < static_cast<int>(EvidenceVerdict::adviceShown); ++at)
        bindKey(this, QKeySequence(static_cast<Qt::Key>(Qt::Key_1 + at)), [this, at] { takeAdvice(static_cast<std::size_t>(at)); },
                [this] { return m_editing == notEditing; });
}

const DocumentKind* EvidenceStep::kindOf(const std::string& id) const
{
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const DocumentKind& kind) { return kind.id == id; });
    return found == m_kinds.end() ? nullptr : &*found;
}

/// A restricted document shows to whoever typed it, and to whom the roles policy says.
bool EvidenceStep::hidden(const DocumentFields& document) const
{
    const auto* kind = kindOf(document.kind);
    const auto& agent = m_application.draft().agent;
    return kind && kind->restricted && !agent.empty() && agent != m_hub.agentName() && !m_hub.may(permits::readRestricted);
}

void EvidenceStep::toggleWays()
{
    m_waysOpen = !m_answers->isVisible();
    refresh();
    if (m_waysOpen) {
        m_answers->takeFocus();
        bringIntoView(m_answers);
    } else {
        m_primary->setFocus();
    }
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

void EvidenceStep::refresh()
{
    const bool editing = m_editing != notEditing;
    m_workTitle->setText(!editing ? tr("Documents seen") : m_editing < 0 ? tr("Add a document") : tr("Document %1").arg(m_editing + 1));
    m_add->setVisible(!editing);
    if (m_waysOf != m_application.generation()) {
        m_waysOf = m_application.generation();
        m_waysOpen = m_waysOpen && m_answers->begun();
    }
    m_ways->setVisible(!editing && m_answers->offers());
    m_answers->setVisible(!editing && (m_waysOpen || m_answers->begun()));
    m_answers->refresh();
    auto* before = focusWidget();
    const auto focused = before ? before->objectName() : QString();
    showDocuments();
    showChecks();
    m_verdict->setRoomForAll(height() >= heightForAll);
    m_verdict->refresh();
    showFooter();
    if (!editing && isVisible() && focused.startsWith(QLatin1String("evidence-document-")))
        if (auto* again = findChild<QWidget*>(focused))
            again->setFocus();
}

void EvidenceStep::takeAdvice(std::size_t index)
{
    const auto& advice = m_application.evidence().advice;
    if (index < advice.size())
        beginEdit(-1, advice[index].kind);
}

void EvidenceStep::beginEdit(int index, const std::string& kind)
{
    m_editing = index;
    if (m_leftOf != m_application.generation()) {
        m_leftOf = m_application.generation();
        m_left.clear();
    }
    DocumentFields fields;
    if (const auto left = m_left.find(index); left != m_left.end() && (kind.empty() || kind == left->second.kind))
        fields = left->second;
    else if (index >= 0 && index < static_cast<int>(m_application.draft().documents.size()))
        fields = m_application.draft().documents[static_cast<std::size_t>(index)];
    else
        fields.kind = kind;
    m_editor->open(fields, index < 0);
    refresh();
}

void EvidenceStep::endEdit(bool keep)
{
    const auto document = m_editor->document();
    const int index = m_editing;
    m_editing = notEditing;
    m_editor->close();
    if (!keep) {
        m_left[index] = document;
    } else if (!document.kind.empty()) {
        m_left.erase(index);
        m_application.putDocument(index, document);
    }
    refresh();
    takeFocus();
}

bool EvidenceStep::stepBack()
{
    if (m_editing == notEditing)
        return m_verdict->exception()->stepBack();
    endEdit(false);
    return true;
}

void EvidenceStep::takeFocus()
{
    if (m_editing != notEditing)
        m_editor->takeFocus();
    else
        m_primary->setFocus();
}

} // namespace cardwright::ui
