#include "core/lifecycle/ClearJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/EraseRun.h"
#include "core/lifecycle/JobOpening.h"

#include <nlohmann/json.hpp>

namespace cardwright {

ClearJob::ClearJob(CardDesk desk, CardLook look) : m_desk(std::move(desk)), m_look(std::move(look)) {}

CardReceipt ClearJob::run()
{
    if (m_look.kind == CardKind::blank) throw CardJobError("CARD-BLANK");
    if (m_look.kind == CardKind::foreign) throw CardJobError("CARD-FOREIGN");
    if (m_look.kind == CardKind::agent) throw RefusedError(Failure::of("AGENT-CARD"));
    if (!m_look.file.card || !m_look.identity.guid) throw CardJobError("CARD-NOT-HERE");
    const auto& card = *m_look.file.card;
    requireOtherThanAgent(m_desk, card.holder, "clear");
    if (m_look.file.jobOpen()) throw CardJobError("CARD-TORN");
    if (card.state != CardState::cancelled && card.state != CardState::abandoned) throw RefusedError(Failure::of("CARD-STILL-VALID"));

    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    session.expect(m_look.identity, m_look.profile.serialCommand);
    const auto batch = batchOf(m_desk, m_look);
    requireBatch(m_desk, batch);
    nlohmann::json data{{"atr", toHex(m_look.identity.atr)}};
    if (!batch.empty()) data["batch"] = batch;
    auto job = newJob(m_desk, JobKind::clear, card.guid, card.holder, m_look.identity, data.dump());
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent
    return onRecord(recorder, [&] { return EraseRun(m_desk, recorder, m_look, true, batch).run(session); });
}

} // namespace cardwright
