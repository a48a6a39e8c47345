#pragma once

#include "core/central/HolderReads.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright::central {

/// Cardwright-Signature: at=<UTC>;nonce=<32 hex digits>;signature=<base64>
struct CallSignature {
    std::int64_t at = 0;
    std::string nonce;
    Bytes signature;
    /// Nothing when it is not one.
    static std::optional<CallSignature> parse(std::string_view header);
};

/// "METHOD\nPATH?QUERY\nAT\nNONCE\nSHA-256(body) hex": what the session key signs.
std::string signedText(const SignedCall& call, std::int64_t at, std::string_view nonce);

/// What a search asks for. Throws ProblemError request-unreadable: nothing to search by, an unknown parameter, a value out of form.
struct HolderQuery {
    std::optional<std::string> number;
    std::optional<std::string> name; ///< folded: lower case, without accents
    std::optional<std::string> born;
    int limit = 20;
    static HolderQuery parse(std::string_view target);
    std::optional<std::string> familyPattern() const; ///< LIKE over family 1F given 1F birth date
    std::optional<std::string> givenPattern() const;
};

/// A name as it is compared: tidied, without accents, lower case.
std::string foldedName(const std::string& name);

} // namespace cardwright::central
