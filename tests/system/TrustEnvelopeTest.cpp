#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// What is sealed, opened by OpenSSL's own command: by the keys it is for, and by no other.

namespace {

/// A desk with a person in its log, and files of what is sealed there.
struct Sealed {
    Desk desk{daemon()};
    fs::path payload = desk.scratch("payload.cms");
    fs::path storeKey = desk.site() / "workstation/store-key.cms";
    fs::path out = desk.scratch("opened");

    Sealed()
    {
        const Inserted card(desk.card("blank-1"));
        must(desk.issue(desk.request("ffion-adeyemi"), 0, passcode));
        writeFile(payload, firstOf(exported(desk), "holder.created").payload);
    }
    /// Every private key that lies about on this site and on a stranger's, but for those that are named.
    std::vector<KeyPair> allKeysBut(const Desk& stranger, const std::vector<std::string>& left) const
    {
        std::vector<KeyPair> pairs;
        for (const auto* site : {&desk, &stranger}) {
            for (const std::string name : {"ca", "tls", "centre-signing", "centre-envelope", "recovery"}) {
                const bool own = site == &desk;
                if (own && std::find(left.begin(), left.end(), name) != left.end()) continue;
                pairs.push_back(centreKey(site->site(), name));
            }
            for (const std::string name : {"tls", "signing"}) pairs.push_back(deskKey(site->site(), name));
        }
        return pairs;
    }
};

} // namespace

TEST_CASE("openssl: the centre's key opens a payload, the recovery key the store key and through it a payload; no other key opens either")
{
    const Sealed sealed;
    const auto name = Desk::readJson(sealed.desk.request("ffion-adeyemi")).at("person").at("familyName").get<std::string>();

    const auto byCentre = decrypted(sealed.payload, centreKey(sealed.desk.site(), "centre-envelope"), sealed.out);
    REQUIRE(byCentre);
    const auto json = Json::parse(*byCentre);
    CHECK(json.contains("salt"));
    CHECK(json.dump().find(name) != std::string::npos);

    const auto storeKey = decrypted(sealed.storeKey, centreKey(sealed.desk.site(), "recovery"), sealed.out);
    REQUIRE(storeKey);
    CHECK(storeKey->size() == 32);

    const auto recovered = RecoveredKeys::of(sealed.desk);
    CHECK(recovered.storeKey == *storeKey);
    const KeyPair store{sealed.desk.site() / "workstation/store.pem", sealed.desk.scratch("store.key")};
    writeFile(store.key, recovered.storePrivate);
    const auto byStore = decrypted(sealed.payload, store, sealed.out);
    REQUIRE(byStore);
    CHECK(*byStore == *byCentre);

    const Desk stranger(daemon());
    std::size_t tried = 0;
    for (const auto& pair : sealed.allKeysBut(stranger, {"centre-envelope"})) {
        INFO(pair.key);
        REQUIRE(fs::exists(pair.key));
        CHECK_FALSE(decrypted(sealed.payload, pair, sealed.out));
        ++tried;
    }
    for (const auto& pair : sealed.allKeysBut(stranger, {"recovery"})) {
        INFO(pair.key);
        CHECK_FALSE(decrypted(sealed.storeKey, pair, sealed.out));
        ++tried;
    }
    CHECK_FALSE(decrypted(sealed.storeKey, store, sealed.out)); // the store's key opens what it is for, not itself
    CHECK(tried == 26);
}

TEST_CASE("openssl: a portrait is the same kind of envelope; the centre's key opens it to the picture it is named by")
{
    const Sealed sealed;
    std::size_t portraits = 0;
    for (const auto& file : fs::directory_iterator(sealed.desk.site() / "workstation/portraits")) {
        const auto picture = decrypted(file.path(), centreKey(sealed.desk.site(), "centre-envelope"), sealed.out);
        REQUIRE(picture);
        CHECK(hexOf(picture->substr(0, 3)) == "ffd8ff");
        writeFile(sealed.out, *picture);
        const auto sum = ToolRun({"sha256sum", sealed.out.string()}).run();
        CHECK(sum.out.substr(0, 64) == file.path().stem().string());
        CHECK_FALSE(decrypted(file.path(), centreKey(sealed.desk.site(), "recovery"), sealed.out));
        ++portraits;
    }
    CHECK(portraits == 1);
}
