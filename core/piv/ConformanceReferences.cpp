// Conformance: passcode, unlock key, their tries, and the way back to a new card.
#include "core/piv/ConformanceTrial.h"

#include <array>

namespace cardwright::conformance {

namespace {

SecureBytes digits(std::string_view text) { return SecureBytes::copyOf(bytesOf(text)); }

/// Six digits that are not these.
SecureBytes otherThan(const SecureBytes& value)
{
    for (const std::string_view candidate : {"704182", "918273"})
        if (!value.sameAs(bytesOf(candidate))) return digits(candidate);
    return digits("550917");
}

SecureBytes otherUnlockKey(const SecureBytes& value) { return value.sameAs(bytesOf("82736455")) ? digits("19283746") : digits("82736455"); }

int triesNow(Trial& trial)
{
    const auto told = trial.piv().passcodeTries();
    Trial::expect(!told.verified, "it says verified before anything was");
    Trial::expect(told.tries.has_value(), "it does not tell the tries");
    return *told.tries;
}

bool sameKeys(const SecureBytes& left, const SecureBytes& right) { return left.sameAs(right.view()); }

bool opensWithFactoryKeys(const Trial& trial)
{
    const auto factory = ConformanceKeys::factoryOf(trial.profile());
    return sameKeys(trial.keys().passcode, factory.passcode) && sameKeys(trial.keys().unlockKey, factory.unlockKey)
        && sameKeys(trial.keys().administrationKey, factory.administrationKey)
        && trial.keys().administrationAlgorithm == factory.administrationAlgorithm;
}

/// Wrong ones until it says blocked; sixteen are more than any card allows.
template <typename Attempt>
bool blocks(Attempt attempt)
{
    for (int time = 0; time < 16; ++time)
        if (attempt().kind == PasscodeOutcome::Kind::blocked) return true;
    return false;
}

} // namespace

void passcode(Trial& trial)
{
    Trial::expect(triesNow(trial) > 1, "fewer than two tries are left: it is not tried");
    trial.verify();
    Trial::expect(trial.piv().passcodeTries().verified, "the empty VERIFY does not say verified");
}

void passcodeTries(Trial& trial)
{
    const auto before = triesNow(trial);
    const auto wrong = trial.piv().verifyPasscode(otherThan(trial.keys().passcode));
    Trial::expect(wrong.kind == PasscodeOutcome::Kind::wrong, "a wrong passcode was not called wrong");
    const auto after = triesNow(trial);
    trial.verify();
    Trial::expect(after == before - 1, "a wrong passcode did not cost one try");
    Trial::expect(!wrong.triesLeft || *wrong.triesLeft == after, "the answer told other tries than there are");
    trial.again();
    Trial::expect(triesNow(trial) >= before, "the right passcode did not bring the tries back");
}

void passcodeChange(Trial& trial)
{
    const auto next = otherThan(trial.keys().passcode);
    const auto there = trial.piv().changeReference(KeyReference::passcode, trial.keys().passcode, next);
    Trial::expect(there.accepted(), "the passcode was not changed");
    trial.again();
    const auto verified = trial.piv().verifyPasscode(next);
    const auto back = trial.piv().changeReference(KeyReference::passcode, next, trial.keys().passcode);
    Trial::expect(verified.accepted() && back.accepted(), "the changed passcode is not the passcode");
    trial.again();
    trial.verify();
}

void unlock(Trial& trial)
{
    const auto next = otherThan(trial.keys().passcode);
    Trial::expect(trial.piv().resetRetryCounter(trial.keys().unlockKey, next).accepted(), "the unlock key was not accepted");
    const auto verifiedByIt = trial.piv().passcodeTries().verified;
    const auto verified = trial.piv().verifyPasscode(next);
    const auto back = trial.piv().resetRetryCounter(trial.keys().unlockKey, trial.keys().passcode);
    Trial::expect(verified.accepted() && back.accepted(), "what the unlock key set is not the passcode");
    Trial::expect(!verifiedByIt, "the passcode was verified by being set");
    trial.again();
    trial.verify();
}

void unlockKeyChange(Trial& trial)
{
    const auto next = otherUnlockKey(trial.keys().unlockKey);
    const auto& old = trial.keys().unlockKey;
    trial.unlessCan(CardStep::changeUnlockKey, {"CARD-CANNOT"}, [&] { trial.piv().changeReference(KeyReference::unlockKey, old, next); });
    Trial::expect(trial.piv().changeReference(KeyReference::unlockKey, old, next).accepted(), "the unlock key was not changed");
    const auto opened = trial.piv().resetRetryCounter(next, trial.keys().passcode);
    const auto back = trial.piv().changeReference(KeyReference::unlockKey, next, old);
    Trial::expect(opened.accepted() && back.accepted(), "the changed unlock key is not the unlock key");
}

void resetForgets(Trial& trial)
{
    trial.verify();
    trial.administrate();
    trial.again(); // ends with a reset, for something was authenticated
    Trial::expect(!trial.piv().passcodeTries().verified, "the passcode stays verified after a reset");
    const auto code = Trial::codeOf([&] { trial.piv().putObject(objects::chuid, trial.randomOctets(10)); });
    Trial::expectCode(code, {"CARD-NEEDS-ADMIN"}, "PUT DATA after a reset");
}

void passcodeBlocks(Trial& trial)
{
    const auto wrong = otherThan(trial.keys().passcode);
    Trial::expect(blocks([&] { return trial.piv().verifyPasscode(wrong); }), "it never blocks");
    const auto told = trial.piv().passcodeTries();
    const auto right = trial.piv().verifyPasscode(trial.keys().passcode);
    const auto opened = trial.piv().resetRetryCounter(trial.keys().unlockKey, trial.keys().passcode);
    Trial::expect(opened.accepted(), "the unlock key does not open a blocked passcode");
    Trial::expect(told.blocked(), "a blocked passcode still has tries");
    Trial::expect(right.kind == PasscodeOutcome::Kind::blocked, "a blocked passcode is still taken");
    trial.again();
    trial.verify();
}

void setTries(Trial& trial)
{
    trial.administrate();
    trial.verify();
    trial.unlessCan(CardStep::setTries, {"CARD-CANNOT"}, [&] { trial.piv().setTries(4, 4); });
    const auto factory = ConformanceKeys::factoryOf(trial.profile());
    const auto set = [&](int passcodeTries, int unlockTries) {
        trial.again();
        trial.administrate();
        Trial::expect(trial.piv().verifyPasscode(factory.passcode).accepted(), "the maker's passcode is not back");
        trial.piv().setTries(passcodeTries, unlockTries);
    };
    trial.piv().setTries(4, 4);
    trial.again();
    const auto four = triesNow(trial);
    set(trial.profile().factoryPasscodeTries.value_or(3), trial.profile().factoryUnlockKeyTries.value_or(3));
    trial.again();
    if (!sameKeys(factory.passcode, trial.keys().passcode)) trial.piv().changeReference(KeyReference::passcode, factory.passcode, trial.keys().passcode);
    if (!sameKeys(factory.unlockKey, trial.keys().unlockKey)) trial.piv().changeReference(KeyReference::unlockKey, factory.unlockKey, trial.keys().unlockKey);
    Trial::expect(four == 4, "the tries that were set are not the tries it tells");
}

void wipe(Trial& trial)
{
    trial.unlessCan(CardStep::wipe, {"CARD-CANNOT"}, [&] { trial.piv().resetApplication(); });
    Trial::expect(!trial.piv().resetApplication(), "it was wiped before passcode and unlock key were blocked");
    // Only where the way back leads to the values that the caller gave: the unlock key is spent for good otherwise.
    if (!opensWithFactoryKeys(trial)) throw Cannot{"its keys are not the maker's: it is not wiped here"};
    trial.administrate();
    trial.piv().putObject(objects::chuid, trial.randomOctets(30));
    const auto wrong = otherThan(trial.keys().passcode);
    const auto wrongKey = otherUnlockKey(trial.keys().unlockKey);
    const bool passcodeBlocked = blocks([&] { return trial.piv().verifyPasscode(wrong); });
    const bool unlockKeyBlocked = blocks([&] { return trial.piv().resetRetryCounter(wrongKey, wrong); });
    const bool wiped = trial.piv().resetApplication();
    Trial::expect(passcodeBlocked && unlockKeyBlocked, "it never blocks");
    Trial::expect(wiped, "it is not wiped though both are blocked");
    trial.again();
    const auto chuid = trial.piv().object(objects::chuid);
    Trial::expect(!chuid || chuid->empty(), "its CHUID outlived the wipe");
    trial.administrate();
    trial.verify();
}

} // namespace cardwright::conformance
