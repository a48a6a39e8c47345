#include "ui/pages/DocumentEditor.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/ZoneField.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int endingLength = 4;

/// The last four letters and digits: what is kept of a number.
QString endingOf(const QString& number)
{
    QString signs;
    for (const auto sign : number)
        if (sign.isLetterOrNumber())
            signs += sign.toUpper();
    return signs.right(endingLength);
}

QString capital(QString words)
{
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

} // namespace

DocumentEditor::DocumentEditor(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : Panel(parent), m_hub(hub), m_application(application)
{
    setObjectName(QStringLiteral("document-editor"));
    if (auto* people = hub.port().people())
        m_rules = people->evidenceRules();
    makeFields();
    makeTicks();
    makeChoices();
    m_remove = named(new SecondaryButton(tr("Take it off the list")), "document-remove", tr("Take this document off the list"));
    m_remove->setIconName(QStringLiteral("close"));
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_remove);
    foot->addStretch(1);
    body()->addLayout(foot);
    connect(m_kind, &ChoiceField::chosen, this, &DocumentEditor::kindChosen);
    connect(m_remove, &ActionButton::clicked, this, &DocumentEditor::removed);
    connect(m_zone, &ZoneField::read, this, &DocumentEditor::zoneRead);
    connect(m_number, &Field::edited, this, &DocumentEditor::numberLeft);
    m_zone->setReader([this](const std::string& typed) {
        auto* people = m_hub.port().people();
        return people ? people->readZone(typed, m_application.draft().person, document()) : ZoneReading{};
    });
    hide();
}

void DocumentEditor::setKinds(const std::vector<DocumentKind>& kinds)
{
    m_kinds = kinds;
    m_kind->box()->clear();
    for (const auto& entry : kinds)
        m_kind->box()->addItem(words::fromUtf8(entry.name));
}

const DocumentKind* DocumentEditor::kind() const
{
    const auto at = m_kind->box()->currentIndex();
    return at < 0 || at >= static_cast<int>(m_kinds.size()) ? nullptr : &m_kinds[static_cast<std::size_t>(at)];
}

void DocumentEditor::open(const DocumentFields& document, bool isNew)
{
    m_started = document;
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const DocumentKind& entry) { return entry.id == document.kind; });
    m_kind->box()->setCurrentIndex(found == m_kinds.end() ? 0 : static_cast<int>(found - m_kinds.begin()));
    m_number->setText(words::fromUtf8(document.numberEnding));
    m_issuer->setText(words::fromUtf8(document.issuer));
    m_dated->setText(shownDate(document.dated));
    m_expires->setText(shownDate(document.expires));
    m_original->setChecked(document.originalSeen);
    m_camera->setChecked(document.seenOnCamera);
    // That something agrees is the agent's own word: a new one begins without it.
    const bool untouched = isNew && !document.originalSeen && document.numberEnding.empty() && document.issuer.empty() && document.dated.empty() &&
                           document.expires.empty() && document.conditions.empty();
    m_name->setChecked(!untouched && document.nameAgrees);
    m_birth->setChecked(!untouched && document.birthDateSeen);
    m_address->setChecked(!untouched && document.addressAgrees);
    m_former->setChecked(document.formerName);
    const auto reason = std::find_if(m_rules.refusals.begin(), m_rules.refusals.end(), [&](const NamedChoice& one) { return one.id == document.refusedFor; });
    m_refused->box()->setCurrentIndex(reason == m_rules.refusals.end() ? 0 : static_cast<int>(reason - m_rules.refusals.begin()) + 1);
    for (int at = 0; at < m_scores.size(); ++at) {
        const auto& id = m_rules.documentScores[static_cast<std::size_t>(at)].id;
        const auto known = std::find_if(document.scores.begin(), document.scores.end(), [&](const ConditionField& score) { return score.id == id; });
        m_scores[at]->box()->setCurrentText(known == document.scores.end() ? tr("Not scored") : words::fromUtf8(known->value));
    }
    m_remove->setVisible(!isNew);
    m_open = true;
    m_zone->clear();
    m_zoneWarnings.clear();
    m_numberWarnings.clear();
    m_fresh = false;
    showWarnings();
    show();
    kindChosen();
    takeFocus();
}

void DocumentEditor::close()
{
    m_open = false;
    m_zone->clear();
    m_number->setText({});
    hide();
}

void DocumentEditor::kindChosen()
{
    const auto* chosen = kind();
    if (!chosen)
        return;
    const bool refused = !chosen->refusal.empty() || (!chosen->photo && !chosen->address && !chosen->other && !chosen->linksNames);
    m_kind->setHint(words::fromUtf8(chosen->help));
    m_refusal->setText(chosen->refusal.empty() ? QString() : tr("Never counts. %1").arg(words::fromUtf8(chosen->refusal)));
    m_refusal->setVisible(!m_refusal->text().isEmpty());
    if (m_refusal->isVisible())
        announce(m_refusal, m_refusal->text());
    m_zone->setVisible(chosen->hasZone && m_hub.port().people());
    m_number->setVisible(chosen->hasNumber);
    m_issuer->setVisible(!chosen->issuerWord.empty());
    m_issuer->setLabel(capital(words::fromUtf8(chosen->issuerWord)));
    m_dated->setVisible((chosen->wantsDated || chosen->recordsDate || refused) && !chosen->restricted);
    m_expires->setVisible(chosen->wantsExpires && !chosen->restricted);
    placeFields();
    m_original->setVisible(!chosen->noOriginal);
    m_camera->setVisible(!chosen->noOriginal && !m_rules.remote.empty());
    m_birth->setVisible(chosen->showsBirthDate);
    m_address->setVisible(chosen->showsAddress);
    m_former->setVisible(!refused);
    m_former->setText(chosen->linksNames ? tr("It bears the former name and that of today") : tr("It bears a former name"));
    m_former->setAccessibleName(m_former->text());
    rebuildConditions();
    Q_EMIT changed();
}

