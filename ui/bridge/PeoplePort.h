#pragma once

#include "ui/bridge/DeskPort.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// The register of people, and the readers of documents.

namespace cardwright::ui {

/// A person's fields by core's names ("givenName", "dateOfBirth" as ISO or as typed ... "site"); what is not there is empty.
using PersonTexts = std::map<std::string, std::string>;

/// An id and the English words that are read for it.
struct NamedChoice {
    std::string id;
    std::string words;
    bool restricted = false; ///< papers: taken without number and date
    bool identity = true;    ///< papers: shows another legal name or date of birth
    bool niNumber = false;   ///< papers: shows another NI number
};

/// What the people policy says of records.
struct PeopleRules {
    std::vector<NamedChoice> closeReasons;
    std::vector<NamedChoice> identityPapers; ///< for another legal name, date of birth or NI number
    std::vector<std::string> hrOwned;        ///< fields that the next HR file overwrites
    std::string odsCode;                     ///< of this site
};

/// What is not right yet, and how the name will stand on card and chip. Of what was typed; nothing is recorded.
struct RecordCheck {
    std::vector<FieldProblem> problems;
    std::string firstLine; ///< as printed
    std::string secondLine;
    std::string onChip;    ///< plain letters; empty: the name has none until one is typed
    std::string trouble;   ///< English words: why it cannot be printed or written to the chip
};

/// Somebody whom an HR file expects and nobody has met.
struct StarterRow {
    std::string name;
    std::string staffNumber;
    std::string odsCode;
    std::string jobTitle;
    std::optional<Date> startsOn;
    PersonTexts fields; ///< to begin their record with
};

struct PeopleFound {
    std::vector<PersonRow> rows; ///< best first
    std::vector<std::string> closed; ///< of these: user numbers of closed records
    std::vector<StarterRow> starters;
    bool more = false;           ///< there are more than were asked for
    std::optional<Failure> failure;
};

struct CardLine {
    std::string guid;
    std::string state; ///< "opened", "issued", "locked", "cancelled" ... core's nameOf(CardState)
    bool works = false;
    std::optional<Date> expires;
};

struct PositionLine {
    std::string jobRole;
    std::string area;
    std::string state;             ///< "requested", "approved", "refused", "ended"
    std::string systems;           ///< "ESR, SystmOne"
    std::optional<Date> begins;
    std::optional<Date> ends;
    bool open = false;             ///< asked for and not decided
};

/// One identity check on record; numbers are endings, and guarded papers are there only for whom they may be.
struct CheckLine {
    std::int64_t at = 0;
    std::string policy;
    std::string route;
    std::vector<std::string> documents; ///< English words: "UK passport, ends in 4417"
};

/// A person's whole record.
struct PersonFile {
    PersonCard card;
    PersonTexts fields;               ///< never the NI number: its last three characters only, under "niNumber"
    std::vector<std::string> hrOwned; ///< of the fields: kept by HR, the next import overwrites them
    std::string onChip;
    bool newCardDue = false;          ///< a card that works still carries who they were
    bool closed = false;
    std::string closedWords;          ///< English words: why and when; also after reopening
    std::optional<Date> leavesOn;
    bool leavesWithCard = false;      ///< HR's proposal: they stay in health and keep it
    std::vector<CardLine> cards;
    std::vector<PositionLine> positions; ///< requests among them: `open`
    std::vector<CheckLine> checks;
    std::vector<std::string> formerNames; ///< for whoever may read them
    bool guardedHidden = true;        ///< restricted papers and former names are not looked up for this agent
};

struct ComparedRow {
    std::string label; ///< English words: "family name"
    std::string typed;
    std::string theirs;
    std::string verdict; ///< "same", "alike", "differs", "missing"
};

/// Who is here already and may be the same person.
struct DuplicatePerson {
    std::string userNumber;
    std::string name;
    std::string level; ///< "identifier", "likely", "possible"
    int score = 0;     ///< of 100
    bool closed = false;
    std::vector<std::string> reasons; ///< English sentences
    std::vector<ComparedRow> rows;
};

struct DuplicatesAnswer {
    std::vector<DuplicatePerson> people; ///< the most alike first
    std::optional<Failure> failure;
};

struct NewRecord {
    PersonTexts fields;
    std::vector<std::string> comparedWith; ///< user numbers of the likely ones that were looked at
    std::string whyOther;
};

struct PaperFields {
    std::string kind;
    std::string number;
    std::string dated; ///< ISO, or as typed
    bool originalSeen = false;
};

struct RecordChange {
    std::string userNumber;
    PersonTexts fields; ///< only what is to be other than it is
    std::string reason;
    std::vector<PaperFields> papers;
};

struct RecordAnswer {
    std::string userNumber;
    std::vector<std::string> changed;     ///< fields
    std::vector<std::string> overwritten; ///< of these: the next HR file overwrites them
    bool newCardDue = false;
    std::optional<Failure> failure;
};

struct CloseRecord {
    std::string userNumber;
    std::string reason;
    std::string note;
    std::string typed;
};

/// One row of an HR file that would do something.
struct HrLine {
    std::uint64_t line = 0;
    std::string effect; ///< "expect", "expectAgain", "change", "leave", "leaveKeep", "forget"
    std::string name;
    std::string userNumber;
    std::vector<std::string> changed;
    std::optional<Date> on;
};

struct HrTrouble {
    std::uint64_t line = 0;
    std::string field;    ///< a person's field or "action", "leavesOn" ...; empty: the row itself
    std::string sentence; ///< English words
};

struct HrAnswer {
    std::string digest; ///< hex, of the file that was looked at
    std::string encoding;
    std::uint64_t rows = 0;
    std::uint64_t starters = 0;
    std::uint64_t changes = 0;
    std::uint64_t leavers = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t problemCount = 0;
    std::vector<HrTrouble> problems; ///< the first of them
    std::vector<HrTrouble> notes;    ///< worth a look, stops nothing
    std::vector<HrLine> lines;       ///< the first of them
    std::vector<std::string> unusedColumns;
    bool taken = false;
    std::optional<Failure> failure;
};

struct LeaverRow {
    std::string userNumber;
    std::string name;
    Date on{};
    bool cancel = true;     ///< proposed: cancel the card
    std::string cardState;  ///< as in PersonRow
};

/// A machine readable zone as it was read. Sex is not taken from it.
struct ZoneReading {
    bool understood = false; ///< it is a zone; else only `warnings`
    bool complete = false;   ///< as many lines and characters as a zone has
    bool sound = false;      ///< and every check digit is right: only then anything is filled in
    std::string form;        ///< "TD1", "TD2", "TD3"
    std::string kind;        ///< DocumentKind id, empty: none fits
    std::string numberEnding;
    std::string expires;     ///< ISO
    std::string givenName;
    std::string familyName;
    std::string dateOfBirth; ///< ISO
    std::vector<std::string> warnings; ///< English sentences: wrong check digits by field, differences from the form
};

enum class WantForm { tick, date, choice, score };

/// Something that a way to pass asks for besides documents.
struct EvidenceWantField {
    std::string id;
    std::string words; ///< English words
    WantForm form = WantForm::tick;
    std::vector<std::string> choices;
};

struct EvidenceWay {
    std::string id; ///< "C"
    std::string title;
    std::string opensWith; ///< a want's id: the others are asked once it is ticked
    std::vector<EvidenceWantField> wants;
};

/// What the evidence policy asks for besides the kinds of documents.
struct EvidenceRules {
    std::vector<NamedChoice> refusals;       ///< why an agent refuses a document
    std::vector<EvidenceWay> ways;           ///< those with wants
    std::vector<EvidenceWantField> remote;   ///< empty unless remote checks are switched on
    std::vector<EvidenceWantField> documentScores; ///< empty unless scores are asked
    std::vector<EvidenceWantField> checkScores;
};

class PeoplePort {
public:
    virtual ~PeoplePort() = default;
    virtual PeopleRules rules() const = 0;
    virtual EvidenceRules evidenceRules() const = 0;
    /// From memory, under a millisecond; nothing typed is kept.
    virtual RecordCheck checkRecord(const PersonTexts& fields) const = 0;
    virtual ZoneReading readZone(const std::string& typed, const PersonFields& person, const DocumentFields& document) const = 0;
    /// What a whole number says beside the form: warnings, never a digit of it.
    virtual std::vector<std::string> numberWarnings(const std::string& kind, const std::string& number, const PersonFields& person) const = 0;

