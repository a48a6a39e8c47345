#pragma once

#include "core/crypto/SecureRandom.h"
#include "pcsc/simulator/VirtualCard.h"
#include "tests/support/TempFolder.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace cardwright::testing {

struct RawAnswer {
    std::uint16_t sw = 0;
    Bytes data;
};

/// A fresh simulated card in a folder of its own, spoken to in octets, so that a misreading of core/piv cannot hide here.
class SimulatedCard {
public:
    explicit SimulatedCard(simulator::Personality personality);

    /// Octets in hexadecimal, spaces allowed.
    RawAnswer send(std::string_view hex);
    RawAnswer send(ByteView octets);
    /// CLA 00, short Lc where there is data; the whole answer by GET RESPONSE; data over 255 octets by chaining.
    RawAnswer command(std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data = {});
    void select();
    std::uint16_t verify(std::string_view digits);
    /// Mutual authentication with 9B as SP 800-73-5 part 2 appendix A.1 has it. The last status word; also checks the card's answer.
    std::uint16_t authenticate(std::uint8_t algorithm, ByteView key);
    std::uint16_t authenticateFactory();
    RawAnswer read(std::uint32_t tag);
    std::uint16_t write(std::uint32_t tag, ByteView content);

    /// Taken out and put in again: what is not in the file is lost.
    void reload();
    simulator::VirtualCard& card() { return *m_card; }
    std::filesystem::path file() const { return m_folder / "test.card"; }

private:
    TempFolder m_folder;
    SecureRandom m_random;
    std::unique_ptr<simulator::VirtualCard> m_card;
};

Bytes octets(std::string_view hexWithSpaces);
Bytes padded(std::string_view digits);
Bytes factoryAdministrationKey();

} // namespace cardwright::testing
