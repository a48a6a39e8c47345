#include "ui/pages/AccessPanel.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDate>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

QString joined(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const auto& text : texts)
        list << words::fromUtf8(text);
    return list.join(QStringLiteral(", "));
}

QString stateWords(const PositionRow& row)
{
    if (row.state == "requested")
        return AccessPanel::tr("Waits for a decision");
    if (row.state == "refused")
        return AccessPanel::tr("Refused");
    if (row.state == "ended")
        return AccessPanel::tr("Ended");
    return row.inForce ? AccessPanel::tr("In force") : row.daysLeft && *row.daysLeft < 0 ? AccessPanel::tr("Over") : AccessPanel::tr("Approved");
}

Tone toneOf(const PositionRow& row)
{
    if (row.state == "requested")
        return Tone::Accent;
    return row.state == "approved" ? (row.daysLeft && *row.daysLeft < 0 ? Tone::Warning : Tone::Success) : Tone::Plain;
}

QString days(const PositionRow& row)
{
    const auto from = shownDate(QString::fromStdString(row.begins).toStdString());
    return row.ends.empty() ? AccessPanel::tr("from %1").arg(from) : AccessPanel::tr("%1 to %2").arg(from, shownDate(row.ends));
}

} // namespace

QString heldWords(const DeskHub& hub, const std::string& code, const char* permit)
{
    if (code.empty())
        return {};
    if (code == "DUTY-NOT-ALLOWED" || code == "DUTY-ASK")
        return words::notPermitted(permit, hub.agentRole());
    const auto lines = words::failure(Failure::of(code));
    return lines.cause + QLatin1Char(' ') + lines.next;
}

AccessPanel::AccessPanel(DeskHub& hub, const QString& name, QWidget* parent) : QWidget(parent), m_hub(hub), m_name(name)
{
    setObjectName(name);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_trouble = new Banner;
    m_trouble->setObjectName(name + QStringLiteral("-trouble"));
    m_trouble->hide();
    m_positions = new Panel;
    m_positions->setObjectName(name + QStringLiteral("-positions"));
    m_positions->setAccessibleName(tr("Positions of this person"));
    m_positions->setPadding(0);
    column->addWidget(m_trouble);
    column->addWidget(new Label(tr("Positions"), TextStyle::BodyStrong));
    column->addWidget(m_positions);
    makeForm(column);
    present({});
}

void AccessPanel::makeForm(QVBoxLayout* column)
{
    auto* form = new Panel;
    form->setObjectName(m_name + QStringLiteral("-form"));
    form->setAccessibleName(tr("Ask for a position"));
    auto* rows = form->body();
    rows->setSpacing(10);
    rows->addWidget(new Label(tr("Ask for a position"), TextStyle::BodyStrong));
    m_position = new ChoiceField(tr("Position"));
    m_position->box()->setObjectName(m_name + QStringLiteral("-position"));
    m_position->box()->setAccessibleName(tr("Position"));
    m_opens = new TextBlock({}, TextStyle::Compact);
    m_opens->setObjectName(m_name + QStringLiteral("-opens"));
    const auto field = [this](const QString& label, const char* part) {
        auto* made = new Field(label);
        made->edit()->setObjectName(m_name + QLatin1String(part));
        made->edit()->setAccessibleName(label);
        connect(made, &Field::textChanged, this, &AccessPanel::holdButtons);
        return made;
    };
    m_begins = field(tr("First day"), "-begins");
    m_ends = field(tr("Last day, where there is one"), "-ends");
    m_reason = field(tr("Why they need it"), "-reason");
    m_reason->setHint(tr("Whoever decides reads it."));
    auto* dates = new QHBoxLayout;
    dates->setSpacing(12);
    dates->addWidget(m_begins, 1);
    dates->addWidget(m_ends, 1);
    m_ask = new PrimaryButton(tr("Ask for it"));
    m_ask->setObjectName(m_name + QStringLiteral("-ask"));
    m_ask->setAccessibleName(tr("Ask for this position"));
    m_ask->setKeyCap(tr("Ctrl Enter"));
    m_give = new SecondaryButton(tr("Give it now"));
    m_give->setObjectName(m_name + QStringLiteral("-give"));
    m_give->setAccessibleName(tr("Give this position without asking"));
    m_give->setSize(ActionButton::Size::Choice);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(m_give);
    buttons->addStretch(1);
    buttons->addWidget(m_ask);
    rows->addWidget(m_position);
    rows->addWidget(m_opens);
    rows->addLayout(dates);
    rows->addWidget(m_reason);
    rows->addLayout(buttons);
    column->addWidget(form);
    connect(m_position, &ChoiceField::chosen, this, &AccessPanel::holdButtons);
    connect(m_ask, &ActionButton::clicked, this, [this] { send(false); });
    connect(m_give, &ActionButton::clicked, this, [this] { send(true); });
    clear();
}

void AccessPanel::bindKeys(QWidget* page)
{
    bindKey(page, QKeySequence(Qt::CTRL | Qt::Key_Return), m_ask);
    bindKey(page, QKeySequence(Qt::CTRL | Qt::Key_Enter), m_ask);
}

void AccessPanel::takeFocus() { m_position->box()->setFocus(); }

void AccessPanel::setChoosing(bool on)
{
    m_choosing = on;
    showPositions();
}

void AccessPanel::showChosen(const Guid& id)
{
    for (auto* row : m_positions->findChildren<ListRow*>())
        row->setChosenLook(row->property("position").toString() == QString::fromStdString(id.text()));
}

