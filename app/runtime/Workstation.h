#pragma once

#include "app/runtime/Readers.h"
#include "app/runtime/SiteMaterial.h"
#include "app/runtime/StoreThread.h"
#include "app/runtime/Synchroniser.h"
#include "core/access/AgentSignIn.h"
#include "core/identity/IssueRequest.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/IssueAct.h"
#include "core/lifecycle/RepairJob.h"
#include "core/lifecycle/UnlockJob.h"
#include "core/sync/OfflineAuthority.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace cardwright::simulator {
class VirtualTray;
}

namespace cardwright::runtime {

/// One open desk: site, store, readers, session and the way to the centre, composed once. The window and the shell do every
/// act through it, so both do it alike. Calls block; they come from one thread at a time per kind: card acts from the card
/// thread (or the shell's only one), the rest from anywhere.
class Workstation {
public:
    struct Options {
        std::filesystem::path site;
        Store::Mode mode = Store::Mode::writer;
        bool pcsc = true; ///< real readers
        bool tray = false; ///< and the training tray's two
    };
    /// How a card act is watched and stopped.
    struct Watch {
        JobProgressListener progress;
        std::stop_token stop;
    };
    struct PasscodeForCard {
        std::optional<SecureBytes> chosen; ///< typed by the holder
        bool locked = false;               ///< nobody types one: the card ends locked
    };

    /// Throws StoreError, PolicyError, CryptoError: nothing is half-open afterwards.
    explicit Workstation(Options options);
    ~Workstation();
    Workstation(const Workstation&) = delete;
    Workstation& operator=(const Workstation&) = delete;

    const SiteMaterial& material() const noexcept { return m_material; }
    StoreThread& store() noexcept { return *m_store; }
    Readers& readers() noexcept { return *m_readers; }
    simulator::VirtualTray* tray() noexcept { return m_tray; }
    Synchroniser& synchroniser() noexcept { return *m_synchroniser; }
    const Clock& clock() const noexcept { return m_clock; }
    RandomSource& random() noexcept { return m_random; }
    std::vector<ReaderState> readersNow() { return m_readers->readers(); }

    // -- session
    /// The agent's card in this reader. Signed in: agent.signedIn is recorded and the session is ours.
    SignInOutcome signIn(const std::string& reader, const SecureBytes& passcode, bool mayUseLastTry = false);
    /// A training site's own agent, whose card and passcode lie in the site folder. Throws RefusedError where policy says no.
    SignInOutcome signInTrainingAgent();
    void signOut();
    std::optional<AgentSession> session() const;
    /// Whose card is in this reader and how many passcode tries it has, before anybody signs in.
    struct AgentLook {
        std::optional<RosterEntry> agent;
        TriesLeft tries;
    };
    AgentLook agentLook(const std::string& reader);

    // -- card acts; all but look() need a session (RefusedError AGENT-NOT-SIGNED-IN)
    CardLook look(const std::string& reader, std::stop_token stop = {});
    /// From a checked application to a record: person, number, entries. Refuses what a rule forbids and leaves nothing then. The
    /// card comes after: when it fails, the record stays, and the same application goes on without asking anything twice.
    /// The passcode is looked at first, as far as its rules can be judged before there is a user number.
    IssueOrder admit(const IssueApplication& application, const PasscodeForCard& passcode);
    CardReceipt issue(const std::string& reader, const IssueOrder& order, PasscodeForCard passcode, Watch watch);
    CardReceipt unlock(const std::string& reader, SecureBytes newPasscode, UnlockJob::Options options, Watch watch);
    CardReceipt touch(const std::string& reader, Watch watch);
    RepairResult repair(const std::string& reader, PasscodeForCard passcode, Watch watch);

    /// The application of a request file: portrait read, documents judged. Throws UsageError, PortraitError, RefusedError.
    IssueApplication applicationOf(const IssueRequest& request);
    /// What this desk may do alone, now.
    AuthorityVerdict authority(BoundedAct act);

private:
    struct Act;
    EntryAuthor author() const;
    AgentSession requireSession() const;
    SignInOutcome signInWith(CardReader& reader, const SecureBytes& passcode, bool mayUseLastTry);

    SystemClock m_clock;
    SecureRandom m_random;
    SiteMaterial m_material;
    std::unique_ptr<StoreThread> m_store;
    std::unique_ptr<Synchroniser> m_synchroniser;
    simulator::VirtualTray* m_tray = nullptr; ///< owned by m_readers
    std::unique_ptr<Readers> m_readers;
    mutable std::mutex m_mutex;
    std::optional<AgentSession> m_session;
};

} // namespace cardwright::runtime
