#include "tests/system/Desk.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace cardwright::testing {

namespace fs = std::filesystem;

namespace {

constexpr int passcodeDescriptor = 3;

/// Acts for which the holder must have accepted the terms: the tests' holders do, unless the case says itself what they accepted.
bool asksTerms(const std::vector<std::string>& words)
{
    if (words.empty() || std::find(words.begin(), words.end(), "--terms-accepted") != words.end()) return false;
    const bool replaces = words.size() > 1 && words[0] == "card" && words[1] == "replace";
    return words[0] == "issue" || words[0] == "unlock" || words[0] == "touch" || replaces;
}

std::string portOf(const std::string& url) { return url.substr(url.rfind(':') + 1); }

std::vector<Json> linesOf(const std::string& text)
{
    std::vector<Json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        auto json = Json::parse(line, nullptr, false);
        if (json.is_object()) lines.push_back(std::move(json));
    }
    return lines;
}

} // namespace

const Json& CtlRun::line(const std::string& event) const
{
    for (const auto& each : lines) {
        if (each.value("event", "") == event) return each;
    }
    throw std::runtime_error("cardwrightctl said no '" + event + "': " + text());
}

bool CtlRun::has(const std::string& event) const
{
    for (const auto& each : lines) {
        if (each.value("event", "") == event) return true;
    }
    return false;
}

std::string CtlRun::text() const
{
    std::string told = "exit " + std::to_string(tool.exitCode) + (tool.signal != 0 ? ", signal " + std::to_string(tool.signal) : "");
    return told + (tool.timedOut ? ", out of time" : "") + "\n" + tool.all();
}

Desk::Desk(const PrivatePcscd& pcscd) : m_pcscd(pcscd)
{
    const auto made = ctl({"site", "train"});
    if (made.code() != 0) throw std::runtime_error("no training site: " + made.text());
}

Desk::Desk(const PrivatePcscd& pcscd, const Desk& original) : m_pcscd(pcscd)
{
    fs::copy(original.site(), site(), fs::copy_options::recursive);
}

CtlRun Desk::run(const ToolRun& tool) const
{
    CtlRun done{tool.run(), {}};
    done.lines = linesOf(done.tool.out);
    m_said += done.tool.all();
    return done;
}

ToolRun Desk::ctlTool(std::vector<std::string> words, const std::optional<std::string>& passcode, const fs::path& pidFile) const
{
    std::vector<std::string> line;
    if (!pidFile.empty()) line = {"sh", "-c", "echo $$ > \"$1\"; shift; exec \"$@\"", "sh", pidFile.string()};
    line.insert(line.end(), {CARDWRIGHT_CTL, "--site", site().string(), "--json"});
    line.insert(line.end(), words.begin(), words.end());
    if (passcode && asksTerms(words)) line.insert(line.end(), {"--terms-accepted", "1"});
    if (passcode) line.insert(line.end(), {"--passcode-fd", std::to_string(passcodeDescriptor)});
    ToolRun tool(line);
    tool.env("PCSCLITE_CSOCK_NAME", m_pcscd.socket());
    if (passcode) tool.inputAt(passcodeDescriptor, *passcode);
    return tool;
}

CtlRun Desk::ctl(std::vector<std::string> words, const std::optional<std::string>& passcode) const
{
    return run(ctlTool(std::move(words), passcode));
}

CtlRun Desk::issue(const fs::path& application, int slot, const std::optional<std::string>& passcode, std::vector<std::string> more) const
{
    std::vector<std::string> words{"issue", "--request", application.string(), "--reader", m_pcscd.readerName(slot)};
    words.insert(words.end(), more.begin(), more.end());
    return ctl(words, passcode);
}

CtlRun Desk::show(int slot) const { return ctl({"card", "show", "--reader", m_pcscd.readerName(slot)}); }

void Desk::startCentre(std::optional<std::uint16_t> port)
{
    stopCentre();
    std::vector<std::string> line{CARDWRIGHT_CENTRAL, "--site", site().string(), "--json"};
    if (port) line.insert(line.end(), {"--port", std::to_string(*port)});
    m_centre.push_back(ToolRun(line).start(scratch("centre-" + std::to_string(++m_starts) + ".log")));
    if (!m_centre.front().waitFor("\"listening\"")) {
        const auto output = m_centre.front().output();
        m_centre.clear();
        throw std::runtime_error("the centre did not start: " + output);
    }
}

void Desk::stopCentre()
{
    for (auto& centre : m_centre) {
        centre.stop();
        m_said += centre.output();
    }
    m_centre.clear();
}

std::uint16_t Desk::centrePort() const
{
    const auto url = readJson(site() / "site.json").at("centre").at("url").get<std::string>();
    return static_cast<std::uint16_t>(std::stoi(portOf(url)));
}

void Desk::reachCentreAt(std::uint16_t port) const
{
    auto json = readJson(site() / "site.json");
    json["centre"]["url"] = "https://127.0.0.1:" + std::to_string(port);
    std::ofstream(site() / "site.json", std::ios::trunc) << json.dump(2) << '\n';
}

