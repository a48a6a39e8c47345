#include "core/sync/Inbox.h"

#include "core/crypto/Certificate.h"
#include "core/crypto/CryptoError.h"
#include "core/sync/ApiJson.h"

#include <algorithm>

namespace cardwright {

namespace {

using nlohmann::json;

/// Does what one kind of delivery asks; the outcome is "applied", "repeated", or why not. Nothing here throws for what the
/// centre wrote, only for what the store cannot do.
class Applier {
public:
    Applier(Store& store, Transaction& transaction, std::int64_t now) : m_store(store), m_transaction(transaction), m_now(now) {}

    std::string apply(const Delivery& delivery)
    {
        const auto body = api::parse(delivery.body);
        if (delivery.kind == "certificate") return certificate(body);
        if (delivery.kind == "lease") return lease(body);
        if (delivery.kind == "authority") return authority(body);
        if (delivery.kind == "refusal") return refusal(body);
        if (delivery.kind == "roster") return roster(body);
        return "of an unknown kind";
    }

private:
    std::string certificate(const json& body)
    {
        const auto request = m_store.certificateRequests.byId(api::guid(body, "request"));
        if (!request) return "for an unknown request";
        if (request->card != api::guid(body, "card") || slotName(request->slot) != api::text(body, "slot")) return "for another card or slot";
        const auto certificate = Certificate::fromDer(api::base64(body, "certificate"));
        // Checked against the key the card made, not against what the request said: it is this key that will be asked to sign.
        if (certificate.publicKey().der() != request->publicKey) return "for another key";
        if (!m_store.certificateRequests.setAnswer(m_transaction, request->id, certificate.der(), m_now)) return "repeated";
        if (request->withdrawn) return "withdrawn";
        m_store.cards.setReady(m_transaction, request->id, certificate.der());
        return "applied";
    }

    std::string lease(const json& body)
    {
        const auto first = UserNumber::parse(api::text(body, "first"));
        const auto count = api::number(body, "count", 1'000'000);
        if (!first || count == 0 || !UserNumber::fromValue(first->value() + count - 1)) return "not understood";
        const LeaseRecord lease{api::guid(body, "lease"), *first, static_cast<std::uint32_t>(count), 0, false, m_now};
        const auto known = m_store.leases.all();
        const auto overlaps = [&](const LeaseRecord& other) {
            return other.id != lease.id && other.first.value() < first->value() + count && first->value() < other.first.value() + other.count;
        };
        if (std::any_of(known.begin(), known.end(), overlaps)) return "overlaps another block";
        return m_store.leases.add(m_transaction, lease) ? "applied" : "repeated";
    }

    std::string authority(const json& body)
    {
        constexpr std::uint64_t most = 1'000'000;
        const AuthorityRecord record{api::instant(body, "until"), static_cast<std::uint32_t>(api::number(body, "issues", most)),
                                     static_cast<std::uint32_t>(api::number(body, "unlocks", most)), m_now};
        m_store.authorities.replace(m_transaction, record);
        return "applied";
    }

    std::string refusal(const json& body)
    {
        const auto entry = m_store.journal.byId(api::guid(body, "entry"));
        if (!entry || entry->seq != api::number(body, "seq", INT64_MAX)) return "for an unknown entry";
        m_store.outbox.answer(m_transaction, entry->seq, SendState::refused, api::member(body, "problem").dump(), std::nullopt, m_now);
        return "applied";
    }

    /// {"agents":[{"certificate":hex64,"userNumber":digits,"name":text,"role":text,"active":true}]}
    std::string roster(const json& body)
    {
        const auto& list = api::member(body, "agents");
        // An empty roster would lock everybody out; it is not applied by a machine.
        if (!list.is_array() || list.empty()) return "not understood";
        std::vector<RosterEntry> agents;
        for (const auto& item : list) {
            const auto number = UserNumber::parse(api::text(item, "userNumber"));
            const auto& active = api::member(item, "active");
            if (!number || !active.is_boolean()) return "not understood";
            agents.push_back({api::digest(item, "certificate"), *number, api::text(item, "name"), api::text(item, "role"), active.get<bool>()});
        }
        m_store.agents.replaceAll(m_transaction, agents);
        return "applied";
    }

    Store& m_store;
    Transaction& m_transaction;
    std::int64_t m_now;
};

} // namespace

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
    m_store.inbox.applied(transaction, row->delivery.id, step.outcome, m_clock.utcMillis());
    transaction.commit();
    return step;
}

std::string Inbox::apply(Transaction& transaction, const Delivery& delivery)
{
    try {
        return Applier(m_store, transaction, m_clock.utcMillis()).apply(delivery);
    } catch (const CentralError&) {
        return "not understood";
    } catch (const CryptoError&) {
        return "not understood";
    }
}

std::size_t Inbox::fetchOnce(CentralService& central)
{
    receive(central.deliveries(m_store.journal.log(), cursor(), std::chrono::seconds(0)));
    std::size_t applied = 0;
    while (const auto step = applyNext()) applied += step->applied ? 1u : 0u;
    return applied;
}

} // namespace cardwright
