#include "app/workstation/JobRunner.h"

#include "app/workstation/Convert.h"

#include <algorithm>
#include <array>
#include <span>

namespace cardwright::workstation {

namespace {

/// Beyond a command's own deadline: the reader's and the system's share.
constexpr std::chrono::seconds grace{20};

bool opensAtOnce(ui::JobKind kind) { return kind != ui::JobKind::issue && kind != ui::JobKind::verify; }

} // namespace

JobRunner::JobRunner(Context& context, ReaderDesk& readers) : m_context(context), m_readers(readers) {}

std::vector<ui::JobStep> JobRunner::plannedSteps(ui::JobKind kind)
{
    static constexpr std::array issue = {jobsteps::recognise, jobsteps::preflight,  jobsteps::open,  jobsteps::administration, jobsteps::chuid,
                                         jobsteps::administrationKey, jobsteps::unlockKey, jobsteps::passcode, jobsteps::keys, jobsteps::requests,
                                         jobsteps::objects, jobsteps::certificates, jobsteps::proof, jobsteps::close};
    static constexpr std::array unlock = {jobsteps::passcode, jobsteps::proof, jobsteps::close};
    static constexpr std::array touch = {jobsteps::administration, jobsteps::certificates};
    static constexpr std::array renew = {jobsteps::administration, jobsteps::keys, jobsteps::requests, jobsteps::certificates, jobsteps::proof, jobsteps::close};
    static constexpr std::array verify = {jobsteps::proof};
    static constexpr std::array cancel = {jobsteps::administration, jobsteps::keys, jobsteps::close};
    static constexpr std::array clear = {jobsteps::administration, jobsteps::keys, jobsteps::objects, jobsteps::passcode, jobsteps::proof, jobsteps::close};
    static constexpr std::array takeBack = {jobsteps::passcode, jobsteps::close};
    const auto keys = [kind]() -> std::span<const std::string_view> {
        switch (kind) {
        case ui::JobKind::unlock:
        case ui::JobKind::passcode:
        case ui::JobKind::lend: return unlock;
        case ui::JobKind::touch: return touch;
        case ui::JobKind::renew: return renew;
        case ui::JobKind::verify:
        case ui::JobKind::terms: return verify;
        case ui::JobKind::cancel: return cancel;
        case ui::JobKind::clear: return clear;
        case ui::JobKind::takeBack: return takeBack;
        case ui::JobKind::issue:
        case ui::JobKind::repair: break;
        }
        return issue;
    }();
    std::vector<ui::JobStep> steps;
    for (const auto key : keys) steps.push_back({std::string(key), {}, {}, ui::StepState::waiting, 0});
    return steps;
}

Guid JobRunner::start(Order order)
{
    Running job;
    job.progress.job = Guid::random(m_context.desk.random());
    job.progress.kind = order.kind;
    job.progress.holderName = order.holderName;
    job.progress.userNumber = order.userNumber;
    job.progress.steps = plannedSteps(order.kind);
    job.repairing = order.kind == ui::JobKind::repair;
    job.opened = job.repairing;
    job.began = job.stepBegan = Steady::now();
    job.order = std::move(order);
    m_job = std::move(job);
    m_readers.setJobWatch(ReaderDesk::JobWatch{[this] { cardGone(); }, [this] { cardBack(); }, [this](const auto& holder) { busy(holder); }});
    expectTime();
    const auto id = m_job->progress.job;
    launch(m_job->order.run);
    return id;
}

void JobRunner::launch(Run run)
{
    m_job->round = ++m_rounds;
    m_job->onCard = true;
    m_job->stop = std::stop_source();
    m_job->progress.state = ui::JobState::running;
    m_job->progress.failure.reset();
    m_job->progress.onReader = ui::PadAsk::none;
    m_job->progress.padServes = false;
    m_job->lastAsk = PadAsk::none;
    m_job->asks = 0;
    m_job->askAgain = false;
    m_job->stepBegan = Steady::now();
    m_job->deadline = m_job->stepBegan + grace;
    const auto round = m_job->round;
    runtime::Watch watch;
    watch.stop = m_job->stop.get_token();
    watch.progress = [this, round, post = m_context.toGui](const JobProgress& progress) {
        post([this, round, progress] { step(round, progress); });
    };
    m_context.cardThread->post([this, round, run = std::move(run), reader = m_context.subjectReader, watch, post = m_context.toGui] {
        auto result = std::make_shared<RunResult>(Failure{});
        try {
            *result = run(reader, watch);
        } catch (...) {
            *result = failureFrom(std::current_exception());
        }
        post([this, round, result] { finished(round, std::move(*result)); });
    });
    tell();
}

void JobRunner::step(std::uint64_t round, const JobProgress& progress)
{
    if (!m_job || m_job->round != round) return;
    nowBegun(std::nullopt);
    const auto now = Steady::now();
    auto& steps = m_job->progress.steps;
    auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& shown) { return shown.key == progress.step; });
    if (found == steps.end()) {
        // A repair may have to do more than its kind's list says: it stands where it happens.
        const auto firstWaiting = std::find_if(steps.begin(), steps.end(), [](const auto& shown) { return shown.state == ui::StepState::waiting; });
        found = steps.insert(firstWaiting, {std::string(progress.step), {}, {}, ui::StepState::waiting, 0});
    }
    m_job->progress.onReader = convert::padAsk(progress.onReader);
    if (progress.onReader != PadAsk::none) {
        m_job->lastAsk = progress.onReader;
        ++m_job->asks;
    }
    if (progress.state == JobProgress::State::started) {
        if (found->state != ui::StepState::running) m_job->stepBegan = now;
        found->state = ui::StepState::running;
        found->more = progress.detail;
        m_job->deadline = now + grace + progress.within;
        // An issue opens its job in a step of its own and a test opens none; the others do with their first command.
        if (progress.step == jobsteps::open || opensAtOnce(m_job->order.kind)) m_job->opened = true;
    } else {
        found->state = ui::StepState::done;
        if (progress.step == jobsteps::open) m_job->recorded = true;
        found->seconds += std::chrono::duration<double>(now - m_job->stepBegan).count();
        m_job->stepBegan = now;
        m_job->deadline = now + grace;
    }
    tell();
}

void JobRunner::tell()
{
    if (m_job->order.begun) return; // not allowed yet: there is no job to show
    if (m_job->usualSeconds) {
        const auto gone = std::chrono::duration<double>(Steady::now() - m_job->began).count();
        m_job->progress.secondsLeft = std::max(0.0, *m_job->usualSeconds - gone);
    }
    if (m_context.events != nullptr) m_context.events->jobProgress(m_job->progress);
}

} // namespace cardwright::workstation
