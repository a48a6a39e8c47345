#include "ui/pages/ComparePanel.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int longestReason = 400;
constexpr std::size_t keyed = 9;

bool likely(const DuplicatePerson& person) { return person.level != "possible"; }

QString shown(const std::string& text)
{
    return parseDate(text) ? words::date(*parseDate(text)) : words::fromUtf8(text);
}

QString verdictWords(const std::string& verdict)
{
    if (verdict == "same")
        return ComparePanel::tr("same");
    if (verdict == "alike")
        return ComparePanel::tr("alike");
    return verdict == "differs" ? ComparePanel::tr("differs") : ComparePanel::tr("not known");
}

} // namespace

ComparePanel::ComparePanel(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("compare"));
    m_title = named(new Label({}, TextStyle::Lead), "compare-title");
    m_title->setWordWrap(true);
    m_list = named(new Panel, "compare-people", tr("Who is known already"));
    m_list->setPadding(0);
    m_table = named(new Panel, "compare-table", tr("Side by side"));
    m_table->setPadding(0);
    m_rows = new QGridLayout;
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    m_rows->setColumnMinimumWidth(0, 104);
    m_rows->setColumnStretch(1, 1);
    m_rows->setColumnStretch(2, 1);
    m_table->body()->addLayout(m_rows);
    m_why = named(new TextBlock({}, TextStyle::Compact), "compare-why");
    m_open = named(new SecondaryButton(tr("It is the same person: open that record")), "compare-open", tr("It is the same person: open that record"));
    m_open->setKeyCap(QStringLiteral("O"));
    m_reason = named(new Field(tr("How do you know that it is somebody else?")), "compare-reason-field");
    named(m_reason->edit(), "compare-reason", tr("How do you know that it is somebody else?"));
    m_reason->setHint(tr("It is recorded with your name."));
    m_reason->edit()->setMaxLength(longestReason);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_title);
    column->addWidget(m_list);
    column->addWidget(m_table);
    column->addWidget(m_why);
    column->addWidget(m_open, 0, Qt::AlignLeft);
    column->addWidget(m_reason);
    column->addStretch(1);
    connect(m_open, &ActionButton::clicked, this, [this] {
        if (m_chosen < m_people.size())
            Q_EMIT personWanted(words::fromUtf8(m_people[m_chosen].userNumber));
    });
    connect(m_reason, &Field::textChanged, this, &ComparePanel::changed);
    setPeople({});
}

void ComparePanel::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_O), m_open);
    for (std::size_t at = 0; at < keyed; ++at)
        bindKey(this, QKeySequence(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(at))), [this, at] { choose(at); }, [this, at] { return at < m_people.size(); });
}

void ComparePanel::setPeople(std::vector<DuplicatePerson> people)
{
    m_people = std::move(people);
    m_seen.clear();
    m_chosen = 0;
    m_reason->setText({});
    m_title->setText(m_people.empty() ? tr("Nobody here is like this person") : m_people.size() == 1 ? tr("1 person here is like this one") : tr("%1 people here are like this one").arg(m_people.size()));
    m_table->setVisible(!m_people.empty());
    m_open->setVisible(!m_people.empty());
    m_why->setVisible(!m_people.empty());
    m_list->setVisible(!m_people.empty());
    m_reason->setVisible(mustCompare());
    if (!m_people.empty())
        m_seen.insert(m_people.front().userNumber);
    showPeople();
    showComparison();
}

void ComparePanel::choose(std::size_t at)
{
    m_chosen = at;
    m_seen.insert(m_people[at].userNumber);
    showPeople();
    showComparison();
    Q_EMIT changed();
}

void ComparePanel::showPeople()
{
    emptyLayout(m_list->body());
    for (std::size_t at = 0; at < m_people.size(); ++at) {
        const auto& person = m_people[at];
        auto* row = new ListRow(words::fromUtf8(person.name), tr("UUID %1, %2 of 100%3")
                                                                 .arg(words::groupedNumber(person.userNumber)).arg(person.score).arg(person.closed ? tr(", closed") : QString()));
        row->setObjectName(QStringLiteral("compare-person-%1").arg(at + 1));
        row->setIconName(QStringLiteral("person"));
        const bool seen = m_seen.count(person.userNumber) > 0;
        row->setPill(likely(person) && !seen ? Tone::Warning : Tone::Plain, seen ? QStringLiteral("check") : QStringLiteral("conflict"),
                     person.level == "identifier" ? tr("Same number") : seen ? tr("Compared") : likely(person) ? tr("Likely") : tr("Possible"));
        row->setChosenLook(at == m_chosen);
        row->setClickable(true);
        row->setLast(at + 1 == m_people.size());
        connect(row, &QAbstractButton::clicked, this, [this, at] { choose(at); });
        m_list->body()->addWidget(row);
    }
}

