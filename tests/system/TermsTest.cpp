#include "tests/system/Desk.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace cardwright::testing;

namespace {

constexpr auto firstPasscode = "90527146";
constexpr auto secondPasscode = "48295713";

const Json& must(const CtlRun& run)
{
    INFO(run.text());
    REQUIRE(run.code() == 0);
    return run.result();
}

void refused(const CtlRun& run, const std::string& code)
{
    INFO(run.text());
    CHECK(run.code() == 3);
    CHECK(run.failure().at("code") == code);
}

/// Somebody with OpenSSL and nothing of ours.
ToolResult openssl(const std::filesystem::path& folder)
{
    const auto in = [&](const char* name) { return (folder / name).string(); };
    return ToolRun({"openssl", "cms", "-verify", "-inform", "DER", "-binary", "-content", in("statement.json"), "-in", in("statement.p7s"),
                    "-CAfile", in("ca.pem"), "-purpose", "any", "-out", "/dev/null"})
        .run();
}

std::string sha256Of(const std::filesystem::path& file) { return ToolRun({"sha256sum", file.string()}).run().out.substr(0, 64); }

} // namespace

TEST_CASE("terms from the shell: refused without them, signed by the card, checked by OpenSSL, on the receipt")
{
    PrivatePcscd daemon;
    Desk desk(daemon);
    desk.startCentre();
    daemon.insert(0, desk.card("blank-1"));
    const auto reader = daemon.readerName(0);
    const auto request = desk.request("ffion-adeyemi").string();

    // Said to be another version than the one in force: nothing is recorded.
    refused(desk.ctl({"issue", "--request", request, "--reader", reader, "--terms-accepted", "7"}, firstPasscode), "TERMS-CHANGED");
    ToolRun silent({CARDWRIGHT_CTL, "--site", desk.site().string(), "--json", "issue", "--request", request, "--reader", reader, "--passcode-fd", "3"});
    silent.env("PCSCLITE_CSOCK_NAME", desk.socket()).inputAt(3, firstPasscode);
    refused(desk.run(silent), "TERMS-NEEDED");
    CHECK(desk.show(0).result().at("kind") == "blank");

    const auto made = must(desk.issue(desk.request("ffion-adeyemi"), 0, firstPasscode));
    const std::string card = made.at("card");
    const std::string uuid = made.at("uuid");
    const auto standing = desk.ctl({"terms", "status", uuid});
    CHECK(must(standing).at("due") == false);

    const auto folder = desk.scratch("proof");
    const auto verified = desk.ctl({"terms", "verify", card, "--out", folder.string()});
    CHECK(must(verified).at("holds") == true);
    CHECK(verified.line("acceptance").at("certificate") == "trusted");
    CHECK(verified.line("acceptance").at("slot") == "9C");
    const auto checked = openssl(folder);
    INFO(checked.all());
    CHECK(checked.exitCode == 0);
    const auto statement = Desk::readJson(folder / "statement.json");
    CHECK(statement.at("termsDigest") == sha256Of(folder / "terms.json"));
    CHECK(statement.at("noticeDigest") == sha256Of(folder / "notice.json"));
    CHECK(statement.dump().find(uuid) == std::string::npos);

    const auto receipt = must(desk.ctl({"terms", "receipt", card}));
    CHECK(receipt.at("termsVersion") == 1);
    CHECK(receipt.at("canSignIn") == true);
    must(desk.ctl({"queue", "drain"}));
    CHECK(desk.ctl({"queue", "list"}).result().at("refused") == 0); // the centre took it as well

    // Who accepted is not asked again by an unlock.
    ToolRun unlock({CARDWRIGHT_CTL, "--site", desk.site().string(), "--json", "unlock", "--reader", reader, "--passcode-fd", "3"});
    unlock.env("PCSCLITE_CSOCK_NAME", desk.socket()).inputAt(3, secondPasscode);
    must(desk.run(unlock));
}

TEST_CASE("issued locked while the centre is away: asked at the unlock, checked against the certificate when it has come")
{
    PrivatePcscd daemon;
    Desk desk(daemon);
    daemon.insert(0, desk.card("blank-1"));
    const auto reader = daemon.readerName(0);
    const std::string card = must(desk.ctl({"issue", "--locked", "--request", desk.request("ffion-adeyemi").string(), "--reader", reader})).at("card");
    refused(desk.ctl({"terms", "verify", card}), "TERMS-NONE");
    CHECK(must(desk.ctl({"terms", "status", card})).at("due") == true);
    must(desk.ctl({"unlock", "--reader", reader}, secondPasscode));
    const auto alone = desk.ctl({"terms", "verify", card});
    CHECK(must(alone).at("holds") == true);
    CHECK_FALSE(alone.line("acceptance").contains("certificate"));
    desk.startCentre();
    must(desk.ctl({"queue", "drain"}));
    must(desk.ctl({"queue", "drain"}));
    must(desk.ctl({"touch", "--reader", reader}));
    CHECK(desk.ctl({"terms", "verify", card}).line("acceptance").at("certificate") == "trusted");
}
