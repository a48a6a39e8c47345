#pragma once

#include "core/crypto/EnvelopeKey.h"
#include "core/crypto/FieldCipher.h"
#include "core/store/SealedFiles.h"
#include "core/store/SiteCertificates.h"

#include <memory>
#include <optional>

namespace cardwright {

/// The store's keys between sign-in and sign-out: the store key (and the one before it, while a rotation goes on) and the store's
/// private key. Closed, it holds nothing: every key was overwritten. Asking a closed vault throws StoreError STORE-SEALED.
class StoreVault {
public:
    StoreVault() = default;
    /// For enrolment and tests, where there is no store yet. Throws CryptoError KEY-UNUSABLE unless there are 32 octets.
    explicit StoreVault(SecureBytes storeKey) { open(std::move(storeKey)); }
    ~StoreVault();
    StoreVault(StoreVault&&) noexcept = default;
    StoreVault& operator=(StoreVault&&) noexcept = default;

    void open(SecureBytes storeKey);
    void close() noexcept;
    bool isOpen() const noexcept { return m_current != nullptr; }

    const FieldCipher& cipher() const;
    /// Nothing unless a rotation is under way.
    const FieldCipher* previous() const noexcept { return m_previous.get(); }
    void setPrevious(SecureBytes key);
    /// The present key becomes the previous one.
    void rotateTo(SecureBytes storeKey);
    void dropPrevious() noexcept { m_previous.reset(); }
    /// The cipher that sealed these octets; nothing for another key's, or for what was never sealed.
    const FieldCipher* cipherFor(ByteView sealed) const noexcept;

    /// The store's private key: opens payloads, portraits, sealed deliveries and the roster's details.
    EnvelopeKey& key();
    bool hasKey() const noexcept { return m_key != nullptr; }
    void setKey(std::unique_ptr<EnvelopeKey> key) { m_key = std::move(key); }
    /// Opens an envelope for the store's certificate. Throws CryptoError ENVELOPE-*.
    SecureBytes openEnvelope(ByteView envelope);

    // -- the keys of workstation/sealed; throw StoreError STORE-SEALED, STORE-READ, STORE-TAMPERED
    std::vector<SiteKeyVersion> siteKeys(const SiteFolder& site) const; ///< the newest first
    std::vector<TransportBatch> transportKeys(const SiteFolder& site) const;
    PrivateKey contentSigningKey(const SiteFolder& site) const;
    /// Reads store.key and makes it this vault's key().
    void loadKey(const SiteFolder& site, const Certificate& storeCertificate);

private:
    std::unique_ptr<FieldCipher> m_current;
    std::unique_ptr<FieldCipher> m_previous;
    std::unique_ptr<EnvelopeKey> m_key;
};

} // namespace cardwright
