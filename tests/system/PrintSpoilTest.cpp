#include "tests/system/Desk.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace cardwright::testing;

// A card is drawn, its print is spoiled, and its chip is dealt with before the plastic is booked: a simulated card behind its reader, the
// programs as processes, the centre as witness. The person's next card is then made, and nothing of the application is asked again.

namespace {

namespace fs = std::filesystem;

constexpr const char* reader = "Training reader 2";
constexpr const char* firstPasscode = "482957";
constexpr const char* nextPasscode = "739154";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

struct Bench {
    Desk desk{daemon()};

    CtlRun on(const std::string& card, std::vector<std::string> words, const std::optional<std::string>& passcode = {}) const
    {
        words.insert(words.end(), {"--reader", reader, "--tray-card", desk.card(card).string()});
        return desk.ctl(std::move(words), passcode);
    }
    Json done(const CtlRun& run) const
    {
        INFO(run.text());
        REQUIRE(run.code() == 0);
        return run.result();
    }
    void refused(const CtlRun& run, int exit, const char* code) const
    {
        INFO(run.text());
        CHECK(run.code() == exit);
        CHECK(run.failure().at("code") == code);
    }
    Json issue(const std::string& card) const { return done(on(card, {"issue", "--request", desk.request("ffion-adeyemi").string()}, firstPasscode)); }
    std::int64_t recorded(const std::string& kind) const { return Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = '" + kind + "'"); }
    /// The kinds of everything about this card's end, as they were written.
    std::vector<std::string> ends() const
    {
        return Sqlite(desk.store()).column("SELECT kind FROM journal WHERE kind IN ('card.cancelled', 'card.cleared', 'card.spoiled') ORDER BY seq");
    }
    std::int64_t acts() const { return DeskState::of(desk).acts; }
    bool waitsFor(const std::string& number) const
    {
        const auto run = desk.ctl({"card", "replacements"});
        INFO(run.text());
        CHECK(run.code() == 0);
        for (const auto& line : run.lines) {
            if (line.value("uuid", "") == number) return true;
        }
        return false;
    }
    void checkAllAccepted() const
    {
        done(desk.ctl({"queue", "drain"}));
        CHECK(Sqlite(desk.centreStore()).column("SELECT kind || ': ' || coalesce(problem, '') FROM entries WHERE status <> 'accepted'") == std::vector<std::string>{});
        CHECK(disagreements(desk).empty());
    }
    /// The next card on another plastic: same person, same number, and of the steps before the card none is taken again.
    void makeNextCard(const std::string& number, const std::string& plastic) const
    {
        const std::vector<std::string> once{"holder.created", "evidence.checked", "portrait.accepted"};
        for (const auto& kind : once) CHECK(recorded(kind) == 1);
        const auto made = done(on(plastic, {"card", "replacement", number}, nextPasscode));
        CHECK(made.at("uuid") == number);
        for (const auto& kind : once) CHECK(recorded(kind) == 1);
        CHECK(recorded("card.issued") == 2);
        CHECK_FALSE(waitsFor(number));
        CHECK(done(on(plastic, {"card", "verify"}, nextPasscode)).at("passed") == true);
    }
};

} // namespace

TEST_CASE("a spoiled print with the card in the reader: cancelled, cleared, booked, in that order; the next card repeats no step")
{
    Bench bench;
    bench.desk.startCentre();
    const auto issued = bench.issue("blank-1");
    const std::string card = issued.at("card");
    const std::string number = issued.at("uuid");
    const auto pdf = bench.desk.scratch("face.pdf");

    // Drawn, and nobody called it good: it is on the list.
    CHECK(bench.done(bench.desk.ctl({"print", "both", "--card", card, "--pdf", pdf.string()})).at("state") == "waiting");
    std::ifstream drawn(pdf, std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(drawn), {}).rfind("%PDF", 0) == 0);
    CHECK(bench.desk.ctl({"print", "list"}).line("print").at("card") == card);

    const auto before = bench.acts();
    bench.refused(bench.desk.ctl({"print", "spoil", "--card", card}), 2, "USAGE");
    bench.refused(bench.on("blank-1", {"print", "spoil", "--card", card, "--reason", "  "}), 3, "PRINT-REASON");
    bench.refused(bench.on("blank-2", {"print", "spoil", "--card", card, "--reason", "ribbon creased"}), 4, "CARD-OTHER");
    CHECK(bench.acts() == before);
    CHECK(bench.ends().empty());

    const auto spoiled = bench.done(bench.on("blank-1", {"print", "spoil", "--card", card, "--reason", "ribbon creased"}));
    CHECK(spoiled.at("cleared") == true);
    CHECK(spoiled.at("notCleared") == "");
    CHECK(bench.ends() == std::vector<std::string>{"card.cancelled", "card.cleared", "card.spoiled"});
    CHECK(bench.done(bench.on("blank-1", {"card", "show"})).at("kind") == "blank"); // the chip is nobody's
    CHECK_FALSE(bench.desk.ctl({"print", "list"}).has("print"));
    bench.refused(bench.on("blank-1", {"print", "spoil", "--card", card, "--reason", "again"}), 3, "PRINT-SPOILED");
    bench.refused(bench.desk.ctl({"print", "face", "--card", card, "--pdf", pdf.string()}), 3, "PRINT-SPOILED");

    CHECK(bench.waitsFor(number));
    bench.makeNextCard(number, "blank-2");
    bench.checkAllAccepted();
    const Sqlite centre(bench.desk.centreStore());
    CHECK(centre.number("SELECT count(*) FROM cards WHERE state = 'cancelled'") == 1);
    CHECK(centre.number("SELECT count(*) FROM revocations") >= 2);
}

TEST_CASE("a spoiled print without its card, and without the centre: cancelled and revoked before it is booked")
{
    Bench bench;
    bench.desk.startCentre();
    const auto issued = bench.issue("blank-1");
    const std::string card = issued.at("card");
    const std::string number = issued.at("uuid");
    bench.done(bench.desk.ctl({"queue", "drain"}));
    bench.desk.stopCentre();

    const auto spoiled = bench.done(bench.desk.ctl({"print", "spoil", "--card", card, "--reason", "bent in the printer"}));
    CHECK(spoiled.at("cleared") == false);
    CHECK(bench.ends() == std::vector<std::string>{"card.cancelled", "card.spoiled"});
    bench.refused(bench.on("blank-1", {"card", "verify"}, firstPasscode), 4, "CARD-CANCELLED"); // its chip is somebody's no more
    CHECK(bench.waitsFor(number));

    bench.desk.startCentre();
    bench.done(bench.desk.ctl({"queue", "drain"}));
    {
        const Sqlite centre(bench.desk.centreStore());
        CHECK(centre.number("SELECT count(*) FROM cards WHERE state = 'cancelled'") == 1);
        CHECK(centre.number("SELECT count(*) FROM revocations") >= 2); // both of its certificates
    }
    bench.makeNextCard(number, "blank-2");
    bench.checkAllAccepted();
}
