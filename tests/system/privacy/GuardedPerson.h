#pragma once

#include "tests/system/TrustLab.h"

#include <string>
#include <vector>

namespace cardwright::testing::privacy {

/// The names that they bore before, of the whole of which nobody but an RA manager reads in the record.
inline const std::vector<std::string> formerNames = {"Zquarrington", "Bromptonby"};
inline constexpr const char* restrictedNumber = "GRC-90817263";
/// Numbers of documents that were shown: their endings are kept and nothing else.
inline const std::vector<std::string> fullNumbers = {"704410093", "ADEYE803279F99XY", "80216644", restrictedNumber, "MC-5521907", "DP-6630418"};
inline const std::vector<std::string> restrictedWords = {"ender recognition", "estricted identity", "0817263", "restricted-identity-document", "gender-recognition-certificate"};

/// Somebody with a restricted document among their evidence, whose name has changed twice since, and of whom every list of this desk
/// has a row from before: a badge, a request, an exception, a position, a print, a leaver's notice.
class GuardedPerson {
public:
    GuardedPerson();

    static constexpr const char* nameNow = "Adeyemi";
    static constexpr const char* staffNumber = "HV-88121";

    Desk desk{trust::daemon()};
    std::string number;
    std::string guid;       ///< of the card
    std::string saidBefore; ///< all that was said while the old names were theirs

private:
    void rename(const std::string& name, const Json& evidence, const Json& more = Json::object());
    void askBefore();
    void askAfter();
};

} // namespace cardwright::testing::privacy
