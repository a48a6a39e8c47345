#include "core/sync/OfflineAuthority.h"

#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::int64_t day = 24LL * 60 * 60 * 1000;

std::uint32_t left(std::uint32_t allowed, std::uint64_t done)
{
    return done >= allowed ? 0 : allowed - static_cast<std::uint32_t>(done);
}

/// A last contact that lies in the future proves nothing: the clock was moved.
bool isAlone(const ContactState& contact, std::int64_t now)
{
    if (!contact.lastFailure.empty() || !contact.lastContact) return true;
    const auto since = now - *contact.lastContact;
    return since < 0 || since > std::chrono::milliseconds(OfflineAuthority::contactHolds).count();
}

/// Why not; empty when nothing speaks against it.
std::string obstacle(const OfflineAuthority::Facts& facts, const AuthorityVerdict& verdict, BoundedAct act, std::int64_t now)
{
    if (facts.contact.forked && act == BoundedAct::issue) return "LOG-FORKED";
    if (facts.contact.rolledBack && act == BoundedAct::issue) return "STORE-ROLLED-BACK";
    if (!verdict.alone) return {};
    if (!facts.authority) return "AUTHORITY-NONE";
    // Turning the clock back must not buy time: before its own delivery the authority does not hold either.
    if (now >= facts.authority->until || now < facts.authority->receivedAt - day) return "AUTHORITY-ENDED";
    if ((act == BoundedAct::issue ? verdict.issuesLeft : verdict.unlocksLeft) == 0) return "AUTHORITY-SPENT";
    return {};
}

} // namespace

OfflineAuthority::Facts OfflineAuthority::facts(Authorities& authorities, OutboxView& outbox)
{
    return {authorities.current(), outbox.contact(), outbox.countWaiting(EntryKind::cardOpened), outbox.countWaiting(EntryKind::cardUnlocked)};
}

AuthorityVerdict OfflineAuthority::judge(const Facts& facts, BoundedAct act, std::int64_t now)
{
    AuthorityVerdict verdict;
    verdict.alone = isAlone(facts.contact, now);
    if (facts.authority) {
        verdict.until = facts.authority->until;
        verdict.issuesLeft = left(facts.authority->issues, facts.issuesAlone);
        verdict.unlocksLeft = left(facts.authority->unlocks, facts.unlocksAlone);
        verdict.daysLeft = static_cast<int>(std::max<std::int64_t>(0, (facts.authority->until - now + day - 1) / day));
    }
    verdict.code = obstacle(facts, verdict, act, now);
    verdict.allowed = verdict.code.empty();
    return verdict;
}

void require(const AuthorityVerdict& verdict)
{
    if (verdict.allowed) return;
    auto failure = Failure::of(verdict.code);
    if (failure.kind == FailureKind::store) throw StoreError(std::move(failure));
    throw RefusedError(std::move(failure));
}

} // namespace cardwright
