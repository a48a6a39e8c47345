#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// Each permission of the matrix from the shell: an agent whose role does not include it is refused, told why, and put on record; nothing
// else happens. One training site, whose agent gets one role after another from its centre.

namespace {

constexpr const char* agentNumber = "555000417260";
constexpr const char* reader = "Training reader 2";

/// A command that a role may not do, and what it says then.
struct Act {
    const char* permission;
    std::vector<std::string> words;
    std::string card = {}; ///< in reader 2 meanwhile
};

struct MatrixDesk {
    Desk desk{daemon()};
    std::string holder;
    std::string cardId;
    std::string request;

    MatrixDesk()
    {
        desk.startCentre();
        const auto made = must(tray("blank-1", {"issue", "--request", desk.request("ffion-adeyemi").string(), "--locked", "--reader", reader})).result();
        holder = made.at("uuid");
        cardId = made.at("card");
        request = must(desk.ctl({"request", "raise", "--kind", "change", "--holder", holder, "--request", fields().string(), "--reason", "Promoted"})).result().at("request");
        must(desk.ctl({"queue", "drain"}));
    }
    CtlRun tray(const std::string& card, std::vector<std::string> words) const
    {
        words.insert(words.end(), {"--tray-card", desk.card(card).string()});
        return desk.ctl(std::move(words));
    }
    std::filesystem::path fields() const
    {
        return desk.writeRequest("fields.json", R"({"fields": {"jobTitle": "Ward sister"}, "reason": "Promoted"})");
    }
    std::filesystem::path newcomer() const
    {
        return desk.writeRequest("newcomer.json", R"({"fields": {"givenName": "Ifeoma", "familyName": "Balogun", "dateOfBirth": "1988-02-29", "jobTitle": "Nurse"}})");
    }
    void become(const std::string& role) const
    {
        LiveCentre::order({"agent", desk.site().string(), "role", agentNumber, "--role", role});
        desk.ctl({"queue", "drain", "--unattended"});
        must(desk.ctl({"queue", "drain"}));
    }
    std::int64_t refusals() const { return Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'duty.refused'"); }

    std::vector<Act> acts() const
    {
        const auto none = std::string("00000000-0000-4000-8000-000000000000");
        return {{"holder.create", {"people", "add", "--request", newcomer().string()}},
                {"holder.change", {"people", "change", holder, "--request", fields().string()}},
                {"holder.close", {"people", "close", holder, "--reason", "left", "--typed", "CLOSE"}},
                {"card.unlock", {"unlock", "--reader", reader}, "blank-1"},
                {"card.verify", {"card", "verify", "--reader", reader}, "blank-1"},
                {"card.clear", {"card", "clear", "--reader", reader}, "blank-1"},
                {"card.cancel", {"card", "cancel", "--card", cardId, "--reason", "left"}},
                {"card.renew", {"card", "renew", "--reader", reader}, "blank-1"},
                {"card.lend", {"card", "loans"}},
                {"position.assign", {"position", "assign", "--holder", holder, "--position", "ward-clerk"}},
                {"position.manage", {"position", "delegate", "555000700011", "ward-clerk"}},
                {"request.raise", {"position", "request", "--holder", holder, "--position", "ward-clerk"}},
                {"request.decide", {"request", "approve", request}},
                {"journal.export", {"log", "export", "--file", desk.scratch("log.jsonl").string()}},
                {"payload.erase", {"log", "erase", none, "--reason", "Asked for"}},
                {"storeKey.rotate", {"store", "rotate"}}};
    }
};

/// permission -> grant, of the roles policy that the site has.
Json grantsOf(const Desk& desk, const std::string& role)
{
    const auto policy = Desk::readJson(desk.site() / "policies/roles.json");
    for (const auto& one : policy.at("roles"))
        if (one.at("id") == role) return one.at("grants");
    return Json::object();
}

std::string codeFor(const std::string& grant)
{
    if (grant == "request") return "DUTY-ASK";
    return grant == "listed" ? "DUTY-NOT-LISTED" : "DUTY-NOT-ALLOWED";
}

} // namespace

TEST_CASE("what a role may not do is refused from the shell, said why, recorded, and leaves everything as it was")
{
    const MatrixDesk bench;
    int refused = 0;
    for (const auto* role : {"seniorAgent", "agent", "sponsor", "checker", "helpdesk"}) {
        bench.become(role);
        const auto grants = grantsOf(bench.desk, role);
        for (const auto& act : bench.acts()) {
            const auto grant = grants.value(act.permission, "no");
            if (grant == "yes") continue;
            INFO(role << ": " << act.permission << " (" << grant << ")");
            const auto before = DeskState::of(bench.desk);
            const auto recorded = bench.refusals();
            auto words = act.words;
            if (!act.card.empty()) words.insert(words.end(), {"--tray-card", bench.desk.card(act.card).string()});
            const bool passcodeAsked = !act.card.empty() && std::string(act.permission) != "card.clear";
            const auto run = bench.desk.ctl(words, passcodeAsked ? std::optional<std::string>(passcode) : std::nullopt);
            INFO(run.text());
            CHECK(run.code() == 3);
            CHECK(run.failure().at("code") == codeFor(grant));
            CHECK_FALSE(run.failure().at("cause").get<std::string>().empty());
            CHECK_FALSE(run.failure().at("nextStep").get<std::string>().empty());
            CHECK(bench.refusals() == recorded + 1);
            CHECK(DeskState::of(bench.desk) == before);
            ++refused;
        }
    }
    CHECK(refused >= 30);
}
