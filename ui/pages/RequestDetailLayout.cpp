#include "ui/pages/RequestDetail.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RecordPapers.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

// What the page is made of; what it does is in RequestDetail.cpp.

namespace cardwright::ui {

namespace {

SecondaryButton* choice(const QString& words, const char* name, const char* key)
{
    auto* button = named(new SecondaryButton(words), name, words);
    button->setKeyCap(QLatin1String(key));
    button->setSize(ActionButton::Size::Choice);
    return button;
}

} // namespace

void RequestDetail::makePage()
{
    m_panel = named(new Panel, "request-detail", tr("The chosen request"));
    m_name = named(new Label({}, TextStyle::Title2), "request-name");
    m_name->setWordWrap(true);
    m_why = named(new TextBlock({}, TextStyle::Body, Colour::Text), "request-why");
    auto* facts = new QWidget;
    m_facts = plainColumn(facts);
    m_facts->setSpacing(0);
    m_dutyList = named(new QWidget, "request-duties", tr("Who may decide"));
    m_duties = plainColumn(m_dutyList);
    m_duties->setSpacing(0);
    m_outcome = named(new Banner, "request-outcome");
    m_trouble = named(new Banner, "request-trouble");
    m_trouble->hide();
    auto* column = m_panel->body();
    column->setSpacing(10);
    for (QWidget* part : std::initializer_list<QWidget*>{m_name, m_why, facts, m_dutyList})
        column->addWidget(part);
    const auto* people = m_hub.port().people();
    m_papers = new RecordPapers(QStringLiteral("request"), people ? people->rules().identityPapers : std::vector<NamedChoice>());
    m_decision = named(new Panel, "request-decide", tr("Your decision"));
    m_decision->body()->setSpacing(10);
    makeDecision(m_decision->body());
    m_stepUp = new StepUpPanel(m_hub, QStringLiteral("request-step-up"));
    auto* outer = plainColumn(this);
    outer->setSpacing(12);
    for (QWidget* part : std::initializer_list<QWidget*>{m_trouble, m_panel, m_papers, m_outcome, m_decision, m_stepUp})
        outer->addWidget(part);
    outer->addStretch(1);
    m_compare = new ComparePanel(this);
    for (auto* part : m_compare->findChildren<QWidget*>()) // the window has two of these: the parts of this one have names of their own
        if (const auto name = part->objectName(); name.contains(QLatin1Char('-')))
            part->setObjectName(QStringLiteral("request-") + name);
    m_compare->hide();
}

void RequestDetail::makeDecision(QVBoxLayout* column)
{
    m_words = named(new Field(tr("Your reason")), "request-decision-field");
    named(m_words->edit(), "request-decision", tr("Your reason"));
    m_typed = named(new Field(tr("Type CLOSE to end the record")), "request-typed-field");
    named(m_typed->edit(), "request-typed", tr("Type CLOSE to end the record"));
    m_approve = named(new PrimaryButton(tr("Approve")), "request-approve", tr("Approve"));
    m_approve->setKeyCap(QStringLiteral("A"));
    m_refuse = choice(tr("Refuse"), "request-refuse", "R");
    m_withdraw = choice(tr("Take back"), "request-withdraw", "W");
    m_end = choice(tr("End position"), "request-end", "X");
    m_person = choice(tr("The person"), "request-person", "P");
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_refuse);
    buttons->addStretch(1);
    buttons->addWidget(m_approve);
    auto* more = new QHBoxLayout;
    more->setSpacing(8);
    for (auto* button : {m_withdraw, m_end, m_person})
        more->addWidget(button);
    more->addStretch(1);
    column->addWidget(m_words);
    column->addWidget(m_typed);
    column->addLayout(buttons);
    column->addLayout(more);
}

void RequestDetail::connectDecision()
{
    for (auto* field : {m_words, m_typed})
        connect(field, &Field::textChanged, this, &RequestDetail::holdButtons);
    connect(m_papers, &RecordPapers::changed, this, &RequestDetail::holdButtons);
    connect(m_compare, &ComparePanel::changed, this, &RequestDetail::holdButtons);
    connect(m_compare, &ComparePanel::personWanted, this, &RequestDetail::personWanted);
    connect(m_stepUp, &StepUpPanel::left, this, &RequestDetail::holdButtons);
    connect(m_approve, &ActionButton::clicked, this, [this] { decide(true); });
    connect(m_refuse, &ActionButton::clicked, this, [this] { decide(false); });
    connect(m_withdraw, &ActionButton::clicked, this, &RequestDetail::takeBack);
    connect(m_end, &ActionButton::clicked, this, &RequestDetail::end);
    connect(m_person, &ActionButton::clicked, this, [this] {
        const auto& number = m_request ? m_request->userNumber : m_position ? m_position->userNumber : std::string();
        if (!number.empty())
            Q_EMIT personWanted(words::fromUtf8(number));
    });
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_approve, m_refuse, m_withdraw, m_end})
        connect(button, &ActionButton::heldPressed, this, &RequestDetail::said);
}

void RequestDetail::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_A), m_approve);
    bindKey(this, QKeySequence(Qt::Key_R), m_refuse);
    bindKey(this, QKeySequence(Qt::Key_W), m_withdraw);
    bindKey(this, QKeySequence(Qt::Key_X), m_end);
    bindKey(this, QKeySequence(Qt::Key_P), m_person);
    m_compare->bindKeys();
    m_stepUp->bindKeys();
}

} // namespace cardwright::ui
