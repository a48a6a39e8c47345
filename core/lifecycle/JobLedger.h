#pragma once

#include "core/access/AgentRoster.h"
#include "core/access/DutyRules.h"
#include "core/journal/EntryDraft.h"
#include "core/store/Cards.h"
#include "core/store/CertificateRequests.h"
#include "core/store/Jobs.h"
#include "core/store/People.h"
#include "core/store/TermsBook.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What a job does to a card. Each is a list of named steps (design card.md, "A card job").
enum class JobKind {
    issue,
    unlock,
    touch,     ///< certificates that came later
    passcode,  ///< changed by a holder who knows the old one
    renew,     ///< new keys and certificates on the same card
    rotate,    ///< new administration and unlock key; a step of a touch
    clear,     ///< back to blank
    cancel,    ///< keys made useless, never to work again
    lend,      ///< temporary access card: a passcode for its borrower
    takeBack,  ///< and none that anybody knows on its return
    verify,    ///< "test my card": changes nothing
    terms,     ///< signed by the card apart from any other job: changes nothing on it
};
std::string_view nameOf(JobKind kind) noexcept; ///< "issue", "unlock", "take-back": JobRecord::kind
std::optional<JobKind> jobKindOf(std::string_view name) noexcept;

/// Which derived keys a card carries: the site key's version and the card's own generation.
struct CardKeyName {
    int siteKeyVersion = 1;
    int generation = 1;
    friend bool operator==(const CardKeyName&, const CardKeyName&) = default;
};

/// Everything the store holds on one card, in one look.
struct CardFile {
    std::optional<CardRecord> card;
    std::optional<PersonRecord> holder;
    std::vector<CardSlotRecord> slots;
    /// The job that is open on it (or unknown); for a card that was given up, the job that made it.
    std::optional<JobRecord> job;
    std::vector<StepRecord> steps; ///< of that job; of one that another desk had a hand in, as far as this desk can tell (stepsElsewhere)
    /// What the card said when it last refused this desk's unlock key; nothing once it took it. Many cards tell it at no other
    /// time, and an unlock that did not remember it would spend the last try at the second attempt.
    std::optional<int> unlockKeyTries;
    std::optional<TermsRecord> terms; ///< what the holder accepted last

    bool jobOpen() const noexcept { return job && (job->state == JobState::open || job->state == JobState::unknown); }
    const CardSlotRecord* slot(Slot which) const noexcept;
};

/// One commit. All of it becomes true together or none does; everything in it is about one job and its card.
struct JobWrite {
    struct Step {
        int number = 0;
        std::string name;
        std::string data = "{}"; ///< JSON; never a secret
        std::string outcome;     ///< outcomes only: "done", "skipped"
    };
    struct Key {
        Slot slot;
        Bytes publicKey; ///< SubjectPublicKeyInfo
    };
    struct Request {
        CertificateRequestRecord record; ///< `entry` is filled in by the ledger
        EntryDraft entry;                ///< certificate.requested
    };

    std::optional<Guid> ended;          ///< another job that is still open on this card and is given up with this commit
    std::optional<JobRecord> open;      ///< begins a job
    std::optional<CardRecord> openCard; ///< with an issue: the card's row
    std::vector<Step> outcomes;         ///< steps whose command was answered
    std::optional<Step> intent;         ///< the step that begins after this commit
    std::vector<Key> keys;              ///< generated: what the slot had before no longer counts
    std::vector<Guid> withdrawn;        ///< requests for keys that are gone
    std::vector<Request> requests;
    std::vector<Slot> written;          ///< certificates now on the card
    std::optional<TermsRecord> terms;   ///< signed by the card
    std::optional<CardState> cardState;
    std::optional<CardKeyName> cardKeys;
    std::optional<JobState> jobState;
    std::optional<Guid> exceptionUsed;  ///< allowed for this act, once: EXCEPTION-NONE where it is not there to be used
    std::vector<EntryDraft> entries;
};

/// Port: what a card job needs of the store. StoreJobLedger is the direct implementation; app/runtime puts one before it that
/// posts each call to the store thread and waits. Every call throws StoreError.
class JobLedger {
public:
    virtual ~JobLedger() = default;

    /// By GUID; where none is on the card, by the serial of an open job. Reads only.
    virtual CardFile cardFile(const std::optional<Guid>& card, const std::string& serial) = 0;
    /// Open issues (and clears) on cards that tell no serial and have this ATR: their CHUID may never have been written (or is
    /// gone already). Oldest first.
    virtual std::vector<CardFile> openIssuesWithoutSerial(ByteView atr) = 0;
    /// The card that this person has or that is being made; not counting `but`.
    virtual std::optional<CardRecord> activeCardOf(const UserNumber& holder, const Guid& but) = 0;
    /// What this person accepted last.
    virtual std::optional<TermsRecord> acceptedTerms(const UserNumber& holder) = 0;
    virtual AgentRoster roster() = 0;
    /// A job by its id, open or closed: what an issue planned is what a later act compares and builds on.
    virtual std::optional<JobRecord> job(const Guid& id) = 0;
    /// The requests named, as they stand now.
    virtual std::vector<CertificateRequestRecord> requests(const std::vector<Guid>& ids) = 0;

    /// Exactly one transaction. Errors: RefusedError JOB-ELSEWHERE (another desk has finished the job meanwhile), EXCEPTION-NONE.
    virtual void commit(const Guid& job, const Guid& card, const JobWrite& write) = 0;
    /// Records that a duty rule said no (duty.refused).
    virtual void recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted) = 0;
};

} // namespace cardwright
