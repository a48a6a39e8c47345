#pragma once

#include "ui/bridge/CardValues.h"
#include "ui/bridge/TrustValues.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The application for a card, and the passcode its holder chooses.

namespace cardwright::ui {

/// A person as typed; becomes core's Person.
struct PersonFields {
    std::string givenName;
    std::string familyName;
    std::string preferredName; ///< prints in the given name's place
    std::string dateOfBirth;   ///< ISO once understood ("1991-08-14"), else as typed
    std::string nameOnCard;    ///< empty: made from the names
    std::string jobTitle;
    std::string postcode;    ///< of the current address
    std::string nameOnChip = {}; ///< plain letters, where a name has none of its own
    std::string staffNumber = {}; ///< of their record, or of whom HR expects; the application does not ask for it
};

/// A date or tick that a kind of document asks for besides its own dates (EvidenceCondition).
struct ConditionField {
    std::string id;
    std::string value; ///< "yes" for a tick, ISO for a date
};

/// One document as the agent typed it; becomes core's EvidenceDocument. Dates are ISO, or as typed while not understood.
struct DocumentFields {
    std::string kind; ///< a DocumentKind's id
    std::string numberEnding;
    std::string issuer;
    std::string dated;
    std::string expires;
    bool originalSeen = false;  ///< the agent's own statement: never made for them
    bool nameAgrees = true;
    bool birthDateSeen = true;  ///< only where the kind shows one
    bool addressAgrees = true;  ///< only where the kind shows one
    std::vector<ConditionField> conditions;
    bool formerName = false;     ///< it bears a former name; with a certificate of the change it counts all the same
    bool seenOnCamera = false;   ///< remote check
    std::string refusedFor = {}; ///< the agent refuses it: id of a reason of the policy
    std::vector<ConditionField> scores = {}; ///< GPG 45, "1" to "4"
};

struct DocumentCondition {
    std::string id;
    std::string words; ///< English words: "Permission to stay seen"
    bool isDate = false;
};

/// What the policy in force knows (EvidenceKind): fills the "Add a document" list and says which fields a kind needs.
struct DocumentKind {
    std::string id;         ///< EvidenceKind::code, "uk-passport"
    std::string name;       ///< English words: "UK passport"
    bool photo = false;     ///< may count as proof with a photo
    bool address = false;   ///< may count as proof of address
    std::string issuerWord; ///< "supplier"; empty: no issuer is asked for
    std::string issuer;     ///< fixed issuer
    bool wantsDated = false;
    bool wantsExpires = false;
    bool hasNumber = true;
    bool showsBirthDate = false;
    bool showsAddress = false;
    std::vector<DocumentCondition> conditions;
    std::string help = {};      ///< English words beside the name
    std::string refusal = {};   ///< always refused, or switched off: why, and what is accepted instead
    bool other = false;         ///< may count without a photo and without an address
    bool noOriginal = false;    ///< nothing on paper: its conditions stand for having seen it
    bool linksNames = false;    ///< proves a change of name
    bool recordsDate = false;   ///< its date is asked for although its age does not matter
    bool restricted = false;    ///< neither number nor dates are taken, and few may see it
    bool hasZone = false;       ///< it has a machine readable zone
};

/// A figure of the portrait that goes on record with it.
struct PhotoMark {
    std::string check; ///< "head-height"
    bool advised = false;
    bool measured = true;
    double figure = 0;
};

struct IssueDraft {
    Guid id; ///< none until newDraft() gave one
    PersonFields person;
    std::vector<DocumentFields> documents;
    Bytes portrait;             ///< the accepted JPEG; empty: none yet
    std::string photoReference; ///< hex SHA-256 of portrait
    std::vector<PhotoMark> photoMarks; ///< what was measured of it; empty: nothing was
    std::string photoPolicy;           ///< whose bounds: "photo 1"
    std::string photoReason;           ///< why it is taken although something is advised (id of the policy's)
    std::string step;           ///< where the agent was: "person", "evidence", "photo", "passcode"
    std::int64_t changedAt = 0;
    bool parked = false;
    std::string agent; ///< who began it
    std::string agentNumber = {}; ///< their user number; empty: begun before it was kept, or not said
    /// What ways to pass want besides documents: id -> "yes", ISO date, the words chosen, or a score. Never an approval.
    std::vector<ConditionField> answers = {};
    std::vector<std::string> comparedWith = {}; ///< user numbers of people much like this one: looked at, and somebody else
    std::string whyOther = {};                  ///< how the agent knows
};

/// Whether this agent began it, or nobody is known to have.
inline bool begunBy(const IssueDraft& draft, const std::string& number, const std::string& name)
{
    return draft.agentNumber.empty() ? draft.agent.empty() || draft.agent == name : draft.agentNumber == number;
}

struct DraftRow {
    Guid id;
    std::string name;
    std::string step;
    std::int64_t changedAt = 0;
    std::vector<std::string> missing; ///< English words
    std::string agent;                ///< who began it; empty: not known
    bool ours = true;                 ///< begun by the signed-in agent
};

/// What is not right yet with one field (core's PersonProblem).
struct FieldProblem {
    std::string field;    ///< name of the member of PersonFields
    std::string sentence; ///< English words
};

struct PersonCheck {
    std::vector<FieldProblem> problems;
    std::vector<PersonRow> doubles;         ///< same person perhaps; empty: "No double found"
    std::string firstLine;                  ///< NameOnCard as it will be printed
    std::string secondLine;
    std::string onChip = {}; ///< plain letters; empty: it has none yet
    std::vector<std::string> alike = {}; ///< user numbers of people who are likely the same: to be compared before a record is made
    std::string staffNumber = {}; ///< HR expects somebody of this name and date of birth, under this number
};

// The verdict on a draft's documents: core's EvidenceVerdict, field by field. (Core's own type has a member named
// `slots`, which is a macro wherever Qt is.)

enum class DocumentStanding { counts, spare, refused };

struct DocumentReport {
    DocumentStanding standing = DocumentStanding::refused;
    std::string words;  ///< English words: "Counts: photo", "Does not count", "Not needed"
    std::string reason; ///< English words with the arithmetic: "Too old by 82 days. 23 May 2026 or later."
    std::string clause = {};     ///< of the standard: "P1"
    std::string arithmetic = {}; ///< also where it counts: "Dated 2 October 2026, 6 calendar months: until 2 April 2027."
    bool hidden = false;         ///< not for the eyes of whoever is signed in
};

struct RoutePlace {
    std::string word; ///< English words: "photo", "address"
    bool filled = false;
};

struct RouteReport {
    std::string title; ///< English words
    std::vector<RoutePlace> places;
    std::vector<std::string> wants; ///< English words
    bool complete = false;
    std::string id = {}; ///< "C"
};

struct EvidenceCheck {
    std::string words; ///< English words: "Names agree"
    bool holds = false;
    std::string remedy;
};

struct EvidenceAdvice {
    std::string kind;  ///< DocumentKind id
    std::string title; ///< English words: "Photocard driving licence"
    std::string words; ///< English words: "Most people carry it. Fills the first row."
    bool completes = false;
};

struct EvidenceReport {
    bool passed = false;
    std::string title; ///< English words: "Not enough yet: one proof missing"
    int missing = 0;   ///< proofs, on the shortest way
    std::vector<DocumentReport> documents; ///< in the draft's order
    std::vector<RouteReport> routes;
    std::vector<EvidenceCheck> checks;
    std::vector<EvidenceAdvice> advice; ///< quickest first; empty when passed
    std::string policy; ///< "hvc-evidence 1"
    std::string awaits = {}; ///< all is there but the approval of somebody else: "manager"
    std::vector<std::string> cautions = {}; ///< English sentences that refuse nothing
    std::optional<ExceptionStanding> exception; ///< one was asked for this draft; approved: it goes on although not passed
};

enum class MeasureState { good, warning, bad };

struct PortraitMeasure {
    std::string name;  ///< English words: "Large enough"
    std::string value; ///< "886 by 1,139"
    MeasureState state = MeasureState::good;
    std::string check;   ///< "head-height"
    std::string asked;   ///< English words: "45 to 80 %"; empty: nothing is asked
    std::string remedy;  ///< English words, of a warning
};

struct PortraitAnswer {
    Bytes jpeg; ///< re-encoded, without EXIF; empty when failure is set
    std::string photoReference;
    int width = 0;
    int height = 0;
    std::vector<PortraitMeasure> measures;
    std::string adviceTitle; ///< English words; empty when nothing is to be done
    std::string adviceWords;
    std::vector<PhotoMark> marks; ///< for the record
    std::string policy;           ///< "photo 1"
    double crown = 0;             ///< shares of the portrait's height, where a face was found: for the guides
    double eyes = 0;
    double chin = 0;
    std::optional<Failure> failure;
};

struct SampleApplicant {
    std::string id;
    std::string name;
    std::string words; ///< "Passes with a passport, a bill and a licence"
};

/// Whose passcode is chosen: the rules look at their numbers.
struct PasscodeSubject {
    std::string userNumber; ///< may be empty for somebody new
    std::string dateOfBirth; ///< ISO
    std::string serial;
};

/// One of core's rules: "digits", "length", "run", "repeat", "pattern", "date-of-birth", "user-number", "card-serial".
/// The presenter folds them into the four lines that the holder sees.
struct PasscodeRule {
    std::string key;
    std::string words; ///< English words, for keys the presenter does not know
    bool holds = false;
    int shortBy = 0; ///< "length": digits still to go
};

struct PasscodeReport {
    int minDigits = 6;
    int maxDigits = 8;
    std::vector<PasscodeRule> rules;
    bool acceptable = false;
};

} // namespace cardwright::ui
