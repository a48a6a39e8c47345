#pragma once

#include "core/central/Centre.h"
#include "core/central/TrainingAuthority.h"
#include "core/sync/CentralEnrolment.h"
#include "core/sync/CentralService.h"

#include <filesystem>

namespace cardwright::runtime {

/// The training centre of a site folder, in this process: it decides as over HTTP, without the wire. Not while cardwright-central
/// runs on the folder (STORE-BUSY). What the centre refuses comes as CentralError CENTRE-REFUSED with the problem's name.
class TrainingLine final : public CentralEnrolment {
public:
    TrainingLine(const std::filesystem::path& centre, const Clock& clock, RandomSource& random);

    SecureBytes token();
    cardwright::EnrolmentAnswer enrol(const cardwright::EnrolmentOrder& order) override;
    cardwright::FirstAgentAnswer firstAgent(const Guid& workstation, const cardwright::FirstAgentOrder& order) override;
    /// A desk in this process has no need of it. Throws CentralError.
    Guid newLog(const Guid& workstation, const std::string& reason, const SessionProof& session) override;
    DeliveriesAnswer deliveries(const Guid& log);

private:
    central::TrainingAuthority m_authority;
    central::Centre m_centre;
};

} // namespace cardwright::runtime
