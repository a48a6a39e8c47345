#pragma once

#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/policy/PeoplePolicy.h"
#include "core/registers/CsvReader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

enum class HrAction { starter, change, leaver };
std::string_view nameOf(HrAction action) noexcept; ///< "starter"

/// What is not right with one row: says the column, never what stood in it.
struct HrProblem {
    std::uint64_t line = 0;
    std::string field;    ///< "dateOfBirth"; empty: the row itself
    std::string sentence;
};

/// One row, understood.
struct HrRow {
    std::uint64_t line = 0;
    HrAction action = HrAction::change;
    Person person;                          ///< what the columns say; of the others nothing
    std::optional<UserNumber> number;
    std::optional<Date> startsOn;
    std::optional<Date> leavesOn;
    bool keepsCard = false;                 ///< a leaver who stays in health
    std::vector<HrProblem> problems;
};

/// Reads an HR file row by row by the policy's headings. The first record is the heading.
class HrFile {
public:
    /// odsCode: of rows without a column for it. Throws RefusedError HR-FILE-EMPTY, HR-FILE-HEADING (detail: which column is missing
    /// or stands twice).
    HrFile(TextDecoder text, const HrFilePolicy& policy, std::string odsCode, Date today, const AgeLimits& ages = {});

    bool next(HrRow& row);
    bool has(std::string_view field) const; ///< there is a column of this meaning
    const std::vector<std::string>& unusedColumns() const noexcept { return m_unused; }

private:
    void readHeading();
    std::string text(const CsvRecord& record, std::string_view field) const;
    std::optional<Date> date(const CsvRecord& record, std::string_view field, HrRow& row) const;
    void readFields(const CsvRecord& record, HrRow& row) const;
    void check(const CsvRecord& record, HrRow& row) const;

    CsvReader m_reader;
    const HrFilePolicy& m_policy;
    std::string m_odsCode;
    Date m_today;
    AgeLimits m_ages;
    std::map<std::string, std::size_t, std::less<>> m_columns; ///< meaning -> place
    std::map<std::string, HrAction, std::less<>> m_actions;    ///< folded word -> meaning
    std::vector<std::string> m_unused;
    std::size_t m_width = 0;
};

/// "2026-11-21", "21/11/2026", "21-Nov-2026", as far as the policy names the form; nothing for a day that does not exist.
std::optional<Date> hrDate(std::string_view text, const std::vector<std::string>& forms);

} // namespace cardwright
