#include "core/central/Payload.h"

#include "core/base/Clock.h"
#include "core/central/Problem.h"
#include "core/identity/UserNumber.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

constexpr JsonLimits payloadLimits{std::size_t{256} * 1024, 16};
constexpr std::size_t saltSize = 16;

[[noreturn]] void malformed(std::string_view field) { refuse("payload-malformed", std::string(field)); }

} // namespace

Payload::Payload(ByteView octets) : m_object(std::make_unique<nlohmann::json>())
{
    if (const auto problem = parseJson(toText(octets), *m_object, payloadLimits)) malformed(problem->text());
    if (!m_object->is_object()) malformed("not an object");
    static_cast<void>(salt());
}

Payload::~Payload() = default;
Payload::Payload(Payload&&) noexcept = default;

const nlohmann::json& Payload::member(std::string_view field) const
{
    const auto found = m_object->find(field);
    if (found == m_object->end()) malformed(field);
    return *found;
}

bool Payload::has(std::string_view field) const { return m_object->contains(field) && !m_object->at(std::string(field)).is_null(); }

std::string Payload::text(std::string_view field, std::size_t longest) const
{
    const auto& value = member(field);
    if (!value.is_string() || value.get_ref<const std::string&>().size() > longest) malformed(field);
    return value.get<std::string>();
}

std::string Payload::filledText(std::string_view field, std::size_t longest) const
{
    auto value = text(field, longest);
    if (value.empty()) malformed(field);
    return value;
}

std::string Payload::userNumber() const
{
    constexpr std::size_t digits = 12;
    auto value = text("userNumber", digits);
    const auto number = UserNumber::parse(value);
    if (!number || number->digits() != value) malformed("userNumber");
    return value;
}

std::string Payload::date(std::string_view field) const
{
    auto value = text(field, 10);
    if (!parseDate(value)) malformed(field);
    return value;
}

Guid Payload::guid(std::string_view field) const
{
    const auto value = Guid::parse(text(field, 36));
    if (!value || value->isNone()) malformed(field);
    return *value;
}

Sha256Digest Payload::digest(std::string_view field) const
{
    const auto value = sha256DigestFromHex(text(field, 64));
    if (!value) malformed(field);
    return *value;
}

Bytes Payload::base64(std::string_view field, std::size_t longest) const
{
    auto value = fromBase64(text(field, longest * 2));
    if (!value || value->empty() || value->size() > longest) malformed(field);
    return std::move(*value);
}

std::int64_t Payload::integer(std::string_view field, std::int64_t least, std::int64_t most) const
{
    const auto& value = member(field);
    if (!value.is_number_integer()) malformed(field);
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) malformed(field);
    const auto number = value.get<std::int64_t>();
    if (number < least || number > most) malformed(field);
    return number;
}

bool Payload::boolean(std::string_view field) const
{
    const auto& value = member(field);
    if (!value.is_boolean()) malformed(field);
    return value.get<bool>();
}

void Payload::requireTexts(std::string_view field, std::size_t most) const
{
    const auto& value = member(field);
    if (!value.is_array() || value.size() > most) malformed(field);
    for (const auto& one : value) {
        if (!one.is_string()) malformed(field);
    }
}

void Payload::requireObjects(std::string_view field, std::size_t most) const
{
    const auto& value = member(field);
    if (!value.is_array() || value.size() > most) malformed(field);
    for (const auto& one : value) {
        if (!one.is_object()) malformed(field);
    }
}

void Payload::requireObject(std::string_view field) const
{
    if (!member(field).is_object()) malformed(field);
}

Bytes Payload::salt() const
{
    const auto& value = member("salt");
    const auto octets = value.is_string() ? fromHex(value.get_ref<const std::string&>()) : std::nullopt;
    if (!octets || octets->size() != saltSize) malformed("salt");
    return *octets;
}

} // namespace cardwright::central
