#include "ui/pages/RequestBadgePage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int longest = 200;
constexpr int formWidth = 720;

} // namespace

RequestBadgePage::RequestBadgePage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("ask-badge-page"));
    makePage();
    connect(m_back, &ActionButton::clicked, this, &RequestBadgePage::left);
    connect(m_event, &ChoiceField::chosen, this, [this](int index) { showEvent(index - 1); });
    connect(m_photo, &Field::textChanged, this, &RequestBadgePage::check);
    connect(m_ask, &ActionButton::clicked, this, &RequestBadgePage::send);
    connect(m_ask, &ActionButton::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_ask, why);
    });
}

void RequestBadgePage::makePage()
{
    m_head = new PageHead;
    m_back = named(new SecondaryButton(tr("Back")), "ask-badge-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_head->addButton(m_back);
    m_trouble = named(new Banner, "ask-badge-trouble");
    m_trouble->hide();
    m_panel = named(new Panel, "ask-badge-form", tr("Ask for an ID badge"));
    m_panel->setMaximumWidth(formWidth);
    auto* column = m_panel->body();
    column->setSpacing(10);
    m_event = new ChoiceField(tr("Why is it needed?"));
    named(m_event->box(), "ask-badge-event", tr("Why is it needed?"));
    auto* fields = new QWidget;
    m_rows = new QGridLayout(fields);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(16);
    m_rows->setVerticalSpacing(10);
    m_rows->setColumnStretch(0, 1);
    m_rows->setColumnStretch(1, 1);
    m_photo = new Field(tr("File of the photograph"));
    m_photo->setPath();
    m_photo->setHint(tr("Head and shoulders, a plain light ground"));
    named(m_photo->edit(), "ask-badge-photo", tr("File of the photograph"));
    m_missing = named(new TextBlock({}, TextStyle::Compact), "ask-badge-missing");
    m_ask = named(new PrimaryButton(tr("Ask for the badge")), "ask-badge-ask", tr("Ask for the badge"));
    m_ask->setKeyCap(tr("Ctrl Enter"));
    auto* last = new QHBoxLayout;
    last->addWidget(m_missing, 1);
    last->addWidget(m_ask, 0, Qt::AlignBottom);
    column->addWidget(m_event);
    column->addWidget(fields);
    column->addWidget(m_photo);
    column->addLayout(last);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    outer->setSpacing(12);
    outer->addWidget(m_head);
    outer->addWidget(m_trouble);
    outer->addWidget(m_panel);
    outer->addStretch(1);
}

void RequestBadgePage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Return), m_ask);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Enter), m_ask);
}

void RequestBadgePage::open(const PersonFile& file)
{
    m_file = file;
    m_head->setFlow(tr("Ask for a badge"), words::fromUtf8(file.card.holder.legalName), tr("UUID %1").arg(words::groupedNumber(file.card.holder.userNumber)));
    fillEvents();
    m_trouble->hide();
    m_photo->setText({});
    m_event->box()->setCurrentIndex(0);
    showEvent(-1);
}

void RequestBadgePage::clear() { open({}); }

void RequestBadgePage::fillEvents()
{
    auto* port = m_hub.port().badges();
    m_events = port ? port->events() : std::vector<BadgeEventChoice>();
    const QSignalBlocker quiet(m_event->box());
    m_event->box()->clear();
    m_event->box()->addItem(tr("Not chosen"));
    for (const auto& event : m_events)
        m_event->box()->addItem(words::fromUtf8(event.title));
}

void RequestBadgePage::showEvent(QShowEvent*) { m_event->box()->setFocus(); }

/// What the record says already. Names before and after are typed: the record does not say which is which.
std::string RequestBadgePage::known(const std::string& field) const
{
    const auto text = [this](const char* of) {
        const auto found = m_file.fields.find(of);
        return found == m_file.fields.end() ? std::string() : found->second;
    };
    if (field == "name")
        return m_file.card.holder.nameOnCard.empty() ? m_file.card.holder.legalName : m_file.card.holder.nameOnCard;
    if (field == "title" || field == "currentTitle")
        return text("jobTitle");
    if (field == "deliveryBase")
        return text("site");
    return field == "team" || field == "site" ? text(field.c_str()) : std::string();
}

