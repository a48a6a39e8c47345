#include "core/store/PrivateFiles.h"
#include "core/store/SealedTables.h"
#include "tests/support/StoreFixture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

using namespace cardwright;
using namespace cardwright::test;

namespace {

template<class Work> void inOne(Store& store, Work work)
{
    Transaction transaction(store.database());
    work(transaction);
    transaction.commit();
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool contains(const std::string& hay, const std::string& needle) { return hay.find(needle) != std::string::npos; }

/// Everything that a repository seals, planted once.
struct Planted {
    std::vector<std::string> secrets;
    explicit Planted(Desk& desk)
    {
        auto& store = desk.store();
        desk.lease(100, 731'594'000'000);
        Person person = aPerson("Gwendolyne", "Featherstonehaugh", "1971-03-29");
        person.preferredName = "Dolly";
        person.nameOnCard = "Gwen Featherstone-H";
        person.nameOnChip = "G FEATHERSTONEHAUGH";
        person.jobTitle = "Perfusionist-in-chief";
        const auto holder = desk.createHolder(person);
        const auto card = desk.openCard(holder);
        const Bytes jpeg(20'000, 0x4A);
        const auto photo = store.portraits.put(jpeg);
        const auto key = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey();
        const auto request = Guid::random(desk.random);
        const auto job = Guid::random(desk.random);
        inOne(store, [&](Transaction& act) {
            store.people.setPhoto(act, holder, photo);
            const auto entry = store.journal.append(act, entryAbout(holder, EntryKind::evidenceChecked, {{"note", "PLANTED-IN-PAYLOAD"}}, desk.random), desk.author);
            store.evidence.add(act, {holder, entry.id, 1, "uk", "1", "PLANTED-ROUTE", "PLANTED-VERDICT", R"(["PLANTED-DOCUMENT"])"});
            store.cards.setKey(act, card, Slot::authentication, key);
            const auto asked = store.journal.append(act, entryOfDesk(EntryKind::certificateRequested, {}, desk.random), desk.author);
            store.certificateRequests.add(act, {request, card, Slot::authentication, asked.id, toBytes(bytesOf("PLANTED-REQUEST")), key.der(), photo, 1, {}, {}, false});
            store.cards.setRequested(act, card, Slot::authentication, request);
            store.certificateRequests.setAnswer(act, request, bytesOf("PLANTED-CERTIFICATE"), 2);
            store.cards.setReady(act, request, bytesOf("PLANTED-CERTIFICATE"));
            store.jobs.open(act, {job, "issue", JobState::open, card, holder, {}, 1, {}, R"({"x":"PLANTED-JOB"})"});
            store.jobs.intend(act, job, 0, "step", 1, R"({"x":"PLANTED-STEP"})");
            store.drafts.save(act, {Guid::random(desk.random), "issue", "PLANTED-TITLE", R"({"x":"PLANTED-BODY"})", 1});
            store.agents.put(act, {sha256(bytesOf("somebody")), number(918'273'645'546), "PLANTED-AGENT", "agent", true});
            store.exceptions.put(act, {Guid::random(desk.random), "PLANTED-ACT", holder, number(918'273'645'546), {}, "PLANTED-REASON", 1, ExceptionRequest::State::waiting, {}, 0, {}});
        });
        secrets = {"Gwendolyne", "gwendolyne", "Featherstone", "FEATHERSTONE", "featherstone", "Dolly", "dolly", "1971-03-29", "19710329",
                   "Perfusionist", "731594000000", "7315 9400 0000", "918273645546", "PLANTED", std::string(16, '\x4A')};
        secrets.push_back(std::string("\xAA\x56\x66\x86\x80", 5)); // the number as SQLite would have kept it: 731594000000
        secrets.push_back(toText(desk.storeKey().view()));
        for (const auto& version : store.vault().siteKeys(desk.site)) secrets.push_back(toText(version.key.view()));
        const auto pem = toText(desk.keys.storeKey.pem().view());
        secrets.push_back(pem.substr(90, 40));
        secrets.push_back(toText(desk.keys.contentSigningKey.pem().view()).substr(90, 40));
    }
};

std::vector<std::string> foundIn(const std::filesystem::path& root, const std::vector<std::string>& secrets)
{
    std::vector<std::string> found;
    for (const auto& item : std::filesystem::recursive_directory_iterator(root)) {
        if (!item.is_regular_file()) continue;
        const auto content = contentOf(item.path());
        for (const auto& secret : secrets) {
            if (contains(content, secret)) found.push_back(item.path().filename().string() + ": " + toHex(bytesOf(secret)));
        }
    }
    return found;
}

} // namespace

TEST_CASE("The folder of a closed store tells nothing of anybody, byte for byte")
{
    Desk desk;
    const Planted planted(desk);
    // The search itself works: the same texts are found where they lie open.
    const auto open = desk.folder.path() / "open.txt";
    std::ofstream(open) << "Featherstone";
    CHECK(foundIn(desk.folder.path(), planted.secrets).size() == 1);
    std::filesystem::remove(open);

    CHECK(foundIn(desk.site.workstation(), planted.secrets).empty()); // with the write-ahead log beside it
    desk.signOut();
    CHECK(foundIn(desk.site.workstation(), planted.secrets).empty());
    desk.close();
    CHECK(foundIn(desk.site.root(), planted.secrets).empty());
}

TEST_CASE("Files are their owner's alone")
{
    Desk desk;
    const Planted planted(desk);
    for (const auto& item : std::filesystem::recursive_directory_iterator(desk.site.workstation())) {
        INFO(item.path());
        struct stat facts {};
        REQUIRE(::stat(item.path().c_str(), &facts) == 0);
        CHECK((facts.st_mode & 0777u) == (item.is_directory() ? 0700u : 0600u));
    }
}

TEST_CASE("While nobody is signed in, whatever is personal is sealed, and the rest goes on")
{
    Desk desk;
    const Planted planted(desk);
    auto& store = desk.store();
    const auto holder = number(731'594'000'000);
    const auto job = store.jobs.openJobs().front();
    desk.signOut();
    CHECK_FALSE(store.isOpen());
    CHECK(store.index().size() == 0);
    const auto sealed = [&](auto work) { CHECK(failureOf(work).code == "STORE-SEALED"); };
    sealed([&] { store.people.byNumber(holder); });
    sealed([&] { store.people.search("feather"); });
    sealed([&] { store.people.sameAs("a", "b", *parseDate("1971-03-29")); });
    sealed([&] { store.people.byCard(job.card); });
    sealed([&] { store.cards.byGuid(job.card); });
    sealed([&] { store.cards.latest(10); });
    sealed([&] { store.cards.allDue(); });
    sealed([&] { store.jobs.openJobs(); });
    sealed([&] { store.leases.all(); });
    sealed([&] { store.leases.next(); });
    sealed([&] { store.agents.roster(); });
    sealed([&] { store.drafts.all(); });
    sealed([&] { store.evidence.latestOf(holder); });
    sealed([&] { store.exceptions.inState(ExceptionRequest::State::waiting); });
    sealed([&] { store.sessions.bySession(desk.author.session); });
    sealed([&] { store.vault().siteKeys(desk.site); });
    sealed([&] { store.vault().contentSigningKey(desk.site); });
    sealed([&] { store.journal.exportWhole([](std::string_view) {}); });
    sealed([&] { store.rotation.step(1); });
    sealed([&] { desk.createHolder(); });

    // What needs no key: counts, the queue, entries of the workstation, plain deliveries, the step record of a job under way.
    CHECK(store.people.count() == 1);
    CHECK(store.leases.counts().taken == 1);
    CHECK(store.exceptions.countInState(ExceptionRequest::State::waiting) == 1);
    CHECK(store.outbox.waiting(10).size() == 4);
    CHECK_FALSE(store.outbox.waiting(10)[0].about);
    CHECK(store.agents.rows().size() == 1);
    desk.author = {};
    desk.note();
    inOne(store, [&](Transaction& act) {
        store.jobs.conclude(act, job.id, 0, "done", 5, R"({"after":"the lock"})");
        store.inbox.receive(act, {{1, Guid::random(desk.random), "lease", "AAAA", true}, {2, Guid::random(desk.random), "authority", "{}"}}, 2, 5);
    });
    CHECK(store.inbox.countToApply() == 2);
    CHECK(store.inbox.countSealed() == 1);
    CHECK(store.inbox.nextToApply()->delivery.kind == "authority");

    desk.signIn();
    CHECK(store.jobs.steps(job.id)[0].data == R"({"after":"the lock"})");
    CHECK(store.people.byNumber(holder)->person.jobTitle == "Perfusionist-in-chief");
    CHECK(store.outbox.waiting(10)[0].about == holder);
    CHECK(store.inbox.nextToApply()->delivery.kind == "lease");
    CHECK(failureOf([&] { store.inbox.bodyOf(store.inbox.nextToApply()->delivery); }).code == "ENVELOPE-UNREADABLE");
    CHECK(store.checkAll().empty());
}

TEST_CASE("A sealed delivery opens at the next sign-in")
{
    Desk desk;
    const std::vector<EnvelopeRecipient> recipients{EnvelopeRecipient::of(desk.keys.store)};
    const auto body = toBase64(envelope::seal(bytesOf(R"({"lease":1})"), recipients));
    inOne(desk.store(), [&](Transaction& act) { desk.store().inbox.receive(act, {{1, Guid::random(desk.random), "lease", body, true}}, 1, 5); });
    CHECK(desk.store().inbox.bodyOf(desk.store().inbox.nextToApply()->delivery) == R"({"lease":1})");
}

TEST_CASE("The index forgets what a transaction took back")
{
    Desk desk;
    desk.lease();
    {
        Transaction act(desk.store().database());
        const auto taken = desk.store().leases.take(act, 1);
        desk.store().people.add(act, {taken, aPerson(), "", {}, 0});
        CHECK(desk.store().people.byNumber(taken));
    }
    CHECK(desk.store().index().size() == 0);
    CHECK_FALSE(desk.store().people.byNumber(number(firstLeased)));
    CHECK(desk.store().people.search("pemberton").empty());
    CHECK(desk.createHolder() == number(firstLeased));
}

TEST_CASE("Only the store's own key opens it")
{
    Desk desk;
    desk.lease();
    desk.createHolder();
    CHECK(failureOf([&] { desk.store().open(storeKeyFile::makeKey(desk.random)); }).code == "STORE-KEY-OTHER");
    CHECK_FALSE(desk.store().isOpen());
    PrivateEnvelopeKey recovery(desk.keys.recoveryKey, desk.keys.recovery);
    desk.store().open(storeKeyFile::open(desk.site, recovery)); // IT, with the recovery key
    CHECK(desk.store().people.count() == 1);
    PrivateEnvelopeKey stranger(desk.keys.storeKey, desk.keys.store);
    CHECK(failureOf([&] { storeKeyFile::open(desk.site, stranger); }).code == "ENVELOPE-NOT-FOR-US");
    CHECK(storeKeyFile::isFor(desk.site, desk.keys.keyRecipients()));
    CHECK_FALSE(storeKeyFile::isFor(desk.site, std::vector{EnvelopeRecipient::of(desk.keys.recovery)}));
    CHECK(storeKeyFile::recipients(desk.site).size() == 2);
}

TEST_CASE("Site keys come in versions, the newest first")
{
    Desk desk;
    CHECK(desk.store().vault().siteKeys(desk.site).size() == 1);
    auto keys = desk.store().vault().siteKeys(desk.site);
    const auto first = keys[0].key.clone();
    keys.push_back({2, storeKeyFile::makeKey(desk.random)});
    sealedFiles::writeSiteKeys(desk.site, keys, desk.store().vault().cipher(), desk.random);
    const auto read = desk.store().vault().siteKeys(desk.site);
    REQUIRE(read.size() == 2);
    CHECK(read[0].version == 2);
    CHECK(read[1].key.sameAs(first.view()));
    CHECK(desk.store().vault().contentSigningKey(desk.site).publicKey() == desk.keys.contentSigningKey.publicKey());
}

TEST_CASE("Exceptions and sessions are kept as they were")
{
    Desk desk;
    auto& store = desk.store();
    ExceptionRequest request{Guid::random(desk.random), "early-renewal", number(5), number(6), sha256(bytesOf("c")), "on leave", 10, ExceptionRequest::State::waiting, {}, 0, {}};
    inOne(store, [&](Transaction& act) { CHECK(store.exceptions.put(act, request)); });
    inOne(store, [&](Transaction& act) { CHECK_FALSE(store.exceptions.put(act, request)); });
    request.state = ExceptionRequest::State::allowed;
    request.decider = number(7);
    request.decidedAt = 11;
    request.decisionReason = "agreed";
    inOne(store, [&](Transaction& act) { CHECK(store.exceptions.put(act, request)); });
    desk.reopen();
    auto& again = desk.store();
    CHECK(again.exceptions.byId(request.id) == request);
    CHECK(again.exceptions.inState(ExceptionRequest::State::waiting).empty());
    CHECK(again.exceptions.about(number(5)).size() == 1);
    CHECK(again.exceptions.about(number(6)).empty());
    CHECK_FALSE(again.exceptions.byId(Guid::random(desk.random)));

    REQUIRE(again.sessions.open().size() == 1);
    inOne(again, [&](Transaction& act) { again.sessions.end(act, desk.author.session, 99); });
    CHECK(again.sessions.open().empty());
    CHECK(again.sessions.bySession(desk.author.session)->endedAt == 99);
    CHECK(again.sessions.ofLog(again.journal.log()).size() == 1);
}
