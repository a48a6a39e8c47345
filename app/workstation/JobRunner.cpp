#include "app/workstation/JobRunner.h"

#include "app/workstation/Convert.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cardwright::workstation {

namespace {

ui::JobKind shownKind(JobKind kind)
{
    switch (kind) {
    case JobKind::unlock: return ui::JobKind::unlock;
    case JobKind::touch:
    case JobKind::rotate: return ui::JobKind::touch;
    case JobKind::issue: return ui::JobKind::issue;
    default: break; // not begun by this window: what is left of them on a card is repaired
    }
    return ui::JobKind::repair;
}

const char* nameOf(ui::JobKind kind)
{
    switch (kind) {
    case ui::JobKind::unlock: return "unlock";
    case ui::JobKind::touch: return "touch";
    case ui::JobKind::repair: return "repair";
    case ui::JobKind::issue: break;
    }
    return "issue";
}

/// Mean length of this kind of job on this kind of card: "count;seconds" in the desk's settings.
std::string timingKey(const std::string& kind, const std::string& cardType) { return "job-time." + kind + "." + cardType; }

std::pair<int, double> timingFrom(const std::optional<std::string>& text)
{
    if (!text) return {0, 0};
    const auto semicolon = text->find(';');
    int count = 0;
    if (semicolon == std::string::npos || std::from_chars(text->data(), text->data() + semicolon, count).ec != std::errc()) return {0, 0};
    return {count, std::strtod(text->c_str() + semicolon + 1, nullptr)};
}

/// An application is over when its person has the card, whichever way that came about.
void discardDrafts(Store& store, Transaction& transaction, const std::string& userNumber)
{
    const auto number = UserNumber::parse(userNumber);
    const auto holder = number ? store.people.byNumber(*number) : std::nullopt;
    if (!holder) return;
    for (const auto& kept : store.drafts.all()) {
        const auto draft = convert::draft(kept.body);
        if (!draft) continue;
        const auto person = convert::person(draft->person);
        const bool same = person.dateOfBirth == holder->person.dateOfBirth && person.legalName() == holder->person.legalName();
        if (same) store.drafts.discard(transaction, kept.id);
    }
}

/// Beyond a command's own deadline: the reader's and the system's share.
constexpr std::chrono::seconds grace{20};

} // namespace

JobRunner::JobRunner(Context& context, ReaderDesk& readers) : m_context(context), m_readers(readers) {}

std::vector<ui::JobStep> JobRunner::plannedSteps(ui::JobKind kind)
{
    static constexpr std::array issue = {jobsteps::recognise, jobsteps::preflight,  jobsteps::open,  jobsteps::administration, jobsteps::chuid,
                                         jobsteps::administrationKey, jobsteps::unlockKey, jobsteps::passcode, jobsteps::keys, jobsteps::requests,
                                         jobsteps::objects, jobsteps::certificates, jobsteps::proof, jobsteps::close};
    static constexpr std::array unlock = {jobsteps::passcode, jobsteps::proof, jobsteps::close};
    static constexpr std::array touch = {jobsteps::administration, jobsteps::certificates};
    std::span<const std::string_view> keys = issue;
    if (kind == ui::JobKind::unlock) keys = unlock;
    if (kind == ui::JobKind::touch) keys = touch;
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
    m_readers.setJobWatch(ReaderDesk::JobWatch{[this] { cardGone(); }, [this] { cardBack(); }});
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
    m_job->stepBegan = Steady::now();
    m_job->deadline = m_job->stepBegan + grace;
    const auto round = m_job->round;
    runtime::Workstation::Watch watch;
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
    const auto now = Steady::now();
    auto& steps = m_job->progress.steps;
    auto found = std::find_if(steps.begin(), steps.end(), [&](const auto& shown) { return shown.key == progress.step; });
    if (found == steps.end()) {
        // A repair may have to do more than its kind's list says: it stands where it happens.
        const auto firstWaiting = std::find_if(steps.begin(), steps.end(), [](const auto& shown) { return shown.state == ui::StepState::waiting; });
        found = steps.insert(firstWaiting, {std::string(progress.step), {}, {}, ui::StepState::waiting, 0});
    }
    if (progress.state == JobProgress::State::started) {
        if (found->state != ui::StepState::running) m_job->stepBegan = now;
        found->state = ui::StepState::running;
        found->more = progress.detail;
        m_job->deadline = now + grace + progress.within;
        if (progress.step == jobsteps::open) m_job->opened = true;
    } else {
        found->state = ui::StepState::done;
        if (progress.step == jobsteps::open) m_job->recorded = true;
        found->seconds += std::chrono::duration<double>(now - m_job->stepBegan).count();
        m_job->stepBegan = now;
        m_job->deadline = now + grace;
    }
    tell();
}

