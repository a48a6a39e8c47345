#pragma once

#include "core/base/Clock.h"
#include "core/base/Failure.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Site, readers, and who is signed in. (Rules for all these values: DeskValues.h.)

namespace cardwright {
struct PrintPolicy;
}

namespace cardwright::ui {

struct SiteInfo {
    std::string name;      ///< "Harbour Valley Community Trust"
    std::string odsCode;   ///< "HVC00"
    std::string place;     ///< "Quayside House"
    std::string desk;      ///< "desk 2"
    bool training = true;  ///< said in the window on every screen
    int idleMinutes = 10;  ///< idle lock; 0 = never
    int holderMinutes = 10; ///< the holder view's own limit; 0 = never
    std::string governanceContact; ///< whom "Not sure" and the sign-in page show; the policy's, for everybody to read
    std::vector<std::string> helpers; ///< more who may help an agent who cannot sign in: "Desk 1, Riverside House"
    std::shared_ptr<const PrintPolicy> print; ///< how this site's cards look; none: as they ship
};

enum class ReaderRole { agent, subject }; ///< reader 1 is always the agent's

enum class ReaderCondition { absent, empty, reading, card, inUse, mute };

/// One tile of the reader strip: what the reader itself says. Whose card it is comes with AgentCard and SubjectCard.
struct ReaderTile {
    ReaderRole role = ReaderRole::agent;
    ReaderCondition condition = ReaderCondition::absent;
    std::string readerName;
    std::string usedBy; ///< inUse: "scdaemon (pid 812)" where it is known
};

/// Why a card signs nobody in. Each has its sentence, its next step and who may help (SignInPresenter).
enum class SignInTrouble {
    none,
    wrongPasscode,
    lastTry,            ///< one try is left and was not spent: the agent has to say so
    passcodeForm,
    locked,
    notAgent,           ///< a good card, of nobody who is an agent here
    noCertificate,      ///< nothing to sign in with on it
    foreign,            ///< not of this site's trust
    expired,
    notYetValid,
    revoked,
    cloneSuspected,     ///< it shows a certificate and cannot prove its key
    rosterOld,          ///< the list of agents is older than policy allows
    twoAgentCards,
    wrongReader,        ///< an agent's card in reader 2, none in reader 1
    noKeyManagement,    ///< no 9D: the desk's records cannot be opened with it
    storeKeyNotForCard, ///< an agent's, but the store key was not sealed to it yet
    storeKeyDamaged,    ///< its copy of the store key does not open
    clockUnlikely,      ///< the computer's clock cannot be right
    roleUnknown,        ///< the list of agents gives a role that the policy does not know
    cardRemoved,
    other,              ///< `failure` says what
};

enum class AgentCardState { absent, reading, ready, refused, locked, unreadable };

/// The card in reader 1 as far as may be known before anybody signed in: nothing of whose it is.
struct AgentCard {
    AgentCardState state = AgentCardState::absent;
    SignInTrouble trouble = SignInTrouble::none; ///< refused
    std::optional<int> triesLeft;
    std::optional<Failure> failure; ///< refused, unreadable: code and detail
};

enum class SignInOutcome { signedIn, wrongPasscode, locked, refused };

struct SignInAnswer {
    SignInOutcome outcome = SignInOutcome::refused;
    SignInTrouble trouble = SignInTrouble::none;
    std::string agentName;
    std::string agentNumber; ///< 12 digits
    std::string role;        ///< "agent", "manager" ...
    bool deputy = false;     ///< named in the roster to stand in for the manager
    std::vector<std::string> permissions; ///< act ids (Permits.h)
    std::optional<Date> cardExpires;      ///< the agent's own card
    std::optional<int> triesLeft;
    std::optional<Failure> failure; ///< refused: code and detail
};

enum class SessionEnd {
    signedOut,
    cardRemoved,
    idle,
    rightsChanged, ///< the desk itself ended it: the list of agents names them no more, or with other rights
    withdrawn,     ///< likewise: their card was cancelled
    hoursOver,     ///< likewise: a sign-in counts for so long only
};

/// Work stays open under these, for the same agent.
constexpr bool isLock(SessionEnd why) noexcept { return why == SessionEnd::cardRemoved || why == SessionEnd::idle; }

} // namespace cardwright::ui
