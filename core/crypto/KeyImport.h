#pragma once

#include "core/crypto/PrivateKey.h"

namespace cardwright {

/// A private key from the bare numbers in which a card takes it (IMPORT of YubiKeys): used by the simulated card.
/// Throws CryptoError where they make no key.

/// The private scalar of an EC key, big-endian, as long as the field.
PrivateKey privateKeyFromScalar(KeyAlgorithm algorithm, ByteView scalar);
/// The two primes of an RSA key, big-endian; the public exponent is 65537.
PrivateKey privateKeyFromPrimes(ByteView p, ByteView q);

} // namespace cardwright
