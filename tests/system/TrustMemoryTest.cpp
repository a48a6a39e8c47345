#include "tests/support/ProcessMemory.h"
#include "tests/system/SessionProcess.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include "core/journal/Delegation.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// What a process that signed an agent in still has in its memory afterwards, read by root.

namespace {

constexpr const char* agentPasscode = "90417362"; // in no text of any library, and set here only

/// The public point of the session that began last.
std::string sessionPoint(const Desk& desk)
{
    using namespace cardwright;
    OpenStore store(desk);
    const auto sessions = store->sessions.ofLog(store->journal.log());
    REQUIRE_FALSE(sessions.empty());
    const auto delegation = readDelegation(sessions.back().delegation, store->certificates().trust());
    const auto point = delegation.terms.sessionKey.point();
    return {point.begin(), point.end()};
}

/// Everything that must be gone, by name.
struct Secrets {
    RecoveredKeys keys;
    std::vector<std::pair<std::string, std::string>> octets;
    std::vector<std::string> points;

    explicit Secrets(const Desk& desk) : keys(RecoveredKeys::of(desk))
    {
        octets = {{"the agent's passcode", agentPasscode}, {"the store key", keys.storeKey}, {"the site key", keys.siteKey}};
        for (const auto& [name, pem] : {std::pair{"the store's private key", keys.storePrivate}, std::pair{"the content-signing key", keys.contentSigning}}) {
            const auto scalar = scalarOf(pem);
            octets.emplace_back(name, scalar);
            octets.emplace_back(std::string(name) + " in words", asWords(scalar));
            octets.emplace_back(std::string(name) + " as PEM", pem.substr(pem.find('\n') + 1, 60));
            points.push_back(pointOf(pem));
        }
    }
};

void checkGone(const Secrets& secrets, const std::string& session, const ProcessMemory& memory, const char* when)
{
    INFO(when << ", " << memory.size() << " octets read");
    CHECK(memory.size() > 500'000);
    for (const auto& [name, octets] : secrets.octets) {
        INFO(name);
        CHECK(memory.count(octets) == 0);
    }
    auto points = secrets.points;
    points.push_back(session);
    CHECK(memory.countPrivateKeysOf(points) == 0);
}

} // namespace

TEST_CASE("after sign-out and after a lock the process has no passcode, store key, session key or private key any more")
{
    Desk desk(daemon());
    {
        const Inserted card(desk.card("blank-1"));
        must(desk.issue(desk.request("ffion-adeyemi"), 0, passcode));
    }
    daemon().insert(1, desk.card("agent"));
    const Witness agent(daemon(), 1);
    REQUIRE(agent.piv({"-a", "change-pin", "-P", readFile(desk.site() / "cards/agent.passcode"), "-N", agentPasscode}).exitCode == 0);
    const Secrets secrets(desk);

    SessionProcess session(desk, daemon().readerName(1));
    session.signIn(agentPasscode);
    CHECK(session.order('p') == "read");
    const auto first = sessionPoint(desk);
    {
        // The same look finds them while they are needed.
        const ProcessMemory memory(session.pid());
        CHECK(memory.count(secrets.keys.storeKey) >= 1);
        CHECK(memory.countPrivateKeysOf({first}) >= 1);
        CHECK(memory.countPrivateKeysOf({pointOf(secrets.keys.storePrivate)}) >= 1);
        CHECK(memory.count(agentPasscode) == 0); // the card has had it, nobody else needs it
    }
    REQUIRE(session.order('o') == "signed-out");
    checkGone(secrets, first, ProcessMemory(session.pid()), "signed out");

    session.signIn(agentPasscode);
    CHECK(session.order('p') == "read");
    const auto second = sessionPoint(desk);
    CHECK(second != first);
    REQUIRE(session.order('l') == "locked");
    const ProcessMemory memory(session.pid());
    checkGone(secrets, second, memory, "locked");
    checkGone(secrets, first, memory, "locked, the session before");
    std::printf("{\"memoryOctetsRead\":%zu,\"secrets\":%zu}\n", memory.size(), secrets.octets.size() + secrets.points.size() + 2);
    daemon().pull(1);
}
