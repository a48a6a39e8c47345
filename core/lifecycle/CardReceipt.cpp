#include "core/lifecycle/CardReceipt.h"

#include <nlohmann/json.hpp>

namespace cardwright {

std::string CardReceipt::json() const
{
    nlohmann::json receipt{{"objects", nlohmann::json::array()}, {"publicKeys", nlohmann::json::array()}};
    for (const auto& object : objects) receipt["objects"].push_back({{"id", object.id}, {"sha256", object.sha256}});
    for (const auto& key : publicKeys) receipt["publicKeys"].push_back({{"slot", key.slot}, {"sha256", key.sha256}});
    for (const auto& key : attested) receipt["attested"].push_back({{"slot", key.slot}, {"verdict", key.verdict}});
    if (tries) receipt["tries"] = *tries;
    return receipt.dump();
}

} // namespace cardwright
