#include "core/sync/Inbox.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/SecureRandom.h"
#include "core/sync/ApiJson.h"
#include "core/sync/DeskClock.h"
#include "core/sync/InboxApplier.h"

#include <algorithm>

namespace cardwright {

bool ApplyStep::alarming() const noexcept
{
    // Codes are told from words by their letters: none of the words stands in capitals.
    return outcome.size() > 3 && std::all_of(outcome.begin(), outcome.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
}

std::size_t Inbox::receive(const DeliveriesAnswer& answer)
{
    const auto now = m_clock.utcMillis();
    auto contact = m_store.outbox.contact();
    // A long poll that brings nothing is still a contact, but not each one is worth a commit.
    constexpr std::int64_t worthTelling = 60'000;
    const bool fresh = contact.lastFailure.empty() && contact.lastContact && now >= *contact.lastContact && now - *contact.lastContact < worthTelling;
    if (answer.deliveries.empty() && fresh) return 0;
    Transaction transaction(m_store.database());
    const auto stored = m_store.inbox.receive(transaction, answer.deliveries, answer.cursor, now);
    contact.lastContact = now;
    if (!contact.rolledBack && !contact.forked) {
        contact.lastFailure.clear();
        contact.failedAttempts = 0;
    }
    m_store.outbox.saveContact(transaction, contact);
    noteCentreTime(m_store, transaction, answer.centreTime);
    transaction.commit();
    return stored;
}

std::optional<ApplyStep> Inbox::applyNext()
{
    const auto row = m_store.inbox.nextToApply();
    if (!row) return std::nullopt;
    Transaction transaction(m_store.database());
    ApplyStep step{row->delivery, false, apply(transaction, row->delivery)};
    step.applied = step.outcome == "applied";
    if (step.alarming()) recordTampering(transaction, step);
    m_store.inbox.applied(transaction, row->delivery.id, step.outcome, m_clock.utcMillis());
    transaction.commit();
    return step;
}

std::vector<ApplyStep> Inbox::applyWaiting()
{
    std::vector<ApplyStep> steps;
    while (auto step = applyNext()) steps.push_back(std::move(*step));
    return steps;
}

std::string Inbox::apply(Transaction& transaction, const Delivery& delivery)
{
    try {
        const auto body = api::parse(m_store.inbox.bodyOf(delivery));
        return InboxApplier(m_store, transaction, m_clock.utcMillis()).apply(delivery, body);
    } catch (const CentralError&) {
        return "not understood";
    } catch (const CryptoError& error) {
        const auto& code = error.failure().code;
        return code.starts_with("ENVELOPE-") ? code : std::string("not understood");
    } catch (const RosterError& error) {
        return error.failure().code;
    } catch (const PolicyError& error) {
        return error.failure().code;
    }
}

/// What was sent and must not be taken is itself on record: the code and the delivery, nothing of its content.
void Inbox::recordTampering(Transaction& transaction, const ApplyStep& step)
{
    SecureRandom random;
    nlohmann::json payload{{"code", step.outcome}, {"place", "delivery " + step.delivery.kind}, {"delivery", step.delivery.id.text()}};
    m_store.journal.append(transaction, entryOfDesk(EntryKind::tamperingFound, std::move(payload), random), EntryAuthor{});
}

std::size_t Inbox::fetchOnce(CentralService& central)
{
    receive(central.deliveries(m_store.journal.log(), cursor(), std::chrono::seconds(0)));
    const auto steps = applyWaiting();
    return static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [](const ApplyStep& step) { return step.applied; }));
}

} // namespace cardwright
