#include "core/sync/InboxApplier.h"

#include "core/crypto/Certificate.h"
#include "core/crypto/SecureRandom.h"
#include "core/sync/ApiJson.h"
#include "core/sync/HotList.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using nlohmann::json;

/// What is about somebody comes sealed or not at all: a plain one was not made by the centre as it should.
constexpr std::array<std::string_view, 14> sealedKinds = {"badge", "card", "certificate", "exception", "lease", "person", "refusal", "siteKey",
                                                          "catalogue", "delegation", "position", "request", "transportKey", "terms"};

} // namespace

std::string InboxApplier::apply(const Delivery& delivery, const json& body)
{
    const auto& kind = delivery.kind;
    const bool mustBeSealed = std::find(sealedKinds.begin(), sealedKinds.end(), kind) != sealedKinds.end();
    if (mustBeSealed && !delivery.sealed) return "not sealed";
    if (kind == "certificate") return certificate(body);
    if (kind == "card") return card(body);
    if (kind == "person") return person(body);
    if (kind == "terms") return terms(body);
    if (kind == "position") return position(body);
    if (kind == "request") return request(body);
    if (kind == "catalogue") return catalogue(body);
    if (kind == "delegation") return delegation(body);
    if (kind == "badge") return badge(body);
    if (kind == "lease") return lease(body);
    if (kind == "refusal") return refusal(body);
    if (kind == "exception") return exception(body);
    if (kind == "revocation") return revocation(body);
    if (kind == "authority") return authority(body);
    if (kind == "roster") return roster(body);
    if (kind == "policy") return policy(body);
    if (kind == "siteKey") return siteKey(body);
    if (kind == "transportKey") return transportKey(body);
    if (kind == "trust") return cardTrust(body);
    return "of an unknown kind";
}

void InboxApplier::record(EntryKind kind, json payload)
{
    SecureRandom random;
    m_store.journal.append(m_transaction, entryOfDesk(kind, std::move(payload), random), EntryAuthor{});
}

std::string InboxApplier::certificate(const json& body)
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

std::string InboxApplier::lease(const json& body)
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

std::string InboxApplier::refusal(const json& body)
{
    const auto entry = m_store.journal.byId(api::guid(body, "entry"));
    if (!entry || entry->seq != api::number(body, "seq", INT64_MAX)) return "for an unknown entry";
    m_store.outbox.answer(m_transaction, entry->seq, SendState::refused, api::member(body, "problem").dump(), std::nullopt, m_now);
    return "applied";
}

/// Another desk's request, or the decision on one. What was decided stays decided, whatever is delivered again.
std::string InboxApplier::exception(const json& body)
{
    auto request = exceptionFromJson(body);
    if (!request) return "not understood";
    using State = ExceptionRequest::State;
    const auto held = m_store.exceptions.byId(request->id);
    if (held && held->state != State::waiting && held->state != request->state) return "repeated";
    // Who it is may have become known here since it was asked for.
    if (held && held->evidence && !request->subject) request->subject = held->subject;
    const auto same = [&] { return held->requester == request->requester && held->subject == request->subject && held->act == request->act; };
    if (held && (!same() || held->evidence != request->evidence)) return "for another request";
    if (request->decider && (*request->decider == request->requester || *request->decider == request->subject)) return "DUTY-OWN-REQUEST";
    return m_store.exceptions.put(m_transaction, *request) ? "applied" : "repeated";
}

std::string InboxApplier::revocation(const json& body)
{
    std::vector<Sha256Digest> certificates;
    std::vector<Guid> cards;
    for (const auto& item : api::list(body, "certificates", 1'000'000)) certificates.push_back(api::digestOf(item, "certificates"));
    for (const auto& item : api::list(body, "cards", 1'000'000)) cards.push_back(api::guidOf(item, "cards"));
    const auto added = HotList(m_store).add(m_transaction, certificates, cards);
    if (added == 0) return "repeated";
    record(EntryKind::deliveryApplied, {{"kind", "revocation"}, {"certificates", certificates.size()}, {"cards", cards.size()}});
    return "applied";
}

} // namespace cardwright
