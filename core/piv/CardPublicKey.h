#pragma once

#include "core/base/Bytes.h"
#include "core/piv/Algorithm.h"

namespace cardwright {

class PublicKey;

/// A public key as the card gave it, checked: a point of the right length that lies on its curve, or an odd modulus of
/// exactly the right size with an odd public exponent of at least 65537.
struct CardPublicKey {
    Algorithm algorithm = Algorithm::eccP256;
    Bytes point;    ///< 04 || X || Y (EC)
    Bytes modulus;  ///< RSA, without leading zero
    Bytes exponent; ///< RSA, without leading zero

    /// From the value of 7F49 (`86 point` or `81 n, 82 e`): elements in any order, unknown ones skipped.
    /// Errors: CardDataError.
    static CardPublicKey decode(Algorithm algorithm, ByteView elements);
    /// The elements again: what the step record keeps.
    Bytes encode() const;
    /// The same key as core/crypto knows it.
    PublicKey publicKey() const;

    friend bool operator==(const CardPublicKey&, const CardPublicKey&) = default;
};

} // namespace cardwright
