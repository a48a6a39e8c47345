#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/base/Failure.h"
#include "core/base/Guid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// People as the desk shows them, and the card in reader 2.

namespace cardwright::ui {

/// A person as the desk shows them. portrait is the stored JPEG; empty: compare with the printed face.
struct Holder {
    std::string userNumber; ///< 12 digits, no spaces
    std::string legalName;
    std::string givenName;
    std::string familyName;
    std::string nameOnCard;
    std::optional<Date> dateOfBirth;
    std::string jobTitle;
    Bytes portrait;
    std::optional<Date> pictureTaken;
    std::string pictureTakenAt; ///< place
    std::optional<int> holderSince; ///< year
};

/// One line of a card's or person's history; `kind` is the journal entry's kind ("card.unlocked").
struct HistoryItem {
    std::int64_t at = 0;
    std::string kind;
    std::string where; ///< "desk 2"
    std::string agent; ///< name
};

enum class DueKind { certificates, ///< deferred certificates are here and can be written now
                     certificatesAsked, ///< asked for, the centre has not answered yet
                     keys, ///< its keys are of an older site key: renewed at a touch while the centre answers
                     renewal, ///< its certificates end within the policy's window, or have ended; the holder's passcode is needed
                     terms    ///< the privacy notice and terms in force: to be read, accepted and signed with the holder's passcode
};

struct DueItem {
    DueKind kind = DueKind::certificates;
    std::vector<std::string> certificateSlots; ///< "9A", "9C"
    std::optional<std::int64_t> since;
    std::optional<std::int64_t> ends; ///< renewal: when the first certificate ends, or ended
};

/// What a temporary access card is doing. Its holder is a profile, not a person.
struct TemporaryState {
    std::string name;                    ///< "HVC00TACNIGHT2"
    std::string borrower;                ///< on loan: who has it
    std::optional<std::int64_t> lentAt;  ///< nothing: in stock
};

/// A job that was not finished on this card.
struct OpenJob {
    Guid job;
    std::string kind; ///< "issue", "unlock", "touch"
    std::string holderName;
    std::string userNumber;
    std::string lastStep; ///< step key
    std::string agent;
    std::int64_t startedAt = 0;
    bool needsPasscode = false; ///< to go on, the holder types one (or it ends locked)
};

enum class CardKind {
    none,       ///< no card in reader 2
    reading,    ///< being looked at
    blank,
    ours,       ///< `locked` says whether it is
    otherSite,  ///< ours by signature, but of another reader or site: not served here
    foreign,
    torn,       ///< `openJob` is set
    agentsOwn,  ///< the signed-in agent's own card or record: nobody serves themselves
    unreadable, ///< `failure` says why
};

/// The card in reader 2 after a look at it. `sight` counts insertions: each command names the sight it is meant for,
/// and is refused with CARD-OTHER when another card has come since.
struct SubjectCard {
    std::uint64_t sight = 0;
    CardKind kind = CardKind::none;
    bool locked = false;
    std::optional<int> triesLeft;
    std::string cardGuid;
    std::string serial;
    std::string cardType; ///< the profile's name for people
    bool padVerifies = false; ///< reader 2 has keys on which the holder may type a passcode they have (and policy lets them)
    bool padModifies = false; ///< and choose a new one
    std::optional<Date> expires;
    bool cancelled = false;     ///< ours, and works no more
    bool expired = false;       ///< the card itself has ended: replaced, not renewed
    std::optional<std::int64_t> renewableFrom; ///< from when its certificates may be renewed; nothing: none on it yet
    std::optional<TemporaryState> temporary;
    std::optional<Holder> holder;
    std::vector<DueItem> due;
    std::vector<HistoryItem> history; ///< newest first
    std::optional<OpenJob> openJob;
    std::optional<Failure> failure;
};

enum class Likeness { yes, notSure, printedFace };

struct PersonRow {
    std::string userNumber;
    std::string name;
    std::optional<Date> dateOfBirth;
    std::string jobTitle;
    std::string cardState; ///< "none", "issued", "locked", "deferred", "open"
};

struct PersonCard {
    Holder holder;
    std::string cardGuid;  ///< empty: no card
    std::string cardState; ///< as in PersonRow
    std::optional<Date> expires;
    std::vector<HistoryItem> history;
};

} // namespace cardwright::ui
