#include "core/registers/HrImport.h"

#include "core/journal/EntryDraft.h"
#include "core/registers/PersonActs.h"
#include "core/store/PeopleIndex.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <unordered_set>

namespace cardwright {

namespace {

constexpr std::size_t mostTold = 1'000;
constexpr std::size_t mostSearched = 5'000; // starters: each is opened to be looked at

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

std::optional<ExpectedStarter> starterFrom(const StarterRecord& record)
{
    const auto fields = nlohmann::json::parse(record.fields, nullptr, false);
    if (!fields.is_object()) return std::nullopt;
    ExpectedStarter expected;
    expected.savedAt = record.savedAt;
    for (const auto& [field, text] : fields.items()) {
        if (!text.is_string()) continue;
        if (field == "startsOn") {
            expected.startsOn = parseDate(text.get<std::string>());
        } else {
            setField(expected.person, field, text.get<std::string>());
        }
    }
    return expected;
}

/// What somebody typed into one field, as People::search() takes it: a day, or words of a name, or a staff number.
class StarterQuery {
public:
    explicit StarterQuery(std::string_view typed)
        : m_words(PeopleIndex::wordsIn(PeopleIndex::folded(typed))), m_born(parseDate(typed)), m_staffNumber(PeopleIndex::folded(typed))
    {
        std::erase(m_staffNumber, ' ');
    }

    bool finds(const Person& person) const
    {
        if (m_words.empty()) return false;
        if (m_born) return person.dateOfBirth == *m_born;
        auto staff = PeopleIndex::folded(person.staffNumber);
        std::erase(staff, ' ');
        if (staff == m_staffNumber) return true;
        const auto name = PeopleIndex::wordsIn(PeopleIndex::folded(person.legalName() + ' ' + person.preferredName));
        return std::all_of(m_words.begin(), m_words.end(), [&](const std::string& word) {
            return std::any_of(name.begin(), name.end(), [&](const std::string& part) { return begins(part, word); });
        });
    }

private:
    static bool begins(const std::string& part, const std::string& word)
    {
        if (part.starts_with(word)) return true;
        const int most = PeopleIndex::mistakesAllowed(word.size());
        return most > 0 && PeopleIndex::mistakesIn(word, part, most) <= most;
    }

    std::vector<std::string> m_words;
    std::optional<Date> m_born;
    std::string m_staffNumber;
};

} // namespace

std::string_view nameOf(HrEffect effect) noexcept
{
    static constexpr std::array<std::string_view, 7> names{"expect", "expect-again", "change", "leave", "leave-keep", "forget", "nothing"};
    return names[static_cast<std::size_t>(effect)];
}

/// One reading of the file; act: what it writes into, nothing in a preview.
struct HrImport::Run {
    HrPreview found;
    const Listener& each;
    Transaction* act = nullptr;
    const HrFile* file = nullptr;
    std::unordered_set<std::size_t> staffNumbers{}; ///< hashes of those seen: a row repeats another one's
    std::string digest{};

