#pragma once

#include "core/base/Guid.h"
#include "core/registers/RegisterDesk.h"
#include "core/store/People.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <vector>

namespace cardwright {

/// Somebody who is to be recorded, and whom the agent held them against.
struct NewPerson {
    Person person;
    std::vector<UserNumber> comparedWith; ///< of the likely duplicates: looked at side by side, and somebody else
    std::string whyOther{};               ///< the agent's reason; needed with comparedWith
};

/// A person's record, with a user number of their own, before their identity is checked. Number, person and the entry
/// holder.created share one transaction.
class CreatePerson {
public:
    explicit CreatePerson(RegisterDesk desk) : m_desk(desk) {}
    /// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-DETAILS (detail: the field), PERSON-NUMBER-TAKEN (NI or staff number of
    /// somebody else), PERSON-DUPLICATE (a likely one was not compared; detail: its user number), PERSON-REASON; StoreError LEASE-EMPTY ...
    PersonRecord perform(const NewPerson& asked);

private:
    RegisterDesk m_desk;
};

/// A paper that shows another legal name, date of birth or NI number.
struct IdentityEvidence {
    std::string kind; ///< of the policy's identityEvidence
    std::string number{};
    std::optional<Date> dated{};
    bool originalSeen = false;
};

struct PersonChange {
    UserNumber number;
    std::map<std::string, std::string> fields; ///< personFields() -> the new text
    std::string reason{};
    std::vector<IdentityEvidence> evidence{};
};

struct PersonChanged {
    PersonRecord record;
    std::vector<std::string> fields;      ///< what is other than before
    std::vector<std::string> overwritten; ///< of these: kept by the HR file, whose next import overwrites them
    bool newCardDue = false;              ///< a card that works still carries who they were
};

/// Preferred name, contact, work: at any time. Legal name and date of birth: face to face, with papers and a reason, and a new card
/// is due. Another NI number than the one on record: likewise, but for the card, which does not bear it. A name typed for the card goes with the legal name it was made from, unless a new one is given.
class ChangePerson {
public:
    explicit ChangePerson(RegisterDesk desk) : m_desk(desk) {}
    /// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-CLOSED, PERSON-DETAILS, PERSON-UNCHANGED, PERSON-EVIDENCE,
    /// PERSON-REASON, PERSON-NUMBER-TAKEN, PERSON-DUPLICATE.
    PersonChanged perform(const PersonChange& asked);

private:
    RegisterDesk m_desk;
};

/// Whether another value of this field takes a paper that shows it: who somebody is, and an NI number in place of the one on record.
bool wantsPaper(const Person& onRecord, std::string_view field);

struct CloseOrder {
    UserNumber number;
    std::string reason; ///< of the policy's closeReasons
    std::string note{};
    std::string typed;  ///< CLOSE, letter by letter
};

/// Ends a record: cards, positions, requests, badges that are asked for, a replacement that waits. Each card ends first, by an entry of its own that the agent's card signed (CancelJob);
/// the record last. Cut between, the person is there without a card and closing is asked for again.
class ClosePerson {
public:
    explicit ClosePerson(RegisterDesk desk) : m_desk(desk) {}
    /// Everything but the cards; returns those that have to be cancelled before perform().
    /// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-CLOSED, PERSON-CLOSE-WORD, PERSON-REASON.
    std::vector<Guid> cardsToCancel(const CloseOrder& order);
    /// holder.closed, and position.ended, request.withdrawn, badge.refused for each, in one transaction. Errors: as cardsToCancel(); PERSON-HAS-CARDS while one works.
    PersonRecord perform(const CloseOrder& order);

private:
    PersonRecord check(const CloseOrder& order);
    RegisterDesk m_desk;
};

/// The record may be worked with again. Its cards stay cancelled, its positions ended.
class ReopenPerson {
public:
    explicit ReopenPerson(RegisterDesk desk) : m_desk(desk) {}
    /// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-NOT-CLOSED, PERSON-REASON.
    PersonRecord perform(const UserNumber& number, const std::string& reason);

private:
    RegisterDesk m_desk;
};

/// What an HR file said of their leaving is settled: they stay, or go on elsewhere in health, and keep the card. holder.changed with the
/// reason. Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-CLOSED, PERSON-NOT-LEAVING, PERSON-REASON.
PersonRecord keepLeaver(const RegisterDesk& desk, const UserNumber& number, const std::string& reason);

/// A card that was begun before the person's legal name or birth date changed still works.
bool newCardDue(Store& store, const PersonRecord& person);

/// What holder.created and holder.changed say of somebody: everything that the centre and other desks hold.
nlohmann::json holderToJson(const Person& person);

} // namespace cardwright
