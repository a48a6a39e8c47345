#include "tests/system/TrustLab.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// What an agent must not read, in everything that this desk says, writes or draws: document numbers in full, a restricted document, and
// the name that somebody bore before.

namespace {

constexpr const char* formerName = "Zquarrington";
constexpr const char* restrictedNumber = "GRC-90817263";
const std::vector<std::string> fullNumbers = {"704410093", "ADEYE803279F99XY", "80216644", restrictedNumber, "MC-5521907"};
const std::vector<std::string> restrictedWords = {"ender recognition", "estricted identity", "0817263", "restricted-identity-document", "gender-recognition-certificate"};

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

/// Somebody with a restricted document among their evidence, whose name has changed since.
class Lab {
public:
    Lab()
    {
        const auto request = desk.changedRequest("ffion-adeyemi", "privacy", [](Json& json) {
            json["person"]["familyName"] = formerName;
            json["documents"].push_back({{"kind", "restricted-identity-document"}, {"number", restrictedNumber}, {"originalSeen", true}, {"nameAgrees", true}});
        });
        const Inserted card(desk.card("blank-1"));
        const auto issued = must(desk.issue(request, 0, passcode)).result();
        number = issued.at("uuid");
        guid = issued.at("card");
        must(desk.ctl({"people", "show", number})); // says the name that is theirs yet
        const auto change = desk.writeRequest("name", Json{{"fields", {{"familyName", "Adeyemi"}}},
                                                           {"reason", "Another name by their papers"},
                                                           {"evidence",
                                                            {{{"kind", "marriage-certificate"}, {"number", "MC-5521907"}, {"dated", "2026-05-02"}, {"originalSeen", true}},
                                                             {{"kind", "gender-recognition-certificate"}, {"originalSeen", true}}}}}
                                                          .dump());
        must(desk.ctl({"people", "change", number, "--request", change.string()}));
    }

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

    Desk desk{daemon()};
    std::string number;
    std::string guid;
    std::vector<Output> outputs;
};

} // namespace

TEST_CASE("what an agent reads, exports and prints: no document's number in full, no restricted document, no former name")
{
    Lab lab;
    auto& desk = lab.desk;
    const std::string before = desk.said();
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"people", "find", "Adeyemi"}, {"people", "show", lab.number}, {"people", "leavers"}, {"people", "starters"}, {"queue", "list"},
             {"exception", "list"}, {"card", "due"}, {"card", "loans"}, {"card", "replacements"}, {"terms", "status", lab.number},
             {"terms", "receipt", lab.number}, {"position", "list", lab.number}, {"request", "list"}, {"photo", "report"}, {"site", "status"},
             {"badge", "list"}, {"badge", "history", lab.number}, {"log", "export"}, {"log", "export", "--holder", lab.number}}) {
        lab.say(words);
    }
    for (const std::string what : {"face", "back", "receipt"}) {
        const auto file = desk.scratch(what + ".pdf");
        must(desk.ctl({"print", what, "--pdf", file.string(), "--person", lab.number}));
        lab.take(file);
    }
    const auto log = desk.scratch("log.jsonl");
    must(desk.ctl({"log", "export", "--file", log.string()}));
    lab.take(log);
    lab.outputs.push_back({"everything said since the name changed", desk.said().substr(before.size())});
    lab.outputs.push_back({"everything said", before}); // for numbers and restricted documents: a name was theirs then

    CHECK(placesOf(fullNumbers, lab.outputs) == std::vector<std::string>{});
    CHECK(placesOf(restrictedWords, lab.outputs) == std::vector<std::string>{});
    auto after = lab.outputs;
    after.pop_back();
    CHECK(placesOf({formerName}, after) == std::vector<std::string>{});
    // The search itself sees: who they are now stands where they are looked for.
    CHECK_FALSE(placesOf({"Adeyemi"}, after).empty());
    CHECK_FALSE(placesOf({formerName}, {{"what was said before", before}}).empty());
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
    CHECK_FALSE(placesOf({"0093"}, payloads).empty()); // the passport's ending, which evidence.checked keeps
    CHECK(placesOf({"7263"}, payloads) == std::vector<std::string>{});
    const auto found = must(lab.desk.ctl({"people", "find", formerName})).result();
    CHECK(found.at("found") == 0);
}
