#pragma once

#include "core/base/Random.h"
#include "core/card/ReaderEvents.h"
#include "pcsc/simulator/FaultPlan.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::simulator {

/// The training tray: readers in this process, whose cards are files. Behaves as pcscd does: a transaction excludes the
/// other users of its reader, a pull makes a transmit in flight fail with CARD-REMOVED, security state stays on the
/// card between transactions unless one was ended with a reset. Safe from any thread.
class VirtualTray : public ReaderEvents {
public:
    /// `random` must outlive the tray. `openWithin`: how long open() waits for another transaction before READER-BUSY.
    explicit VirtualTray(RandomSource& random, std::vector<std::string> names = {"Training reader 1", "Training reader 2"},
                         std::chrono::milliseconds openWithin = std::chrono::seconds(5));
    ~VirtualTray() override;

    /// Errors: SimulatorError CARD-FILE-*; TransportError READER-UNKNOWN, READER-BUSY (a card is in it).
    void insert(const std::string& reader, const std::filesystem::path& cardFile, FaultPlan faults = {});
    /// Nothing happens when the reader is empty. Errors: TransportError READER-UNKNOWN.
    void pull(const std::string& reader);
    /// The file of the card in this reader. Errors: TransportError READER-UNKNOWN.
    std::optional<std::filesystem::path> cardIn(const std::string& reader) const;
    /// Whether the card in this reader is that of the file, however the file is named. Errors: TransportError READER-UNKNOWN.
    bool holds(const std::string& reader, const std::filesystem::path& cardFile) const;
    /// APDUs that the card now in this reader has seen since it was inserted; 0 when empty.
    std::uint64_t commands(const std::string& reader) const;

    /// Readers that carry extended APDUs; as they come, they do not. Counts for transactions opened from then on.
    void carryExtendedLength(bool carries);

    std::vector<ReaderState> readers() override;
    void start(Listener listener) override;
    void stop() override;
    std::unique_ptr<CardReader> reader(const std::string& name) override;

private:
    class Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace cardwright::simulator
