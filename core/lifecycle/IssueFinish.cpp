#include "core/lifecycle/CardProof.h"
#include "core/lifecycle/CertificateCheck.h"
#include "core/lifecycle/IssueRun.h"
#include "core/piv/CertificateObject.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

void requireNotFactory(PivApplication& piv, KeyReference reference, const char* what)
{
    const auto metadata = piv.metadata(reference);
    if (metadata && metadata->factoryValue.value_or(false)) throw CardJobError("CARD-PROOF", std::string("still the maker's: ") + what);
}

} // namespace

void IssueRun::awaitAnswers()
{
    std::vector<Guid> ids;
    for (const auto& [slot, request] : m_requests) ids.push_back(request);
    const std::chrono::seconds deadline(m_desk.issuePolicy.centreWaitSeconds);
    const auto answers = m_desk.exchange.await(ids, deadline, m_desk.stop);
    for (const auto& key : m_plan.keys) {
        const auto request = m_requests.at(key.slot);
        const auto answer = std::find_if(answers.requests.begin(), answers.requests.end(),
                                         [&](const auto& record) { return record.id == request; });
        auto why = answers.why;
        if (answer != answers.requests.end() && answer->certificate) {
            const bool number = key.slot != Slot::cardAuthentication;
            why = certificateProblem(*answer->certificate,
                                     {key.slot, m_plan.card, m_plan.holder, m_keys.at(key.slot).der(),
                                      number ? std::optional(m_plan.photoReference) : std::nullopt},
                                     m_desk.trust, m_desk.clock.utcMillis());
            if (!why) {
                m_answers.insert_or_assign(key.slot, *answer->certificate);
                continue;
            }
        }
        m_receipt.deferred.push_back({std::string(slotName(key.slot)), std::move(why)});
    }
    tell(jobsteps::requests, m_answers.size() == m_plan.keys.size() ? JobProgress::State::done : JobProgress::State::deferred);
}

void IssueRun::finish()
{
    const bool asks = holderIsAsked();
    if (m_recorder.finished(steprecord::proof) && !m_plan.locked && !asks) return restoreProof();
    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_profile);
    session.expect(m_identity, m_profile.serialCommand);
    if (!m_recorder.finished(steprecord::proof)) {
        // Only the key that must be in force now: a card that would still take the maker's, or the one before, has not passed.
        if (m_plan.act == JobKind::rotate) m_recorder.begin(steprecord::proof);
        auto candidates = administrationOfIssued(m_desk, m_profile, m_plan.keyName, m_identity.serial);
        if (m_plan.changeAdministration && m_plan.act != JobKind::renew) candidates = {{AdministrationHeld::derived, m_plan.keyName, m_plan.administrationAlgorithm}};
        if (!m_plan.changeAdministration && m_plan.act == JobKind::issue) candidates = {administrationOfBatch(m_desk, m_profile, m_plan.batch)};
        authenticateAdministration(session.piv(), candidates, m_profile, m_desk.keys, m_plan.card, m_desk.random);
        if (m_plan.act == JobKind::issue) objects(session);
        if (m_plan.act != JobKind::rotate) {
            certificates(session);
            proof(session);
        }
    }
    if (m_plan.locked) lock(session);
    else if (asks) readersPasscode(session);
    m_receipt.count += session.end(); // the card is reset here, before anything says that it is finished
}

void IssueRun::objects(CardSession& session)
{
    if (m_recorder.finished(steprecord::objects)) return tell(jobsteps::objects, JobProgress::State::skipped);
    tell(jobsteps::objects, JobProgress::State::started, CardWork::write);
    const bool probe = m_recorder.begun(steprecord::objects);
    m_recorder.begin(steprecord::objects);
    for (const auto& object : m_plan.objects) {
        const auto id = objectWithTag(object.tag).value_or(ObjectId{object.tag, 0, {}});
        if (id == cardwright::objects::chuid) continue;
        // What is about the holder cannot be read before the passcode was verified; writing the same octets again is as good.
        const bool readable = id != cardwright::objects::printedInformation && id != cardwright::objects::facialImage;
        // Many cards have a discovery object of their own that nobody can write; most say what ours would.
        const bool look = probe || id == cardwright::objects::discovery;
        if (look && readable && session.piv().object(id) == object.content) continue;
        writeObject(session.piv(), m_profile, id, object.content);
    }
    m_recorder.done(steprecord::objects);
    tell(jobsteps::objects, JobProgress::State::done);
}

