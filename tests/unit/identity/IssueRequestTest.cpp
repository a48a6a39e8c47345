#include "core/identity/IssueRequest.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace cardwright;
using nlohmann::json;

namespace {

json good()
{
    return json::parse(R"({
      "schema": "cardwright.issue-request/1",
      "person": {"givenName": "Callum", "familyName": "Pemberton-Roy", "dateOfBirth": "1991-08-14", "odsCode": "HVC00",
                 "jobTitle": "Community physiotherapist", "postcode": "HV3 2QD"},
      "documents": [
        {"kind": "uk-passport", "number": "533914417", "expires": "2031-06-09", "originalSeen": true, "nameAgrees": true, "birthDateSeen": true},
        {"kind": "gas-bill", "number": "55170386", "issuer": "Severn & Wye Energy", "dated": "2026-10-02", "originalSeen": true, "nameAgrees": true, "addressAgrees": true},
        {"kind": "other-photocard-licence", "originalSeen": true, "nameAgrees": true, "conditionDates": {"entered-uk": "2026-01-02"}, "confirmed": ["seen-twice"]}
      ],
      "portrait": {"file": "portrait-2.jpg"}
    })");
}

std::string troubleOf(const std::string& text)
{
    try {
        IssueRequest::parse(text, "/somewhere");
        return "none";
    } catch (const UsageError& error) {
        CHECK(error.failure().kind == FailureKind::usage);
        return error.failure().code + ": " + error.failure().detail;
    }
}

std::string troubleOf(const json& request) { return troubleOf(request.dump()); }

class Folder {
public:
    Folder() : m_path(std::filesystem::temp_directory_path() / ("cardwright-request-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(m_path);
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const char* name, const std::string& content) const
    {
        std::ofstream(m_path / name, std::ios::binary) << content;
        return (m_path / name).string();
    }
    std::string path(const char* name) const { return (m_path / name).string(); }

private:
    std::filesystem::path m_path;
};

} // namespace

TEST_CASE("A request is read whole, and of numbers only the endings stay")
{
    auto text = good();
    text["portrait"]["crop"] = {{"left", 1}, {"top", 2}, {"width", 700}, {"height", 900}};
    text["options"] = {{"locked", true}};
    const auto request = IssueRequest::parse(text.dump(), "/requests");
    CHECK(request.person.legalName() == "Callum Pemberton-Roy");
    CHECK(formatDate(request.person.dateOfBirth) == "1991-08-14");
    CHECK(request.person.postcode == "HV3 2QD");
    REQUIRE(request.documents.size() == 3);
    CHECK(request.documents[0].numberEnding == "4417");
    CHECK(request.documents[0].birthDateSeen);
    CHECK(formatDate(*request.documents[1].dated) == "2026-10-02");
    CHECK(request.documents[1].issuer == "Severn & Wye Energy");
    CHECK(formatDate(request.documents[2].conditionDates.at("entered-uk")) == "2026-01-02");
    CHECK(request.documents[2].confirmed.count("seen-twice") == 1);
    CHECK(request.portraitFile == "/requests/portrait-2.jpg");
    CHECK(request.crop == CropBox{1, 2, 700, 900});
    CHECK(request.options.locked);
}

TEST_CASE("What is written is read back the same")
{
    auto text = good();
    text["person"]["preferredName"] = "Cal";
    text["person"]["nameOnChip"] = "CAL";
    text["portrait"]["turn"] = -2.5;
    text["portrait"]["reason"] = "head-covering";
    const auto request = IssueRequest::parse(text.dump(), "");
    const auto again = IssueRequest::parse(request.json(), "");
    CHECK(again.person == request.person);
    CHECK(again.documents == request.documents);
    CHECK(again.portraitFile == request.portraitFile);
    CHECK(request.turn == -25);
    CHECK(request.photoReason == "head-covering");
    CHECK(again.turn == request.turn);
    CHECK(again.photoReason == request.photoReason);
    CHECK_THAT(request.json(), !Catch::Contains("533914417"));
}

TEST_CASE("Two documents and none are well-formed: whether they are enough is the policy's to say")
{
    auto request = good();
    request["documents"].erase(2);
    CHECK(troubleOf(request) == "none");
    request["documents"] = json::array();
    CHECK(troubleOf(request) == "none");
}

