#include "tests/system/Canary.h"

#include "core/base/Bytes.h"
#include "tests/system/Witness.h"

#include <algorithm>
#include <cctype>

namespace cardwright::testing {

namespace {

/// The forms in which a secret could have been written down.
std::map<std::string, std::string> formsOf(const std::string& secret)
{
    const auto base64 = [](const std::string& text) { return toBase64(bytesOf(text)); };
    std::map<std::string, std::string> forms{{"as it is", secret}};
    const auto hex = hexOf(secret);
    forms["hexadecimal"] = hex;
    forms["HEXADECIMAL"] = hex;
    std::transform(hex.begin(), hex.end(), forms["HEXADECIMAL"].begin(), [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    // Base64 of a longer text shows it in one of three ways; the first and last letters also hold bits of the neighbours.
    for (std::size_t shift = 0; shift < 3; ++shift) {
        const auto text = base64(std::string(shift, 'x') + secret);
        const auto first = shift == 0 ? 0U : shift + 1;
        const auto whole = (shift + secret.size()) / 3 * 4; // letters that depend on nothing behind it
        forms["base64, " + std::to_string(shift)] = text.substr(first, whole - first);
    }
    return forms;
}

} // namespace

void search(const Secrets& secrets, const std::string& place, const std::string& text, std::vector<Finding>& findings)
{
    for (const auto& [name, secret] : secrets) {
        for (const auto& [form, octets] : formsOf(secret)) {
            if (text.find(octets) != std::string::npos) findings.push_back({name + ", " + form, place});
        }
    }
}

std::size_t searchFolder(const Secrets& secrets, const std::filesystem::path& folder, const std::string& when,
                         const std::function<bool(const std::filesystem::path&)>& mayHold, std::vector<Finding>& findings)
{
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || mayHold(entry.path())) continue;
        ++files;
        search(secrets, entry.path().filename().string() + when, readFile(entry.path()), findings);
    }
    return files;
}

std::string told(const std::vector<Finding>& findings)
{
    std::string text;
    for (const auto& finding : findings) text += finding.secret + " in " + finding.place + "\n";
    return text;
}

} // namespace cardwright::testing
