#pragma once

#include "core/registers/HrFile.h"
#include "core/registers/RegisterDesk.h"
#include "core/store/People.h"

#include <functional>
#include <string>
#include <vector>

namespace cardwright {

/// Opens the file from its beginning: it is read more than once.
using SourceOpener = std::function<ByteSource()>;

/// What a row would do.
enum class HrEffect {
    expect,      ///< a starter: expected at the desk, without a user number until somebody has met them
    expectAgain, ///< a starter who was expected already: the newer row counts
    change,      ///< fields that HR owns become as the file says
    leave,       ///< a leaver: the card is proposed to be cancelled
    leaveKeep,   ///< a leaver who stays in health: proposed to keep it
    forget,      ///< a leaver who was expected and never came
    nothing,     ///< as it is already
};
std::string_view nameOf(HrEffect effect) noexcept; ///< "expect"

struct HrItem {
    std::uint64_t line = 0;
    HrEffect effect = HrEffect::nothing;
    std::optional<UserNumber> number;
    std::string name;                 ///< legal name, of the record where there is one
    std::vector<std::string> changed; ///< fields
    std::optional<Date> on;           ///< starts or leaves
};

/// Counts, problems and notes of one whole file. With a problem nothing of the file is taken.
struct HrPreview {
    Sha256Digest digest{};
    TextEncoding encoding = TextEncoding::utf8;
    std::uint64_t rows = 0;
    std::uint64_t starters = 0;  ///< expect, expectAgain
    std::uint64_t changes = 0;
    std::uint64_t leavers = 0;   ///< leave, leaveKeep, forget
    std::uint64_t unchanged = 0;
    std::uint64_t problemCount = 0;
    std::vector<HrProblem> problems; ///< the first 1,000
    std::vector<HrProblem> notes;    ///< the first 1,000: worth a look, stops nothing
    std::vector<std::string> unusedColumns;
};

/// An HR file, first looked at, then taken as a whole: one transaction holds every change, each with its entry, and holders.imported
/// at its end, so that a cut or one wrong row leaves nothing of it. Legal name and birth date are never taken from a file: where they
/// differ it is a note, and papers are needed. Nobody's cards end by a file either: leavers become a worklist.
class HrImport {
public:
    using Listener = std::function<void(const HrItem&)>;

    /// Errors: RefusedError DUTY-* (holder.create and holder.change).
    HrImport(RegisterDesk desk, SourceOpener open);

    /// Reads and compares, writes nothing. each: every row without a problem, in the file's order.
    /// Errors: RefusedError HR-FILE-EMPTY, HR-FILE-HEADING, HR-FILE-LONG.
    HrPreview preview(const Listener& each = {});
    /// Errors: as preview(); HR-FILE-ROWS (there are problems; detail: how many and the first one's line), HR-FILE-OTHER (not the file of
    /// that preview). Long for a long file: the store is busy meanwhile.
    HrPreview apply(const Sha256Digest& previewed, const Listener& each = {});

private:
    struct Run;
    HrPreview read(Run& run);
    void row(Run& run, HrRow& row);
    std::optional<PersonRecord> personOf(const HrRow& row, std::vector<HrProblem>& problems);
    void known(Run& run, const HrRow& row, PersonRecord record);
    void leaver(Run& run, const HrRow& row, std::optional<PersonRecord> record);
    void starter(Run& run, const HrRow& row);
    void change(Run& run, const PersonRecord& record, const std::vector<std::string>& changed);

    RegisterDesk m_desk;
    SourceOpener m_open;
};

/// Somebody expected, as apply() wrote them: to begin their record with.
struct ExpectedStarter {
    Person person;
    std::optional<Date> startsOn;
    std::int64_t savedAt = 0;
};
std::vector<ExpectedStarter> expectedStarters(Store& store, std::size_t most);
/// Of the newest 5,000: by words that begin a part of the name, or nearly; by staff number; by date of birth. The newest first.
std::vector<ExpectedStarter> findStarters(Store& store, std::string_view typed, std::size_t most);
std::optional<ExpectedStarter> expectedStarter(Store& store, std::string_view odsCode, std::string_view staffNumber);

} // namespace cardwright