void IssueRun::certificates(CardSession& session)
{
    for (const auto slot : slots()) {
        const auto name = std::string(slotName(slot));
        const auto found = m_answers.find(slot);
        if (found == m_answers.end()) {
            tell(jobsteps::certificates, JobProgress::State::deferred, CardWork::talk, name);
            continue;
        }
        tell(jobsteps::certificates, JobProgress::State::started, CardWork::write, name);
        certificate(session, slot, CertificateObject::of(found->second).encode());
        m_receipt.written.push_back(name);
        tell(jobsteps::certificates, JobProgress::State::done, CardWork::talk, name);
    }
}

void IssueRun::certificate(CardSession& session, Slot slot, const Bytes& content)
{
    const auto step = steprecord::certificates(slot);
    const auto digest = nlohmann::json{{"sha256", toHex(sha256(content))}}.dump();
    if (m_recorder.finished(step) && m_recorder.data(step) == digest) return;
    const bool probe = m_recorder.begun(step);
    m_recorder.begin(step, digest);
    const auto id = certificateObject(slot);
    if (!probe || session.piv().object(id) != content) writeObject(session.piv(), m_profile, id, content);
    m_recorder.pending().written.push_back(slot);
    m_recorder.done(step, digest);
}

void IssueRun::proof(CardSession& session)
{
    tell(jobsteps::proof, JobProgress::State::started, CardWork::sign);
    m_recorder.begin(steprecord::proof);
    auto& piv = session.piv();
    if (!m_plan.locked) proveTries(session); // an issue that ends locked shows its tries by spending them
    PasscodeEntry entry(m_desk, piv, m_passcode, jobsteps::proof);
    HolderKeys holder(piv, entry, false, m_desk.random);
    holder.verify();
    for (const auto slot : signingOrder(slots())) {
        const auto& key = m_keys.at(slot);
        if (!holder.holds(slot, planned(slot).algorithm, key)) throw CardJobError("CARD-PROOF", "key " + std::string(slotName(slot)));
        m_receipt.publicKeys.push_back({std::string(slotName(slot)), toHex(key.fingerprint())});
    }
    for (const auto& object : m_plan.objects) {
        const auto id = objectWithTag(object.tag).value_or(ObjectId{object.tag, 0, {}});
        m_receipt.objects.push_back(proveObject(piv, id, object.content));
    }
    for (const auto& [slot, der] : m_answers) {
        m_receipt.objects.push_back(proveObject(piv, certificateObject(slot), CertificateObject::of(der).encode()));
    }
    proveNoFactorySecret(session);
    if (!m_plan.locked && !holderIsAsked()) tell(jobsteps::proof, JobProgress::State::done);
}

void IssueRun::proveTries(CardSession& session)
{
    const auto tries = session.piv().passcodeTries();
    const bool expected = m_plan.passcodeTries ? tries.tries == m_plan.passcodeTries : tries.tries.value_or(0) > 0;
    if (tries.verified || !expected) {
        auto failure = Failure::of("CARD-PROOF", "passcode tries");
        failure.triesLeft = tries.tries;
        throw CardJobError(std::move(failure));
    }
    m_receipt.tries = tries.tries;
}

void IssueRun::proveNoFactorySecret(CardSession& session)
{
    if (!m_profile.metadataCommand) return;
    requireNotFactory(session.piv(), KeyReference::passcode, "passcode");
    if (m_plan.changeUnlockKey) requireNotFactory(session.piv(), KeyReference::unlockKey, "unlock key");
    if (m_plan.changeAdministration) requireNotFactory(session.piv(), KeyReference::administration, "administration key");
}

void IssueRun::lock(CardSession& session)
{
    auto& piv = session.piv();
    const bool provenNow = !m_recorder.finished(steprecord::proof);
    if (provenNow) {
        m_recorder.done(steprecord::proof, proofData());
    } else {
        restoreProof();
    }
    m_recorder.begin(steprecord::lock);
    const bool lockedAlready = !provenNow && piv.passcodeTries().blocked();
    const int spent = lockedAlready ? 0 : spendTries(piv, m_passcode.digits(), m_desk.random);
    // The tries are proven by having been spent; a resumed job may find fewer.
    if (provenNow && m_plan.passcodeTries && spent != *m_plan.passcodeTries) throw CardJobError("CARD-PROOF", "passcode tries");
    m_receipt.tries = 0;
    m_recorder.done(steprecord::lock);
    tell(jobsteps::proof, JobProgress::State::done);
}

