#include "tests/support/CuttingProxy.h"
#include "tests/system/Desk.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>

using namespace cardwright::testing;

// Every line of "Bad input": an exit code, one failure object with cause, next step and code, and a desk as it was before.

namespace {

namespace fs = std::filesystem;
constexpr const char* passcode = "73915482";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// One plain failure: nothing of what only a programmer reads, and a code that is the kind's.
void checkFailure(const CtlRun& run, int code, const std::string& name)
{
    INFO(run.text());
    CHECK(run.code() == code);
    CHECK(run.tool.signal == 0);
    const auto failures = std::count_if(run.lines.begin(), run.lines.end(), [](const Json& line) { return line.value("event", "") == "failure"; });
    REQUIRE(failures == 1);
    CHECK_FALSE(run.has("result"));
    const auto& failure = run.failure();
    CHECK(failure.at("code") == name);
    const auto cause = failure.at("cause").get<std::string>();
    const auto next = failure.at("nextStep").get<std::string>();
    CHECK(cause.size() > 10);
    CHECK(next.size() > 5);
    CHECK(cause != next);
    static const std::vector<std::string> kinds{"", "", "usage", "refused", "card", "centre", "store"};
    CHECK(failure.at("kind") == kinds.at(static_cast<std::size_t>(code)));
    const auto all = run.tool.all();
    for (const std::string word : {"terminate called", "what():", "std::", "nlohmann", ".cpp:", "0x7f", "core dumped", "Assertion", "backtrace", "[json.exception"}) {
        INFO("a programmer's word: " << word);
        CHECK_FALSE(contains(all, word));
    }
}

/// A desk and the state it must keep.
struct Bench {
    PrivatePcscd& pcscd = daemon();
    Desk desk{pcscd};
    bool inserted = false;

    ~Bench() { pull(); }
    void insert(const fs::path& card)
    {
        pull();
        pcscd.insert(0, card);
        inserted = true;
    }
    void pull()
    {
        if (inserted) pcscd.pull(0);
        inserted = false;
    }
    std::string reader() const { return pcscd.readerName(0); }
    /// The act fails like that and changes nothing.
    void refuses(const std::vector<std::string>& words, const std::optional<std::string>& given, int code, const std::string& name) const
    {
        INFO(name);
        const auto before = DeskState::of(desk);
        checkFailure(desk.ctl(words, given), code, name);
        const auto after = DeskState::of(desk);
        INFO("before: " << before.text() << "\nafter:  " << after.text());
        CHECK(after == before);
    }
    void refusesIssue(const fs::path& request, int code, const std::string& name, const std::optional<std::string>& given = passcode) const
    {
        refuses({"issue", "--request", request.string(), "--reader", reader()}, given, code, name);
    }
};

} // namespace

