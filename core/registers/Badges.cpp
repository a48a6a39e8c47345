#include "core/registers/Badges.h"

#include "core/identity/Person.h"
#include "core/identity/Utf8.h"
#include "core/journal/EntryDraft.h"
#include "core/portrait/PortraitFile.h"
#include "core/registers/FormerNames.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::size_t longestReason = 500;
constexpr std::size_t longestField = 200;
constexpr std::size_t shortestIncident = 3;
constexpr std::size_t mostRows = 10'000;
constexpr int mostCopies = 20;
constexpr std::int64_t day = 24LL * 3'600'000;
constexpr std::string_view formerName = "previousName";

[[noreturn]] void stop(std::string_view code, std::string detail = {}) { throw RefusedError(Failure::of(code, std::move(detail))); }

std::string textOf(const BadgeOrder& order, const std::string& field)
{
    const auto found = order.fields.find(field);
    return found == order.fields.end() ? std::string() : tidied(found->second);
}

bool isWord(const std::string& text)
{
    const auto points = codePoints(text);
    return !text.empty() && points && points->size() <= longestField && std::none_of(points->begin(), points->end(), isControl);
}

/// Small words as they stand in a sentence; an apostrophe, however it is written, belongs to its word.
std::vector<std::string> sentenceWords(std::string text)
{
    for (auto at = text.find("\xE2\x80\x99"); at != std::string::npos; at = text.find("\xE2\x80\x99", at)) text.replace(at, 3, "'");
    std::vector<std::string> words(1);
    for (const char letter : plainWords(text)) {
        const bool part = (letter >= 'a' && letter <= 'z') || letter == '\'' || static_cast<unsigned char>(letter) >= 0x80;
        if (part) words.back() += letter;
        else if (!words.back().empty()) words.emplace_back();
    }
    return words;
}

bool statesLikeness(const BadgePolicy& policy, const std::string& text)
{
    static constexpr std::array<std::string_view, 15> denials{"no",   "not",    "never", "cannot", "cant",  "isnt",    "dont",    "doesnt",
                                                              "poor", "unlike", "bad",   "unsure", "doubt", "without", "doubtful"};
    if (policy.saysYes(plainWords(text))) return true;
    const auto words = sentenceWords(text);
    const bool denies = std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word.ends_with("n't") || std::find(denials.begin(), denials.end(), word) != denials.end();
    });
    return !denies && std::find(words.begin(), words.end(), "likeness") != words.end();
}

/// Who has the former name of somebody reads it in the sealed entry; lists and prints never have it. What was asked for before their
/// name changed bears the name of today.
BadgeRecord shown(const RegisterDesk& desk, BadgeRecord badge)
{
    badge.fields.erase(std::string(formerName));
    const auto person = badge.holder ? desk.store.people.byNumber(*badge.holder) : std::nullopt;
    if (!person) return badge;
    for (const auto* field : {"name", "newName"}) {
        const auto found = badge.fields.find(field);
        if (found != badge.fields.end() && bearsFormerName(*person, badge.askedAt, found->second)) found->second = person->person.legalName();
    }
    return badge;
}

EntryDraft entryOf(const RegisterDesk& desk, const std::optional<UserNumber>& holder, EntryKind kind, nlohmann::json payload)
{
    return holder ? entryAbout(*holder, kind, std::move(payload), desk.random) : entryOfDesk(kind, std::move(payload), desk.random);
}

void requireReason(const std::string& reason)
{
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos || reason.size() > longestReason) stop("BADGE-REASON");
}

/// Nobody gets it: its row and its entry.
void end(const RegisterDesk& desk, Transaction& act, BadgeRecord& badge, const std::string& reason)
{
    badge.state = BadgeState::refused;
    badge.decidedAt = desk.clock.utcMillis();
    badge.decider = desk.agent.number;
    badge.reason = reason;
    desk.store.journal.append(act, entryOf(desk, badge.holder, EntryKind::badgeRefused, {{"badge", badge.id.text()}, {"reason", reason}}), desk.agent.author());
    desk.store.badges.put(act, badge);
}

} // namespace

std::size_t endBadgesOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder)
{
    std::size_t ended = 0;
    for (auto& badge : desk.store.badges.ofHolder(holder)) {
        if (badge.state != BadgeState::requested) continue;
        end(desk, act, badge, std::string(badgeEndsWithPerson));
        ++ended;
    }
    return ended;
}

std::optional<Sha256Digest> BadgeDesk::photoFor(const BadgeOrder& order) const
{
    if (!order.holder) return std::nullopt;
    const auto person = m_desk.store.people.byNumber(*order.holder);
    return person ? person->photo : std::nullopt;
}

