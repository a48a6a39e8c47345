#include "core/store/StoreVault.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

[[noreturn]] void closed() { throw StoreError(Failure::of("STORE-SEALED")); }

} // namespace

StoreVault::~StoreVault() = default;

void StoreVault::open(SecureBytes storeKey)
{
    auto cipher = std::make_unique<FieldCipher>(std::move(storeKey));
    close();
    m_current = std::move(cipher);
}

void StoreVault::close() noexcept
{
    m_current.reset();
    m_previous.reset();
    m_key.reset();
}

const FieldCipher& StoreVault::cipher() const
{
    if (!m_current) closed();
    return *m_current;
}

void StoreVault::setPrevious(SecureBytes key) { m_previous = std::make_unique<FieldCipher>(std::move(key)); }

void StoreVault::rotateTo(SecureBytes storeKey)
{
    if (!m_current) closed();
    auto next = std::make_unique<FieldCipher>(std::move(storeKey));
    m_previous = std::move(m_current);
    m_current = std::move(next);
}

const FieldCipher* StoreVault::cipherFor(ByteView sealed) const noexcept
{
    const auto id = FieldCipher::keyIdOf(sealed);
    if (!id) return nullptr;
    if (m_current && *id == m_current->keyId()) return m_current.get();
    return m_previous && *id == m_previous->keyId() ? m_previous.get() : nullptr;
}

EnvelopeKey& StoreVault::key()
{
    if (!m_key) closed();
    return *m_key;
}

SecureBytes StoreVault::openEnvelope(ByteView envelope) { return envelope::open(envelope, key()); }

std::vector<SiteKeyVersion> StoreVault::siteKeys(const SiteFolder& site) const
{
    return sealedFiles::readSiteKeys(site, cipher(), previous());
}

std::vector<TransportBatch> StoreVault::transportKeys(const SiteFolder& site) const
{
    return sealedFiles::readTransportKeys(site, cipher(), previous());
}

PrivateKey StoreVault::contentSigningKey(const SiteFolder& site) const
{
    return PrivateKey::fromPem(sealedFiles::read(site, sealedFiles::contentSigningKey, cipher(), previous()).view());
}

void StoreVault::loadKey(const SiteFolder& site, const Certificate& storeCertificate)
{
    const auto pem = sealedFiles::read(site, sealedFiles::storeKey, cipher(), previous());
    try {
        m_key = std::make_unique<PrivateEnvelopeKey>(PrivateKey::fromPem(pem.view()), storeCertificate);
    } catch (const CryptoError&) {
        throw StoreError(Failure::of("STORE-TAMPERED", "workstation/store.pem is of another key than workstation/sealed/store.key"));
    }
}

} // namespace cardwright
