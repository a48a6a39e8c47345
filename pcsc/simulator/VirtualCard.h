#pragma once

#include "core/base/Bytes.h"
#include "core/base/Failure.h"
#include "core/base/Random.h"
#include "pcsc/simulator/CardState.h"
#include "pcsc/simulator/FaultPlan.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace cardwright::simulator {

/// What is wrong with a card file or the way to the virtual reader.
class SimulatorError : public FailureError {
public:
    explicit SimulatorError(std::string_view code, std::string detail = {}) : FailureError(Failure::of(code, std::move(detail))) {}
};

/// What came out of the card for one command.
struct CardAnswer {
    enum class Kind { answered, removed, reset, silent };
    Kind kind = Kind::answered;
    Bytes response; ///< with its status word; only when answered
};

/// A PIV card by the book (SP 800-73-5 part 2) as a state machine. One state-changing command is on disk before its
/// answer leaves. Not thread-safe: a card does one thing at a time. The file is locked while the card is in a reader,
/// for a card cannot be in two at once.
class VirtualCard {
public:
    /// A new card in a new file. Errors: SimulatorError CARD-FILE-EXISTS, CARD-FILE-WRITE.
    static void create(const std::filesystem::path& file, Personality personality, RandomSource& random);
    /// Likewise, of a batch that its maker shipped with keys of its own. What it does not name is as the maker publishes it.
    struct Shipping {
        std::uint8_t administrationAlgorithm = 0x03; ///< SP 800-78-5 table 6-2
        SecureBytes administrationKey;
        std::optional<SecureBytes> unlockKey; ///< eight octets
        std::optional<SecureBytes> passcode;  ///< six to eight digits
        std::optional<std::uint32_t> serial;  ///< nothing: a random one
    };
    static void create(const std::filesystem::path& file, Personality personality, RandomSource& random, const Shipping& shipping);
    /// Errors: SimulatorError CARD-FILE-ABSENT, CARD-FILE-DAMAGED, CARD-FILE-IN-USE.
    /// `random` must live as long as the card.
    static std::unique_ptr<VirtualCard> load(const std::filesystem::path& file, RandomSource& random);
    ~VirtualCard();
    VirtualCard(const VirtualCard&) = delete;
    VirtualCard& operator=(const VirtualCard&) = delete;

    /// One APDU as it travels, short or extended. Faults of the plan happen here.
    /// Errors: SimulatorError CARD-FILE-WRITE (then nothing was answered).
    CardAnswer process(ByteView command);
    /// Power or warm reset: the security state, chaining and pending response are dropped; the memory is not.
    void reset() noexcept;
    /// Put into a reader: a reset, and a card that went away or fell silent by a fault is itself again.
    void powerUp() noexcept;
    const Bytes& atr() const noexcept;

    void plan(FaultPlan faults);
    /// APDUs since the plan was set (or since loading).
    std::uint64_t commands() const noexcept;
    const CardState& state() const noexcept;
    const std::filesystem::path& file() const noexcept;

private:
    struct Impl;
    explicit VirtualCard(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace cardwright::simulator
