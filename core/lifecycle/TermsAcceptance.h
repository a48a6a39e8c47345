#pragma once

#include "core/base/Guid.h"
#include "core/base/Random.h"
#include "core/crypto/Sha256.h"
#include "core/journal/EntryDraft.h"
#include "core/piv/Slot.h"
#include "core/policy/TermsPolicy.h"
#include "core/store/TermsBook.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace cardwright {

/// What a holder acknowledged and accepted in the holder view, before their card signs it. Kept in the plan of a job, so that a repair
/// signs the very same. Holds no secret.
struct TermsAcceptance {
    Guid id;  ///< of the statement: the same in every run
    Guid log; ///< of the desk where it was read
    int noticeVersion = 0;
    Sha256Digest notice{};
    std::int64_t noticeAt = 0; ///< acknowledged
    int termsVersion = 0;
    Sha256Digest terms{};
    std::int64_t acceptedAt = 0;
    Bytes salt; ///< of the holder's digest in the statement: 16 random octets

    /// What this policy shows, as read and accepted just now.
    static TermsAcceptance of(const TermsPolicy& policy, const Guid& log, std::int64_t noticeAt, std::int64_t acceptedAt, RandomSource& random);

    /// The octets that the card signs, canonical JSON as in TermsPolicy.h:
    ///   {"acceptedAt":"2026-11-22T07:00:00.000Z","card":guid,"holder":hex64,"id":guid,"log":guid,"noticeAcknowledgedAt":..,"noticeDigest":hex64,
    ///    "noticeVersion":1,"statement":"cardwright.terms-acceptance/1","termsDigest":hex64,"termsVersion":1}
    /// holder = SHA-256(salt || user number): it names nobody to whoever has not the entry.
    Bytes statement(const Guid& card, const UserNumber& holder) const;

    nlohmann::json json() const;
    /// Throws StoreError STORE-DAMAGED.
    static TermsAcceptance fromJson(const nlohmann::json& json);

    friend bool operator==(const TermsAcceptance&, const TermsAcceptance&) = default;
};

/// Whether this person has to read and accept what the policy shows now.
bool termsDue(const TermsPolicy& policy, const std::optional<TermsRecord>& last);

/// The key that signs: 9C, whose purpose is signatures, where the card has one; else 9A.
std::optional<Slot> termsSlot(std::span<const Slot> slots);

/// notice.acknowledged: {"version":1,"digest":hex64,"acknowledgedAt":..,"card":guid}.
EntryDraft noticeEntry(const TermsAcceptance& acceptance, const UserNumber& holder, const Guid& card, RandomSource& random);
/// terms.accepted: {"id":guid,"card":guid,"slot":"9C","publicKey":base64,"statement":base64,"signature":base64 CMS,"holderSalt":hex32,
/// "noticeVersion":1,"termsVersion":1}.
EntryDraft termsEntry(const TermsRecord& signedTerms, const TermsAcceptance& acceptance, RandomSource& random);

} // namespace cardwright
