#include "core/sync/Outbox.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/journal/Checkpoint.h"
#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"
#include "core/store/StoreError.h"
#include "core/sync/DeskClock.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

/// The centre and this store no longer agree on what was: nothing is sent any more, a new log has to be begun.
bool isFork(std::string_view code) { return code == "LOG-FORKED" || code == "CHECKPOINT-FORKED" || code == "CHECKPOINT-INCONSISTENT"; }
bool isRollBack(std::string_view code) { return code == "STORE-ROLLED-BACK" || code == "LOG-CLOSED"; }

void stopWhenLost(const ContactState& contact)
{
    if (!contact.forked && !contact.rolledBack) return;
    const bool named = isFork(contact.lastFailure) || isRollBack(contact.lastFailure);
    throw StoreError(Failure::of(named ? contact.lastFailure : std::string(contact.forked ? "LOG-FORKED" : "STORE-ROLLED-BACK")));
}

/// As many as fit, and always one: an entry beyond the limit would otherwise stop all those behind it.
void cutToSize(std::vector<JournalEntry>& entries)
{
    std::size_t octets = 0;
    std::size_t fitting = 0;
    for (; fitting < entries.size(); ++fitting) {
        octets += entryToJson(entries[fitting]).dump().size() + 1;
        if (fitting > 0 && octets > Outbox::mostOctets) break;
    }
    entries.resize(fitting);
}

/// The answers to the entries before `until`, in order and complete; a failure otherwise.
std::optional<Failure> complaint(const OutboxBatch& batch, const PostAnswer& answer, std::uint64_t until)
{
    std::uint64_t expected = batch.first;
    for (const auto& result : answer.results) {
        if (result.seq >= until) break;
        if (result.seq != expected) return Failure::of("CENTRE-ANSWER", "an answer is missing");
        if (batch.entries[expected - batch.first].id != result.id) return Failure::of("LOG-FORKED");
        ++expected;
    }
    if (expected < until) return Failure::of("CENTRE-ANSWER", "an answer is missing");
    return std::nullopt;
}

/// False when the centre will not have this portrait: that is said in the answer to its entry, and must not stop the queue.
bool takes(CentralService& central, const Guid& log, const OutboxBatch::PortraitFile& portrait)
{
    try {
        central.putPortrait(log, portrait.reference, portrait.envelope);
        return true;
    } catch (const CentralError& error) {
        if (error.failure().code != "CENTRE-REFUSED") throw;
        return false;
    }
}

} // namespace

std::optional<OutboxBatch> Outbox::nextBatch(bool probe)
{
    auto contact = m_store.outbox.contact();
    stopWhenLost(contact);
    OutboxBatch batch;
    batch.log = m_store.journal.log();
    batch.first = contact.nextAtCentre;
    batch.entries = m_store.journal.range(batch.first, mostEntries);
    if (batch.entries.empty() && !probe) return std::nullopt;
    cutToSize(batch.entries);
    for (const auto& reference : m_store.outbox.portraitsToSend(batch.first, batch.until())) {
        // A portrait that was lost or damaged here must not hold up everything behind it: the centre answers its entry.
        try {
            auto sealed = m_store.portraits.sealed(reference);
            if (!sealed) continue;
            envelope::requireRecipients(*sealed, m_store.certificates().payloadRecipients());
            batch.portraits.push_back({reference, std::move(*sealed)});
        } catch (const StoreError&) {
        } catch (const CryptoError&) {
        }
    }
    if (batch.until() > 0 && batch.until() <= m_store.journal.size()) batch.checkpoint = m_store.journal.checkpointAt(batch.until()).text();
    contact.sendingUntil = batch.until();
    contact.lastAttempt = m_clock.utcMillis();
    Transaction transaction(m_store.database());
    m_store.outbox.saveContact(transaction, contact);
    transaction.commit();
    return batch;
}

SendResult Outbox::send(CentralService& central, const OutboxBatch& batch)
{
    SendResult result;
    try {
        for (const auto& portrait : batch.portraits) {
            if (takes(central, batch.log, portrait)) result.portraits.push_back(portrait.reference);
        }
        result.answer = central.postEntries(batch.log, batch.entries, batch.checkpoint);
    } catch (const CentralError& error) {
        result.failure = error.failure();
        result.retryAfter = error.retryAfter;
    } catch (...) {
        result.failure = failureFrom(std::current_exception());
    }
    return result;
}

