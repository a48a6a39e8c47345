// What entries about people who are recorded already change: their fields, the end of their record, its reopening.
#include "core/central/CardBook.h"
#include "core/central/DeliveryBook.h"
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

/// What goes to the other desks of a change: what they hold, never a former name, a paper or a reason.
constexpr std::array told{"legalName", "givenName",   "familyName", "dateOfBirth", "nameOnCard", "nameOnCardTyped", "odsCode", "jobTitle",
                          "preferredName", "nameOnChip", "niNumber", "staffNumber", "email", "phone", "team", "site"};

} // namespace

std::string samePersonKey(const Payload& payload)
{
    const auto plain = [](const std::string& name) { return asciiForm(tidied(name)).value_or(tidied(name)); };
    constexpr char separator = '\x1f';
    std::string key = plain(payload.text("familyName", longestName)) + separator + plain(payload.text("givenName", longestName)) + separator + payload.date("dateOfBirth");
    for (char& letter : key) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return key;
}

bool EntryApplier::dispatchPerson(const CheckedEntry& checked)
{
    switch (checked.entry.kind) {
    case EntryKind::holderChanged: holderChanged(checked); return true;
    case EntryKind::holderClosed: holderEnds(checked, true); return true;
    case EntryKind::holderReopened: holderEnds(checked, false); return true;
    default: return false;
    }
}

void EntryApplier::holderChanged(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    const auto number = knownHolder(checked.entry.log, payload);
    payload.requireTexts("changed", told.size() + 1);
    const auto samePerson = samePersonKey(payload);
    auto other = m_database.prepare("SELECT user_number FROM holders WHERE same_person = ?1 AND user_number <> ?2");
    if (other.bind(samePerson).bind(number).step()) {
        auto problem = Problem::of("person-exists", "Somebody else is recorded with this name and date of birth.");
        problem.userNumber = other.text(0);
        throw ProblemError(std::move(problem));
    }
    m_database.prepare("UPDATE holders SET legal_name = ?2, given_name = ?3, family_name = ?4, birth_date = ?5, name_on_card = ?6, ods_code = ?7, "
                       "job_title = ?8, same_person = ?9 WHERE user_number = ?1")
        .bind(number)
        .bind(payload.filledText("legalName", 2 * longestName))
        .bind(payload.text("givenName", longestName))
        .bind(payload.filledText("familyName", longestName))
        .bind(payload.date("dateOfBirth"))
        .bind(payload.text("nameOnCard", longestName))
        .bind(payload.text("odsCode", 20))
        .bind(payload.text("jobTitle", 400))
        .bind(samePerson)
        .run();
    nlohmann::json body{{"userNumber", number}, {"holder", nlohmann::json::object()}};
    for (const auto* field : told) {
        if (payload.has(field)) body["holder"][field] = payload.text(field, 2 * longestName);
    }
    tellOtherDesks(checked, body);
}

/// Cards and positions ended by entries of their own.
void EntryApplier::holderEnds(const CheckedEntry& checked, bool closed)
{
    const auto number = knownHolder(checked.entry.log, checked.payload);
    static_cast<void>(checked.payload.filledText("reason", 2'000));
    tellOtherDesks(checked, {{"userNumber", number}, {"closed", closed}, {"at", formatUtc(checked.entry.at)}});
}

void EntryApplier::tellOtherDesks(const CheckedEntry& checked, const nlohmann::json& body)
{
    if (!CardBook(m_parts).holdersGoAlong()) return;
    DeliveryBook(m_parts).addForAll(m_transaction, "person", body.dump(), checked.workstation.id);
}

} // namespace cardwright::central
