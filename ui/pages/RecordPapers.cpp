#include "ui/pages/RecordPapers.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace cardwright::ui {

RecordPapers::RecordPapers(const QString& name, std::vector<NamedChoice> kinds, QWidget* parent) : Panel(Tone::Warning, parent), m_all(std::move(kinds))
{
    setObjectName(name + QStringLiteral("-papers"));
    setAccessibleName(tr("Papers for a change of who somebody is"));
    setPadding(16);
    body()->setSpacing(10);
    const auto part = [&name](auto* widget, const char* of, const QString& words) {
        widget->setObjectName(name + QLatin1String(of));
        widget->setAccessibleName(words);
        return widget;
    };
    m_words = new TextBlock({}, TextStyle::Body);
    m_words->setObjectName(name + QStringLiteral("-papers-words"));
    m_words->setToneInk(Tone::Warning);
    m_kind = new ChoiceField(tr("Paper"));
    part(m_kind->box(), "-paper-kind", tr("Paper"));
    m_number = new Field(tr("Its number"));
    part(m_number->edit(), "-paper-number", tr("Number of the paper"));
    m_number->setHint(tr("The last four are kept"));
    m_dated = new Field(tr("Its date"));
    part(m_dated->edit(), "-paper-dated", tr("Date of the paper"));
    m_dated->setHint(tr("Day, month, year"));
    m_original = part(new CheckRow(tr("Original in my hand, no copy")), "-paper-original", tr("Original in my hand, no copy"));
    m_original->setCheckable(true);
    auto* pair = new QGridLayout;
    pair->setHorizontalSpacing(16);
    pair->addWidget(m_kind, 0, 0, 1, 2);
    pair->addWidget(m_number, 1, 0);
    pair->addWidget(m_dated, 1, 1);
    body()->addWidget(m_words);
    body()->addLayout(pair);
    body()->addWidget(m_original);
    connect(m_kind, &ChoiceField::chosen, this, &RecordPapers::showFields);
    connect(m_original, &QAbstractButton::toggled, this, &RecordPapers::changed);
    for (auto* field : {m_number, m_dated})
        connect(field, &Field::textChanged, this, &RecordPapers::changed);
    offer();
}

void RecordPapers::setNeeds(bool identity, bool niNumber)
{
    if ((!identity && !niNumber) || (identity == m_identity && niNumber == m_niNumber))
        return; // nothing wanted: hidden, and what was chosen waits
    m_identity = identity;
    m_niNumber = niNumber;
    offer();
    showFields();
}

void RecordPapers::offer()
{
    m_kinds.clear();
    for (const auto& paper : m_all)
        if (m_identity ? paper.identity : paper.niNumber)
            m_kinds.push_back(paper);
    const QSignalBlocker quiet(m_kind->box());
    m_kind->box()->clear();
    m_kind->box()->addItem(tr("Not chosen"));
    for (const auto& paper : m_kinds)
        m_kind->box()->addItem(words::fromUtf8(paper.words));
    m_words->setText(m_identity ? tr("Who they are changes by papers, face to face, and a new card is due: the one they have names somebody they no longer are.")
                                : tr("Another NI number than the one on record is taken from a paper that shows it, and with a reason. No new card is due: none bears it."));
}

void RecordPapers::clear()
{
    m_kind->box()->setCurrentIndex(0);
    m_number->setText({});
    m_dated->setText({});
    m_original->setChecked(false);
    showFields();
}

const NamedChoice* RecordPapers::chosen() const
{
    const int at = m_kind->box()->currentIndex();
    return at <= 0 || at > static_cast<int>(m_kinds.size()) ? nullptr : &m_kinds[static_cast<std::size_t>(at - 1)];
}

void RecordPapers::showFields()
{
    const auto* kind = chosen();
    const bool restricted = kind && kind->restricted;
    m_number->setVisible(!restricted);
    m_dated->setVisible(!restricted);
    Q_EMIT changed();
}

QString RecordPapers::held() const
{
    if (m_identity && m_niNumber)
        return tr("No one paper shows both another name or birth date and another NI number: one change, then the other.");
    const auto* kind = chosen();
    if (!kind)
        return tr("Choose the paper that shows the change.");
    if (!kind->restricted && m_number->text().simplified().isEmpty())
        return tr("The number of the paper.");
    if (!kind->restricted && !m_dated->text().simplified().isEmpty() && !parseDate(understoodDate(m_dated->text()).toStdString()))
        return tr("The date of the paper: day, month, year.");
    return m_original->isChecked() ? QString() : tr("Hold the original in your hand, and say so.");
}

PaperFields RecordPapers::paper() const
{
    const auto* kind = chosen();
    if (!kind)
        return {};
    PaperFields fields{kind->id, {}, {}, m_original->isChecked()};
    if (!kind->restricted) {
        fields.number = m_number->text().simplified().toStdString();
        fields.dated = understoodDate(m_dated->text()).toStdString();
    }
    return fields;
}

void RecordPapers::takeFocus() { m_kind->box()->setFocus(); }

} // namespace cardwright::ui
