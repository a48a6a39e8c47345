#include "tests/system/tamper/Table.h"

#include "core/base/Failure.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace cardwright;
using namespace cardwright::tamper;

namespace {

constexpr std::size_t atLeast = 50;

struct Area {
    const char* name;
    std::vector<Kind> (*kinds)();
};
constexpr Area areas[] = {{"store, rows", storeRows},      {"store, whole", wholeStore},  {"journal in the store", journalRows},
                          {"files", files},                {"journal, exported", exports}, {"checkpoints", checkpoints},
                          {"envelopes", envelopes},        {"entries sent", entries},     {"calls", calls},
                          {"deliveries", deliveries},      {"the line", line},            {"sign-in", agents}};

Noticed outcomeOf(const Kind& kind)
{
    try {
        return kind.act();
    } catch (const FailureError& error) {
        return {"", error.failure().code + " " + error.failure().detail + " where nothing should fail"};
    } catch (const std::exception& error) {
        return {"", std::string(error.what()) + " where nothing should fail"};
    }
}

} // namespace

TEST_CASE("Whatever is tampered with is noticed by its name, and what was not touched goes on")
{
    std::size_t kinds = 0;
    std::size_t noticed = 0;
    std::printf("\n%-22s %-78s %s\n", "Where", "What is done", "Detected as");
    for (const auto& area : areas) {
        for (const auto& kind : area.kinds()) {
            const auto outcome = outcomeOf(kind);
            ++kinds;
            noticed += outcome.name == kind.expected && outcome.lost.empty() ? 1u : 0u;
            std::printf("%-22s %-78s %s\n", area.name, kind.what.c_str(), outcome.name.empty() ? "NOT DETECTED" : outcome.name.c_str());
            INFO(area.name << ": " << kind.what);
            CHECK(outcome.name == kind.expected);
            CHECK(outcome.lost == "");
        }
    }
    std::printf("%zu kinds of tampering, %zu detected by name with the rest kept\n\n", kinds, noticed);
    CHECK(kinds >= atLeast);
}
