#include "tests/card/ConformanceSuite.h"
#include "core/card/CardErrors.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/support/TempFolder.h"

#include <algorithm>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

namespace {

struct Tray {
    TempFolder folder;
    SecureRandom random;
    simulator::VirtualTray readers{random};
    std::filesystem::path file = folder / "conformance.card";

    explicit Tray(Personality personality, simulator::FaultPlan faults = {})
    {
        simulator::VirtualCard::create(file, personality, random);
        readers.insert("Training reader 1", file, std::move(faults));
    }
    std::unique_ptr<CardReader> reader() { return readers.reader("Training reader 1"); }
};

const ConformanceResult& resultOf(const std::vector<ConformanceResult>& results, std::string_view check)
{
    const auto found = std::find_if(results.begin(), results.end(), [&](const auto& one) { return one.check == check; });
    REQUIRE(found != results.end());
    return *found;
}

} // namespace

TEST_CASE("each kind of simulated card is recognised as its profile, conforms, and cannot exactly what the profile says")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico, Personality::yubico57, Personality::pivApplet, Personality::openFips);
    INFO(simulator::nameOf(personality));
    Tray tray(personality);
    const auto reader = tray.reader();
    const auto profile = recognised(*reader);
    CHECK(profile.id == profileIdOf(personality));
    CHECK_FALSE(profile.unknownCard);
    CHECK(checkConformance(*reader, profile, tray.random) == cannotOf(personality));
    ConformanceOptions again; // it can be run a second time: what it changed is back
    again.rsa = false;
    auto expected = cannotOf(personality);
    expected.erase("rsa3072");
    CHECK(checkConformance(*reader, profile, tray.random, again) == expected);
}

TEST_CASE("in extended APDUs, where the reader carries them, PivApplet takes a portrait")
{
    Tray tray(Personality::pivApplet);
    tray.readers.carryExtendedLength(true);
    const auto reader = tray.reader();
    ConformanceOptions options;
    options.rsa = false;
    options.spendTries = false;
    options.largeObject = 12000;
    const auto cannot = checkConformance(*reader, recognised(*reader), tray.random, options);
    CHECK(cannot == std::set<std::string>{"delete-key"});
}

TEST_CASE("a card that is not what its profile says fails the suite")
{
    Tray tray(Personality::strict);
    const auto reader = tray.reader();
    auto profile = recognised(*reader);
    profile.metadataCommand = profile.attestationCommand = profile.versionCommand = true; // it has none of these
    profile.keyManagementSigns = true;
    ConformanceOptions options;
    options.rsa = false;
    const auto results = runConformance(*reader, profile, ConformanceKeys::factoryOf(profile), tray.random, options);
    CHECK_FALSE(conforms(results));
    for (const char* check : {"metadata", "attestation", "version-serial", "key-management"})
        CHECK(resultOf(results, check).kind == ConformanceResult::Kind::failed);
    CHECK(resultOf(results, "objects").kind == ConformanceResult::Kind::passed);

    Tray yubico(Personality::yubico);
    const auto other = yubico.reader();
    const auto strict = *ProfileSet::shipped().named("strict", std::nullopt); // which promises less than the card does
    const auto more = runConformance(*other, strict, ConformanceKeys::factoryOf(strict), yubico.random, options);
    CHECK_FALSE(conforms(more));
    for (const char* check : {"metadata", "attestation", "administration-key-change"})
        CHECK(resultOf(more, check).kind == ConformanceResult::Kind::failed);
}

TEST_CASE("with another administration key or passcode nothing that rests on it is tried")
{
    Tray tray(Personality::yubico);
    const auto reader = tray.reader();
    const auto profile = recognised(*reader);
    auto keys = ConformanceKeys::factoryOf(profile);
    keys.passcode = SecureBytes::copyOf(bytesOf("654321"));
    const auto results = runConformance(*reader, profile, keys, tray.random);
    CHECK(resultOf(results, "passcode").kind == ConformanceResult::Kind::failed);
    CHECK(resultOf(results, "passcode-blocks").kind == ConformanceResult::Kind::skipped);
    CHECK(resultOf(results, "wipe").kind == ConformanceResult::Kind::skipped);
    CHECK_FALSE(conforms(results));
    CHECK(simulator::CardState::load(tray.file).passcode.tries >= 1);
}

TEST_CASE("lies are found: a public key off its curve, a length that does not hold, a status word out of nowhere")
{
    using simulator::Fault;
    const auto failing = [](Fault fault, std::string_view check) {
        Tray tray(Personality::yubico, simulator::FaultPlan({fault}));
        const auto reader = tray.reader();
        const auto profile = *ProfileSet::shipped().named("yubico-like", CardVersion{5, 4, 3});
        ConformanceOptions options;
        options.rsa = false;
        options.spendTries = false;
        return resultOf(runConformance(*reader, profile, ConformanceKeys::factoryOf(profile), tray.random, options), check).kind;
    };
    Fault key;
    key.at = 2; // the first GENERATE is refused for want of administration
    key.ins = 0x47;
    key.action = Fault::Action::badPublicKey;
    CHECK(failing(key, "p256") == ConformanceResult::Kind::failed);
    Fault length;
    length.at = 2; // after discovery
    length.ins = 0xCB;
    length.action = Fault::Action::lyingLength;
    CHECK(failing(length, "objects") == ConformanceResult::Kind::failed);
    Fault word;
    word.at = 1;
    word.ins = 0xF7;
    word.action = Fault::Action::statusWord;
    word.statusWord = 0x6F00;
    CHECK(failing(word, "metadata") == ConformanceResult::Kind::failed);
}

TEST_CASE("a card that goes ends the suite with what became of it")
{
    using simulator::Fault;
    Fault fault;
    fault.at = 40;
    fault.action = Fault::Action::removed;
    Tray tray(Personality::strict, simulator::FaultPlan({fault}));
    const auto reader = tray.reader();
    const auto profile = *ProfileSet::shipped().named("strict", std::nullopt);
    CHECK_THROWS_AS(runConformance(*reader, profile, ConformanceKeys::factoryOf(profile), tray.random), TransportError);
}

TEST_CASE("what it will do is said beforehand, and progress is told check by check")
{
    const auto set = ProfileSet::shipped();
    const auto strict = conformanceWarnings(*set.named("strict", std::nullopt), {});
    CHECK(std::any_of(strict.begin(), strict.end(), [](const auto& one) { return one.find("cannot be wiped") != std::string::npos; }));
    const auto yubico = conformanceWarnings(*set.named("yubico-like", CardVersion{5, 7, 0}), {});
    CHECK(std::any_of(yubico.begin(), yubico.end(), [](const auto& one) { return one.find("it is wiped") != std::string::npos; }));
    const auto fixed = conformanceWarnings(*set.named("openfips201-like", std::nullopt), {});
    CHECK(std::any_of(fixed.begin(), fixed.end(), [](const auto& one) { return one.find("for good") != std::string::npos; }));

    Tray tray(Personality::yubico57);
    const auto reader = tray.reader();
    ConformanceOptions options;
    options.rsa = false;
    std::vector<std::string> told;
    options.progress = [&](const ConformanceResult& result) { told.push_back(result.check); };
    const auto results = runConformance(*reader, recognised(*reader), ConformanceKeys::factoryOf(recognised(*reader)), tray.random, options);
    REQUIRE(told.size() == results.size());
    CHECK(told.size() == conformanceChecks().size() - 2); // the two of RSA
    CHECK(told.front() == "select");
    for (const auto& result : results) CHECK((result.apdus > 0 || result.kind == ConformanceResult::Kind::skipped));
}
