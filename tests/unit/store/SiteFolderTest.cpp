#include "core/store/PrivateFiles.h"
#include "core/store/SiteFolder.h"
#include "tests/unit/store/StoreFixture.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <sys/stat.h>

using namespace cardwright;
using namespace cardwright::test;

namespace {

void rewrite(const std::filesystem::path& root, const nlohmann::json& change)
{
    std::ifstream in(root / "site.json");
    auto json = nlohmann::json::parse(in);
    json.merge_patch(change);
    std::ofstream(root / "site.json") << json.dump();
}

} // namespace

TEST_CASE("A site folder is made for its owner alone, and opened again as it was")
{
    TemporaryFolder folder;
    SeededRandom random;
    const auto root = folder.path() / "site";
    const auto description = aSite(random);
    const auto made = SiteFolder::create(root, description);
    for (const auto& path : {made.root(), made.policies(), made.trust(), made.workstation(), made.portraits(), made.sealed(), made.cards(), made.centre(), made.siteFile()}) {
        INFO(path);
        CHECK(isPrivate(path));
    }
    const auto opened = SiteFolder::open(root);
    CHECK(opened.description().log == description.log);
    CHECK(opened.description().name == description.name);
    CHECK(opened.description().centreUrl == description.centreUrl);
    CHECK(opened.storeFile() == root / "workstation" / "desk.sqlite");
    CHECK(opened.policyFile("evidence") == root / "policies" / "evidence.json");
    CHECK(opened.cardFile("blank-1") == root / "cards" / "blank-1.card");
}

TEST_CASE("A folder that is no whole site is not opened")
{
    TemporaryFolder folder;
    SeededRandom random;
    const auto root = folder.path() / "site";
    CHECK(failureOf([&] { SiteFolder::open(root); }).code == "SITE-ABSENT");
    SiteFolder::create(root, aSite(random));

    SECTION("a training site says so, and nothing else does")
    {
        CHECK(SiteFolder::open(root).isTraining());
        rewrite(root, {{"training", "true"}});
        CHECK(failureOf([&] { SiteFolder::open(root); }).code == "SITE-DAMAGED");
        rewrite(root, {{"training", false}});
        CHECK_FALSE(SiteFolder::open(root).isTraining()); // a live site opens as well
    }
    SECTION("not whole")
    {
        for (const char* field : {"site", "log", "workstation", "name", "odsCode", "centre", "siteKeyVersion", "schema", "training", "keyProtection"}) {
            INFO(field);
            std::ifstream in(root / "site.json");
            const auto whole = nlohmann::json::parse(in);
            rewrite(root, {{field, nullptr}});
            CHECK(failureOf([&] { SiteFolder::open(root); }).code == "SITE-DAMAGED");
            std::ofstream(root / "site.json") << whole.dump();
        }
        rewrite(root, {{"log", "not a guid"}});
        CHECK(failureOf([&] { SiteFolder::open(root); }).code == "SITE-DAMAGED");
        std::ofstream(root / "site.json") << "{ cut";
        CHECK(failureOf([&] { SiteFolder::open(root); }).code == "SITE-DAMAGED");
    }
    SECTION("open to others")
    {
        ::chmod((root / "workstation").c_str(), 0755);
        CHECK(failureOf([&] { SiteFolder::open(root); }).code == "SITE-DAMAGED");
    }
    SECTION("nothing is written over")
    {
        CHECK(failureOf([&] { SiteFolder::create(root, aSite(random)); }).code == "SITE-EXISTS");
        std::ofstream(folder.path() / "note.txt") << "mine";
        CHECK(failureOf([&] { SiteFolder::create(folder.path(), aSite(random)); }).code == "SITE-EXISTS");
        CHECK(SiteFolder::open(root).description().training);
    }
}

TEST_CASE("A live site has neither cards nor a centre in its folder")
{
    TemporaryFolder folder;
    SeededRandom random;
    auto description = aSite(random);
    description.training = false;
    description.keyProtection = "tpm";
    const auto site = SiteFolder::create(folder.path() / "site", description);
    CHECK_FALSE(std::filesystem::exists(site.cards()));
    CHECK_FALSE(std::filesystem::exists(site.centre()));
    CHECK(SiteFolder::open(site.root()).description().keyProtection == "tpm");
    rewrite(site.root(), {{"keyProtection", "paper"}});
    CHECK(failureOf([&] { SiteFolder::open(site.root()); }).code == "SITE-DAMAGED");
}

TEST_CASE("Private files")
{
    TemporaryFolder folder;
    const auto file = folder.path() / "key";
    writePrivateFile(file, bytesOf("one"));
    writePrivateFile(file, bytesOf("two"));
    CHECK(readWholeFile(file, 10) == toBytes(bytesOf("two")));
    CHECK(readSecretFile(file, 10).sameAs(bytesOf("two")));
    CHECK(failureOf([&] { readWholeFile(file, 2); }).code == "STORE-READ");
    CHECK(failureOf([&] { readWholeFile(folder.path() / "none", 2); }).code == "STORE-READ");
    CHECK(failureOf([&] { readWholeFile(folder.path(), 1'000'000); }).code == "STORE-READ");
    CHECK(failureOf([&] { writePrivateFile(folder.path() / "no" / "key", bytesOf("x")); }).code == "STORE-WRITE");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
