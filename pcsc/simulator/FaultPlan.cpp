#include "pcsc/simulator/FaultPlan.h"

#include "core/base/Failure.h"

#include <nlohmann/json.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace cardwright::simulator {

namespace {

using nlohmann::json;

[[noreturn]] void unusable(const std::string& field) { throw UsageError(Failure::of("USAGE", "fault plan: " + field)); }

constexpr std::array<std::pair<std::string_view, Fault::Action>, 10> actions{{{"removed", Fault::Action::removed},
                                                                             {"reset", Fault::Action::reset},
                                                                             {"silent", Fault::Action::silent},
                                                                             {"statusWord", Fault::Action::statusWord},
                                                                             {"wrongLength", Fault::Action::wrongLength},
                                                                             {"kill", Fault::Action::kill},
                                                                             {"slow", Fault::Action::slow},
                                                                             {"tornWrite", Fault::Action::tornWrite},
                                                                             {"lyingLength", Fault::Action::lyingLength},
                                                                             {"badPublicKey", Fault::Action::badPublicKey}}};

std::uint16_t hexNumber(const json& value, std::size_t octets, const char* field)
{
    if (!value.is_string()) unusable(field);
    const auto parsed = fromHex(value.get<std::string>());
    if (!parsed || parsed->size() != octets) unusable(field);
    std::uint16_t number = 0;
    for (const auto octet : *parsed) number = static_cast<std::uint16_t>((number << 8) | octet);
    return number;
}

void takeField(Fault& fault, const std::string& name, const json& value)
{
    if (name == "at") {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0) unusable("at");
        fault.at = value.get<std::uint64_t>();
    } else if (name == "ins") {
        fault.ins = static_cast<std::uint8_t>(hexNumber(value, 1, "ins"));
    } else if (name == "when") {
        if (value != "before" && value != "after") unusable("when");
        fault.when = value == "before" ? Fault::When::before : Fault::When::after;
    } else if (name == "action") {
        for (const auto& [word, action] : actions) {
            if (value == word) {
                fault.action = action;
                return;
            }
        }
        unusable("action");
    } else if (name == "statusWord") {
        fault.statusWord = hexNumber(value, 2, "statusWord");
    } else if (name == "delayMillis") {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 600'000) unusable("delayMillis");
        fault.delay = std::chrono::milliseconds(value.get<std::uint64_t>());
    } else if (name == "pidFile") {
        if (!value.is_string()) unusable("pidFile");
        fault.killPidFile = value.get<std::string>();
    } else if (name == "pid") {
        if (!value.is_number_unsigned()) unusable("pid");
        fault.killPid = value.get<pid_t>();
    } else {
        unusable(name);
    }
}

pid_t victim(const Fault& fault)
{
    if (!fault.killPidFile.empty()) {
        std::ifstream file(fault.killPidFile);
        pid_t pid = 0;
        if (!(file >> pid) || pid <= 1) throw UsageError(Failure::of("USAGE", "no process id in " + fault.killPidFile.string()));
        return pid;
    }
    return fault.killPid > 1 ? fault.killPid : ::getpid();
}

} // namespace

FaultPlan::FaultPlan(std::vector<Fault> faults)
{
    for (auto& fault : faults) m_pending.push_back({std::move(fault)});
}

FaultPlan FaultPlan::fromJson(std::string_view text)
{
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object() || document.size() != 1 || !document.contains("faults") || !document["faults"].is_array())
        unusable("it is {\"faults\":[...]}");
    std::vector<Fault> faults;
    for (const auto& item : document["faults"]) {
        if (!item.is_object() || !item.contains("action")) unusable("action");
        Fault fault;
        for (const auto& [name, value] : item.items()) takeField(fault, name, value);
        if (fault.at == 0) unusable("at");
        faults.push_back(std::move(fault));
    }
    return FaultPlan(std::move(faults));
}

std::vector<Fault> FaultPlan::arrived(std::uint8_t ins)
{
    ++m_commands;
    std::vector<Fault> due;
    for (auto& pending : m_pending) {
        if (pending.done || (pending.fault.ins && *pending.fault.ins != ins)) continue;
        if (++pending.seen < pending.fault.at) continue;
        pending.done = true;
        const auto place = pending.fault.when == Fault::When::before ? due.begin() : due.end();
        due.insert(place, pending.fault);
    }
    return due;
}

void killAsPlanned(const Fault& fault)
{
    const pid_t pid = victim(fault);
    // A handle on the process, taken before the signal, so that its death is seen and not that of a later namesake.
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (::kill(pid, SIGKILL) != 0) {
        if (handle >= 0) ::close(handle);
        throw UsageError(Failure::of("USAGE", "no process " + std::to_string(pid) + " to kill"));
    }
    if (handle < 0) return;
    pollfd gone{handle, POLLIN, 0};
    ::poll(&gone, 1, 10'000);
    ::close(handle);
}

} // namespace cardwright::simulator
