#include "ui/pages/DeskPage.h"

#include "ui/pages/DeskActs.h"
#include "ui/pages/DeskWaiting.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QGuiApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

DeskPage::DeskPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("desk-page"));
    m_flowBanner = named(new Banner(Tone::Accent, QStringLiteral("clock"), {}, {}), "desk-flow");
    m_return = named(new SecondaryButton(tr("Go back to it")), "desk-return", tr("Go back to the open application"));
    m_return->setKeyCap(QStringLiteral("F8"));
    m_flowBanner->setButton(m_return);
    m_flowBanner->hide();
    m_left = new QWidget;
    m_middle = new QWidget;
    m_right = new QWidget;
    auto* left = new QVBoxLayout(m_left);
    auto* middle = new QVBoxLayout(m_middle);
    auto* right = new QVBoxLayout(m_right);
    for (auto* column : {left, middle, right}) {
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
    }
    makeLeft(left);
    makeMiddle(middle);
    m_historyTitle = new Label(tr("History"), TextStyle::BodyStrong);
    m_timeline = named(new Timeline, "desk-history", tr("History of this card"));
    right->setContentsMargins(24, 0, 0, 0);
    right->addWidget(m_historyTitle);
    right->addSpacing(16);
    right->addWidget(m_timeline);
    right->addStretch(1);

    auto* whole = new QVBoxLayout(this);
    whole->setSpacing(16);
    m_columns = new QHBoxLayout;
    m_columns->addWidget(m_left, 0);
    m_columns->addWidget(m_middle, 0);
    m_columns->addWidget(m_right, 1);
    whole->addWidget(m_flowBanner);
    whole->addLayout(m_columns, 1);

    connect(m_return, &ActionButton::clicked, this, &DeskPage::flowWanted);
    connect(&m_hub, &DeskHub::subjectCardUpdated, this, &DeskPage::cardChanged);
    connect(&m_hub, &DeskHub::sessionBegan, this, &DeskPage::rebuild); // what may be done is the new session's
    connect(&m_hub, &DeskHub::sessionOver, this, [this] { // who stands there after a lock is asked again; a doubt stays
        if (m_likeness != Likeness::notSure)
            m_likeness.reset();
        rebuild();
    });
    arrange();
    cardChanged();
}

void DeskPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Return), m_main, [this] { return m_main->isVisible() && (!m_view.held || m_likeness.has_value()); });
    bindKey(this, QKeySequence(Qt::Key_Y), [this] { m_question->yesButton()->trigger(); }, [this] { return m_question->isVisible(); });
    bindKey(this, QKeySequence(Qt::Key_N), [this] { m_question->noButton()->trigger(); }, [this] { return m_question->isVisible(); });
    bindKey(this, QKeySequence(Qt::Key_I), [this] { Q_EMIT actWanted(DeskAct::issue); }, [this] { return m_kind == CardKind::none || m_kind == CardKind::blank; });
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_C), [this] { copyNumber(); }, [this] { return !m_view.copyNumber.empty(); });
    m_acts->bindKeys(this);
    bindKey(this, QKeySequence(Qt::Key_H), [this] { Q_EMIT historyWanted(words::fromUtf8(m_view.copyNumber)); },
            [this] { return !m_view.copyNumber.empty(); });
}

void DeskPage::setWaitingFlow(const QString& name)
{
    m_flow = name;
    m_flowBanner->setContent(Tone::Accent, QStringLiteral("clock"), tr("%1: the application waits").arg(name), tr("Nothing of it is lost."));
    m_flowBanner->setButton(m_return);
    m_flowBanner->setVisible(!name.isEmpty());
    arrange();
}

void DeskPage::setWorklist(const Worklist& worklist)
{
    m_waiting->present(worklist);
}

void DeskPage::cardChanged()
{
    const auto& card = m_hub.subjectCard();
    if (card.sight != m_sight || card.kind != m_kind) {
        if (card.sight != m_sight || card.kind == CardKind::none)
            m_likeness.reset();
        if (card.sight != m_sight) {
            m_renews = true;
            m_acts->setOpen(false);
        }
        m_sight = card.sight;
        m_kind = card.kind;
    }
    rebuild();
    placeFocus();
}

void DeskPage::answered(bool yes)
{
    if (m_likeness == Likeness::notSure) // it is recorded: the card stays held until it is taken out
        return m_question->setAnswer(QuestionPanel::Answer::No);
    if (yes) {
        m_likeness = m_view.storedPicture ? Likeness::yes : Likeness::printedFace;
    } else {
        m_likeness = Likeness::notSure;
        m_hub.port().card().likenessNotSure(m_sight, guarded<std::optional<Failure>>(this, [this](const std::optional<Failure>& failure) {
            if (failure)
                Q_EMIT said(words::failure(*failure).cause);
        }));
    }
    rebuild();
    announce(m_main, m_view.below);
    if (yes)
        m_main->setFocus();
}

DeskAnswers DeskPage::answers() const
{
    return {m_likeness, m_hub.site().governanceContact, QDateTime::currentMSecsSinceEpoch(), [this](const std::string& act) { return m_hub.may(act); },
            m_hub.agentRole()};
}

