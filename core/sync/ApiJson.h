#pragma once

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// Reading the sync API's JSON, strictly. For core/sync's own sources. All throw CentralError CENTRE-ANSWER naming the field.
namespace cardwright::api {

/// At most 32 levels deep: what the centre sends is three.
nlohmann::json parse(std::string_view text);
const nlohmann::json& member(const nlohmann::json& object, const char* field);
std::string text(const nlohmann::json& object, const char* field);
std::uint64_t number(const nlohmann::json& object, const char* field, std::uint64_t most);
Guid guid(const nlohmann::json& object, const char* field);
Sha256Digest digest(const nlohmann::json& object, const char* field);
Bytes base64(const nlohmann::json& object, const char* field);
std::int64_t instant(const nlohmann::json& object, const char* field);
/// An array of at most `most` items.
const nlohmann::json& list(const nlohmann::json& object, const char* field, std::size_t most);
/// An item of one.
Guid guidOf(const nlohmann::json& value, const char* field);
Sha256Digest digestOf(const nlohmann::json& value, const char* field);
[[noreturn]] void refuse(std::string_view what);

} // namespace cardwright::api
