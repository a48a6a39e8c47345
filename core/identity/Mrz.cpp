#include "core/identity/Mrz.h"

#include <algorithm>
#include <array>
#include <span>

namespace cardwright {

namespace {

constexpr char filler = '<';

struct Place {
    MrzField field;
    int line; ///< from 0
    int at;   ///< from 0
    int size;
};

/// Where things stand in one format; the composite's parts as Doc 9303 lists them.
struct Layout {
    MrzFormat format;
    int lines;
    int width;
    Place code, issuer, number, nationality, birth, expiry, optional, names;
    bool optionalHasDigit; ///< TD3's personal number
    bool numberMayRunOn;   ///< into the optional data
    std::array<Place, 4> composite; ///< size 0: not used
    Place compositeDigit;
};

using F = MrzField;
constexpr Layout layouts[] = {
    {MrzFormat::td3, 2, 44, {F::documentCode, 0, 0, 2}, {F::issuer, 0, 2, 3}, {F::documentNumber, 1, 0, 9}, {F::nationality, 1, 10, 3},
     {F::birthDate, 1, 13, 6}, {F::expiryDate, 1, 21, 6}, {F::optionalData, 1, 28, 14}, {F::names, 0, 5, 39}, true, false,
     {{{F::composite, 1, 0, 10}, {F::composite, 1, 13, 7}, {F::composite, 1, 21, 22}, {F::composite, 0, 0, 0}}}, {F::composite, 1, 43, 1}},
    {MrzFormat::td2, 2, 36, {F::documentCode, 0, 0, 2}, {F::issuer, 0, 2, 3}, {F::documentNumber, 1, 0, 9}, {F::nationality, 1, 10, 3},
     {F::birthDate, 1, 13, 6}, {F::expiryDate, 1, 21, 6}, {F::optionalData, 1, 28, 7}, {F::names, 0, 5, 31}, false, true,
     {{{F::composite, 1, 0, 10}, {F::composite, 1, 13, 7}, {F::composite, 1, 21, 14}, {F::composite, 0, 0, 0}}}, {F::composite, 1, 35, 1}},
    {MrzFormat::td1, 3, 30, {F::documentCode, 0, 0, 2}, {F::issuer, 0, 2, 3}, {F::documentNumber, 0, 5, 9}, {F::nationality, 1, 15, 3},
     {F::birthDate, 1, 0, 6}, {F::expiryDate, 1, 8, 6}, {F::optionalData, 0, 15, 15}, {F::names, 2, 0, 30}, false, true,
     {{{F::composite, 0, 5, 25}, {F::composite, 1, 0, 7}, {F::composite, 1, 8, 7}, {F::composite, 1, 18, 11}}}, {F::composite, 1, 29, 1}},
};

bool isMrzCharacter(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == filler; }
bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

int valueOf(char c) noexcept
{
    if (isDigit(c)) return c - '0';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

/// Capital letters, and the lines put together again: a scanner may send no line breaks, a person may paste more of them.
std::string flattened(std::string_view typed)
{
    std::string flat;
    for (std::size_t at = 0; at < typed.size(); ++at) {
        const char c = typed[at];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        // Word processors make typographic quotes of two fillers: « and ‹ are one each of what was typed as << or <.
        if (typed.substr(at).starts_with("\u00AB")) {
            flat += "<<";
            at += 1;
        } else if (typed.substr(at).starts_with("\u2039")) {
            flat += filler;
            at += 2;
        } else {
            flat += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return flat;
}

std::string trimmed(std::string_view field)
{
    std::string text(field);
    while (!text.empty() && text.back() == filler) text.pop_back();
    return text;
}

std::string spaced(std::string_view identifier)
{
    std::string text;
    for (const char c : identifier) {
        if (c != filler) text += c;
        else if (!text.empty() && text.back() != ' ') text += ' ';
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

class Reader {
public:
    Reader(const Layout& layout, std::string_view flat, Date today) : m_layout(layout), m_flat(flat), m_today(today) {}

    MrzReading read()
    {
        m_reading.format = m_layout.format;
        characters();
        m_reading.documentCode = trimmed(text(m_layout.code));
        m_reading.issuer = trimmed(text(m_layout.issuer));
        m_reading.nationality = trimmed(text(m_layout.nationality));
        letters(m_layout.issuer);
        letters(m_layout.nationality);
        if (m_reading.documentCode.empty() || isDigit(m_reading.documentCode.front())) {
            problem(MrzProblem::Kind::character, m_layout.code, "The document code begins with a letter.");
        }
        number();
        m_reading.dateOfBirth = date(m_layout.birth, true);
        m_reading.expires = date(m_layout.expiry, false);
        if (m_layout.optionalHasDigit) personalNumber();
        composite();
        names();
        return std::move(m_reading);
    }

private:
    std::string_view text(const Place& place) const
    {
        return m_flat.substr(static_cast<std::size_t>(place.line * m_layout.width + place.at), static_cast<std::size_t>(place.size));
    }
    char after(const Place& place) const { return text({place.field, place.line, place.at + place.size, 1}).front(); }

    void problem(MrzProblem::Kind kind, const Place& place, std::string words)
    {
        m_reading.problems.push_back({kind, place.field, place.line + 1, place.at + 1, std::move(words)});
    }

    void characters()
    {
        for (std::size_t at = 0; at < m_flat.size(); ++at) {
            if (isMrzCharacter(m_flat[at])) continue;
            const int line = static_cast<int>(at) / m_layout.width;
            const int column = static_cast<int>(at) % m_layout.width;
            problem(MrzProblem::Kind::character, {MrzField::whole, line, column, 1}, "Only A to Z, 0 to 9 and < stand in the zone.");
            return;
        }
    }

    void letters(const Place& place)
    {
        const auto field = text(place);
        if (std::any_of(field.begin(), field.end(), isDigit)) {
            problem(MrzProblem::Kind::character, place, "The " + std::string(nameOf(place.field)) + " has letters only.");
        }
    }

    void checkDigit(const Place& place, std::string_view characters, char digit)
    {
        if (isDigit(digit) && digit - '0' == mrzCheckDigit(characters)) return;
        problem(MrzProblem::Kind::checkDigit, place,
                "The check digit of the " + std::string(nameOf(place.field)) + " does not fit: a character there was read or typed wrongly.");
    }

    /// Doc 9303 part 5, note j and part 6, note j: a longer number has a filler in the check digit's place and goes on, with its
    /// check digit, at the beginning of the optional data.
    void number()
    {
        std::string characters(text(m_layout.number));
        char digit = after(m_layout.number);
        if (m_layout.numberMayRunOn && digit == filler) {
            const auto rest = trimmed(text(m_layout.optional).substr(0, text(m_layout.optional).find(filler)));
            if (rest.size() >= 2) {
                characters += rest.substr(0, rest.size() - 1);
                digit = rest.back();
            }
        }
        checkDigit(m_layout.number, characters, digit);
        std::erase(characters, filler); // within the number it stands for a hyphen or a blank
        m_reading.documentNumber = std::move(characters);
    }

    void personalNumber()
    {
        const auto field = text(m_layout.optional);
        const char digit = after(m_layout.optional);
        // Unused: the digit may be a filler or 0.
        if (digit == filler && trimmed(field).empty()) return;
        checkDigit(m_layout.optional, field, digit);
    }

    std::optional<Date> date(const Place& place, bool past)
    {
        const auto field = text(place);
        checkDigit(place, field, after(place));
        if (past && partlyUnknown(field)) return std::nullopt;
        if (!std::all_of(field.begin(), field.end(), isDigit)) {
            problem(MrzProblem::Kind::character, place, "The " + std::string(nameOf(place.field)) + " has digits only.");
            return std::nullopt;
        }
        const auto two = [&](std::size_t at) { return (field[at] - '0') * 10 + field[at + 1] - '0'; };
        const auto made = inCentury(two(0), two(2), two(4), past);
        if (!made) problem(MrzProblem::Kind::date, place, "The " + std::string(nameOf(place.field)) + " is no date of the calendar.");
        return made;
    }

    /// Doc 9303 part 3, 4.8: year, month or day not known stands as two fillers.
    static bool partlyUnknown(std::string_view field)
    {
        bool unknown = false;
        for (std::size_t at = 0; at < field.size(); at += 2) {
            const auto pair = field.substr(at, 2);
            if (pair == "<<") unknown = true;
            else if (!std::all_of(pair.begin(), pair.end(), isDigit)) return false;
        }
        return unknown;
    }

    std::optional<Date> inCentury(int year, int month, int day, bool past) const
    {
        const int thisYear = static_cast<int>(m_today.year());
        const auto with = [&](int full) {
            return Date(std::chrono::year(full), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day)));
        };
        constexpr int farthestExpiry = 50;
        int full = thisYear - thisYear % 100 + year;
        if (past) {
            if (full > thisYear || (with(full).ok() && with(full) > m_today)) full -= 100;
        } else if (full > thisYear + farthestExpiry) {
            full -= 100;
        } else if (full < thisYear - farthestExpiry) {
            full += 100;
        }
        return with(full).ok() ? std::optional(with(full)) : std::nullopt;
    }

    void composite()
    {
        std::string characters;
        for (const auto& part : m_layout.composite) {
            if (part.size > 0) characters += text(part);
        }
        checkDigit(m_layout.compositeDigit, characters, text(m_layout.compositeDigit).front());
    }

    void names()
    {
        const auto field = text(m_layout.names);
        if (std::any_of(field.begin(), field.end(), isDigit)) problem(MrzProblem::Kind::character, m_layout.names, "A name has letters only.");
        const auto parting = field.find("<<");
        m_reading.familyName = spaced(field.substr(0, parting));
        if (parting != std::string_view::npos) m_reading.givenNames = spaced(field.substr(parting + 2));
        m_reading.namesCut = field.back() != filler;
        if (m_reading.familyName.empty()) problem(MrzProblem::Kind::character, m_layout.names, "The zone holds no name.");
    }

    const Layout& m_layout;
    std::string_view m_flat;
    Date m_today;
    MrzReading m_reading;
};

} // namespace

std::string_view nameOf(MrzField field) noexcept
{
    switch (field) {
    case MrzField::whole: return "machine readable zone";
    case MrzField::documentCode: return "document code";
    case MrzField::issuer: return "issuing state";
    case MrzField::documentNumber: return "document number";
    case MrzField::nationality: return "nationality";
    case MrzField::birthDate: return "date of birth";
    case MrzField::expiryDate: return "date of expiry";
    case MrzField::optionalData: return "personal number";
    case MrzField::names: return "name";
    case MrzField::composite: break;
    }
    return "whole zone";
}

int mrzCheckDigit(std::string_view characters) noexcept
{
    constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t at = 0; at < characters.size(); ++at) sum = (sum + valueOf(characters[at]) * weights[at % weights.size()]) % 10;
    return sum;
}

MrzReading readMrz(std::string_view typed, Date today)
{
    constexpr std::size_t longest = 1000; // a scanner that repeats itself, or a whole page pasted
    const auto flat = flattened(typed.substr(0, longest));
    for (const auto& layout : layouts) {
        if (flat.size() == static_cast<std::size_t>(layout.lines * layout.width)) return Reader(layout, flat, today).read();
    }
    MrzReading reading;
    reading.problems.push_back({MrzProblem::Kind::length, MrzField::whole, 0, 0,
                                "The zone has " + std::to_string(flat.size()) +
                                    " characters; a passport has 2 lines of 44, a card 3 of 30 or 2 of 36."});
    return reading;
}

} // namespace cardwright