void DeskPage::rebuild()
{
    m_view = deskView(m_hub.subjectCard(), answers());
    const auto& card = m_hub.subjectCard();
    m_face->setVisible(m_view.face != DeskFace::none);
    m_empty->setVisible(m_view.face == DeskFace::none);
    switch (m_view.face) {
    case DeskFace::holder: m_face->setContent(faceOf(*card.holder, m_hub.site())); break;
    case DeskFace::unknown: m_face->setContent(unknownFace()); break;
    case DeskFace::none:
    case DeskFace::blank: m_face->setContent(blankFace(m_hub.site())); break;
    }
    m_pill->setVisible(!m_view.pillText.isEmpty());
    m_pill->setState(m_view.pillTone, m_view.pillIcon, m_view.pillText);
    m_headline->setText(m_view.headline);
    m_sub->setText(m_view.sub);
    m_sub->setVisible(!m_view.sub.isEmpty());
    m_codeRow->setVisible(!m_view.code.isEmpty());
    m_code->setText(m_view.code);
    showQuestion();
    showMain();
    showDue();
    showActs();
    showFacts();
    showHistory();
    showWaiting();
    update();
}

void DeskPage::showQuestion()
{
    m_question->setVisible(m_view.asksLikeness);
    if (!m_view.asksLikeness)
        return;
    m_question->setQuestion(m_view.question, m_view.questionWords);
    m_question->setAnswer(!m_likeness                           ? QuestionPanel::Answer::None
                          : *m_likeness == Likeness::notSure ? QuestionPanel::Answer::No
                                                             : QuestionPanel::Answer::Yes);
}

void DeskPage::showMain()
{
    m_main->setVisible(m_view.main.has_value());
    m_below->setVisible(m_view.main.has_value() && !m_view.below.isEmpty());
    if (!m_view.main)
        return;
    m_main->setWords(m_view.main->verb, m_view.main->line);
    m_main->setIconName(m_view.main->icon);
    m_main->setKeyCap(m_view.main->key);
    m_main->setAccessibleName(m_view.main->verb);
    const auto why = m_view.held ? m_view.below : m_view.main->held;
    if (why.isEmpty())
        m_main->release();
    else
        m_main->hold(why);
    m_below->setText(why.isEmpty() ? m_view.below : why);
    m_below->setVisible(!m_below->text().isEmpty());
}

void DeskPage::showDue()
{
    emptyLayout(m_due->body());
    const bool shown = !m_view.due.empty() && !m_acts->isOpen();
    m_due->setVisible(shown);
    if (!shown)
        return;
    m_due->body()->setSpacing(8);
    m_due->body()->addWidget(new Label(m_view.dueTitle, TextStyle::BodyStrong));
    for (const auto& line : m_view.due) {
        m_due->body()->addWidget(new Divider);
        if (line.optional) {
            auto* tick = named(new CheckRow(line.title, line.words), "desk-renews");
            tick->setChecked(m_renews);
            connect(tick, &QAbstractButton::toggled, this, [this](bool on) { m_renews = on; });
            m_due->body()->addWidget(tick);
            continue;
        }
        m_due->body()->addWidget(new Label(line.title, TextStyle::Body));
        m_due->body()->addWidget(new TextBlock(line.words, TextStyle::Compact));
    }
}

void DeskPage::showActs() { m_acts->present(m_view.others, m_view.more, m_view.held ? m_view.below : QString()); }

void DeskPage::showFacts()
{
    emptyLayout(m_factRows);
    auto facts = m_view.facts;
    if (m_narrow && !m_view.history.empty())
        facts.push_back({tr("History"), tr("%1, %2").arg(m_view.history.front().what, m_view.history.front().when)});
    m_facts->setVisible(!facts.empty());
    for (std::size_t at = 0; at < facts.size(); ++at) {
        auto* row = new FactRow(facts[at].title, facts[at].words);
        row->setObjectName(QStringLiteral("desk-fact-%1").arg(at));
        row->setLast(at + 1 == facts.size());
        if (at == 0 && !m_view.copyNumber.empty()) {
            row->setDigits(true);
            auto* copy = row->setAction(tr("Copy"), tr("Ctrl C"));
            copy->setObjectName(QStringLiteral("desk-copy-number"));
            connect(copy, &ActionButton::clicked, this, &DeskPage::copyNumber);
        }
        m_factRows->addWidget(row);
    }
}

void DeskPage::showHistory()
{
    QVector<TimelineItem> items;
    for (const auto& line : m_view.history)
        items << TimelineItem{line.when, line.what, line.who, line.alarm ? Tone::Danger : Tone::Plain};
    if (items.size() > 6)
        items.resize(6);
    m_timeline->setItems(items);
    m_right->setVisible(!m_narrow); // keeps its room also while it is empty
    m_historyTitle->setVisible(!items.isEmpty());
    m_timeline->setVisible(!items.isEmpty());
    update();
}

void DeskPage::showWaiting() { m_waiting->setVisible(m_kind == CardKind::none); }

void DeskPage::placeFocus()
{
    if (!isVisible() || KeyRouter::takesText(focusWidget()))
        return;
    if (m_view.asksLikeness && !m_likeness)
        m_question->setFocus();
    else if (m_view.main)
        m_main->setFocus();
}

void DeskPage::copyNumber()
{
    QGuiApplication::clipboard()->setText(words::fromUtf8(m_view.copyNumber));
    Q_EMIT said(tr("UUID copied without spaces"));
}

void DeskPage::showEvent(QShowEvent*) { placeFocus(); }

} // namespace cardwright::ui