void ComparePanel::showComparison()
{
    emptyLayout(m_rows);
    if (m_chosen >= m_people.size())
        return;
    const auto& person = m_people[m_chosen];
    const auto cell = [](const QString& text, TextStyle style, Colour ink) {
        auto* block = new TextBlock(text, style, ink);
        block->setContentsMargins(0, 0, 0, 0);
        return block;
    };
    int at = 0;
    const auto add = [&](const QString& label, QWidget* typed, QWidget* theirs, QWidget* verdict) {
        const int row = 2 * at++;
        if (row > 0)
            m_rows->addWidget(new Divider, row - 1, 0, 1, 4);
        int column = 0;
        for (QWidget* part : {static_cast<QWidget*>(new Label(label, TextStyle::Compact, Colour::TextSecondary)), typed, theirs, verdict}) {
            auto* box = new QWidget;
            auto* line = new QHBoxLayout(box);
            line->setContentsMargins(column == 0 ? 16 : 8, 7, column == 3 ? 16 : 8, 7);
            line->addWidget(part);
            m_rows->addWidget(box, row, column++, Qt::AlignVCenter);
        }
    };
    add({}, new Label(tr("As typed"), TextStyle::BodyStrong), new Label(tr("On record"), TextStyle::BodyStrong), new QWidget);
    for (const auto& field : person.rows) {
        const bool differs = field.verdict == "differs";
        auto* verdict = new QWidget;
        auto* line = new QHBoxLayout(verdict);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(6);
        line->addStretch(1);
        line->addWidget(new Label(verdictWords(field.verdict), TextStyle::Small, differs ? Colour::WarningText : Colour::TextSecondary));
        if (field.verdict != "missing")
            line->addWidget(new IconLabel(differs ? QStringLiteral("warning") : QStringLiteral("check"), 16, differs ? Colour::WarningText : Colour::TextSecondary));
        const auto style = differs ? TextStyle::BodyStrong : TextStyle::Body;
        add(words::fromUtf8(field.label), cell(shown(field.typed), style, Colour::Text), cell(shown(field.theirs), style, Colour::Text), verdict);
    }
    QStringList reasons;
    for (const auto& reason : person.reasons)
        reasons << words::fromUtf8(reason);
    m_why->setText(reasons.join(QLatin1Char(' ')));
}

bool ComparePanel::mustCompare() const { return std::any_of(m_people.begin(), m_people.end(), likely); }

QString ComparePanel::held() const
{
    if (std::any_of(m_people.begin(), m_people.end(), [](const DuplicatePerson& person) { return person.level == "identifier"; }))
        return tr("A number is somebody's already: open that record, or mend the number.");
    if (std::any_of(m_people.begin(), m_people.end(), [this](const DuplicatePerson& person) { return likely(person) && m_seen.count(person.userNumber) == 0; }))
        return tr("Compare each likely one first.");
    return mustCompare() && m_reason->text().simplified().isEmpty() ? tr("Say how you know that it is somebody else.") : QString();
}

QString ComparePanel::summary() const
{
    return m_people.empty() ? QString() : mustCompare() ? tr("Compare first") : tr("%1 alike").arg(m_people.size());
}

std::vector<std::string> ComparePanel::comparedWith() const
{
    std::vector<std::string> numbers;
    for (const auto& person : m_people)
        if (likely(person) && m_seen.count(person.userNumber))
            numbers.push_back(person.userNumber);
    return numbers;
}

QString ComparePanel::reason() const { return m_reason->text().simplified(); }

void ComparePanel::takeFocus()
{
    if (mustCompare())
        return m_reason->edit()->setFocus();
    if (auto* first = findChild<ListRow*>(QStringLiteral("compare-person-1")))
        first->setFocus();
    else
        setFocus();
}

} // namespace cardwright::ui
