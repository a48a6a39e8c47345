#pragma once

#include "core/base/Random.h"
#include "core/central/CertificateAuthority.h"
#include "core/central/DeliveryBook.h"
#include "core/central/LeaseOffice.h"
#include "core/central/Payload.h"
#include "core/journal/JournalEntry.h"

#include <functional>

namespace cardwright::central {

/// What one entry changes at the centre: the application rules. Each is called in the transaction that also keeps the answer;
/// a ProblemError undoes it all and becomes the refusal.
class EntryApplier {
public:
    using HasPortrait = std::function<bool(const Sha256Digest&)>;

    EntryApplier(Transaction& transaction, CertificateAuthority& authority, HasPortrait hasPortrait, std::int64_t at, RandomSource& random);

    void apply(const JournalEntry& entry);
    /// Marks that this log's record of a person was refused, so that what builds on it is refused as well.
    void markRefused(const JournalEntry& entry);

private:
    void dispatch(const JournalEntry& entry, const Payload& payload);
    void holderCreated(const JournalEntry& entry, const Payload& payload);
    void evidenceChecked(const Payload& payload);
    void portraitAccepted(const JournalEntry& entry, const Payload& payload);
    void cardOpened(const JournalEntry& entry, const Payload& payload);
    void certificateRequested(const JournalEntry& entry, const Payload& payload);
    void certificateWithdrawn(const Payload& payload);
    void cardIssued(const Payload& payload);
    void cardTouched(const Payload& payload, std::string_view list);
    void cardEnds(const Payload& payload, std::string_view state);
    void agentSignedIn(const Payload& payload);
    void leaseRequested(const JournalEntry& entry, const Payload& payload);

    std::string knownHolder(const Guid& log, const Payload& payload);
    /// The user number that the card was opened for; card-unknown when there is none.
    std::string holderOfCard(const Guid& card);
    void setCardState(const Guid& card, std::string_view state);
    void deliverCertificate(const JournalEntry& entry, const Guid& request, const Guid& card, std::string_view slot, ByteView certificate);

    Transaction& m_transaction;
    Database& m_database;
    CertificateAuthority& m_authority;
    HasPortrait m_hasPortrait;
    std::int64_t m_at;
    RandomSource& m_random;
};

/// The profile of a slot's certificate: "9A", "9C", "9D", "9E"; slot-unknown for any other.
CertificateProfile profileOfSlot(std::string_view slot);
/// What a request must say for this card and holder (9E may leave the holder out); throws possession-not-proven, request-mismatch,
/// request-names-holder.
void checkRequest(const CertificateRequest& request, CertificateProfile profile, const Guid& card, std::string_view userNumber);

} // namespace cardwright::central
