#include "tests/system/Desk.h"
#include "tests/system/Witness.h"
#include "tests/system/witness/ActLab.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <sstream>

using namespace cardwright::testing;

// APDUs as pcscd writes them down (--apdu), not as we count them, against the budgets of design card.md.

namespace {

constexpr const char* passcode = "73915482";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

/// The INS of every command that went to a card while this lived.
class Counted {
public:
    Counted() : m_begin(daemon().log().size()) {}
    std::vector<std::string> instructions() const
    {
        std::vector<std::string> found;
        std::istringstream lines(daemon().log().substr(m_begin));
        for (std::string line; std::getline(lines, line);) {
            const auto at = line.find("APDU: ");
            if (at != std::string::npos && line.size() >= at + 11) found.push_back(line.substr(at + 9, 2));
        }
        return found;
    }
    int all() const { return static_cast<int>(instructions().size()); }
    int of(const std::string& instruction) const
    {
        int times = 0;
        for (const auto& each : instructions()) times += each == instruction ? 1 : 0;
        return times;
    }

private:
    std::size_t m_begin;
};

int rounded(std::size_t octets, std::size_t part) { return static_cast<int>((octets + part - 1) / part); }

/// An object with the 53 and length that stand before it in the card's memory.
std::size_t sizeOf(const Witness& witness, std::uint32_t id)
{
    const auto content = witness.object(id, id == 0x5FC109 ? passcode : "");
    REQUIRE(content);
    const auto size = content->size();
    return size + (size < 0x80 ? 2U : size < 0x100 ? 3U : 4U);
}

struct Figures {
    int blank = 0;
    int issue = 0;
    int issueBudget = 0;
    int known = 0;
    int unlock = 0;
    std::size_t written = 0; ///< octets of all objects
    std::size_t certificate = 0;
};

constexpr int fixedPart = 18;
constexpr int perEcSlot = 3;
constexpr int termsPart = 2; ///< 9C signs what the holder accepted: VERIFY, which it wants right before, and the signature
constexpr int recogniseBudget = 6;
constexpr int unlockBudget = 5;

/// 1 per FD, F8, F7, + 2 for FA.
int extensionBudget(const Counted& counted)
{
    return counted.of("FD") + counted.of("F8") + counted.of("F7") + (counted.of("FA") > 0 ? 2 : 0);
}

/// ceil((n+5)/255) for writing and ceil(n/256) for reading back each object of n octets.
int objectBudget(const Witness& witness, Figures& figures)
{
    int budget = 0;
    for (const std::uint32_t id : {0x5FC102U, 0x5FC107U, 0x5FC109U, 0x5FC106U, 0x5FC105U, 0x5FC10AU}) {
        const auto size = sizeOf(witness, id);
        if (id == 0x5FC105U) figures.certificate = size;
        figures.written += size;
        budget += rounded(size + 5, 255) + rounded(size, 256);
    }
    return budget;
}

CtlRun must(CtlRun run)
{
    INFO(run.text());
    REQUIRE(run.code() == 0);
    return run;
}

Figures measure(const std::string& card)
{
    Desk desk(daemon());
    desk.startCentre();
    daemon().insert(0, desk.card(card));
    const Witness witness(daemon(), 0);
    Figures figures;
    const auto recognise = [&](const char* kind) {
        const Counted counted;
        const auto run = must(desk.ctl({"card", "show", "--reader", daemon().readerName(0), "--apdu-summary"}));
        CHECK(run.result().at("kind") == kind);
        CHECK(run.result().at("apdus") == counted.all()); // our own count says the same
        return counted.all();
    };
    figures.blank = recognise("blank");
    {
        const Counted counted;
        const auto run = must(desk.issue(desk.request("ffion-adeyemi"), 0, passcode, {"--apdu-summary"}));
        CHECK(run.result().at("written").size() == 2);
        figures.issue = counted.all();
        CHECK(run.result().at("apdus") == figures.issue);
        figures.issueBudget = fixedPart + 2 * perEcSlot + termsPart + extensionBudget(counted);
        CHECK(desk.ctl({"terms", "verify", run.result().at("card").get<std::string>()}).result().at("holds") == true);
    }
    figures.issueBudget += objectBudget(witness, figures);
    figures.known = recognise("ours");
    witness.block();
    {
        const Counted counted;
        must(desk.ctl({"unlock", "--reader", daemon().readerName(0)}, "48295713"));
        figures.unlock = counted.all();
    }
    daemon().pull(0);
    return figures;
}

void checkFigures(const std::string& card)
{
    const auto figures = measure(card);
    std::printf("{\"card\":\"%s\",\"recogniseBlank\":%d,\"recogniseKnown\":%d,\"recogniseBudget\":%d,\"unlockAfterRecognise\":%d,\"unlockBudget\":%d,"
                "\"issue\":%d,\"issueBudget\":%d,\"objectOctets\":%zu,\"certificateOctets\":%zu}\n",
                card.c_str(), figures.blank, figures.known, recogniseBudget, figures.unlock - figures.known, unlockBudget, figures.issue,
                figures.issueBudget, figures.written, figures.certificate);
    CHECK(figures.blank > 0);
    CHECK(figures.blank <= recogniseBudget);
    CHECK(figures.known > 0);
    CHECK(figures.known <= recogniseBudget);
    CHECK(figures.unlock > figures.known);
    CHECK(figures.unlock <= figures.known + unlockBudget);
    CHECK(figures.issue > 30); // a proof by read-back is in it
    CHECK(figures.issue <= figures.issueBudget);
}

} // namespace

