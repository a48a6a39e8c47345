#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/sync/ApiJson.h"
#include "core/sync/InboxApplier.h"

namespace cardwright {

namespace {

using nlohmann::json;

int versionIn(const json& body, const char* field) { return static_cast<int>(api::number(body, field, 999'999)); }

Sha256Digest digestIn(const json& body, const char* field)
{
    const auto digest = sha256DigestFromHex(api::text(body, field));
    if (!digest) api::refuse(field);
    return *digest;
}

} // namespace

/// What somebody accepted at another desk, with what their card signed: they are not asked again here, and anybody can check it.
std::string InboxApplier::terms(const json& body)
{
    const auto number = UserNumber::parse(api::text(body, "userNumber"));
    if (!number) return "not understood";
    TermsRecord record{api::guid(body, "id"), *number, api::guid(body, "card"), versionIn(body, "noticeVersion"), digestIn(body, "noticeDigest"),
                       versionIn(body, "termsVersion"), digestIn(body, "termsDigest"), api::instant(body, "acceptedAt"), api::base64(body, "statement"),
                       api::base64(body, "signature"), api::text(body, "slot"), api::base64(body, "publicKey")};
    try {
        if (!cms::verifyByKey(record.statement, record.signature, StatementType::terms, PublicKey::fromDer(record.publicKey))) return "signature does not hold";
    } catch (const CryptoError&) {
        return "not understood";
    }
    m_store.terms.add(m_transaction, record);
    return "applied";
}

} // namespace cardwright
