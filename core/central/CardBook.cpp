#include "core/central/CardBook.h"

#include "core/central/CardJobs.h"
#include "core/central/DeliveryBook.h"
#include "core/central/SiteOffice.h"
#include "core/policy/PolicyFile.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <map>

namespace cardwright::central {

namespace {

using nlohmann::json;

/// The newest request of each slot that still counts, with what came of it.
json slotsOf(Database& database, const Guid& card)
{
    auto query = database.prepare("SELECT r.slot, r.public_key, r.request, c.certificate, c.written FROM certificate_requests r "
                                  "LEFT JOIN certificates c ON c.request = r.request "
                                  "WHERE r.card = ?1 AND r.withdrawn = 0 AND r.state IN ('waiting', 'issued') ORDER BY r.asked_at, r.request");
    query.bind(card);
    std::map<std::string, json> newest;
    while (query.step()) {
        json slot{{"slot", query.text(0)}, {"publicKey", toBase64(query.blob(1))}, {"request", query.guid(2).text()}, {"written", false}};
        if (!query.isNull(3)) {
            slot["certificate"] = toBase64(query.blob(3));
            slot["written"] = query.integer(4) != 0;
        }
        newest[query.text(0)] = std::move(slot);
    }
    json slots = json::array();
    for (auto& [name, slot] : newest) slots.push_back(std::move(slot));
    return slots;
}

std::optional<json> holderOf(Database& database, std::string_view number)
{
    auto query = database.prepare("SELECT legal_name, given_name, family_name, birth_date, name_on_card, ods_code, job_title, portrait "
                                  "FROM holders WHERE user_number = ?1");
    if (!query.bind(number).step()) return std::nullopt;
    json holder{{"legalName", query.text(0)},  {"givenName", query.text(1)}, {"familyName", query.text(2)}, {"dateOfBirth", query.text(3)},
                {"nameOnCard", query.text(4)}, {"odsCode", query.text(5)},   {"jobTitle", query.text(6)}};
    if (const auto portrait = query.optionalDigest(7)) holder["photoReference"] = toHex(*portrait);
    return holder;
}

} // namespace

bool CardBook::holdersGoAlong()
{
    for (const auto& policy : SiteOffice(m_parts).policies()) {
        if (policy.name == "offline") return PolicyFile::parse(PolicyKind::offline, policy.body).json().value("holdersOfOtherDesks", true);
    }
    return false;
}

std::optional<std::string> CardBook::body(Transaction& transaction, const Guid& card, bool withPlans)
{
    auto query = m_parts.database.prepare("SELECT user_number, job, generation, state, site_key_version, locked, serial, profile, expires, opened_at, issued_at "
                                          "FROM cards WHERE id = ?1 AND log IS NOT NULL");
    if (!query.bind(card).step()) return std::nullopt;
    json body{{"card", card.text()},
              {"userNumber", query.text(0)},
              {"job", query.guid(1).text()},
              {"generation", query.integer(2)},
              {"state", query.text(3)},
              {"siteKeyVersion", query.integer(4)},
              {"locked", query.integer(5) != 0},
              {"openedAt", formatUtc(query.integer(9))},
              {"slots", slotsOf(m_parts.database, card)}};
    if (const auto serial = query.optionalText(6)) body["serial"] = *serial;
    if (const auto profile = query.optionalText(7)) body["profile"] = *profile;
    if (const auto expires = query.optionalText(8)) body["expires"] = *expires;
    if (const auto issued = query.optionalInteger(10)) body["issuedAt"] = formatUtc(*issued);
    const bool holders = holdersGoAlong();
    body["jobs"] = CardJobs(m_parts, transaction).of(card, withPlans && holders);
    if (holders) {
        if (auto holder = holderOf(m_parts.database, query.text(0))) body["holder"] = std::move(*holder);
    }
    return body.dump();
}

void CardBook::tellOthers(Transaction& transaction, const Guid& card, const Guid& except, bool begun)
{
    if (const auto text = body(transaction, card, begun)) DeliveryBook(m_parts).addForAll(transaction, "card", *text, except);
}

void CardBook::tellAll(Transaction& transaction, const Guid& log)
{
    std::vector<Guid> cards;
    {
        auto query = m_parts.database.prepare("SELECT id FROM cards WHERE state IN ('opened', 'issued') AND log IS NOT NULL ORDER BY opened_at, id");
        while (query.step()) cards.push_back(query.guid(0));
    }
    for (const auto& card : cards) {
        if (const auto text = body(transaction, card, true)) DeliveryBook(m_parts).add(transaction, log, "card", *text);
    }
}

} // namespace cardwright::central
