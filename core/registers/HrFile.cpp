#include "core/registers/HrFile.h"

#include "core/base/Failure.h"
#include "core/identity/IdentityNumbers.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cardwright {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 3> actionNames{"starter", "change", "leaver"};

/// As the policy compares words, whatever blanks a file has in its letters.
std::string plainWord(std::string_view text) { return hrWord(tidied(text)); }

/// Line breaks within a quoted field are blanks of a name.
std::string oneLine(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\t', ' ');
    return tidied(text);
}

std::optional<unsigned> numberIn(std::string_view text)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

std::optional<unsigned> monthNamed(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto small = plainWord(text);
    const auto found = std::find(months.begin(), months.end(), small);
    return found == months.end() ? std::nullopt : std::optional(static_cast<unsigned>(found - months.begin()) + 1);
}

std::optional<Date> dayFirst(std::string_view text, char separator, bool named)
{
    const auto first = text.find(separator);
    const auto second = first == std::string_view::npos ? first : text.find(separator, first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto dayOf = numberIn(text.substr(0, first));
    const auto middle = text.substr(first + 1, second - first - 1);
    const auto monthOf = named ? monthNamed(middle) : numberIn(middle);
    const auto last = text.substr(second + 1);
    const auto yearOf = numberIn(last);
    // Two digits of a year are two centuries: nothing is guessed.
    if (!dayOf || !monthOf || !yearOf || last.size() != 4) return std::nullopt;
    if (*dayOf > 31 || *monthOf > 12) return std::nullopt; // the calendar's types keep eight bits: 257 would be 1
    const Date date{year(static_cast<int>(*yearOf)), month(*monthOf), day(*dayOf)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

void add(HrRow& row, std::string_view field, std::string sentence) { row.problems.push_back({row.line, std::string(field), std::move(sentence)}); }

} // namespace

std::string_view nameOf(HrAction action) noexcept { return actionNames[static_cast<std::size_t>(action)]; }

std::optional<Date> hrDate(std::string_view text, const std::vector<std::string>& forms)
{
    for (const auto& form : forms) {
        auto date = form == "yyyy-mm-dd" ? parseDate(text) : form == "dd/mm/yyyy" ? dayFirst(text, '/', false) : dayFirst(text, '-', true);
        if (date) return date;
    }
    return std::nullopt;
}

HrFile::HrFile(TextDecoder text, const HrFilePolicy& policy, std::string odsCode, Date today, const AgeLimits& ages)
    : m_reader(std::move(text)), m_policy(policy), m_odsCode(std::move(odsCode)), m_today(today), m_ages(ages)
{
    for (const auto& [meaning, words] : m_policy.actions) {
        const auto place = std::find(actionNames.begin(), actionNames.end(), meaning) - actionNames.begin();
        for (const auto& word : words) m_actions[plainWord(word)] = static_cast<HrAction>(place);
    }
    readHeading();
}

void HrFile::readHeading()
{
    CsvRecord heading;
    if (!m_reader.next(heading)) throw RefusedError(Failure::of("HR-FILE-EMPTY"));
    if (!heading.problem.empty()) throw RefusedError(Failure::because("HR-FILE-HEADING", heading.problem));
    m_width = heading.fields.size();
    for (std::size_t place = 0; place < heading.fields.size(); ++place) {
        const auto word = plainWord(oneLine(heading.fields[place]));
        const auto meaning = std::find_if(m_policy.columns.begin(), m_policy.columns.end(), [&](const auto& column) {
            return std::any_of(column.second.begin(), column.second.end(), [&](const std::string& name) { return plainWord(name) == word; });
        });
        if (meaning == m_policy.columns.end()) {
            if (!word.empty()) m_unused.push_back(word);
        } else if (!m_columns.emplace(meaning->first, place).second) {
            throw RefusedError(Failure::because("HR-FILE-HEADING", "Two columns are the same thing.", meaning->first));
        }
    }
    for (const auto* needed : {"action", "staffNumber"}) {
        if (has(needed)) continue;
        const auto& words = m_policy.columns.at(needed);
        throw RefusedError(Failure::because("HR-FILE-HEADING", "No column is headed \"" + words.front() + "\".", needed));
    }
}

bool HrFile::has(std::string_view field) const { return m_columns.find(field) != m_columns.end(); }

std::string HrFile::text(const CsvRecord& record, std::string_view field) const
{
    const auto column = m_columns.find(field);
    return column == m_columns.end() || column->second >= record.fields.size() ? std::string() : oneLine(record.fields[column->second]);
}

std::optional<Date> HrFile::date(const CsvRecord& record, std::string_view field, HrRow& row) const
{
    const auto written = text(record, field);
    if (written.empty()) return std::nullopt;
    const auto date = hrDate(written, m_policy.dateForms);
    if (!date) add(row, field, "This is no day of the calendar in a form of the policy.");
    return date;
}

bool HrFile::next(HrRow& row)
{
    CsvRecord record;
    if (!m_reader.next(record)) return false;
    row = {};
    row.line = record.line;
    if (!record.problem.empty()) {
        add(row, "", record.problem);
        return true;
    }
    if (record.fields.size() != m_width) {
        add(row, "", "The row has " + std::to_string(record.fields.size()) + " columns, the heading " + std::to_string(m_width) + ".");
        return true;
    }
    readFields(record, row);
    check(record, row);
    return true;
}

void HrFile::readFields(const CsvRecord& record, HrRow& row) const
{
    for (const auto field : personFields()) {
        if (field == "dateOfBirth" || !has(field)) continue;
        setField(row.person, field, text(record, field));
    }
    if (row.person.odsCode.empty()) row.person.odsCode = m_odsCode;
    if (const auto born = date(record, "dateOfBirth", row)) row.person.dateOfBirth = *born;
    row.startsOn = date(record, "startsOn", row);
    row.leavesOn = date(record, "leavesOn", row);
    const auto number = text(record, "userNumber");
    row.number = UserNumber::parse(number);
    if (!number.empty() && !row.number) add(row, "userNumber", "A UUID has 12 digits.");
    const auto destination = plainWord(text(record, "destination"));
    row.keepsCard = !destination.empty() && std::any_of(m_policy.keepsCard.begin(), m_policy.keepsCard.end(), [&](const std::string& word) {
        return destination.rfind(plainWord(word), 0) == 0;
    });
}

void HrFile::check(const CsvRecord& record, HrRow& row) const
{
    const auto action = m_actions.find(plainWord(text(record, "action")));
    if (action == m_actions.end()) {
        add(row, "action", "The action is none of the policy's words for starter, change and leaver.");
        return;
    }
    row.action = action->second;
    if (row.person.staffNumber.empty()) add(row, "staffNumber", "The staff number is missing.");
    if (row.action == HrAction::leaver) {
        if (!row.leavesOn && (!has("leavesOn") || text(record, "leavesOn").empty())) add(row, "leavesOn", "A leaver needs the day of leaving.");
        return;
    }
    // One who is expected must be somebody; of a change only what the file says has to be right.
    const bool starter = row.action == HrAction::starter;
    if (starter && text(record, "dateOfBirth").empty()) add(row, "dateOfBirth", "The date of birth is missing.");
    for (auto& problem : problemsOf(row.person, m_today, m_ages)) {
        // The name for the chip is typed at the desk, face to face.
        if (problem.field == "nameOnChip" || problem.field == "nameOnCard") continue;
        const bool missing = fieldOf(row.person, problem.field).empty();
        if (problem.field == "dateOfBirth" && missing) continue; // said above, or no part of a change
        if (!starter && missing) continue;
        row.problems.push_back({row.line, std::move(problem.field), std::move(problem.sentence)});
    }
}

} // namespace cardwright