TEST_CASE("A request of the wrong form names the field and never what stands in it")
{
    struct Row {
        const char* name;
        void (*spoil)(json&);
        const char* detail;
    };
    const Row rows[] = {
        {"no person", [](json& r) { r.erase("person"); }, "person: must be there"},
        {"no family name", [](json& r) { r["person"].erase("familyName"); }, "person.familyName: must be there"},
        {"no documents", [](json& r) { r.erase("documents"); }, "documents: must be there"},
        {"no portrait", [](json& r) { r.erase("portrait"); }, "portrait: must be there"},
        {"no portrait file", [](json& r) { r["portrait"].erase("file"); }, "portrait.file: must be there"},
        {"person is a text", [](json& r) { r["person"] = "SECRET"; }, "person: is of another kind"},
        {"name is a number", [](json& r) { r["person"]["givenName"] = 7777; }, "person.givenName: is of another kind"},
        {"name is null", [](json& r) { r["person"]["givenName"] = nullptr; }, "person.givenName: is of another kind"},
        {"empty name", [](json& r) { r["person"]["givenName"] = ""; }, "person.givenName: String should be no fewer than 1"},
        {"blank name", [](json& r) { r["person"]["givenName"] = "  "; }, "person.givenName: is empty"},
        {"name with a control character", [](json& r) { r["person"]["givenName"] = "SECRET\x01"; }, "person.givenName: holds control characters"},
        {"long name", [](json& r) { r["person"]["givenName"] = std::string(101, 'S'); }, "person.givenName: String should be no more than 100"},
        {"birth date in British order", [](json& r) { r["person"]["dateOfBirth"] = "14/08/1991"; }, "person.dateOfBirth: does not have the form"},
        {"no such day", [](json& r) { r["person"]["dateOfBirth"] = "1991-02-30"; }, "person.dateOfBirth: is no day of the calendar"},
        {"birth date with a line end", [](json& r) { r["person"]["dateOfBirth"] = "1991-08-14\n"; }, "person.dateOfBirth: does not have the form"},
        {"ODS code", [](json& r) { r["person"]["odsCode"] = "secret"; }, "person.odsCode: does not have the form"},
        {"unknown field", [](json& r) { r["person"]["nationalInsurance"] = "SECRET"; }, "person.nationalInsurance: the schema knows no such field"},
        {"unknown field with a strange name", [](json& r) { r["person"]["SECRET value\n"] = 1; }, "person.(a field): the schema knows no such field"},
        {"documents no list", [](json& r) { r["documents"] = json::object(); }, "documents: is of another kind"},
        {"too many documents", [](json& r) { for (int i = 0; i < 18; ++i) r["documents"].push_back(r["documents"][0]); }, "documents: Array should contain no more than 20"},
        {"a document that is none", [](json& r) { r["documents"][1] = 5; }, "documents[1]: is of another kind"},
        {"a document without kind", [](json& r) { r["documents"][1].erase("kind"); }, "documents[1].kind: must be there"},
        {"a tick as text", [](json& r) { r["documents"][1]["originalSeen"] = "SECRET"; }, "documents[1].originalSeen: is of another kind"},
        {"a tick as number", [](json& r) { r["documents"][1]["originalSeen"] = 1; }, "documents[1].originalSeen: is of another kind"},
        {"a date that is none", [](json& r) { r["documents"][1]["dated"] = "2026-13-01"; }, "documents[1].dated: is no day of the calendar"},
        {"an expiry in words", [](json& r) { r["documents"][0]["expires"] = "SECRET"; }, "documents[0].expires: does not have the form"},
        {"a condition's date", [](json& r) { r["documents"][2]["conditionDates"]["entered-uk"] = "2026-00-01"; }, "documents[2].conditionDates: is no day of the calendar"},
        {"a number too long", [](json& r) { r["documents"][0]["number"] = std::string(41, '9'); }, "documents[0].number: String should be no more than 40"},
        {"portrait path with a control character", [](json& r) { r["portrait"]["file"] = std::string("a\0SECRET", 8); }, "portrait.file: holds control characters"},
        {"crop below nothing", [](json& r) { r["portrait"]["crop"] = {{"left", -1}, {"top", 0}, {"width", 1}, {"height", 1}}; }, "portrait.crop.left: Expected number"},
        {"crop as fractions", [](json& r) { r["portrait"]["crop"] = {{"left", 0.5}, {"top", 0}, {"width", 1}, {"height", 1}}; }, "portrait.crop.left: is of another kind"},
        {"a turn that stands a face on its side", [](json& r) { r["portrait"]["turn"] = 90; }, "portrait.turn"},
        {"a reason in prose", [](json& r) { r["portrait"]["reason"] = "She wears a SECRET scarf"; }, "portrait.reason"},
        {"huge crop", [](json& r) { r["portrait"]["crop"] = {{"left", 0}, {"top", 0}, {"width", 4000000000U}, {"height", 1}}; }, "portrait.crop.width"},
        {"another schema", [](json& r) { r["schema"] = "SECRET"; }, "schema: is none of the values allowed"},
        {"a list", [](json& r) { r = json::array({r}); }, "of another kind"},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        auto request = good();
        row.spoil(request);
        const auto trouble = troubleOf(request);
        CHECK_THAT(trouble, Catch::StartsWith("REQUEST-SCHEMA: "));
        CHECK_THAT(trouble, Catch::Contains(row.detail));
        CHECK_THAT(trouble, !Catch::Contains("SECRET"));
        CHECK_THAT(trouble, !Catch::Contains("7777"));
        CHECK_THAT(trouble, !Catch::Contains("1991"));
    }
}

