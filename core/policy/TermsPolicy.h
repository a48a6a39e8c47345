#pragma once

#include "core/base/Clock.h"
#include "core/crypto/Sha256.h"
#include "core/policy/PolicyFile.h"

#include <string>
#include <vector>

namespace cardwright {

/// A heading and what stands under it.
struct TextSection {
    std::string title;
    std::vector<std::string> paragraphs;
};

/// How a holder's personal data are used; read and acknowledged before the terms.
struct PrivacyNotice {
    int version = 0;
    std::string title;
    std::vector<TextSection> sections;
    Sha256Digest digest{}; ///< of octets
    std::string octets;    ///< what is acknowledged: the canonical JSON of "notice"
};

/// What a holder agrees to. Clauses are numbered from 1 in this order.
struct HolderTerms {
    int version = 0;
    std::string title;
    std::string law;       ///< "England and Wales"
    Date effective{};
    std::string intro;     ///< may be empty
    std::vector<TextSection> clauses;
    std::string agreement; ///< what pressing the last button means
    Sha256Digest digest{}; ///< of octets
    std::string octets;    ///< what is accepted: the canonical JSON of "terms"
};

/// What holders are told and agree to (terms.json). Canonical JSON: UTF-8, members sorted by name, no white space outside strings, numbers
/// whole (RFC 8785 for what the schema admits). Whoever changes a text raises its version; what decides whether somebody is asked again is
/// the digest of the octets, so a text that was changed without it asks again too.
struct TermsPolicy {
    PolicyId id;
    PrivacyNotice notice;
    HolderTerms terms;
    std::vector<TextSection> help; ///< for holders: how records are protected, who may ask for access logs, whom to call

    /// Throws PolicyError POLICY-DAMAGED: two clauses of one title.
    static TermsPolicy from(const PolicyFile& file);
    static TermsPolicy load(const std::string& path);
    static TermsPolicy shipped();
};

} // namespace cardwright
