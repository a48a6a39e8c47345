#include "ui/pages/HrFilePage.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int note = 1;
constexpr int problem = 2;
constexpr int tableHeight = 300;

struct Word {
    const char* key;
    const char* words;
};
constexpr Word effects[] = {
    {"expect", QT_TRANSLATE_NOOP("HrFilePage", "Starter")},       {"expect-again", QT_TRANSLATE_NOOP("HrFilePage", "Starter, anew")},
    {"change", QT_TRANSLATE_NOOP("HrFilePage", "Change")},        {"leave", QT_TRANSLATE_NOOP("HrFilePage", "Leaver: cancel")},
    {"leave-keep", QT_TRANSLATE_NOOP("HrFilePage", "Leaver: keep")}, {"forget", QT_TRANSLATE_NOOP("HrFilePage", "Starter, not coming")},
};
constexpr Word columns[] = {
    {"givenName", QT_TRANSLATE_NOOP("HrFilePage", "given names")},   {"familyName", QT_TRANSLATE_NOOP("HrFilePage", "family name")},
    {"preferredName", QT_TRANSLATE_NOOP("HrFilePage", "known as")},  {"dateOfBirth", QT_TRANSLATE_NOOP("HrFilePage", "date of birth")},
    {"niNumber", QT_TRANSLATE_NOOP("HrFilePage", "NI number")},      {"staffNumber", QT_TRANSLATE_NOOP("HrFilePage", "staff number")},
    {"userNumber", QT_TRANSLATE_NOOP("HrFilePage", "UUID")},         {"odsCode", QT_TRANSLATE_NOOP("HrFilePage", "organisation")},
    {"jobTitle", QT_TRANSLATE_NOOP("HrFilePage", "job title")},      {"team", QT_TRANSLATE_NOOP("HrFilePage", "team")},
    {"site", QT_TRANSLATE_NOOP("HrFilePage", "site")},               {"email", QT_TRANSLATE_NOOP("HrFilePage", "e-mail")},
    {"phone", QT_TRANSLATE_NOOP("HrFilePage", "telephone")},         {"action", QT_TRANSLATE_NOOP("HrFilePage", "kind of row")},
    {"startsOn", QT_TRANSLATE_NOOP("HrFilePage", "start date")},     {"leavesOn", QT_TRANSLATE_NOOP("HrFilePage", "leaving date")},
    {"leaving", QT_TRANSLATE_NOOP("HrFilePage", "does not leave")},
};

template <std::size_t N>
QString known(const Word (&table)[N], const std::string& key)
{
    for (const auto& row : table)
        if (key == row.key)
            return HrFilePage::tr(row.words);
    return words::fromUtf8(key);
}

} // namespace

HrFilePage::HrFilePage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("hr-page"));
    m_frame = new FlowFrame;
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_frame);
    named(m_frame->stepper(), "hr-stepper", tr("Steps"));
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_path = named(new Field(tr("File of starters, changes and leavers")), "hr-path-field");
    m_path->setPath();
    named(m_path->edit(), "hr-path", tr("File of starters, changes and leavers"));
    m_path->setHint(tr("CSV with a heading, in UTF-8, UTF-16 or Windows-1252"));
    m_choose = named(new SecondaryButton(tr("Choose a file")), "hr-choose", tr("Choose a file"));
    m_choose->setKeyCap(tr("Ctrl O"));
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_path, 1);
    auto* button = new QVBoxLayout;
    button->setContentsMargins(0, 22, 0, 0); // beside the control, below its label
    button->addWidget(m_choose);
    button->addStretch(1);
    line->addLayout(button);
    m_verdict = named(new Banner, "hr-verdict");
    m_counts = named(new TextBlock({}, TextStyle::Body), "hr-counts");
    m_model = new TableModel({tr("Line"), tr("What"), tr("Whom or which field"), tr("More")}, this);
    m_table = named(new TableView, "hr-table", tr("Rows of the file"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(3);
    m_table->setMinimumHeight(tableHeight);
    column->addLayout(line);
    column->addWidget(m_verdict);
    column->addWidget(m_counts);
    column->addWidget(m_table, 1);
    m_frame->setWork(work);
    m_back = named(new SecondaryButton(tr("Back")), "hr-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_back->setSize(ActionButton::Size::Choice);
    m_frame->footerLeft()->addWidget(m_back);
    m_next = named(new PrimaryButton(tr("Look at it")), "hr-next");
    m_next->setKeyCap(tr("Enter"));
    m_frame->footerRight()->addWidget(m_next);
    connect(m_back, &ActionButton::clicked, this, &HrFilePage::left);
    connect(m_choose, &ActionButton::clicked, this, &HrFilePage::choose);
    connect(m_path, &Field::textChanged, this, &HrFilePage::typed);
    connect(m_next, &ActionButton::clicked, this, [this] { m_seen ? take() : look(); });
    connect(m_next, &ActionButton::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_next, why);
    });
    refresh();
}

