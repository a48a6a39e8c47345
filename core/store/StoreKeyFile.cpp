#include "core/store/StoreKeyFile.h"

#include "core/crypto/FieldCipher.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright::storeKeyFile {

namespace {

constexpr std::size_t largest = 1024u * 1024;

} // namespace

SecureBytes makeKey(RandomSource& random)
{
    SecureBytes key(FieldCipher::keySize);
    random.fill(key.writable());
    return key;
}

void seal(const SiteFolder& site, ByteView storeKey, std::span<const EnvelopeRecipient> recipients)
{
    if (storeKey.size() != FieldCipher::keySize) throw StoreError(Failure::of("INTERNAL", "store key"));
    writePrivateFile(site.storeKeyFile(), envelope::seal(storeKey, recipients));
}

Bytes read(const SiteFolder& site) { return readWholeFile(site.storeKeyFile(), largest); }

SecureBytes open(const SiteFolder& site, EnvelopeKey& key)
{
    auto storeKey = envelope::open(read(site), key);
    if (storeKey.size() != FieldCipher::keySize) throw StoreError(Failure::of("STORE-TAMPERED", "workstation/store-key.cms"));
    return storeKey;
}

std::vector<Bytes> recipients(const SiteFolder& site) { return envelope::recipients(read(site)); }

bool isFor(const SiteFolder& site, std::span<const EnvelopeRecipient> wanted)
{
    auto present = recipients(site);
    std::vector<Bytes> asked;
    for (const auto& recipient : wanted) asked.push_back(recipient.keyIdentifier);
    std::sort(present.begin(), present.end());
    std::sort(asked.begin(), asked.end());
    return present == asked;
}

} // namespace cardwright::storeKeyFile