std::vector<BadgeProblem> BadgeDesk::problems(const BadgeOrder& order) const
{
    std::vector<BadgeProblem> found;
    const auto* event = m_policy.event(order.event);
    if (event == nullptr) return {{"event", "BADGE-EVENT", "Choose why a badge is needed."}};
    // The loss is reported before anything else is asked.
    if (event->needs("incident") && textOf(order, "incident").size() < shortestIncident) {
        found.push_back({"incident", "BADGE-INCIDENT", "Report the loss first: its incident reference is needed before anything."});
    }
    for (const auto& field : event->fields) {
        const auto text = textOf(order, field);
        if (field == "incident") continue;
        if (field == "likeness") {
            if (!statesLikeness(m_policy, text)) found.push_back({field, "BADGE-LIKENESS", "Whoever took the photograph states that it is a true likeness."});
        } else if (!isWord(text)) {
            found.push_back({field, "BADGE-DETAILS", std::string(badgeFieldTitle(field)) + (text.empty() ? " is needed." : " is too long or has signs that cannot be printed.")});
        }
    }
    if (event->needs("currentTitle") && !textOf(order, "newTitle").empty() && textOf(order, "newTitle") == textOf(order, "currentTitle")) {
        found.push_back({"newTitle", "BADGE-DETAILS", "The new job title is the current one."});
    }
    if (event->needs("previousName") && !textOf(order, "newName").empty() && textOf(order, "newName") == textOf(order, "previousName")) {
        found.push_back({"newName", "BADGE-DETAILS", "The new name is the previous one."});
    }
    const bool stored = event->id == m_policy.induction && photoFor(order).has_value();
    if (event->newPhoto && !order.photo && !stored) found.push_back({"photo", "BADGE-PHOTO", "A photograph is needed."});
    return found;
}

void BadgeDesk::requireFit(const BadgeOrder& order)
{
    const auto attempted = nameOf(EntryKind::badgeRequested);
    requireDuty(m_desk, order.holder ? mayDoTo(m_desk.agent, Permission::requestRaise, *order.holder) : mayDo(m_desk.agent, Permission::requestRaise),
                attempted, order.holder);
    for (const auto* field : {"name", "newName"}) {
        if (const auto name = textOf(order, field); !name.empty() && sameLegalName(name, m_desk.agent.name)) {
            requireDuty(m_desk, {false, "operator-is-not-subject", "AGENT-IS-SUBJECT"}, attempted, order.holder);
        }
    }
    if (order.holder) {
        const auto person = m_desk.store.people.byNumber(*order.holder);
        if (!person) stop("PERSON-UNKNOWN");
        if (person->closedAt) stop("PERSON-CLOSED");
    }
    const auto missing = problems(order);
    if (!missing.empty()) throw RefusedError(Failure::because(missing.front().code, missing.front().sentence, missing.front().field));
    if (order.photo) static_cast<void>(PortraitFile::fromBytes(*order.photo));
}

BadgeRecord BadgeDesk::append(Transaction& act, const BadgeOrder& order, const std::optional<Sha256Digest>& photo)
{
    const auto& event = *m_policy.event(order.event);
    BadgeRecord badge{Guid(), order.holder, m_desk.agent.number, event.id};
    badge.askedAt = m_desk.clock.utcMillis();
    badge.photo = photo;
    for (const auto& field : event.fields) badge.fields[field] = textOf(order, field);
    nlohmann::json payload{{"event", event.id}, {"fields", badge.fields}, {"policy", {{"id", m_policy.id.id}, {"version", m_policy.id.version}}}};
    if (photo) payload["photoReference"] = toHex(*photo);
    auto draft = entryOf(m_desk, order.holder, EntryKind::badgeRequested, std::move(payload));
    if (order.photo) draft.portrait = photo; // a picture of its own reaches the centre first
    badge.id = m_desk.store.journal.append(act, draft, m_desk.agent.author()).id;
    m_desk.store.badges.put(act, badge);
    return shown(m_desk, std::move(badge));
}

BadgeRecord BadgeDesk::request(const BadgeOrder& order) { return requestAll({order}).front(); }

std::vector<BadgeRecord> BadgeDesk::requestAll(const std::vector<BadgeOrder>& orders)
{
    if (orders.empty() || orders.size() > m_policy.mostRows) stop("BADGE-LIST");
    for (const auto& order : orders) requireFit(order);
    std::vector<std::optional<Sha256Digest>> photos;
    for (const auto& order : orders) photos.push_back(order.photo ? std::optional(m_desk.store.portraits.put(*order.photo)) : photoFor(order));
    std::vector<BadgeRecord> records;
    Transaction act(m_desk.store.database());
    for (std::size_t at = 0; at < orders.size(); ++at) records.push_back(append(act, orders[at], photos[at]));
    act.commit();
    return records;
}

std::vector<BadgeRecord> BadgeDesk::worklist()
{
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::requestRaise), "badges");
    auto rows = m_desk.store.badges.worklist(m_desk.clock.utcMillis() - m_policy.openDays * day, mostRows);
    std::erase_if(rows, [&](const BadgeRecord& row) { return !seesRequestsOf(m_desk.agent, row.requester); });
    for (auto& row : rows) row = shown(m_desk, std::move(row));
    return rows;
}

