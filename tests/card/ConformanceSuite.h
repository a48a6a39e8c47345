#pragma once

#include "core/crypto/SecureRandom.h"
#include "core/piv/Conformance.h"
#include "core/piv/PivApplication.h"
#include "pcsc/simulator/CardState.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace cardwright::testing {

/// As a desk comes to it: SELECT, the answer to FD where it counts, the probes.
inline CardProfile recognised(CardReader& reader)
{
    auto transport = reader.open();
    CardChannel channel(*transport);
    PivApplication piv(channel);
    const auto select = piv.select();
    const auto set = ProfileSet::shipped();
    return ProfileSet::probed(piv, set.recognise(piv, select));
}

inline std::string profileIdOf(simulator::Personality personality)
{
    switch (personality) {
    case simulator::Personality::strict: return "strict";
    case simulator::Personality::yubico:
    case simulator::Personality::yubico57: return "yubico-like";
    case simulator::Personality::pivApplet: return "pivapplet-like";
    case simulator::Personality::openFips: return "openfips201-like";
    }
    return "";
}

/// Steps that end as "cannot" for each kind of card, in short APDUs.
inline std::set<std::string> cannotOf(simulator::Personality personality)
{
    switch (personality) {
    case simulator::Personality::strict:
        return {"version-serial", "administration-key-change", "key-management", "metadata", "attestation", "delete-key", "rsa3072", "set-tries", "wipe"};
    case simulator::Personality::yubico: return {"facial-image", "delete-key", "rsa3072"};
    case simulator::Personality::yubico57: return {"facial-image"};
    case simulator::Personality::pivApplet: return {"facial-image", "delete-key", "rsa3072"};
    case simulator::Personality::openFips:
        return {"version-serial", "grow-object", "administration-key-change", "p384", "key-management", "metadata", "attestation", "delete-key", "rsa3072",
                "set-tries", "wipe"};
    }
    return {};
}

/// Every check passes or is one that the card cannot; gives those it cannot, and the APDUs of all.
inline std::set<std::string> checkConformance(CardReader& reader, const CardProfile& profile, RandomSource& random, const ConformanceOptions& options = {})
{
    const auto results = runConformance(reader, profile, ConformanceKeys::factoryOf(profile), random, options);
    std::set<std::string> cannot;
    for (const auto& result : results) {
        INFO(result.check << ": " << result.about << ": " << result.words);
        CHECK((result.kind == ConformanceResult::Kind::passed || result.kind == ConformanceResult::Kind::cannot));
        if (result.kind == ConformanceResult::Kind::cannot) cannot.insert(result.check);
    }
    CHECK(conforms(results));
    return cannot;
}

} // namespace cardwright::testing
