#include "core/crypto/Sha256.h"
#include "core/sync/ApiJson.h"
#include "core/sync/HttpCentralConnection.h"

namespace cardwright {

namespace {

using nlohmann::json;

/// RFC 3986 2.1: everything but the unreserved characters.
std::string percentEncoded(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded.push_back(c);
        } else {
            encoded.append({'%', digits[octet >> 4], digits[octet & 0xF]});
        }
    }
    return encoded;
}

std::string queryOf(const HolderQuery& query)
{
    std::string text = "/v1/holders?";
    if (query.number) {
        text += "number=" + query.number->digits();
    } else {
        text += "name=" + percentEncoded(query.name);
    }
    if (query.born) text += "&born=" + formatDate(*query.born);
    return text + "&limit=" + std::to_string(query.limit);
}

std::string optionalText(const json& object, const char* field)
{
    const auto found = object.find(field);
    if (found == object.end() || found->is_null()) return {};
    return api::text(object, field);
}

HolderFound foundFrom(const json& object)
{
    const auto number = UserNumber::parse(api::text(object, "userNumber"));
    if (!number) api::refuse("userNumber");
    HolderFound found{*number, api::text(object, "legalName"), std::nullopt, optionalText(object, "odsCode")};
    if (const auto born = optionalText(object, "dateOfBirth"); !born.empty()) found.born = parseDate(born);
    return found;
}

} // namespace

std::vector<std::string> HttpCentral::signedHeaders(const SessionProof& session, std::string_view method, const std::string& target, ByteView body)
{
    if (m_clock == nullptr || m_random == nullptr) throw CentralError(Failure::of("CENTRE-READ-REFUSED", "this line signs no calls"));
    const auto headers = signCall(session, method, target, body, m_clock->utcMillis(), *m_random);
    return {"Cardwright-Delegation: " + headers.delegation, "Cardwright-Signature: " + headers.signature};
}

std::string HttpCentral::read(const std::string& target, const SessionProof& session)
{
    return m_connection->perform({"GET", target, {}, nullptr, m_options.requestTimeout, signedHeaders(session, "GET", target, {})}).body;
}

HolderPage HttpCentral::search(const HolderQuery& query, const SessionProof& session)
{
    const auto object = api::parse(read(queryOf(query), session));
    HolderPage page;
    const auto& holders = api::member(object, "holders");
    const auto& more = api::member(object, "more");
    if (!holders.is_array() || !more.is_boolean()) api::refuse("holders");
    for (const auto& holder : holders) page.holders.push_back(foundFrom(holder));
    page.more = more.get<bool>();
    return page;
}

HolderRecord HttpCentral::holder(const UserNumber& number, const SessionProof& session)
{
    auto text = read("/v1/holders/" + number.digits(), session);
    const auto object = api::parse(text);
    HolderRecord record{foundFrom(object), std::nullopt, {}, {}};
    if (record.holder.number != number) api::refuse("userNumber");
    if (const auto portrait = optionalText(object, "photoReference"); !portrait.empty()) record.portrait = api::digest(object, "photoReference");
    const auto& cards = api::member(object, "cards");
    if (!cards.is_array()) api::refuse("cards");
    for (const auto& card : cards) {
        HolderRecord::Card known{api::guid(card, "card"), api::text(card, "state"), std::nullopt};
        if (const auto changed = optionalText(card, "changedAt"); !changed.empty()) known.changedAt = parseUtc(changed);
        record.cards.push_back(std::move(known));
    }
    record.json = std::move(text);
    return record;
}

std::optional<Bytes> HttpCentral::portrait(const Sha256Digest& reference, const SessionProof& session)
{
    try {
        const auto jpeg = toBytes(bytesOf(read("/v1/portraits/" + toHex(reference), session)));
        if (sha256(jpeg) != reference) api::refuse("the portrait is another one");
        return jpeg;
    } catch (const CentralError& error) {
        if (error.failure().code == "CENTRE-REFUSED" && error.failure().detail.starts_with("status 404")) return std::nullopt;
        throw;
    }
}

} // namespace cardwright
