#pragma once

#include "core/registers/HrImport.h"

#include <string>
#include <unordered_set>

namespace cardwright {

/// What was found in one reading of an HR file so far.
struct HrTally {
    HrPreview found;
    std::unordered_set<std::size_t> staffNumbers{}; ///< hashes of those seen: a row repeats another one's

    void problem(HrProblem problem);
    void note(std::uint64_t line, const char* field, const char* sentence);
};

/// What the rows of an HR file mean to the register: each is held against what is known here, and in a transaction written.
class HrRows {
public:
    /// act: what is written into; null: it is only looked. digest: of the file, in hex, for the entries.
    HrRows(const RegisterDesk& desk, const HrFile& file, HrTally& tally, const HrListener& each, Transaction* act = nullptr, std::string digest = {})
        : m_desk(desk), m_file(file), m_tally(tally), m_each(each), m_act(act), m_digest(std::move(digest)) {}

    /// True: taking this row writes something (or wrote it).
    bool row(HrRow& row);

private:
    void tell(HrItem item);
    std::optional<PersonRecord> personOf(const HrRow& row, std::vector<HrProblem>& problems);
    bool known(const HrRow& row, PersonRecord record);
    bool leaver(const HrRow& row, std::optional<PersonRecord> record);
    bool starter(const HrRow& row);
    void change(const PersonRecord& record, const std::vector<std::string>& changed);

    const RegisterDesk& m_desk;
    const HrFile& m_file;
    HrTally& m_tally;
    const HrListener& m_each;
    Transaction* m_act;
    std::string m_digest;
};

} // namespace cardwright
