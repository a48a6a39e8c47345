#include "core/central/SignedCallText.h"

#include "core/central/Problem.h"
#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"

#include <charconv>

namespace cardwright::central {

namespace {

constexpr std::size_t nonceDigits = 32;
constexpr std::size_t longestValue = 100;
constexpr std::size_t shortestName = 2;
constexpr int mostHolders = 50;
constexpr char separator = '\x1f';

/// The text after "name=" up to the next semicolon or the end; nothing when it does not begin so.
std::optional<std::string_view> take(std::string_view& rest, std::string_view name)
{
    if (!rest.starts_with(name) || rest.size() <= name.size() || rest[name.size()] != '=') return std::nullopt;
    rest.remove_prefix(name.size() + 1);
    const auto end = std::min(rest.find(';'), rest.size());
    const auto value = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return value;
}

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            plain.push_back(' ');
        } else if (text[i] == '%') {
            const auto octet = i + 2 < text.size() ? fromHex(text.substr(i + 1, 2)) : std::nullopt;
            if (!octet) refuse("request-unreadable", "query");
            plain.push_back(static_cast<char>(octet->front()));
            i += 2;
        } else {
            plain.push_back(text[i]);
        }
    }
    if (plain.size() > longestValue || plain.find('\0') != std::string::npos) refuse("request-unreadable", "query");
    return plain;
}

std::string escaped(const std::string& text)
{
    std::string safe;
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') safe.push_back('\\');
        safe.push_back(letter);
    }
    return safe;
}

void set(HolderQuery& query, std::string_view name, const std::string& value)
{
    if (name == "number") {
        const auto number = UserNumber::parse(value);
        if (!number) refuse("request-unreadable", "number");
        query.number = number->digits();
    } else if (name == "name") {
        query.name = foldedName(value);
        if (query.name->size() < shortestName) refuse("request-unreadable", "name");
    } else if (name == "born") {
        if (!parseDate(value)) refuse("request-unreadable", "born");
        query.born = value;
    } else if (name == "limit") {
        const auto [stopped, failure] = std::from_chars(value.data(), value.data() + value.size(), query.limit);
        if (failure != std::errc() || stopped != value.data() + value.size() || query.limit < 1 || query.limit > mostHolders) {
            refuse("request-unreadable", "limit");
        }
    } else {
        refuse("request-unreadable", "query");
    }
}

} // namespace

std::string foldedName(const std::string& name)
{
    auto plain = asciiForm(tidied(name)).value_or(tidied(name));
    for (char& letter : plain) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return plain;
}

std::optional<CallSignature> CallSignature::parse(std::string_view header)
{
    const auto at = take(header, "at");
    const auto nonce = take(header, "nonce");
    const auto signature = take(header, "signature");
    if (!at || !nonce || !signature || !header.empty()) return std::nullopt;
    const auto when = parseUtc(*at);
    const auto octets = fromBase64(*signature);
    if (!when || formatUtc(*when) != *at || nonce->size() != nonceDigits || !fromHex(*nonce) || !octets || octets->empty()) return std::nullopt;
    return CallSignature{*when, std::string(*nonce), *octets};
}

std::string signedText(const SignedCall& call, std::int64_t at, std::string_view nonce)
{
    return call.method + "\n" + call.target + "\n" + formatUtc(at) + "\n" + std::string(nonce) + "\n" + toHex(sha256(bytesOf(call.body)));
}

HolderQuery HolderQuery::parse(std::string_view target)
{
    HolderQuery query;
    const auto mark = target.find('?');
    auto rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) refuse("request-unreadable", "query");
        set(query, pair.substr(0, equals), decoded(pair.substr(equals + 1)));
    }
    // Everybody born on a day is not a search for somebody.
    if (!query.number && !query.name) refuse("request-unreadable", "name or number");
    return query;
}

std::optional<std::string> HolderQuery::familyPattern() const
{
    if (!name) return std::nullopt;
    return escaped(*name) + "%";
}

std::optional<std::string> HolderQuery::givenPattern() const
{
    if (!name) return std::nullopt;
    return "%" + std::string(1, separator) + escaped(*name) + "%";
}

} // namespace cardwright::central
