// What each kind of card can and cannot do, and what the pre-flight makes of it.
#include "core/piv/Preflight.h"
#include "core/policy/Json.h"
#include "tests/unit/piv/PivTestCard.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace cardwright;

namespace {

const auto strictAtr = octets("3BF81300008131FE4543575049563030318A");
const auto javaCardAtr = octets("3BF91300008131FE454A434F503234325233A2");

SelectAnswer labelled(std::string label, std::vector<Algorithm> algorithms = {})
{
    SelectAnswer answer;
    answer.label = std::move(label);
    answer.algorithms = std::move(algorithms);
    return answer;
}

std::set<std::string> lacks(const CardProfile& profile)
{
    std::set<std::string> names;
    for (const auto step : allCardSteps())
        if (!profile.can(step)) names.emplace(stepName(step));
    return names;
}

bool has(const std::vector<Shortfall>& found, Shortfall::Kind kind, std::string_view words)
{
    for (const auto& one : found)
        if (one.kind == kind && one.words.find(words) != std::string::npos) return true;
    return false;
}

CardDemand::Key key(Slot slot, Algorithm algorithm) { return {slot, algorithm}; }

} // namespace

TEST_CASE("each profile names the steps that its cards cannot do")
{
    const auto set = ProfileSet::shipped();
    const auto version = [](std::uint8_t major, std::uint8_t minor, std::uint8_t patch) { return CardVersion{major, minor, patch}; };
    CHECK(lacks(*set.named("strict", std::nullopt)) ==
          std::set<std::string>{"change-administration-key", "set-tries", "tell-version", "tell-serial", "tell-metadata", "attest", "wipe", "delete-key",
                                "extended-length", "sign-with-9d", "generate-rsa3072"});
    CHECK(lacks(*set.named("openfips201-like", std::nullopt)) ==
          std::set<std::string>{"change-administration-key", "set-tries", "tell-version", "tell-serial", "tell-metadata", "attest", "wipe", "delete-key",
                                "extended-length", "grow-object", "sign-with-9d", "generate-p384", "generate-rsa3072"});
    CHECK(lacks(*set.named("pivapplet-like", std::nullopt)) == std::set<std::string>{"delete-key", "generate-rsa3072"});
    CHECK(lacks(*set.named("yubico-like", version(5, 4, 3))) == std::set<std::string>{"delete-key", "keep-facial-image", "generate-rsa3072"});
    CHECK(lacks(*set.named("yubico-like", version(5, 7, 0))) == std::set<std::string>{"keep-facial-image"});
    std::set<std::string_view> names;
    for (const auto step : allCardSteps()) names.insert(stepName(step));
    CHECK(names.size() == allCardSteps().size());
    CHECK_FALSE(names.contains("unknown"));
}

TEST_CASE("what a card cannot do is told in plain sentences, what only the book forbids is not")
{
    const auto set = ProfileSet::shipped();
    const auto told = [&](const char* id, std::string_view words) {
        const auto sentences = set.named(id, std::nullopt)->cannotDo();
        return std::any_of(sentences.begin(), sentences.end(), [&](const auto& one) { return one.find(words) != std::string::npos; });
    };
    CHECK(told("openfips201-like", "cannot be larger than it was at first"));
    CHECK(told("openfips201-like", "no RSA-2048 key 9E"));
    CHECK_FALSE(told("openfips201-like", "9D"));
    CHECK_FALSE(told("strict", "larger than it was"));
    CHECK_FALSE(told("strict", "not known here"));
    CHECK_FALSE(told("pivapplet-like", "portrait")); // in extended APDUs it takes one
    CHECK(told("yubico-like", "3052"));
}

