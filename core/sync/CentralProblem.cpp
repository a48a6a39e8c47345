#include "core/sync/CentralProblem.h"

#include "core/sync/ApiJson.h"
#include "core/sync/CentralService.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

/// The last part of a problem's type: "log-forked" of "urn:cardwright:problem:log-forked" or ".../log-forked".
std::string_view lastPart(std::string_view type)
{
    const auto cut = type.find_last_of("/:#");
    return cut == std::string_view::npos ? type : type.substr(cut + 1);
}

struct Known {
    std::string_view name;
    const char* code;
};

/// Problems that have words of their own here, whatever their status.
constexpr std::array known = {
    Known{"log-forked", "LOG-FORKED"},
    Known{"log-closed", "LOG-CLOSED"},
    Known{"checkpoint-forked", "CHECKPOINT-FORKED"},
    Known{"checkpoint-inconsistent", "CHECKPOINT-INCONSISTENT"},
    Known{"enrolment-token-wrong", "ENROLMENT-TOKEN-WRONG"},
    Known{"enrolment-token-used", "ENROLMENT-TOKEN-USED"},
    Known{"enrolment-token-expired", "ENROLMENT-TOKEN-EXPIRED"},
    Known{"bootstrap-over", "BOOTSTRAP-OVER"},
    Known{"holder-unknown", "PERSON-UNKNOWN"},
    Known{"rate-limited", "CENTRE-BUSY"},
    Known{"signature-missing", "CENTRE-READ-REFUSED"},
    Known{"signature-wrong", "CENTRE-READ-REFUSED"},
    Known{"signature-stale", "CENTRE-READ-REFUSED"},
    Known{"nonce-used", "CENTRE-READ-REFUSED"},
    Known{"session-not-delegated", "CENTRE-READ-REFUSED"},
    Known{"session-expired", "CENTRE-READ-REFUSED"},
    Known{"agent-inactive", "CENTRE-READ-REFUSED"},
    Known{"role-not-allowed", "CENTRE-READ-REFUSED"},
};

const char* codeOf(std::string_view name)
{
    const auto found = std::find_if(known.begin(), known.end(), [&](const Known& row) { return row.name == name; });
    return found == known.end() ? nullptr : found->code;
}

} // namespace

std::string tame(std::string text)
{
    constexpr std::size_t longest = 200;
    if (text.size() > longest) text.resize(longest);
    std::replace_if(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }, ' ');
    return text;
}

Failure refusalOf(long status, std::string_view body)
{
    std::string title;
    std::string type;
    try {
        const auto problem = api::parse(body);
        if (problem.is_object()) {
            title = tame(problem.value("title", std::string()));
            type = tame(problem.value("type", std::string()));
        }
    } catch (const CentralError&) {
    } catch (const nlohmann::json::exception&) {
    }
    const auto name = std::string(lastPart(type));
    // 5xx: the centre is there and cannot now. For the desk that is the same as away, whatever else it says.
    if (status >= 500) return Failure::of("CENTRE-UNREACHABLE", "status " + std::to_string(status));
    if (const auto* code = codeOf(name)) return Failure::of(code, name);
    if (status == 429) return Failure::of("CENTRE-UNREACHABLE", "status 429");
    const auto detail = "status " + std::to_string(status) + (name.empty() ? std::string() : ", " + name);
    return title.empty() ? Failure::of("CENTRE-REFUSED", detail) : Failure::because("CENTRE-REFUSED", "The centre refused: " + title, detail);
}

} // namespace cardwright
