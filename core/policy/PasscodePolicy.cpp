#include "core/policy/PasscodePolicy.h"

#include <nlohmann/json.hpp>

namespace cardwright {

PasscodePolicy PasscodePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    const auto& refuse = json.at("refuse");
    PasscodePolicy policy;
    policy.id = file.id();
    policy.minimumDigits = json.at("minimumDigits").get<int>();
    policy.maximumDigits = json.at("maximumDigits").get<int>();
    policy.tries = json.at("tries").get<int>();
    policy.unlockKeyTries = json.at("unlockKeyTries").get<int>();
    policy.longestRun = refuse.at("runsLongerThan").get<int>();
    policy.longestRepeat = refuse.at("repeatsLongerThan").get<int>();
    policy.fewestDifferent = refuse.at("fewerDifferentDigitsThan").get<int>();
    policy.refuseRepeatedPattern = refuse.at("repeatedPattern").get<bool>();
    policy.refuseDateOfBirth = refuse.at("dateOfBirth").get<bool>();
    policy.userNumberPart = refuse.at("userNumberDigitsInARow").get<int>();
    policy.refuseCardSerial = refuse.at("cardSerial").get<bool>();
    policy.refuseOld = refuse.value("oldPasscode", policy.refuseOld);
    policy.pinPads = json.value("pinPads", policy.pinPads);
    if (policy.minimumDigits > policy.maximumDigits) {
        throw PolicyError(Failure::of("POLICY-DAMAGED", "passcode.json, " + file.place("minimumDigits") + ": more than maximumDigits"));
    }
    return policy;
}

PasscodePolicy PasscodePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::passcode, path)); }

PasscodePolicy PasscodePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::passcode)); }

} // namespace cardwright