TEST_CASE("an application is known by its own label before the chip's ATR, a card by its ATR before an answer to FD")
{
    const auto set = ProfileSet::shipped();
    CHECK(set.choose(javaCardAtr, labelled("PivApplet v0.9.0/REeAx"), std::nullopt).id == "pivapplet-like");
    CHECK(set.choose(javaCardAtr, labelled("OpenFIPS201"), std::nullopt).id == "openfips201-like");
    CHECK(set.choose(octets("3BFD1300008131FE158073C021C057597562694B657940"), labelled("PivApplet v1.0.0"), CardVersion{5, 7, 0}).id == "pivapplet-like");
    CHECK(set.choose(javaCardAtr, labelled("PivApplet"), std::nullopt).id == "strict"); // not how that one calls itself
    CHECK(set.choose(javaCardAtr, {}, std::nullopt).unknownCard);
    CHECK_FALSE(set.choose(strictAtr, {}, std::nullopt).unknownCard);
    CHECK_FALSE(set.wantsVersion(strictAtr, {}));
    CHECK_FALSE(set.wantsVersion(javaCardAtr, labelled("OpenFIPS201")));
    CHECK(set.wantsVersion(javaCardAtr, labelled("PivApplet v0.9.0/RE"))); // it has FD
}

TEST_CASE("key algorithms that SELECT leaves out are not asked for; a list of ciphers alone says nothing of keys")
{
    const auto set = ProfileSet::shipped();
    const auto rsaOnly = set.choose(javaCardAtr, labelled("OpenFIPS201", {Algorithm::tripleDes, Algorithm::rsa1024, Algorithm::rsa2048}), std::nullopt);
    CHECK(rsaOnly.takes(Algorithm::rsa2048));
    CHECK_FALSE(rsaOnly.takes(Algorithm::eccP256));
    CHECK(set.choose(javaCardAtr, labelled("OpenFIPS201", {Algorithm::tripleDes}), std::nullopt).takes(Algorithm::eccP256));
    CHECK(set.choose(javaCardAtr, labelled("", {Algorithm::eccP256}), std::nullopt).keyAlgorithms == std::vector{Algorithm::eccP256});
}

TEST_CASE("probes are one harmless command each, and what is not answered is not believed")
{
    auto profile = *ProfileSet::shipped().named("yubico-like", CardVersion{5, 7, 0});
    PivTestCard t;
    t.card.expect("00 F7 00 9B 00", "01 01 0A 02 02 0001 05 01 01 9000");
    const auto told = ProfileSet::probed(t.piv, profile);
    CHECK(told.metadataCommand);
    CHECK(told.factoryAdministrationAlgorithm == Algorithm::aes192);
    t.card.expect("00 F7 00 9B 00", "01 01 03 02 02 0001 05 01 01 9000"); // says 5.7, and comes from its maker with 3DES all the same
    CHECK(ProfileSet::probed(t.piv, profile).factoryAdministrationAlgorithm == Algorithm::tripleDes);
    t.card.expect("00 F7 00 9B 00", "01 01 0C 02 02 0001 05 01 00 9000"); // a key of somebody's: says nothing of the maker's
    CHECK(ProfileSet::probed(t.piv, profile).factoryAdministrationAlgorithm == Algorithm::aes192);
    t.card.expect("00 F7 00 9B 00", "6D00");
    CHECK_FALSE(ProfileSet::probed(t.piv, profile).metadataCommand);
    profile.probes = {CardStep::tellVersion, CardStep::tellSerial};
    t.card.expect("00 FD 00 00 00", "050700 9000").expect("00 F8 00 00 00", "6D00");
    const auto other = ProfileSet::probed(t.piv, profile);
    CHECK(other.versionCommand);
    CHECK_FALSE(other.serialCommand);
    profile.probes.clear();
    CHECK(ProfileSet::probed(t.piv, profile).metadataCommand);
    CHECK(t.card.left() == 0);
}

