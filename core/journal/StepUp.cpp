#include "core/journal/StepUp.h"

#include "core/crypto/CmsSignature.h"
#include "core/journal/JsonFields.h"

namespace cardwright {

namespace {

constexpr const char* schema = "cardwright.step-up/1";
constexpr std::string_view unreadableCode = "STEP-UP-UNREADABLE";

StepUpTerms termsFrom(ByteView content)
{
    const auto object = JsonFields::parse(toText(content), 2, unreadableCode, "content");
    const JsonFields fields(object, unreadableCode, "content");
    if (fields.text("schema") != schema) fields.refuse("schema");
    StepUpTerms terms;
    terms.session = fields.digest("session");
    terms.kind = fields.required(entryKindFrom(fields.text("kind")), "kind");
    terms.subject = fields.digest("subject");
    terms.about = fields.digest("about");
    terms.at = fields.instant("at");
    if (stepUpContent(terms) != toText(content)) fields.refuse("content");
    return terms;
}

nlohmann::json payloadOf(const EntryDraft& draft)
{
    auto payload = nlohmann::json::parse(draft.payload, nullptr, false);
    if (!payload.is_object()) throw JournalError(Failure::of("JOURNAL-ENTRY", "payload"));
    return payload;
}

[[noreturn]] void otherThan(const char* what) { throw JournalError(Failure::of("STEP-UP-OTHER", what)); }

} // namespace

bool needsStepUp(EntryKind kind) noexcept
{
    switch (kind) {
    case EntryKind::cardCancelled:
    case EntryKind::cardReplaced:
    case EntryKind::exceptionDecided:
    case EntryKind::payloadErased:
    case EntryKind::policyChanged:
    case EntryKind::roleChanged:
    case EntryKind::storeKeyRotated: return true;
    default: return false;
    }
}

Sha256Digest stepUpAbout(const nlohmann::json& payload)
{
    auto rest = payload;
    if (rest.is_object()) rest.erase("stepUp");
    return sha256(bytesOf(rest.dump())); // this JSON keeps its members sorted
}

StepUpTerms stepUpTermsFor(const EntryDraft& draft, const Sha256Digest& session, std::int64_t at)
{
    return {session, draft.kind, draft.subject, stepUpAbout(payloadOf(draft)), at};
}

std::string stepUpContent(const StepUpTerms& terms)
{
    const nlohmann::ordered_json content{{"schema", schema},
                                         {"session", toHex(terms.session)},
                                         {"kind", nameOf(terms.kind)},
                                         {"subject", toHex(terms.subject)},
                                         {"about", toHex(terms.about)},
                                         {"at", formatUtc(terms.at)}};
    return content.dump();
}

Bytes makeStepUp(const StepUpTerms& terms, MessageSigner& card, const Certificate& agent)
{
    return cms::signStatement(bytesOf(stepUpContent(terms)), StatementType::stepUp, card, agent, terms.at);
}

void attachStepUp(EntryDraft& draft, ByteView stepUp)
{
    auto payload = payloadOf(draft);
    payload["stepUp"] = toBase64(stepUp);
    draft.payload = toBytes(bytesOf(payload.dump()));
}

StepUp readStepUp(ByteView der, std::span<const Certificate> trust)
{
    const auto claimed = cms::unverifiedContent(der, StatementType::stepUp);
    if (!claimed) throw JournalError(Failure::of(unreadableCode, "not a signed confirmation"));
    auto terms = termsFrom(*claimed);
    auto verdict = cms::verifyStatement(der, StatementType::stepUp, trust, terms.at);
    if (!verdict || verdict.content != *claimed) throw JournalError(Failure::of("STEP-UP-NOT-TRUSTED", nameOf(verdict.trust)));
    return {terms, std::move(*verdict.signer)};
}

void requireStepUp(const JournalEntry& entry, const nlohmann::json& payload, std::span<const Certificate> trust)
{
    if (!needsStepUp(entry.kind) || entry.author.isWorkstation()) return;
    if (!payload.is_object() || !payload.contains("stepUp")) throw JournalError(Failure::of("STEP-UP-MISSING", std::string(nameOf(entry.kind))));
    const JsonFields fields(payload, unreadableCode, "payload");
    const auto stepUp = readStepUp(fields.base64("stepUp"), trust);
    if (stepUp.terms.kind != entry.kind) otherThan("kind");
    if (stepUp.terms.session != entry.author.session) otherThan("session");
    if (stepUp.signer.fingerprint() != entry.author.agent) otherThan("agent");
    if (stepUp.terms.subject != entry.subject) otherThan("subject");
    if (stepUp.terms.about != stepUpAbout(payload)) otherThan("about");
    const auto& at = stepUp.terms.at; // compared without a subtraction that a signed time could make overflow
    if (at < entry.at - longestStepUpAge || at > entry.at + longestStepUpAge) otherThan("at");
}

} // namespace cardwright
