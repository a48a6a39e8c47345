#pragma once

#include "core/base/Failure.h"
#include "core/base/Guid.h"
#include "core/crypto/Certificate.h"
#include "core/identity/UserNumber.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cardwright {

class EnvelopeKey;
class MessageSigner;
struct EnvelopeRecipient;

/// A roster that cannot be believed or used: ROSTER-SIGNATURE, ROSTER-FORM, ROSTER-FOREIGN, ROSTER-OLD-VERSION.
class RosterError : public FailureError {
public:
    using FailureError::FailureError;
};

/// What of an agent is personal: sealed to the store, so that it is read only while somebody is signed in.
struct AgentDetails {
    std::string name;
    UserNumber number;
    Bytes certificate;   ///< DER, 9A
    Bytes keyManagement; ///< DER, 9D: a recipient of the store key

    friend bool operator==(const AgentDetails&, const AgentDetails&) = default;
};

/// One agent as the roster's plain part names them.
struct RosterAgent {
    Sha256Digest certificate{}; ///< fingerprint of the 9A certificate
    Bytes keyIdentifier;        ///< subject key identifier of the 9D certificate
    std::string role;
    bool active = true;
    bool deputy = false;        ///< may decide exceptions although no manager
    std::int64_t notAfter = 0;  ///< UTC milliseconds, of the 9A certificate
    Bytes details;              ///< envelope to the store's certificate: AgentDetails

    friend bool operator==(const RosterAgent&, const RosterAgent&) = default;
};

/// What a roster says.
struct RosterContent {
    Guid site;
    std::uint64_t version = 0;
    std::int64_t issuedAt = 0; ///< UTC milliseconds
    int validDays = 30;
    std::vector<RosterAgent> agents;
    std::vector<Sha256Digest> revoked; ///< fingerprints of certificates of agents' cards

    friend bool operator==(const RosterContent&, const RosterContent&) = default;
};

/// Who may sign in at this site: a document signed by the centre (CMS, statement "roster"; JSON "cardwright.roster/1").
class Roster {
public:
    /// Signed by exactly this centre, for this site, in the form of its schema. Whether it is too old is asked apart: its
    /// signature is checked for the day it was made, so that a clock gone wrong is named as such.
    /// Throws RosterError ROSTER-SIGNATURE, ROSTER-FORM, ROSTER-FOREIGN.
    static Roster verify(ByteView der, std::span<const Certificate> trust, const Certificate& centreSigning, const Guid& site);
    /// What the centre does (and a test).
    static Roster sign(const RosterContent& content, MessageSigner& signer, const Certificate& centreSigning);
    /// The JSON that is signed: compact, members in the order of the schema.
    static std::string textOf(const RosterContent& content);

    const RosterContent& content() const noexcept { return m_content; }
    const Bytes& der() const noexcept { return m_der; }

    /// An active agent with this 9A certificate.
    const RosterAgent* find(const Sha256Digest& certificate) const noexcept;
    /// Also one who is not active any more.
    const RosterAgent* findAny(const Sha256Digest& certificate) const noexcept;
    bool revoked(const Sha256Digest& certificate) const noexcept;
    /// True before issuedAt + min(validDays, mostDays).
    bool fresh(std::int64_t now, int mostDays) const noexcept;

private:
    Roster(RosterContent content, Bytes der) : m_content(std::move(content)), m_der(std::move(der)) {}
    RosterContent m_content;
    Bytes m_der;
};

/// Takes a newer roster in place of the one held. Throws RosterError ROSTER-OLD-VERSION when it is older, or another one under
/// the same version. False: it is the same one again.
bool supersedes(const Roster& newer, const Roster& held);

/// Seals and opens an agent's details. Opening throws CryptoError (ENVELOPE-*) or RosterError ROSTER-FORM.
Bytes sealDetails(const AgentDetails& details, const EnvelopeRecipient& store);
AgentDetails openDetails(const RosterAgent& agent, EnvelopeKey& store);

/// The active agents' 9D certificates, checked against the key identifiers of the plain part: recipients of the store key.
/// Throws as openDetails; an agent without a 9D certificate is left out.
std::vector<Certificate> storeKeyRecipients(const Roster& roster, EnvelopeKey& store);

} // namespace cardwright
