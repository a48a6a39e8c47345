#include "app/ctl/Commands.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr std::size_t fieldsAtOnce = 500;

json agentFields(const AgentRow& row, const std::optional<AgentDetails>& details)
{
    json fields = {{"certificate", toHex(row.certificate)}, {"role", row.role}, {"active", row.active}, {"deputy", row.deputy}};
    if (!row.keyIdentifier.empty()) fields["keyIdentifier"] = toHex(row.keyIdentifier);
    if (row.notAfter != 0) fields["expires"] = formatUtc(row.notAfter);
    if (details) fields.update({{"name", details->name}, {"uuid", details->number.digits()}});
    return fields;
}

std::string agentWords(const AgentRow& row, const std::optional<AgentDetails>& details)
{
    const auto who = details ? details->number.grouped() + "  " + details->name : "somebody whose details do not open";
    return fmt::format("{}: {}{}{}", who, row.role, row.deputy ? ", deputy" : "", row.active ? "" : ", no longer active");
}

} // namespace

void listAgents(const Command& command)
{
    const SignedDesk desk(command);
    const auto agents = desk->store().call([](Store& store) {
        std::vector<std::pair<AgentRow, std::optional<AgentDetails>>> all;
        for (const auto& row : store.agents.rows()) all.emplace_back(row, store.agents.details(row.certificate));
        return all;
    });
    for (const auto& [row, details] : agents) command.output.say("agent", agentFields(row, details), agentWords(row, details));
    command.output.say("result", {{"training", isTraining(*desk)}, {"agents", agents.size()}}, agents.empty() ? "The roster names nobody." : "");
}

void rotateStoreKey(const Command& command)
{
    const SignedDesk desk(command);
    const bool begun = desk->beginStoreKeyRotation(desk.passcode());
    std::uint64_t steps = 0;
    bool done = false;
    while (!done && !command.stop.stop_requested()) {
        done = desk->stepStoreKeyRotation(fieldsAtOnce);
        ++steps;
    }
    const auto left = desk->storeKeyRotation().fieldsLeft;
    command.output.say("result", {{"training", isTraining(*desk)}, {"begun", begun}, {"finished", done}, {"steps", steps}, {"fieldsLeft", left}},
                       done ? "Everything here lies under the new store key; the one before is destroyed."
                            : fmt::format("Stopped with {} fields still under the key before. It goes on at the next sign-in.", left));
}

void listRecipients(const Command& command)
{
    const auto desk = openForReading(command);
    const auto [identifiers, rows, recovery] = desk->store().call([](Store& store) {
        return std::tuple(storeKeyFile::recipients(store.site()), store.agents.rows(), EnvelopeRecipient::of(store.certificates().recovery()).keyIdentifier);
    });
    for (const auto& identifier : identifiers) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const AgentRow& agent) { return agent.keyIdentifier == identifier; });
        json fields = {{"keyIdentifier", toHex(identifier)}};
        std::string who = "nobody of the roster";
        if (identifier == recovery) {
            who = "the centre's recovery key";
        } else if (row != rows.end()) {
            who = row->role + (row->active ? "" : ", no longer active");
            fields.update({{"role", row->role}, {"active", row->active}});
        }
        fields["recovery"] = identifier == recovery;
        fields["known"] = identifier == recovery || row != rows.end();
        command.output.say("recipient", std::move(fields), toHex(identifier) + "  " + who);
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"recipients", identifiers.size()}}, "");
}

} // namespace cardwright::ctl
