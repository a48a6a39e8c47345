#pragma once

#include "core/registers/HrFile.h"
#include "core/registers/RegisterDesk.h"
#include "core/store/People.h"

#include <functional>
#include <memory>
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

using HrListener = std::function<void(const HrItem&)>;

/// Who reads such a file may record and change people. Errors: RefusedError DUTY-* (recorded).
void requireImport(const RegisterDesk& desk);

/// An HR file looked at in steps, so that a long one leaves the store to others in between, and then taken as a whole: one transaction
/// holds every change, each with its entry, and holders.imported at its end; a cut or one wrong row leaves nothing of it. Legal name and
/// birth date are never taken from a file: where they differ it is a note, and papers are needed. Nobody's cards end by a file either:
/// leavers become a worklist.
class HrLook {
public:
    /// Reads the whole file once to know its encoding and digest. Errors: RefusedError HR-FILE-EMPTY, HR-FILE-HEADING.
    HrLook(SourceOpener open, HrFilePolicy policy, std::string odsCode, Date today, const AgeLimits& ages);
    ~HrLook();
    HrLook(HrLook&&) noexcept;

    /// The next rows; needs no store. False: there are none left. Errors: RefusedError HR-FILE-LONG.
    bool read(std::size_t rows);
    /// Holds them against what is known here; writes nothing. each: every row without a problem, in the file's order. Errors: DUTY-*.
    void compare(const RegisterDesk& desk, const HrListener& each = {});
    const HrPreview& seen() const noexcept;
    /// After all of it was compared: reads it again and writes what is due. A row that was as it is already is passed over: what
    /// somebody changed by hand meanwhile stays. Errors: HR-FILE-ROWS (there are problems; detail: how many and the first one's line),
    /// HR-FILE-OTHER (not the file that was previewed, or another one since).
    HrPreview take(const RegisterDesk& desk, const Sha256Digest& previewed, const HrListener& each = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The same in one go.
class HrImport {
public:
    using Listener = HrListener;

    /// Errors: RefusedError DUTY-* (holder.create and holder.change).
    HrImport(RegisterDesk desk, SourceOpener open);
    /// Errors: RefusedError HR-FILE-EMPTY, HR-FILE-HEADING, HR-FILE-LONG.
    HrPreview preview(const Listener& each = {});
    /// Errors: as preview() and HrLook::take().
    HrPreview apply(const Sha256Digest& previewed, const Listener& each = {});

private:
    HrLook look(const Listener& each);
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