void HrFilePage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_O), m_choose);
}

void HrFilePage::open()
{
    clear();
    refresh();
}

void HrFilePage::clear()
{
    ++m_asked;
    m_busy = Busy::no;
    m_next->clearBusy();
    m_seen.reset();
    m_seenPath.clear();
    m_lines.clear();
    m_path->setText({});
    m_path->clearWrong();
    refresh();
}

void HrFilePage::showEvent(QShowEvent*) { m_path->edit()->setFocus(); }

void HrFilePage::choose()
{
    const auto chosen = QFileDialog::getOpenFileName(this, tr("HR file"), {}, tr("Tables (*.csv *.txt);;All files (*)"));
    if (!chosen.isEmpty())
        m_path->setText(chosen);
    m_path->edit()->setFocus();
}

/// Another file: what was found of the one before, or is still being found, is no answer for it.
void HrFilePage::typed(const QString& path)
{
    if (m_busy == Busy::reading) {
        ++m_asked;
        m_busy = Busy::no;
        m_next->clearBusy();
    }
    if (path.trimmed().toStdString() != m_seenPath)
        m_seen.reset();
    refresh();
}

void HrFilePage::look()
{
    const int asked = ++m_asked;
    const auto path = m_path->text().trimmed().toStdString();
    m_busy = Busy::reading;
    m_next->setBusy(tr("Reading"));
    refresh();
    m_hub.port().people()->previewFile(path, guarded<HrAnswer>(this, [this, asked, path](HrAnswer answer) {
        if (asked != m_asked)
            return;
        m_seenPath = path;
        show(std::move(answer));
    }));
}

void HrFilePage::take()
{
    const int asked = ++m_asked;
    m_busy = Busy::taking;
    m_next->setBusy(tr("Taking"));
    refresh();
    m_hub.port().people()->takeFile(m_seenPath, m_seen->digest, guarded<HrAnswer>(this, [this, asked](HrAnswer answer) {
        const bool done = answer.taken;
        if (asked == m_asked)
            show(answer);
        else if (answer.failure) // the page was left: what became of the file is said all the same
            Q_EMIT said(failureLine(*answer.failure));
        if (done) {
            Q_EMIT said(tr("The file is taken"));
            Q_EMIT taken();
        }
    }));
}

void HrFilePage::show(HrAnswer answer)
{
    m_busy = Busy::no;
    m_next->clearBusy();
    if (answer.failure) {
        const auto lines = words::failure(*answer.failure);
        const auto about = answer.failure->detail.empty() ? QString() : QStringLiteral(" ") + words::fromUtf8(answer.failure->detail);
        m_path->setWrong(tr("%1 %2 (%3)%4").arg(lines.cause, lines.next, lines.code, about));
        m_seen.reset();
    } else {
        m_seen = std::move(answer);
    }
    m_lines = m_seen ? linesOf(*m_seen) : std::vector<Line>();
    refresh();
    if (m_seen)
        announce(m_counts, m_counts->text());
}

/// Wrong rows first, then what is worth a look, then what the file would do.
std::vector<HrFilePage::Line> HrFilePage::linesOf(const HrAnswer& answer) const
{
    std::vector<Line> lines;
    for (const auto& one : answer.problems)
        lines.push_back({one.line, tr("Wrong"), one.field.empty() ? tr("the row") : known(columns, one.field), words::fromUtf8(one.sentence), problem});
    for (const auto& one : answer.notes)
        lines.push_back({one.line, tr("Look"), one.field.empty() ? tr("the row") : known(columns, one.field), words::fromUtf8(one.sentence), note});
    for (const auto& one : answer.lines) {
        QStringList more;
        for (const auto& field : one.changed)
            more << known(columns, field);
        if (one.on)
            more << words::shortDate(*one.on);
        lines.push_back({one.line, known(effects, one.effect), words::fromUtf8(one.name), more.join(QStringLiteral(", ")), 0});
    }
    return lines;
}

