#include "core/registers/HrRows.h"

#include "core/journal/EntryDraft.h"
#include "core/registers/PersonActs.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::size_t mostTold = 1'000;

/// A file is asked for again and again: the fields of a person, in the order of personFields(), those that are there.
nlohmann::json fieldsJson(const HrRow& row)
{
    auto fields = nlohmann::json::object();
    for (const auto field : personFields()) {
        if (auto text = fieldOf(row.person, field); !text.empty()) fields[std::string(field)] = std::move(text);
    }
    if (row.startsOn) fields["startsOn"] = formatDate(*row.startsOn);
    return fields;
}

} // namespace

void HrTally::problem(HrProblem problem)
{
    ++found.problemCount;
    if (found.problems.size() < mostTold) found.problems.push_back(std::move(problem));
}

void HrTally::note(std::uint64_t line, const char* field, const char* sentence)
{
    if (found.notes.size() < mostTold) found.notes.push_back({line, field, sentence});
}

void HrRows::tell(HrItem item)
{
    auto& found = m_tally.found;
    switch (item.effect) {
    case HrEffect::expect:
    case HrEffect::expectAgain: ++found.starters; break;
    case HrEffect::change: ++found.changes; break;
    case HrEffect::leave:
    case HrEffect::leaveKeep:
    case HrEffect::forget: ++found.leavers; break;
    case HrEffect::nothing: ++found.unchanged; break;
    }
    if (m_each) m_each(item);
}

bool HrRows::row(HrRow& row)
{
    if (!row.person.staffNumber.empty()) {
        const auto seen = std::hash<std::string>{}(row.person.odsCode + '\0' + row.person.staffNumber);
        if (!m_tally.staffNumbers.insert(seen).second) row.problems.push_back({row.line, "staffNumber", "This staff number stands in an earlier row too."});
    }
    std::optional<PersonRecord> record;
    if (row.problems.empty()) record = personOf(row, row.problems);
    if (!row.problems.empty()) {
        for (auto& problem : row.problems) m_tally.problem(std::move(problem));
        return false;
    }
    if (record && record->number == m_desk.agent.number) {
        m_tally.note(row.line, "", "This is your own record. It is left as it is; ask another agent.");
        tell({row.line, HrEffect::nothing, record->number, record->person.legalName(), {}, std::nullopt});
        return false;
    }
    if (row.action == HrAction::leaver) return leaver(row, std::move(record));
    if (record) return known(row, std::move(*record));
    if (row.action == HrAction::change) {
        m_tally.note(row.line, "staffNumber", "Nobody here has this staff number.");
        tell({row.line, HrEffect::nothing, std::nullopt, row.person.legalName(), {}, std::nullopt});
        return false;
    }
    return starter(row);
}

std::optional<PersonRecord> HrRows::personOf(const HrRow& row, std::vector<HrProblem>& problems)
{
    auto& people = m_desk.store.people;
    if (row.number) {
        auto record = people.byNumber(*row.number);
        if (!record) problems.push_back({row.line, "userNumber", "Nobody here has this UUID."});
        if (!record) return record;
        if (record->person.legalName().empty()) problems.push_back({row.line, "userNumber", "This desk knows of that person the UUID alone."});
        if (row.action == HrAction::leaver) return record;
        if (record->closedAt) problems.push_back({row.line, "userNumber", "The record with this UUID is closed. Reopen it first."});
        const auto same = people.withIdentifier(People::Identifier::staffNumber, row.person.staffNumber);
        const bool taken = std::any_of(same.begin(), same.end(), [&](const PersonRecord& one) {
            return one.number != record->number && one.person.odsCode == record->person.odsCode;
        });
        if (taken && m_desk.policy.ownedByHr("staffNumber")) problems.push_back({row.line, "staffNumber", "Somebody else here has this staff number. Mend one of them first."});
        return record;
    }
    auto found = people.withIdentifier(People::Identifier::staffNumber, row.person.staffNumber);
    std::erase_if(found, [&](const PersonRecord& one) { return one.person.odsCode != row.person.odsCode; });
    if (found.size() > 1) problems.push_back({row.line, "staffNumber", "Two people here have this staff number. Mend one of them first."});
    if (found.size() == 1) {
        if (found.front().closedAt && row.action != HrAction::leaver) {
            problems.push_back({row.line, "staffNumber", "The record with this staff number is closed. Reopen it first."});
        }
        return found.front();
    }
    if (row.action != HrAction::leaver && !people.withIdentifier(People::Identifier::niNumber, row.person.niNumber).empty()) {
        problems.push_back({row.line, "niNumber", "Somebody here has this National Insurance number under another staff number. Change that record first."});
    }
    return std::nullopt;
}