void RequestBadgePage::showEvent(int index)
{
    emptyLayout(m_rows);
    m_fields.clear();
    m_likeness = nullptr;
    const bool chosen = index >= 0 && index < static_cast<int>(m_events.size());
    const auto event = chosen ? m_events[static_cast<std::size_t>(index)] : BadgeEventChoice{};
    m_photo->setVisible(event.newPhoto);
    QVector<QWidget*> order{m_event->box()};
    int at = 0;
    for (const auto& field : event.fields) {
        if (field.id == "likeness") {
            m_likeness = named(new CheckRow(tr("Who took the photograph states a true likeness"), words::fromUtf8(m_hub.port().badges()->likeness())), "ask-badge-field-likeness");
            m_likeness->setCheckable(true);
            connect(m_likeness, &QAbstractButton::toggled, this, &RequestBadgePage::check);
            continue;
        }
        auto* edit = new Field(words::fromUtf8(field.title));
        edit->edit()->setObjectName(QStringLiteral("ask-badge-field-") + words::fromUtf8(field.id));
        edit->edit()->setAccessibleName(words::fromUtf8(field.title));
        edit->edit()->setMaxLength(longest);
        edit->setText(words::fromUtf8(known(field.id)));
        m_rows->addWidget(edit, at / 2, at % 2);
        ++at;
        order << edit->edit();
        m_fields[field.id] = edit;
        connect(edit, &Field::textChanged, this, &RequestBadgePage::check);
    }
    if (m_likeness) {
        m_rows->addWidget(m_likeness, at / 2 + 1, 0, 1, 2);
        order << m_likeness;
    }
    order << m_photo->edit() << m_ask;
    for (qsizetype next = 1; next < order.size(); ++next) // what was made last stands in the middle: Tab walks as the eye does
        setTabOrder(order[next - 1], order[next]);
    check();
}

BadgeDraft RequestBadgePage::draft() const
{
    BadgeDraft draft;
    const int index = m_event->box()->currentIndex() - 1;
    if (index >= 0 && index < static_cast<int>(m_events.size()))
        draft.event = m_events[static_cast<std::size_t>(index)].id;
    for (const auto& [id, field] : m_fields)
        draft.fields[id] = field->text().simplified().toStdString();
    if (m_likeness && m_likeness->isChecked())
        draft.fields["likeness"] = "yes";
    draft.userNumber = m_file.card.holder.userNumber;
    draft.photoPath = m_photo->isHidden() ? std::string() : m_photo->text().trimmed().toStdString();
    return draft;
}

/// Live: what is still missing holds the button, in words.
void RequestBadgePage::check()
{
    auto* port = m_hub.port().badges();
    const auto asked = draft();
    if (!port || !m_hub.signedIn() || asked.event.empty()) {
        ++m_checks;
        m_missing->setText({});
        return m_ask->hold(tr("Choose why a badge is needed."));
    }
    port->check(asked, guarded<BadgeCheck>(this, [this, number = ++m_checks](const BadgeCheck& answer) {
        if (number == m_checks)
            showIssues(answer);
    }));
}

void RequestBadgePage::showIssues(const BadgeCheck& answer)
{
    for (auto& [id, field] : m_fields)
        field->clearWrong();
    for (const auto& issue : answer.issues) {
        const auto field = m_fields.find(issue.field);
        if (field != m_fields.end() && !field->second->text().trimmed().isEmpty()) // what was not typed yet is said beside the button
            field->second->setWrong(words::fromUtf8(issue.sentence));
    }
    const auto why = answer.failure ? failureLine(*answer.failure) : answer.issues.empty() ? QString() : words::fromUtf8(answer.issues.front().sentence);
    m_missing->setText(why);
    why.isEmpty() ? m_ask->release() : m_ask->hold(why);
}

void RequestBadgePage::send()
{
    m_ask->setBusy(tr("Sending"));
    m_hub.port().badges()->request(draft(), guarded<ActAnswer>(this, [this, number = words::fromUtf8(m_file.card.holder.userNumber)](const ActAnswer& answer) {
        m_ask->clearBusy();
        if (!answer.done) {
            const auto lines = words::failure(answer.failure.value_or(Failure::of("INTERNAL")));
            m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, tr("%1 (%2)").arg(lines.next, lines.code));
            m_trouble->show();
            return announce(m_trouble, lines.cause + QLatin1Char(' ') + lines.next);
        }
        Q_EMIT asked(number, tr("Asked for. It waits in the worklist to be printed."));
    }));
}

} // namespace cardwright::ui
