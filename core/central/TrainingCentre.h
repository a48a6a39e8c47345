#pragma once

#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/central/Centre.h"
#include "core/central/Enrolment.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace cardwright::central {

/// What `site train` and `cardwright-central init` ask for.
struct CentreOrder {
    std::filesystem::path directory; ///< there, private, empty
    std::string organisation;        ///< Harbour Valley Community Trust
    std::string odsCode;             ///< HVC00
    Guid site;                       ///< none: a new one
    AuthorityTerms authority;
    std::uint64_t firstNumber = 555001000000;
    std::uint32_t leaseCount = 100;  ///< granted at enrolment
    /// Names of the TLS certificate; a training centre keeps to these.
    std::vector<std::string> dnsNames = {"localhost", "cardwright-central"};
    std::vector<std::string> ipAddresses = {"127.0.0.1"};
};

/// Makes a centre with nobody enrolled: authority (ca.pem, ca.key), tls, centre-signing, centre-envelope, recovery, the shipped
/// policies signed as version 1, site key version 1, database. Throws StoreError (SITE-EXISTS when there is one), CryptoError.
/// Then, as over HTTP: TrainingAuthority::open + Centre, Centre::issueToken, enrolWorkstation, enrolFirstAgent. The desk's first
/// deliveries are its lease, its authority and the hot list.
void makeTrainingCentre(const CentreOrder& order, const Clock& clock, RandomSource& random);

} // namespace cardwright::central