/// A person of the register: what HR owns becomes as the file has it, and nothing else.
bool HrRows::known(const HrRow& row, PersonRecord record)
{
    const auto& before = record.person;
    const bool otherName = (!row.person.givenName.empty() || !row.person.familyName.empty()) &&
                           (row.person.givenName != before.givenName || row.person.familyName != before.familyName);
    if (otherName) m_tally.note(row.line, "familyName", "The legal name differs from the record. It changes face to face, with papers.");
    if (row.person.dateOfBirth.ok() && row.person.dateOfBirth != before.dateOfBirth) {
        m_tally.note(row.line, "dateOfBirth", "The date of birth differs from the record. It changes face to face, with papers.");
    }
    std::vector<std::string> changed;
    auto after = record;
    for (const auto& field : m_desk.policy.hr.ownedFields) {
        if (!m_file.has(field)) continue;
        const auto text = fieldOf(row.person, field);
        if (text == fieldOf(before, field)) continue;
        setField(after.person, field, text);
        changed.push_back(field);
    }
    if (record.leaving) { // who changes or starts again has not left
        after.leaving.reset();
        changed.emplace_back("leaving");
    }
    tell({row.line, changed.empty() ? HrEffect::nothing : HrEffect::change, record.number, record.person.legalName(), changed, std::nullopt});
    if (changed.empty() && record.fromHr) return false;
    after.fromHr = true;
    if (m_act == nullptr) return true;
    changed.empty() ? m_desk.store.people.change(*m_act, after) : change(after, changed);
    return true;
}

bool HrRows::leaver(const HrRow& row, std::optional<PersonRecord> record)
{
    if (record && !record->closedAt) {
        const Leaving leaving{*row.leavesOn, !row.keepsCard};
        const bool same = record->leaving == leaving;
        const auto effect = same ? HrEffect::nothing : row.keepsCard ? HrEffect::leaveKeep : HrEffect::leave;
        tell({row.line, effect, record->number, record->person.legalName(), {}, row.leavesOn});
        if (same || m_act == nullptr) return !same;
        record->leaving = leaving;
        record->fromHr = true;
        change(*record, {"leaving"});
        return true;
    }
    const auto name = record ? record->person.legalName() : row.person.legalName();
    const auto number = record ? std::optional(record->number) : std::nullopt;
    const auto& ods = row.person.odsCode;
    const auto& staff = row.person.staffNumber;
    const bool expected = !record && m_desk.store.starters.find(ods, staff).has_value();
    tell({row.line, expected ? HrEffect::forget : HrEffect::nothing, number, name, {}, row.leavesOn});
    if (!record && !expected) m_tally.note(row.line, "staffNumber", "Nobody here has this staff number.");
    if (expected && m_act != nullptr) m_desk.store.starters.discard(*m_act, ods, staff);
    return expected;
}

bool HrRows::starter(const HrRow& row)
{
    auto& starters = m_desk.store.starters;
    const auto fields = fieldsJson(row).dump();
    const auto held = starters.find(row.person.odsCode, row.person.staffNumber);
    const auto effect = !held ? HrEffect::expect : held->fields == fields ? HrEffect::nothing : HrEffect::expectAgain;
    tell({row.line, effect, std::nullopt, row.person.legalName(), {}, row.startsOn});
    if (m_act != nullptr && effect != HrEffect::nothing) {
        starters.put(*m_act, row.person.odsCode, row.person.staffNumber, fields, m_desk.clock.utcMillis());
    }
    return effect != HrEffect::nothing;
}

void HrRows::change(const PersonRecord& record, const std::vector<std::string>& changed)
{
    auto payload = holderToJson(record.person);
    payload["changed"] = changed;
    payload["source"] = {{"kind", "hr-file"}, {"file", m_digest}};
    if (record.leaving) payload["leaving"] = {{"on", formatDate(record.leaving->on)}, {"proposal", record.leaving->cancel ? "cancel" : "keep"}};
    m_desk.store.people.change(*m_act, record);
    m_desk.store.journal.append(*m_act, entryAbout(record.number, EntryKind::holderChanged, std::move(payload), m_desk.random), m_desk.agent.author());
}

} // namespace cardwright
