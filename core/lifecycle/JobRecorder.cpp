#include "core/lifecycle/JobRecorder.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace cardwright {

namespace {

/// Numbers are kept in stores that live: append, never reorder.
constexpr std::array<std::string_view, 29> order{
    steprecord::tries,    steprecord::chuid, steprecord::administrationKey, steprecord::unlockKey, steprecord::passcode,
    "keys.9A",            "keys.9C",         "keys.9D",                     "keys.9E",             steprecord::requests,
    steprecord::objects,  "certificates.9A", "certificates.9C",             "certificates.9D",     "certificates.9E",
    steprecord::proof,    steprecord::lock,  "erase.9A",                    "erase.9C",            "erase.9D",
    "erase.9E",           steprecord::eraseReset,            steprecord::eraseObjects,            steprecord::erasePasscode,
    steprecord::eraseUnlockKey,              steprecord::eraseAdministrationKey,                  steprecord::eraseChuid,
    steprecord::readersPasscode,             steprecord::terms,
};

int numberOf(std::string_view step)
{
    const auto found = std::find(order.begin(), order.end(), step);
    if (found == order.end()) throw std::logic_error("a step without a number");
    return static_cast<int>(found - order.begin());
}

} // namespace

std::string steprecord::keys(Slot slot) { return "keys." + std::string(slotName(slot)); }
std::string steprecord::eraseKey(Slot slot) { return "erase." + std::string(slotName(slot)); }
std::string steprecord::certificates(Slot slot) { return "certificates." + std::string(slotName(slot)); }

std::vector<StepRecord> stepsElsewhere(std::vector<StepRecord> steps)
{
    static constexpr std::array lasting{steprecord::tries, steprecord::chuid, steprecord::administrationKey, steprecord::unlockKey};
    static constexpr std::array<std::string_view, 9> presumed{
        steprecord::tries,   steprecord::chuid,  steprecord::administrationKey, steprecord::unlockKey, steprecord::objects,
        "certificates.9A",   "certificates.9C",  "certificates.9D",             "certificates.9E"};
    // All of it is proved anew, and its tries spent anew where it ends locked.
    std::erase_if(steps, [](const auto& step) {
        return step.name == steprecord::proof || step.name == steprecord::lock || step.name == steprecord::readersPasscode;
    });
    for (auto& step : steps) {
        if (std::find(lasting.begin(), lasting.end(), step.name) != lasting.end()) continue;
        step.outcomeAt.reset();
        step.outcome.clear();
    }
    for (const auto name : presumed) {
        if (std::any_of(steps.begin(), steps.end(), [&](const auto& step) { return step.name == name; })) continue;
        StepRecord step;
        step.number = numberOf(name);
        step.name = name;
        steps.push_back(std::move(step));
    }
    std::sort(steps.begin(), steps.end(), [](const auto& left, const auto& right) { return left.number < right.number; });
    return steps;
}

JobRecorder::JobRecorder(JobLedger& ledger, const Guid& job, const Guid& card, std::vector<StepRecord> steps)
    : m_ledger(ledger), m_job(job), m_card(card), m_steps(std::move(steps))
{
}

bool JobRecorder::finished(std::string_view step) const noexcept
{
    const auto* found = find(step);
    return found != nullptr && found->outcomeAt.has_value();
}

bool JobRecorder::presumed(std::string_view step) const noexcept
{
    const auto* found = find(step);
    return found != nullptr && found->attempts == 0 && !found->outcomeAt;
}

void JobRecorder::neverBegun(std::string_view step)
{
    std::erase_if(m_steps, [&](const auto& record) { return record.name == step && record.attempts == 0; });
}

std::string JobRecorder::data(std::string_view step) const
{
    const auto* found = find(step);
    return found == nullptr ? "{}" : found->data;
}

void JobRecorder::begin(std::string_view step, std::string data)
{
    m_pending.intent = JobWrite::Step{numberOf(step), std::string(step), data, {}};
    m_dirty = true;
    flush();
    auto& record = row(step);
    record.attempts = std::max(1, record.attempts);
    record.outcomeAt.reset();
    record.outcome.clear();
    record.data = std::move(data);
}

void JobRecorder::done(std::string_view step, std::string data)
{
    auto& record = row(step);
    record.outcomeAt = 0; // the ledger knows the time; here only that there is an outcome
    record.outcome = "done";
    record.data = data;
    if (record.attempts == 0) return; // presumed, and the card itself showed it to be done: no intent of this desk's stands for it
    m_pending.outcomes.push_back({numberOf(step), std::string(step), std::move(data), "done"});
    m_dirty = true;
}

void JobRecorder::flush()
{
    if (!m_dirty) return;
    m_ledger.commit(m_job, m_card, m_pending);
    ++m_commits;
    m_pending = {};
    m_dirty = false;
}

void JobRecorder::flushQuietly() noexcept
{
    if (m_pending.open) return; // a job that was never opened is not opened on the way out
    try {
        m_pending.intent.reset();
        flush();
    } catch (...) {
        // The reason for the way out is already under way; the step is then probed like any other of unknown outcome.
    }
}

void JobRecorder::close(JobState state)
{
    m_pending.jobState = state;
    m_dirty = true;
    flush();
}

const StepRecord* JobRecorder::find(std::string_view step) const noexcept
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(), [&](const auto& record) { return record.name == step; });
    return found == m_steps.end() ? nullptr : &*found;
}

StepRecord& JobRecorder::row(std::string_view step)
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(), [&](const auto& record) { return record.name == step; });
    if (found != m_steps.end()) return *found;
    StepRecord record;
    record.number = numberOf(step);
    record.name = step;
    m_steps.push_back(std::move(record));
    return m_steps.back();
}

} // namespace cardwright
