#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "tests/support/StoreFixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace cardwright;
using namespace cardwright::test;

namespace {

namespace fs = std::filesystem;

void bend(const fs::path& file, std::size_t at = 40)
{
    auto content = readWholeFile(file, 1u << 20);
    REQUIRE(content.size() > at);
    content[at] ^= 0x01;
    writePrivateFile(file, content);
}

bool named(const std::vector<TamperingFinding>& findings, std::string_view code, std::string_view place)
{
    return std::any_of(findings.begin(), findings.end(), [&](const TamperingFinding& finding) {
        return finding.code == code && finding.place.find(place) != std::string::npos;
    });
}

std::string wordsFor(const std::vector<TamperingFinding>& findings)
{
    std::string words;
    for (const auto& finding : findings) words += finding.code + ": " + finding.place + "\n";
    return words;
}

/// Three people, a card, a checkpoint.
struct Case : Desk {
    Case()
    {
        lease();
        for (const char* name : {"Ashby", "Birch", "Cole"}) people.push_back(createHolder(aPerson("Alex", name)));
        openCard(people[0]);
        checkpoint();
    }
    void checkpoint()
    {
        Transaction act(store().database());
        store().journal.checkpoint(act);
        act.commit();
    }
    /// What somebody with the file and a database program does: the triggers are no obstacle to them.
    void edit(const std::string& sql)
    {
        close();
        reopenClosed();
        auto& database = store().database();
        database.run("DROP TRIGGER journal_stays; DROP TRIGGER journal_keeps; DROP TRIGGER journal_payload_goes; DROP TRIGGER journal_no_gap;");
        database.run("PRAGMA foreign_keys=OFF");
        database.run(sql.c_str());
        database.run("PRAGMA foreign_keys=ON");
    }
    std::vector<TamperingFinding> look()
    {
        reopen();
        return store().checkAll();
    }
    std::vector<UserNumber> people;
};

} // namespace

TEST_CASE("An untouched store has nothing to tell")
{
    Case desk;
    INFO(wordsFor(desk.look()));
    CHECK(desk.look().empty());
}

TEST_CASE("A field that was changed, cut, swapped or moved is named, and the others work")
{
    struct Trick {
        const char* what;
        const char* sql;
        const char* place;
    };
    for (const auto& trick : std::vector<Trick>{
             {"a bent octet", "UPDATE person SET names = CAST(substr(names, 1, 20) || x'00' || substr(names, 22) AS BLOB) WHERE rowid = 2", "names"},
             {"cut", "UPDATE person SET names = substr(names, 1, 40) WHERE rowid = 2", "names"},
             {"emptied", "UPDATE person SET names = x'' WHERE rowid = 2", "names"},
             {"of another row", "UPDATE person SET names = (SELECT names FROM person WHERE rowid = 1) WHERE rowid = 2", "names"},
             {"of another column", "UPDATE person SET names = employment WHERE rowid = 2", "names"},
             {"date of another", "UPDATE person SET date_of_birth = (SELECT date_of_birth FROM person WHERE rowid = 3) WHERE rowid = 2", "date_of_birth"},
             {"of another table", "UPDATE person SET names = (SELECT number FROM subject WHERE rowid = 2) WHERE rowid = 2", "names"},
         }) {
        INFO(trick.what);
        Case desk;
        desk.edit(trick.sql);
        desk.reopen();
        REQUIRE(desk.store().findings().size() == 1);
        CHECK(desk.store().findings()[0].code == "STORE-TAMPERED");
        CHECK(desk.store().findings()[0].place.find("person, row ") == 0);
        CHECK(desk.store().findings()[0].place.find(trick.place) != std::string::npos);
        const auto failure = failureOf([&] { desk.store().people.byNumber(desk.people[1]); });
        CHECK(failure.code == "STORE-TAMPERED");
        CHECK(failure.detail.find(trick.place) != std::string::npos);
        CHECK(desk.store().people.search("ashby").size() == 1);
        CHECK(desk.store().people.search("cole").size() == 1);
        CHECK(desk.store().cards.latest(5).size() == 1);
        CHECK(desk.createHolder(aPerson("New", "Person")).value() == firstLeased + 3);
    }
}

