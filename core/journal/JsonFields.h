#pragma once

// Inside core/journal only: strict reading of JSON members, each failure naming its member.

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/journal/JournalError.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace cardwright {

/// One JSON object read member by member: whatever is not there, or not of its form, throws JournalError with this code.
class JsonFields {
public:
    using Json = nlohmann::json;

    JsonFields(const Json& object, std::string_view code, std::string_view what) : m_object(object), m_code(code)
    {
        if (!object.is_object()) refuse(what);
    }

    /// Text to JSON, not followed deeper than this: what is deeper is none of our formats.
    static Json parse(std::string_view text, int deepest, std::string_view code, std::string_view what)
    {
        const auto flat = [&](int depth, Json::parse_event_t, Json&) {
            if (depth > deepest) throw JournalError(Failure::of(code, std::string(what)));
            return true;
        };
        try {
            return Json::parse(text, flat);
        } catch (const Json::exception&) {
            throw JournalError(Failure::of(code, std::string(what)));
        }
    }

    [[noreturn]] void refuse(std::string_view field) const { throw JournalError(Failure::of(m_code, std::string(field))); }

    const Json& member(const char* field) const
    {
        const auto found = m_object.find(field);
        if (found == m_object.end()) refuse(field);
        return *found;
    }
    const Json& list(const char* field) const
    {
        const auto& value = member(field);
        if (!value.is_array()) refuse(field);
        return value;
    }
    std::string text(const char* field) const { return textOf(member(field), field); }
    std::string textOf(const Json& value, const char* field) const
    {
        if (!value.is_string()) refuse(field);
        return value.get<std::string>();
    }
    std::uint64_t number(const char* field) const
    {
        const auto& value = member(field);
        if (!value.is_number_unsigned()) refuse(field);
        return value.get<std::uint64_t>();
    }
    template<class T> T required(std::optional<T> value, const char* field) const
    {
        if (!value) refuse(field);
        return std::move(*value);
    }
    Guid guid(const char* field) const
    {
        // One spelling only: the same statement has one text.
        const auto written = text(field);
        const auto guid = required(Guid::parse(written), field);
        if (guid.text() != written) refuse(field);
        return guid;
    }
    Sha256Digest digest(const char* field) const
    {
        const auto written = text(field);
        const auto digest = required(sha256DigestFromHex(written), field);
        if (toHex(digest) != written) refuse(field);
        return digest;
    }
    /// Time in the one form that we write: what does not come out the same would have another digest.
    std::int64_t instant(const char* field) const
    {
        const auto written = text(field);
        const auto at = required(parseUtc(written), field);
        if (formatUtc(at) != written) refuse(field);
        return at;
    }
    Bytes base64(const char* field) const { return base64Of(member(field), field); }
    Bytes base64Of(const Json& value, const char* field) const { return required(fromBase64(textOf(value, field)), field); }

private:
    const Json& m_object;
    std::string_view m_code;
};

} // namespace cardwright
