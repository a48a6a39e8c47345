#include "core/lifecycle/CardLook.h"

#include "core/access/AgentSignIn.h"
#include "core/crypto/CmsSignature.h"
#include "core/piv/Chuid.h"

#include <algorithm>

namespace cardwright {

namespace {

/// What stands in the CHUID's place.
struct ChuidSight {
    bool present = false; ///< there is something in it
    std::optional<Guid> guid;
};

ChuidSight chuidOn(PivApplication& piv)
{
    const auto head = piv.objectHead(objects::chuid);
    if (!head || head->content.empty()) return {}; // absent and "53 00" alike: nobody's card
    return {true, Chuid::guidInHead(head->content)};
}

bool chuidSignedByUs(PivApplication& piv, const std::vector<Certificate>& trust, std::int64_t now)
{
    const auto content = piv.object(objects::chuid);
    if (!content) return false;
    try {
        const auto chuid = Chuid::decode(*content);
        if (chuid.signature.empty()) return false;
        return static_cast<bool>(cms::verifyChuid(chuid.signedPortion(), chuid.signature, trust, now));
    } catch (const FailureError&) {
        return false; // another maker's CHUID may be anything; it is then simply not ours
    }
}

bool begun(const CardFile& file, std::string_view step)
{
    return std::any_of(file.steps.begin(), file.steps.end(), [&](const auto& row) { return row.name == step; });
}

bool finished(const CardFile& file, std::string_view step)
{
    return std::any_of(file.steps.begin(), file.steps.end(), [&](const auto& row) { return row.name == step && row.outcomeAt; });
}

/// A CHUID that is there and unreadable may be one of ours, cut while it was written: only if exactly one such job is open.
bool adoptTornChuid(CardLook& look, JobLedger& ledger)
{
    auto open = ledger.openIssuesWithoutSerial(look.identity.atr);
    std::erase_if(open, [](const CardFile& file) { return !begun(file, "chuid") || finished(file, "chuid"); });
    if (open.size() != 1) return false;
    look.file = std::move(open.front());
    return true;
}

void judgeWithoutGuid(CardLook& look, const ChuidSight& chuid, JobLedger& ledger)
{
    const auto serial = look.identity.serialText();
    if (!serial.empty()) look.file = ledger.cardFile(std::nullopt, serial);
    if (look.file.jobOpen()) {
        look.kind = CardKind::torn;
    } else if (chuid.present) {
        look.kind = adoptTornChuid(look, ledger) ? CardKind::torn : CardKind::foreign;
    } else {
        look.file = {}; // what an earlier life of this card was is not this card's
        look.kind = CardKind::blank;
    }
}

void judgeStranger(CardLook& look, CardSession& session, JobLedger& ledger, const std::vector<Certificate>& trust, std::int64_t now)
{
    look.signedByUs = chuidSignedByUs(session.piv(), trust, now);
    look.kind = look.signedByUs ? CardKind::ours : CardKind::foreign;
    if (!look.signedByUs) return;
    look.agent = agentOnCard(session.piv(), ledger.roster());
    if (look.agent) look.kind = CardKind::agent;
}

} // namespace

std::string_view nameOf(CardKind kind) noexcept
{
    switch (kind) {
    case CardKind::blank: return "blank";
    case CardKind::ours: return "ours";
    case CardKind::foreign: return "foreign";
    case CardKind::torn: return "torn";
    case CardKind::agent: return "agent";
    }
    return "";
}

std::vector<Slot> CardLook::due() const
{
    std::vector<Slot> found;
    for (const auto& row : file.slots) {
        if (row.state == SlotState::ready && row.certificate) found.push_back(row.slot);
    }
    return found;
}

std::optional<UserNumber> CardLook::holder() const
{
    if (file.card) return file.card->holder;
    if (agent) return agent->number;
    return std::nullopt;
}

CardLook CardLook::recognise(CardReader& reader, JobLedger& ledger, const ProfileSet& profiles,
                             const std::vector<Certificate>& trust, std::int64_t now, std::stop_token stop)
{
    CardSession session(reader, std::move(stop));
    auto look = recognise(session, ledger, profiles, trust, now);
    look.count = session.end();
    return look;
}

CardLook CardLook::recognise(CardSession& session, JobLedger& ledger, const ProfileSet& profiles,
                             const std::vector<Certificate>& trust, std::int64_t now)
{
    auto& piv = session.piv();
    CardLook look;
    look.identity.atr = session.atr();
    look.profile = profiles.recognise(piv, session.selected());
    session.useProfile(look.profile);
    look.padVerifies = piv.padVerifies();
    look.padModifies = piv.padModifies();
    const auto chuid = chuidOn(piv);
    look.identity.guid = chuid.guid;
    look.passcodeTries = piv.passcodeTries().tries;
    if (look.profile.serialCommand) {
        look.identity.serial = piv.serial();
        // A job that is opened without it could not be found again on a card whose identity is not written yet.
        if (!look.identity.serial) throw CardDataError("serial");
    }
    if (look.profile.metadataCommand) {
        // The sixth command: an unlock must know these tries before it spends one.
        if (const auto metadata = piv.metadata(KeyReference::unlockKey)) look.unlockKeyTries = metadata->triesLeft;
    }
    if (!chuid.guid) {
        judgeWithoutGuid(look, chuid, ledger);
    } else {
        look.file = ledger.cardFile(chuid.guid, look.identity.serialText());
        if (!look.unlockKeyTries) look.unlockKeyTries = look.file.unlockKeyTries;
        if (!look.file.card) {
            judgeStranger(look, session, ledger, trust, now);
        } else {
            const bool unfinished = look.file.jobOpen() || look.file.card->state == CardState::opened ||
                                    look.file.card->state == CardState::abandoned;
            look.kind = unfinished ? CardKind::torn : CardKind::ours;
        }
    }
    look.count = session.count();
    return look;
}

} // namespace cardwright
