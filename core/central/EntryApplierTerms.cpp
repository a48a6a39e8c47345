// What holders acknowledge and accept: checked by the centre against the key that it was asked to certify, told to the other desks.
#include "core/central/CardBook.h"
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/policy/Json.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

using nlohmann::json;

constexpr std::size_t mostStatement = 4 * 1024;
constexpr std::size_t mostSignature = 16 * 1024;
constexpr std::size_t saltOctets = 16;
constexpr int mostVersion = 999'999;

json statementIn(const Bytes& octets)
{
    json statement;
    if (parseJson(toText(octets), statement) || !statement.is_object()) refuse("terms-mismatch", "statement");
    return statement;
}

/// A field of the signed statement that must be what the entry, or what the centre knows, says.
void mustSay(const json& statement, const char* field, const std::string& expected)
{
    const auto found = statement.find(field);
    if (found == statement.end() || !found->is_string() || found->get<std::string>() != expected) refuse("terms-mismatch", field);
}

std::string digestIn(const json& statement, const char* field)
{
    const auto found = statement.find(field);
    const auto text = found != statement.end() && found->is_string() ? found->get<std::string>() : std::string();
    if (!sha256DigestFromHex(text)) refuse("terms-mismatch", field);
    return text;
}

int versionIn(const json& statement, const char* field)
{
    const auto found = statement.find(field);
    if (found == statement.end() || !found->is_number_integer()) refuse("terms-mismatch", field);
    const auto version = found->get<std::int64_t>();
    if (version < 1 || version > mostVersion) refuse("terms-mismatch", field);
    return static_cast<int>(version);
}

} // namespace

bool EntryApplier::dispatchTerms(const CheckedEntry& checked)
{
    if (checked.entry.kind == EntryKind::noticeAcknowledged) {
        static_cast<void>(knownHolder(checked.entry.log, checked.payload));
        static_cast<void>(checked.payload.integer("version", 1, mostVersion));
        static_cast<void>(checked.payload.digest("digest"));
        return true;
    }
    if (checked.entry.kind != EntryKind::termsAccepted) return false;
    termsAccepted(checked);
    return true;
}

/// By a key of this card that the centre was asked to certify; whether the certificate is made already does not matter, it is of that key.
void EntryApplier::requireKeyOfCard(const Guid& card, const std::string& slot, const Bytes& publicKey)
{
    auto asked = m_database.prepare("SELECT 1 FROM certificate_requests WHERE card = ?1 AND slot = ?2 AND public_key = ?3");
    if (!asked.bind(card).bind(slot).bind(publicKey).step()) refuse("terms-key-unknown");
}

void EntryApplier::termsAccepted(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    const auto card = payload.guid("card");
    const auto number = holderOfLivingCard(card);
    if (number != payload.userNumber()) refuse("card-taken");
    const auto slot = payload.text("slot", 2);
    const auto key = payload.base64("publicKey", mostSignature);
    const auto octets = payload.base64("statement", mostStatement);
    const auto signature = payload.base64("signature", mostSignature);
    const auto salt = fromHex(payload.text("holderSalt", 2 * saltOctets));
    if (!salt || salt->size() != saltOctets) refuse("payload-malformed", "holderSalt");

    requireKeyOfCard(card, slot, key);
    bool holds = false;
    try {
        holds = cms::verifyByKey(octets, signature, StatementType::terms, PublicKey::fromDer(key));
    } catch (const CryptoError&) {
        refuse("payload-malformed", "publicKey");
    }
    if (!holds) refuse("terms-signature");
    const auto statement = statementIn(octets);
    mustSay(statement, "statement", "cardwright.terms-acceptance/1");
    mustSay(statement, "id", payload.guid("id").text());
    mustSay(statement, "card", card.text());
    mustSay(statement, "holder", toHex(subjectDigest(*salt, number)));
    if (versionIn(statement, "termsVersion") != payload.integer("termsVersion", 1, mostVersion)) refuse("terms-mismatch", "termsVersion");
    const auto acceptedAt = statement.value("acceptedAt", json());
    if (!acceptedAt.is_string()) refuse("terms-mismatch", "acceptedAt");

    // Nobody is asked twice: each desk hears of it.
    if (!CardBook(m_parts).holdersGoAlong()) return;
    const json body{{"id", payload.guid("id").text()},
                    {"userNumber", number},
                    {"card", card.text()},
                    {"slot", slot},
                    {"publicKey", toBase64(key)},
                    {"statement", toBase64(octets)},
                    {"signature", toBase64(signature)},
                    {"noticeVersion", versionIn(statement, "noticeVersion")},
                    {"noticeDigest", digestIn(statement, "noticeDigest")},
                    {"termsVersion", versionIn(statement, "termsVersion")},
                    {"termsDigest", digestIn(statement, "termsDigest")},
                    {"acceptedAt", acceptedAt.get<std::string>()}};
    DeliveryBook(m_parts).addForAll(m_transaction, "terms", body.dump(), checked.workstation.id);
}

} // namespace cardwright::central
