#include "core/store/Portraits.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

constexpr std::size_t largestPortrait = 4u * 1024 * 1024;
constexpr std::size_t largestEnvelope = largestPortrait + 16u * 1024;

} // namespace

std::filesystem::path Portraits::fileOf(const Sha256Digest& reference) const { return m_room.site.portraits() / (toHex(reference) + ".cms"); }

Sha256Digest Portraits::put(ByteView jpeg)
{
    if (jpeg.size() > largestPortrait) throw StoreError(Failure::of("STORE-WRITE", "a portrait of more than 4 MiB"));
    makePrivateDirectory(m_room.site.portraits());
    const auto reference = sha256(jpeg);
    // One that is there and whole stays; one that is damaged is mended by the right octets.
    if (has(reference)) {
        if (!m_room.vault.hasKey()) return reference;
        try {
            if (get(reference)) return reference;
        } catch (const StoreError&) {
        }
    }
    writePrivateFile(fileOf(reference), envelope::seal(jpeg, m_room.certificates.payloadRecipients()));
    return reference;
}

std::optional<Bytes> Portraits::get(const Sha256Digest& reference)
{
    m_room.requireOpen();
    const auto envelope = sealed(reference);
    if (!envelope) return std::nullopt;
    const auto file = fileOf(reference).filename().string();
    try {
        const auto jpeg = m_room.vault.openEnvelope(*envelope);
        if (sha256(jpeg.view()) != reference) throw StoreError(Failure::of("STORE-PORTRAIT", file));
        return toBytes(jpeg.view());
    } catch (const CryptoError& error) {
        throw StoreError(Failure::of("STORE-PORTRAIT", file + ", " + error.failure().code));
    }
}

std::optional<Bytes> Portraits::sealed(const Sha256Digest& reference) const
{
    const auto file = fileOf(reference);
    if (!std::filesystem::exists(file)) return std::nullopt;
    return readWholeFile(file, largestEnvelope);
}

bool Portraits::has(const Sha256Digest& reference) const { return std::filesystem::exists(fileOf(reference)); }

} // namespace cardwright
