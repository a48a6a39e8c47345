#pragma once

#include "tests/faults/FaultCell.h"

#include <memory>
#include <optional>

namespace cardwright::test {
struct Bench;
}

namespace cardwright::faults {

/// A fault at one command of the card.
struct CardFault {
    FaultKind kind;
    std::size_t at;
};

/// The reader that the bench's card goes into and out of. Each insertion is a power cycle.
class Seat {
public:
    virtual ~Seat() = default;
    /// bench.file goes in; bench.reader is then the way to it.
    virtual void insert(test::Bench& bench, std::optional<CardFault> fault) = 0;
    virtual void takeOut(test::Bench& bench) = 0;
    /// For a program that is going to be killed: what has to stand before the fork, and what that program does itself.
    virtual void beforeFork(test::Bench& bench, CardFault fault) = 0;
    virtual void inChild(test::Bench& bench, CardFault fault) = 0;
};

/// The training tray: card, reader and job in one process.
std::unique_ptr<Seat> traySeat();
/// A private pcscd and its virtual reader; the card is a process of its own. Needs what tests/support/PrivatePcscd.h needs.
std::unique_ptr<Seat> pcscdSeat();

} // namespace cardwright::faults
