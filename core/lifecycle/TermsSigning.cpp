#include "core/lifecycle/TermsSigning.h"

#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/lifecycle/CardJobError.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

/// Which key signed: a key that was lost and made anew signs once more.
std::string stepData(Slot slot, const PublicKey& key)
{
    return nlohmann::json{{"slot", slotName(slot)}, {"key", toHex(key.fingerprint())}}.dump();
}

bool saysTheSame(const TermsRecord& record)
{
    nlohmann::json said;
    if (parseJson({reinterpret_cast<const char*>(record.statement.data()), record.statement.size()}, said) || !said.is_object()) return false;
    const auto is = [&](const char* name, const std::string& value) {
        const auto found = said.find(name);
        return found != said.end() && found->is_string() && found->get<std::string>() == value;
    };
    return is("statement", "cardwright.terms-acceptance/1") && is("id", record.id.text()) && is("card", record.card.text()) &&
           is("noticeDigest", toHex(record.notice)) && is("termsDigest", toHex(record.terms)) && is("acceptedAt", formatUtc(record.acceptedAt));
}

} // namespace

std::optional<TermsAcceptance> requireTerms(const CardDesk& desk, std::optional<TermsAcceptance> accepted, const std::optional<TermsRecord>& last)
{
    if (desk.terms == nullptr) return accepted;
    if (accepted) {
        const bool same = accepted->terms == desk.terms->terms.digest && accepted->notice == desk.terms->notice.digest;
        if (!same) throw RefusedError(Failure::of("TERMS-CHANGED"));
    }
    if (!termsDue(*desk.terms, last)) return std::nullopt;
    if (!accepted) throw RefusedError(Failure::of("TERMS-NEEDED", "version " + std::to_string(desk.terms->terms.version)));
    return accepted;
}

TermsRecord signTerms(CardDesk& desk, HolderKeys& holder, Slot slot, const PublicKey& key, const TermsAcceptance& accepted, const Guid& card,
                      const UserNumber& person)
{
    TermsRecord record{accepted.id, person, card, accepted.noticeVersion, accepted.notice, accepted.termsVersion, accepted.terms, accepted.acceptedAt,
                       accepted.statement(card, person), {}, std::string(slotName(slot)), key.der()};
    HolderKeySigner signer(holder, slot, key);
    record.signature = cms::signByKey(record.statement, StatementType::terms, signer, desk.clock.utcMillis());
    return record;
}

void signTermsStep(CardDesk& desk, JobRecorder& recorder, HolderKeys& holder, Slot slot, const PublicKey& key, const TermsAcceptance& accepted,
                   const UserNumber& person, CardReceipt& receipt)
{
    const auto data = stepData(slot, key);
    receipt.termsVersion = accepted.termsVersion;
    if (recorder.finished(steprecord::terms) && recorder.data(steprecord::terms) == data) return;
    recorder.begin(steprecord::terms);
    auto record = signTerms(desk, holder, slot, key, accepted, recorder.card(), person);
    auto& next = recorder.pending();
    next.entries.push_back(termsEntry(record, accepted, desk.random));
    next.terms = std::move(record);
    recorder.done(steprecord::terms, data);
}

TermsCheck checkTerms(const TermsRecord& record, const std::optional<Certificate>& certificate, const std::vector<Certificate>& trust)
{
    TermsCheck check;
    check.consistent = saysTheSame(record);
    try {
        const auto key = PublicKey::fromDer(record.publicKey);
        check.signature = cms::verifyByKey(record.statement, record.signature, StatementType::terms, key);
        if (certificate) {
            const auto at = std::max(record.acceptedAt, certificate->notBefore());
            check.certificate = cms::verifyByCertificate(record.statement, record.signature, StatementType::terms, *certificate, trust, at).trust;
        }
    } catch (const CryptoError&) {
        check.signature = false;
    }
    return check;
}

} // namespace cardwright