TEST_CASE("A request that is no JSON names the place and quotes nothing")
{
    const auto whole = good().dump();
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        const auto trouble = troubleOf(whole.substr(0, length));
        INFO(length);
        REQUIRE(trouble.substr(0, 14) == "REQUEST-JSON: ");
        REQUIRE(trouble.find("Callum") == std::string::npos);
    }
    CHECK_THAT(troubleOf(std::string("{\n  \"person\": SECRET}")), Catch::StartsWith("REQUEST-JSON: line 2, column "));
    CHECK_THAT(troubleOf(std::string("{\n  \"person\": SECRET}")), !Catch::Contains("SECRET"));
    CHECK_THAT(troubleOf(whole + "x"), Catch::StartsWith("REQUEST-JSON"));
    CHECK_THAT(troubleOf(std::string("{\"person\": \"\xFF\xFE\"}")), Catch::StartsWith("REQUEST-JSON"));
    CHECK_THAT(troubleOf(std::string("{\"person\": \"\xED\xA0\x80\"}")), Catch::StartsWith("REQUEST-JSON"));
    CHECK_THAT(troubleOf(std::string("{\"person\": 1, \"person\": 2}")), Catch::Contains("person: the same field stands twice"));
    CHECK_THAT(troubleOf(std::string("{\"documents\": [{\"kind\": 1, \"kind\": 2}]}")), Catch::Contains("kind: the same field stands twice"));
    CHECK_THAT(troubleOf(std::string(65, '[') + std::string(65, ']')), Catch::Contains("nested deeper than 64"));
    CHECK_THAT(troubleOf(std::string(500000, '[')), Catch::Contains("nested deeper than 64"));
    CHECK_THAT(troubleOf(std::string((1 << 20) + 1, ' ')), Catch::Contains("longer than"));
    CHECK_THAT(troubleOf(std::string("{\"a\": 1e999}")), Catch::StartsWith("REQUEST-JSON"));
    CHECK_THAT(troubleOf(std::string("{\"a\": NaN}")), Catch::StartsWith("REQUEST-JSON"));
    CHECK_THAT(troubleOf(std::string("// note\n{}")), Catch::StartsWith("REQUEST-JSON"));
    CHECK_THAT(troubleOf(std::string("{}\0{}", 5)), Catch::StartsWith("REQUEST-JSON"));
}

TEST_CASE("A request file that cannot be read is told apart")
{
    const Folder folder;
    const auto codeOf = [](const std::string& path) {
        try {
            IssueRequest::load(path);
            return std::string("none");
        } catch (const UsageError& error) {
            return error.failure().code;
        }
    };
    CHECK(codeOf(folder.path("absent.json")) == "REQUEST-FILE");
    CHECK(codeOf(folder.path("")) == "REQUEST-FILE"); // a folder
    CHECK(codeOf(folder.file("large.json", std::string((1 << 20) + 1, ' '))) == "REQUEST-FILE");
    CHECK(codeOf(folder.file("empty.json", "")) == "REQUEST-JSON");
    const auto path = folder.file("good.json", good().dump());
    const auto request = IssueRequest::load(path);
    CHECK(request.portraitFile == folder.path("portrait-2.jpg"));
}