TEST_CASE("a Yubico-like card: recognise, unlock and a two-slot issue stay within the budgets, as pcscd counts")
{
    checkFigures("blank-1");
}

TEST_CASE("a strict PIV card: recognise, unlock and a two-slot issue stay within the budgets, as pcscd counts")
{
    checkFigures("blank-strict");
}

namespace {

namespace simulator = cardwright::simulator;

/// Acts for which card.md has no row: what they took when this was written, on the kind of card that takes most. `slots` keys of the
/// holder's, EC. An act that needs more says so here.
int mostCommands(const std::string& act, int slots)
{
    static const std::map<std::string, std::pair<int, int>> most = {
        {"passcode change", {6, 0}}, {"test my card", {14, 4}}, {"rotate", {11, 0}}, {"renew", {26, 9}},    {"cancel", {5, 2}},
        {"clear", {15, 2}},          {"repair", {33, 9}},       {"lend", {5, 0}},    {"take back", {9, 0}},
    };
    const auto found = most.find(act);
    return found == most.end() ? 0 : found->second.first + slots * found->second.second;
}

void checkEveryAct(simulator::Personality personality, const std::string& fourOf)
{
    ActLab lab(daemon(), 0, personality);
    if (fourOf.empty()) lab.wantTwo();
    else lab.wantFour(fourOf);
    const std::string card(simulator::nameOf(personality));
    std::unique_ptr<Counted> counted;
    int acts = 0;
    everyAct(lab, {[&](const std::string&) { counted = std::make_unique<Counted>(); },
                   [&](const ActFigure& figure) {
                       ++acts;
                       INFO(card << ", " << figure.act << ": " << figure.count.apdus << " of " << figure.budget.value_or(0) << ", " << figure.commits << " commits");
                       CHECK(static_cast<int>(figure.count.apdus) == counted->all()); // pcscd says the same
                       CHECK(figure.count.apdus > 0);
                       CHECK(figure.within());
                       const int most = figure.budget.value_or(mostCommands(figure.act, static_cast<int>(lab.issuePolicy.slots.size())) + figure.reserved);
                       CHECK(static_cast<int>(figure.count.apdus) <= most);
                       std::printf("{\"card\":\"%s\",\"slots\":%zu,\"act\":\"%s\",\"apdus\":%d,\"budget\":%d,\"commits\":%d}\n", card.c_str(),
                                   lab.issuePolicy.slots.size(), figure.act.c_str(), counted->all(), most, figure.commits);
                   }});
    CHECK(acts == 16);
}

} // namespace

TEST_CASE("every act on every kind of card stays within its budget, as pcscd counts")
{
    for (const auto personality : simulator::allPersonalities()) checkEveryAct(personality, "");
    const auto seed = std::random_device{}();
    std::printf("{\"fourSlots\":\"one kind of card\",\"seed\":%u}\n", seed);
    checkEveryAct(simulator::allPersonalities()[seed % simulator::allPersonalities().size()], "P-256");
}

TEST_CASE("every act with four slots, on every kind of card", "[.witness]")
{
    for (const auto personality : simulator::allPersonalities()) checkEveryAct(personality, "P-256");
}
