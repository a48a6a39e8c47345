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

#include <QHBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {
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
    connect(m_verdict->exception(), &ExceptionAsk::askingChanged, this, [this] {
        showFooter();
        if (!m_verdict->exception()->asking())
            takeFocus(); // what had the keys is hidden
    });
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
    return kind && kind->restricted && !begunBy(m_application.draft(), m_hub.agentNumber(), m_hub.agentName()) && !m_hub.may(permits::readRestricted);
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
