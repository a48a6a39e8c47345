#include "tests/faults/Seat.h"

#include "tests/unit/lifecycle/LifecycleBench.h"

namespace cardwright::faults {

namespace {

class TraySeat final : public Seat {
public:
    void insert(test::Bench& bench, std::optional<CardFault> fault) override
    {
        bench.insert(fault ? planOf(fault->kind, fault->at) : simulator::FaultPlan{});
    }
    void takeOut(test::Bench& bench) override { bench.tray.pull(test::subjectReader); }
    // The card is in the program that is killed: its file's lock goes with it.
    void beforeFork(test::Bench& bench, CardFault) override { takeOut(bench); }
    void inChild(test::Bench& bench, CardFault fault) override { insert(bench, fault); }
};

} // namespace

std::unique_ptr<Seat> traySeat() { return std::make_unique<TraySeat>(); }

} // namespace cardwright::faults
