#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;
using central::EntryStatus;

TEST_CASE("Entries are accepted in order and the centre names the next")
{
    Site site;
    site.signIn();
    const auto answer = site.send({site.desk.holder("555001000000"), site.desk.plain(EntryKind::holderViewed, {{"why", "search"}})});
    REQUIRE(answer.results.size() == 2);
    CHECK(answer.next == 3);
    for (const auto& result : answer.results) {
        CHECK(result.status == EntryStatus::accepted);
        CHECK_FALSE(result.repeated);
        CHECK(result.problem.empty());
        CHECK(result.receipt != Sha256Digest{});
    }
    CHECK(site.centre->receive(site.desk.log, R"({"entries":[]})").next == 3); // only asks
}

TEST_CASE("A lost answer, then the same again: the same answer, nothing done twice")
{
    Site site;
    site.signIn();
    const auto good = site.desk.holder("555001000000");
    const auto bad = site.desk.holder("555009999999", "Someone", "Else");
    const auto lease = site.desk.plain(EntryKind::leaseRequested, {{"count", 50}});
    const auto first = site.send({good, bad, lease});
    const auto deliveries = site.centre->deliveries(site.desk.log, 0).size();
    const bool restart = GENERATE(false, true);
    if (restart) site.open();
    const auto second = site.send({good, bad, lease});
    REQUIRE(second.results.size() == 3);
    CHECK(second.next == first.next);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(second.results[i].repeated);
        CHECK(second.results[i].status == first.results[i].status);
        CHECK(second.results[i].problem == first.results[i].problem);
        CHECK(second.results[i].receipt == first.results[i].receipt);
        CHECK(second.results[i].id == first.results[i].id);
    }
    CHECK(first.results[1].status == EntryStatus::refused);
    CHECK(site.centre->deliveries(site.desk.log, 0).size() == deliveries);
}

TEST_CASE("A gap: what comes before it is kept, nothing from it on, and the centre says where to go on")
{
    Site site;
    site.signIn();
    const auto zero = site.desk.holder("555001000000");
    const auto one = site.desk.plain(EntryKind::holderViewed, json::object());
    const auto two = site.desk.plain(EntryKind::holderViewed, json::object());
    auto answer = site.send({one, two});
    CHECK(answer.results.empty());
    CHECK(answer.next == 1);
    answer = site.send({zero, two});
    CHECK(answer.results.size() == 1);
    CHECK(answer.next == 2);
    answer = site.send({zero, one, two});
    REQUIRE(answer.results.size() == 3);
    CHECK(answer.results[0].repeated);
    CHECK_FALSE(answer.results[1].repeated);
    CHECK(answer.next == 4);
}

TEST_CASE("A fork: another entry under a number that is taken, and nothing of that batch is kept")
{
    Site site;
    site.signIn();
    const auto zero = site.desk.holder("555001000000");
    site.send({zero});
    site.desk.next = 1; // the store was put back
    const auto otherZero = site.desk.holder("555001000001");
    const auto one = site.desk.plain(EntryKind::holderViewed, json::object());
    CHECK(problemOf([&] { site.send({otherZero, one}); }) == "log-forked");
    CHECK(site.centre->receive(site.desk.log, R"({"entries":[]})").next == 2);
    CHECK(site.sendOne(zero).repeated);
}

TEST_CASE("An entry that cannot be read is refused and the log goes on")
{
    Site site;
    site.signIn();
    auto entry = entryToJson(site.desk.holder("555001000000"));
    const auto good = site.desk.plain(EntryKind::holderViewed, json::object());
    std::string expected = "entry-malformed";
    SECTION("a kind from the future") { entry["kind"] = "holder.teleported"; }
    SECTION("no time") { entry.erase("at"); }
    SECTION("payload is not base64") { entry["payload"] = "%%"; }
    SECTION("the digest is another one")
    {
        entry["digest"] = std::string(64, 'a');
        expected = "digest-wrong";
    }
    SECTION("the payload was changed on the way")
    {
        entry["payload"] = toBase64(bytesOf("{}"));
        expected = "digest-wrong";
    }
    const auto answer = site.centre->receive(site.desk.log, json{{"entries", {entry, entryToJson(good)}}}.dump());
    REQUIRE(answer.results.size() == 2);
    CHECK(answer.results[0].status == EntryStatus::refused);
    CHECK(json::parse(answer.results[0].problem).at("code") == expected);
    CHECK(answer.results[1].status == EntryStatus::accepted);
    CHECK(site.deliveriesOf("refusal").size() == 1);
}

TEST_CASE("A body that names no entries is refused whole")
{
    Site site;
    site.signIn();
    const auto code = [&](const std::string& body) { return problemOf([&] { site.centre->receive(site.desk.log, body); }); };
    CHECK(code("") == "request-unreadable");
    CHECK(code("[]") == "request-unreadable");
    CHECK(code("{}") == "request-unreadable");
    CHECK(code(R"({"entries":{}})") == "request-unreadable");
    CHECK(code(R"({"entries":[1]})") == "request-unreadable");
    CHECK(code(R"({"entries":[{"seq":-1}]})") == "request-unreadable");
    CHECK(code(R"({"entries":[{"seq":18446744073709551615}]})") == "request-unreadable");
    CHECK(code(R"({"entries":[],"entries":[]})") == "request-unreadable");
    std::string deep(100000, '[');
    CHECK(code(R"({"entries":)" + deep) == "request-unreadable");
    std::vector<JournalEntry> many;
    for (int i = 0; i < 201; ++i) many.push_back(site.desk.plain(EntryKind::holderViewed, json::object()));
    CHECK(code(batchOf(many)) == "batch-too-long");
    CHECK(code(batchOf({many[1], many[0]})) == "request-unreadable");
    many.resize(200);
    CHECK(site.send(many).next == 201);
    CHECK(problemOf([&] { site.centre->receive(Guid::random(site.random), R"({"entries":[]})"); }) == "log-unknown");
}

TEST_CASE("What was received and not applied when the centre stopped is applied when it starts")
{
    Site site;
    site.signIn();
    const auto entry = site.desk.holder("555001000000");
    // The database fails at the commit that would apply the entry: it is received, and no more.
    site.centre->database().failOn([](WritePoint point, std::uint64_t number) { return point == WritePoint::commit && number == 2; });
    CHECK_THROWS_AS(site.send({entry}), FailureError);
    CHECK(site.centre->counts().holders == 0);
    site.open();
    CHECK(site.centre->counts().holders == 1);
    const auto result = site.sendOne(entry);
    CHECK(result.repeated);
    CHECK(result.status == EntryStatus::accepted);
}

TEST_CASE("A commit that never happened leaves nothing, and the same batch goes through later")
{
    Site site;
    site.signIn();
    const auto entry = site.desk.holder("555001000000");
    site.centre->database().failOn([](WritePoint point, std::uint64_t number) { return point == WritePoint::commit && number == 1; });
    CHECK_THROWS_AS(site.send({entry}), FailureError);
    site.centre->database().failOn({});
    const auto result = site.sendOne(entry);
    CHECK_FALSE(result.repeated);
    CHECK(result.status == EntryStatus::accepted);
}

TEST_CASE("An id used for two entries is refused the second time")
{
    Site site;
    site.signIn();
    const auto first = site.desk.plain(EntryKind::holderViewed, json::object());
    auto second = site.desk.plain(EntryKind::holderViewed, json::object());
    second.id = first.id;
    site.desk.sign(second);
    site.sendOne(first);
    CHECK(site.verdictOn(second) == "id-reused");
}