    void problem(HrProblem problem)
    {
        ++found.problemCount;
        if (found.problems.size() < mostTold) found.problems.push_back(std::move(problem));
    }
    void note(std::uint64_t line, const char* field, const char* sentence)
    {
        if (found.notes.size() < mostTold) found.notes.push_back({line, field, sentence});
    }
    void tell(HrItem item)
    {
        switch (item.effect) {
        case HrEffect::expect:
        case HrEffect::expectAgain: ++found.starters; break;
        case HrEffect::change: ++found.changes; break;
        case HrEffect::leave:
        case HrEffect::leaveKeep:
        case HrEffect::forget: ++found.leavers; break;
        case HrEffect::nothing: ++found.unchanged; break;
        }
        if (each) each(item);
    }
};

HrImport::HrImport(RegisterDesk desk, SourceOpener open) : m_desk(desk), m_open(std::move(open))
{
    for (const auto permission : {Permission::holderCreate, Permission::holderChange}) {
        requireDuty(m_desk, mayDo(m_desk.agent, permission), nameOf(EntryKind::holdersImported));
    }
}

HrPreview HrImport::preview(const Listener& each)
{
    Run run{{}, each};
    return read(run);
}

HrPreview HrImport::apply(const Sha256Digest& previewed, const Listener& each)
{
    if (survey(m_open()).digest != previewed) throw RefusedError(Failure::of("HR-FILE-OTHER"));
    Transaction act(m_desk.store.database());
    Run run{{}, each};
    run.act = &act;
    run.digest = toHex(previewed);
    auto found = read(run);
    if (found.problemCount > 0) {
        throw RefusedError(Failure::of("HR-FILE-ROWS", std::to_string(found.problemCount) + " rows, the first on line " +
                                                           std::to_string(found.problems.front().line)));
    }
    if (found.digest != previewed) throw RefusedError(Failure::of("HR-FILE-OTHER"));
    const nlohmann::json payload{{"file", run.digest},          {"rows", found.rows},       {"starters", found.starters},
                                 {"changes", found.changes},    {"leavers", found.leavers}, {"unchanged", found.unchanged},
                                 {"policy", {{"id", m_desk.policy.id.id}, {"version", m_desk.policy.id.version}}}};
    m_desk.store.journal.append(act, entryOfDesk(EntryKind::holdersImported, payload, m_desk.random), m_desk.agent.author());
    act.commit();
    return found;
}

HrPreview HrImport::read(Run& run)
{
    const auto text = survey(m_open());
    run.found.digest = text.digest;
    run.found.encoding = text.encoding;
    HrFile file(TextDecoder(m_open(), text.encoding), m_desk.policy.hr, m_desk.store.site().description().odsCode, dateOf(m_desk.clock.utcMillis()),
                m_desk.ages);
    run.file = &file;
    run.found.unusedColumns = file.unusedColumns();
    HrRow one;
    while (file.next(one)) {
        if (++run.found.rows > m_desk.policy.hr.mostRows) throw RefusedError(Failure::of("HR-FILE-LONG"));
        row(run, one);
    }
    return std::move(run.found);
}

void HrImport::row(Run& run, HrRow& row)
{
    if (!row.person.staffNumber.empty()) {
        const auto seen = std::hash<std::string>{}(row.person.odsCode + '\0' + row.person.staffNumber);
        if (!run.staffNumbers.insert(seen).second) row.problems.push_back({row.line, "staffNumber", "This staff number stands in an earlier row too."});
    }
    std::optional<PersonRecord> record;
    if (row.problems.empty()) record = personOf(row, row.problems);
    if (!row.problems.empty()) {
        for (auto& problem : row.problems) run.problem(std::move(problem));
        return;
    }
    if (record && record->number == m_desk.agent.number) {
        run.note(row.line, "", "This is your own record. It is left as it is; ask another agent.");
        return run.tell({row.line, HrEffect::nothing, record->number, record->person.legalName(), {}, std::nullopt});
    }
    if (row.action == HrAction::leaver) return leaver(run, row, std::move(record));
    if (record) return known(run, row, std::move(*record));
    if (row.action == HrAction::change) {
        run.note(row.line, "staffNumber", "Nobody here has this staff number.");
        return run.tell({row.line, HrEffect::nothing, std::nullopt, row.person.legalName(), {}, std::nullopt});
    }
    starter(run, row);
}

std::optional<PersonRecord> HrImport::personOf(const HrRow& row, std::vector<HrProblem>& problems)
{
    auto& people = m_desk.store.people;
    if (row.number) {
        auto record = people.byNumber(*row.number);
        if (!record) problems.push_back({row.line, "userNumber", "Nobody here has this UUID."});
        if (record && record->person.legalName().empty()) problems.push_back({row.line, "userNumber", "This desk knows of that person the UUID alone."});
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
void HrImport::known(Run& run, const HrRow& row, PersonRecord record)
{
    const auto& before = record.person;
    const bool otherName = (!row.person.givenName.empty() || !row.person.familyName.empty()) &&
                           (row.person.givenName != before.givenName || row.person.familyName != before.familyName);
    if (otherName) run.note(row.line, "familyName", "The legal name differs from the record. It changes face to face, with papers.");
    if (row.person.dateOfBirth.ok() && row.person.dateOfBirth != before.dateOfBirth) {
        run.note(row.line, "dateOfBirth", "The date of birth differs from the record. It changes face to face, with papers.");
    }
    std::vector<std::string> changed;
    auto after = record;
    for (const auto& field : m_desk.policy.hr.ownedFields) {
        if (!run.file->has(field)) continue;
        const auto text = fieldOf(row.person, field);
        if (text == fieldOf(before, field)) continue;
        setField(after.person, field, text);
        changed.push_back(field);
    }
    if (record.leaving) { // who changes or starts again has not left
        after.leaving.reset();
        changed.emplace_back("leaving");
    }
    run.tell({row.line, changed.empty() ? HrEffect::nothing : HrEffect::change, record.number, record.person.legalName(), changed, std::nullopt});
    if (changed.empty() && record.fromHr) return;
    after.fromHr = true;
    if (run.act == nullptr) return;
    if (changed.empty()) return m_desk.store.people.change(*run.act, after);
    change(run, after, changed);
}

void HrImport::leaver(Run& run, const HrRow& row, std::optional<PersonRecord> record)
{
    if (record && !record->closedAt) {
        const Leaving leaving{*row.leavesOn, !row.keepsCard};
        const bool same = record->leaving == leaving;
        const auto effect = same ? HrEffect::nothing : row.keepsCard ? HrEffect::leaveKeep : HrEffect::leave;
        run.tell({row.line, effect, record->number, record->person.legalName(), {}, row.leavesOn});
        if (same || run.act == nullptr) return;
        record->leaving = leaving;
        record->fromHr = true;
        return change(run, *record, {"leaving"});
    }
    const auto name = record ? record->person.legalName() : row.person.legalName();
    const auto number = record ? std::optional(record->number) : std::nullopt;
    const auto& ods = row.person.odsCode;
    const auto& staff = row.person.staffNumber;
    const bool expected = !record && m_desk.store.starters.find(ods, staff).has_value();
    run.tell({row.line, expected ? HrEffect::forget : HrEffect::nothing, number, name, {}, row.leavesOn});
    if (!record && !expected) run.note(row.line, "staffNumber", "Nobody here has this staff number.");
    if (expected && run.act != nullptr) m_desk.store.starters.discard(*run.act, ods, staff);
}

void HrImport::starter(Run& run, const HrRow& row)
{
    auto& starters = m_desk.store.starters;
    const auto fields = fieldsJson(row).dump();
    const auto held = starters.find(row.person.odsCode, row.person.staffNumber);
    const auto effect = !held ? HrEffect::expect : held->fields == fields ? HrEffect::nothing : HrEffect::expectAgain;
    run.tell({row.line, effect, std::nullopt, row.person.legalName(), {}, row.startsOn});
    if (run.act != nullptr && effect != HrEffect::nothing) {
        starters.put(*run.act, row.person.odsCode, row.person.staffNumber, fields, m_desk.clock.utcMillis());
    }
}

void HrImport::change(Run& run, const PersonRecord& record, const std::vector<std::string>& changed)
{
    auto payload = holderToJson(record.person);
    payload["changed"] = changed;
    payload["source"] = {{"kind", "hr-file"}, {"file", run.digest}};
    if (record.leaving) payload["leaving"] = {{"on", formatDate(record.leaving->on)}, {"proposal", record.leaving->cancel ? "cancel" : "keep"}};
    m_desk.store.people.change(*run.act, record);
    m_desk.store.journal.append(*run.act, entryAbout(record.number, EntryKind::holderChanged, std::move(payload), m_desk.random), m_desk.agent.author());
}

std::vector<ExpectedStarter> expectedStarters(Store& store, std::size_t most)
{
    std::vector<ExpectedStarter> found;
    for (const auto& record : store.starters.latest(most)) {
        if (auto expected = starterFrom(record)) found.push_back(std::move(*expected));
    }
    return found;
}

std::vector<ExpectedStarter> findStarters(Store& store, std::string_view typed, std::size_t most)
{
    const StarterQuery query(typed);
    std::vector<ExpectedStarter> found;
    for (const auto& record : store.starters.latest(mostSearched)) {
        if (found.size() == most) break;
        auto expected = starterFrom(record);
        if (expected && query.finds(expected->person)) found.push_back(std::move(*expected));
    }
    return found;
}

std::optional<ExpectedStarter> expectedStarter(Store& store, std::string_view odsCode, std::string_view staffNumber)
{
    const auto record = store.starters.find(odsCode, staffNumber);
    return record ? starterFrom(*record) : std::nullopt;
}

} // namespace cardwright
