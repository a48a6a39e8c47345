#include "tests/system/privacy/GuardedPerson.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace cardwright::testing;
using namespace cardwright::testing::privacy;
using namespace cardwright::testing::trust;

// What an agent must not read, in everything that this desk says, writes or draws from the shell: document numbers in full, a restricted
// document, and the names that somebody bore before.

namespace {

/// A thing that somebody can read, and where.
struct Output {
    std::string where;
    std::string text;
};

std::string fileText(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Every place where one of these words stands.
std::vector<std::string> placesOf(const std::vector<std::string>& words, const std::vector<Output>& outputs)
{
    std::vector<std::string> places;
    for (const auto& output : outputs) {
        for (const auto& word : words) {
            if (output.text.find(word) != std::string::npos) places.push_back(word + " in " + output.where);
        }
    }
    return places;
}

/// Whether a text anywhere in this payload is the ending of a number, or speaks of it. As a text of its own: four digits stand by chance in
/// any seal, id or time.
bool tellsEnding(const Json& payload, const std::string& ending)
{
    if (payload.is_structured()) return std::any_of(payload.begin(), payload.end(), [&](const Json& part) { return tellsEnding(part, ending); });
    if (!payload.is_string()) return false;
    const auto text = payload.get<std::string>();
    return text == ending || text.ends_with(' ' + ending);
}

std::vector<std::string> placesOfEnding(const std::string& ending, const std::vector<Output>& payloads)
{
    std::vector<std::string> places;
    for (const auto& payload : payloads) {
        if (tellsEnding(Json::parse(payload.text), ending)) places.push_back(ending + " in " + payload.where);
    }
    return places;
}

/// Takes down all that the desk of such a person says.
class Lab : public GuardedPerson {
public:
    /// One command, as JSON and as sentences.
    void say(const std::vector<std::string>& words)
    {
        std::string where;
        for (const auto& word : words) where += word + " ";
        const auto json = desk.ctl(words);
        outputs.push_back({where + "(JSON)", json.text()});
        std::vector<std::string> plain = {CARDWRIGHT_CTL, "--site", desk.site().string()};
        plain.insert(plain.end(), words.begin(), words.end());
        const auto sentences = ToolRun(plain).env("PCSCLITE_CSOCK_NAME", desk.socket()).run();
        outputs.push_back({where + "(sentences)", sentences.all()});
        INFO(where << "\n" << json.text());
        CHECK(json.code() == 0);
        CHECK(sentences.exitCode == 0);
    }
    /// A file that a command wrote; of a PDF its text.
    void take(const fs::path& file)
    {
        INFO(file);
        REQUIRE(fs::exists(file));
        outputs.push_back({file.filename().string(), fileText(file)});
        if (file.extension() != ".pdf") return;
        const auto text = ToolRun({"pdftotext", "-layout", file.string(), "-"}).run();
        INFO("pdftotext is of Debian's poppler-utils");
        REQUIRE(text.exitCode == 0);
        outputs.push_back({file.filename().string() + " (its text)", text.out});
    }

    std::vector<Output> outputs;
};

} // namespace

TEST_CASE("what an agent reads, exports and prints: no document's number in full, no restricted document, no former name")
{
    Lab lab;
    auto& desk = lab.desk;
    const std::string before = lab.saidBefore;
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"people", "find", "Adeyemi"}, {"people", "show", lab.number}, {"people", "leavers"}, {"people", "starters"}, {"queue", "list"},
             {"exception", "list"}, {"card", "due"}, {"card", "loans"}, {"card", "replacements"}, {"terms", "status", lab.number},
             {"terms", "receipt", lab.number}, {"position", "list", lab.number}, {"request", "list"}, {"photo", "report"}, {"site", "status"},
             {"badge", "list"}, {"badge", "history", lab.number}, {"request", "list", "--which", "closed"}, {"request", "list", "--which", "mine"},
             {"request", "list", "--text", formerNames[0]}, {"position", "ending"}, {"position", "catalogue"}, {"print", "list"}, {"log", "export"},
             {"log", "export", "--holder", lab.number}}) {
        lab.say(words);
    }
    for (const std::string what : {"face", "back", "both", "receipt", "leaflet"}) {
        const auto file = desk.scratch(what + ".pdf");
        must(desk.ctl({"print", what, "--pdf", file.string(), "--person", lab.number}));
        lab.take(file);
    }
    const auto badges = desk.scratch("badges.pdf");
    must(desk.ctl({"badge", "print", "--pdf", badges.string()}));
    lab.take(badges);
    const auto log = desk.scratch("log.jsonl");
    must(desk.ctl({"log", "export", "--file", log.string()}));
    lab.take(log);
    lab.outputs.push_back({"everything said since the name changed", desk.said().substr(before.size())});
    lab.outputs.push_back({"everything said", before}); // for numbers and restricted documents: a name was theirs then

    CHECK(placesOf(fullNumbers, lab.outputs) == std::vector<std::string>{});
    CHECK(placesOf(restrictedWords, lab.outputs) == std::vector<std::string>{});
    auto after = lab.outputs;
    after.pop_back();
    CHECK(placesOf(formerNames, after) == std::vector<std::string>{});
    // The search itself sees: who they are now stands where they are looked for.
    CHECK_FALSE(placesOf({"Adeyemi"}, after).empty());
    CHECK_FALSE(placesOf({formerNames[0]}, {{"what was said before", before}}).empty());
}