TEST_CASE("requests that are not requests end with 2 and name what is off")
{
    Bench bench;
    bench.insert(bench.desk.card("blank-1"));
    const auto& desk = bench.desk;
    const auto good = readFile(desk.request("ffion-adeyemi"));
    const auto change = [&](const std::string& name, auto how) { return desk.changedRequest("ffion-adeyemi", name, how); };

    bench.refusesIssue(desk.scratch("nowhere.json"), 2, "REQUEST-FILE");
    bench.refusesIssue(desk.site(), 2, "REQUEST-FILE");
    bench.refusesIssue(desk.writeRequest("empty", ""), 2, "REQUEST-JSON");
    bench.refusesIssue(desk.writeRequest("cut", good.substr(0, good.size() / 2)), 2, "REQUEST-JSON");
    bench.refusesIssue(desk.writeRequest("binary", std::string("\x00\xff\xfe\x89PNG", 7)), 2, "REQUEST-JSON");
    bench.refusesIssue(desk.writeRequest("deep", std::string(100'000, '[')), 2, "REQUEST-JSON");
    bench.refusesIssue(desk.writeRequest("two", good + good), 2, "REQUEST-JSON");
    bench.refusesIssue(desk.writeRequest("list", "[]"), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(desk.writeRequest("nothing", "{}"), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("no-person", [](Json& json) { json.erase("person"); }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("no-portrait", [](Json& json) { json.erase("portrait"); }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("no-documents", [](Json& json) { json.erase("documents"); }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("no-name", [](Json& json) { json["person"].erase("familyName"); }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("empty-name", [](Json& json) { json["person"]["familyName"] = ""; }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("odd-type", [](Json& json) { json["person"]["givenName"] = 7; }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("odd-date", [](Json& json) { json["person"]["dateOfBirth"] = "27 March 1989"; }), 2, "REQUEST-SCHEMA");
    bench.refusesIssue(change("more", [](Json& json) { json["person"]["favouriteColour"] = "blue"; }), 2, "REQUEST-SCHEMA");
    const auto twice = good.substr(0, good.rfind('}')) + ",\"person\":" + Json::parse(good)["person"].dump() + "}";
    bench.refuses({"issue", "--request", desk.writeRequest("twice", twice).string(), "--reader", bench.reader()}, passcode, 2, "REQUEST-JSON");

    // A person's details that have the form and make no sense are a rule's matter.
    const auto before = DeskState::of(desk);
    for (const auto* date : {"1989-02-30", "2026-11-20", "1806-01-01"}) {
        const auto run = desk.issue(change("odd-day", [&](Json& json) { json["person"]["dateOfBirth"] = date; }), 0, passcode);
        INFO(date << ": " << run.text());
        CHECK((run.code() == 2 || run.code() == 3));
        CHECK(run.has("failure"));
    }
    CHECK(DeskState::of(desk) == before);
    const auto blank = desk.show(0).result();
    CHECK(blank.at("kind") == "blank");
}

TEST_CASE("documents that do not prove who somebody is end with 3, the rule and the remedy, and nobody is half-made")
{
    Bench bench;
    bench.insert(bench.desk.card("blank-1"));
    const auto& desk = bench.desk;
    const auto change = [&](const std::string& name, auto how) { return desk.changedRequest("callum-pemberton-roy", name, how); };
    const auto two = change("two-documents", [](Json& json) { json["documents"].erase(2); });
    const auto noAddress = change("no-address", [](Json& json) { json["documents"][2] = {{"kind", "p60"}, {"originalSeen", true}, {"nameAgrees", true}, {"addressAgrees", true}}; });
    const auto threePhotos = change("three-photos", [](Json& json) {
        json["documents"][2] = json["documents"][0];
        json["documents"][2]["kind"] = "residence-permit";
        json["documents"][2]["number"] = "RX7710428";
        json["documents"][1]["addressAgrees"] = false;
    });
    const auto old = change("old-bill", [](Json& json) { json["documents"][2]["dated"] = "2024-01-31"; });
    const auto unseen = change("unseen", [](Json& json) { json["documents"][0]["originalSeen"] = false; });
    const auto none = change("none", [](Json& json) { json["documents"] = Json::array(); });
    for (const auto& request : {two, noAddress, threePhotos, old, unseen, none}) {
        INFO(request);
        bench.refusesIssue(request, 3, "EVIDENCE-NOT-ENOUGH");
    }
    // The rule and the remedy in words.
    const auto run = desk.issue(two, 0, passcode);
    INFO(run.text());
    CHECK(contains(run.tool.out, "address"));
    CHECK(desk.ctl({"people", "find", "Pemberton"}).result().at("found") == 0);
    CHECK(desk.show(0).result().at("kind") == "blank");
    // The whole set passes afterwards: nothing was left in the way.
    const auto good = desk.issue(desk.request("callum-pemberton-roy"), 0, passcode);
    INFO(good.text());
    CHECK(good.code() == 0);
    CHECK(desk.ctl({"people", "find", "Pemberton"}).result().at("found") == 1);
}

TEST_CASE("portraits that are missing, no pictures, or too large end with 3")
{
    Bench bench;
    bench.insert(bench.desk.card("blank-1"));
    const auto& desk = bench.desk;
    const auto with = [&](const std::string& name, const std::string& file) {
        return desk.changedRequest("ffion-adeyemi", name, [&](Json& json) { json["portrait"] = {{"file", file}}; });
    };
    const auto scratch = [&](const std::string& name, const std::string& octets) {
        writeFile(desk.scratch(name), octets);
        return desk.scratch(name).string();
    };
    const auto picture = readFile(desk.site() / "requests/portrait-1.jpg");
    REQUIRE(picture.size() > 1000);
    bench.refusesIssue(with("p-missing", "no-such-picture.jpg"), 3, "PORTRAIT-MISSING");
    bench.refusesIssue(with("p-text", scratch("text.jpg", "not a picture, whatever its name says")), 3, "PORTRAIT-FORMAT");
    bench.refusesIssue(with("p-empty", scratch("empty.jpg", "")), 3, "PORTRAIT-FORMAT");
    bench.refusesIssue(with("p-cut", scratch("cut.jpg", picture.substr(0, picture.size() / 3))), 3, "PORTRAIT-DAMAGED");
    bench.refusesIssue(with("p-large", scratch("large.jpg", picture + std::string(21U * 1024 * 1024, '\0'))), 3, "PORTRAIT-TOO-LARGE");
    const auto before = DeskState::of(desk);
    const auto folder = desk.issue(with("p-folder", desk.site().string()), 0, passcode);
    INFO(folder.text());
    CHECK(folder.code() == 3);
    CHECK(DeskState::of(desk) == before);
}

TEST_CASE("passcodes that are weak, no digits, missing or not there")
{
    Bench bench;
    bench.insert(bench.desk.card("blank-1"));
    const auto& desk = bench.desk;
    const auto request = desk.request("ffion-adeyemi"); // born 1989-03-27
    for (const std::string weak : {"123456", "111111", "987654", "121212", "12345", "123456789", "270389", "19890327"}) {
        INFO(weak);
        bench.refusesIssue(request, 3, "PASSCODE-RULE", weak);
    }
    for (const std::string odd : {"", "12ab56", "73 91 54", "passcode", "７３９１５４"}) {
        INFO(odd);
        bench.refusesIssue(request, 2, "PASSCODE-INPUT", odd);
    }
    bench.refusesIssue(request, 2, "USAGE", std::nullopt);
    bench.refuses({"issue", "--request", request.string(), "--reader", bench.reader(), "--passcode-fd", "77"}, std::nullopt, 2, "PASSCODE-INPUT");
    bench.refuses({"issue", "--request", request.string(), "--reader", bench.reader(), "--locked"}, passcode, 2, "USAGE");
    // A passcode is never said again.
    CHECK_FALSE(contains(desk.said(), "19890327"));

    // The same for an unlock: no try of the unlock key is spent.
    REQUIRE(desk.issue(request, 0, passcode).code() == 0);
    const std::vector<std::string> unlock{"unlock", "--reader", bench.reader()};
    bench.refuses(unlock, "123456", 3, "PASSCODE-RULE");
    bench.refuses(unlock, "270389", 3, "PASSCODE-RULE");
    bench.refuses(unlock, "abcdef", 2, "PASSCODE-INPUT");
    CHECK(Witness(daemon(), 0).passcodeWorks(passcode));
}

TEST_CASE("readers and cards that are not there or not the right ones")
{
    Bench bench;
    const auto& desk = bench.desk;
    const auto request = desk.request("ffion-adeyemi");
    bench.refuses({"issue", "--request", request.string(), "--reader", "Imaginary 7"}, passcode, 4, "READER-UNKNOWN");
    bench.refuses({"card", "show", "--reader", "Imaginary 7"}, std::nullopt, 4, "READER-UNKNOWN");
    bench.refuses({"card", "show", "--reader", "Virtual PCD"}, std::nullopt, 4, "READER-UNKNOWN"); // two have that name
    bench.refusesIssue(request, 4, "CARD-ABSENT");
    bench.refuses({"card", "show", "--reader", bench.reader()}, std::nullopt, 4, "CARD-ABSENT");
    bench.refuses({"unlock", "--reader", bench.reader()}, passcode, 4, "CARD-ABSENT");

    bench.insert(desk.card("blank-1"));
    bench.refuses({"unlock", "--reader", bench.reader()}, passcode, 4, "CARD-BLANK");
    bench.refuses({"touch", "--reader", bench.reader()}, std::nullopt, 4, "CARD-BLANK");
    bench.refuses({"repair", "--reader", bench.reader()}, passcode, 4, "CARD-BLANK");
    const auto first = desk.issue(request, 0, passcode);
    INFO(first.text());
    REQUIRE(first.code() == 0);
    bench.refuses({"repair", "--reader", bench.reader()}, passcode, 3, "NOTHING-TO-REPAIR");
    bench.refusesIssue(request, 3, "PERSON-HAS-CARD"); // the same person again

    // The card of another person: the record of whom it was meant for stays whole, no card job is left, the card as it was.
    const auto other = desk.request("callum-pemberton-roy");
    auto before = DeskState::of(desk);
    checkFailure(desk.issue(other, 0, passcode), 4, "CARD-OURS");
    CHECK(DeskState::of(desk).jobs == before.jobs);
    CHECK(DeskState::of(desk).cards == before.cards);
    CHECK(desk.show(0).result().at("uuid") == first.result().at("uuid"));
    CHECK(Witness(daemon(), 0).passcodeWorks(passcode));

    bench.insert(desk.card("foreign"));
    before = DeskState::of(desk);
    checkFailure(desk.issue(other, 0, passcode), 4, "CARD-FOREIGN");
    bench.refuses({"unlock", "--reader", bench.reader()}, passcode, 4, "CARD-FOREIGN");
    CHECK(DeskState::of(desk).jobs == before.jobs);
    CHECK(DeskState::of(desk).people == before.people); // nobody twice
    CHECK(Witness(daemon(), 0).passcodeWorks("123456")); // its own passcode still

    // A right card at last: the same number as was given at first.
    bench.insert(desk.card("blank-2"));
    const auto given = desk.ctl({"people", "find", "Pemberton-Roy"});
    REQUIRE(given.result().at("found") == 1);
    const auto made = desk.issue(other, 0, passcode);
    INFO(made.text());
    REQUIRE(made.code() == 0);
    CHECK(made.result().at("uuid") == given.line("person").at("uuid"));
    CHECK(DeskState::of(desk).openJobs == 0);
}

TEST_CASE("the agent's own card, and the agent as applicant, end with 3")
{
    Bench bench;
    const auto& desk = bench.desk;
    const auto copy = desk.scratch("agent-copy.card");
    fs::copy_file(desk.card("agent"), copy);
    bench.insert(copy);
    for (const std::string act : {"unlock", "repair"}) bench.refuses({act, "--reader", bench.reader()}, passcode, 3, "AGENT-IS-SUBJECT");
    bench.refuses({"touch", "--reader", bench.reader()}, std::nullopt, 3, "AGENT-IS-SUBJECT");
    const auto before = DeskState::of(desk);
    const auto issued = desk.issue(desk.request("ffion-adeyemi"), 0, passcode);
    INFO(issued.text());
    CHECK(issued.code() == 3);
    CHECK(DeskState::of(desk).jobs == before.jobs);
    CHECK(desk.show(0).result().at("kind") == "agent");
    CHECK(Witness(daemon(), 0).passcodeWorks(readFile(desk.site() / "cards/agent.passcode")));

    bench.insert(desk.card("blank-1"));
    const auto agent = desk.ctl({"agents", "list"}).line("agent").at("name").get<std::string>();
    const auto space = agent.find(' ');
    const auto self = desk.changedRequest("callum-pemberton-roy", "self", [&](Json& json) {
        json["person"]["givenName"] = agent.substr(0, space);
        json["person"]["familyName"] = agent.substr(space + 1);
    });
    bench.refusesIssue(self, 3, "AGENT-IS-SUBJECT");
}

TEST_CASE("a blocked unlock key ends with 4 and costs nothing else")
{
    Bench bench;
    const auto& desk = bench.desk;
    bench.insert(desk.card("blank-1"));
    REQUIRE(desk.issue(desk.request("ffion-adeyemi"), 0, passcode).code() == 0);
    const Witness witness(daemon(), 0);
    for (int time = 0; time < 3; ++time) witness.piv({"-a", "unblock-pin", "-P", "00000000", "-N", "654321"});
    bench.refuses({"unlock", "--reader", bench.reader()}, "48295713", 4, "UNLOCK-KEY-BLOCKED");
    CHECK(witness.passcodeWorks(passcode)); // the passcode itself was never touched
}

TEST_CASE("no pcscd, and a pcscd without readers, end with 4")
{
    Bench bench;
    const auto& desk = bench.desk;
    const auto request = desk.request("ffion-adeyemi").string();
    const auto before = DeskState::of(desk);
    const auto through = [&](const std::string& socket, std::vector<std::string> words, const std::optional<std::string>& given) {
        auto tool = desk.ctlTool(std::move(words), given);
        tool.env("PCSCLITE_CSOCK_NAME", socket);
        return desk.run(tool);
    };
    const auto nowhere = desk.scratch("no-socket").string();
    checkFailure(through(nowhere, {"readers"}, {}), 4, "PCSC-ABSENT");
    checkFailure(through(nowhere, {"card", "show", "--reader", "Virtual"}, {}), 4, "PCSC-ABSENT");
    checkFailure(through(nowhere, {"issue", "--request", request, "--reader", "Virtual"}, passcode), 4, "PCSC-ABSENT");
    {
        PrivatePcscd::Options options;
        options.readers = false;
        const PrivatePcscd bare(options);
        checkFailure(through(bare.socket(), {"readers"}, {}), 4, "READER-ABSENT");
        checkFailure(through(bare.socket(), {"issue", "--request", request, "--reader", "Virtual"}, passcode), 4, "READER-ABSENT");
    }
    CHECK(DeskState::of(desk) == before);
}

TEST_CASE("the centre down, and something else in its place: 5 for a drain, and the desk works on")
{
    Bench bench;
    const auto& desk = bench.desk;
    bench.insert(desk.card("blank-1"));
    bench.refuses({"queue", "drain"}, std::nullopt, 5, "CENTRE-UNREACHABLE");

    Desk stranger(daemon()); // another site's centre, on this one's port
    stranger.startCentre(desk.centrePort());
    bench.refuses({"queue", "drain"}, std::nullopt, 5, "CENTRE-TLS");
    const auto issued = desk.issue(desk.request("ffion-adeyemi"), 0, passcode);
    INFO(issued.text());
    REQUIRE(issued.code() == 0);
    CHECK(issued.result().at("deferred").size() == 2);
    CHECK(issued.result().at("deferredBecause").at("9A") == "CENTRE-TLS");
    stranger.stopCentre();
    CHECK(Sqlite(stranger.centreStore()).number("SELECT count(*) FROM entries") == 0); // it got nothing

    bench.desk.startCentre();
    const auto drained = desk.ctl({"queue", "drain"});
    INFO(drained.text());
    CHECK(drained.code() == 0);
    CHECK(disagreements(desk) == "");
}

TEST_CASE("a second program that would write the store ends with 6 and names the first; readers go on beside it")
{
    Bench bench;
    const auto& desk = bench.desk;
    const auto port = desk.centrePort();
    bench.desk.startCentre();
    CuttingProxy proxy(port);
    desk.reachCentreAt(proxy.port());
    proxy.hold(true); // the first one waits for its centre
    auto first = desk.ctlTool({"queue", "drain"}, {}).start(desk.scratch("first.log"));
    const auto deadline = std::chrono::steady_clock::now() + longEnough;
    while (proxy.connections() == 0 && first.running() && std::chrono::steady_clock::now() < deadline) first.wait(std::chrono::milliseconds(10));
    REQUIRE(proxy.connections() == 1);
    REQUIRE(::kill(first.pid(), SIGSTOP) == 0); // and for us, for as long as we like

    const auto before = DeskState::of(desk);
    const auto second = desk.ctl({"queue", "drain"});
    checkFailure(second, 6, "STORE-BUSY");
    CHECK(contains(second.failure().at("detail").get<std::string>(), std::to_string(first.pid())));
    const auto issue = desk.issue(desk.request("ffion-adeyemi"), 0, passcode);
    checkFailure(issue, 6, "STORE-BUSY");
    CHECK(DeskState::of(desk) == before);
    CHECK(desk.ctl({"queue", "list"}).code() == 0);
    CHECK(desk.ctl({"readers"}).code() == 0);
    CHECK(desk.ctl({"log", "verify"}).code() == 0);

    proxy.hold(false);
    REQUIRE(::kill(first.pid(), SIGCONT) == 0);
    const auto ended = first.wait();
    INFO(first.output());
    CHECK((ended == 0 || ended == 5)); // 5: its patience with the centre was over meanwhile
    CHECK(desk.ctl({"queue", "drain"}).code() == 0);
}

TEST_CASE("sites that are none, and words that are no command")
{
    Bench bench;
    const auto& desk = bench.desk;
    const auto plain = [&](std::vector<std::string> words) {
        words.insert(words.begin(), CARDWRIGHT_CTL);
        return desk.run(ToolRun(words));
    };
    checkFailure(plain({"--json", "--site", desk.scratch("none").string(), "queue", "list"}), 6, "SITE-ABSENT");
    checkFailure(plain({"--json", "queue", "list"}), 2, "USAGE");
    checkFailure(plain({"--json", "--site", desk.site().string(), "make-coffee"}), 2, "USAGE");
    checkFailure(plain({"--json"}), 2, "USAGE");
    checkFailure(plain({"--json", "--site", desk.site().string(), "site", "train"}), 3, "SITE-EXISTS");
    CHECK(desk.ctl({"queue", "list"}).code() == 0); // and the site that is there was not touched

    const auto former = readFile(desk.site() / "site.json");
    writeFile(desk.site() / "site.json", "{");
    checkFailure(desk.ctl({"queue", "list"}), 6, "SITE-DAMAGED");
    writeFile(desk.site() / "site.json", former);

    // For people: one sentence with cause, next step and code, on standard error.
    const auto words = plain({"--site", desk.scratch("none").string(), "queue", "list"});
    CHECK(words.code() == 6);
    CHECK(words.tool.out.empty());
    CHECK(contains(words.tool.err, "There is no site in that folder."));
    CHECK(contains(words.tool.err, "site train"));
    CHECK(contains(words.tool.err, "SITE-ABSENT"));
    CHECK(std::count(words.tool.err.begin(), words.tool.err.end(), '\n') == 1);
}