TEST_CASE("pre-flight: all reasons at once, before anything is changed")
{
    const auto set = ProfileSet::shipped();
    const auto strict = *set.named("strict", std::nullopt);
    const auto fixed = *set.named("openfips201-like", std::nullopt);
    const auto yubico = *set.named("yubico-like", CardVersion{5, 4, 3});
    CardDemand demand;
    demand.keys = {key(Slot::authentication, Algorithm::eccP256), key(Slot::signature, Algorithm::eccP256),
                   key(Slot::keyManagement, Algorithm::eccP256), key(Slot::cardAuthentication, Algorithm::eccP256)};
    demand.objects = {{objects::chuid, 2000, std::nullopt}, {objects::printedInformation, 245, std::nullopt}};
    for (const auto* profile : {&strict, &fixed, &yubico}) CHECK(shortfalls(*profile, demand).empty());

    demand.keys.back().algorithm = Algorithm::rsa2048;
    CHECK(shortfalls(strict, demand).empty());
    CHECK(has(shortfalls(fixed, demand), Shortfall::Kind::algorithm, "RSA-2048 key 9E"));
    demand.keys.front().algorithm = Algorithm::eccP384;
    demand.objects.push_back({objects::fingerprints, 100, std::nullopt});
    const auto found = shortfalls(fixed, demand);
    CHECK(found.size() == 3);
    CHECK(has(found, Shortfall::Kind::algorithm, "P-384"));
    CHECK(has(found, Shortfall::Kind::object, "fingerprints"));
    CHECK(shortfalls(strict, demand).empty());

    CardDemand large;
    large.objects = {{objects::facialImage, 3053, std::nullopt}};
    CHECK(has(shortfalls(yubico, large), Shortfall::Kind::size, "3052"));
    large.objects.front().size = 3052;
    CHECK(shortfalls(yubico, large).empty());
    for (int i = 0; i < 17; ++i) large.objects.push_back(large.objects.front());
    CHECK(has(shortfalls(yubico, large), Shortfall::Kind::space, "51000"));
    auto fewer = strict;
    fewer.slots.pop_back();
    CHECK(has(shortfalls(fewer, demand), Shortfall::Kind::slot, "9E"));
}

TEST_CASE("pre-flight: what a chain of short commands cannot carry, an extended one may")
{
    const auto applet = *ProfileSet::shipped().named("pivapplet-like", std::nullopt);
    CardDemand demand;
    demand.objects = {{objects::facialImage, 12000, std::nullopt}};
    CHECK(has(shortfalls(applet, demand), Shortfall::Kind::size, "short commands"));
    demand.extendedApdus = true;
    CHECK(shortfalls(applet, demand).empty());
    CHECK(applet.contentLimit(false) == 5900);
    CHECK(applet.contentLimit(true) == 32000);
    CHECK_FALSE(ProfileSet::shipped().named("strict", std::nullopt)->contentLimit(false));
}

TEST_CASE("a card whose objects do not grow: room from the start, and no rewrite beyond it")
{
    const auto set = ProfileSet::shipped();
    const auto fixed = *set.named("openfips201-like", std::nullopt);
    CardDemand demand;
    demand.objects = {{objects::certificate9A, 901, 900}};
    CHECK(has(shortfalls(fixed, demand), Shortfall::Kind::growth, "900"));
    CHECK(shortfalls(*set.named("strict", std::nullopt), demand).empty());
    demand.objects.front().present = 901;
    CHECK(shortfalls(fixed, demand).empty());
    CHECK(reservation(fixed, objects::certificate9A, 900) == 1856 + 9);
    CHECK(reservation(fixed, objects::certificate9A, 2000) == 2000);
    CHECK(reservation(fixed, objects::chuid, 700) == 700);
    CHECK_FALSE(reservation(*set.named("strict", std::nullopt), objects::certificate9A, 900));
}

TEST_CASE("every shipped profile holds to its schema")
{
    for (const char* name : {"strict", "yubico", "pivapplet", "openfips201"}) {
        std::ifstream file(std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/card-profiles/" + name + ".json");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        nlohmann::json json;
        REQUIRE_FALSE(parseJson(text, json));
        INFO(name);
        for (const auto& problem : checkSchema("card-profile", json)) {
            INFO(problem.path);
            CHECK(problem.path.empty());
        }
        CHECK(checkSchema("card-profile", json).empty());
        json["card"]["commands"] = {"explode"};
        CHECK_FALSE(checkSchema("card-profile", json).empty());
    }
}