void JobRunner::finished(std::uint64_t round, RunResult result)
{
    if (!m_job || m_job->round != round) return;
    m_job->onCard = false;
    m_job->deadline.reset();
    if (const auto* failure = std::get_if<Failure>(&result)) return failed(*failure);
    if (const auto* receipt = std::get_if<CardReceipt>(&result)) return endDone(*receipt);
    const auto& repaired = std::get<RepairResult>(result);
    m_job->progress.kind = shownKind(repaired.job);
    if (repaired.receipt) return endDone(*repaired.receipt);
    ui::JobEnd done;
    done.abandoned = true;
    end(std::move(done));
}

void JobRunner::endDone(const CardReceipt& receipt)
{
    const auto seconds = std::chrono::duration<double>(Steady::now() - m_job->began).count();
    const auto key = timingKey(nameOf(m_job->order.kind), m_job->order.cardType);
    const auto kind = m_job->progress.kind;
    const auto at = m_context.desk.clock().utcMillis();
    auto task = [receipt, kind, at, key, seconds](Store& store) {
        const auto [count, mean] = timingFrom(store.settings.value(key));
        Transaction transaction(store.database());
        store.settings.set(transaction, key, std::to_string(count + 1) + ';' + std::to_string((mean * count + seconds) / (count + 1)));
        if (kind == ui::JobKind::issue) discardDrafts(store, transaction, receipt.userNumber);
        transaction.commit();
        return std::optional(convert::receipt(store, kind, receipt, at));
    };
    m_context.ask<std::optional<ui::Receipt>>(std::move(task), [this, id = m_job->progress.job](std::optional<ui::Receipt> shown) {
        if (!m_job || m_job->progress.job != id) return;
        ui::JobEnd done;
        done.receipt = std::move(shown);
        end(std::move(done));
    }, [receipt, kind, at](const Failure&) {
        // The card is done whatever becomes of its timing: what the receipt itself holds is still shown.
        ui::Receipt bare;
        bare.kind = kind;
        bare.userNumber = receipt.userNumber;
        bare.cardGuid = receipt.card.text();
        bare.locked = receipt.locked;
        bare.at = at;
        return std::optional(bare);
    });
}

void JobRunner::failed(const Failure& failure)
{
    if (mendsByReturn(failure.code)) {
        m_job->progress.failure = failure;
        m_job->progress.state = ui::JobState::cardGone;
        tell();
        // The card may be back already (or was only reset): the reader was not looked at while the job had it.
        if (m_readers.tiles().back().condition == ui::ReaderCondition::card) cardBack();
        return;
    }
    if (failure.code == "PASSCODE-NEEDED") {
        m_job->progress.state = ui::JobState::needsPasscode;
        m_job->progress.failure = failure;
        return tell();
    }
    ui::JobEnd over;
    // The session went while the card was being written: what holds, holds, and the same agent or a manager goes on from there.
    const bool sessionGone = !m_context.signedIn && (failure.code == "SESSION-ENDED" || failure.code == "AGENT-NOT-SIGNED-IN" || failure.code == "STORE-SEALED");
    over.outcome = failure.code == "STOPPED" || sessionGone ? ui::JobOutcome::stopped : ui::JobOutcome::failed;
    over.failure = failure;
    over.repairable = m_job->opened;
    end(std::move(over));
}

void JobRunner::end(ui::JobEnd end)
{
    end.job = m_job->progress.job;
    end.kind = m_job->progress.kind;
    m_job.reset(); // the passcode goes with it
    m_readers.setJobWatch(std::nullopt);
    if (m_context.events != nullptr) {
        m_context.events->jobEnded(end);
        m_context.events->queueChanged();
    }
    if (m_context.recordsChanged) m_context.recordsChanged();
    m_readers.lookAgain();
}

void JobRunner::tell()
{
    if (m_job->usualSeconds) {
        const auto gone = std::chrono::duration<double>(Steady::now() - m_job->began).count();
        m_job->progress.secondsLeft = std::max(0.0, *m_job->usualSeconds - gone);
    }
    if (m_context.events != nullptr) m_context.events->jobProgress(m_job->progress);
}

void JobRunner::expectTime()
{
    const auto id = m_job->progress.job;
    const auto key = timingKey(nameOf(m_job->order.kind), m_job->order.cardType);
    using Timing = std::pair<int, double>;
    m_context.ask<Timing>([key](Store& store) { return timingFrom(store.settings.value(key)); }, [this, id](Timing timing) {
        if (!m_job || m_job->progress.job != id || timing.first == 0) return;
        m_job->progress.basedOn = timing.first;
        m_job->usualSeconds = timing.second;
        tell();
    }, nothingOnFailure<Timing>());
}

} // namespace cardwright::workstation