void HrFilePage::refresh()
{
    m_frame->head()->setFlow(tr("People"), tr("Take an HR file"), {});
    const bool wrong = m_seen && m_seen->problemCount > 0;
    const bool taken = m_seen && m_seen->taken;
    m_frame->stepper()->setSteps({{tr("Choose"), {}, m_seen ? StepperState::Done : StepperState::Current, false},
                                  {tr("Look"), wrong ? tr("%1 wrong").arg(m_seen->problemCount) : QString(),
                                   taken ? StepperState::Done : wrong ? StepperState::Refused : m_seen ? StepperState::Current : StepperState::ToCome, wrong},
                                  {tr("Take"), {}, taken ? StepperState::Done : StepperState::ToCome, false}});
    // Before the table is shown again: its model reads the lines, and has as many rows as there were before.
    m_model->setRows(static_cast<int>(m_lines.size()), [this](int at, int column) {
        const auto& line = m_lines[static_cast<std::size_t>(at)];
        TableCell cell;
        cell.tone = line.tone == problem ? Tone::Danger : line.tone == note ? Tone::Warning : Tone::Plain;
        switch (column) {
        case 0: cell.words = QString::number(line.line); break;
        case 1:
            cell.words = line.effect;
            cell.icon = line.tone == problem ? QStringLiteral("error") : line.tone == note ? QStringLiteral("warning") : QString();
            break;
        case 2: cell.words = line.what; break;
        default: cell.words = line.more; break;
        }
        return cell;
    });
    m_verdict->setVisible(m_seen.has_value());
    m_counts->setVisible(m_seen.has_value());
    m_table->setVisible(m_seen && !m_lines.empty());
    showVerdict();
    m_next->setText(m_seen ? tr("Take the file") : tr("Look at it"));
    m_next->setAccessibleName(m_next->text());
    const auto why = heldWhy();
    why.isEmpty() ? m_next->release() : m_next->hold(why);
    m_path->edit()->setReadOnly(m_busy == Busy::taking); // disabled it would lose the focus
    m_frame->setFooterWords(m_busy == Busy::reading  ? tr("A long file takes minutes. Other work goes on beside it.")
                            : m_busy == Busy::taking ? tr("It is taken at one go; until then other acts wait.")
                                                     : why);
}

void HrFilePage::showVerdict()
{
    if (!m_seen)
        return;
    const bool wrong = m_seen->problemCount > 0;
    if (m_seen->taken)
        m_verdict->setContent(Tone::Success, QStringLiteral("check"), tr("The whole file is taken"), tr("Each change is an entry of its own. Leavers are listed under People, Leavers."));
    else if (wrong)
        m_verdict->setContent(Tone::Warning, QStringLiteral("warning"), tr("Nothing of this file is taken while %1 of its rows are wrong").arg(m_seen->problemCount),
                              tr("Mend the lines below in the file, then look at it again."));
    else
        m_verdict->setContent(Tone::Success, QStringLiteral("check"), tr("Every row can be taken"), tr("All of it or nothing: in one step."));
    auto counts = tr("%1 rows: %2 starters, %3 changes, %4 leavers, %5 as they are.").arg(m_seen->rows).arg(m_seen->starters).arg(m_seen->changes).arg(m_seen->leavers).arg(m_seen->unchanged);
    if (!m_seen->unusedColumns.empty()) {
        QStringList unused;
        for (const auto& column : m_seen->unusedColumns)
            unused << words::fromUtf8(column);
        counts += tr(" Not used: %1.").arg(unused.join(QStringLiteral(", ")));
    }
    m_counts->setText(counts);
}

QString HrFilePage::heldWhy() const
{
    if (m_seen && m_seen->taken)
        return tr("It is taken.");
    if (m_seen && m_seen->problemCount > 0)
        return tr("Mend the file first.");
    return m_path->text().trimmed().isEmpty() ? tr("Choose a file first.") : QString();
}

} // namespace cardwright::ui
