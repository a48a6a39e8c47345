#include "core/policy/JsonPlace.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cardwright {

namespace {

/// One step of a path: a member's name, or a place in a list.
struct Step {
    std::string_view name;
    std::optional<std::size_t> index;
};

/// Takes the first step off the path.
std::optional<Step> takeStep(std::string_view& path)
{
    if (path.empty()) return std::nullopt;
    if (path.front() == '[') {
        std::size_t index = 0;
        const auto close = path.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        if (std::from_chars(path.data() + 1, path.data() + close, index).ec != std::errc()) return std::nullopt;
        path.remove_prefix(close + 1);
        return Step{{}, index};
    }
    if (path.front() == '.') path.remove_prefix(1);
    const auto end = std::min(path.find_first_of(".["), path.size());
    const Step step{path.substr(0, end), std::nullopt};
    path.remove_prefix(end);
    return step;
}

/// Walks a text that is known to be JSON; at an end that comes too early it stays there.
class Walker {
public:
    explicit Walker(std::string_view text) : m_text(text) {}

    int find(std::string_view path)
    {
        skipBlanks();
        auto found = m_at;
        while (const auto step = takeStep(path)) {
            if (!(step->index ? enterList(*step->index) : enterObject(step->name))) break;
            found = m_at;
        }
        return 1 + static_cast<int>(std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
    }

private:
    char now() const noexcept { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void next() noexcept
    {
        if (m_at < m_text.size()) ++m_at;
    }
    void skipBlanks() noexcept
    {
        while (now() == ' ' || now() == '\t' || now() == '\r' || now() == '\n') next();
    }
    bool take(char wanted) noexcept
    {
        skipBlanks();
        if (now() != wanted) return false;
        next();
        skipBlanks();
        return true;
    }

    /// Without its quotes; escapes stay as they are written: no name of ours has any.
    std::string_view takeText() noexcept
    {
        next();
        const auto start = m_at;
        while (m_at < m_text.size() && now() != '"') {
            if (now() == '\\') next();
            next();
        }
        const auto text = m_text.substr(start, m_at - start);
        next();
        return text;
    }

    void skipValue() noexcept
    {
        skipBlanks();
        int depth = 0;
        do {
            if (now() == '"') {
                takeText();
            } else if (now() == '{' || now() == '[') {
                ++depth;
                next();
            } else if (now() == '}' || now() == ']') {
                --depth;
                next();
            } else {
                while (m_at < m_text.size() && std::string_view(",]}\"[{").find(now()) == std::string_view::npos) next();
                if (depth > 0 && now() == ',') next();
            }
            skipBlanks();
            if (depth > 0 && now() == ',') next();
            skipBlanks();
        } while (depth > 0 && m_at < m_text.size());
    }

    bool enterObject(std::string_view name) noexcept
    {
        if (!take('{')) return false;
        while (now() == '"') {
            const auto found = takeText();
            if (!take(':')) return false;
            if (found == name) return true;
            skipValue();
            if (!take(',')) return false;
        }
        return false;
    }

    bool enterList(std::size_t index) noexcept
    {
        if (!take('[') || now() == ']') return false;
        for (; index > 0; --index) {
            skipValue();
            if (!take(',')) return false;
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

int lineOf(std::string_view json, std::string_view path) { return Walker(json).find(path); }

} // namespace cardwright
