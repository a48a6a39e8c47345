#include "tests/faults/Lab.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

namespace cardwright::faults {

namespace fs = std::filesystem;
using test::failureOf;

namespace {

constexpr int mostRounds = 4; // look, repair, look, job again: more is no way an agent would go
constexpr std::uint32_t numbersLeased = 20;

std::string hexOf(std::uint8_t octet)
{
    const std::array one{octet};
    return toHex(one);
}

/// The same cell has the same identities and serials each time it is run; only the keys are chance.
unsigned seedOf(const std::string& id)
{
    const auto digest = sha256(bytesOf(id));
    return static_cast<unsigned>(digest[0]) << 24 | static_cast<unsigned>(digest[1]) << 16 | static_cast<unsigned>(digest[2]) << 8 | digest[3];
}

} // namespace

Lab::Lab(const Scenario& scenario, simulator::Personality personality, Options options, Seat& seat)
    : bench(personality, numbersLeased), m_scenario(scenario), m_options(std::move(options)), m_seat(seat)
{
    bench.issuePolicy.slots.clear();
    for (const auto* slot : {"9A", "9C", "9D", "9E"}) bench.issuePolicy.slots.push_back({slot, m_options.algorithm});
    m_scenario.prepare(*this);
    bench.tray.pull(test::subjectReader);
    if (card) {
        for (const auto& row : bench.desk.store().cards.slots(*card)) keysBefore[row.slot] = row.publicKey;
    }
    m_first = bench.desk.store().journal.size();
    for (const auto& owned : bench.desk.store().cards.ofHolder(*who)) {
        for (const auto& request : bench.desk.store().certificateRequests.ofCard(owned.guid)) {
            ++m_requestsBefore;
            if (request.withdrawn) ++m_withdrawnBefore;
        }
    }
    bench.desk.close();
    m_kept = bench.desk.folder.path() / "beginning";
    m_cardFile = bench.desk.folder.path() / "beginning.card";
    fs::copy(bench.desk.site.root(), m_kept, fs::copy_options::recursive);
    fs::copy_file(bench.file, m_cardFile);
}

void Lab::restore(std::uint64_t seed)
{
    m_seat.takeOut(bench);
    bench.desk.close();
    fs::remove_all(bench.desk.site.root());
    fs::copy(m_kept, bench.desk.site.root(), fs::copy_options::recursive);
    fs::copy_file(m_cardFile, bench.file, fs::copy_options::overwrite_existing);
    bench.desk.random = test::SeededRandom(static_cast<unsigned>(seed));
    m_complaints.clear();
    m_entries.clear();
}

Lab::Length Lab::measure()
{
    restore(seedOf(m_scenario.name));
    bench.desk.reopen();
    m_seat.insert(bench, std::nullopt);
    Length length;
    bench.desk.store().database().failOn([&](WritePoint where, std::uint64_t) {
        if (where == WritePoint::commit) ++length.commits;
        return false;
    });
    const auto cut = attempt();
    if (cut.code != m_scenario.refusal(bench.personality)) throw FailureError(Failure::of("USAGE", m_scenario.name + " without a fault: " + cut.code));
    for (const auto ins : bench.reader->ins) length.ins.push_back(hexOf(ins));
    m_length = length;
    return length;
}

CellResult Lab::run(const Cell& cell)
{
    if (m_length.ins.empty()) measure();
    restore(seedOf(cell.id()));
    CellResult result{cell, "commit", Ending::failed, {}, {}};
    if (!ofStore(cell.fault)) result.ins = cell.at <= m_length.ins.size() ? m_length.ins[cell.at - 1] : "--";
    Cut cut;
    try {
        cut = inflict(cell);
        // What was drawn in a program that is gone is not drawn again.
        bench.desk.random = test::SeededRandom(seedOf(cell.id() + "/repair"));
        auto judged = judge(cell, cut);
        judged.ins = result.ins;
        return judged;
    } catch (const FailureError& error) {
        complain("stopped by " + error.failure().code + " (" + error.failure().detail + ")");
    } catch (const std::exception& error) {
        complain(std::string("an exception without a name: ") + error.what());
    }
    result.code = cut.code;
    result.complaints = m_complaints;
    return result;
}

Lab::Cut Lab::attempt()
{
    try {
        m_scenario.act(*this);
        return {};
    } catch (const FailureError& error) {
        expect(error.failure().kind != FailureKind::internal, "a defect was told: " + error.failure().code);
        return {error.failure().code};
    }
}

Lab::Cut Lab::inflict(const Cell& cell)
{
    if (isKill(cell.fault)) return killAt(cell);
    bench.desk.reopen();
    if (ofStore(cell.fault)) return inflictOnStore(cell);
    m_seat.insert(bench, CardFault{cell.fault, cell.at});
    auto cut = attempt();
    cut.reached = bench.reader->ins.size() >= cell.at;
    return cut;
}

Lab::Cut Lab::inflictOnStore(const Cell& cell)
{
    m_seat.insert(bench, std::nullopt);
    std::size_t seen = 0;
    const auto point = cell.fault == FaultKind::writeRefused ? WritePoint::commit : WritePoint::afterCommit;
    bench.desk.store().database().failOn([&](WritePoint where, std::uint64_t) { return where == point && ++seen == cell.at; });
    auto cut = attempt();
    cut.reached = seen >= cell.at;
    bench.desk.reopen(); // a program whose store fails ends and is started again
    return cut;
}

/// A program of its own, and a true SIGKILL: nothing of it runs on, neither destructor nor checkpoint.
Lab::Cut Lab::killAt(const Cell& cell)
{
    const CardFault fault{cell.fault, cell.at};
    m_seat.beforeFork(bench, fault);
    std::fflush(nullptr);
    const auto pid = ::fork();
    if (pid < 0) throw std::runtime_error("no second process");
    if (pid == 0) {
        int code = 0;
        try {
            bench.desk.reopen();
            m_seat.inChild(bench, fault);
            m_scenario.act(*this);
        } catch (...) {
            code = 1;
        }
        ::_exit(code);
    }
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid) throw std::runtime_error("the second process cannot be waited for");
    bench.desk.reopen();
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return {"killed"};
    expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the second process failed by itself");
    return {{}, false};
}

