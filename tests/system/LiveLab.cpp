#include "tests/system/LiveLab.h"

#include <sstream>
#include <stdexcept>

namespace cardwright::testing {

namespace {

constexpr int agentSlot = 1;
constexpr int agentDescriptor = 4;
constexpr int tokenDescriptor = 5;
constexpr int firstAgentDescriptor = 6;

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

} // namespace

std::string LiveCentre::order(const std::vector<std::string>& words)
{
    auto line = words;
    line.insert(line.begin(), CARDWRIGHT_CENTRAL);
    const auto run = ToolRun(line).run();
    if (run.exitCode != 0) throw std::runtime_error("cardwright-central " + words.front() + ": " + run.all());
    return run.out;
}

std::string LiveCentre::tokenOf(const std::filesystem::path& folder) { return firstLine(order({"token", folder.string()})); }

LiveCentre::LiveCentre()
{
    const auto made = Json::parse(order({"init", folder().string(), "--json", "--name", "Tidewater Foundation Trust", "--ods", "TWF00", "--ip", "127.0.0.1"}));
    m_fingerprint = made.at("authority");
    const auto log = m_folder / "centre.log";
    m_served.push_back(ToolRun({CARDWRIGHT_CENTRAL, "serve", folder().string(), "--port", "0", "--json"}).start(log));
    if (!m_served.front().waitFor("\"listening\"")) throw std::runtime_error("the centre did not start: " + m_served.front().output());
    m_port = Json::parse(firstLine(m_served.front().output())).at("port");
}

LiveCentre::~LiveCentre() { m_served.front().stop(); }

CtlRun LiveDesk::run(const ToolRun& tool) const
{
    CtlRun done{tool.run(), {}};
    std::istringstream stream(done.tool.out);
    for (std::string line; std::getline(stream, line);) {
        auto json = Json::parse(line, nullptr, false);
        if (json.is_object()) done.lines.push_back(std::move(json));
    }
    m_said += done.tool.all();
    return done;
}

CtlRun LiveDesk::enrol(const std::vector<std::string>& authority, const std::string& token, const std::optional<FirstAgent>& first,
                       const std::vector<std::string>& more) const
{
    std::vector<std::string> line{CARDWRIGHT_CTL, "--site", site().string(), "--json", "site", "enrol", "--centre", m_url, "--name", "desk 7",
                                  "--place", "Lighthouse Road", "--token-fd", std::to_string(tokenDescriptor)};
    line.insert(line.end(), authority.begin(), authority.end());
    line.insert(line.end(), more.begin(), more.end());
    if (first) {
        line.insert(line.end(), {"--first-agent-reader", m_pcscd.readerName(agentSlot), "--first-agent-number", first->number, "--first-agent-name",
                                 first->name, "--first-agent-passcode-fd", std::to_string(firstAgentDescriptor)});
    }
    ToolRun tool(line);
    tool.env("PCSCLITE_CSOCK_NAME", m_pcscd.socket()).inputAt(tokenDescriptor, token);
    if (first) tool.inputAt(firstAgentDescriptor, first->passcode);
    return run(tool);
}

CtlRun LiveDesk::ctl(std::vector<std::string> words, const std::optional<std::string>& agentPasscode) const
{
    std::vector<std::string> line{CARDWRIGHT_CTL, "--site", site().string(), "--json"};
    line.insert(line.end(), words.begin(), words.end());
    if (agentPasscode) line.insert(line.end(), {"--agent-reader", m_pcscd.readerName(agentSlot), "--agent-passcode-fd", std::to_string(agentDescriptor)});
    ToolRun tool(line);
    tool.env("PCSCLITE_CSOCK_NAME", m_pcscd.socket());
    if (agentPasscode) tool.inputAt(agentDescriptor, *agentPasscode);
    return run(tool);
}

} // namespace cardwright::testing
