#include "IncludeRules.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace {

bool startsWith(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }

std::string_view room(std::string_view path) { return path.substr(0, path.find('/')); }

std::string_view coreRoom(std::string_view path)
{
    const auto rest = path.substr(std::string_view("core/").size());
    return rest.substr(0, rest.find('/'));
}

int floorOf(std::string_view name)
{
    static const std::map<std::string_view, int> floors = {
        {"base", 0}, {"card", 1},    {"crypto", 1}, {"portrait", 1}, {"policy", 2},    {"identity", 3}, {"piv", 3},
        {"journal", 4}, {"access", 5}, {"store", 6},  {"lifecycle", 7}, {"sync", 7}, {"registers", 7}, {"central", 7}};
    const auto found = floors.find(name);
    return found == floors.end() ? -1 : found->second;
}

struct LibraryRule {
    std::string_view what;                  ///< for the message
    std::vector<std::string_view> headers;  ///< how its includes begin
    std::vector<std::string_view> allowed;  ///< where they may stand: a path's head
};

const std::vector<LibraryRule>& libraryRules()
{
    static const std::vector<LibraryRule> rules = {
        {"SQLite stands in core/store and core/central only", {"sqlite3.h"}, {"core/store/", "core/central/", "tests/"}},
        // SecureBytes sits on OpenSSL's secure heap; the two TLS faces hand a context to their library.
        {"OpenSSL stands in core/crypto only",
         {"openssl/"},
         {"core/crypto/", "core/base/SecureBytes.cpp", "core/sync/HttpCentral", "app/central/", "tests/"}},
        {"libcurl stands in core/sync/HttpCentral*.cpp only", {"curl/"}, {"core/sync/HttpCentral", "tests/"}},
        {"winscard stands in pcsc only", {"winscard.h", "PCSC/", "reader.h", "pcsclite.h"}, {"pcsc/", "tests/"}},
        {"libpq stands in core/central only", {"libpq-fe.h"}, {"core/central/"}},
        {"Boost.Beast and Asio stand in the centre's face only", {"boost/"}, {"app/central/", "tests/"}},
        {"dlib stands in core/portrait only", {"dlib/"}, {"core/portrait/"}},
        {"the command line's parser stands in app only", {"CLI/"}, {"app/"}},
    };
    return rules;
}

bool isQt(std::string_view header)
{
    return header.size() > 1 && header[0] == 'Q' && header[1] >= 'A' && header[1] <= 'Z';
}

std::optional<std::string> forbiddenLibrary(std::string_view file, std::string_view header)
{
    if (isQt(header) && !startsWith(file, "ui/") && !startsWith(file, "app/workstation/") && !startsWith(file, "app/print/") && !startsWith(file, "tests/")) {
        return "Qt stands in ui, app/workstation and app/print only";
    }
    for (const auto& rule : libraryRules()) {
        const auto begins = [&](std::string_view head) { return startsWith(header, head); };
        const auto stands = [&](std::string_view head) { return startsWith(file, head); };
        if (std::any_of(rule.headers.begin(), rule.headers.end(), begins) &&
            std::none_of(rule.allowed.begin(), rule.allowed.end(), stands)) {
            return std::string(rule.what);
        }
    }
    return std::nullopt;
}

std::optional<std::string> forbiddenInCore(std::string_view file, std::string_view header)
{
    if (room(header) != "core") return "core knows nobody";
    const auto from = coreRoom(file);
    const auto to = coreRoom(header);
    if (from == to) return std::nullopt;
    if (floorOf(from) < 0 || floorOf(to) < 0) return "a room of core that has no floor yet: give it one in IncludeRules.cpp";
    if (floorOf(to) >= floorOf(from)) return std::string(from) + " may include only floors below its own, and " + std::string(to) + " is not";
    return std::nullopt;
}

} // namespace

std::optional<std::string> forbiddenInclude(std::string_view file, std::string_view header, bool angled)
{
    if (angled) return forbiddenLibrary(file, header);
    static constexpr std::array rooms = {std::string_view("core"), std::string_view("pcsc"), std::string_view("ui"), std::string_view("app")};
    const auto from = room(file);
    if (from == "tests") return std::nullopt;
    const auto to = room(header);
    if (std::find(rooms.begin(), rooms.end(), to) == rooms.end()) {
        // moc's output belongs at the end of a source, by Qt's own rule.
        if ((from == "ui" || from == "app") && header.size() > 4 && header.substr(header.size() - 4) == ".moc") return std::nullopt;
        return "includes are written from the root";
    }
    if (from == "core") return forbiddenInCore(file, header);
    if (from == "pcsc" && to != "core" && to != "pcsc") return "pcsc knows core only";
    if (from == "ui" && to != "core" && to != "ui") return "ui knows core only";
    if (from == "app" && to == "ui" && startsWith(file, "app/print/") && startsWith(header, "ui/print/")) return std::nullopt; // draws, and shows nothing
    if (from == "app" && to == "ui" && !startsWith(file, "app/workstation/")) return "only the workstation has a window";
    return std::nullopt;
}
