#include "tests/system/Witness.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace cardwright::testing {

bool holds(const ToolResult& result, const std::string& text) { return result.all().find(text) != std::string::npos; }

ToolResult Witness::tool(std::vector<std::string> line) const
{
    for (auto& word : line) {
        if (word == "{slot}") word = std::to_string(m_slot);
    }
    return m_pcscd.tool(std::move(line)).folder(m_pcscd.folder()).run();
}

ToolResult Witness::piv(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(), {"yubico-piv-tool", "-r", m_pcscd.readerName(m_slot)});
    auto result = tool(arguments);
    if (result.exitCode == 127) throw std::runtime_error("no yubico-piv-tool: install it");
    return result;
}

bool Witness::passcodeWorks(const std::string& passcode) const { return piv({"-a", "verify-pin", "-P", passcode}).exitCode == 0; }

void Witness::block() const
{
    for (int time = 0; time < 3; ++time) {
        if (passcodeWorks("99999999")) throw std::runtime_error("a wrong passcode was accepted");
    }
}

std::optional<std::string> Witness::object(std::uint32_t id, const std::string& passcode) const
{
    char number[16];
    std::snprintf(number, sizeof number, "0x%06x", static_cast<unsigned>(id));
    std::vector<std::string> arguments;
    if (!passcode.empty()) arguments = {"-P", passcode, "-a", "verify-pin"};
    arguments.insert(arguments.end(), {"-a", "read-object", "--id", number, "-f", "hex"});
    const auto result = piv(arguments);
    if (result.exitCode != 0) return std::nullopt;
    return octetsOf(result.out);
}

std::string Witness::guid() const
{
    const auto chuid = object(0x5FC102);
    if (!chuid || chuid->empty()) return "";
    return hexOf(element(elements(*chuid), 0x34).value);
}

std::string Witness::certificate(const std::string& slot) const { return piv({"-s", slot, "-a", "read-certificate"}).out; }

std::string hexOf(const std::string& octets)
{
    std::string hex;
    char pair[3];
    for (const unsigned char octet : octets) {
        std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned>(octet));
        hex += pair;
    }
    return hex;
}

std::string octetsOf(const std::string& hex)
{
    std::string digits;
    std::copy_if(hex.begin(), hex.end(), std::back_inserter(digits), [](unsigned char letter) { return std::isxdigit(letter) != 0; });
    std::string octets;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) octets.push_back(static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16)));
    return octets;
}

std::vector<Element> elements(const std::string& object)
{
    const auto octet = [&](std::size_t at) -> std::size_t {
        if (at >= object.size()) throw std::runtime_error("an object ends in the middle of an element");
        return static_cast<unsigned char>(object[at]);
    };
    std::vector<Element> found;
    for (std::size_t at = 0; at < object.size();) {
        Element one;
        one.begin = at;
        one.tag = static_cast<unsigned>(octet(at++));
        std::size_t length = octet(at++);
        if (length > 0x80) {
            std::size_t count = length & 0x7FU;
            for (length = 0; count > 0; --count) length = length << 8U | octet(at++);
        }
        if (length > object.size() - at) throw std::runtime_error("an element is longer than its object");
        one.value = object.substr(at, length);
        at += length;
        one.end = at;
        found.push_back(std::move(one));
    }
    return found;
}

const Element& element(const std::vector<Element>& all, unsigned tag)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.tag == tag; });
    if (found == all.end()) throw std::runtime_error("no element of tag " + std::to_string(tag));
    return *found;
}

void writeFile(const std::filesystem::path& file, const std::string& octets)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << octets;
}

std::string readFile(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace cardwright::testing
