#include "core/lifecycle/StoreJobLedger.h"

#include "core/crypto/PublicKey.h"
#include "core/lifecycle/JobRecorder.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

StoreJobLedger::StoreJobLedger(Store& store, EntryAuthor author, const Clock& clock, RandomSource& random)
    : m_store(store), m_author(std::move(author)), m_clock(clock), m_random(random)
{
}

CardFile StoreJobLedger::cardFile(const std::optional<Guid>& card, const std::string& serial)
{
    if (!card) {
        const auto job = serial.empty() ? std::nullopt : m_store.jobs.openOnSerial(serial);
        return job ? withJob({}, *job) : CardFile{};
    }
    CardFile file;
    file.card = m_store.cards.byGuid(*card);
    if (!file.card) return file;
    file.unlockKeyTries = triesAtLastRefusal(*card);
    auto job = m_store.jobs.openOnCard(*card);
    if (!job && file.card->state == CardState::abandoned) job = m_store.jobs.byId(file.card->job);
    if (job) return withJob(std::move(file), *job);
    file.holder = m_store.people.byNumber(file.card->holder);
    file.terms = m_store.terms.lastOf(file.card->holder);
    file.slots = m_store.cards.slots(*card);
    return file;
}

std::optional<int> StoreJobLedger::triesAtLastRefusal(const Guid& card)
{
    std::optional<JobRecord> last; // of those that used the unlock key
    for (const auto kind : {JobKind::unlock, JobKind::passcode, JobKind::lend, JobKind::takeBack}) {
        auto job = m_store.jobs.lastClosed(card, nameOf(kind));
        if (job && (!last || job->closedAt.value_or(0) >= last->closedAt.value_or(0))) last = std::move(job);
    }
    if (!last) return std::nullopt;
    for (const auto& step : m_store.jobs.steps(last->id)) {
        if (step.name != steprecord::passcode) continue;
        const auto data = nlohmann::json::parse(step.data, nullptr, false);
        if (data.is_object() && data.contains("triesLeft")) return data["triesLeft"].get<int>();
    }
    return std::nullopt;
}

CardFile StoreJobLedger::withJob(CardFile file, const JobRecord& job)
{
    file.job = job;
    file.steps = m_store.jobs.steps(job.id);
    if (job.elsewhere) file.steps = stepsElsewhere(std::move(file.steps));
    if (!file.card) file.card = m_store.cards.byGuid(job.card);
    if (file.card) file.holder = m_store.people.byNumber(file.card->holder);
    file.slots = m_store.cards.slots(job.card);
    return file;
}

std::vector<CardFile> StoreJobLedger::openIssuesWithoutSerial(ByteView atr)
{
    const auto wanted = toHex(atr);
    std::vector<CardFile> files;
    for (const auto& job : m_store.jobs.openJobs()) {
        const bool mayBeWithoutChuid = job.kind == nameOf(JobKind::issue) || job.kind == nameOf(JobKind::clear);
        // What another desk's card looks like without a serial nobody here can tell from any other blank one.
        if (!mayBeWithoutChuid || job.serial || job.elsewhere) continue;
        const auto data = nlohmann::json::parse(job.data, nullptr, false);
        if (data.is_object() && data.value("atr", "") == wanted) files.push_back(withJob({}, job));
    }
    return files;
}

std::optional<CardRecord> StoreJobLedger::activeCardOf(const UserNumber& holder, const Guid& but)
{
    for (const auto& card : m_store.cards.ofHolder(holder)) {
        const bool active = card.state == CardState::opened || card.state == CardState::issued || card.state == CardState::locked;
        if (active && card.guid != but) return card;
    }
    return std::nullopt;
}

std::optional<TermsRecord> StoreJobLedger::acceptedTerms(const UserNumber& holder) { return m_store.terms.lastOf(holder); }

AgentRoster StoreJobLedger::roster() { return m_store.agents.roster(); }

std::optional<JobRecord> StoreJobLedger::job(const Guid& id) { return m_store.jobs.byId(id); }

std::vector<CertificateRequestRecord> StoreJobLedger::requests(const std::vector<Guid>& ids)
{
    std::vector<CertificateRequestRecord> found;
    for (const auto& id : ids) {
        if (auto record = m_store.certificateRequests.byId(id)) found.push_back(*std::move(record));
    }
    return found;
}

/// Whoever finishes first wins: a job that a delivery ended is not gone on with, however far it is.
void StoreJobLedger::requireStillOurs(const Guid& job, const JobWrite& write)
{
    const bool goesOn = write.intent || !write.outcomes.empty() || write.jobState;
    if (!goesOn || write.open || write.jobState == JobState::open) return;
    const auto state = m_store.jobs.stateOf(job);
    if (state == JobState::done || state == JobState::abandoned) throw RefusedError(Failure::of("JOB-ELSEWHERE"));
}

void StoreJobLedger::useException(Transaction& act, const Guid& id)
{
    auto request = m_store.exceptions.byId(id);
    if (!request || request->state != ExceptionRequest::State::allowed) throw RefusedError(Failure::of("EXCEPTION-NONE"));
    request->state = ExceptionRequest::State::used;
    m_store.exceptions.put(act, *request);
}

/// The new card of somebody who waited for it is made.
void StoreJobLedger::settleReplacement(Transaction& act, const Guid& card)
{
    if (const auto record = m_store.cards.byGuid(card)) m_store.replacements.settle(act, record->holder);
}

void StoreJobLedger::commit(const Guid& job, const Guid& card, const JobWrite& write)
{
    const auto now = m_clock.utcMillis();
    requireStillOurs(job, write);
    Transaction act(m_store.database());
    if (write.exceptionUsed) useException(act, *write.exceptionUsed);
    if (write.ended) m_store.jobs.setState(act, *write.ended, JobState::abandoned, now);
    if (write.openCard) m_store.cards.open(act, *write.openCard);
    if (write.open) m_store.jobs.open(act, *write.open);
    for (const auto& step : write.outcomes) m_store.jobs.conclude(act, job, step.number, step.outcome, now, step.data);
    for (const auto& request : write.withdrawn) m_store.certificateRequests.withdraw(act, request);
    for (const auto& key : write.keys) m_store.cards.setKey(act, card, key.slot, PublicKey::fromDer(key.publicKey));
    for (const auto& request : write.requests) {
        auto record = request.record;
        record.entry = m_store.journal.append(act, request.entry, m_author).id;
        m_store.certificateRequests.add(act, record);
        m_store.cards.setRequested(act, card, record.slot, record.id);
    }
    for (const auto slot : write.written) m_store.cards.setWritten(act, card, slot);
    if (write.terms) m_store.terms.add(act, *write.terms);
    if (write.cardState) m_store.cards.setState(act, card, *write.cardState, now);
    if (write.cardState == CardState::issued || write.cardState == CardState::locked) settleReplacement(act, card);
    if (write.cardKeys) m_store.cards.setGeneration(act, card, write.cardKeys->generation, write.cardKeys->siteKeyVersion);
    for (const auto& entry : write.entries) m_store.journal.append(act, entry, m_author);
    if (write.intent) m_store.jobs.intend(act, job, write.intent->number, write.intent->name, now, write.intent->data);
    if (write.jobState) m_store.jobs.setState(act, job, *write.jobState, now);
    act.commit();
    ++m_commits;
}

void StoreJobLedger::recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted)
{
    recordDutyRefused(m_store, verdict, subject, attempted, m_author, m_random);
}

} // namespace cardwright