TEST_CASE("A number that was swapped is named; its cards and people are passed over")
{
    Case desk;
    desk.edit("UPDATE subject SET number = (SELECT number FROM subject WHERE rowid = 2) WHERE rowid = 1");
    desk.reopen();
    CHECK(named(desk.store().findings(), "STORE-TAMPERED", "subject, row "));
    CHECK_FALSE(desk.store().people.byNumber(desk.people[0]));
    CHECK(desk.store().people.byNumber(desk.people[1])->person.familyName == "Birch");
    CHECK(desk.store().cards.latest(5).empty());
}

TEST_CASE("A block of numbers that was tampered with gives none")
{
    Case desk;
    desk.edit("UPDATE lease SET first = zeroblob(45)");
    desk.reopen();
    CHECK(failureOf([&] { desk.createHolder(); }).code == "LEASE-EMPTY");
    CHECK(named(desk.store().findings(), "STORE-TAMPERED", "lease, row "));
}

TEST_CASE("A journal that was edited is named entry by entry")
{
    struct Trick {
        const char* sql;
        const char* place;
    };
    for (const auto& trick : std::vector<Trick>{
             {"UPDATE journal SET at = at - 1 WHERE seq = 1", "entry 1, digest"},
             {"UPDATE journal SET kind = 'holder.viewed' WHERE seq = 1", "entry 1, digest"},
             {"UPDATE journal SET agent = zeroblob(32) WHERE seq = 1", "entry 1, digest"},
             {"UPDATE journal SET signature = x'' WHERE seq = 2", "entry 2, no signature"},
             {"UPDATE journal SET signature = (SELECT signature FROM journal WHERE seq = 0) WHERE seq = 2", "entry 2, signature"},
             {"UPDATE journal SET payload = (SELECT payload FROM journal WHERE seq = 0) WHERE seq = 1", "entry 1, payload"},
             {"UPDATE journal SET payload = substr(payload, 1, 50) WHERE seq = 1", "entry 1, payload"},
             {"UPDATE journal SET payload = NULL WHERE seq = 1", "entry 1, payload is gone"},
             {"DELETE FROM journal WHERE seq = 1", "entry 1 is missing"},
             {"UPDATE journal SET kind = 'no.such' WHERE seq = 3", "entry 3"},
             {"UPDATE log SET tree_peaks = zeroblob(length(tree_peaks))", ""},
             {"UPDATE session SET delegation = zeroblob(100)", "session, row"},
             {"DELETE FROM session", "a session that no agent's card delegated"},
             {"UPDATE checkpoint SET note = replace(note, 'cardwright', 'cardwrong')", "checkpoint at 4"},
         }) {
        INFO(trick.sql);
        Case desk;
        desk.edit(trick.sql);
        const auto found = desk.look();
        INFO(wordsFor(found));
        if (*trick.place == '\0') {
            // The tree's edge is derived: it is made anew from the entries, and nothing that was signed differs.
            CHECK(desk.store().journal.rootAt(4) == Checkpoint::parse(desk.store().journal.checkpoints()[0].note).root);
            continue;
        }
        CHECK(named(found, "STORE-TAMPERED", trick.place));
    }
}

TEST_CASE("Entries that were swapped, digests and all, do not give the root of the checkpoint")
{
    Case desk;
    desk.edit("UPDATE journal SET seq = 100 WHERE seq = 1; UPDATE journal SET seq = 1 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 100");
    const auto found = desk.look();
    INFO(wordsFor(found));
    CHECK(named(found, "STORE-TAMPERED", "entry 1, digest"));
    CHECK(named(found, "STORE-TAMPERED", "not those of their checkpoint"));
}

