#pragma once

#include "app/runtime/SiteMaterial.h"
#include "core/access/AgentRoster.h"
#include "core/registers/Positions.h"
#include "core/registers/RegisterDesk.h"
#include "core/registers/Requests.h"
#include "ui/bridge/AccessPort.h"

#include <string>
#include <vector>

/// What the window is told of positions, requests and badges: as whoever is signed in may see them, and why they may not do a thing.
/// On the store's thread.
namespace cardwright::workstation::accessrows {

/// The first verdict that says no: its code.
template <class... Verdicts>
std::string heldBy(const Verdicts&... verdicts)
{
    std::string code;
    ((code.empty() && !verdicts.allowed ? void(code = verdicts.code) : void()), ...);
    return code;
}

std::vector<std::string> ownList(const RegisterDesk& room); ///< delegated to this agent
ui::PositionRow positionRow(const RegisterDesk& room, const AgentRoster& roster, const PositionRecord& record);
/// Positions, requests and badges in one list, the last asked first.
std::vector<ui::RequestRow> requestRows(const RegisterDesk& room, const BadgePolicy& badges, const AgentRoster& roster, const ui::RequestQuery& query);
int openRequests(const RegisterDesk& room, const BadgePolicy& badges);
ui::PersonAccess personAccess(const RegisterDesk& room, const runtime::SiteMaterial& material, const UserNumber& number);

} // namespace cardwright::workstation::accessrows