void AccessPanel::clear()
{
    m_begins->setText(shownDate(QDate::currentDate().toString(Qt::ISODate).toStdString()));
    m_ends->setText({});
    m_reason->setText({});
    m_trouble->hide();
    holdButtons();
}

void AccessPanel::present(const PersonAccess& access)
{
    m_access = access;
    showPositions();
    holdButtons();
}

void AccessPanel::presentCatalogue(const std::vector<CatalogueRow>& rows)
{
    const auto before = wanted() ? wanted()->id : std::string();
    m_catalogue.clear();
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(m_catalogue), [](const CatalogueRow& row) { return !row.closed; });
    auto* box = m_position->box();
    const QSignalBlocker quiet(box);
    box->clear();
    int at = 0;
    for (std::size_t row = 0; row < m_catalogue.size(); ++row) {
        box->addItem(words::fromUtf8(m_catalogue[row].title));
        if (m_catalogue[row].id == before)
            at = static_cast<int>(row);
    }
    box->setCurrentIndex(m_catalogue.empty() ? -1 : at);
    holdButtons();
}

const CatalogueRow* AccessPanel::wanted() const
{
    const int at = m_position->box()->currentIndex();
    return at < 0 || at >= static_cast<int>(m_catalogue.size()) ? nullptr : &m_catalogue[static_cast<std::size_t>(at)];
}

void AccessPanel::showPositions()
{
    emptyLayout(m_positions->body());
    if (m_access.positions.empty()) {
        auto* none = new ListRow(tr("No position yet"), m_access.neededBeforeIssue ? tr("Here a position is approved before the card is made.")
                                                                                   : tr("What somebody works as, and the systems which that opens."));
        none->setObjectName(m_name + QStringLiteral("-none"));
        none->setIconName(QStringLiteral("badge"));
        none->setLast(true);
        return m_positions->body()->addWidget(none);
    }
    for (std::size_t at = 0; at < m_access.positions.size(); ++at) {
        const auto& position = m_access.positions[at];
        auto more = days(position);
        if (!position.systems.empty())
            more += tr("; opens %1").arg(joined(position.systems));
        auto* row = new ListRow(words::fromUtf8(position.title), more);
        row->setObjectName(QStringLiteral("%1-row-%2").arg(m_name).arg(at + 1));
        row->setIconName(QStringLiteral("badge"));
        row->setPill(toneOf(position), position.state == "approved" ? QStringLiteral("approve") : QStringLiteral("clock"), stateWords(position));
        if (!position.sponsor.empty())
            row->setNote(Tone::Plain, position.decidedBy.empty() ? tr("Asked for by %1").arg(words::fromUtf8(position.sponsor))
                                                                 : tr("Asked for by %1, decided by %2").arg(words::fromUtf8(position.sponsor), words::fromUtf8(position.decidedBy)));
        row->setLast(at + 1 == m_access.positions.size());
        if (m_choosing) {
            row->setClickable(true);
            row->setProperty("position", QString::fromStdString(position.id.text()));
            connect(row, &QAbstractButton::clicked, this, [this, id = position.id] { Q_EMIT chosen(id); });
        }
        m_positions->body()->addWidget(row);
    }
}

void AccessPanel::holdButtons()
{
    const auto* position = wanted();
    m_opens->setText(position ? tr("%1, %2. Opens %3.").arg(words::fromUtf8(position->jobRole), words::fromUtf8(position->area), joined(position->systems)) : QString());
    QString missing;
    if (!position)
        missing = tr("Choose a position first.");
    else if (understoodDate(m_begins->text()).size() != 10)
        missing = tr("Give the first day: 1 December 2026.");
    else if (!m_ends->text().isEmpty() && understoodDate(m_ends->text()).size() != 10)
        missing = tr("Give the last day as 31 March 2027, or leave it empty.");
    const auto hold = [&](ActionButton* button, const QString& why) {
        const auto words = why.isEmpty() ? missing : why;
        if (words.isEmpty())
            button->release();
        else
            button->hold(words);
    };
    hold(m_ask, heldWords(m_hub, m_access.askHeld, permits::raiseRequest));
    auto give = heldWords(m_hub, m_access.assignHeld, permits::assignPosition);
    if (give.isEmpty() && position && !m_hub.may(permits::assignPosition) && !position->delegated)
        give = heldWords(m_hub, "DUTY-NOT-LISTED", permits::assignPosition);
    hold(m_give, give);
}

void AccessPanel::send(bool assign)
{
    const auto* position = wanted();
    if (!position)
        return;
    PositionAsk ask;
    ask.userNumber = m_access.userNumber;
    ask.catalogue = position->id;
    ask.begins = understoodDate(m_begins->text()).toStdString();
    if (!m_ends->text().isEmpty())
        ask.ends = understoodDate(m_ends->text()).toStdString();
    ask.reason = m_reason->text().trimmed().toStdString();
    ask.assign = assign;
    (assign ? static_cast<ActionButton*>(m_give) : m_ask)->setBusy(tr("Sending"));
    Q_EMIT asked(ask);
}

void AccessPanel::answered(const ActAnswer& answer)
{
    m_ask->clearBusy();
    m_give->clearBusy();
    if (answer.done)
        return clear();
    if (!answer.failure)
        return;
    const auto lines = words::failure(*answer.failure);
    m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next);
    m_trouble->show();
}

} // namespace cardwright::ui
