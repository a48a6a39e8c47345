#include "core/central/AccessBook.h"

#include "core/central/CardBook.h"
#include "core/central/DeliveryBook.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace cardwright::central {

using nlohmann::json;

std::optional<json> AccessBook::find(std::string_view kind, std::string_view key)
{
    auto query = m_parts.database.prepare("SELECT body FROM access_records WHERE kind = ?1 AND key = ?2");
    if (!query.bind(kind).bind(key).step()) return std::nullopt;
    return json::parse(query.text(0));
}

void AccessBook::put(Transaction& transaction, std::string_view kind, std::string_view key, const json& body)
{
    const auto text = body.dump();
    m_parts.database
        .prepare("INSERT INTO access_records (kind, key, body, changed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, key) DO UPDATE SET "
                 "body = excluded.body, changed_at = excluded.changed_at")
        .bind(kind)
        .bind(key)
        .bind(text)
        .bind(m_parts.clock.utcMillis())
        .run();
    DeliveryBook(m_parts).addForAll(transaction, kind, bodyFor(text));
}

void AccessBook::tellAll(Transaction& transaction, const Guid& log)
{
    std::vector<std::pair<std::string, std::string>> records;
    {
        auto query = m_parts.database.prepare("SELECT kind, body FROM access_records ORDER BY changed_at, kind, key");
        while (query.step()) records.emplace_back(query.text(0), query.text(1));
    }
    for (const auto& [kind, body] : records) DeliveryBook(m_parts).add(transaction, log, kind, bodyFor(body));
}

std::string AccessBook::bodyFor(std::string_view text)
{
    auto body = json::parse(text);
    if (!body.contains("userNumber") || !CardBook(m_parts).holdersGoAlong()) return std::string(text);
    auto query = m_parts.database.prepare("SELECT legal_name, given_name, family_name, birth_date, name_on_card, ods_code, job_title FROM holders "
                                          "WHERE user_number = ?1");
    const auto number = body.at("userNumber").get<std::string>();
    if (query.bind(number).step()) {
        body["holder"] = {{"legalName", query.text(0)},   {"givenName", query.text(1)}, {"familyName", query.text(2)}, {"dateOfBirth", query.text(3)},
                          {"nameOnCard", query.text(4)}, {"odsCode", query.text(5)},   {"jobTitle", query.text(6)}};
    }
    return body.dump();
}

} // namespace cardwright::central
