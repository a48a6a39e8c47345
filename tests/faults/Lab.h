#pragma once

#include "tests/faults/CardReading.h"
#include "tests/faults/Scenario.h"
#include "tests/faults/Seat.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::faults {

inline constexpr std::string_view firstPasscode = test::chosen;   ///< of a card that was issued before the job
inline constexpr std::string_view jobPasscode = "482915";         ///< typed in the job
inline constexpr std::string_view repairPasscode = test::another; ///< typed at the repair

/// One job on one kind of card. Prepared once and kept on disk; each cell begins with a copy of that.
class Lab {
public:
    struct Options {
        std::string algorithm = "P-256";
        bool repair = true; ///< false: a torn card is left as it is
        bool secondFault = false; ///< what is done after the fault meets another one
    };
    Lab(const Scenario& scenario, simulator::Personality personality, Options options, Seat& seat);

    /// How many commands and commits the job has when nothing goes wrong. Throws if it does not end as it should.
    struct Length {
        std::vector<std::string> ins; ///< of each command, two hexadecimal digits
        std::size_t commits = 0;
    };
    Length measure();
    CellResult run(const Cell& cell);

    // For the scenarios
    test::Bench bench;
    std::optional<UserNumber> who;
    std::optional<Guid> card; ///< that exists when the job begins
    std::map<Slot, Bytes> keysBefore;
    void complain(std::string what) { m_complaints.push_back(std::move(what)); }
    void expect(bool holds, std::string what)
    {
        if (!holds) complain(std::move(what));
    }
    CardReading reading() { return CardReading(bench.state()); }
    /// Entries since the job began.
    std::size_t entries(EntryKind kind) const;
    const nlohmann::json& payload(EntryKind kind) const; ///< of the last one
    CardLook look() { return bench.look(); }

private:
    struct Cut {
        std::string code; ///< empty: it came through
        bool reached = true;
    };
    struct Course {
        bool repaired = false;
        bool again = false;
        bool blank = false; ///< led over a card that was as blank as before
        std::optional<std::string> passcode; ///< typed at the repair
    };
    void restore(std::uint64_t seed);
    Cut attempt();
    Cut inflict(const Cell& cell);
    Cut inflictOnStore(const Cell& cell);
    Cut killAt(const Cell& cell);
    Course recover(const Cell& cell);
    void recoverOnce(Course& course, bool& goesOn);
    /// Drawn from the cell's name, so that it goes the same way each time.
    static CardFault secondOf(const Cell& cell);
    void readJournal();
    bool closed();
    void powerCycle();
    CellResult judge(const Cell& cell, const Cut& cut);

    // Checks.cpp
    void checkRefused(const Cut& cut, const std::string& code);
    void checkEnd(const Course& course);
    void checkPasscode(const Course& course);
    void checkOurs();
    void checkCertificates();
    void checkReceipt();
    void checkJournal();

    const Scenario& m_scenario;
    Options m_options;
    Seat& m_seat;
    std::filesystem::path m_kept; ///< the folder with the beginning
    std::filesystem::path m_cardFile;
    std::uint64_t m_first = 0; ///< the journal's size at the beginning
    std::size_t m_requestsBefore = 0;
    std::size_t m_withdrawnBefore = 0;
    Length m_length;
    std::map<EntryKind, std::vector<nlohmann::json>> m_entries;
    std::vector<std::string> m_complaints;
};

} // namespace cardwright::faults
