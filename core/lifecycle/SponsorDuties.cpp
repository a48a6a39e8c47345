#include "core/lifecycle/SponsorDuties.h"

#include "core/store/Store.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace cardwright {

namespace {

struct Rule {
    bool asked;
    DutyVerdict verdict;
    std::string_view exception;
};

std::optional<ExceptionRequest> letBy(Store& store, const AgentSession& agent, const UserNumber& holder, std::string_view act,
                                      const ExceptionRules* exceptions, std::int64_t now)
{
    if (exceptions == nullptr) return std::nullopt;
    for (auto& request : store.exceptions.about(holder)) {
        if (exceptions->mayUse(agent, request, act, holder, now)) return std::move(request);
    }
    return std::nullopt;
}

} // namespace

SponsorFinding lookAtSponsors(Store& store, const AgentSession& agent, const UserNumber& holder, SponsoredWork work,
                              const ExceptionRules* exceptions, std::int64_t now)
{
    SponsorFinding finding;
    const auto sponsors = sponsorsOf(store, holder);
    for (const auto& rule : std::array{Rule{work.checks, sponsorIsNotChecker(agent, sponsors), "checker-is-sponsor"},
                                       Rule{work.makes, sponsorIsNotIssuer(agent, sponsors), "issuer-is-sponsor"}}) {
        if (!rule.asked || rule.verdict) continue;
        auto lets = letBy(store, agent, holder, rule.exception, exceptions, now);
        if (!lets) {
            finding.duty = rule.verdict;
            return finding;
        }
        finding.used.push_back(*std::move(lets));
    }
    return finding;
}

void useExceptions(Store& store, Transaction& act, std::vector<ExceptionRequest> used)
{
    for (auto& request : used) {
        request.state = ExceptionRequest::State::used;
        store.exceptions.put(act, request);
    }
}

} // namespace cardwright
