#include "core/store/SealedTables.h"
#include "core/store/Statement.h"
#include "tests/support/StoreFixture.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

void fill(Desk& desk, int people = 12)
{
    desk.lease();
    for (int person = 0; person < people; ++person) {
        const auto holder = desk.createHolder(aPerson("Person", "Number " + std::to_string(person)));
        const auto card = desk.openCard(holder);
        Transaction act(desk.store().database());
        desk.store().people.setPhoto(act, holder, sha256(bytesOf("photo")));
        desk.store().jobs.open(act, {Guid::random(desk.random), "issue", JobState::open, card, holder, {}, 1, {}, R"({"n":1})"});
        desk.store().drafts.save(act, {Guid::random(desk.random), "issue", "title", "{}", person});
        act.commit();
    }
}

void checkWhole(Desk& desk, std::size_t people = 12)
{
    auto& store = desk.store();
    CHECK(store.people.count() == people);
    CHECK(store.people.search("number").size() == people);
    CHECK(store.people.search("number").front().photo == sha256(bytesOf("photo")));
    CHECK(store.jobs.openJobs().size() == people);
    CHECK(store.jobs.openJobs().front().data == R"({"n":1})");
    CHECK(store.drafts.all().size() == people);
    CHECK(store.leases.next() == number(firstLeased + people));
    CHECK(store.vault().siteKeys(desk.site).size() == 1);
    CHECK(store.checkAll().empty());
}

/// Fields and files under another key than the vault's.
std::uint64_t strays(Store& store)
{
    const auto id = store.vault().cipher().keyId();
    std::uint64_t count = 0;
    for (const auto& table : sealedTables) {
        for (std::size_t column = 0; column < table.columnCount(); ++column) {
            auto row = store.database().prepare("SELECT " + std::string(table.columns[column]) + " FROM " + std::string(table.name) + " WHERE " +
                                                std::string(table.columns[column]) + " IS NOT NULL");
            while (row.step()) count += FieldCipher::keyIdOf(row.blob(0)) == id ? 0u : 1u;
        }
    }
    for (const auto name : {sealedFiles::siteKey, sealedFiles::contentSigningKey, sealedFiles::storeKey}) {
        count += sealedFiles::isUnder(store.site(), name, store.vault().cipher()) ? 0u : 1u;
    }
    return count;
}

} // namespace

TEST_CASE("A new store key takes everything over, and the old one opens nothing")
{
    Desk desk;
    fill(desk);
    const auto before = desk.storeKey();
    auto& rotation = desk.store().rotation;
    CHECK_FALSE(rotation.state().underWay);
    CHECK(rotation.step(10));
    rotation.begin(desk.keys.keyRecipients());
    CHECK(rotation.state().underWay);
    CHECK(rotation.state().fieldsLeft > 90);
    CHECK_FALSE(desk.storeKey().sameAs(before.view()));
    checkWhole(desk); // while both are there

    int steps = 1;
    while (!rotation.step(20)) ++steps;
    CHECK(steps >= 5);
    CHECK_FALSE(rotation.state().underWay);
    CHECK(desk.store().vault().previous() == nullptr);
    CHECK(strays(desk.store()) == 0);
    checkWhole(desk);
    desk.reopen();
    checkWhole(desk);
    CHECK(failureOf([&] { desk.store().open(before.clone()); }).code == "STORE-KEY-OTHER");
}

TEST_CASE("Who is no recipient any more cannot open the new key; a re-seal alone changes no key")
{
    Desk desk;
    fill(desk, 1);
    const auto before = desk.storeKey();
    const std::vector<EnvelopeRecipient> recoveryOnly{EnvelopeRecipient::of(desk.keys.recovery)};
    storeKeyFile::seal(desk.site, desk.store().vault().cipher().key(), recoveryOnly);
    PrivateEnvelopeKey recovery(desk.keys.recoveryKey, desk.keys.recovery);
    CHECK(storeKeyFile::open(desk.site, recovery).sameAs(before.view()));
    CHECK(failureOf([&] { desk.storeKey(); }).code == "ENVELOPE-NOT-FOR-US");
    storeKeyFile::seal(desk.site, desk.store().vault().cipher().key(), desk.keys.keyRecipients());
    desk.reopen();
    desk.store().rotation.begin(recoveryOnly);
    CHECK(failureOf([&] { desk.storeKey(); }).code == "ENVELOPE-NOT-FOR-US");
}

TEST_CASE("A rotation may be cut at any write and goes on at the next sign-in")
{
    for (const auto point : {WritePoint::statement, WritePoint::commit, WritePoint::afterCommit}) {
        int cuts = 0;
        Desk desk;
        fill(desk, 4);
        for (std::uint64_t at = 1;; at += point == WritePoint::statement ? 7 : 1) {
            desk.store().database().failOn([&](WritePoint where, std::uint64_t number) { return where == point && number == at; });
            const auto failure = failureOf([&] {
                if (!desk.store().rotation.state().underWay) desk.store().rotation.begin(desk.keys.keyRecipients());
                while (!desk.store().rotation.step(15)) {}
            });
            desk.store().database().failOn({});
            if (failure.code.empty()) break;
            ++cuts;
            CHECK(failure.code == "STORE-WRITE");
            desk.reopen(); // by the card, under whichever key the file holds
            checkWhole(desk, 4);
        }
        CHECK(cuts >= 3);
        CHECK(strays(desk.store()) == 0);
        desk.reopen();
        CHECK_FALSE(desk.store().rotation.state().underWay);
        checkWhole(desk, 4);
    }
}

TEST_CASE("A new key that never reached its file is given up")
{
    Desk desk;
    fill(desk, 2);
    // The file cannot be written: a folder stands in its place.
    const auto file = desk.site.storeKeyFile();
    const auto kept = file.string() + ".kept";
    std::filesystem::rename(file, kept);
    std::filesystem::create_directory(file);
    std::filesystem::create_directory(file / "in the way");
    CHECK(failureOf([&] { desk.store().rotation.begin(desk.keys.keyRecipients()); }).code == "STORE-WRITE");
    std::filesystem::remove_all(file);
    std::filesystem::rename(kept, file);
    checkWhole(desk, 2);
    desk.reopen();
    CHECK_FALSE(desk.store().rotation.state().underWay);
    checkWhole(desk, 2);
}

TEST_CASE("A rotation passes over a field that was tampered with, and names it")
{
    Desk desk;
    fill(desk, 3);
    desk.store().database().run("UPDATE draft SET title = zeroblob(60) WHERE rowid = 1");
    desk.store().database().run("UPDATE draft SET body = (SELECT body FROM draft WHERE rowid = 3) WHERE rowid = 2");
    desk.store().rotation.begin(desk.keys.keyRecipients());
    while (!desk.store().rotation.step(50)) {}
    REQUIRE(desk.store().findings().size() == 1); // zeros are no sealed field of any key: left as they are
    CHECK(desk.store().findings()[0].place.find("draft, row ") == 0);
    CHECK(desk.store().findings()[0].place.find("body") != std::string::npos);
    CHECK(desk.store().drafts.all().size() == 1);
    CHECK(desk.store().people.search("number").size() == 3);
}