TEST_CASE("A copy of an earlier day is named by the mark outside it, and issues nothing more")
{
    Case desk;
    desk.close();
    const auto copy = desk.folder.path() / "backup.sqlite";
    fs::copy_file(desk.site.storeFile(), copy);
    desk.reopen();
    desk.createHolder(aPerson("After", "Backup"));
    desk.checkpoint();
    CHECK(desk.store().findings().empty());
    desk.close();
    fs::copy_file(copy, desk.site.storeFile(), fs::copy_options::overwrite_existing);
    SECTION("the mark is there")
    {
        desk.reopen();
        CHECK(named(desk.store().findings(), "STORE-ROLLED-BACK", "5 entries, here are 4"));
        CHECK(desk.store().outbox.contact().rolledBack);
        CHECK(failureOf([&] { desk.createHolder(); }).code == "LEASE-EMPTY");
        CHECK(desk.store().people.count() == 3); // what it holds can still be read
        desk.store().beginNewLog(Guid::random(desk.random), "an older copy was put back");
        desk.reopen();
        CHECK(desk.store().findings().empty());
    }
    SECTION("the mark was taken away with the copy")
    {
        fs::remove(desk.site.highWaterFile());
        desk.reopen();
        CHECK(named(desk.store().findings(), "STORE-TAMPERED", "high-water is missing"));
    }
    SECTION("the mark was bent")
    {
        bend(desk.site.highWaterFile(), readWholeFile(desk.site.highWaterFile(), 10'000).size() - 10);
        desk.reopen();
        CHECK(named(desk.store().findings(), "STORE-TAMPERED", "workstation/high-water"));
    }
    SECTION("and grew again to another log of the same length")
    {
        fs::rename(desk.site.highWaterFile(), desk.folder.path() / "mark");
        desk.reopen();
        desk.createHolder(aPerson("Another", "Future"));
        desk.close();
        fs::rename(desk.folder.path() / "mark", desk.site.highWaterFile());
        desk.reopen();
        CHECK(named(desk.store().findings(), "LOG-FORKED", "high-water"));
    }
    SECTION("no database at all")
    {
        fs::remove(desk.site.storeFile());
        desk.reopen();
        CHECK(named(desk.store().findings(), "STORE-ROLLED-BACK", "here are 0"));
    }
}

TEST_CASE("Files that were bent, swapped or taken are named")
{
    Case desk;
    SECTION("the store key's file")
    {
        bend(desk.site.storeKeyFile(), readWholeFile(desk.site.storeKeyFile(), 10'000).size() - 5);
        CHECK(failureOf([&] { desk.storeKey(); }).code == "ENVELOPE-BROKEN");
    }
    SECTION("the store's private key")
    {
        bend(desk.site.sealedFile("store.key"));
        const auto failure = failureOf([&] { desk.reopen(); });
        CHECK(failure.code == "STORE-TAMPERED");
        CHECK(failure.detail == "workstation/sealed/store.key");
        CHECK_FALSE(desk.store().isOpen());
    }
    SECTION("one sealed file in another's place")
    {
        fs::copy_file(desk.site.sealedFile("content-signing.key"), desk.site.sealedFile("site.key"), fs::copy_options::overwrite_existing);
        CHECK(failureOf([&] { desk.store().vault().siteKeys(desk.site); }).detail == "workstation/sealed/site.key");
        CHECK(named(desk.look(), "STORE-TAMPERED", "workstation/sealed/site.key"));
        CHECK(desk.store().people.count() == 3);
    }
    SECTION("a sealed file is missing")
    {
        fs::remove(desk.site.sealedFile("content-signing.key"));
        CHECK(named(desk.look(), "STORE-READ", "content-signing.key"));
    }
    SECTION("a stranger's certificate for the centre's")
    {
        SeededRandom random(7);
        const auto elsewhere = SiteFolder::create(desk.folder.path() / "elsewhere", aSite(random));
        const SiteKeys stranger(elsewhere, random, desk.clock.now);
        writePrivateFile(desk.site.centreEnvelopeFile(), bytesOf(stranger.centreEnvelope.pem()));
        desk.reopen();
        const auto failure = failureOf([&] { desk.note(); });
        CHECK(failure.code == "STORE-TAMPERED");
        CHECK(failure.detail == "trust/centre-envelope.pem");
        CHECK(desk.store().people.search("cole").size() == 1);
    }
    SECTION("portraits")
    {
        const auto one = desk.store().portraits.put(bytesOf("one jpeg"));
        const auto two = desk.store().portraits.put(bytesOf("two jpeg"));
        fs::copy_file(desk.store().portraits.fileOf(one), desk.store().portraits.fileOf(two), fs::copy_options::overwrite_existing);
        CHECK(failureOf([&] { desk.store().portraits.get(two); }).code == "STORE-PORTRAIT");
        CHECK(named(desk.look(), "STORE-PORTRAIT", toHex(two)));
        bend(desk.store().portraits.fileOf(one));
        CHECK(failureOf([&] { desk.store().portraits.get(one); }).code == "STORE-PORTRAIT");
        std::ofstream(desk.site.portraits() / "holiday.jpg") << "x";
        CHECK(named(desk.look(), "STORE-TAMPERED", "holiday.jpg"));
    }
}
