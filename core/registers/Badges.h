#pragma once

#include "core/policy/BadgePolicy.h"
#include "core/registers/CsvReader.h"
#include "core/registers/RegisterDesk.h"
#include "core/store/Badges.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What somebody asks for: an event and its fields ("likeness": "yes").
struct BadgeOrder {
    std::string event;
    std::map<std::string, std::string> fields{};
    std::optional<UserNumber> holder{};
    std::optional<Bytes> photo{}; ///< JPEG as core/portrait made it; nothing: the one on record
};

/// Why a badge cannot be asked for yet: the field and a sentence. Empty: it can.
struct BadgeProblem {
    std::string field; ///< of badgeFieldTitle(); "photo", "event"
    std::string code;
    std::string sentence;
};

/// The fields of a request e-mail or of a list's row, before anybody looked at them.
struct BadgeReading {
    BadgeOrder order;
    std::string photoFile{};         ///< as the text names it
    std::vector<std::string> unread{}; ///< lines that are no field: how they begin
};

/// One row of an induction day's list.
struct BadgeRow {
    std::uint64_t line = 0;
    BadgeReading reading;
    std::vector<BadgeProblem> problems;
};

struct BadgePreview {
    std::vector<BadgeRow> rows;
    Sha256Digest digest{};
    std::size_t wrong() const noexcept;
};

/// What a badge's print needs; never a former name.
struct BadgeFace {
    BadgeRecord badge;
    std::string name{};
    std::string title{};
    std::string team{};
    std::string site{};
    std::string organisation{};
    Bytes portrait{};
};

/// ID badges: asked for, taken back, listed, refused, printed. A badge is no proof of identity, and nothing here says it is.
/// Permissions: request.raise to ask and to take back, request.decide to refuse, card.issue to print; nobody decides their own.
class BadgeDesk {
public:
    BadgeDesk(RegisterDesk desk, const BadgePolicy& policy) : m_desk(desk), m_policy(policy) {}

    /// All that is missing, for a form while it is filled in. Reads only; the order of the event's fields, the incident first.
    std::vector<BadgeProblem> problems(const BadgeOrder& order) const;
    /// Entry badge.requested. Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, BADGE-EVENT, BADGE-INCIDENT, BADGE-DETAILS (detail: the field),
    /// BADGE-LIKENESS, BADGE-PHOTO, PERSON-UNKNOWN.
    BadgeRecord request(const BadgeOrder& order);
    /// All of them, or none. Errors: as request(); BADGE-LIST.
    std::vector<BadgeRecord> requestAll(const std::vector<BadgeOrder>& orders);
    /// Open ones, and what was decided within the policy's days; the newest first. Whose role decides its own sees no others.
    std::vector<BadgeRecord> worklist();
    std::vector<BadgeRecord> history(const UserNumber& holder);
    /// Entry badge.refused. Errors: BADGE-UNKNOWN, BADGE-DECIDED, BADGE-REASON.
    BadgeRecord refuse(const Guid& id, const std::string& reason);
    /// By whoever asked, while nobody decided. Entry badge.refused, whose author is the requester. Errors: DUTY-*, BADGE-UNKNOWN,
    /// BADGE-NOT-YOURS, BADGE-DECIDED, BADGE-REASON.
    BadgeRecord withdraw(const Guid& id, const std::string& reason);
    /// What is drawn. Also of a badge that was printed: it may be printed again. Without a portrait where none is here: what draws it
    /// refuses then (BADGE-PHOTO). Errors: BADGE-UNKNOWN, BADGE-DECIDED (refused), PERSON-CLOSED.
    BadgeFace face(const Guid& id);
    /// Entry badge.printed for each, in one transaction; one that is named twice counts once. Errors: as face(); BADGE-PHOTO, PRINT-COPIES.
    std::vector<BadgeRecord> printed(const std::vector<Guid>& ids, const std::string& printer, int copies, bool qualityConfirmed);

private:
    BadgeRecord known(const Guid& id);
    void requireOpen(const BadgeRecord& badge) const;
    void requireFit(const BadgeOrder& order);
    BadgeRecord append(Transaction& act, const BadgeOrder& order, const std::optional<Sha256Digest>& photo);
    std::optional<Sha256Digest> photoFor(const BadgeOrder& order) const;
    RegisterDesk m_desk;
    const BadgePolicy& m_policy;
};

/// In the transaction that closes the person: each badge that is asked for ends, with its entry. How many.
std::size_t endBadgesOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder);

/// "Field: value" lines of a request e-mail; a quoted mail's "> " goes, a value may go on in lines without a heading. Bounded: 64 KB and
/// 400 lines are read. Throws UsageError BADGE-EMAIL when nothing in it is a field.
BadgeReading readBadgeEmail(const BadgePolicy& policy, std::string_view text);
/// The list of an induction day. Every row is the policy's induction event. Errors: RefusedError BADGE-LIST (no heading, too many rows).
BadgePreview readBadgeList(const BadgePolicy& policy, const std::function<ByteSource()>& open);

} // namespace cardwright
