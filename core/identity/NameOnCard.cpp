#include "core/identity/NameOnCard.h"

#include "core/identity/Person.h"
#include "core/identity/Utf8.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::size_t longestPrinted = 80; ///< letters; the face renderer shrinks, then asks for less

[[noreturn]] void refuse(std::string_view code, std::string field)
{
    throw RefusedError(Failure::of(code, std::move(field)));
}

bool printable(const std::string& text)
{
    const auto points = codePoints(text);
    return points && points->size() <= longestPrinted && std::none_of(points->begin(), points->end(), isControl);
}

bool endsWith(const std::string& text, const std::string& tail)
{
    return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

/// Before the family name where the typed name ends with it, else before its last word.
std::pair<std::string, std::string> broken(const std::string& typed, const std::string& family)
{
    if (!family.empty() && typed != family && endsWith(typed, ' ' + family)) {
        return {typed.substr(0, typed.size() - family.size() - 1), family};
    }
    const auto space = typed.rfind(' ');
    if (space == std::string::npos) return {"", typed};
    return {typed.substr(0, space), typed.substr(space + 1)};
}

std::string chipForm(const std::string& printed, const std::string& typedForChip)
{
    const auto plain = asciiForm(typedForChip.empty() ? printed : typedForChip);
    if (!plain || std::none_of(plain->begin(), plain->end(), [](char c) { return c != ' '; })) {
        refuse("NAME-ON-CHIP", "person.nameOnChip");
    }
    if (plain->size() > NameOnCard::longestOnChip) refuse("NAME-TOO-LONG", "person.nameOnChip");
    return *plain;
}

} // namespace

NameOnCard::NameOnCard(std::string first, std::string second, std::string chip)
    : m_firstLine(std::move(first)), m_secondLine(std::move(second)), m_onChip(std::move(chip))
{
}

NameOnCard NameOnCard::make(const Source& source)
{
    const auto typed = tidied(source.typed);
    const auto family = tidied(source.familyName);
    std::pair<std::string, std::string> lines;
    if (typed.empty()) {
        const auto preferred = tidied(source.preferredName);
        lines = {preferred.empty() ? tidied(source.givenName) : preferred, family};
        if (lines.second.empty()) std::swap(lines.first, lines.second);
    } else {
        lines = broken(typed, family);
    }
    const auto printed = lines.first + (lines.first.empty() ? "" : " ") + lines.second;
    if (lines.second.empty() || !printable(printed)) refuse("NAME-ON-CARD", "person.nameOnCard");
    const auto chip = chipForm(printed, tidied(source.typedForChip));
    return {std::move(lines.first), std::move(lines.second), chip};
}

std::string NameOnCard::printed() const { return m_firstLine + (m_firstLine.empty() ? "" : " ") + m_secondLine; }

} // namespace cardwright