    /// Names, numbers, cards, dates of birth; people first, then those whom HR expects. The first page of a search is an entry
    /// (holders.searched), later pages of the same words are not. `most`: so many people at most.
    virtual void search(const std::string& text, std::size_t most, Then<PeopleFound> then) = 0;
    /// Opens somebody's record. Each call is an entry (holder.viewed).
    virtual void open(const std::string& userNumber, Then<std::optional<PersonFile>> then) = 0;
    /// Each call is an entry (holders.searched): asked once the form is whole.
    virtual void compare(const PersonTexts& fields, Then<DuplicatesAnswer> then) = 0;
    virtual void create(const NewRecord& record, Then<RecordAnswer> then) = 0;
    virtual void change(const RecordChange& change, Then<RecordAnswer> then) = 0;
    /// Cards end first, each signed by the agent's card, then the record.
    virtual void close(const CloseRecord& order, CardAgain again, Then<ActAnswer> then) = 0;
    virtual void reopen(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then) = 0;

    /// Reads the whole file, writes nothing. Off the GUI thread; may take long.
    virtual void previewFile(const std::string& path, Then<HrAnswer> then) = 0;
    /// All of it or nothing. digest: of the preview.
    virtual void takeFile(const std::string& path, const std::string& digest, Then<HrAnswer> then) = 0;
    virtual void leavers(Then<std::vector<LeaverRow>> then) = 0; ///< an entry (holders.searched)
    /// They stay and keep the card: HR's word is settled.
    virtual void keepLeaver(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then) = 0;
};

} // namespace cardwright::ui
