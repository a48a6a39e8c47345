#include "app/runtime/Workstation.h"

// The privacy notice and the terms that holders accept, and the receipt of what they were given.

namespace cardwright::runtime {

namespace {

/// Of the key that signed; a renewed slot has another key since, and its request remembers the old one.
std::optional<Bytes> certificateOf(const TermsRecord& record, const std::vector<CardSlotRecord>& slots, const std::vector<CertificateRequestRecord>& requests)
{
    for (const auto& slot : slots) {
        if (slot.publicKey == record.publicKey && slot.certificate) return slot.certificate;
    }
    for (const auto& request : requests) {
        if (request.publicKey == record.publicKey && request.certificate) return request.certificate;
    }
    return std::nullopt;
}

} // namespace

TermsAcceptance Workstation::acceptTerms(std::int64_t noticeAt, std::int64_t acceptedAt)
{
    requireSession();
    const auto log = m_store->call([](Store& store) { return store.site().description().log; });
    return TermsAcceptance::of(m_material.terms, log, noticeAt, acceptedAt, m_random);
}

TermsStanding Workstation::termsOf(const UserNumber& person)
{
    requireSession();
    TermsStanding standing;
    standing.last = m_store->call([&](Store& store) { return store.terms.lastOf(person); });
    standing.due = termsDue(m_material.terms, standing.last);
    return standing;
}

void Workstation::termsDeclined(const UserNumber& person, std::string_view attempted)
{
    const auto agent = requireSession();
    const DutyVerdict declined{false, "terms-declined", "TERMS-DECLINED"};
    m_store->call([&](Store& store) { recordDutyRefused(store, declined, person, attempted, agent.author(), m_random); });
    m_synchroniser->wake();
}

std::vector<TermsProof> Workstation::termsOfCard(const Guid& card)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    struct Held {
        std::vector<TermsRecord> records;
        std::vector<CardSlotRecord> slots;
        std::vector<CertificateRequestRecord> requests; ///< also of keys that a renewal replaced
    };
    const auto held = m_store->call([&](Store& store) { return Held{store.terms.ofCard(card), store.cards.slots(card), store.certificateRequests.ofCard(card)}; });
    if (held.records.empty()) throw RefusedError(Failure::of("TERMS-NONE", card.text()));
    std::vector<TermsProof> proofs;
    for (const auto& record : held.records) {
        TermsProof proof{record, std::nullopt, {}};
        const auto found = certificateOf(record, held.slots, held.requests);
        if (found) proof.certificate = Certificate::fromDer(*found);
        proof.check = checkTerms(record, proof.certificate, *trustInForce());
        proofs.push_back(std::move(proof));
    }
    return proofs;
}

HandoverReceipt Workstation::handoverReceipt(const Guid& card)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    struct Given {
        HandoverReceipt receipt;
        std::optional<UserNumber> holder;
    };
    const auto now = m_clock.utcMillis();
    auto given = m_store->call([&](Store& store) {
        const auto& site = store.site().description();
        Given found{cardwright::handoverReceipt(store, card, {site.name, site.desk.empty() ? site.place : site.desk + (site.place.empty() ? "" : ", " + site.place), m_material.issue.governanceContact, m_material.terms.terms.law}, now), {}};
        if (const auto record = store.cards.byGuid(card)) found.holder = record->holder;
        return found;
    });
    if (given.holder) recordView(*given.holder, "receipt");
    return std::move(given.receipt);
}

} // namespace cardwright::runtime
