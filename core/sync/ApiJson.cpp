#include "core/sync/ApiJson.h"

#include "core/base/Clock.h"
#include "core/sync/CentralService.h"

namespace cardwright::api {

using nlohmann::json;

void refuse(std::string_view what) { throw CentralError(Failure::of("CENTRE-ANSWER", std::string(what))); }

json parse(std::string_view text)
{
    constexpr int deepest = 32;
    const auto bounded = [](int depth, json::parse_event_t, json&) {
        if (depth > deepest) refuse("nested too deep");
        return true;
    };
    try {
        return json::parse(text, bounded);
    } catch (const json::exception&) {
        refuse("not JSON");
    }
}

const json& member(const json& object, const char* field)
{
    if (!object.is_object()) refuse(field);
    const auto found = object.find(field);
    if (found == object.end()) refuse(field);
    return *found;
}

std::string text(const json& object, const char* field)
{
    const auto& value = member(object, field);
    if (!value.is_string()) refuse(field);
    return value.get<std::string>();
}

std::uint64_t number(const json& object, const char* field, std::uint64_t most)
{
    const auto& value = member(object, field);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most) refuse(field);
    return value.get<std::uint64_t>();
}

const json& list(const json& object, const char* field, std::size_t most)
{
    const auto& value = member(object, field);
    if (!value.is_array() || value.size() > most) refuse(field);
    return value;
}

Guid guidOf(const json& value, const char* field)
{
    const auto found = value.is_string() ? Guid::parse(value.get<std::string>()) : std::nullopt;
    if (!found) refuse(field);
    return *found;
}

Sha256Digest digestOf(const json& value, const char* field)
{
    const auto found = value.is_string() ? sha256DigestFromHex(value.get<std::string>()) : std::nullopt;
    if (!found) refuse(field);
    return *found;
}

Guid guid(const json& object, const char* field) { return guidOf(member(object, field), field); }

Sha256Digest digest(const json& object, const char* field) { return digestOf(member(object, field), field); }

Bytes base64(const json& object, const char* field)
{
    auto value = fromBase64(text(object, field));
    if (!value) refuse(field);
    return std::move(*value);
}

std::int64_t instant(const json& object, const char* field)
{
    const auto value = parseUtc(text(object, field));
    if (!value) refuse(field);
    return *value;
}

} // namespace cardwright::api
