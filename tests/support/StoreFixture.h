#pragma once

#include "core/crypto/CertificateBuilder.h"
#include "core/store/Store.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <random>
#include <string>

namespace cardwright::test {

/// A folder of its own under the system's temporary one, gone with the test.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

class FixedClock final : public Clock {
public:
    std::int64_t utcMillis() const override { return now; }
    std::int64_t now = 1'795'252'445'123; // 2026-11-21T09:14:05.123Z
};

class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(unsigned seed = 1) : m_engine(seed) {}
    void fill(std::span<std::uint8_t> target) override
    {
        for (auto& octet : target) octet = static_cast<std::uint8_t>(m_engine() & 0xFFu);
    }

private:
    std::mt19937 m_engine;
};

inline UserNumber number(std::uint64_t value) { return *UserNumber::fromValue(value); }
inline constexpr std::uint64_t firstLeased = 555'001'000'000;

SiteDescription aSite(RandomSource& random);
Person aPerson(std::string given = "Callum", std::string family = "Pemberton-Roy", std::string_view born = "1988-04-17");

/// The keys and certificates that a site's folder needs, made anew, and the halves that lie elsewhere: the centre's, the recovery
/// key, one agent's 9A and 9D.
struct SiteKeys {
    SiteKeys(const SiteFolder& site, RandomSource& random, std::int64_t at);

    PrivateKey authorityKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey centreSigningKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey centreEnvelopeKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey recoveryKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey workstationKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey storeKey = PrivateKey::generate(KeyAlgorithm::ecP256); ///< the store's private key
    PrivateKey contentSigningKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey agentSignInKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey agentManagementKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate authority;
    Certificate centreSigning;
    Certificate centreEnvelope;
    Certificate recovery;
    Certificate workstation;
    Certificate store;
    Certificate agentSignIn;     ///< 9A
    Certificate agentManagement; ///< 9D

    std::vector<EnvelopeRecipient> keyRecipients() const; ///< of the store key: the agent and the recovery key
    std::unique_ptr<EnvelopeKey> agentCard() const;       ///< what the agent's card does with 9D

private:
    Certificate issue(CertificateProfile profile, const PublicKey& key, std::string name, RandomSource& random, std::int64_t at,
                      std::optional<Guid> uuid = {});
};

/// One site with its store open for writing and an agent signed in. reopen() is what a new start of the program and the same
/// agent's sign-in do.
class Desk {
public:
    Desk();
    ~Desk();

    void reopen();     ///< and signs in again
    void reopenClosed(); ///< the program starts; nobody signs in
    void close() { m_store.reset(); }
    Store& store() { return *m_store; }
    SecureBytes storeKey() const; ///< as the agent's card opens it
    void signIn() { store().open(storeKey()); }
    void signOut() { store().close(); }

    void lease(std::uint32_t count = 100, std::uint64_t first = firstLeased);
    /// A person under the next leased number, with the entry: one act, one transaction.
    UserNumber createHolder(const Person& person = aPerson());
    JournalEntry note(EntryKind kind = EntryKind::holdersSearched);
    Guid openCard(const UserNumber& holder);

    TemporaryFolder folder;
    SeededRandom random;
    FixedClock clock;
    SiteFolder site;
    SiteKeys keys;
    WorkstationSigners signers;
    EntryAuthor author; ///< the agent's session

private:
    std::unique_ptr<Store> m_store;
};

/// The code that an expression's failure carries; empty when nothing was thrown.
template<class Work> Failure failureOf(Work work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure();
    }
    return {};
}

} // namespace cardwright::test
