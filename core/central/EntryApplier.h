#pragma once

#include "core/access/Permission.h"
#include "core/central/AgentOffice.h"
#include "core/central/CentreParts.h"
#include "core/central/DeliveryBook.h"
#include "core/central/Payload.h"
#include "core/journal/JournalEntry.h"
#include "core/policy/RolesPolicy.h"

#include <optional>

namespace cardwright {
struct ExceptionRequest;
}

namespace cardwright::central {

/// An entry that passed EntryCheck, with what it was sealed with.
struct CheckedEntry {
    const JournalEntry& entry;
    const Payload& payload;
    const EnrolledWorkstation& workstation;
    const std::optional<AgentOffice::Record>& agent; ///< none: the workstation itself
};

/// What one entry changes at the centre: the application rules. Each is called in the transaction that also keeps the answer;
/// a ProblemError undoes it all and becomes the refusal.
class EntryApplier {
public:
    EntryApplier(Transaction& transaction, CentreParts& parts);

    void apply(const CheckedEntry& checked);
    /// Marks that this log's record of a person was refused, so that what builds on it is refused as well.
    void markRefused(const JournalEntry& entry, const Payload& payload);

private:
    void dispatch(const CheckedEntry& checked);
    bool dispatchCard(const CheckedEntry& checked);
    bool dispatchPerson(const CheckedEntry& checked);
    // EntryApplierTerms.cpp
    bool dispatchTerms(const CheckedEntry& checked);
    void termsAccepted(const CheckedEntry& checked);
    void requireKeyOfCard(const Guid& card, const std::string& slot, const Bytes& publicKey);
    // EntryApplierAccess.cpp
    bool dispatchAccess(const CheckedEntry& checked);
    void positionRequested(const CheckedEntry& checked);
    void positionDecided(const CheckedEntry& checked, std::string_view state);
    void positionEnded(const CheckedEntry& checked);
    void positionDefined(const CheckedEntry& checked);
    void positionDelegated(const CheckedEntry& checked);
    void requestRaised(const CheckedEntry& checked);
    void requestDecided(const CheckedEntry& checked);
    void requestWithdrawn(const CheckedEntry& checked);
    /// What is known under the id in the field named like the kind; position-unknown, request-unknown.
    nlohmann::json accessRecord(const CheckedEntry& checked, const char* kind);
    bool dispatchBadges(const CheckedEntry& checked);
    bool applyToCard(const CheckedEntry& checked);
    void holderCreated(const JournalEntry& entry, const Payload& payload);
    void holderChanged(const CheckedEntry& checked);
    void holderEnds(const CheckedEntry& checked, bool closed);
    /// A sealed delivery `person`, where desks may keep the records of other desks' holders.
    void tellOtherDesks(const CheckedEntry& checked, const nlohmann::json& body);
    void evidenceChecked(const CheckedEntry& checked);
    void portraitAccepted(const JournalEntry& entry, const Payload& payload);
    void leaseRequested(const JournalEntry& entry, const Payload& payload);
    // EntryApplierExceptions.cpp
    void exceptionRequested(const CheckedEntry& checked);
    void exceptionDecided(const CheckedEntry& checked);
    void useForEvidence(const CheckedEntry& checked);
    void useForRenewal(const CheckedEntry& checked);
    void addCheckers(ExceptionRequest& request);
    void payloadErased(const CheckedEntry& checked);

    void cardOpened(const CheckedEntry& checked);
    /// card.issued, renewed, with other keys, abandoned; nothing of it where another desk had finished the job by then.
    void cardJobClosed(const CheckedEntry& checked);
    void certificateRequested(const CheckedEntry& checked);
    void certificateWithdrawn(const Payload& payload);
    void cardIssued(const Payload& payload);
    void cardTouched(const Payload& payload, std::string_view list);
    void cardOpensAgain(const Payload& payload);
    void cardKeysRotated(const Payload& payload);
    void cardRenewed(const Payload& payload);
    void setLocked(const Guid& card, bool locked);
    void setWritten(const Guid& card, std::string_view slot);
    void markWritten(const Guid& card, const Payload& payload);
    void cardAbandoned(const Payload& payload);
    /// Cancelled, or replaced: then an agent's rights go over to the card that comes.
    void cardEnds(const CheckedEntry& checked, bool anotherComes);
    void requireOnlyCard(const Guid& card, std::string_view number);

    std::string knownHolder(const Guid& log, const Payload& payload);
    /// The user number that the card was opened for; card-unknown when there is none.
    std::string holderOfCard(const Guid& card);
    /// card-cancelled besides: a cancellation is final.
    std::string holderOfLivingCard(const Guid& card);
    void badgeRequested(const CheckedEntry& checked);
    void badgeDecided(const CheckedEntry& checked, std::string_view state);
    void facePrinted(const CheckedEntry& checked);
    /// Neither cancelled nor given up.
    bool cardLives(const Guid& card);
    void setCardState(const Guid& card, std::string_view state);
    void adoptAgentsCard(const Guid& card);
    CardCertificateOrder pkcs10Order(const Payload& payload, ByteView octets, CertificateProfile profile, const Guid& card, std::string_view number);
    CardCertificateOrder keyOrder(const Payload& payload, ByteView octets, CertificateProfile profile);

    Transaction& m_transaction;
    CentreParts& m_parts;
    Database& m_database;
    std::int64_t m_at;
};

/// 150 letters in UTF-8 (core/identity/Person.cpp), a name of each kind.
inline constexpr std::size_t longestName = 620;
/// Family name, given names and date of birth, so that accents, letter case and spacing do not make two people of one.
std::string samePersonKey(const Payload& payload);
std::optional<RolesPolicy> rolesOf(CentreParts& parts);
/// What the site's roles policy grants.
bool roleAllows(CentreParts& parts, std::string_view role, Permission permission);
Grant roleGrant(CentreParts& parts, std::string_view role, Permission permission);
std::filesystem::path portraitFile(const CentreFolder& folder, const Sha256Digest& reference);
/// The profile of a slot's certificate: "9A", "9C", "9D", "9E"; slot-unknown for any other.
CertificateProfile profileOfSlot(std::string_view slot);
/// What a request must say for this card and holder (9E may leave the holder out); throws possession-not-proven, request-mismatch,
/// request-names-holder.
void checkRequest(const CertificateRequest& request, CertificateProfile profile, const Guid& card, std::string_view userNumber);

} // namespace cardwright::central
