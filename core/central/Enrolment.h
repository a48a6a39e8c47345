#pragma once

#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/Certificate.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

class Centre;

/// What a new desk asks for: POST /v1/workstations.
struct EnrolmentRequest {
    SecureBytes token; ///< as printed; case, spaces and hyphens do not matter
    std::string name;  ///< "desk 2"
    std::string place; ///< "Quayside House"
    /// PKCS#10 in DER, each signed by its own key, P-256. What their subjects say is not taken over.
    struct {
        Bytes tls;
        Bytes signing;
        Bytes store;
        Bytes contentSigning;
    } requests;
};

struct SignedPolicy {
    std::string name; ///< "evidence"
    int version = 1;
    std::string body;
    Bytes signature; ///< detached CMS by centre-signing over the body's octets
};

/// A site key for one desk: 32 octets in an envelope to its store certificate.
struct SealedSiteKey {
    int version = 1;
    Bytes sealed;
};

struct EnrolmentAnswer {
    Guid workstation;
    Guid log;
    struct {
        Guid guid;
        std::string name;
        std::string odsCode;
    } site;
    struct {
        Bytes tls;
        Bytes signing;
        Bytes store;
        Bytes contentSigning;
    } certificates; ///< DER
    struct {
        Bytes ca;
        Bytes centreSigning;
        Bytes centreEnvelope;
        Bytes recovery;
        Bytes cards; ///< who certifies cards: the centre's statement (core/store/CardTrust.h)
    } trust; ///< DER
    std::vector<SignedPolicy> policies;
    Bytes roster; ///< signed; its details sealed for this desk
    std::vector<SealedSiteKey> siteKeys;
    bool bootstrap = false; ///< the site has no agent yet
};

/// Problems: request-unreadable, enrolment-token-wrong, -used, -expired, request-mismatch, possession-not-proven. The token is
/// spent in the transaction that enrols; asked again with the same requests (an answer was lost) it gives the same answer.
EnrolmentAnswer enrolWorkstation(Centre& centre, const EnrolmentRequest& request);
/// The same over JSON: the body of the call and of its answer, word for word what HTTP carries.
std::string enrolWorkstation(Centre& centre, std::string_view body);

/// A request signed by the agent's card, or (9D on EC, which signs nothing) its public key alone.
struct AgentCardRequest {
    std::string slot; ///< "9A", "9C"
    Bytes request;    ///< PKCS#10, DER
};
struct AgentCardKey {
    std::string slot; ///< "9D"
    Bytes publicKey;  ///< SubjectPublicKeyInfo, DER
};
struct AgentCertificate {
    std::string slot;
    Certificate certificate;
};

/// POST /v1/workstations/{id}/first-agent: the first agent of a site, a manager, who cannot have been enrolled by another.
struct FirstAgentRequest {
    SecureBytes token; ///< the one that this workstation was enrolled with, within its hours
    std::string name;
    std::string userNumber; ///< 12 digits, outside of the leased numbers
    Guid card;
    std::vector<AgentCardRequest> requests; ///< 9A must be among them
    std::vector<AgentCardKey> keys;         ///< 9D, unless among the requests: without it the store key cannot be opened
};
struct FirstAgentAnswer {
    std::vector<AgentCertificate> certificates; ///< requests' first, then keys', in their order
    Bytes roster;
};

/// Problems: bootstrap-over when the site has an agent (asked again with the same requests: the same answer),
/// enrolment-token-wrong, -expired, request-mismatch, possession-not-proven, slot-unknown, payload-malformed.
FirstAgentAnswer enrolFirstAgent(Centre& centre, const Guid& workstation, const FirstAgentRequest& request);
std::string enrolFirstAgent(Centre& centre, const Guid& workstation, std::string_view body);

} // namespace cardwright::central
