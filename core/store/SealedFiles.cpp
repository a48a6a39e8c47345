#include "core/store/SealedFiles.h"

#include "core/card/CardErrors.h"
#include "core/crypto/CryptoError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright::sealedFiles {

namespace {

constexpr std::size_t largest = 64u * 1024;
constexpr std::size_t keySize = 32;
constexpr std::size_t recordSize = 4 + keySize;
constexpr std::uint8_t transportForm = 1;

std::string placeOf(std::string_view name) { return "file/" + std::string(name) + "/1"; }

[[noreturn]] void tampered(std::string_view name) { throw StoreError(Failure::of("STORE-TAMPERED", "workstation/sealed/" + std::string(name))); }

} // namespace

void write(const SiteFolder& site, std::string_view name, ByteView content, const FieldCipher& cipher, RandomSource& random)
{
    makePrivateDirectory(site.sealed());
    writePrivateFile(site.sealedFile(name), cipher.seal(content, bytesOf(placeOf(name)), random));
}

SecureBytes read(const SiteFolder& site, std::string_view name, const FieldCipher& cipher, const FieldCipher* previous)
{
    const auto sealed = readWholeFile(site.sealedFile(name), largest);
    const auto key = FieldCipher::keyIdOf(sealed);
    const auto* under = previous != nullptr && key == previous->keyId() ? previous : &cipher;
    try {
        return under->open(sealed, bytesOf(placeOf(name)));
    } catch (const CryptoError&) {
        tampered(name);
    }
}

bool isUnder(const SiteFolder& site, std::string_view name, const FieldCipher& cipher)
{
    std::error_code ignored;
    const auto file = site.sealedFile(name);
    return !std::filesystem::exists(file, ignored) || FieldCipher::keyIdOf(readWholeFile(file, largest)) == cipher.keyId();
}

// One record a version: its number (4 octets, big-endian), its key (32 octets).
void writeSiteKeys(const SiteFolder& site, const std::vector<SiteKeyVersion>& keys, const FieldCipher& cipher, RandomSource& random)
{
    SecureBytes content;
    for (const auto& [version, key] : keys) {
        if (key.size() != keySize || version < 1) throw StoreError(Failure::of("INTERNAL", "site key"));
        for (int shift = 24; shift >= 0; shift -= 8) content.append(static_cast<std::uint8_t>(version >> shift));
        content.append(key.view());
    }
    write(site, siteKey, content.view(), cipher, random);
}

std::vector<SiteKeyVersion> readSiteKeys(const SiteFolder& site, const FieldCipher& cipher, const FieldCipher* previous)
{
    const auto content = read(site, siteKey, cipher, previous);
    const auto octets = content.view();
    if (octets.empty() || octets.size() % recordSize != 0) tampered(siteKey);
    std::vector<SiteKeyVersion> keys;
    for (std::size_t at = 0; at < octets.size(); at += recordSize) {
        int version = 0;
        for (std::size_t octet = 0; octet < 4; ++octet) version = version << 8 | octets[at + octet];
        keys.push_back({version, SecureBytes::copyOf(octets.subspan(at + 4, keySize))});
    }
    std::sort(keys.begin(), keys.end(), [](const auto& left, const auto& right) { return left.version > right.version; });
    return keys;
}

// One record a batch: its length (2 octets, big-endian), then TransportBatch::encode(). The first octet of the file: its form.
void writeTransportKeys(const SiteFolder& site, const std::vector<TransportBatch>& batches, const FieldCipher& cipher, RandomSource& random)
{
    SecureBytes content;
    content.append(transportForm);
    for (const auto& batch : batches) {
        const auto record = batch.encode();
        content.append(static_cast<std::uint8_t>(record.size() >> 8));
        content.append(static_cast<std::uint8_t>(record.size()));
        content.append(record.view());
    }
    write(site, transportKeys, content.view(), cipher, random);
}

std::vector<TransportBatch> readTransportKeys(const SiteFolder& site, const FieldCipher& cipher, const FieldCipher* previous)
{
    std::error_code ignored;
    if (!std::filesystem::exists(site.sealedFile(transportKeys), ignored)) return {};
    const auto content = read(site, transportKeys, cipher, previous);
    auto rest = content.view();
    if (rest.empty() || rest.front() != transportForm) tampered(transportKeys);
    rest = rest.subspan(1);
    std::vector<TransportBatch> batches;
    while (!rest.empty()) {
        const std::size_t size = rest.size() < 2 ? 0 : static_cast<std::size_t>(rest[0] << 8 | rest[1]);
        if (size == 0 || size > rest.size() - 2) tampered(transportKeys);
        try {
            batches.push_back(TransportBatch::decode(rest.subspan(2, size)));
        } catch (const CardDataError&) {
            tampered(transportKeys);
        }
        rest = rest.subspan(2 + size);
    }
    return batches;
}

} // namespace cardwright::sealedFiles
