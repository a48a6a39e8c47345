#pragma once

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright::central {

/// What an entry says, read field by field. Whatever is missing, of another type or beyond its bounds refuses the entry
/// (payload-malformed) naming the field, never its value.
class Payload {
public:
    /// UTF-8 JSON object, at most 256 KiB and 16 deep, no duplicate keys, with a "salt" of 16 octets.
    explicit Payload(ByteView octets);
    ~Payload();
    Payload(Payload&&) noexcept;

    bool has(std::string_view field) const;
    std::string text(std::string_view field, std::size_t longest = 200) const; ///< may be empty
    std::string filledText(std::string_view field, std::size_t longest = 200) const;
    std::string userNumber() const; ///< 12 digits
    std::string date(std::string_view field) const; ///< yyyy-mm-dd of a day that exists
    Guid guid(std::string_view field) const;
    Sha256Digest digest(std::string_view field) const;
    Bytes base64(std::string_view field, std::size_t longest) const;
    std::int64_t integer(std::string_view field, std::int64_t least, std::int64_t most) const;
    bool boolean(std::string_view field) const;
    /// The field is an array of at most so many texts.
    void requireTexts(std::string_view field, std::size_t most) const;
    /// The field is an array of at most so many objects.
    void requireObjects(std::string_view field, std::size_t most) const;
    void requireObject(std::string_view field) const;
    Bytes salt() const;
    const nlohmann::json& object() const noexcept { return *m_object; }

private:
    const nlohmann::json& member(std::string_view field) const;
    std::unique_ptr<nlohmann::json> m_object;
};

} // namespace cardwright::central
