#include "core/lifecycle/AttestationCheck.h"
#include "core/lifecycle/IssueRun.h"
#include "core/lifecycle/TermsSigning.h"

#include <nlohmann/json.hpp>

#include <iterator>

namespace cardwright {

namespace {

PublicKey keyFrom(const std::string& data)
{
    const auto der = fromHex(nlohmann::json::parse(data).value("publicKey", ""));
    return PublicKey::fromDer(der.value_or(Bytes{}));
}

} // namespace

void IssueRun::keys(CardSession& session)
{
    for (const auto& key : m_plan.keys) {
        const auto step = steprecord::keys(key.slot);
        const auto detail = std::string(slotName(key.slot));
        if (m_recorder.finished(step)) {
            m_keys.insert_or_assign(key.slot, keyFrom(m_recorder.data(step)));
            tell(jobsteps::keys, JobProgress::State::skipped, CardWork::talk, detail);
            continue;
        }
        tell(jobsteps::keys, JobProgress::State::started,
             isRsa(key.algorithm) ? CardWork::generateRsa : CardWork::generateEc, detail);
        // Nothing was recorded or sent of a key whose making was cut, so it is simply made again.
        generate(session, key);
        tell(jobsteps::keys, JobProgress::State::done, CardWork::talk, detail);
    }
}

void IssueRun::generate(CardSession& session, const PlannedKey& key)
{
    const auto step = steprecord::keys(key.slot);
    m_recorder.begin(step);
    const auto answered = session.piv().generateKey(key.slot, key.algorithm);
    if (m_plan.verifyAttestation && m_profile.attestationCommand) requireAttested(session, key.slot, answered);
    const auto made = answered.publicKey();
    m_recorder.pending().keys.push_back({key.slot, made.der()});
    m_recorder.done(step, nlohmann::json{{"publicKey", toHex(made.der())}}.dump());
    m_keys.insert_or_assign(key.slot, made);
    m_renewed.insert(key.slot);
}

void IssueRun::requireAttested(CardSession& session, Slot slot, const CardPublicKey& made)
{
    const auto verdict = attestationcheck::verdictOn(session.piv(), slot, made.publicKey(), m_identity.serial, m_desk.issuePolicy);
    if (const auto code = attestationcheck::refusal(verdict, m_desk.issuePolicy)) {
        throw CardJobError(*code, std::string(slotName(slot)) + ": " + std::string(nameOf(verdict)));
    }
    m_receipt.attested.push_back({std::string(slotName(slot)), std::string(nameOf(verdict))});
}

void IssueRun::requests(CardSession& session)
{
    tell(jobsteps::requests, JobProgress::State::started, CardWork::sign);
    PasscodeEntry entry(m_desk, session.piv(), m_passcode, jobsteps::requests);
    HolderKeys holder(session.piv(), entry, false, m_desk.random);
    if (entry.onReader()) holder.ride(false); // typed at the beginning of this transaction
    // What was asked for in an earlier run and still stands, by slot.
    auto standing = nlohmann::json::parse(m_recorder.data(steprecord::requests));
    std::vector<JobWrite::Request> made;
    for (const auto slot : signingOrder(slots())) {
        const auto name = std::string(slotName(slot));
        const auto asked = Guid::parse(standing.value(name, ""));
        if (asked && requestStands(holder, session, slot, *asked)) {
            m_requests.insert_or_assign(slot, *asked);
            continue;
        }
        standing.erase(name);
        if (made.empty()) m_recorder.begin(steprecord::requests, standing.dump());
        made.push_back(askFor(holder, session, planned(slot)));
    }
    if (!made.empty() || !m_recorder.finished(steprecord::requests)) {
        for (const auto& [slot, request] : m_requests) standing[std::string(slotName(slot))] = request.text();
        auto& requests = m_recorder.pending().requests;
        std::move(made.begin(), made.end(), std::back_inserter(requests));
        m_recorder.done(steprecord::requests, standing.dump());
    }
    // Typed here, the passcode is the holder's by now. On the reader it comes last, and the signature with it.
    if (m_given.isTyped()) signTerms(holder);
    // From this commit on the requests are entries: they reach the centre whatever happens here.
    m_recorder.flush();
}

void IssueRun::signTerms(HolderKeys& holder)
{
    // A card that ends locked is asked at its first unlock: nothing is signed with a passcode that its holder never typed.
    if (!m_plan.terms || m_plan.locked || m_plan.act != JobKind::issue) return;
    const auto slot = termsSlot(slots());
    if (!slot) return;
    const auto key = m_keys.contains(*slot) ? m_keys.at(*slot) : keyFrom(m_recorder.data(steprecord::keys(*slot)));
    signTermsStep(m_desk, m_recorder, holder, *slot, key, *m_plan.terms, m_plan.holder, m_receipt);
}

bool IssueRun::requestStands(HolderKeys& holder, CardSession& session, Slot slot, const Guid& asked)
{
    const auto& key = planned(slot);
    const auto records = m_desk.ledger.requests({asked});
    if (records.empty()) return false;
    const bool sameKey = records.front().publicKey == m_keys.at(slot).der();
    if (sameKey && !records.front().withdrawn && holder.holds(slot, key.algorithm, m_keys.at(slot))) return true;
    // The centre was asked to certify a key that is gone: withdrawn by an entry, and a new key asks anew.
    if (!records.front().withdrawn) {
        m_recorder.pending().withdrawn.push_back(asked);
        auto entry = entryAbout(m_plan.holder, EntryKind::certificateWithdrawn,
                                {{"request", asked.text()}, {"card", m_plan.card.text()}, {"slot", slotName(slot)}}, m_desk.random);
        entry.card = m_plan.card;
        m_recorder.pending().entries.push_back(std::move(entry));
    }
    if (sameKey) generate(session, key);
    return false;
}

JobWrite::Request IssueRun::askFor(HolderKeys& holder, CardSession& session, const PlannedKey& key)
{
    RequestSubject subject{m_plan.holder.digits(), m_plan.organisation, m_plan.card, m_plan.photoReference};
    if (key.slot == Slot::cardAuthentication) { // read without contact: it names the card only
        subject.userNumber.clear();
        subject.photoReference.reset();
    }
    const auto request = provenRequest(holder, session, key, subject);
    CertificateRequestRecord record;
    record.id = Guid::ordered(m_desk.clock.utcMillis(), m_desk.random);
    record.card = m_plan.card;
    record.slot = key.slot;
    record.request = request;
    record.publicKey = m_keys.at(key.slot).der();
    record.photo = subject.photoReference;
    record.askedAt = m_desk.clock.utcMillis();
    nlohmann::json payload{{"request", record.id.text()}, {"card", m_plan.card.text()}, {"slot", slotName(key.slot)}};
    if (!request.empty()) {
        payload["csr"] = toBase64(request);
    } else {
        payload["publicKey"] = toBase64(record.publicKey);
        payload["proof"] = "ecdh";
        payload["organisation"] = subject.organisation;
    }
    if (subject.photoReference) payload["photoReference"] = toHex(*subject.photoReference);
    auto entry = entryAbout(m_plan.holder, EntryKind::certificateRequested, std::move(payload), m_desk.random);
    entry.card = m_plan.card;
    m_requests.insert_or_assign(key.slot, record.id);
    return {std::move(record), std::move(entry)};
}

Bytes IssueRun::provenRequest(HolderKeys& holder, CardSession& session, const PlannedKey& key, const RequestSubject& subject)
{
    const auto make = [&]() -> Bytes {
        const auto& made = m_keys.at(key.slot);
        if (signsRequests(key.slot, key.algorithm)) return holder.request(key.slot, key.algorithm, made, subject).der();
        if (!holder.holds(key.slot, key.algorithm, made)) throw CardJobError("CARD-NO-KEY", std::string(slotName(key.slot)));
        return {};
    };
    try {
        return make();
    } catch (const FailureError& error) {
        const auto& code = error.failure().code;
        if (m_renewed.contains(key.slot) || (code != "SIGNATURE-WRONG" && code != "CARD-NO-KEY")) throw;
    }
    // The recorded key is not the card's any more, and nobody was told of it: a new one.
    generate(session, key);
    m_recorder.begin(steprecord::requests, m_recorder.data(steprecord::requests));
    return make();
}

} // namespace cardwright
