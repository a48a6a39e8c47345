#pragma once

#include "ui/bridge/ApplicationValues.h"
#include "ui/bridge/SessionValues.h"
#include "ui/bridge/TrustValues.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Centre, queue, records, diagnosis, and the training tray.

namespace cardwright::ui {

struct Authority {
    std::optional<std::int64_t> until; ///< this desk may work alone until then
    int daysLeft = 0;
    int daysOf = 0;
    int issuesLeft = 0;
    int issuesOf = 0;
    int unlocksLeft = 0;
    int unlocksOf = 0;
    int numbersLeft = 0;
    int numbersOf = 0;
};

enum class CentreReach { unknown, connected, unreachable, refusedTls };

struct CentreState {
    CentreReach reach = CentreReach::unknown;
    std::optional<std::int64_t> since;   ///< unreachable: since when
    std::optional<std::int64_t> nextTry; ///< UTC milliseconds
    bool trying = false;
    int waiting = 0; ///< entries not yet at the centre
    int refused = 0;
    int sealedWaiting = 0;      ///< deliveries that wait for somebody to sign in
    int exceptionsWaiting = 0;  ///< asked for and not decided; a number only, known also while nobody is signed in
    LogStanding standing = LogStanding::good;
    Authority authority;
    std::optional<Failure> failure;
};

enum class QueueState { waiting, sending, accepted, refused };

struct QueueRow {
    std::uint64_t seq = 0;
    std::int64_t at = 0;
    std::string kind;       ///< journal entry kind
    std::string detail;     ///< English words; may be empty
    std::string holderName; ///< empty where it concerns nobody
    std::string userNumber;
    QueueState state = QueueState::waiting;
    std::string problem;    ///< refused: the centre's sentence
};

struct JournalRow {
    std::uint64_t seq = 0;
    std::int64_t at = 0;
    std::string kind;
    std::string agent;
    std::string holderName;
    std::string userNumber;
    QueueState state = QueueState::waiting;
    bool erased = false;   ///< its payload is gone, its place in the tree is not
    bool erasable = false; ///< about a person, and the centre has it
};

struct DeferredRow {
    std::string userNumber;
    std::string name;
    std::string cardGuid;
    std::vector<std::string> certificateSlots;
    std::int64_t since = 0;
    bool ready = false; ///< the certificate is here: the next touch writes it
};

/// Their old card has ended, and the one in its place is not made.
struct ReplacementRow {
    Holder holder;
    std::string oldCard; ///< Guid
    std::int64_t since = 0;
};

struct Worklist {
    std::vector<OpenJob> openJobs;
    std::vector<ReplacementRow> replacements;
    std::vector<DeferredRow> deferred;
    std::vector<DraftRow> drafts;
    std::vector<ExceptionRow> exceptions; ///< waiting, and decided ones whose application is still here
    int cardsToRekey = 0;                 ///< the site's keys were raised: each gets its new one at its next touch
};

struct PolicyLine {
    std::string policy; ///< "evidence 1"
    std::string words;  ///< English words: "Utility bills count for 6 months"
};

enum class DiagnosisState { good, warning, bad };

struct DiagnosisRow {
    std::string area;  ///< "service", "readers", "centre", "store", "site"
    std::string title; ///< English words
    std::string words; ///< cause and next step
    std::string code;  ///< failure code; may be empty
    DiagnosisState state = DiagnosisState::good;
};

struct TrayCard {
    std::string id;   ///< the file's name without its ending: "blank-1"
    std::string name; ///< holder's name once issued; else empty
    std::string kind; ///< "agent", "blank", "issued", "foreign"
    std::optional<ReaderRole> in; ///< which reader it is in
};

} // namespace cardwright::ui
