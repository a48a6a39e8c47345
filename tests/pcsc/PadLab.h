#pragma once

#include "core/card/CardTransport.h"
#include "tests/pcsc/fake/FakePcsc.h"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace cardwright::testing {

/// A reader with keys of its own (PC/SC part 10) and somebody at them, over the stand-in for libpcsclite: what is typed is put where the
/// structure says, as a reader's firmware does, and the command goes to the card behind it.
class PadLab final : public FakePcsc::Card {
public:
    static constexpr const char* readerName = "Keys one";
    /// behind: where the card lies.
    PadLab(FakePcsc& pcsc, std::function<std::unique_ptr<CardTransport>()> behind, Bytes atr, bool verifies = true, bool modifies = true);
    ~PadLab() override;

    /// What is typed at the next request of the reader, in order; or one of the reader's own words.
    struct Typing {
        std::vector<std::string> entries;
        const char* word = nullptr; ///< "6400": nobody typed
        bool pulls = false;         ///< the card is taken out instead
    };
    std::deque<Typing> typed;
    std::function<void()> whileAsked; ///< called each time that the reader asks

    void begin() override;
    Bytes transmit(ByteView command) override;
    void end(bool reset) override;
    std::optional<Bytes> keys(bool modify, ByteView structure) override;

private:
    Bytes verify(ByteView structure, const Typing& typing);
    Bytes modify(ByteView structure, const Typing& typing);
    FakePcsc& m_pcsc;
    std::function<std::unique_ptr<CardTransport>()> m_behind;
    std::unique_ptr<CardTransport> m_transport;
};

} // namespace cardwright::testing
