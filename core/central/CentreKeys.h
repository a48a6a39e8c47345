#pragma once

#include "core/base/Random.h"
#include "core/central/CentreFolder.h"
#include "core/central/TrainingAuthority.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/PrivateKey.h"

namespace cardwright::central {

/// What the certificates of a new centre say.
struct CentreKeyOrder {
    std::string organisation;
    std::vector<std::string> dnsNames; ///< of its TLS certificate
    std::vector<std::string> ipAddresses;
};

/// What the centre signs and opens with. The authority's key is behind its own port; the recovery key is never needed here (at a
/// real centre its file is taken away after `init`).
struct CentreKeys {
    Certificate authority;      ///< the root
    Certificate signing;        ///< centre-signing: roster, policies, authority, countersignatures
    PrivateKey signingKey;
    Certificate envelope;       ///< centre-envelope: recipient of every payload
    PrivateKey envelopeKey;
    Certificate recovery;       ///< recipient of every store key
    /// Throws StoreError, CryptoError.
    static CentreKeys open(const CentreFolder& folder);
    /// Makes tls, centre-signing, centre-envelope and recovery, keys and certificates, in the folder.
    static void create(const CentreFolder& folder, TrainingAuthority& authority, const CentreKeyOrder& order, std::int64_t atMillis);
};

} // namespace cardwright::central