std::vector<BadgeRecord> BadgeDesk::history(const UserNumber& holder)
{
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::requestRaise), "badges", holder);
    auto rows = m_desk.store.badges.ofHolder(holder);
    std::erase_if(rows, [&](const BadgeRecord& row) { return !seesRequestsOf(m_desk.agent, row.requester); });
    for (auto& row : rows) row = shown(m_desk, std::move(row));
    return rows;
}

BadgeRecord BadgeDesk::known(const Guid& id)
{
    auto badge = m_desk.store.badges.byId(id);
    if (!badge) stop("BADGE-UNKNOWN");
    return *badge;
}

/// Who has left gets no badge, whenever it was asked for.
void BadgeDesk::requireOpen(const BadgeRecord& badge) const
{
    const auto person = badge.holder ? m_desk.store.people.byNumber(*badge.holder) : std::nullopt;
    if (person && person->closedAt) stop("PERSON-CLOSED");
}

namespace {

/// Refused, or taken back: while nobody decided, and for a reason.
BadgeRecord endOpen(const RegisterDesk& desk, BadgeRecord badge, const std::string& reason)
{
    if (badge.state != BadgeState::requested) stop("BADGE-DECIDED");
    requireReason(reason);
    Transaction act(desk.store.database());
    end(desk, act, badge, reason);
    act.commit();
    return shown(desk, std::move(badge));
}

} // namespace

BadgeRecord BadgeDesk::withdraw(const Guid& id, const std::string& reason)
{
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::requestRaise), "badge.withdrawn");
    auto badge = known(id);
    if (!seesRequestsOf(m_desk.agent, badge.requester)) stop("BADGE-UNKNOWN");
    if (badge.requester != m_desk.agent.number) stop("BADGE-NOT-YOURS");
    return endOpen(m_desk, std::move(badge), reason);
}

BadgeRecord BadgeDesk::refuse(const Guid& id, const std::string& reason)
{
    auto badge = known(id);
    const auto attempted = nameOf(EntryKind::badgeRefused);
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::requestDecide), attempted, badge.holder);
    if (badge.holder) requireDuty(m_desk, approverIsNotSubject(m_desk.agent, *badge.holder), attempted, badge.holder);
    return endOpen(m_desk, std::move(badge), reason);
}

BadgeFace BadgeDesk::face(const Guid& id)
{
    const auto badge = known(id);
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::cardIssue), "badge face", badge.holder);
    if (badge.holder) requireDuty(m_desk, operatorIsNotSubject(m_desk.agent, *badge.holder), "badge face", badge.holder);
    if (badge.state == BadgeState::refused) stop("BADGE-DECIDED");
    requireOpen(badge);
    BadgeFace face{shown(m_desk, badge)};
    const auto first = [&](const char* now, const char* always) { return face.badge.field(face.badge.field(now).empty() ? always : now); };
    face.name = first("newName", "name");
    face.title = first("newTitle", "title");
    face.team = badge.field("team");
    face.site = first("site", "deliveryBase");
    face.organisation = m_desk.store.site().description().name;
    if (badge.photo) face.portrait = m_desk.store.portraits.get(*badge.photo).value_or(Bytes());
    return face;
}

std::vector<BadgeRecord> BadgeDesk::printed(const std::vector<Guid>& ids, const std::string& printer, int copies, bool qualityConfirmed)
{
    if (copies < 1 || copies > mostCopies) stop("PRINT-COPIES");
    std::vector<BadgeRecord> badges;
    for (const auto& id : ids) {
        const bool twice = std::any_of(badges.begin(), badges.end(), [&](const BadgeRecord& one) { return one.id == id; });
        if (twice) continue;
        badges.push_back(known(id));
        const auto& badge = badges.back();
        requireDuty(m_desk, mayDo(m_desk.agent, Permission::cardIssue), nameOf(EntryKind::badgePrinted), badge.holder);
        if (badge.holder) requireDuty(m_desk, operatorIsNotSubject(m_desk.agent, *badge.holder), nameOf(EntryKind::badgePrinted), badge.holder);
        if (badge.state == BadgeState::refused) stop("BADGE-DECIDED");
        requireOpen(badge);
        if (!badge.photo) stop("BADGE-PHOTO");
    }
    Transaction act(m_desk.store.database());
    for (auto& badge : badges) {
        if (qualityConfirmed) {
            badge.state = BadgeState::printed;
            badge.decidedAt = m_desk.clock.utcMillis();
            badge.decider = m_desk.agent.number;
        }
        badge.printer = printer.substr(0, longestField);
        badge.copies += copies;
        nlohmann::json payload{{"badge", badge.id.text()}, {"printer", badge.printer}, {"copies", copies}, {"qualityConfirmed", qualityConfirmed}};
        m_desk.store.journal.append(act, entryOf(m_desk, badge.holder, EntryKind::badgePrinted, std::move(payload)), m_desk.agent.author());
        m_desk.store.badges.put(act, badge);
        badge = shown(m_desk, std::move(badge));
    }
    act.commit();
    return badges;
}

} // namespace cardwright
