#pragma once

#include "tests/support/PrivatePcscd.h"
#include "tests/support/TempFolder.h"
#include "tests/support/ToolRun.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::testing {

using Json = nlohmann::json;

/// What one call of cardwrightctl --json gave.
struct CtlRun {
    ToolResult tool;
    std::vector<Json> lines;

    int code() const noexcept { return tool.exitCode; }
    /// The line of that event; throws with everything that was said when there is none.
    const Json& line(const std::string& event) const;
    const Json& result() const { return line("result"); }
    const Json& failure() const { return line("failure"); }
    bool has(const std::string& event) const;
    std::string text() const;
};

/// A training site in a folder of its own, its centre, and cardwrightctl on it through a private pcscd.
class Desk {
public:
    /// site train.
    explicit Desk(const PrivatePcscd& pcscd);
    /// The same site as another one stands now (its files; nothing may be running on it).
    Desk(const PrivatePcscd& pcscd, const Desk& original);
    ~Desk() { stopCentre(); }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    std::string socket() const { return m_pcscd.socket(); }
    std::filesystem::path site() const { return m_folder / "site"; }
    std::filesystem::path store() const { return site() / "workstation/desk.sqlite"; }
    std::filesystem::path centreStore() const { return site() / "centre/centre.sqlite"; }
    /// A card file of the site: "blank-1".
    std::filesystem::path card(const std::string& name) const { return site() / "cards" / (name + ".card"); }
    /// For files of the test, outside the site.
    std::filesystem::path scratch(const std::string& name) const { return m_folder / name; }

    /// cardwrightctl --site ... --json words. A passcode goes through descriptor 3.
    CtlRun ctl(std::vector<std::string> words, const std::optional<std::string>& passcode = {}) const;
    /// The same, not yet run: the process id is in `pidFile` before the program begins.
    ToolRun ctlTool(std::vector<std::string> words, const std::optional<std::string>& passcode, const std::filesystem::path& pidFile = {}) const;
    CtlRun run(const ToolRun& tool) const;

    CtlRun issue(const std::filesystem::path& request, int slot, const std::optional<std::string>& passcode, std::vector<std::string> more = {}) const;
    CtlRun show(int slot) const;

    /// Starts cardwright-central and waits until it says that it listens. `port`: another than the site's.
    void startCentre(std::optional<std::uint16_t> port = {});
    void stopCentre();
    bool centreRuns() const noexcept { return !m_centre.empty(); }
    std::uint16_t centrePort() const;
    /// From now on the desk looks for its centre at that port.
    void reachCentreAt(std::uint16_t port) const;

    /// A shipped request by its applicant: "ffion-adeyemi".
    std::filesystem::path request(const std::string& applicant) const { return site() / "requests" / (applicant + ".json"); }
    /// The same application of another person: number gives the name.
    std::filesystem::path requestOf(int number) const;
    /// A request with this change, beside the shipped ones.
    template <class Change>
    std::filesystem::path changedRequest(const std::string& applicant, const std::string& name, Change&& change) const
    {
        auto json = readJson(request(applicant));
        change(json);
        return writeRequest(name, json.dump(1));
    }
    std::filesystem::path writeRequest(const std::string& name, const std::string& text) const;

    /// Everything that the programs of this desk have said so far.
    const std::string& said() const noexcept { return m_said; }

    static Json readJson(const std::filesystem::path& file);

private:
    const PrivatePcscd& m_pcscd;
    TempFolder m_folder;
    std::vector<BackgroundTool> m_centre; ///< none while it is stopped
    int m_starts = 0;
    mutable std::string m_said;
};

/// An SQLite file read beside the programs that write it, by SQLite and not by ours.
class Sqlite {
public:
    explicit Sqlite(const std::filesystem::path& file);
    ~Sqlite();
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;
    std::int64_t number(const std::string& query) const;
    std::vector<std::string> column(const std::string& query) const;

private:
    void* m_database = nullptr;
};

/// What of a desk's store a refused act must leave as it was. Sign-ins, views, searches and refusals on record are not acts.
struct DeskState {
    std::int64_t people = 0;
    std::int64_t cards = 0;
    std::int64_t openJobs = 0;
    std::int64_t jobs = 0;
    std::int64_t numbersTaken = 0;
    std::int64_t acts = 0;
    friend bool operator==(const DeskState&, const DeskState&) = default;
    static DeskState of(const Desk& desk);
    std::string text() const;
};

/// A desk and its centre after everything was drained: the same entries, none refused, one person, card and certificate each.
/// Gives what is wrong, a sentence a line; empty when nothing is.
std::string disagreements(const Desk& desk);

} // namespace cardwright::testing
