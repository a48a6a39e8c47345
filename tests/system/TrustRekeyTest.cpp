#include "core/lifecycle/SiteKeys.h"
#include "core/store/SiteFolder.h"
#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// A desk is stolen: the site key is raised, and the cards of the other desks get keys of the new one at their next touch.

namespace {

constexpr const char* laterPasscode = "48295713";
constexpr const char* lastPasscode = "60418273";

/// What the desk's site keys make of this card: its unlock key under that name.
std::string unlockKeyOf(const Desk& desk, const std::string& card, int siteKeyVersion, int generation)
{
    cardwright::SiteKeys keys;
    {
        OpenStore store(desk);
        for (auto& version : store->vault().siteKeys(cardwright::SiteFolder::open(desk.site()))) keys.add(version.version, version.key.clone());
    }
    const auto guid = cardwright::Guid::parse(card);
    REQUIRE(guid);
    const auto key = keys.unlockKey({siteKeyVersion, generation}, *guid);
    return {key.view().begin(), key.view().end()};
}

} // namespace

TEST_CASE("a desk is stolen: the site key is raised, card due names the cards with the old one, and a touch gives them new keys")
{
    Desk desk(daemon());
    desk.startCentre();
    const Inserted card(desk.card("blank-1"));
    const Witness witness(daemon(), 0);
    const auto issued = must(desk.issue(desk.request("ffion-adeyemi"), 0, passcode)).result();
    const std::string guid = issued.at("card");
    must(desk.ctl({"queue", "drain"}));
    CHECK(must(desk.ctl({"card", "due"})).result().at("due") == 0);
    const auto oldKey = unlockKeyOf(desk, guid, 1, 1);

    const LiveDesk other(daemon(), "https://127.0.0.1:" + std::to_string(desk.centrePort()));
    const auto enrolled = must(other.enrol({"--trust", (desk.site() / "trust/ca.pem").string()}, LiveCentre::tokenOf(desk.site())));
    LiveCentre::order({"workstation", desk.site().string(), "stolen", enrolled.result().at("workstation")});
    must(desk.ctl({"queue", "drain"}));

    const auto due = must(desk.ctl({"card", "due"}));
    CHECK(due.result().at("due") == 1);
    CHECK(due.result().at("siteKeyVersion") == 2);
    CHECK(due.line("due").at("card") == guid);
    CHECK(due.line("due").at("uuid") == issued.at("uuid"));
    CHECK(due.line("due").at("siteKeyVersion") == 1);

    // Not while alone: the other desks would not know this card's keys.
    desk.stopCentre();
    const auto alone = must(desk.ctl({"touch", "--reader", daemon().readerName(0)})).result();
    CHECK(alone.at("keysRenewed") == false);
    CHECK(alone.at("keysLeft") == "CENTRE-UNREACHABLE");
    CHECK(must(desk.ctl({"card", "due"})).result().at("due") == 1);
    desk.startCentre();

    const auto touched = must(desk.ctl({"touch", "--reader", daemon().readerName(0)})).result();
    CHECK(touched.at("keysRenewed") == true);
    CHECK_FALSE(touched.contains("keysLeft"));
    CHECK(touched.at("card") == guid);
    CHECK(must(desk.ctl({"card", "due"})).result().at("due") == 0);
    must(desk.ctl({"queue", "drain"}));
    CHECK(Sqlite(desk.centreStore()).number("SELECT count(*) FROM entries WHERE kind = 'card.keysRotated' AND status = 'accepted'") == 1);
    CHECK(witness.passcodeWorks(passcode)); // the holder's own stays as it was

    // Another tool than ours: the old site key's unlock key opens nothing, the new one's does.
    const auto newKey = unlockKeyOf(desk, guid, 2, 2);
    CHECK(oldKey != newKey);
    CHECK(witness.piv({"-a", "unblock-pin", "-P", oldKey, "-N", laterPasscode}).exitCode != 0);
    CHECK_FALSE(witness.passcodeWorks(laterPasscode));
    CHECK(witness.piv({"-a", "unblock-pin", "-P", newKey, "-N", laterPasscode}).exitCode == 0);
    CHECK(witness.passcodeWorks(laterPasscode));

    must(desk.ctl({"unlock", "--reader", daemon().readerName(0)}, lastPasscode));
    CHECK(witness.passcodeWorks(lastPasscode));
    const auto again = must(desk.ctl({"touch", "--reader", daemon().readerName(0)})).result();
    CHECK(again.at("keysRenewed") == false); // once
}
