#include "ui/pages/PositionsForm.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int longest = 400;
constexpr auto closeWord = "CLOSE"; // typed as it is in every language: the core holds it against the same letters

QString joined(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const auto& text : texts)
        list << words::fromUtf8(text);
    return list.join(QStringLiteral("; "));
}

std::vector<std::string> parted(const QString& text)
{
    std::vector<std::string> parts;
    for (const auto& part : text.split(QLatin1Char(';')))
        if (const auto word = part.simplified(); !word.isEmpty())
            parts.push_back(word.toStdString());
    return parts;
}

} // namespace

PositionsForm::PositionsForm(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("catalogue-form"));
    m_trouble = named(new Banner, "catalogue-trouble");
    m_trouble->hide();
    m_panel = named(new Panel, "catalogue-panel", tr("One position of the catalogue"));
    auto* column = m_panel->body();
    column->setSpacing(8);
    m_name = named(new Label({}, TextStyle::Title2), "catalogue-name");
    m_name->setWordWrap(true);
    m_closed = named(new Banner(Tone::Warning, QStringLiteral("lock"), tr("Closed"), tr("Nobody can ask for it any more; who holds it keeps it until it ends.")), "catalogue-closed");
    column->addWidget(m_name);
    column->addWidget(m_closed);
    m_title = addField(column, "title", tr("Name"), tr("As it is chosen: Community nurse"));
    m_role = addField(column, "role", tr("Job role"), {});
    m_area = addField(column, "area", tr("Area of work"), {});
    m_activities = addField(column, "activities", tr("Activities"), tr("Several: with a semicolon between them"));
    m_systems = addField(column, "systems", tr("Systems that it opens"), tr("ESR; SystmOne; e-Referral"));
    m_ods = addField(column, "ods", tr("Organisation"), tr("ODS code; empty: the person's own"));
    m_close = named(new DangerButton(DangerButton::Kind::Opens, tr("Close it")), "catalogue-close", tr("Close this position of the catalogue"));
    m_close->setKeyCap(QStringLiteral("X"));
    m_close->setSize(ActionButton::Size::Choice);
    m_keep = named(new PrimaryButton(tr("Keep it")), "catalogue-keep");
    m_keep->setKeyCap(tr("Ctrl Enter"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_close);
    buttons->addStretch(1);
    buttons->addWidget(m_keep);
    column->addLayout(buttons);
    auto* outer = plainColumn(this);
    outer->setSpacing(12);
    outer->addWidget(m_trouble);
    outer->addWidget(m_panel);
    makeClosing(outer);
    outer->addStretch(1);
    connect(m_keep, &ActionButton::clicked, this, &PositionsForm::keep);
    connect(m_close, &ActionButton::clicked, this, [this] { setClosing(true); });
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_keep, m_close, m_closeIt})
        connect(button, &ActionButton::heldPressed, this, &PositionsForm::said);
    present(nullptr, {});
}

Field* PositionsForm::addField(QVBoxLayout* column, const char* name, const QString& label, const QString& hint)
{
    auto* field = new Field(label);
    field->setHint(hint);
    named(field->edit(), qPrintable(QStringLiteral("catalogue-") + QLatin1String(name)), label);
    field->edit()->setMaxLength(longest);
    column->addWidget(field);
    connect(field, &Field::textChanged, this, &PositionsForm::holdButtons);
    return field;
}

void PositionsForm::makeClosing(QVBoxLayout* outer)
{
    m_question = named(new Panel(Tone::Danger), "catalogue-question", tr("Close this position of the catalogue"));
    auto* column = m_question->body();
    column->setSpacing(10);
    auto* words = new TextBlock(tr("Nobody can ask for it any more. Who holds it keeps it until it ends."), TextStyle::Body);
    words->setToneInk(Tone::Danger);
    column->addWidget(words);
    m_approvedBy = addField(column, "approved-by", tr("Who approved that"), tr("Name, and where it is written"));
    m_word = addField(column, "word", tr("Type CLOSE"), tr("In capitals."));
    m_leave = named(new SecondaryButton(tr("Keep it open")), "catalogue-leave", tr("Keep it open"));
    m_leave->setKeyCap(tr("Esc"));
    m_leave->setSize(ActionButton::Size::Choice);
    m_closeIt = named(new DangerButton(DangerButton::Kind::Does, tr("Close it")), "catalogue-close-it", tr("Close it"));
    m_closeIt->setKeyCap(tr("Ctrl Enter"));
    m_closeIt->setSize(ActionButton::Size::Choice);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_leave);
    buttons->addStretch(1);
    buttons->addWidget(m_closeIt);
    column->addLayout(buttons);
    outer->addWidget(m_question);
    connect(m_leave, &ActionButton::clicked, this, [this] { setClosing(false); });
    connect(m_closeIt, &ActionButton::clicked, this, &PositionsForm::close);
}

