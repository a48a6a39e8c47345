#include "core/piv/Conformance.h"

#include "core/piv/ConformanceTrial.h"

#include <algorithm>
#include <array>
#include <set>

namespace cardwright {

namespace conformance {

namespace {

// In the order in which they rest on each other; the ones that count tries down come last.
constexpr std::array checks = {
    Check{"select", "SELECT answers with the application's template (part 2, 3.1.1)", select},
    Check{"discovery", "the discovery object is bare and names the application's own passcode (part 1, 3.3.2)", discovery},
    Check{"version-serial", "FD and F8 answer exactly where the profile says so", versionAndSerial},
    Check{"administration", "9B: mutual authentication; another key is refused (part 2, A.1)", administration},
    Check{"write-needs-administration", "PUT DATA before 9B is refused with 6982 (part 1, table 3)", writeNeedsAdministration},
    Check{"objects", "CHUID, CCC, printed information, security object, key history: what is written is read (part 2, 3.1.2, 3.3.1)",
          objectsRoundTrip, true, true},
    Check{"guarded-object", "printed information is read with the passcode alone (part 1, table 3)", guardedObject, true, true},
    Check{"large-object", "command chaining one way, GET RESPONSE the other (ISO 7816-4 5.3.3, 5.3.4)", largeObject, true},
    Check{"grow-object", "an object is written again, larger", growObject, true},
    Check{"empty-object", "an object is emptied", emptyObject, true},
    Check{"facial-image", "5FC108 with 12704 octets (part 1, table 12)", facialImage, true, true},
    Check{"administration-key-change", "FF sets another administration key, and the old one is refused", administrationKeyChange, true},
    Check{"passcode", "VERIFY accepts the passcode; the empty VERIFY says verified (part 2, 3.2.1)", passcode},
    Check{"passcode-tries", "a wrong passcode costs one try, a right one brings all back", passcodeTries, false, true},
    Check{"passcode-change", "CHANGE REFERENCE DATA 80, there and back (part 2, 3.2.2)", passcodeChange, false, true},
    Check{"unlock", "RESET RETRY COUNTER sets a passcode and does not verify it (part 2, 3.2.3)", unlock, false, true},
    Check{"unlock-key-change", "CHANGE REFERENCE DATA 81, there and back", unlockKeyChange, false, true},
    Check{"reset-forgets", "a reset ends what was authenticated", resetForgets, true, true},
    Check{"generate-needs-administration", "GENERATE before 9B is refused with 6982 (part 2, 3.3.2)", generateNeedsAdministration},
    Check{"p256", "P-256 keys in every slot are made, told rightly and used", elliptic256, true, true},
    Check{"p384", "a P-384 key", elliptic384, true, true},
    Check{"key-access", "9A with the passcode, 9C with it every time, 9E without (part 1, table 4b)", keyAccess, true, true},
    Check{"key-management", "9D agrees by ECDH, refuses a point off its curve, and signs only where the profile says so", keyManagement, true, true},
    Check{"metadata", "F7 tells what is in a slot and whether a maker's value is in use", metadata, true, true},
    Check{"attestation", "F9 speaks of the key that was made", attestation, true},
    Check{"delete-key", "F6 deletes a key", deleteKey, true, true},
    Check{"rsa2048", "RSA-2048: a signature, and a deciphering by 9D", rsa2048, true, true, false, true},
    Check{"rsa3072", "RSA-3072", rsa3072, true, true, false, true},
    Check{"passcode-blocks", "no try is left after the last; the unlock key brings the passcode back", passcodeBlocks, false, true, true},
    Check{"set-tries", "FA sets the tries, and with them the maker's passcode and unlock key", setTries, true, true, true},
    Check{"wipe", "FB, once passcode and unlock key are blocked, makes the card new", wipe, true, true, true},
};

constexpr auto checkNames = [] {
    std::array<std::string_view, checks.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = checks[i].name;
    return names;
}();

} // namespace

Trial::Trial(CardReader& reader, const CardProfile& profile, const ConformanceKeys& keys, RandomSource& random, const ConformanceOptions& options)
    : m_reader(reader), m_profile(profile), m_keys(keys), m_random(random), m_options(options)
{
    open();
}

void Trial::open()
{
    m_transport = m_reader.open();
    m_channel = std::make_unique<CardChannel>(*m_transport);
    m_channel->useExtendedLength(m_profile.extendedLength);
    m_piv = std::make_unique<PivApplication>(*m_channel);
    m_piv->select();
}

void Trial::again()
{
    m_apdus += m_channel->count().apdus;
    m_piv.reset();
    m_channel.reset();
    m_transport.reset();
    open();
}

void Trial::administrate()
{
    const auto outcome = m_piv->authenticateAdministration(m_keys.administrationAlgorithm, m_keys.administrationKey, m_random);
    expect(outcome == AdministrationOutcome::accepted, "the administration key was not accepted");
}

void Trial::verify() { expect(m_piv->verifyPasscode(m_keys.passcode).accepted(), "the passcode was not accepted"); }

void Trial::expect(bool fine, const std::string& words)
{
    if (!fine) throw Unmet{words};
}

void Trial::expectCode(const std::string& came, std::initializer_list<std::string_view> allowed, const std::string& what)
{
    if (std::find(allowed.begin(), allowed.end(), came) != allowed.end()) return;
    std::string words = what + ": expected";
    for (const auto code : allowed) words += " " + std::string(code);
    throw Unmet{words + ", came " + (came.empty() ? "no refusal" : came)};
}

Bytes Trial::randomOctets(std::size_t size)
{
    Bytes octets(size);
    m_random.fill(octets);
    return octets;
}

} // namespace conformance

namespace {

using conformance::Cannot;
using conformance::Check;
using conformance::Trial;
using conformance::Unmet;
using Kind = ConformanceResult::Kind;

class Suite {
public:
    Suite(CardReader& reader, const CardProfile& profile, const ConformanceKeys& keys, RandomSource& random, const ConformanceOptions& options)
        : m_reader(reader), m_profile(profile), m_keys(keys), m_random(random), m_options(options)
    {
    }

