#include "core/journal/Delegation.h"

#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/JsonFields.h"

namespace cardwright {

namespace {

constexpr const char* schema = "cardwright.delegation/1";
constexpr std::string_view unreadableCode = "DELEGATION-UNREADABLE";

PublicKey sessionKeyFrom(const JsonFields& fields)
{
    try {
        auto key = PublicKey::fromDer(fields.base64("sessionKey"));
        if (key.algorithm() != KeyAlgorithm::ecP256) fields.refuse("sessionKey");
        return key;
    } catch (const CryptoError&) {
        fields.refuse("sessionKey");
    }
}

DelegationTerms termsFrom(ByteView content, Sha256Digest& agent)
{
    const auto object = JsonFields::parse(toText(content), 2, unreadableCode, "content");
    const JsonFields fields(object, unreadableCode, "content");
    if (fields.text("schema") != schema) fields.refuse("schema");
    DelegationTerms terms{fields.guid("log"), fields.guid("workstation"), sessionKeyFrom(fields), fields.instant("from"), fields.instant("until")};
    agent = fields.digest("agent");
    if (terms.from >= terms.until) fields.refuse("until");
    if (delegationContent(terms, agent) != toText(content)) fields.refuse("content"); // no member more, no other order
    return terms;
}

} // namespace

Sha256Digest Delegation::session() const { return sessionOf(terms.sessionKey); }

std::string delegationContent(const DelegationTerms& terms, const Sha256Digest& agent)
{
    const nlohmann::ordered_json content{{"schema", schema},
                                         {"log", terms.log.text()},
                                         {"workstation", terms.workstation.text()},
                                         {"sessionKey", toBase64(terms.sessionKey.der())},
                                         {"agent", toHex(agent)},
                                         {"from", formatUtc(terms.from)},
                                         {"until", formatUtc(terms.until)}};
    return content.dump();
}

Bytes makeDelegation(const DelegationTerms& terms, MessageSigner& card, const Certificate& agent)
{
    if (terms.sessionKey.algorithm() != KeyAlgorithm::ecP256) throw CryptoError(Failure::of("KEY-UNUSABLE", "entries are signed with P-256"));
    const auto content = delegationContent(terms, agent.fingerprint());
    return cms::signStatement(bytesOf(content), StatementType::delegation, card, agent, terms.from);
}

Delegation readDelegation(ByteView der, std::span<const Certificate> trust)
{
    const auto claimed = cms::unverifiedContent(der, StatementType::delegation);
    if (!claimed) throw JournalError(Failure::of(unreadableCode, "not a signed delegation"));
    Sha256Digest agent{};
    auto terms = termsFrom(*claimed, agent);
    // The card's certificate had to be good when it signed; that it expired later does not undo what it delegated.
    auto verdict = cms::verifyStatement(der, StatementType::delegation, trust, terms.from);
    if (!verdict || verdict.content != *claimed) throw JournalError(Failure::of("DELEGATION-NOT-TRUSTED", nameOf(verdict.trust)));
    if (verdict.signer->fingerprint() != agent) throw JournalError(Failure::of(unreadableCode, "agent"));
    return {std::move(terms), std::move(*verdict.signer)};
}

} // namespace cardwright