TEST_CASE("what is kept: opened payloads have a number's ending and never a restricted one's; a search finds nobody by a former name")
{
    const Lab lab;
    std::vector<Output> payloads;
    for (const auto& entry : exported(lab.desk)) {
        if (entry.payload.empty()) continue;
        const auto sealed = lab.desk.scratch("payload.cms");
        std::ofstream(sealed, std::ios::binary | std::ios::trunc) << entry.payload;
        const auto opened = decrypted(sealed, centreKey(lab.desk.site(), "centre-envelope"), lab.desk.scratch("opened"));
        INFO(entry.kind);
        REQUIRE(opened);
        payloads.push_back({entry.kind, *opened});
    }
    REQUIRE(payloads.size() > 8);
    CHECK(placesOf(fullNumbers, payloads) == std::vector<std::string>{});
    CHECK_FALSE(placesOfEnding("0093", payloads).empty()); // the passport's ending, which evidence.checked keeps
    CHECK(placesOfEnding("7263", payloads) == std::vector<std::string>{});
    const auto found = must(lab.desk.ctl({"people", "find", formerNames[0]})).result();
    CHECK(found.at("found") == 0);
}

TEST_CASE("what a drawing needs goes through a pipe: nothing of anybody on a command line, in the environment, or in a file between")
{
    const GuardedPerson person;
    const auto& desk = person.desk;
    const auto programs = desk.scratch("programs");
    const auto between = desk.scratch("between"); // where whatever wants a file in passing makes it
    const auto notes = desk.scratch("notes");
    for (const auto& folder : {programs, between, notes}) fs::create_directory(folder);
    fs::copy_file(CARDWRIGHT_CTL, programs / "cardwrightctl");
    std::ofstream(programs / "cardwright-print") << "#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/cmdline > '" << notes.string() << "/line'\ntr '\\0' '\\n' < /proc/$PPID/cmdline > '"
                                                 << notes.string() << "/caller'\nenv > '" << notes.string() << "/environment'\nls '" << between.string() << "' > '"
                                                 << notes.string() << "/between'\ntee '" << notes.string() << "/request' | '" << CARDWRIGHT_PROGRAMS << "/cardwright-print'\n";
    fs::permissions(programs / "cardwright-print", fs::perms::owner_all);
    const auto file = desk.scratch("face.pdf");
    const auto run = ToolRun({(programs / "cardwrightctl").string(), "--site", desk.site().string(), "print", "face", "--pdf", file.string(), "--person", person.number})
                         .env("PCSCLITE_CSOCK_NAME", desk.socket()).env("TMPDIR", between.string()).run();
    INFO(run.all());
    REQUIRE(run.exitCode == 0);
    REQUIRE(fs::exists(file));
    CHECK_FALSE(placesOf({GuardedPerson::nameNow}, {{"request", fileText(notes / "request")}}).empty()); // it was ours that drew
    std::vector<Output> seen;
    for (const char* name : {"line", "environment", "between"}) seen.push_back({name, fileText(notes / name)});
    CHECK(fileText(notes / "line").find("cardwright-print") != std::string::npos);
    CHECK(placesOf({GuardedPerson::nameNow, "Ffion", person.number, person.guid}, seen) == std::vector<std::string>{});
    // Whoever asked named a number and nothing else of the person.
    CHECK(placesOf({GuardedPerson::nameNow, "Ffion"}, {{"caller", fileText(notes / "caller")}}) == std::vector<std::string>{});
    CHECK(fileText(notes / "between").empty());
    CHECK(fs::is_empty(between));
    // The document is its maker's alone.
    CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
}