    std::vector<ConformanceResult> run()
    {
        std::vector<ConformanceResult> results;
        for (const auto& check : conformance::checks) {
            if ((check.rsa && !m_options.rsa) || (check.spends && !m_options.spendTries)) continue; // not asked for
            results.push_back(runOne(check));
            if (m_options.progress) m_options.progress(results.back());
        }
        return results;
    }

private:
    ConformanceResult runOne(const Check& check)
    {
        ConformanceResult result{std::string(check.name), std::string(check.about), Kind::passed, {}, 0};
        const auto without = [&](std::string_view name) {
            if (m_failed.contains(name)) result.words = "'" + std::string(name) + "' failed before";
            return !result.words.empty();
        };
        if (without("select") || (check.administration && without("administration")) || (check.passcode && without("passcode"))) {
            result.kind = Kind::skipped;
            return result;
        }
        judge(check, result);
        if (result.kind == Kind::failed) m_failed.insert(check.name);
        return result;
    }

    void judge(const Check& check, ConformanceResult& result)
    {
        try {
            Trial trial(m_reader, m_profile, m_keys, m_random, m_options);
            const struct Counted {
                Trial& of;
                std::uint64_t& into;
                ~Counted() { into = of.apdus(); }
            } counted{trial, result.apdus};
            check.run(trial);
        } catch (const Cannot& cannot) {
            result.kind = Kind::cannot;
            result.words = cannot.words;
        } catch (const Unmet& unmet) {
            result.kind = Kind::failed;
            result.words = unmet.words;
        } catch (const TransportError&) {
            throw; // the card or the reader went: there is nothing left to look at
        } catch (const FailureError& error) {
            result.kind = Kind::failed;
            result.words = error.failure().code + ": " + error.failure().detail;
        }
    }

    CardReader& m_reader;
    const CardProfile& m_profile;
    const ConformanceKeys& m_keys;
    RandomSource& m_random;
    const ConformanceOptions& m_options;
    std::set<std::string_view> m_failed;
};

} // namespace

ConformanceKeys ConformanceKeys::factoryOf(const CardProfile& profile)
{
    return {profile.factoryPasscode(), profile.factoryUnlockKey(), profile.factoryAdministrationKey(), profile.factoryAdministrationAlgorithm};
}

std::string_view nameOf(ConformanceResult::Kind kind) noexcept
{
    switch (kind) {
    case Kind::passed: return "passed";
    case Kind::cannot: return "cannot";
    case Kind::failed: return "failed";
    case Kind::skipped: return "skipped";
    }
    return "failed";
}

std::vector<std::string> conformanceWarnings(const CardProfile& profile, const ConformanceOptions& options)
{
    std::vector<std::string> sentences{"The keys in all of its slots are made anew: what they signed or opened, they cannot any more.",
                                       "Its CHUID, printed information, security object and key history are overwritten and emptied."};
    if (profile.administrationKeyChangeable()) sentences.push_back("Its administration key is changed for a moment and set back.");
    sentences.push_back("Its passcode and unlock key are changed for a moment and set back.");
    if (options.spendTries) sentences.push_back("Wrong passcodes are tried until it locks; the unlock key opens it again.");
    if (options.spendTries && profile.resetCommand) sentences.push_back("At the end it is wiped: nothing that is on it stays.");
    if (!profile.resetCommand) sentences.push_back("The test keys stay in its slots: it cannot be wiped.");
    if (!profile.growingRewrite) sentences.push_back("Objects that were never written take their size from this test, for good.");
    return sentences;
}

std::span<const std::string_view> conformanceChecks() noexcept { return conformance::checkNames; }

std::vector<ConformanceResult> runConformance(CardReader& reader, const CardProfile& profile, const ConformanceKeys& keys, RandomSource& random,
                                              const ConformanceOptions& options)
{
    return Suite(reader, profile, keys, random, options).run();
}

} // namespace cardwright
