#pragma once

#include "app/runtime/SiteMaterial.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/lifecycle/TransportKeys.h"
#include "core/store/StoreVault.h"

#include <memory>

namespace cardwright::runtime {

/// The desk's keys that lie under the store key: in memory while an agent is signed in, shared with the card jobs of that session,
/// overwritten when the last of them lets go. The desk itself drops it at sign-out and lock.
struct SecretMaterial {
    ContentSigner signer;
    SiteKeys keys;
    TransportKeys transportKeys;

    /// Throws StoreError STORE-SEALED, STORE-TAMPERED; CryptoError.
    static std::shared_ptr<const SecretMaterial> open(const SiteMaterial& material, const StoreVault& vault);
};

} // namespace cardwright::runtime
