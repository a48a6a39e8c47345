#pragma once

#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/central/Centre.h"
#include "core/crypto/Certificate.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cardwright::central {

/// What `site train` asks for. The keys were made where they stay (DIR/workstation); only their public halves come here.
struct TrainingCentreOrder {
    std::filesystem::path directory; ///< DIR/centre: there, private, empty
    std::string organisation;
    Guid workstation;
    Guid log;
    PublicKey workstationTlsKey;
    PublicKey contentSigningKey;
    AuthorityTerms authority;
    std::uint64_t firstNumber = 555001000000;
    std::uint32_t leaseCount = 100;
};

struct TrainingCentre {
    Certificate authority;      ///< for DIR/trust/ca.pem
    Certificate contentSigning; ///< for DIR/trust/content-signing.pem
    Certificate workstationTls; ///< for DIR/workstation/tls.pem
};

/// Makes a training centre: authority (ca.pem, ca.key), TLS server key and certificate (tls.pem, tls.key: CN cardwright-central,
/// 127.0.0.1, localhost), database with this workstation enrolled, its first lease and authority as deliveries 1 and 2.
/// Throws StoreError, CryptoError.
TrainingCentre makeTrainingCentre(const TrainingCentreOrder& order, const Clock& clock, RandomSource& random);

/// One request signed by the agent's card.
struct AgentCardRequest {
    std::string slot; ///< "9A", "9C"
    Bytes request;    ///< DER
};

struct AgentEnrolment {
    std::string userNumber; ///< 12 digits, outside of the leased numbers
    std::string name;
    Guid card;
    std::vector<AgentCardRequest> requests; ///< 9A must be among them
};

struct AgentCertificate {
    std::string slot;
    Certificate certificate;
};

/// The first agent's card has nobody to issue it but the centre itself. One certificate per request, in their order.
/// Not while cardwright-central runs on this folder (STORE-BUSY). Throws also ProblemError for a request that does not fit.
std::vector<AgentCertificate> enrolTrainingAgent(const std::filesystem::path& directory, const AgentEnrolment& agent, const Clock& clock,
                                                 RandomSource& random);

} // namespace cardwright::central
