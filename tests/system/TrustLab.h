#pragma once

#include "core/base/SecureBytes.h"
#include "core/store/Store.h"
#include "tests/system/Desk.h"
#include "tests/system/LiveLab.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cardwright::testing::trust {

namespace fs = std::filesystem;

constexpr const char* passcode = "73915482";

PrivatePcscd& daemon();

/// A card in slot 0 for as long as this lives.
struct Inserted {
    explicit Inserted(const fs::path& card) { daemon().insert(0, card); }
    ~Inserted() { daemon().pull(0); }
    Inserted(const Inserted&) = delete;
    Inserted& operator=(const Inserted&) = delete;
};

/// Ends with 0, or the test ends here.
CtlRun must(CtlRun run);
/// Refused by a rule: exit code 3 and this failure code.
void checkRefused(const CtlRun& run, const std::string& code);
/// An agent opens the store key with 9D: cards of this desk's centre get one from now on.
void cardsWithKeyManagement(const Desk& home);

/// Ends with this code, a failure of this name, and no result.
void checkFails(const CtlRun& run, int code, const std::string& name);
/// True when `site diagnose` has a finding with this code.
bool finds(const CtlRun& run, const std::string& code);

/// The database and what SQLite keeps beside it, from one workstation folder into another.
void copyStore(const fs::path& from, const fs::path& to);

/// Who is named as the first agent of a live site.
inline const LiveDesk::FirstAgent firstAgent{"555000700011", "Perpetua Quindlemarsh", "60418273"};
/// A factory-fresh card.
const fs::path& blank();
/// One, to be the first agent's, in slot 1 for as long as this lives.
struct FirstAgentCard {
    TempFolder folder;
    fs::path file = folder / "agent.card";
    FirstAgentCard()
    {
        fs::copy_file(blank(), file);
        daemon().insert(1, file);
    }
    ~FirstAgentCard() { daemon().pull(1); }
    FirstAgentCard(const FirstAgentCard&) = delete;
    FirstAgentCard& operator=(const FirstAgentCard&) = delete;
};

/// One line of an export that is an entry.
struct ExportedEntry {
    std::uint64_t seq = 0;
    std::string id;
    std::string kind;
    std::string payload; ///< the envelope's octets; empty when it was erased
};
/// `log export --file`, without its header.
std::vector<ExportedEntry> exported(const Desk& desk);
const ExportedEntry& firstOf(const std::vector<ExportedEntry>& entries, const std::string& kind);

/// A certificate and its private key, as files.
struct KeyPair {
    fs::path certificate;
    fs::path key;
};
KeyPair centreKey(const fs::path& site, const std::string& name); ///< "centre-envelope": DIR/centre/NAME.pem and .key
KeyPair deskKey(const fs::path& site, const std::string& name);   ///< "tls": DIR/workstation/NAME.pem and .key

/// openssl cms -decrypt of a DER file: what it gave, or nothing. With and without -recip: the recipient that the certificate names,
/// and every recipient in turn.
std::optional<std::string> decrypted(const fs::path& envelope, const KeyPair& pair, const fs::path& scratch);

/// The keys of a training site, by way of its centre's recovery key: what a manager does when all agents' cards are lost.
struct RecoveredKeys {
    std::string storeKey;       ///< 32 octets
    std::string storePrivate;   ///< PEM
    std::string siteKey;        ///< 32 octets, of the newest version
    std::string contentSigning; ///< PEM
    static RecoveredKeys of(const Desk& desk);
};

/// The store of a desk on which nothing runs, opened with those keys.
class OpenStore {
public:
    explicit OpenStore(const Desk& desk);
    ~OpenStore();
    Store& operator*() noexcept { return *m_store; }
    Store* operator->() noexcept { return m_store.get(); }

private:
    struct Needs;
    std::unique_ptr<Needs> m_needs;
    std::unique_ptr<Store> m_store;
};

/// The private scalar of a P-256 key, 32 octets, and its public point, uncompressed.
std::string scalarOf(const std::string& pem);
std::string pointOf(const std::string& pem);

} // namespace cardwright::testing::trust
