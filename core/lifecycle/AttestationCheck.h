#pragma once

#include "core/piv/Attestation.h"
#include "core/policy/IssuePolicy.h"

#include <optional>
#include <string>

namespace cardwright {

struct CardDesk;
struct CardProfile;

/// What policy makes of a card's word on its keys (attestation, F9). A card without one passes; where policy names makers, one of
/// another maker does not.
namespace attestationcheck {

/// Whether this card is asked at all.
bool wanted(const IssuePolicy& policy, const CardProfile& profile) noexcept;
AttestationTrust makersOf(const IssuePolicy& policy);

/// Before anything is changed: whose attestation key is in the card. Costs nothing where policy names no maker.
/// Errors: CardJobError CARD-MAKER-UNKNOWN, CARD-ATTESTATION (a certificate that cannot be read).
void requireKnownMaker(const CardDesk& desk, PivApplication& piv, const CardProfile& profile);

/// The card's word on this key, judged by policy's makers. A card that has its maker's key and does not speak for this one (put in from
/// outside) is `broken`, not `unsupported`. Errors: TransportError, StoppedError.
AttestationVerdict verdictOn(PivApplication& piv, Slot slot, const PublicKey& key, std::optional<std::uint32_t> serial, const IssuePolicy& policy);

/// The failure's code that this verdict leads to; nothing: the key may be used.
std::optional<std::string> refusal(AttestationVerdict verdict, const IssuePolicy& policy);

} // namespace attestationcheck

} // namespace cardwright
