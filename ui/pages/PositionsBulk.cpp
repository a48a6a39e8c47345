#include "ui/pages/PositionsBulk.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr std::size_t namesShown = 4;
constexpr int longestReason = 400;

QString namesOf(const std::vector<PositionRow>& rows)
{
    QStringList names;
    for (const auto& row : rows)
        if (static_cast<std::size_t>(names.size()) < namesShown)
            names << words::fromUtf8(row.holderName);
    auto text = names.join(QStringLiteral(", "));
    if (rows.size() > namesShown)
        text += PositionsBulk::tr(" and %1 more").arg(rows.size() - namesShown);
    return text;
}

} // namespace

PositionsBulk::PositionsBulk(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("bulk"));
    m_trouble = named(new Banner, "bulk-trouble");
    m_trouble->hide();
    auto* panel = named(new Panel, "bulk-panel", tr("Several positions at once"));
    panel->body()->setSpacing(10);
    m_title = named(new Label({}, TextStyle::Title2), "bulk-title");
    m_title->setWordWrap(true);
    m_names = named(new TextBlock({}, TextStyle::Body), "bulk-names");
    const auto kind = [](const QString& words, const char* name, const char* key) {
        auto* button = named(new SecondaryButton(words), name, words);
        button->setKeyCap(QLatin1String(key));
        button->setSize(ActionButton::Size::Choice);
        button->setCheckable(true);
        button->setAutoExclusive(true);
        return button;
    };
    m_move = kind(tr("Last day"), "bulk-move", "L");
    m_end = kind(tr("End now"), "bulk-end", "X");
    auto* kinds = new QHBoxLayout;
    kinds->setSpacing(8);
    kinds->addWidget(m_move);
    kinds->addWidget(m_end);
    kinds->addStretch(1);
    m_day = named(new Field(tr("Last day of all of them")), "bulk-day-field");
    named(m_day->edit(), "bulk-day", tr("Last day of all of them"));
    m_day->setHint(tr("Day, month, year: 31 3 2027"));
    m_reason = named(new Field(tr("Reason")), "bulk-reason-field");
    named(m_reason->edit(), "bulk-reason", tr("Reason"));
    m_reason->setHint(tr("It stands in each of these records."));
    m_reason->edit()->setMaxLength(longestReason);
    m_change = named(new PrimaryButton(tr("Change them")), "bulk-change", tr("Change them"));
    m_change->setKeyCap(tr("Ctrl Enter"));
    auto* last = new QHBoxLayout;
    last->addStretch(1);
    last->addWidget(m_change);
    panel->body()->addWidget(m_title);
    panel->body()->addWidget(m_names);
    panel->body()->addLayout(kinds);
    panel->body()->addWidget(m_day);
    panel->body()->addWidget(m_reason);
    panel->body()->addLayout(last);
    auto* column = plainColumn(this);
    column->setSpacing(12);
    column->addWidget(m_trouble);
    column->addWidget(panel);
    column->addStretch(1);
    connect(m_move, &ActionButton::clicked, this, [this] { setEnding(false); });
    connect(m_end, &ActionButton::clicked, this, [this] { setEnding(true); });
    for (auto* field : {m_day, m_reason})
        connect(field, &Field::textChanged, this, &PositionsBulk::holdButtons);
    connect(m_day, &Field::edited, this, [this] {
        const auto day = understoodDate(m_day->text()).toStdString();
        if (parseDate(day))
            m_day->setText(shownDate(day));
        else if (!m_day->text().isEmpty())
            m_day->setWrong(tr("No such day. Day, month, year: 31 3 2027"));
    });
    connect(m_change, &ActionButton::clicked, this, &PositionsBulk::send);
    connect(m_change, &ActionButton::heldPressed, this, &PositionsBulk::said);
    clear();
}

void PositionsBulk::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_L), m_move);
    bindKey(this, QKeySequence(Qt::Key_X), m_end);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Return), m_change);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Enter), m_change);
}

void PositionsBulk::clear()
{
    m_day->setText({});
    m_reason->setText({});
    m_trouble->hide();
    present({});
    setEnding(false);
}

QString PositionsBulk::held() const { return m_hub.may(permits::managePositions) ? QString() : words::notPermitted(permits::managePositions, m_hub.agentRole()); }

void PositionsBulk::present(const std::vector<PositionRow>& chosen)
{
    m_ids.clear();
    for (const auto& row : chosen)
        m_ids.push_back(row.id);
    m_title->setText(chosen.empty() ? tr("No position chosen yet") : chosen.size() == 1 ? tr("1 position chosen") : tr("%1 positions chosen").arg(chosen.size()));
    m_names->setText(chosen.empty() ? tr("Space or Enter on a row chooses it, and again leaves it out.") : namesOf(chosen));
    holdButtons();
}

void PositionsBulk::setEnding(bool ending)
{
    m_ending = ending;
    m_move->setChecked(!ending);
    m_end->setChecked(ending);
    m_day->setVisible(!ending);
    m_change->setText(ending ? tr("End them") : tr("Change them"));
    m_change->setAccessibleName(m_change->text());
    holdButtons();
}

QString PositionsBulk::missing() const
{
    if (const auto role = held(); !role.isEmpty())
        return role;
    if (m_ids.empty())
        return tr("Choose positions in the list first.");
    if (!m_ending && !parseDate(understoodDate(m_day->text()).toStdString()))
        return tr("Give the last day: 31 March 2027.");
    return m_reason->text().simplified().isEmpty() ? tr("Write the reason first.") : QString();
}

void PositionsBulk::holdButtons()
{
    const auto why = missing();
    why.isEmpty() ? m_change->release() : m_change->hold(why);
}

void PositionsBulk::send()
{
    auto* port = m_hub.port().access();
    if (!port || !missing().isEmpty())
        return;
    m_change->setBusy(tr("Recording"));
    const auto count = m_ids.size();
    port->changePositions(m_ids, m_ending ? std::string() : understoodDate(m_day->text()).toStdString(), m_reason->text().trimmed().toStdString(),
                          guarded<ActAnswer>(this, [this, count](const ActAnswer& answer) {
                              m_change->clearBusy();
                              if (!answer.done) {
                                  const auto lines = words::failure(answer.failure.value_or(Failure::of("INTERNAL")));
                                  m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, tr("Nothing was changed. %1").arg(lines.next));
                                  return m_trouble->show();
                              }
                              clear();
                              Q_EMIT said(count == 1 ? tr("1 position changed.") : tr("%1 positions changed.").arg(count));
                              Q_EMIT done();
                          }));
}

} // namespace cardwright::ui
