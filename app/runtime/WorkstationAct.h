#pragma once

#include "app/runtime/PostedJobLedger.h"
#include "app/runtime/Workstation.h"

#include <utility>

// For the Workstation*.cpp of card acts only.

namespace cardwright::runtime {

/// What one card act works with: lives as long as the act.
struct Workstation::Act {
    Act(Workstation& desk, const std::string& readerName, Permission permission, Watch watched)
        : Act(desk, desk.m_readers->reader(readerName), permission, std::move(watched))
    {
    }
    Act(Workstation& desk, std::unique_ptr<CardReader> opened, Permission permission, Watch watched)
        : session(desk.requireSession()),
          secrets(desk.requireSecrets()),
          reader(std::move(opened)),
          ledger(*desk.m_store, session, desk.m_clock, desk.m_random),
          trust(desk.trustInForce()),
          watch(std::move(watched)),
          m_desk(desk)
    {
        desk.requireDuty(mayDo(session, permission), nameOf(permission));
        ++m_desk.m_jobs;
    }
    ~Act() { --m_desk.m_jobs; }
    Act(const Act&) = delete;
    Act& operator=(const Act&) = delete;
    CardDesk cardDesk()
    {
        const auto& site = m_desk.m_material;
        CardDesk desk{*reader,    ledger,        *m_desk.m_synchroniser, site.profiles, secrets->keys, secrets->signer, *trust, site.issue,
                site.passcode, m_desk.m_clock, m_desk.m_random,        session,       watch.progress, watch.stop};
        desk.terms = &site.terms;
        desk.transportKeys = &secrets->transportKeys;
        return desk;
    }
    CardLook look() { return CardLook::recognise(*reader, ledger, m_desk.m_material.profiles, *trust, m_desk.m_clock.utcMillis(), watch.stop); }

    AgentSession session;
    std::shared_ptr<const SecretMaterial> secrets; ///< outlives the session: the job goes on to its next safe point
    std::unique_ptr<CardReader> reader;
    PostedJobLedger ledger;
    std::shared_ptr<const std::vector<Certificate>> trust; ///< as it was when the act began
    Watch watch;

private:
    Workstation& m_desk;
};

} // namespace cardwright::runtime
