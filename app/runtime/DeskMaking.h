#pragma once

#include "app/runtime/DeskKeys.h"
#include "app/runtime/FirstAgentCard.h"
#include "core/access/Roster.h"
#include "core/crypto/PrivateKey.h"
#include "core/store/Store.h"
#include "core/sync/CentralEnrolment.h"
#include "core/sync/CentralService.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cardwright::runtime {

/// Makes a folder into a workstation of a site: a live site over HTTPS (enrolSite), a training site with a centre in the same
/// process (makeTrainingSite); from the keys on it is the same path. Used once, in this order: ask, furnish, begin, and then
/// firstAgent and receive as needed. Every private key is made here; in the clear on the disk lie only tls.key and signing.key.
class DeskMaking {
public:
    DeskMaking(const Clock& clock, RandomSource& random);

    /// What to ask the centre for: four requests, each signed by its own key. Asked again after a lost answer it is the same.
    cardwright::EnrolmentOrder ask(const SecureBytes& token, const std::string& desk, const std::string& place) const;
    /// site.json from the answer. keyProtection: "file", "tpm".
    static SiteDescription describe(const cardwright::EnrolmentAnswer& answer, const std::string& desk, const std::string& place,
                                    const std::string& centreUrl, bool training, const std::string& keyProtection);
    /// Writes keys, certificates, signed policies, roster, and the store key sealed to whoever is in the roster and to the recovery
    /// certificate. The answer was checked (checkEnrolment) before.
    void furnish(const SiteFolder& site, const cardwright::EnrolmentAnswer& answer, const std::string& tcti);
    /// Opens the store with its new key and begins the log: workstation.enrolled.
    void begin();
    /// The bootstrap: card, roster, store key sealed to that card too; agent.bootstrapped.
    struct FirstAgent {
        CardReader& reader;
        const UserNumber& number;
        const std::string& name;
        const SecureBytes& passcode;
    };
    void firstAgent(const FirstAgent& agent, CentralEnrolment& centre, const SecureBytes& token);
    /// What the centre had ready for this desk: numbers, authority.
    void receive(const DeliveriesAnswer& answer);

    const Roster& roster() const { return *m_roster; }
    Store& store() { return *m_store; }
    const DeskKeys& deskKeys() const { return *m_deskKeys; }
    /// Closes the store: every key is overwritten.
    void finish();

private:
    void writeKeys(const cardwright::EnrolmentAnswer& answer);
    void takeRoster(ByteView der);
    void sealStoreKey();

    const Clock& m_clock;
    RandomSource& m_random;
    PrivateKey m_tls;
    PrivateKey m_signing;
    PrivateKey m_storeKeyPair;
    PrivateKey m_contentSigning;
    Guid m_asking; ///< what the requests call this desk
    std::optional<SiteFolder> m_site;
    std::unique_ptr<DeskKeys> m_deskKeys;
    std::unique_ptr<PrivateEnvelopeKey> m_envelopeKey;
    SecureBytes m_storeKey;
    std::optional<Roster> m_roster;
    std::unique_ptr<WorkstationSigners> m_signers;
    std::unique_ptr<Store> m_store;
};

} // namespace cardwright::runtime
