#include "core/piv/CardProfile.h"
#include "tests/unit/piv/PivTestCard.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

using namespace cardwright;
using nlohmann::json;

namespace {

const auto yubiKeyAtr = octets("3BFD1300008131FE158073C021C057597562694B657940");

std::string fileText(const std::string& name)
{
    std::ifstream file(std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/card-profiles/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool says(const CardProfile& profile, std::string_view words)
{
    for (const auto& sentence : profile.limitations()) {
        if (sentence.find(words) != std::string::npos) return true;
    }
    return false;
}

bool refusedWith(const json& changed)
{
    return failureOf([&] { ProfileSet::fromJson({changed.dump()}); }) == "CARD-PROFILE";
}

} // namespace

TEST_CASE("the shipped profiles are those of the files")
{
    const auto shipped = ProfileSet::shipped();
    const auto read = ProfileSet::fromJson({fileText("strict.json"), fileText("yubico.json"), fileText("pivapplet.json"), fileText("openfips201.json")});
    for (const char* id : {"strict", "yubico-like", "pivapplet-like", "openfips201-like"}) {
        REQUIRE(shipped.named(id, std::nullopt));
        REQUIRE(read.named(id, std::nullopt));
        CHECK(shipped.named(id, std::nullopt)->limitations() == read.named(id, std::nullopt)->limitations());
        CHECK(shipped.named(id, std::nullopt)->publishedAdministrationKey == read.named(id, std::nullopt)->publishedAdministrationKey);
    }
    CHECK_FALSE(shipped.named("nobody", std::nullopt));
}

TEST_CASE("an unknown card is used strictly, and what it cannot do is said")
{
    const auto set = ProfileSet::shipped();
    const auto profile = set.choose(octets("3B00"), {}, std::nullopt);
    CHECK(profile.id == "strict");
    CHECK(profile.unknownCard);
    CHECK_FALSE(profile.administrationKeyChangeable());
    CHECK(profile.administrationAlgorithm() == Algorithm::tripleDes);
    CHECK(profile.unlockKeyChange);
    CHECK_FALSE(profile.triesCommand);
    CHECK_FALSE(profile.versionCommand);
    CHECK(profile.factoryAdministrationKey().sameAs(octets("010203040506070801020304050607080102030405060708")));
    CHECK(says(profile, "not known here"));
    CHECK(says(profile, "administration key cannot be changed"));
    CHECK_FALSE(says(profile, "unlock key cannot be changed"));
    CHECK_FALSE(set.named("strict", std::nullopt)->unknownCard);
    for (const auto& sentence : profile.limitations()) CHECK(sentence.back() == '.');
}

TEST_CASE("a card with Yubico's additions, by its version")
{
    const auto set = ProfileSet::shipped();
    const auto at = [&](CardVersion version) { return set.choose(yubiKeyAtr, {}, version); };
    CHECK(at({5, 6, 9}).factoryAdministrationAlgorithm == Algorithm::tripleDes);
    CHECK(at({5, 7, 0}).factoryAdministrationAlgorithm == Algorithm::aes192);
    CHECK(at({5, 7, 4}).factoryAdministrationKey().size() == keySize(Algorithm::aes192));
    CHECK(at({5, 7, 4}).administrationAlgorithm() == Algorithm::aes256);
    CHECK(at({5, 3, 0}).administrationAlgorithm() == Algorithm::tripleDes);
    CHECK_FALSE(at({5, 2, 7}).metadataCommand);
    CHECK(at({5, 3, 0}).metadataCommand);
    CHECK_FALSE(at({4, 3, 5}).serialCommand);
    CHECK(at({4, 3, 5}).attestationCommand);
    CHECK_FALSE(at({5, 6, 0}).deleteKeyCommand);
    CHECK(at({5, 7, 0}).deleteKeyCommand);
    CHECK(at({5, 7, 1}).version == CardVersion{5, 7, 1});
    CHECK(at({5, 7, 1}).factoryPasscodeTries == 3);
    CHECK(says(at({5, 7, 1}), "portrait stays off"));
    CHECK_FALSE(says(at({5, 7, 1}), "not known here"));
    CHECK(at({5, 7, 1}).deadline(CardWork::generateRsa) > at({5, 7, 1}).deadline(CardWork::talk));
    // version not asked yet: the oldest, which promises least
    CHECK_FALSE(set.choose(yubiKeyAtr, {}, std::nullopt).metadataCommand);
    // known by its answer to FD alone
    const auto byAnswer = set.choose(octets("3B00"), {}, CardVersion{5, 7, 0});
    CHECK(byAnswer.id == "yubico-like");
    CHECK_FALSE(byAnswer.unknownCard);
}

TEST_CASE("recognition asks for the version once, where it would change the choice")
{
    const auto set = ProfileSet::shipped();
    PivTestCard t;
    t.card.expect("00 FD 00 00 00", "050700 9000");
    CHECK(set.recognise(t.piv, {}).factoryAdministrationAlgorithm == Algorithm::aes192);
    t.card.expect("00 FD 00 00 00", "6D00");
    CHECK(set.recognise(t.piv, {}).unknownCard);

    auto strict = json::parse(fileText("strict.json"));
    strict["match"]["atrPrefixes"] = json::array({"3B8080"});
    const auto known = ProfileSet::fromJson({strict.dump(), fileText("yubico.json")});
    CHECK_FALSE(known.recognise(t.piv, {}).unknownCard); // its ATR says which: no command
    CHECK(t.card.sent() == 2);
}

TEST_CASE("a card is known by the start of its ATR or by its label")
{
    auto other = json::parse(fileText("yubico.json"));
    other["id"] = "labelled";
    other["match"] = {{"atrPrefixes", json::array({"3B1122"})}, {"labels", json::array({"House card"})}, {"versionAnswer", false}};
    const auto set = ProfileSet::fromJson({fileText("strict.json"), other.dump()});
    SelectAnswer labelled;
    labelled.label = "House card";
    CHECK(set.choose(octets("3B00"), labelled, std::nullopt).id == "labelled");
    CHECK(set.choose(octets("3B112233"), {}, std::nullopt).id == "labelled");
    CHECK(set.choose(octets("3B1122"), {}, std::nullopt).id == "labelled");
    CHECK(set.choose(octets("3B11"), {}, std::nullopt).id == "strict");
    CHECK_FALSE(set.wantsVersion(octets("3B00"), {})); // no profile is known by FD here
    CHECK(set.wantsVersion(octets("3B1122"), {}));
}

TEST_CASE("a profile with a slip is refused")
{
    const auto strict = json::parse(fileText("strict.json"));
    REQUIRE_FALSE(refusedWith(strict));
    const auto with = [&](const char* pointer, const json& value) {
        auto changed = strict;
        changed[json::json_pointer(pointer)] = value;
        return changed;
    };
    for (const char* section : {"/schema", "/id", "/name", "/match", "/card", "/generations", "/card/slots", "/card/factory", "/card/deadlines",
                                "/card/commands", "/card/keyAlgorithms", "/card/administrationChange", "/card/unlockKeyChange",
                                "/card/growingRewrite", "/card/keyManagementSigns", "/card/probes", "/card/factory/administrationKey", "/card/deadlines/sign", "/match/versionAnswer"}) {
        INFO(section);
        CHECK(refusedWith(with(section, json::array({1, json::object()}))));
        auto without = strict;
        const json::json_pointer pointer(section);
        without[pointer.parent_pointer()].erase(pointer.back());
        CHECK(refusedWith(without));
    }
    CHECK(refusedWith(with("/unknown", 1)));
    CHECK(refusedWith(with("/card/unknown", 1)));
    CHECK(refusedWith(with("/schema", "cardwright.card-profile/2")));
    CHECK(refusedWith(with("/id", "other"))); // then there is no 'strict'
    CHECK(refusedWith(with("/card/slots", json::array({"9A", "9A"}))));
    CHECK(refusedWith(with("/card/slots", json::array({"9B"}))));
    CHECK(refusedWith(with("/card/commands", json::array({"explode"}))));
    CHECK(refusedWith(with("/card/keyAlgorithms", json::array({"AES-128"}))));
    CHECK(refusedWith(with("/card/administrationAlgorithms", json::array({"P-256"}))));
    CHECK(refusedWith(with("/card/administrationAlgorithms", json::array())));
    CHECK(refusedWith(with("/card/factory/administrationKey", "0102")));
    CHECK(refusedWith(with("/card/factory/administrationKey", "zz")));
    CHECK(refusedWith(with("/card/factory/passcode", "12345")));
    CHECK(refusedWith(with("/card/factory/passcodeTries", 0)));
    CHECK(refusedWith(with("/card/factory/passcodeTries", -3)));
    CHECK(refusedWith(with("/card/deadlines/sign", 0)));
    CHECK(refusedWith(with("/card/objectLimit", "many")));
    CHECK(refusedWith(with("/match/atrPrefixes", json::array({""}))));
    CHECK(refusedWith(with("/match/labels", json::array({""})))); // would fit every card
    CHECK(refusedWith(with("/card/probes", json::array({"metadata"})))); // not among its commands
    CHECK(refusedWith(with("/card/probes", json::array({"reset"}))));
    CHECK(refusedWith(with("/card/objectTags", json::array())));
    CHECK(refusedWith(with("/card/objectTags", json::array({"5FC10201"}))));
    CHECK(refusedWith(with("/card/objectTags", json::array({7}))));
    CHECK(refusedWith(with("/card/slotAlgorithms", json::array())));
    CHECK(refusedWith(with("/card/slotAlgorithms", {{"9B", json::array({"P-256"})}})));
    CHECK(refusedWith(with("/card/slotAlgorithms", {{"9A", json::array({"AES-128"})}})));
    CHECK(refusedWith(with("/card/slotAlgorithms", {{"9A", json::array({1})}})));
    CHECK_FALSE(refusedWith(with("/card/slotAlgorithms", {{"9A", json::array({"P-256"})}})));
    CHECK(refusedWith(with("/card/chainLimit", 0)));
    const json vague = {{"from", "2"}, {"card", json::object()}};
    const json later = {{"from", "2.0.0"}, {"card", {{"extendedLength", true}}}};
    CHECK_FALSE(refusedWith(with("/generations", json::array({later}))));
    CHECK(refusedWith(with("/generations", json::array({later, later})))); // not later than the one before
    CHECK(refusedWith(with("/generations", json::array({vague}))));
}

TEST_CASE("a profile's text: not JSON, keys twice, too deep, too long, ids twice")
{
    const auto strict = fileText("strict.json");
    const auto refused = [](const std::vector<std::string>& texts) {
        return failureOf([&] { ProfileSet::fromJson(texts); }) == "CARD-PROFILE";
    };
    CHECK(refused({}));
    CHECK(refused({""}));
    CHECK(refused({strict.substr(0, strict.size() / 2)}));
    CHECK(refused({strict, strict}));
    CHECK(refused({"{\"id\": \"strict\"," + strict.substr(strict.find('{') + 1)}));
    CHECK(refused({std::string(100000, '[')}));
    CHECK(refused({std::string(20, '[') + std::string(20, ']')}));
    CHECK(refused({strict + std::string(300 * 1024, ' ')}));
    CHECK(refused({"[]"}));
}
