#include "ui/pages/RecordPage.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RecordPapers.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TextBlock.h"

#include <QStackedWidget>

#include <algorithm>

namespace cardwright::ui {

namespace {

bool coreIdentity(const std::string& field) { return field == "givenName" || field == "familyName" || field == "dateOfBirth"; }

} // namespace

RecordPage::RecordPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("record-page"));
    if (const auto* people = hub.port().people())
        m_rules = people->rules();
    makePage();
    connect(m_back, &ActionButton::clicked, this, &RecordPage::back);
    connect(m_next, &ActionButton::clicked, this, &RecordPage::next);
    connect(m_next, &ActionButton::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_next, why);
        showProblems();
    });
    connect(m_frame->stepper(), &Stepper::stepClicked, this, [this](int index) {
        if (index < static_cast<int>(m_step))
            goTo(static_cast<Step>(index));
    });
    connect(m_comparison, &ComparePanel::changed, this, &RecordPage::refresh);
    connect(m_comparison, &ComparePanel::personWanted, this, &RecordPage::personWanted);
}

void RecordPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Right), m_next);
    m_comparison->bindKeys();
}

void RecordPage::beginNew(const PersonTexts& fields)
{
    m_new = true;
    m_asking = false;
    m_file = {};
    auto begun = fields;
    if (begun["odsCode"].empty())
        begun["odsCode"] = m_rules.odsCode;
    begin(begun);
}

void RecordPage::beginChange(const PersonFile& file)
{
    m_new = false;
    m_asking = false;
    m_file = file;
    auto fields = file.fields;
    fields.erase("niNumber"); // its end alone is known here: what is typed replaces it
    begin(fields);
}

void RecordPage::askNew(const PersonTexts& fields)
{
    beginNew(fields);
    m_asking = true;
    refresh();
}

void RecordPage::askChange(const PersonFile& file)
{
    beginChange(file);
    m_asking = true;
    refresh();
}

void RecordPage::begin(const PersonTexts& fields)
{
    ++m_asked;
    m_filling = true;
    for (const auto& entry : m_entries) {
        const auto found = fields.find(entry.id);
        const auto value = found == fields.end() ? std::string() : found->second;
        entry.field->setText(entry.id == "dateOfBirth" ? shownDate(value) : words::fromUtf8(value));
        entry.field->clearWrong();
        const bool owned = !m_new && std::find(m_file.hrOwned.begin(), m_file.hrOwned.end(), entry.id) != m_file.hrOwned.end();
        entry.field->setHint(owned ? tr("Kept by HR: the next import overwrites this") : entry.hint);
        if (!m_new && entry.id == "niNumber")
            entry.field->setHint(m_file.fields.count("niNumber") ? tr("On record: %1. Typed here, it is replaced.").arg(words::fromUtf8(m_file.fields["niNumber"]))
                                                                 : tr("None on record"));
    }
    m_papers->clear();
    m_reason->setText({});
    m_askReason->setText({});
    m_comparison->setPeople({});
    m_filling = false;
    m_compared = false;
    m_trouble->hide();
    m_step = Step::who;
    refresh();
    goTo(Step::who);
}

void RecordPage::clear() { beginNew({}); }

PersonTexts RecordPage::typed() const
{
    PersonTexts texts;
    for (const auto& entry : m_entries) {
        const auto text = entry.field->text().simplified();
        texts[entry.id] = (entry.id == "dateOfBirth" ? understoodDate(text) : text).toStdString();
    }
    return texts;
}

/// What is other than on record. A field that was emptied is a change too, but for the NI number, of which the end alone is known here.
PersonTexts RecordPage::changes() const
{
    PersonTexts other;
    for (const auto& [id, text] : typed()) {
        const auto known = m_file.fields.find(id);
        if (id == "niNumber" ? !text.empty() : text != (known == m_file.fields.end() ? std::string() : known->second))
            other[id] = text;
    }
    return other;
}

bool RecordPage::identityChanged() const
{
    if (m_new)
        return false;
    const auto other = changes();
    return std::any_of(other.begin(), other.end(), [](const auto& field) { return coreIdentity(field.first); });
}

/// Another NI number than the one on record; a first one takes no paper.
bool RecordPage::numberChanged() const { return !m_new && m_file.fields.count("niNumber") != 0 && changes().count("niNumber") != 0; }