void Lab::powerCycle()
{
    m_seat.takeOut(bench);
    m_seat.insert(bench, std::nullopt);
}

void Lab::readJournal()
{
    m_entries.clear();
    auto& journal = bench.desk.store().journal;
    for (const auto& entry : journal.range(m_first, 10'000)) m_entries[entry.kind].push_back(journal.payloadOf(entry));
}

std::size_t Lab::entries(EntryKind kind) const
{
    const auto found = m_entries.find(kind);
    return found == m_entries.end() ? 0 : found->second.size();
}

const nlohmann::json& Lab::payload(EntryKind kind) const
{
    static const nlohmann::json none = nlohmann::json::object();
    const auto found = m_entries.find(kind);
    return found == m_entries.end() ? none : found->second.back();
}

/// The journal says that the job is done. A test of a card that found something wrong is done again.
bool Lab::closed()
{
    readJournal();
    return entries(m_scenario.closing) > 0 && payload(m_scenario.closing).value("passed", true);
}

CardFault Lab::secondOf(const Cell& cell)
{
    static constexpr std::array kinds{FaultKind::removedBefore, FaultKind::removedAfter, FaultKind::reset,      FaultKind::word6F00,
                                      FaultKind::done6F00,      FaultKind::word6982,     FaultKind::wrongLength};
    constexpr unsigned commands = 40; // of a repair; beyond its end nothing happens
    const auto drawn = seedOf(cell.id() + "/second");
    return {kinds[drawn % kinds.size()], drawn / kinds.size() % commands + 1};
}

void Lab::recoverOnce(Course& course, bool& goesOn)
{
    const auto seen = bench.look();
    const bool open = !bench.desk.store().jobs.openJobs().empty();
    if (seen.kind != CardKind::torn && !(open && seen.kind == CardKind::blank)) {
        course.again = true;
        m_scenario.act(*this);
        return;
    }
    goesOn = m_options.repair;
    if (!goesOn) return;
    PasscodeSource passcode;
    if (RepairJob::needsPasscode(seen)) {
        passcode = test::digits(repairPasscode);
        course.passcode = std::string(repairPasscode);
    }
    const auto result = RepairJob(bench.cardDesk(), std::move(passcode)).run();
    (result.kind == RepairResult::Kind::finished ? course.repaired : course.blank) = true;
}

Lab::Course Lab::recover(const Cell& cell)
{
    Course course;
    bool goesOn = true;
    for (int round = 0; round < mostRounds && goesOn && !closed(); ++round) {
        const bool again = m_options.secondFault && round == 0;
        if (again) {
            m_seat.takeOut(bench);
            m_seat.insert(bench, secondOf(cell));
        } else {
            powerCycle();
        }
        try {
            recoverOnce(course, goesOn);
        } catch (const FailureError& error) {
            if (!again) throw;
            expect(error.failure().kind != FailureKind::internal, "a defect was told: " + error.failure().code);
        }
    }
    return course;
}

CellResult Lab::judge(const Cell& cell, const Cut& cut)
{
    CellResult result{cell, {}, Ending::failed, cut.code, {}};
    const auto atFault = reading(); // what is truly on the card
    const auto begun = bench.desk.store().cards.activeOf(*who);
    if (!cut.reached) complain("the job ended before this command");
    const auto refusal = m_scenario.refusal(bench.personality);
    if (!refusal.empty()) {
        checkRefused(cut, refusal);
        result.ending = Ending::refused;
    } else {
        auto course = recover(cell);
        course.blank = m_scenario.makesCard && (course.blank || (course.again && !course.repaired));
        if (course.blank) {
            expect(atFault.isBlank(), "counted as blank, but its CHUID or a key of ours was on it when the fault came");
        } else if (m_scenario.makesCard && begun && begun->state != CardState::cancelled && begun->guid != card) {
            const auto made = bench.desk.store().cards.activeOf(*who);
            expect(made && made->guid == begun->guid, "another card identity than the one that was begun");
        }
        readJournal();
        powerCycle();
        checkEnd(course);
        result.ending = course.blank ? Ending::blank : course.repaired ? Ending::repaired : course.again ? Ending::again : Ending::through;
    }
    result.complaints = m_complaints;
    if (!m_complaints.empty()) result.ending = Ending::failed;
    return result;
}

} // namespace cardwright::faults
