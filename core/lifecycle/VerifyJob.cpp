#include "core/lifecycle/VerifyJob.h"

#include "core/lifecycle/AttestationCheck.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardProof.h"
#include "core/lifecycle/FacialImageObject.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"
#include "core/lifecycle/SignatureCheck.h"
#include "core/piv/CertificateObject.h"

#include <nlohmann/json.hpp>

namespace cardwright {

VerifyJob::VerifyJob(CardDesk desk, CardLook look, PasscodeSource passcode, Options options)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_passcode(std::move(passcode)), m_options(options)
{
}

VerifyReport VerifyJob::run()
{
    const auto& card = requireIssued(m_look);
    if (!m_passcode.given()) throw RefusedError(Failure::of("PASSCODE-NEEDED"));
    VerifyReport report;
    report.receipt.card = card.guid;
    report.receipt.userNumber = card.holder.digits();
    report.receipt.limitations = m_look.profile.limitations();

    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    session.expect(m_look.identity, m_look.profile.serialCommand);
    PasscodeEntry entry(m_desk, session.piv(), m_passcode, jobsteps::proof);
    entry.require(true, false);
    report.receipt.tries = session.piv().passcodeTries().tries;
    guardPasscodeTries(report.receipt.tries, m_options.spendLastTry);
    if (m_desk.progress) m_desk.progress({jobsteps::proof, JobProgress::State::started, {}, m_look.profile.deadline(CardWork::sign)});
    requirePasscode(entry);
    keys(session, entry, report);
    objects(session, report);
    report.receipt.count = session.end();
    if (m_desk.progress) m_desk.progress({jobsteps::proof, JobProgress::State::done, {}, {}});
    record(report);
    return report;
}

void VerifyJob::keys(CardSession& session, PasscodeEntry& entry, VerifyReport& report)
{
    HolderKeys holder(session.piv(), entry, false, m_desk.random);
    holder.ride(true); // 9C comes first, right after the entry: one is enough
    std::vector<Slot> slots;
    for (const auto& row : m_look.file.slots) slots.push_back(row.slot);
    for (const auto slot : signingOrder(slots)) {
        const auto key = PublicKey::fromDer(m_look.file.slot(slot)->publicKey);
        const auto name = std::string(slotName(slot));
        if (holder.holds(slot, algorithmOf(key), key)) {
            report.receipt.publicKeys.push_back({name, toHex(key.fingerprint())});
            origin(session, slot, key, report);
        } else {
            report.findings.push_back("The key " + name + " is not the one that was certified.");
        }
    }
}

void VerifyJob::objects(CardSession& session, VerifyReport& report)
{
    const auto look = [&](ObjectId id, ByteView expected) {
        try {
            report.receipt.objects.push_back(proveObject(session.piv(), id, expected));
        } catch (const CardJobError&) {
            report.findings.push_back("The object '" + std::string(id.name) + "' is not as it was written.");
        } catch (const CardDataError&) {
            report.findings.push_back("The object '" + std::string(id.name) + "' cannot be read.");
        }
    };
    if (m_desk.ledger.job(m_look.file.card->job)) {
        for (const auto& object : issuedPlan(m_desk, *m_look.file.card).objects) {
            look(objectWithTag(object.tag).value_or(ObjectId{object.tag, 0, "object"}), object.content);
        }
    } else {
        auto check = SignatureCheck::of(session.piv(), m_look.file.card->guid, m_desk.trust, m_desk.clock.utcMillis());
        report.receipt.objects = std::move(check.objects);
        report.findings.insert(report.findings.end(), check.findings.begin(), check.findings.end());
        report.remarks.emplace_back("This desk holds no plan of it; read and checked by signature alone.");
    }
    facialImage(session, report);
    for (const auto& row : m_look.file.slots) {
        if (row.state != SlotState::written || !row.certificate) continue;
        look(certificateObject(row.slot), CertificateObject::of(*row.certificate).encode());
        report.receipt.written.emplace_back(slotName(row.slot));
    }
}

/// The card's word on where the key was made, where policy asks for it.
void VerifyJob::origin(CardSession& session, Slot slot, const PublicKey& key, VerifyReport& report)
{
    if (!attestationcheck::wanted(m_desk.issuePolicy, m_look.profile)) return;
    const auto verdict = attestationcheck::verdictOn(session.piv(), slot, key, m_look.identity.serial, m_desk.issuePolicy);
    const auto words = std::string(nameOf(verdict));
    report.receipt.attested.push_back({std::string(slotName(slot)), words});
    if (attestationcheck::refusal(verdict, m_desk.issuePolicy)) {
        report.findings.push_back("What the card says of where the key " + std::string(slotName(slot)) + " was made does not hold: " + words + ".");
    }
}

/// Not only that it is what was written: whose it says it is, and who signed that. Read with the passcode, which was verified.
void VerifyJob::facialImage(CardSession& session, VerifyReport& report)
{
    const auto id = cardwright::objects::facialImage;
    if (!m_look.profile.keeps(id)) return;
    const bool planned = m_desk.ledger.job(m_look.file.card->job).has_value();
    std::optional<Bytes> picture, chuid;
    if (planned) {
        const auto plan = issuedPlan(m_desk, *m_look.file.card);
        if (!plan.writes(id)) return;
        picture = plan.object(id.tag); // compared to the octet already
        chuid = plan.object(cardwright::objects::chuid.tag);
    } else {
        picture = session.piv().object(id);
        if (!picture || picture->empty()) return;
        chuid = session.piv().object(cardwright::objects::chuid);
    }
    const auto why = facialimage::problem(*picture, chuid.value_or(Bytes{}), m_desk.trust, m_desk.clock.utcMillis());
    if (why) report.findings.push_back("The portrait on the card is not to be relied on: " + *why + ".");
}

void VerifyJob::record(VerifyReport& report)
{
    const auto& card = *m_look.file.card;
    auto job = newJob(m_desk, JobKind::verify, card.guid, card.holder, m_look.identity,
                      nlohmann::json{{"atr", toHex(m_look.identity.atr)}}.dump());
    report.receipt.job = job.id;
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    auto entry = entryAbout(card.holder, EntryKind::cardVerified,
                            {{"card", card.guid.text()},
                             {"job", job.id.text()},
                             {"passed", report.passed()},
                             {"findings", report.findings},
                             {"remarks", report.remarks},
                             {"receipt", nlohmann::json::parse(report.receipt.json())}},
                            m_desk.random);
    entry.card = card.guid;
    recorder.pending().open = std::move(job);
    recorder.pending().entries.push_back(std::move(entry));
    recorder.close(JobState::done);
    report.receipt.commits = recorder.commits();
}

} // namespace cardwright
