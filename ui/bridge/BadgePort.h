#pragma once

#include "ui/bridge/DeskPort.h"

#include <map>
#include <string>
#include <vector>

// ID badges: asked for, listed, refused, printed. A badge proves nobody's identity.

namespace cardwright::ui {

struct BadgeFieldChoice {
    std::string id;
    std::string title; ///< English words
};
/// Why a badge is asked for (of the policy), and what must be said.
struct BadgeEventChoice {
    std::string id;
    std::string title;
    std::vector<BadgeFieldChoice> fields; ///< in the order they are asked
    bool newPhoto = false;
};

struct BadgeDraft {
    std::string event;
    std::map<std::string, std::string> fields;
    std::string userNumber; ///< may be empty
    std::string photoPath;  ///< a picture that comes with the request; may be empty
};

/// What is missing, or wrong.
struct BadgeIssue {
    std::uint64_t line = 0; ///< of a list; 0: none
    std::string field;
    std::string sentence;
};
struct BadgeCheck {
    std::vector<BadgeIssue> issues;
    std::optional<Failure> failure;
};

struct BadgeRow {
    Guid id;
    std::string eventTitle;
    std::string name; ///< as it is printed; never a former one
    std::string title;
    std::string team;
    std::string userNumber;
    std::string state; ///< "requested", "printed", "refused", "withdrawn"
    std::int64_t askedAt = 0;
    std::optional<std::int64_t> decidedAt;
    std::string reason;
    bool photo = false;
    bool mine = false; ///< whoever is signed in asked for it
};
struct BadgeList {
    std::vector<BadgeRow> rows; ///< the last asked first
    std::optional<Failure> failure;
};

struct BadgePrint {
    Guid id;
    std::string name;
    std::string title;
    std::string team;
    std::string site;
    std::string organisation;
    Bytes portrait;
};
struct BadgePrints {
    std::vector<BadgePrint> faces;
    std::optional<Failure> failure;
};

/// What a pasted e-mail says.
struct BadgeMail {
    BadgeDraft draft;
    std::vector<std::string> unread;
    std::optional<Failure> failure;
};

struct BadgeDay {
    std::size_t rows = 0;
    std::vector<BadgeIssue> issues;
    std::string digest; ///< of the file that was looked at
    std::optional<Failure> failure;
};

class BadgePort {
public:
    virtual ~BadgePort() = default;
    virtual std::vector<BadgeEventChoice> events() const = 0; ///< from memory
    virtual std::string likeness() const = 0;                 ///< what the manager states
    virtual BadgeMail readMail(const std::string& text) const = 0; ///< from memory
    virtual void check(const BadgeDraft& draft, Then<BadgeCheck> then) = 0;
    virtual void request(const BadgeDraft& draft, Then<ActAnswer> then) = 0;
    virtual void list(Then<BadgeList> then) = 0; ///< each call is an entry
    virtual void history(const std::string& userNumber, Then<BadgeList> then) = 0;
    virtual void refuse(const Guid& id, const std::string& reason, Then<ActAnswer> then) = 0;
    /// By whoever asked, while nobody decided.
    virtual void withdraw(const Guid& id, const std::string& reason, Then<ActAnswer> then) = 0;
    virtual void faces(const std::vector<Guid>& ids, Then<BadgePrints> then) = 0;
    virtual void printed(const std::vector<Guid>& ids, const std::string& printer, bool good, Then<ActAnswer> then) = 0;
    /// An induction day's list: looked at, then taken whole or not at all.
    virtual void previewDay(const std::string& path, Then<BadgeDay> then) = 0;
    virtual void importDay(const std::string& path, const std::string& digest, Then<ActAnswer> then) = 0;
};

} // namespace cardwright::ui
