#include "tests/system/ByteSearch.h"

#include "tests/system/Witness.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace cardwright::testing {

namespace {

constexpr std::size_t shortest = 6; ///< less than that is found anywhere by chance

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

std::string wide(const std::string& text)
{
    std::string doubled;
    for (const char letter : text) doubled += {letter, '\0'};
    return doubled;
}

std::string base64(const std::string& octets)
{
    static const char* const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at + 2 < octets.size(); at += 3) {
        const auto three = static_cast<unsigned>(static_cast<unsigned char>(octets[at])) << 16 |
                           static_cast<unsigned>(static_cast<unsigned char>(octets[at + 1])) << 8 | static_cast<unsigned char>(octets[at + 2]);
        for (const unsigned shift : {18U, 12U, 6U, 0U}) text += letters[three >> shift & 63U];
    }
    return text;
}

} // namespace

ByteSearch::ByteSearch(std::vector<Planted> data) : m_data(std::move(data))
{
    for (const auto& each : m_data) {
        if (each.octets.size() < shortest) throw std::logic_error(each.label + " is too short to be looked for");
        const auto add = [&](const char* form, const std::string& octets, bool folded) { m_needles.push_back({each.label, form, octets, folded}); };
        if (each.text) {
            add("text", lower(each.octets), true);
            add("UTF-16", wide(lower(each.octets)), true);
        } else {
            add("octets", each.octets, false);
            add("octets backwards", {each.octets.rbegin(), each.octets.rend()}, false);
        }
        add("hexadecimal", lower(hexOf(each.octets)), true);
        for (std::size_t skipped = 0; skipped < 3; ++skipped) { // however it stands in the text around it
            const auto whole = each.octets.substr(skipped, (each.octets.size() - skipped) / 3 * 3);
            if (whole.size() >= shortest) add("base64", base64(whole), false);
        }
    }
}

std::vector<ByteSearch::Hit> ByteSearch::inText(const std::string& octets, const std::string& name) const
{
    const auto folded = lower(octets);
    std::vector<Hit> hits;
    for (const auto& needle : m_needles) {
        if ((needle.folded ? folded : octets).find(needle.octets) != std::string::npos) hits.push_back({needle.label, needle.form, name});
    }
    return hits;
}

std::vector<ByteSearch::Hit> ByteSearch::in(const std::filesystem::path& folder) const
{
    std::vector<Hit> hits;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        for (auto& hit : inText(entry.path().filename().string(), entry.path().string() + " (its name)")) hits.push_back(std::move(hit));
        if (!entry.is_regular_file()) continue;
        ++m_files;
        for (auto& hit : inText(readFile(entry.path()), entry.path().string())) hits.push_back(std::move(hit));
    }
    return hits;
}

} // namespace cardwright::testing
