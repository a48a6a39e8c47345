#pragma once

#include "core/central/Centre.h"
#include "core/store/Transaction.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

/// Who may sign in at this site, and the roster that says so to each desk.
class AgentOffice {
public:
    explicit AgentOffice(CentreParts& parts) : m_parts(parts) {}

    /// One row per 9A certificate: a renewed card is a row of its own beside the one before.
    struct Record {
        Centre::Agent agent;
        Guid card;
        Certificate signIn;
        Certificate keyManagement;
        std::optional<std::int64_t> inactiveSince;
    };
    std::vector<Record> all();
    std::optional<Record> find(const Sha256Digest& certificate);
    bool none();
    /// The person of this number is an agent, under any certificate.
    bool isAgent(std::string_view userNumber);

    void add(Transaction& transaction, const Record& record);
    /// Problem agent-unknown.
    void setInactive(Transaction& transaction, const Sha256Digest& certificate);
    void setRole(Transaction& transaction, const Sha256Digest& certificate, std::string_view role);
    void setDeputy(Transaction& transaction, const Sha256Digest& certificate, bool deputy);
    void revoke(Transaction& transaction, const Sha256Digest& certificate);
    /// Revoked, with a card that is being replaced: adoptCard takes the role over to the new one.
    void awaitNewCard(Transaction& transaction, const Sha256Digest& certificate);
    /// A card of an agent was issued or renewed with 9A and 9D: they may sign in with it, in the role they have (or had, until their
    /// card was replaced).
    /// True when the roster changed.
    bool adoptCard(Transaction& transaction, const Guid& card);
    /// What the centre issued for this person's card with the newest 9A. Problem agent-unknown when there is none with 9D.
    Record fromCertificates(std::string_view userNumber);

    /// Signed; the details sealed for the desk of this store certificate.
    Bytes rosterFor(const Certificate& store);
    /// The version goes up and every desk in use gets its roster.
    void publishRoster(Transaction& transaction);
    /// The one that this log was last sent.
    Bytes lastRosterOf(const Guid& log);

private:
    std::uint64_t version();
    CentreParts& m_parts;
};

/// Certificates and cards that are not to be trusted any more; each change goes to every desk.
class HotList {
public:
    explicit HotList(CentreParts& parts) : m_parts(parts) {}
    /// Card and certificates, told to every desk; what the authority must hear besides is put in its queue.
    void add(Transaction& transaction, const Guid& card, RevocationReason reason);
    /// One certificate; its card stays good.
    void addCertificate(Transaction& transaction, const Sha256Digest& certificate);
    /// {"certificates":[hex],"cards":[guid]}: all of it.
    std::string whole();

private:
    bool put(std::string_view column, ByteView value);
    CentreParts& m_parts;
};

} // namespace cardwright::central