/// The one passcode entry of a card that is made, or gone on with, while its holder types on the reader; also after it was cut.
bool IssueRun::holderIsAsked() const noexcept
{
    if (m_plan.locked || m_plan.act == JobKind::rotate || m_recorder.finished(steprecord::readersPasscode)) return false;
    return (m_given.onReader() && !m_passcodeVerified) || m_recorder.begun(steprecord::readersPasscode);
}

void IssueRun::readersPasscode(CardSession& session)
{
    if (m_recorder.finished(steprecord::proof)) restoreProof();
    else m_recorder.done(steprecord::proof, proofData());
    tell(jobsteps::passcode, JobProgress::State::started);
    PasscodeEntry entry(m_desk, session.piv(), m_given, jobsteps::passcode);
    setPasscode(entry, steprecord::readersPasscode);
    tell(jobsteps::passcode, JobProgress::State::done);
    // That it works is proved by the card; whose keys these are was proved before, and has not changed.
    PasscodeEntry again(m_desk, session.piv(), m_given, jobsteps::proof);
    HolderKeys holder(session.piv(), again, true, m_desk.random);
    holder.verify();
    signTerms(holder);
    m_recorder.done(steprecord::readersPasscode);
    tell(jobsteps::proof, JobProgress::State::done);
}

std::string IssueRun::proofData() const
{
    auto data = nlohmann::json::parse(m_receipt.json());
    data["written"] = m_receipt.written;
    data["deferred"] = nlohmann::json::array();
    for (const auto& row : m_receipt.deferred) data["deferred"].push_back(row.slot);
    return data.dump();
}

void IssueRun::restoreProof()
{
    const auto data = nlohmann::json::parse(m_recorder.data(steprecord::proof));
    for (const auto& row : data.at("objects")) m_receipt.objects.push_back({row.at("id"), row.at("sha256")});
    for (const auto& row : data.at("publicKeys")) m_receipt.publicKeys.push_back({row.at("slot"), row.at("sha256")});
    for (const auto& row : data.value("attested", nlohmann::json::array())) m_receipt.attested.push_back({row.at("slot"), row.at("verdict")});
    m_receipt.written = data.at("written").get<std::vector<std::string>>();
    for (const auto& row : data.at("deferred")) m_receipt.deferred.push_back({row.get<std::string>(), std::nullopt});
}

EntryDraft IssueRun::closingEntry()
{
    nlohmann::json payload{{"card", m_plan.card.text()}, {"job", m_recorder.job().text()}, {"receipt", nlohmann::json::parse(m_receipt.json())}};
    if (m_plan.act == JobKind::rotate) {
        payload["generation"] = m_plan.keyName.generation;
        payload["siteKeyVersion"] = m_plan.keyName.siteKeyVersion;
        return entryAbout(m_plan.holder, EntryKind::cardKeysRotated, std::move(payload), m_desk.random);
    }
    payload["slots"] = nlohmann::json::array();
    for (const auto slot : slots()) payload["slots"].push_back(slotName(slot));
    payload["deferred"] = nlohmann::json::array();
    for (const auto& row : m_receipt.deferred) payload["deferred"].push_back(row.slot);
    payload["locked"] = m_plan.locked;
    if (m_plan.act == JobKind::issue) return entryAbout(m_plan.holder, EntryKind::cardIssued, std::move(payload), m_desk.random);
    payload["superseded"] = nlohmann::json::array();
    for (const auto& [slot, request] : m_plan.superseded) payload["superseded"].push_back({{"slot", slotName(slot)}, {"request", request.text()}});
    return entryAbout(m_plan.holder, EntryKind::cardRenewed, std::move(payload), m_desk.random);
}

void IssueRun::close()
{
    tell(jobsteps::close, JobProgress::State::started);
    auto entry = closingEntry();
    entry.card = m_plan.card;
    if (!m_recorder.finished(steprecord::proof)) m_recorder.done(steprecord::proof);
    auto& last = m_recorder.pending();
    last.entries.push_back(std::move(entry));
    if (m_plan.act == JobKind::rotate) {
        last.cardKeys = m_plan.keyName;
    } else {
        last.cardState = m_plan.locked ? CardState::locked : CardState::issued;
    }
    for (const auto& [slot, request] : m_plan.superseded) last.withdrawn.push_back(request);
    m_recorder.close(JobState::done);
    m_receipt.commits += m_recorder.commits();
    tell(jobsteps::close, JobProgress::State::done);
}

} // namespace cardwright
