#pragma once

#include "core/piv/Conformance.h"
#include "core/piv/PivApplication.h"

#include <memory>
#include <string>

namespace cardwright::conformance {

/// What was expected did not come.
struct Unmet {
    std::string words;
};

/// Ends a check: the card cannot, as its profile says, and refused as it should.
struct Cannot {
    std::string words;
};

/// One check's way to the card: a transaction of its own, the application selected, a reset at the end.
class Trial {
public:
    Trial(CardReader& reader, const CardProfile& profile, const ConformanceKeys& keys, RandomSource& random, const ConformanceOptions& options);

    PivApplication& piv() noexcept { return *m_piv; }
    CardChannel& channel() noexcept { return *m_channel; }
    const CardProfile& profile() const noexcept { return m_profile; }
    const ConformanceKeys& keys() const noexcept { return m_keys; }
    const ConformanceOptions& options() const noexcept { return m_options; }
    RandomSource& random() noexcept { return m_random; }
    std::uint64_t apdus() const noexcept { return m_apdus + (m_channel ? m_channel->count().apdus : 0); }

    void administrate();  ///< authenticates with the administration key
    void verify();        ///< the passcode
    /// The transaction ended (with a reset where something was authenticated) and another one begun.
    void again();

    /// Throws Unmet.
    static void expect(bool fine, const std::string& words);
    /// Runs and gives the failure's code; empty when nothing was thrown. TransportError goes through.
    template <typename Work>
    static std::string codeOf(Work work)
    {
        try {
            work();
        } catch (const TransportError&) {
            throw;
        } catch (const FailureError& error) {
            return error.failure().code;
        }
        return "";
    }
    static void expectCode(const std::string& came, std::initializer_list<std::string_view> allowed, const std::string& what);
    /// Where the profile says that the card cannot: the work must end in one of these codes, and the check ends here.
    template <typename Work>
    void unlessCan(CardStep step, std::initializer_list<std::string_view> codes, Work work)
    {
        if (m_profile.can(step)) return;
        expectCode(codeOf(work), codes, std::string(stepName(step)));
        throw Cannot{std::string(stepName(step))};
    }

    Bytes randomOctets(std::size_t size);

private:
    void open();

    CardReader& m_reader;
    const CardProfile& m_profile;
    const ConformanceKeys& m_keys;
    RandomSource& m_random;
    const ConformanceOptions& m_options;
    std::uint64_t m_apdus = 0;
    std::unique_ptr<CardTransport> m_transport;
    std::unique_ptr<CardChannel> m_channel;
    std::unique_ptr<PivApplication> m_piv;
};

struct Check {
    std::string_view name;
    std::string_view about;
    void (*run)(Trial&);
    bool administration = false; ///< rests on the administration key's own check
    bool passcode = false;       ///< rests on the passcode's
    bool spends = false;         ///< counts tries down beyond one
    bool rsa = false;
};

// ConformanceObjects.cpp
void select(Trial& trial);
void discovery(Trial& trial);
void versionAndSerial(Trial& trial);
void administration(Trial& trial);
void writeNeedsAdministration(Trial& trial);
void objectsRoundTrip(Trial& trial);
void guardedObject(Trial& trial);
void largeObject(Trial& trial);
void growObject(Trial& trial);
void emptyObject(Trial& trial);
void facialImage(Trial& trial);
void administrationKeyChange(Trial& trial);

// ConformanceReferences.cpp
void passcode(Trial& trial);
void passcodeTries(Trial& trial);
void passcodeChange(Trial& trial);
void unlock(Trial& trial);
void unlockKeyChange(Trial& trial);
void resetForgets(Trial& trial);
void passcodeBlocks(Trial& trial);
void setTries(Trial& trial);
void wipe(Trial& trial);

// ConformanceKeys.cpp
void generateNeedsAdministration(Trial& trial);
void elliptic256(Trial& trial);
void elliptic384(Trial& trial);
void rsa2048(Trial& trial);
void rsa3072(Trial& trial);
void keyAccess(Trial& trial);
void keyManagement(Trial& trial);
void metadata(Trial& trial);
void attestation(Trial& trial);
void deleteKey(Trial& trial);

} // namespace cardwright::conformance
