#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/card/CardTransport.h"
#include "core/piv/CardProfile.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// The conformance suite: whether a card does what SP 800-73-5 and its profile say, over any CardReader (in process, pcscd's
/// virtual reader, a real one). No test framework here, so that tests (tests/card) and `cardwrightctl conformance` run the
/// same checks. **It rewrites the card**: keys, objects and passcode; at the end the factory values are back where the card
/// has a way to them.

/// The values with which the card opens. They end as they began.
struct ConformanceKeys {
    SecureBytes passcode, unlockKey, administrationKey;
    Algorithm administrationAlgorithm = Algorithm::tripleDes;
    static ConformanceKeys factoryOf(const CardProfile& profile);
};

struct ConformanceResult {
    enum class Kind {
        passed,
        cannot, ///< the profile says that the card cannot, and the card refuses as it should
        failed,
        skipped, ///< another check that it rests on failed, or it would spend what cannot be given back
    };
    std::string check;  ///< "chuid-roundtrip"
    std::string about;  ///< one line: what is looked at, with its clause
    Kind kind = Kind::passed;
    std::string words;  ///< what was expected and what came; empty when it passed
    std::uint64_t apdus = 0;
};
std::string_view nameOf(ConformanceResult::Kind kind) noexcept; ///< "passed", "cannot", "failed", "skipped"

struct ConformanceOptions {
    bool rsa = true;             ///< RSA generation may take minutes
    bool spendTries = true;      ///< counts down passcode and unlock key (never to the unlock key's last), and restores
    std::size_t largeObject = 2500; ///< octets of the object with which chaining both ways is proven, within the card's limit
    std::function<void(const ConformanceResult&)> progress;
};

/// What the suite will do to the card, a sentence each: to be said, and agreed to, before runConformance().
std::vector<std::string> conformanceWarnings(const CardProfile& profile, const ConformanceOptions& options);
/// All checks in their order, by name: a test runs each as a section of its own.
std::span<const std::string_view> conformanceChecks() noexcept;

/// Every check. A card that falls silent or is pulled ends it with TransportError; all else is in the results.
std::vector<ConformanceResult> runConformance(CardReader& reader, const CardProfile& profile, const ConformanceKeys& keys,
                                              RandomSource& random, const ConformanceOptions& options = {});
inline bool conforms(std::span<const ConformanceResult> results) noexcept
{
    for (const auto& result : results)
        if (result.kind == ConformanceResult::Kind::failed || result.kind == ConformanceResult::Kind::skipped) return false;
    return !results.empty();
}

} // namespace cardwright