void PositionsForm::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_X), m_close);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        bindKey(this, QKeySequence(Qt::CTRL | key), m_keep);
        bindKey(this, QKeySequence(Qt::CTRL | key), m_closeIt);
    }
}

void PositionsForm::clear()
{
    m_filled = false;
    present(nullptr, m_held);
}

bool PositionsForm::stepBack()
{
    if (!m_closing)
        return false;
    setClosing(false);
    return true;
}

void PositionsForm::takeFocus() { m_title->edit()->setFocus(); }

void PositionsForm::present(const CatalogueRow* row, const QString& held)
{
    const bool same = m_filled && (row ? m_row && m_row->id == row->id && m_row->closed == row->closed : !m_row);
    m_held = held;
    m_row = row ? std::optional(*row) : std::nullopt;
    if (!same)
        fill();
    holdButtons();
}

void PositionsForm::fill()
{
    m_filled = true;
    const auto row = m_row.value_or(CatalogueRow{});
    m_name->setText(m_row ? words::fromUtf8(row.title) : tr("A new position"));
    m_title->setText(words::fromUtf8(row.title));
    m_role->setText(words::fromUtf8(row.jobRole));
    m_area->setText(words::fromUtf8(row.area));
    m_activities->setText(joined(row.activities));
    m_systems->setText(joined(row.systems));
    m_ods->setText(words::fromUtf8(row.odsCode));
    m_trouble->hide();
    m_closed->setVisible(row.closed);
    for (auto* field : {m_title, m_role, m_area, m_activities, m_systems, m_ods})
        field->edit()->setReadOnly(row.closed);
    setClosing(false);
}

CatalogueRow PositionsForm::typed() const
{
    const auto text = [](const Field* field) { return field->text().simplified().toStdString(); };
    CatalogueRow row;
    row.id = m_row ? m_row->id : std::string();
    row.title = text(m_title);
    row.jobRole = text(m_role);
    row.area = text(m_area);
    row.activities = parted(m_activities->text());
    row.systems = parted(m_systems->text());
    row.odsCode = text(m_ods);
    return row;
}

QString PositionsForm::missing() const
{
    if (!m_held.isEmpty())
        return m_held;
    const auto row = typed();
    if (row.title.empty())
        return tr("Give it a name first.");
    if (row.jobRole.empty() || row.area.empty())
        return tr("Give the job role and the area of work.");
    const bool same = m_row && row.title == m_row->title && row.jobRole == m_row->jobRole && row.area == m_row->area &&
                      row.activities == m_row->activities && row.systems == m_row->systems && row.odsCode == m_row->odsCode;
    return same ? tr("Nothing is other than before.") : QString();
}

void PositionsForm::holdButtons()
{
    const auto why = missing();
    m_keep->setText(m_row ? tr("Keep the change") : tr("Open it"));
    m_keep->setVisible(!m_row || !m_row->closed); // closing took an approver: it is not undone by a change
    m_keep->setAccessibleName(m_keep->text());
    why.isEmpty() ? m_keep->release() : m_keep->hold(why);
    m_close->setVisible(m_row && !m_row->closed);
    m_held.isEmpty() ? m_close->release() : m_close->hold(m_held);
    const auto held = m_approvedBy->text().simplified().isEmpty() ? tr("Say who approved it.") : m_word->text() != QLatin1String(closeWord) ? tr("Type CLOSE, in capitals.") : QString();
    held.isEmpty() ? m_closeIt->release() : m_closeIt->hold(held);
}

void PositionsForm::setClosing(bool on)
{
    m_closing = on;
    m_approvedBy->setText({});
    m_word->setText({});
    m_question->setVisible(on);
    m_panel->setVisible(!on);
    if (on)
        m_approvedBy->edit()->setFocus();
    holdButtons();
}

void PositionsForm::keep()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    m_keep->setBusy(tr("Recording"));
    const auto words = m_row ? tr("The catalogue is changed.") : tr("Open: it can be asked for now.");
    port->define(typed(), guarded<ActAnswer>(this, [this, words](const ActAnswer& answer) {
        m_keep->clearBusy();
        answered(answer, words);
    }));
}

void PositionsForm::close()
{
    auto* port = m_hub.port().access();
    if (!port || !m_row)
        return;
    m_closeIt->setBusy(tr("Closing"));
    port->closeCatalogue(m_row->id, m_approvedBy->text().simplified().toStdString(), m_word->text().toStdString(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
        m_closeIt->clearBusy();
        answered(answer, tr("Closed: nobody can ask for it any more."));
    }));
}

void PositionsForm::answered(const ActAnswer& answer, const QString& words)
{
    if (!answer.done) {
        const auto lines = words::failure(answer.failure.value_or(Failure::of("INTERNAL")));
        m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next);
        m_trouble->show();
        return announce(m_trouble, lines.cause + QLatin1Char(' ') + lines.next);
    }
    m_filled = false; // filled anew with what is kept
    Q_EMIT said(words);
    Q_EMIT done();
}

} // namespace cardwright::ui
