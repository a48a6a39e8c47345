#pragma once

#include "tests/support/PrivatePcscd.h"
#include "tests/support/ToolRun.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::testing {

/// One data element of a PIV object, read here and not by our own code.
struct Element {
    unsigned tag = 0;
    std::size_t begin = 0; ///< of the tag
    std::size_t end = 0;
    std::string value;
};

/// Programs that are not ours, on the card in one slot.
class Witness {
public:
    Witness(const PrivatePcscd& pcscd, int slot) : m_pcscd(pcscd), m_slot(slot) {}

    ToolResult piv(std::vector<std::string> arguments) const; ///< yubico-piv-tool
    /// Any tool, with the reader's socket; {slot} in an argument becomes its number.
    ToolResult tool(std::vector<std::string> line) const;
    bool passcodeWorks(const std::string& passcode) const;
    /// Spends all passcode tries.
    void block() const;
    /// An object's octets without its 53; nothing when the card has none.
    std::optional<std::string> object(std::uint32_t id, const std::string& passcode = {}) const;
    /// The GUID of the CHUID, 32 hexadecimal digits; empty when there is no CHUID.
    std::string guid() const;
    /// PEM.
    std::string certificate(const std::string& slot) const;

private:
    const PrivatePcscd& m_pcscd;
    int m_slot;
};

bool holds(const ToolResult& result, const std::string& text);
std::string hexOf(const std::string& octets);
std::string octetsOf(const std::string& hex);
/// BER-TLV with tags of one octet, as in PIV objects.
std::vector<Element> elements(const std::string& object);
const Element& element(const std::vector<Element>& all, unsigned tag);
void writeFile(const std::filesystem::path& file, const std::string& octets);
std::string readFile(const std::filesystem::path& file);

} // namespace cardwright::testing
