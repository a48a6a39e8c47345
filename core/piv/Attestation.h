#pragma once

#include "core/crypto/Certificate.h"
#include "core/piv/CardPublicKey.h"
#include "core/piv/Outcomes.h"
#include "core/piv/Slot.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace cardwright {

class PivApplication;

/// What an attestation (F9) says: the card's word, by a key that its maker put there, that a key was made inside it.
/// The extensions are those of the arc 1.3.6.1.4.1.41482.3, which others have taken over.
struct Attestation {
    Certificate certificate;  ///< over the slot's public key
    Certificate issuer;       ///< of the card's attestation key (object 5FFF01)
    std::optional<CardVersion> version;        ///< .3
    std::optional<std::uint32_t> serial;       ///< .7
    std::optional<std::uint8_t> passcodePolicy; ///< .8 first octet
    std::optional<std::uint8_t> touchPolicy;    ///< .8 second octet

    /// Errors: CardDataError (no certificate, or an extension of another form).
    static Attestation decode(ByteView attestation, ByteView issuer);
};

enum class AttestationVerdict {
    proven,        ///< the chain ends at a maker whom this site trusts, and it speaks of this key
    unsupported,   ///< the card has no such command, or no key of its own for it
    unknownMaker,  ///< all of it holds together, but nobody here knows whose it is
    wrongKey,      ///< it is about another public key, or another card's serial
    broken,        ///< unreadable, or a signature does not hold
};
std::string_view nameOf(AttestationVerdict verdict) noexcept; ///< "proven", "unknown maker" ...

/// Hook: whether the card's attestation certificate is a maker's. The default asks `chainsTo` with the site's maker roots; a
/// batch's sealed delivery may bring others.
using AttestationTrust = std::function<bool(const Certificate& issuer)>;
/// Trust in these roots. A card's own clock stands still: validity is judged at the issuer certificate's own beginning.
AttestationTrust trustInMakers(std::vector<Certificate> roots);

/// Judges by signature, key and (where both are known) serial. Never throws for what the card said.
AttestationVerdict judge(const Attestation& attestation, const CardPublicKey& expected, std::optional<std::uint32_t> serial,
                         const AttestationTrust& trust);
AttestationVerdict judge(const Attestation& attestation, const PublicKey& expected, std::optional<std::uint32_t> serial,
                         const AttestationTrust& trust);

/// Asks the card and judges: F9 for the slot and GET DATA 5FFF01, both free. What it cannot read is `broken`.
/// Errors: TransportError, StoppedError alone.
AttestationVerdict attested(PivApplication& application, Slot slot, const CardPublicKey& expected, std::optional<std::uint32_t> serial,
                            const AttestationTrust& trust);
/// Likewise of a key as it is on record.
AttestationVerdict attested(PivApplication& application, Slot slot, const PublicKey& expected, std::optional<std::uint32_t> serial,
                            const AttestationTrust& trust);

} // namespace cardwright
