#include "ui/pages/JobPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

JobPage::JobPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("job-page"));
    m_frame = new FlowFrame;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frame);
    named(m_frame->stepper(), "job-stepper", tr("Steps"));
    auto* work = new QWidget;
    auto* rows = new QVBoxLayout(work);
    rows->setContentsMargins(0, 0, 0, 0);
    m_list = named(new JobStepList, "job-steps", tr("Steps of the card job"));
    rows->addWidget(m_list);
    rows->addStretch(1);
    m_frame->setWork(work);
    m_frame->setSide(makeSide());
    m_stop = named(new SecondaryButton(tr("Stop after this step")), "job-stop", tr("Stop"));
    m_stop->setKeyCap(tr("Esc"));
    m_stop->setSize(ActionButton::Size::Choice);
    m_frame->footerLeft()->addWidget(m_stop);
    m_primary = named(new PrimaryButton(tr("Finish")), "job-primary", tr("Finish"));
    m_primary->setKeyCap(tr("Enter"));
    m_frame->footerRight()->addWidget(m_primary);
    m_tick.setInterval(1000);

    connect(&m_tick, &QTimer::timeout, this, &JobPage::tick);
    connect(m_stop, &ActionButton::clicked, this, [this] {
        if (m_running)
            m_hub.port().card().stopJob();
        else
            Q_EMIT left();
    });
    connect(m_primary, &ActionButton::clicked, this, [this] {
        if (m_view.needsPasscode)
            Q_EMIT passcodeWanted();
        else if (!m_running)
            Q_EMIT left();
    });
    connect(m_primary, &ActionButton::heldPressed, this, [this](const QString& why) { announce(m_primary, why); });
    connect(m_list, &JobStepList::copyPressed, this, [this](const QString& code) {
        QGuiApplication::clipboard()->setText(code);
        Q_EMIT said(tr("Code copied"));
    });
    connect(&m_hub, &DeskHub::progressed, this, &JobPage::progressed);
    connect(&m_hub, &DeskHub::jobOver, this, &JobPage::ended);
}

QWidget* JobPage::makeSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_face = named(new CardFace, "job-face", tr("The card of this job"));
    m_placeSign = new IconLabel(QStringLiteral("reader"), 24);
    m_place = named(new Label({}, TextStyle::Body), "job-place");
    m_placeMore = new Label({}, TextStyle::Body, Colour::TextSecondary);
    m_title = named(new Label({}, TextStyle::Title2), "job-title");
    m_clock = new DigitsLabel({}, TextStyle::Body, Colour::TextMuted);
    m_bar = named(new ProgressBar, "job-bar", tr("Progress of the card job"));
    m_titleMore = new TextBlock({}, TextStyle::Compact, Colour::TextMuted);
    auto* placeRow = new QHBoxLayout;
    placeRow->setSpacing(12);
    auto* placeWords = new QVBoxLayout;
    placeWords->setSpacing(2);
    placeWords->addWidget(m_place);
    placeWords->addWidget(m_placeMore);
    placeRow->addWidget(m_placeSign, 0, Qt::AlignTop);
    placeRow->addLayout(placeWords, 1);
    auto* titleRow = new QHBoxLayout;
    titleRow->addWidget(m_title, 1);
    titleRow->addWidget(m_clock);
    column->addWidget(m_face);
    column->addSpacing(28);
    column->addLayout(titleRow);
    column->addSpacing(12);
    column->addWidget(m_bar);
    column->addSpacing(10);
    column->addWidget(m_titleMore);
    column->addSpacing(24);
    column->addLayout(placeRow);
    column->addStretch(1);
    return side;
}

void JobPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Return), m_primary);
    bindKey(this, QKeySequence(Qt::Key_Escape), m_stop);
}

void JobPage::setNarrow(bool narrow) { m_frame->setNarrow(narrow); }