void DocumentEditor::zoneRead(const ZoneReading& reading)
{
    const auto known = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const DocumentKind& entry) { return entry.id == reading.kind; });
    if (known != m_kinds.end() && m_kind->box()->currentIndex() != static_cast<int>(known - m_kinds.begin())) {
        m_kind->box()->setCurrentIndex(static_cast<int>(known - m_kinds.begin()));
        kindChosen();
    }
    if (m_number->text().simplified().isEmpty())
        m_number->setText(words::fromUtf8(reading.numberEnding));
    if (m_expires->text().simplified().isEmpty())
        m_expires->setText(shownDate(reading.expires));
    m_zoneWarnings.clear();
    for (const auto& warning : reading.warnings)
        m_zoneWarnings << words::fromUtf8(warning);
    m_zone->setHint(m_zoneWarnings.isEmpty() ? tr("Read: %1, every check digit right. It is not kept.").arg(words::fromUtf8(reading.form))
                                             : tr("Read: %1. Something differs from the form, see below.").arg(words::fromUtf8(reading.form)));
    announce(m_zone->edit(), m_zone->message());
    showWarnings();
    Q_EMIT personRead(reading);
    Q_EMIT changed();
}

/// A whole number is compared with the form and leaves its end.
void DocumentEditor::numberLeft()
{
    const auto* chosen = kind();
    const auto typed = m_number->text();
    const auto ending = endingOf(typed);
    if (!chosen || typed == ending)
        return;
    m_numberWarnings.clear();
    auto* people = m_hub.port().people();
    if (people && typed.simplified().size() > endingLength)
        for (const auto& warning : people->numberWarnings(chosen->id, typed.simplified().toStdString(), m_application.draft().person))
            m_numberWarnings << words::fromUtf8(warning);
    m_number->setText(ending);
    showWarnings();
}

void DocumentEditor::showWarnings()
{
    const auto all = m_zoneWarnings + m_numberWarnings;
    const auto text = all.isEmpty() ? QString() : tr("Look again: %1").arg(all.join(QLatin1Char(' ')));
    if (text == m_warnings->text() && m_warnings->isVisible() == !text.isEmpty())
        return;
    m_fresh = !text.isEmpty() && text != m_warnings->text();
    m_warnings->setText(text);
    m_warnings->setVisible(!text.isEmpty());
    if (m_fresh)
        announce(m_warnings, text);
}

bool DocumentEditor::takeFreshWarning() { return std::exchange(m_fresh, false); }

DocumentFields DocumentEditor::document() const
{
    DocumentFields fields;
    const auto* chosen = kind();
    if (!chosen)
        return fields;
    fields.kind = chosen->id;
    if (chosen->hasNumber)
        fields.numberEnding = endingOf(m_number->text()).toStdString();
    fields.issuer = chosen->restricted ? std::string() : chosen->issuerWord.empty() ? chosen->issuer : m_issuer->text().simplified().toStdString();
    if (!m_dated->isHidden())
        fields.dated = understoodDate(m_dated->text()).toStdString();
    if (!m_expires->isHidden())
        fields.expires = understoodDate(m_expires->text()).toStdString();
    fields.originalSeen = !chosen->noOriginal && m_original->isChecked();
    fields.seenOnCamera = !m_camera->isHidden() && m_camera->isChecked();
    fields.nameAgrees = m_name->isChecked();
    fields.birthDateSeen = chosen->showsBirthDate && m_birth->isChecked();
    fields.addressAgrees = chosen->showsAddress && m_address->isChecked();
    fields.formerName = !m_former->isHidden() && m_former->isChecked();
    for (int at = 0; at < m_conditions.size(); ++at) {
        const auto& condition = chosen->conditions[static_cast<std::size_t>(at)];
        if (const auto* field = qobject_cast<Field*>(m_conditions[at]); field && !field->text().isEmpty())
            fields.conditions.push_back({condition.id, understoodDate(field->text()).toStdString()});
        else if (const auto* row = qobject_cast<CheckRow*>(m_conditions[at]); row && row->isChecked())
            fields.conditions.push_back({condition.id, "yes"});
    }
    for (int at = 0; at < m_scores.size(); ++at)
        if (m_scores[at]->box()->currentIndex() > 0)
            fields.scores.push_back({m_rules.documentScores[static_cast<std::size_t>(at)].id, m_scores[at]->box()->currentText().toStdString()});
    if (const int at = m_refused->box()->currentIndex(); at > 0)
        fields.refusedFor = m_rules.refusals[static_cast<std::size_t>(at - 1)].id;
    return fields;
}

void DocumentEditor::takeFocus() { m_kind->box()->setFocus(); }

} // namespace cardwright::ui
