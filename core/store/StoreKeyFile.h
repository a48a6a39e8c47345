#pragma once

#include "core/base/SecureBytes.h"
#include "core/crypto/Envelope.h"
#include "core/store/SiteFolder.h"

#include <span>
#include <vector>

namespace cardwright {

/// workstation/store-key.cms: the store key (its 32 octets, nothing else) in an envelope to the 9D certificate of each active agent
/// of the signed roster and to the recovery certificate. Opened by an agent's own card, or by the recovery key:
///     openssl cms -decrypt -inform DER -in store-key.cms -recip recovery.pem -inkey recovery.key
namespace storeKeyFile {

/// A new one.
SecureBytes makeKey(RandomSource& random);
/// Written whole or not at all. Replaces the file: this is also how the same key is sealed for other recipients. Who they are is the
/// caller's to say, from the signed roster only. Throws CryptoError, StoreError.
void seal(const SiteFolder& site, ByteView storeKey, std::span<const EnvelopeRecipient> recipients);
/// The file's octets, for a card that opens them elsewhere (core/access signIn()). Throws StoreError STORE-READ.
Bytes read(const SiteFolder& site);
/// Throws CryptoError as envelope::open (ENVELOPE-NOT-FOR-US: this card is not among the recipients), StoreError STORE-TAMPERED when
/// what is inside is no store key.
SecureBytes open(const SiteFolder& site, EnvelopeKey& key);
/// Their key identifiers.
std::vector<Bytes> recipients(const SiteFolder& site);
/// The file names exactly these: nothing to do for a roster that was read again.
bool isFor(const SiteFolder& site, std::span<const EnvelopeRecipient> recipients);

} // namespace storeKeyFile

} // namespace cardwright
