#include "core/lifecycle/TouchJob.h"

#include "core/lifecycle/Administration.h"
#include "core/lifecycle/CardActs.h"
#include "core/lifecycle/CardProof.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/CertificateCheck.h"
#include "core/lifecycle/JobOpening.h"
#include "core/piv/CertificateObject.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

struct DueCertificate {
    Slot slot;
    Bytes content; ///< of the certificate object
};

/// What came and fits; what does not fit goes into the receipt with its reason.
std::vector<DueCertificate> fittingCertificates(const CardDesk& desk, const CardLook& look, CardReceipt& receipt)
{
    std::vector<DueCertificate> due;
    const auto& card = *look.file.card;
    for (const auto slot : look.due()) {
        const auto& row = *look.file.slot(slot);
        CertificateExpectation expected{slot, card.guid, card.holder, row.publicKey, std::nullopt};
        // What was asked for is what must come back.
        const auto request = row.request ? desk.ledger.requests({*row.request}) : std::vector<CertificateRequestRecord>{};
        if (!request.empty()) expected.photoReference = request.front().photo;
        // Another desk's request: the centre compared the photo reference with it before it sealed the certificate for this one.
        else expected.photoReference = Certificate::fromDer(*row.certificate).biometricInfo();
        if (auto problem = certificateProblem(*row.certificate, expected, desk.trust, desk.clock.utcMillis())) {
            receipt.deferred.push_back({std::string(slotName(slot)), std::move(problem)});
        } else {
            due.push_back({slot, CertificateObject::of(*row.certificate).encode()});
        }
    }
    for (const auto& row : look.file.slots) {
        if (row.state == SlotState::requested) receipt.deferred.push_back({std::string(slotName(row.slot)), std::nullopt});
    }
    return due;
}

/// What this job wrote before it was cut: its one entry tells of all of it, proved anew.
std::vector<DueCertificate> writtenBefore(const JobRecorder& recorder, const CardLook& look)
{
    std::vector<DueCertificate> before;
    for (const auto& row : look.file.slots) {
        const bool ours = recorder.finished(steprecord::certificates(row.slot)) && row.state == SlotState::written && row.certificate;
        if (ours) before.push_back({row.slot, CertificateObject::of(*row.certificate).encode()});
    }
    return before;
}

void tellOf(CardSession& session, const DueCertificate& certificate, CardReceipt& receipt)
{
    receipt.objects.push_back(proveObject(session.piv(), certificateObject(certificate.slot), certificate.content));
    receipt.written.emplace_back(slotName(certificate.slot));
}

void write(CardDesk& desk, JobRecorder& recorder, CardSession& session, const DueCertificate& due, const CardProfile& profile,
           CardReceipt& receipt)
{
    const auto within = profile.deadline(CardWork::write);
    const auto name = std::string(slotName(due.slot));
    const auto tell = [&](JobProgress::State state) {
        if (desk.progress) desk.progress({jobsteps::certificates, state, name, within});
    };
    tell(JobProgress::State::started);
    const auto id = certificateObject(due.slot);
    recorder.begin(steprecord::certificates(due.slot));
    writeObject(session.piv(), profile, id, due.content);
    tellOf(session, due, receipt);
    recorder.pending().written.push_back(due.slot);
    recorder.done(steprecord::certificates(due.slot), nlohmann::json{{"sha256", receipt.objects.back().sha256}}.dump());
    tell(JobProgress::State::done);
}

void close(CardDesk& desk, JobRecorder& recorder, const CardRecord& card, CardReceipt& receipt)
{
    auto entry = entryAbout(card.holder, EntryKind::cardTouched,
                            {{"card", card.guid.text()},
                             {"job", recorder.job().text()},
                             {"written", receipt.written},
                             {"receipt", nlohmann::json::parse(receipt.json())}},
                            desk.random);
    entry.card = card.guid;
    recorder.pending().entries.push_back(std::move(entry));
    recorder.close(JobState::done);
    receipt.commits = recorder.commits();
}

} // namespace

CardReceipt runTouch(CardDesk& desk, JobRecorder& recorder, const CardLook& look)
{
    const auto& card = *look.file.card;
    CardReceipt receipt;
    receipt.card = card.guid;
    receipt.job = recorder.job();
    receipt.userNumber = card.holder.digits();
    receipt.limitations = look.profile.limitations();
    const auto due = fittingCertificates(desk, look, receipt);
    const auto before = writtenBefore(recorder, look);
    if (due.empty() && before.empty()) return receipt;

    CardSession session(desk.reader, desk.stop);
    session.useProfile(look.profile);
    // ATR and GUID, and below the administration key that only this GUID's card holds.
    session.expect(look.identity, false);
    if (desk.progress) desk.progress({jobsteps::administration, JobProgress::State::started, {}, {}});
    authenticateAdministration(session.piv(), administrationOfIssued(desk, look.profile, {card.siteKeyVersion, card.generation}, look.identity.serial),
                               look.profile, desk.keys, card.guid, desk.random);
    if (desk.progress) desk.progress({jobsteps::administration, JobProgress::State::done, {}, {}});
    for (const auto& certificate : before) tellOf(session, certificate, receipt);
    for (const auto& certificate : due) write(desk, recorder, session, certificate, look.profile, receipt);
    receipt.count += session.end();
    close(desk, recorder, card, receipt);
    return receipt;
}

TouchJob::TouchJob(CardDesk desk, CardLook look) : m_desk(std::move(desk)), m_look(std::move(look)) {}

CardReceipt TouchJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "touch");
    const auto& card = requireIssued(m_look);
    auto job = newJob(m_desk, JobKind::touch, card.guid, card.holder, m_look.identity,
                      nlohmann::json{{"atr", toHex(m_look.identity.atr)}}.dump());
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent, and not at all when nothing is due
    return onRecord(recorder, [&] { return runTouch(m_desk, recorder, m_look); });
}

} // namespace cardwright
