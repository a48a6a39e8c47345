#pragma once

#include "core/access/AgentSession.h"
#include "core/access/DutyRules.h"
#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/identity/Person.h"
#include "core/policy/PeoplePolicy.h"

#include <functional>
#include <optional>
#include <string_view>

namespace cardwright {

class Store;
class Transaction;

/// What the acts of this room work with. Lives on the store's thread.
struct RegisterDesk {
    Store& store;
    const PeoplePolicy& policy;
    const AgentSession& agent;
    const Clock& clock;
    RandomSource& random;
    /// Also done in the transaction of the act, before it commits: what a request that is carried out keeps of itself. The person is
    /// the one whom the act made, changed or closed.
    std::function<void(Transaction&, const UserNumber& person)> along{};
    AgeLimits ages{}; ///< by the evidence policy
};

/// Goes on when the verdict allows; else duty.refused is recorded, in a transaction of its own, and RefusedError thrown. In core, so
/// that no caller can leave it out.
void requireDuty(const RegisterDesk& desk, const DutyVerdict& verdict, std::string_view attempted, const std::optional<UserNumber>& subject = {});

} // namespace cardwright
