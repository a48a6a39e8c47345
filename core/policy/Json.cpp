#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>

namespace cardwright {

namespace {

/// Ends the parse from within its callback.
struct Halt {
    std::string what;
    std::string key; ///< the name seen twice; empty otherwise
};

std::string placeIn(std::string_view text, std::size_t octet)
{
    const auto before = text.substr(0, std::min(octet, text.size()));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const auto lineStart = before.rfind('\n');
    const auto column = lineStart == std::string_view::npos ? before.size() : before.size() - lineStart - 1;
    return "line " + std::to_string(lines + 1) + ", column " + std::to_string(std::max<std::size_t>(column, 1));
}

/// Watches depth and names while nlohmann builds the value. The parser itself does not recurse, so a value too deep is
/// stopped before it exists.
class Guard {
public:
    explicit Guard(int depth) : m_mostDepth(depth) {}

    bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed)
    {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            if (depth >= m_mostDepth) throw Halt{"nested deeper than " + std::to_string(m_mostDepth), {}};
            if (event == Event::object_start) m_names.emplace_back();
        } else if (event == Event::object_end) {
            m_names.pop_back();
        } else if (event == Event::key) {
            const auto& name = parsed.get_ref<const std::string&>();
            if (!m_names.back().insert(name).second) throw Halt{"the same field stands twice", name};
        }
        return true;
    }

private:
    int m_mostDepth;
    std::vector<std::set<std::string>> m_names;
};

/// A field's name as it may be shown: what others wrote there may be long or hold control characters.
std::string shown(const std::string& name)
{
    const bool plain = !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '$';
    });
    return plain ? name : std::string("a field");
}

} // namespace

std::string JsonProblem::text() const { return path.empty() ? what : path + ": " + what; }

std::optional<JsonProblem> parseJson(std::string_view text, nlohmann::json& into, const JsonLimits& limits)
{
    if (text.size() > limits.bytes) return JsonProblem{{}, "longer than " + std::to_string(limits.bytes) + " octets"};
    // The library takes this octet for the end of the text and would not look at what follows.
    const auto nul = text.find('\0');
    if (nul != std::string_view::npos) return JsonProblem{placeIn(text, nul + 1), "holds an octet of zero"};
    Guard guard(limits.depth);
    try {
        auto value = nlohmann::json::parse(text.begin(), text.end(), std::ref(guard));
        into = std::move(value);
        return std::nullopt;
    } catch (const Halt& halt) {
        return JsonProblem{halt.key.empty() ? std::string() : shown(halt.key), halt.what};
    } catch (const nlohmann::json::parse_error& error) {
        // Its message quotes the text: only the place is passed on.
        return JsonProblem{placeIn(text, error.byte), "cannot be read as JSON in UTF-8 from here"};
    } catch (const nlohmann::json::exception&) {
        return JsonProblem{{}, "holds a number out of all bounds"};
    }
}

std::optional<Bytes> readBounded(const std::string& path, std::size_t limit)
{
    std::error_code trouble;
    if (!std::filesystem::is_regular_file(path, trouble) || trouble) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    Bytes octets;
    std::array<char, 16384> part{};
    while (file.read(part.data(), part.size()) || file.gcount() > 0) {
        octets.insert(octets.end(), part.data(), part.data() + file.gcount());
        if (octets.size() > limit) return std::nullopt;
    }
    return file.bad() ? std::nullopt : std::optional(std::move(octets));
}

} // namespace cardwright