QString RecordPage::held() const
{
    if (m_step == Step::compare)
        return m_comparison->held();
    const auto ofStep = [this](const FieldProblem& problem) {
        return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.id == problem.field && entry.step <= m_step; });
    };
    const auto problem = std::find_if(m_check.problems.begin(), m_check.problems.end(), ofStep);
    if (problem != m_check.problems.end())
        return words::fromUtf8(problem->sentence);
    if (const auto papers = heldByPapers(); !papers.isEmpty())
        return papers;
    if (!m_new && m_step == Step::work && changes().empty())
        return tr("Nothing is other than before.");
    if (m_asking && m_step == Step::work && m_askReason->text().simplified().isEmpty())
        return tr("Say why: whoever decides reads it.");
    return {};
}

/// Whoever asks brings no paper: who decides holds it.
QString RecordPage::heldByPapers() const
{
    const bool identity = identityChanged();
    const bool number = numberChanged();
    if (!identity && !number)
        return {};
    if (m_asking)
        return identity && number ? tr("Ask for the name or birth date and for the NI number one after the other: each takes a paper of its own.") : QString();
    const auto papers = m_papers->held();
    if (!papers.isEmpty())
        return papers;
    return m_reason->text().simplified().isEmpty() ? tr("A reason, for the record.") : QString();
}

void RecordPage::goTo(Step step)
{
    m_step = step;
    m_steps->setCurrentIndex(static_cast<int>(step));
    for (int at = 0; at < m_steps->count(); ++at) // a page that is not shown asks for no room
        m_steps->widget(at)->setSizePolicy(QSizePolicy::Preferred, at == static_cast<int>(step) ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    m_steps->adjustSize();
    refresh();
    if (isVisible())
        takeFocus();
}

void RecordPage::back()
{
    if (m_step == Step::who)
        Q_EMIT left();
    else
        goTo(m_step == Step::compare ? Step::work : Step::who);
}

void RecordPage::next()
{
    if (m_step == Step::who)
        goTo(Step::work);
    else if (m_asking)
        raise();
    else if (m_step == Step::compare)
        create();
    else if (m_new)
        compare();
    else
        change();
}

void RecordPage::refresh()
{
    if (m_filling)
        return;
    auto texts = typed();
    if (const auto* people = m_hub.port().people())
        m_check = people->checkRecord(texts);
    const bool identity = identityChanged();
    const bool number = numberChanged();
    m_papers->setNeeds(identity, number);
    m_papers->setVisible((identity || number) && !m_asking);
    m_askWords->setVisible(m_asking);
    m_askReason->setVisible(m_asking);
    m_askWords->setText(number     ? tr("Another NI number is taken from a paper that shows it: whoever decides holds it, so send the person there with it.")
                        : identity ? tr("Who they are changes by papers: whoever decides holds them in their hand, so send the person there with them.")
                        : m_new    ? tr("You ask, and another makes the record: they look who is known already, and meet the person.")
                                   : tr("You ask, and another decides and does it, at any desk."));
    const auto name = words::fromUtf8(texts["givenName"] + " " + texts["familyName"]).trimmed();
    const auto kicker = m_new ? (m_asking ? tr("Ask for a record") : tr("New record")) : m_asking ? tr("Ask for a change") : tr("Change a record");
    m_frame->head()->setFlow(kicker, name.isEmpty() ? tr("A new person") : name, m_new ? QString() : tr("UUID %1").arg(words::groupedNumber(m_file.card.holder.userNumber)));
    showSteps(identity || number);
    showFace();
    const auto why = held();
    m_next->setText(nextWords());
    m_next->setAccessibleName(m_next->text());
    why.isEmpty() ? m_next->release() : m_next->hold(why);
    m_frame->setFooterWords(why);
}

QString RecordPage::nextWords() const
{
    if (m_step == Step::who)
        return tr("Work and contact next");
    if (m_asking)
        return m_new ? tr("Ask for the record") : tr("Ask for the change");
    if (m_step == Step::compare)
        return tr("Make the record");
    return m_new ? tr("Look who is known") : tr("Record the change");
}

void RecordPage::showEvent(QShowEvent*) { takeFocus(); }

void RecordPage::takeFocus()
{
    if (m_step == Step::compare)
        return m_comparison->takeFocus();
    for (const auto& entry : m_entries)
        if (entry.step == m_step) {
            bringIntoView(entry.field); // whoever comes back from a long comparison is at the top again
            return entry.field->edit()->setFocus();
        }
}

} // namespace cardwright::ui
