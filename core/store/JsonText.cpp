#include "core/store/JsonText.h"

#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

std::string_view checkedJson(std::string_view text)
{
    if (!nlohmann::json::accept(text)) throw StoreError(Failure::of("STORE-WRITE", "a text that is not JSON"));
    return text;
}

} // namespace cardwright
