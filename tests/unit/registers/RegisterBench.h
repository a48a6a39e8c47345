#pragma once

#include "core/registers/RegisterDesk.h"
#include "tests/support/StoreFixture.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

namespace cardwright::test {

/// A desk with numbers to give and somebody at it.
struct RegisterBench {
    RegisterBench() { desk.lease(); }

    RegisterDesk in() { return {desk.store(), policy, agent, desk.clock, desk.random}; }
    RegisterDesk as(const AgentSession& other) { return {desk.store(), policy, other, desk.clock, desk.random}; }
    AgentSession role(std::string_view id, std::uint64_t value, std::string name = "Somebody Else")
    {
        AgentSession other = agent;
        other.number = number(value);
        other.name = std::move(name);
        other.role = id;
        other.permissions = PermissionMatrix::shipped().permissionsOf(id);
        return other;
    }
    std::vector<std::string> kinds()
    {
        std::vector<std::string> all;
        for (std::uint64_t seq = 0; seq < desk.store().journal.size(); ++seq) all.emplace_back(nameOf(desk.store().journal.entry(seq)->kind));
        return all;
    }
    std::string lastKind() { return kinds().back(); }
    /// What the last entry says.
    nlohmann::json lastPayload()
    {
        auto& journal = desk.store().journal;
        return journal.payloadOf(*journal.entry(journal.size() - 1));
    }

    Desk desk;
    PeoplePolicy policy = PeoplePolicy::shipped();
    AgentSession agent{Guid(), number(555'009'000'001), "Beatrix Agent", "agent", desk.author.agent, {}, 0,
                       PermissionMatrix::shipped().permissionsOf("agent"), false, desk.author.session, 0};
};

inline Person somebody(std::string given, std::string family, std::string_view born)
{
    Person person;
    person.givenName = std::move(given);
    person.familyName = std::move(family);
    person.dateOfBirth = *parseDate(born);
    person.odsCode = "HVC00";
    person.jobTitle = "Staff nurse";
    return person;
}

} // namespace cardwright::test
