#pragma once

#include "core/base/Failure.h"

#include <cstdint>
#include <optional>
#include <string>

// Site, readers, and who is signed in. (Rules for all these values: DeskValues.h.)

namespace cardwright::ui {

struct SiteInfo {
    std::string name;      ///< "Harbour Valley Community Trust"
    std::string odsCode;   ///< "HVC00"
    std::string place;     ///< "Quayside House"
    std::string desk;      ///< "desk 2"
    bool training = true;  ///< said in the window on every screen
    int idleMinutes = 10;  ///< idle lock; 0 = never
    std::string governanceContact; ///< whom "Not sure" shows; may be empty
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

enum class AgentCardState { absent, reading, ready, notAgent, locked, unreadable };

/// The card in reader 1 as it is seen before and after sign-in.
struct AgentCard {
    AgentCardState state = AgentCardState::absent;
    std::string name;      ///< known before sign-in from the roster
    std::string givenName;
    std::optional<int> triesLeft;
    std::optional<Failure> failure; ///< notAgent, unreadable: why
};

enum class SignInOutcome { signedIn, wrongPasscode, locked, refused };

struct SignInAnswer {
    SignInOutcome outcome = SignInOutcome::refused;
    std::string agentName;
    std::string agentNumber; ///< 12 digits
    std::optional<int> triesLeft;
    std::optional<Failure> failure; ///< refused: AGENT-UNKNOWN, CARD-REMOVED, SITE-...
};

enum class SessionEnd { signedOut, cardRemoved, idle };

} // namespace cardwright::ui
