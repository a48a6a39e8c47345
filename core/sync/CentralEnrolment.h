#pragma once

#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/Certificate.h"
#include "core/identity/UserNumber.h"
#include "core/sync/SessionProof.h"

#include <string>
#include <vector>

namespace cardwright {

/// What a new workstation asks for: POST /v1/workstations.
struct EnrolmentOrder {
    SecureBytes token; ///< one-time, as the centre printed it: letters, digits, hyphens
    std::string name;  ///< "desk 2"
    std::string place; ///< "Quayside House"
    Bytes tls;         ///< PKCS#10 in DER, each signed by its own key
    Bytes signing;
    Bytes store;
    Bytes contentSigning;
};

/// What the centre answers. Everything is DER or as it came; nothing in it is believed before checkEnrolment().
struct EnrolmentAnswer {
    struct Policy {
        std::string name; ///< "evidence"
        std::string body; ///< the file's text
        Bytes signature;  ///< detached CMS by centre-signing
    };
    struct SealedSiteKey {
        int version = 1;
        Bytes sealed; ///< envelope to the store's certificate
    };
    Guid workstation;
    Guid log;
    Guid site;
    std::string siteName;
    std::string odsCode;
    Bytes tls; ///< certificates
    Bytes signing;
    Bytes store;
    Bytes contentSigning;
    Bytes ca;  ///< trust
    Bytes centreSigning;
    Bytes centreEnvelope;
    Bytes recovery;
    Bytes cardTrust; ///< the centre's statement (core/store/CardTrust.h); empty from a centre that makes none
    std::vector<Policy> policies;
    Bytes roster;
    std::vector<SealedSiteKey> siteKeys;
    bool bootstrap = false; ///< the site has no agent yet: the first one is enrolled from this desk
};

/// The first agent of a site: POST /v1/workstations/{id}/first-agent.
struct FirstAgentOrder {
    struct Request {
        std::string slot; ///< "9A", "9C"
        Bytes der;        ///< PKCS#10 signed by the card
    };
    struct Key {
        std::string slot; ///< "9D"
        Bytes publicKey;  ///< SubjectPublicKeyInfo
    };
    SecureBytes token; ///< the one this workstation was enrolled with
    std::string name;
    UserNumber number;
    Guid card;
    std::vector<Request> requests;
    std::vector<Key> keys;
};

struct FirstAgentAnswer {
    struct Issued {
        std::string slot;
        Bytes certificate;
    };
    std::vector<Issued> certificates;
    Bytes roster;
};

/// Port: what is asked of the centre besides the daily exchange. Each call is one exchange; each throws CentralError.
class CentralEnrolment {
public:
    virtual ~CentralEnrolment() = default;
    /// Without a client certificate. Repeated with the same requests after a lost answer, the centre gives the same answer.
    virtual EnrolmentAnswer enrol(const EnrolmentOrder& order) = 0;
    /// With the workstation's certificate, while the site's roster is empty.
    virtual FirstAgentAnswer firstAgent(const Guid& workstation, const FirstAgentOrder& order) = 0;
    /// After a rollback or loss: the old log is closed at the centre, the answer is the new one. Signed by a live session.
    virtual Guid newLog(const Guid& workstation, const std::string& reason, const SessionProof& session) = 0;
};

/// Says what is wrong with an enrolment's answer before a file is written: certificates for other keys than those asked for, not of
/// the authority that was pinned, roster or policies without the centre's signature. Throws CentralError CENTRE-ANSWER naming it,
/// PolicyError POLICY-UNSIGNED, RosterError.
/// authority: the CA certificate that whoever gave the token gave as well (file or fingerprint); the answer must hold the same.
void checkEnrolment(const EnrolmentOrder& order, const EnrolmentAnswer& answer, const Certificate& authority, std::int64_t now);

} // namespace cardwright
