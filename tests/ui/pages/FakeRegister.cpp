#include "tests/ui/pages/FakeRegister.h"

#include "tests/ui/pages/FakeDesk.h"

#include <algorithm>
#include <cctype>

namespace cardwright::ui::test {

namespace {

Date day(int year, unsigned month, unsigned dayOfMonth) { return Date(std::chrono::year(year), std::chrono::month(month), std::chrono::day(dayOfMonth)); }

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

bool holds(const std::string& text, const std::string& part) { return lower(text).find(lower(part)) != std::string::npos; }

PersonFile fileOf(const PersonCard& card)
{
    PersonFile file;
    file.card = card;
    file.fields = {{"givenName", card.holder.givenName}, {"familyName", card.holder.familyName}, {"jobTitle", card.holder.jobTitle}};
    if (card.holder.dateOfBirth) file.fields["dateOfBirth"] = formatDate(*card.holder.dateOfBirth);
    if (!card.cardGuid.empty()) file.cards = {{card.cardGuid, "issued", true, card.expires}};
    return file;
}

} // namespace

PersonFile FakeRegister::siobhan()
{
    PersonFile file;
    auto& holder = file.card.holder;
    holder.userNumber = "555009811274";
    holder.legalName = "Siobhán Mairéad O'Doherty";
    holder.givenName = "Siobhán Mairéad";
    holder.familyName = "O'Doherty";
    holder.nameOnCard = "Siobhán O'Doherty";
    holder.dateOfBirth = day(1988, 5, 1);
    holder.jobTitle = "District nurse";
    holder.portrait = FakeDesk::portrait(3);
    file.card.cardGuid = "3f1e0c7e-5a51-4b0e-9d0f-1a2b3c4d5e70";
    file.card.cardState = "issued";
    file.card.expires = day(2028, 3, 12);
    file.card.history = {{1'772'000'000'000, "holder.changed", "desk 2", "Tomasz Reid"}, {1'710'000'000'000, "card.issued", "desk 1", "Joan Mbeki"}};
    file.fields = {{"givenName", holder.givenName}, {"familyName", holder.familyName}, {"preferredName", "Siobhán"}, {"dateOfBirth", "1988-05-01"},
                   {"jobTitle", holder.jobTitle}, {"team", "Community nursing, Northgate"}, {"site", "Riverside House"}, {"staffNumber", "HV20417"},
                   {"odsCode", "HVC00"}, {"niNumber", "ends in 41C"}, {"email", "siobhan.odoherty@harbour-valley.example"}, {"phone", "01632 960 417"}};
    file.hrOwned = {"jobTitle", "team", "site", "staffNumber"};
    file.onChip = "Siobhan O'Doherty";
    file.cards = {{file.card.cardGuid, "issued", true, file.card.expires}, {"0a1e0c7e-5a51-4b0e-9d0f-1a2b3c4d5e71", "cancelled", false, day(2026, 3, 1)}};
    file.positions = {{"Registered nurse", "District nursing", "approved", "ESR, SystmOne", day(2024, 4, 1), day(2027, 3, 31), false},
                      {"Prescriber", "District nursing", "requested", "SystmOne", day(2026, 12, 1), std::nullopt, true}};
    file.checks = {{1'710'000'000'000, "evidence 2", "A", {"UK passport, HM Passport Office, ends in 4417", "Photocard driving licence, DVLA or DVA, ends in 9Q2X",
                                                           "Gas bill, Severn & Wye Energy, ends in 0386"}}};
    return file;
}

DuplicatePerson FakeRegister::likely()
{
    return {"555009811274", "Siobhán Mairéad O'Doherty", "likely", 92, false,
            {"The family name sounds the same.", "The given names are alike.", "The same date of birth."},
            {{"family name", "O'Dogherty", "O'Doherty", "alike"}, {"given names", "Siobhan", "Siobhán Mairéad", "alike"}, {"date of birth", "1988-05-01", "1988-05-01", "same"},
             {"NI number", "", "ends in 41C", "missing"}, {"staff number", "HV30551", "HV20417", "differs"}, {"organisation", "HVC00", "HVC00", "same"},
             {"job title", "Health visitor", "District nurse", "differs"}}};
}

template <typename Value>
void FakeRegister::later(Then<Value> then, Value value)
{
    m_desk.later([then = std::move(then), value = std::move(value)] { then(value); });
}

PersonFile* FakeRegister::known(const std::string& userNumber)
{
    const auto found = std::find_if(files.begin(), files.end(), [&](const PersonFile& file) { return file.card.holder.userNumber == userNumber; });
    return found == files.end() ? nullptr : &*found;
}

PeopleRules FakeRegister::rules() const
{
    return {{{"left", "Left the organisation"}, {"long-absence", "Absent for long"}, {"duplicate", "Recorded twice"}, {"misuse", "Access withdrawn after misuse"}, {"deceased", "Died"}},
            {{"marriage-certificate", "Marriage certificate"}, {"deed-poll", "Deed poll"}, {"gender-recognition-certificate", "Restricted identity document", true},
             {"ni-number-letter", "HMRC or DWP letter with the NI number", false, false, true}},
            {"jobTitle", "team", "site", "staffNumber"},
            "HVC00"};
}

EvidenceRules FakeRegister::evidenceRules() const { return m_desk.evidence ? m_desk.evidence->rules() : EvidenceRules{}; }

RecordCheck FakeRegister::checkRecord(const PersonTexts& fields) const
{
    if (m_desk.evidence) return m_desk.evidence->check(fields);
    RecordCheck check;
    const auto text = [&](const char* field) {
        const auto found = fields.find(field);
        return found == fields.end() ? std::string() : found->second;
    };
    if (text("givenName").empty()) check.problems.push_back({"givenName", "A given name, as on the documents."});
    if (text("familyName").empty()) check.problems.push_back({"familyName", "A family name, as on the documents."});
    if (!parseDate(text("dateOfBirth"))) check.problems.push_back({"dateOfBirth", "A day, a month and a year."});
    check.firstLine = text("preferredName").empty() ? text("givenName") : text("preferredName");
    check.secondLine = text("familyName");
    check.onChip = check.firstLine + ' ' + check.secondLine;
    return check;
}

ZoneReading FakeRegister::readZone(const std::string& typed, const PersonFields& person, const DocumentFields& document) const
{
    return m_desk.evidence ? m_desk.evidence->zone(typed, person, document) : ZoneReading{};
}

std::vector<std::string> FakeRegister::numberWarnings(const std::string& kind, const std::string& number, const PersonFields& person) const
{
    return m_desk.evidence ? m_desk.evidence->numberWarnings(kind, number, person) : std::vector<std::string>();
}

void FakeRegister::search(const std::string& text, std::size_t most, Then<PeopleFound> then)
{
    pages.push_back(most);
    if (most <= 50) m_desk.searched.push_back(text);
    PeopleFound found;
    const auto add = [&](const PersonCard& card) {
        if (!holds(card.holder.legalName, text) && !holds(card.holder.userNumber, text)) return;
        if (found.rows.size() == most) found.more = true;
        else found.rows.push_back({card.holder.userNumber, card.holder.legalName, card.holder.dateOfBirth, card.holder.jobTitle, card.cardState});
    };
    for (const auto& person : m_desk.people) add(person);
    for (const auto& one : files) {
        add(one.card);
        if (one.closed) found.closed.push_back(one.card.holder.userNumber);
    }
    for (const auto& starter : expected)
        if (holds(starter.name, text)) found.starters.push_back(starter);
    later(std::move(then), std::move(found));
}

void FakeRegister::open(const std::string& userNumber, Then<std::optional<PersonFile>> then)
{
    m_desk.viewed.push_back(userNumber);
    std::optional<PersonFile> found;
    if (const auto* file = known(userNumber)) found = *file;
    for (const auto& person : m_desk.people)
        if (!found && person.holder.userNumber == userNumber) found = fileOf(person);
    const auto& rights = m_desk.permissions;
    if (found && std::find(rights.begin(), rights.end(), permits::readRestricted) == rights.end()) { // as the desk does it
        found->formerNames.clear();
        for (auto& check : found->checks)
            std::erase_if(check.documents, [](const std::string& words) { return words == "Restricted identity document"; });
    }
    later(std::move(then), std::move(found));
}

void FakeRegister::compare(const PersonTexts& fields, Then<DuplicatesAnswer> then)
{
    compared.push_back(fields);
    DuplicatesAnswer answer;
    if (refuse)
        answer.failure = std::exchange(refuse, std::nullopt);
    else
        answer.people = alike;
    later(std::move(then), std::move(answer));
}

void FakeRegister::create(const NewRecord& record, Then<RecordAnswer> then)
{
    RecordAnswer answer;
    if (refuse) {
        answer.failure = std::exchange(refuse, std::nullopt);
        return later(std::move(then), std::move(answer));
    }
    created = record;
    PersonFile file;
    auto& holder = file.card.holder;
    holder.userNumber = "555077700012";
    holder.givenName = record.fields.at("givenName");
    holder.familyName = record.fields.at("familyName");
    holder.legalName = holder.givenName + ' ' + holder.familyName;
    holder.nameOnCard = holder.legalName;
    holder.dateOfBirth = parseDate(record.fields.at("dateOfBirth"));
    file.card.cardState = "none";
    file.fields = record.fields;
    files.push_back(file);
    answer.userNumber = holder.userNumber;
    later(std::move(then), std::move(answer));
}

void FakeRegister::change(const RecordChange& order, Then<RecordAnswer> then)
{
    RecordAnswer answer;
    if (refuse) {
        answer.failure = std::exchange(refuse, std::nullopt);
        return later(std::move(then), std::move(answer));
    }
    changed = order;
    answer.userNumber = order.userNumber;
    for (const auto& [field, text] : order.fields) {
        answer.changed.push_back(field);
        if (auto* file = known(order.userNumber)) {
            file->fields[field] = text;
            if (std::find(file->hrOwned.begin(), file->hrOwned.end(), field) != file->hrOwned.end()) answer.overwritten.push_back(field);
        }
    }
    answer.newCardDue = newCardDue;
    later(std::move(then), std::move(answer));
}

ActAnswer FakeRegister::plain()
{
    ActAnswer answer;
    answer.done = !refuse;
    answer.failure = std::exchange(refuse, std::nullopt);
    return answer;
}

void FakeRegister::close(const CloseRecord& order, CardAgain again, Then<ActAnswer> then)
{
    auto answer = m_desk.stepUp(again);
    if (answer.done) answer = plain();
    if (answer.done) {
        closed = order;
        if (auto* file = known(order.userNumber)) {
            file->closed = true;
            file->closedWords = "Left the organisation";
            for (auto& card : file->cards) card.works = false;
            file->card.cardGuid.clear();
            file->card.cardState = "none";
        }
    }
    later(std::move(then), std::move(answer));
}

void FakeRegister::reopen(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then)
{
    auto answer = plain();
    if (answer.done) {
        reopened = userNumber + ' ' + reason;
        if (auto* file = known(userNumber)) file->closed = false;
    }
    later(std::move(then), std::move(answer));
}

void FakeRegister::answerFile(Then<HrAnswer> then, HrAnswer answer)
{
    if (!holdFiles)
        return later(std::move(then), std::move(answer));
    m_held.push_back([this, then = std::move(then), answer = std::move(answer)] { later(then, answer); });
}

void FakeRegister::answerFiles()
{
    holdFiles = false;
    for (auto& answer : std::exchange(m_held, {}))
        answer();
}

void FakeRegister::previewFile(const std::string& path, Then<HrAnswer> then)
{
    previewed.push_back(path);
    auto answer = hrFile;
    if (refuse) {
        answer = {};
        answer.failure = std::exchange(refuse, std::nullopt);
    }
    answerFile(std::move(then), std::move(answer));
}

void FakeRegister::takeFile(const std::string&, const std::string& digest, Then<HrAnswer> then)
{
    auto answer = hrFile;
    if (refuse) {
        answer = {};
        answer.failure = std::exchange(refuse, std::nullopt);
    } else {
        taken = digest;
        answer.taken = true;
    }
    answerFile(std::move(then), std::move(answer));
}

void FakeRegister::leavers(Then<std::vector<LeaverRow>> then) { later(std::move(then), leaving); }

void FakeRegister::keepLeaver(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then)
{
    auto answer = plain();
    if (answer.done) {
        kept = userNumber + ' ' + reason;
        std::erase_if(leaving, [&](const LeaverRow& row) { return row.userNumber == userNumber; });
    }
    later(std::move(then), std::move(answer));
}

} // namespace cardwright::ui::test