DrainStep Outbox::record(const OutboxBatch& batch, const SendResult& result)
{
    const auto now = m_clock.utcMillis();
    auto contact = m_store.outbox.contact();
    contact.sendingUntil.reset();
    Transaction transaction(m_store.database());
    for (const auto& portrait : result.portraits) m_store.outbox.portraitSent(transaction, portrait, now);
    DrainStep step;
    if (result.answer) {
        step = recordAnswer(transaction, contact, batch, *result.answer);
    } else {
        step.failure = result.failure ? *result.failure : Failure::of("INTERNAL");
    }
    if (step.failure) step.kind = failed(transaction, contact, *step.failure);
    step.retryAfter = result.retryAfter;
    step.failedAttempts = contact.failedAttempts;
    m_store.outbox.saveContact(transaction, contact);
    transaction.commit();
    const auto size = m_store.journal.size();
    step.waiting = size > contact.nextAtCentre ? size - contact.nextAtCentre : 0;
    return step;
}

DrainStep Outbox::recordAnswer(Transaction& transaction, ContactState& contact, const OutboxBatch& batch, const PostAnswer& answer)
{
    DrainStep step;
    step.kind = batch.entries.empty() ? DrainStep::Kind::idle : DrainStep::Kind::sent;
    const auto size = m_store.journal.size();
    if (answer.next > size) {
        step.failure = Failure::of("STORE-ROLLED-BACK", "the centre holds " + std::to_string(answer.next) + " entries, this store " + std::to_string(size));
        return step;
    }
    if (answer.next < batch.first) {
        m_store.outbox.forgetAnswersFrom(transaction, answer.next);
        m_store.inbox.readAgain(transaction);
        contact.nextAtCentre = answer.next;
        contact.centreRestored = true;
        step.kind = DrainStep::Kind::sentAgain;
    } else {
        // The centre may hold more than this batch when an earlier answer was lost: those are sent again for their answers.
        const auto until = std::min(answer.next, batch.until());
        step.failure = complaint(batch, answer, until);
        if (!step.failure && until == batch.first && !batch.entries.empty()) step.failure = Failure::of("CENTRE-ANSWER", "nothing was taken");
        if (!step.failure) step.failure = checkpointComplaint(batch, answer);
        if (step.failure) return step;
        if (!answer.checkpoint.empty()) m_store.journal.keepCountersigned(transaction, answer.checkpoint);
        recordResults(transaction, answer, until, step);
        contact.nextAtCentre = until;
        if (until == size) contact.centreRestored = false;
    }
    contact.lastContact = m_clock.utcMillis();
    contact.failedAttempts = 0;
    contact.lastFailure.clear();
    noteCentreTime(m_store, transaction, answer.centreTime);
    return step;
}

/// What the centre countersigned must be the tree that was sent, by the centre's own key. Judged before anything of the answer is
/// stored: whoever cannot sign for the centre may not answer for it either.
std::optional<Failure> Outbox::checkpointComplaint(const OutboxBatch& batch, const PostAnswer& answer)
{
    if (answer.checkpoint.empty()) return std::nullopt;
    if (batch.checkpoint.empty()) return Failure::of("CENTRE-ANSWER", "a checkpoint that was not sent");
    try {
        const auto sent = Checkpoint::parse(batch.checkpoint);
        const auto came = Checkpoint::parse(answer.checkpoint);
        if (!came.signedBy(centreKeyName(m_store.site().description().site), m_store.certificates().centreSigning().publicKey())) {
            return Failure::of("CHECKPOINT-UNSIGNED");
        }
        if (came.log != sent.log || came.size != sent.size) return Failure::of("CENTRE-ANSWER", "another checkpoint than was sent");
        if (!came.sameTree(sent)) return Failure::of("CHECKPOINT-FORKED", "size " + std::to_string(came.size));
    } catch (const JournalError&) {
        return Failure::of("CENTRE-ANSWER", "a checkpoint that cannot be read");
    }
    return std::nullopt;
}

void Outbox::recordResults(Transaction& transaction, const PostAnswer& answer, std::uint64_t until, DrainStep& step)
{
    const auto now = m_clock.utcMillis();
    for (const auto& result : answer.results) {
        if (result.seq >= until) break;
        m_store.outbox.answer(transaction, result.seq, result.accepted ? SendState::accepted : SendState::refused,
                              result.accepted ? std::string() : result.problem, result.receipt, now);
        ++(result.accepted ? step.accepted : step.refused);
    }
}

DrainStep::Kind Outbox::failed(Transaction& transaction, ContactState& contact, const Failure& failure)
{
    ++contact.failedAttempts;
    contact.lastFailure = failure.code;
    const bool rolledBack = isRollBack(failure.code);
    const bool forked = isFork(failure.code);
    if (!rolledBack && !forked) return DrainStep::Kind::failed;
    contact.rolledBack = contact.rolledBack || rolledBack;
    contact.forked = contact.forked || forked;
    // Nobody knows any more which of its numbers are in somebody's hands.
    m_store.leases.voidAll(transaction);
    return DrainStep::Kind::rolledBack;
}

DrainStep Outbox::drainOnce(CentralService& central, bool probe)
{
    const auto batch = nextBatch(probe);
    if (!batch) return {};
    return record(*batch, send(central, *batch));
}

} // namespace cardwright
