#pragma once

#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cardwright {
class CardReader;
}

namespace cardwright::runtime {

/// The first agent of a site, whose card nobody at the site could have issued (a bootstrap: its entries carry the workstation's
/// signature, and the centre grants it only while the roster is empty).
struct FirstAgentOrder {
    std::string reader; ///< with a factory-fresh card in it
    UserNumber number;
    std::string name;
    SecureBytes passcode; ///< chosen by that agent
};

/// What `site enrol` asks for.
struct EnrolmentOrder {
    std::filesystem::path site; ///< absent or empty
    std::string centreUrl;      ///< https://host:port
    /// SHA-256 of the centre's certificate authority (DER), read to the installer over another way: nothing is believed before it fits.
    Sha256Digest authorityFingerprint{};
    SecureBytes token; ///< one-time
    std::string desk;  ///< "desk 2"
    std::string place;
    bool tpm = false; ///< tls.key and signing.key are sealed by the TPM
    std::string tcti; ///< where it is (TpmSeal.h); empty: the machine's own
    std::optional<FirstAgentOrder> firstAgent;
};

/// What it made.
struct EnrolmentReport {
    Guid workstation;
    Guid log;
    std::string site;
    std::string odsCode;
    std::uint64_t rosterVersion = 0;
    std::size_t agents = 0;
    bool firstAgent = false; ///< made here, and recorded
    bool bootstrap = false;  ///< the roster is still empty: nobody can sign in before a first agent is made
};

/// Makes this machine a workstation of a live site: keys made where they stay, requests to the centre with the one-time token,
/// its answer checked against the pinned authority, everything written, the log begun (workstation.enrolled; agent.bootstrapped).
/// A lost answer is asked for again with the same keys while the call lasts. Half a site is never left behind.
/// Throws StoreError SITE-EXISTS, CentralError (ENROLMENT-*, CENTRE-*), CryptoError, TransportError, CardError.
EnrolmentReport enrolSite(EnrolmentOrder order);

} // namespace cardwright::runtime
