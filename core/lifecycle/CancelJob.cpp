#include "core/lifecycle/CancelJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/EraseRun.h"
#include "core/lifecycle/JobOpening.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using namespace std::string_view_literals;

constexpr std::array reasons{CancelReason::lost,    CancelReason::stolen, CancelReason::damaged, CancelReason::nameChanged,
                             CancelReason::expired, CancelReason::left,   CancelReason::misused, CancelReason::madeInError,
                             CancelReason::notFinished, CancelReason::replaced};
constexpr std::array reasonNames{"lost"sv, "stolen"sv,  "damaged"sv,       "name-changed"sv, "expired"sv,
                                 "left"sv, "misused"sv, "made-in-error"sv, "not-finished"sv, "replaced"sv};
constexpr std::size_t longestNote = 500;

/// What the confirmed draft says, and that somebody's card confirmed it.
Guid cardOf(const EntryDraft& confirmed)
{
    const auto payload = nlohmann::json::parse(confirmed.payload.begin(), confirmed.payload.end(), nullptr, false);
    if (confirmed.kind != EntryKind::cardCancelled || !payload.is_object() || !payload.contains("stepUp")) {
        throw RefusedError(Failure::of("STEP-UP-MISSING"));
    }
    if (!cancelReasonOf(payload.value("reason", ""))) throw RefusedError(Failure::of("CANCEL-REASON"));
    const auto card = Guid::parse(payload.value("card", ""));
    if (!card || !confirmed.about) throw CardJobError("CARD-OTHER", "the entry");
    return *card;
}

/// What ends with the card, in the commit of the entry.
void putEnd(JobWrite& write, const CardFile& file, EntryDraft confirmed)
{
    confirmed.card = file.card->guid;
    write.cardState = CardState::cancelled;
    write.entries.push_back(std::move(confirmed));
    for (const auto& slot : file.slots) {
        if (slot.request && slot.state != SlotState::written) write.withdrawn.push_back(*slot.request);
    }
}

void requireItsHolder(CardDesk& desk, const CardRecord& card, const EntryDraft& confirmed)
{
    requireOtherThanAgent(desk, card.holder, "cancel");
    if (confirmed.about != card.holder) throw CardJobError("CARD-OTHER", "the entry is about somebody else");
    if (card.state == CardState::cancelled) throw CardJobError("CARD-CANCELLED");
}

} // namespace

std::string_view nameOf(CancelReason reason) noexcept { return reasonNames[static_cast<std::size_t>(reason)]; }

std::optional<CancelReason> cancelReasonOf(std::string_view name) noexcept
{
    const auto found = std::find(reasonNames.begin(), reasonNames.end(), name);
    if (found == reasonNames.end()) return std::nullopt;
    return reasons[static_cast<std::size_t>(found - reasonNames.begin())];
}

std::span<const CancelReason> allCancelReasons() noexcept { return reasons; }

EntryDraft cancelDraft(const CancelTerms& terms, RandomSource& random)
{
    nlohmann::json payload{{"card", terms.card.text()}, {"reason", nameOf(terms.reason)}, {"cardPresent", terms.cardPresent}};
    if (!terms.note.empty()) payload["note"] = terms.note.substr(0, longestNote);
    auto draft = entryAbout(terms.holder, EntryKind::cardCancelled, std::move(payload), random);
    draft.card = terms.card;
    return draft;
}

CancelJob::CancelJob(CardDesk desk, CardLook look, EntryDraft confirmed)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_confirmed(std::move(confirmed))
{
}

CardReceipt CancelJob::run()
{
    const auto named = cardOf(m_confirmed);
    if (m_look.kind == CardKind::blank) throw CardJobError("CARD-BLANK");
    if (m_look.kind == CardKind::foreign) throw CardJobError("CARD-FOREIGN");
    if (!m_look.file.card) throw CardJobError("CARD-NOT-HERE");
    const auto& card = *m_look.file.card;
    if (card.guid != named) throw CardJobError("CARD-OTHER", "the entry is about another card");
    requireItsHolder(m_desk, card, m_confirmed);

    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    session.expect(m_look.identity, m_look.profile.serialCommand, !m_look.identity.guid);

    const auto batch = batchOf(m_desk, m_look);
    nlohmann::json data{{"atr", toHex(m_look.identity.atr)}};
    if (!batch.empty()) data["batch"] = batch;
    auto job = newJob(m_desk, JobKind::cancel, card.guid, card.holder, m_look.identity, data.dump());
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    auto& first = recorder.pending();
    if (m_look.file.jobOpen()) first.ended = m_look.file.job->id;
    first.open = std::move(job);
    putEnd(first, m_look.file, std::move(m_confirmed));
    recorder.flush(); // from here the card is cancelled
    return onRecord(recorder, [&] { return EraseRun(m_desk, recorder, m_look, false, batch).run(session); });
}

void CancelJob::withoutCard(CardDesk& desk, EntryDraft confirmed)
{
    const auto named = cardOf(confirmed);
    const auto file = desk.ledger.cardFile(named, {});
    if (!file.card) throw CardJobError("CARD-NOT-HERE");
    requireItsHolder(desk, *file.card, confirmed);
    JobWrite write;
    if (file.jobOpen()) write.ended = file.job->id;
    putEnd(write, file, std::move(confirmed));
    desk.ledger.commit(file.job ? file.job->id : file.card->job, named, write);
}

} // namespace cardwright
