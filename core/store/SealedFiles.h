#pragma once

#include "core/crypto/FieldCipher.h"
#include "core/piv/TransportBatch.h"
#include "core/store/SiteFolder.h"

#include <string_view>
#include <vector>

namespace cardwright {

/// One version of the site key.
struct SiteKeyVersion {
    int version = 1;
    SecureBytes key; ///< 32 octets
};

/// The files of workstation/sealed: keys that lie under the store key (FieldCipher, additional data "file/NAME/1"). Also for
/// enrolment, before there is a store. All throw StoreError: STORE-READ, STORE-WRITE, STORE-TAMPERED naming the file.
namespace sealedFiles {

inline constexpr std::string_view siteKey = "site.key";
inline constexpr std::string_view contentSigningKey = "content-signing.key";
inline constexpr std::string_view storeKey = "store.key";
inline constexpr std::string_view transportKeys = "transport.keys"; ///< there from the first batch on

/// Written whole or not at all, 0600; the folder is made (0700).
void write(const SiteFolder& site, std::string_view name, ByteView content, const FieldCipher& cipher, RandomSource& random);
/// previous: the key before the present one, while a rotation has not come to this file.
SecureBytes read(const SiteFolder& site, std::string_view name, const FieldCipher& cipher, const FieldCipher* previous = nullptr);
/// Under this key already, or not there.
bool isUnder(const SiteFolder& site, std::string_view name, const FieldCipher& cipher);

/// Every version the desk knows, the newest first. A card of an older version can still be opened with its own.
void writeSiteKeys(const SiteFolder& site, const std::vector<SiteKeyVersion>& keys, const FieldCipher& cipher, RandomSource& random);
std::vector<SiteKeyVersion> readSiteKeys(const SiteFolder& site, const FieldCipher& cipher, const FieldCipher* previous = nullptr);

/// The batches of blank cards whose keys the desk holds, in the order in which they came. No file: none.
void writeTransportKeys(const SiteFolder& site, const std::vector<TransportBatch>& batches, const FieldCipher& cipher, RandomSource& random);
std::vector<TransportBatch> readTransportKeys(const SiteFolder& site, const FieldCipher& cipher, const FieldCipher* previous = nullptr);

} // namespace sealedFiles

} // namespace cardwright
