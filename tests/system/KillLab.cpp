#include "tests/system/KillLab.h"

#include "tests/system/TrustLab.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace cardwright::testing::kills {

using trust::OpenStore;

namespace {

constexpr int personsPerSite = 12; // a desk alone may make 40 cards; each person may need two

} // namespace

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

Slots::~Slots()
{
    if (m_slot) daemon().pull(*m_slot);
}

int Slots::insert(const fs::path& card, const std::vector<std::string>& more)
{
    const int next = m_slot ? 1 - *m_slot : 0;
    if (m_slot) daemon().tearOut(*m_slot);
    m_slot.reset();
    if (!daemon().waitPresent(next, false)) throw std::runtime_error("the last card has not left its slot");
    daemon().insert(next, card, more);
    m_slot = next;
    return next;
}

void print(const std::string& title, const std::vector<Row>& rows)
{
    std::printf("%s: %zu kills\n  command  when    CHUID   then\n", title.c_str(), rows.size());
    for (const auto& row : rows) std::printf("  %7d  %-6s  %-6s  %s\n", row.command, row.when.c_str(), row.chuid.c_str(), row.then.c_str());
    std::fflush(stdout);
}

std::string guidText(std::string text)
{
    text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
    return text;
}

void checkLeases(const Desk& desk)
{
    OpenStore store(desk);
    std::uint32_t lent = 0;
    std::uint32_t held = 0;
    for (const auto& lease : store->leases.all()) {
        lent += lease.count;
        for (std::uint32_t number = 0; number < lease.count; ++number) {
            const bool taken = store->people.byNumber(*UserNumber::fromValue(lease.first.value() + number)).has_value();
            CHECK(taken == (number < lease.taken)); // in order, none twice, none lost
            if (taken) ++held;
        }
    }
    const auto counts = store->leases.counts();
    CHECK(counts.free + counts.taken == lent);
    CHECK(counts.taken == held);
    const Sqlite raw(desk.store());
    CHECK(counts.taken == raw.number("SELECT count(*) FROM person"));
    CHECK(raw.number("SELECT count(*) FROM (SELECT holder FROM card WHERE state IN ('opened', 'issued', 'locked') GROUP BY holder HAVING count(*) > 1)") == 0);
}

Desk& Series::next()
{
    if (m_desk && ++m_person < personsPerSite) return *m_desk;
    finish();
    m_desk = std::make_unique<Desk>(daemon(), m_original);
    m_person = 0;
    return *m_desk;
}

fs::path Series::blank(const std::string& name) const
{
    auto file = m_desk->scratch(name + ".card");
    fs::copy_file(m_original.card(m_personality), file);
    return file;
}

void Series::finish()
{
    if (!m_desk) return;
    checkLeases(*m_desk);
    m_desk->startCentre();
    const auto drained = m_desk->ctl({"queue", "drain"});
    INFO(drained.text());
    CHECK(drained.code() == 0);
    CHECK(drained.result().at("waiting") == 0);
    CHECK(disagreements(*m_desk) == "");
    CHECK(m_desk->ctl({"log", "verify"}).code() == 0);
    CHECK(DeskState::of(*m_desk).openJobs == 0);
    m_desk.reset();
}

OnRecord OnRecord::of(const Desk& desk)
{
    OnRecord record;
    {
        OpenStore store(desk);
        PersonQuery leased;
        leased.digits = "555";
        leased.limit = 1'000;
        for (const auto& person : store->people.find(leased)) record.uuid = std::max(record.uuid, person.number.digits());
    }
    const auto open = Sqlite(desk.store()).column("SELECT lower(hex(card)) FROM job WHERE state = 'open'");
    REQUIRE(open.size() <= 1);
    if (!open.empty()) record.card = open.front();
    return record;
}

void checkFinished(const Desk& desk, int slot, const OnRecord& record, const Json& result, bool locked)
{
    CHECK(result.at("uuid") == record.uuid);
    CHECK(result.at("locked") == locked);
    const auto shown = desk.show(slot);
    INFO("shown: " << shown.text());
    CHECK(shown.result().at("kind") == "ours");
    CHECK(shown.result().at("uuid") == record.uuid);
    CHECK(shown.result().at("locked") == locked);
    const Witness witness(daemon(), slot);
    CHECK(witness.guid() == guidText(result.at("card")));
    CHECK(witness.passcodeWorks(repairPasscode) == !locked);
    CHECK(DeskState::of(desk).openJobs == 0);
}

} // namespace cardwright::testing::kills