fs::path Desk::requestOf(int number) const
{
    static const char* const letters = "abcdefghijklmnopqrstuvwxyz";
    const auto place = static_cast<std::size_t>(number);
    const std::string ending{letters[place / 26 % 26], letters[place % 26]};
    return changedRequest("ffion-adeyemi", "person-" + std::to_string(number), [&](Json& json) {
        json["person"]["givenName"] = "Ffion" + ending;
        json["person"]["familyName"] = "Adeyemi" + ending;
        // Born on another day each: else they would be much alike, and compared before a record is made.
        const auto twoDigits = [](int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); };
        json["person"]["dateOfBirth"] = std::to_string(1950 + number * 7 % 45) + '-' + twoDigits(1 + number % 12) + '-' + twoDigits(1 + number * 5 % 28);
    });
}

fs::path Desk::writeRequest(const std::string& name, const std::string& text) const
{
    auto file = site() / "requests" / (name + ".json");
    std::ofstream(file, std::ios::trunc | std::ios::binary) << text;
    return file;
}

Json Desk::readJson(const fs::path& file)
{
    std::ifstream stream(file);
    return Json::parse(stream);
}

namespace {

sqlite3* handle(void* database) { return static_cast<sqlite3*>(database); }

} // namespace

Sqlite::Sqlite(const fs::path& file)
{
    sqlite3* opened = nullptr;
    if (::sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
        ::sqlite3_close(opened);
        throw std::runtime_error("cannot open " + file.string());
    }
    ::sqlite3_busy_timeout(opened, 5000);
    m_database = opened;
}

Sqlite::~Sqlite() { ::sqlite3_close(handle(m_database)); }

std::vector<std::string> Sqlite::column(const std::string& query) const
{
    sqlite3_stmt* statement = nullptr;
    if (::sqlite3_prepare_v2(handle(m_database), query.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(query + ": " + ::sqlite3_errmsg(handle(m_database)));
    }
    std::vector<std::string> found;
    int state = SQLITE_ROW;
    while ((state = ::sqlite3_step(statement)) == SQLITE_ROW) {
        const auto* text = ::sqlite3_column_text(statement, 0);
        found.emplace_back(text == nullptr ? "" : reinterpret_cast<const char*>(text));
    }
    ::sqlite3_finalize(statement);
    if (state != SQLITE_DONE) throw std::runtime_error(query + ": " + ::sqlite3_errmsg(handle(m_database)));
    return found;
}

std::int64_t Sqlite::number(const std::string& query) const { return std::stoll(column(query).at(0)); }

DeskState DeskState::of(const Desk& desk)
{
    const Sqlite store(desk.store());
    DeskState state;
    state.people = store.number("SELECT count(*) FROM person");
    state.cards = store.number("SELECT count(*) FROM card");
    state.openJobs = store.number("SELECT count(*) FROM job WHERE state IN ('open', 'unknown')");
    state.jobs = store.number("SELECT count(*) FROM job");
    state.numbersTaken = store.number("SELECT coalesce(sum(taken), 0) FROM lease");
    state.acts = store.number("SELECT count(*) FROM journal WHERE kind NOT IN ('agent.signedIn', 'agent.signedOut', 'session.ended', 'duty.refused', "
                              "'holder.viewed', 'holders.searched', 'roster.received', 'delivery.applied', 'tampering.found')");
    return state;
}

std::string DeskState::text() const
{
    std::ostringstream told;
    told << people << " people, " << cards << " cards, " << jobs << " jobs (" << openJobs << " open), " << numbersTaken << " numbers taken, "
         << acts << " acts";
    return told.str();
}

std::string disagreements(const Desk& desk)
{
    const Sqlite here(desk.store());
    const Sqlite there(desk.centreStore());
    std::string wrong;
    const auto same = [&](const char* what, std::int64_t expected, std::int64_t found) {
        if (expected != found) wrong += std::string(what) + ": " + std::to_string(expected) + " expected, " + std::to_string(found) + " found\n";
    };
    const auto entries = here.number("SELECT count(*) FROM journal");
    same("entries at the centre", entries, there.number("SELECT count(*) FROM entries"));
    same("entries in order", entries, there.number("SELECT coalesce(max(seq) + 1, 0) FROM entries"));
    same("entries accepted", entries, there.number("SELECT count(*) FROM entries WHERE status = 'accepted'"));
    same("different entries", entries, there.number("SELECT count(DISTINCT id) FROM entries"));
    same("entries the desk knows to be there", entries, here.number("SELECT count(*) FROM outbox_answer WHERE state = 'accepted'"));
    same("holders", here.number("SELECT count(*) FROM person"), there.number("SELECT count(*) FROM holders"));
    same("cards", here.number("SELECT count(*) FROM card"), there.number("SELECT count(*) FROM cards WHERE log IS NOT NULL AND job IS NOT NULL"));
    same("certificates", here.number("SELECT count(*) FROM certificate_request"), there.number("SELECT count(*) FROM certificate_requests"));
    same("certificates that came back", here.number("SELECT count(*) FROM certificate_request"), here.number("SELECT count(*) FROM certificate_request WHERE certificate IS NOT NULL OR withdrawn"));
    for (const auto* kind : {"holder.created", "card.opened", "card.issued", "card.unlocked", "card.touched", "card.abandoned",
                             "certificate.requested", "portrait.accepted", "evidence.checked"}) {
        const auto count = "SELECT count(*) FROM ";
        const auto where = std::string(" WHERE kind = '") + kind + "'";
        same(kind, here.number(count + ("journal" + where)), there.number(count + ("entries" + where)));
    }
    return wrong;
}

} // namespace cardwright::testing