void JobPage::begin(JobKind kind, const Holder& holder, Steps steps)
{
    m_kind = kind;
    m_holder = holder;
    m_steps = std::move(steps);
    m_running = true;
    m_waited = false;
    m_progress = {};
    m_progress.kind = kind;
    m_progress.steps = m_hub.port().card().plannedSteps(kind);
    render(jobView(m_progress));
}

void JobPage::refuse(const Failure& failure)
{
    m_running = false;
    JobEnd end;
    end.kind = m_kind;
    end.outcome = JobOutcome::failed;
    end.failure = failure;
    render(jobViewAfter(m_progress, end));
}

void JobPage::progressed(const JobProgress& progress)
{
    if (!m_running)
        return;
    m_progress = progress;
    if (!progress.userNumber.empty())
        m_holder.userNumber = progress.userNumber;
    render(jobView(progress));
}

void JobPage::ended(const JobEnd& end)
{
    if (!m_running)
        return;
    m_running = false;
    m_tick.stop();
    if (end.outcome == JobOutcome::done) {
        Q_EMIT done(end);
        return;
    }
    render(jobViewAfter(m_progress, end));
}

void JobPage::render(const JobView& view)
{
    const bool speak = view.announcement != m_view.announcement;
    m_view = view;
    m_frame->head()->setFlow(words::jobTitle(m_kind), words::fromUtf8(m_holder.legalName), m_kind == JobKind::issue ? tr("Making the card") : QString());
    m_frame->stepper()->setSteps(m_steps ? m_steps(view.stepper, view.warns) : QVector<StepItem>());
    QVector<JobStepItem> items;
    for (const auto& line : view.lines) {
        JobStepItem item{line.words, JobStepItem::State::ToCome, line.second, line.time, line.code};
        switch (line.state) {
        case JobLineState::toCome: break;
        case JobLineState::running: item.state = JobStepItem::State::Running; break;
        case JobLineState::done: item.state = JobStepItem::State::Done; break;
        case JobLineState::waiting: item.state = JobStepItem::State::Waiting; break;
        case JobLineState::refused: item.state = JobStepItem::State::Refused; break;
        }
        items << item;
    }
    m_list->setItems(items);
    m_face->setContent(faceOf(m_holder, m_hub.site()));
    m_face->setMissing(view.cardMissing);
    m_title->setText(view.title);
    m_titleMore->setText(view.titleMore);
    m_bar->setValue(view.share);
    m_bar->setTone(view.warns ? Tone::Warning : Tone::Accent);
    m_place->setText(view.place);
    m_place->setStyleOf(view.cardMissing ? TextStyle::BodyStrong : TextStyle::Body);
    m_placeMore->setText(view.placeMore);
    m_place->setVisible(!view.place.isEmpty());
    m_placeSign->setVisible(!view.place.isEmpty());
    m_placeMore->setVisible(!view.placeMore.isEmpty());
    m_placeSign->setInk(view.cardMissing ? Colour::WarningText : Colour::TextSecondary);
    m_stop->setText(view.stop);
    m_stop->setAccessibleName(view.stop);
    m_frame->setFooterWords(view.held);
    if (view.needsPasscode) {
        m_primary->setText(view.padServes ? tr("Ask on the reader again") : tr("Turn the screen to the holder"));
        m_primary->release();
        m_frame->setFooterWords({});
    } else if (m_running) {
        m_primary->setText(tr("Finish"));
        m_primary->hold(view.held);
    } else {
        m_primary->setText(tr("Back to the desk"));
        m_primary->release();
    }
    m_primary->setAccessibleName(m_primary->text());
    if (view.cardMissing && !m_waited)
        m_since.start(), m_tick.start();
    else if (!view.cardMissing)
        m_tick.stop();
    m_waited = view.cardMissing;
    m_clock->setVisible(view.cardMissing);
    tick();
    if (speak && isVisible())
        announce(m_list, view.announcement);
}

void JobPage::tick()
{
    if (m_view.cardMissing)
        m_clock->setText(words::countdown(m_since.elapsed()));
}

void JobPage::showEvent(QShowEvent*) { m_primary->setFocus(); }

} // namespace cardwright::ui
