#include "app/central/Log.h"

#include "core/base/Clock.h"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace cardwright::central {

namespace {

std::string lineOf(std::string_view level, std::string_view event, const nlohmann::json& fields)
{
    nlohmann::ordered_json line;
    line["at"] = formatUtc(SystemClock().utcMillis());
    line["level"] = level;
    line["event"] = event;
    for (const auto& [name, value] : fields.items()) line[name] = value;
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

void prepareLog()
{
    auto logger = std::make_shared<spdlog::logger>("central", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void logEvent(std::string_view event, const nlohmann::json& fields) { spdlog::info("{}", lineOf("info", event, fields)); }

void logWarning(std::string_view event, const nlohmann::json& fields) { spdlog::warn("{}", lineOf("warning", event, fields)); }

} // namespace cardwright::central
