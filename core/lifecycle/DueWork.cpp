#include "core/lifecycle/DueWork.h"

#include "core/crypto/Certificate.h"
#include "core/lifecycle/TermsAcceptance.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::int64_t dayMillis = 24LL * 3600 * 1000;

bool works(const CardLook& look)
{
    if (look.kind != CardKind::ours || !look.file.card) return false;
    return look.file.card->state == CardState::issued || look.file.card->state == CardState::locked;
}

/// An authority's certificate that cannot be read is as good as one that has ended.
std::int64_t endOf(const Bytes& certificate)
{
    try {
        return Certificate::fromDer(certificate).notAfter();
    } catch (const FailureError&) {
        return 0;
    }
}

} // namespace

DueWork DueWork::of(const CardLook& look, const IssuePolicy& policy, const SiteKeys& keys, std::int64_t now, const TermsPolicy* terms)
{
    DueWork due;
    if (!works(look)) return due;
    const auto& card = *look.file.card;
    due.cardExpired = card.expires && *card.expires < dateOf(now);
    due.certificates = look.due();
    due.terms = terms != nullptr && !due.cardExpired && termsDue(*terms, look.file.terms);
    const bool changeable = look.profile.administrationKeyChangeable() || look.profile.unlockKeyChange;
    due.rotation = changeable && keys.newestVersion() > card.siteKeyVersion && keys.has(card.siteKeyVersion);

    bool allWritten = !look.file.slots.empty();
    for (const auto& slot : look.file.slots) {
        if (slot.state != SlotState::written || !slot.certificate) {
            allWritten = false;
            continue;
        }
        const auto end = endOf(*slot.certificate);
        due.ends = due.ends ? std::min(*due.ends, end) : end;
    }
    if (due.ends) due.renewableFrom = *due.ends - policy.renewalWindowDays * dayMillis;
    due.renewal = allWritten && !due.cardExpired && due.renewableFrom && now >= *due.renewableFrom;
    return due;
}

} // namespace cardwright
