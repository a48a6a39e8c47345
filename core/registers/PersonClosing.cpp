#include "core/registers/PersonActs.h"

#include "core/registers/AccessChecks.h"
#include "core/registers/Badges.h"
#include "core/registers/Positions.h"
#include "core/registers/Requests.h"

#include <nlohmann/json.hpp>

// The end of a record, its reopening, and a leaver who stays.

namespace cardwright {

using namespace accesschecks;

namespace {

constexpr std::string_view closeWord = "CLOSE";

std::vector<Guid> activeCards(Store& store, const UserNumber& number)
{
    std::vector<Guid> cards;
    for (const auto& card : store.cards.ofHolder(number)) {
        if (isActive(card)) cards.push_back(card.guid);
    }
    return cards;
}

} // namespace

PersonRecord ClosePerson::check(const CloseOrder& order)
{
    requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::holderClose, order.number), nameOf(EntryKind::holderClosed), order.number);
    auto person = knownPerson(m_desk.store, order.number);
    if (person.closedAt) refuse("PERSON-CLOSED");
    if (order.typed != closeWord) refuse("PERSON-CLOSE-WORD");
    if (m_desk.policy.closeReason(order.reason) == nullptr || order.note.size() > longestText) refuse("PERSON-REASON");
    return person;
}

std::vector<Guid> ClosePerson::cardsToCancel(const CloseOrder& order)
{
    check(order);
    auto cards = activeCards(m_desk.store, order.number);
    // Who may close and not cancel is told before anything ends.
    if (!cards.empty()) requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::cardCancel, order.number), nameOf(EntryKind::cardCancelled), order.number);
    return cards;
}

PersonRecord ClosePerson::perform(const CloseOrder& order)
{
    auto person = check(order);
    auto& store = m_desk.store;
    if (!activeCards(store, order.number).empty()) refuse("PERSON-HAS-CARDS");
    person.closedAt = m_desk.clock.utcMillis();
    person.closing = Closing{order.reason, order.note};
    person.leaving.reset();
    auto cards = nlohmann::json::array();
    for (const auto& card : store.cards.ofHolder(order.number)) {
        if (card.state == CardState::cancelled) cards.push_back(card.guid.text());
    }
    nlohmann::json payload{{"reason", order.reason}, {"cards", std::move(cards)}};
    if (!isBlank(order.note)) payload["note"] = order.note;
    Transaction act(store.database());
    endBadgesOf(m_desk, act, order.number);
    store.replacements.settle(act, order.number); // who comes back is checked anew
    const auto ended = endPositionsOf(m_desk, act, order.number, "person-closed");
    payload["positions"] = ended;
    store.people.change(act, person);
    append(m_desk, act, order.number, EntryKind::holderClosed, std::move(payload));
    if (m_desk.along) m_desk.along(act, order.number); // before what is still open about them is taken back
    endRequestsOf(m_desk, act, order.number);
    act.commit();
    return person;
}

PersonRecord ReopenPerson::perform(const UserNumber& number, const std::string& reason)
{
    requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::holderClose, number), nameOf(EntryKind::holderReopened), number);
    auto person = knownPerson(m_desk.store, number);
    if (!person.closedAt) refuse("PERSON-NOT-CLOSED");
    requireReason(reason);
    person.closedAt.reset();
    Transaction act(m_desk.store.database());
    m_desk.store.people.change(act, person);
    append(m_desk, act, number, EntryKind::holderReopened, {{"reason", reason}});
    act.commit();
    return person;
}

PersonRecord keepLeaver(const RegisterDesk& desk, const UserNumber& number, const std::string& reason)
{
    requireDuty(desk, mayDoTo(desk.agent, Permission::holderChange, number), nameOf(EntryKind::holderChanged), number);
    auto person = knownPerson(desk.store, number);
    if (person.closedAt) refuse("PERSON-CLOSED");
    if (!person.leaving) refuse("PERSON-NOT-LEAVING");
    requireReason(reason);
    person.leaving.reset();
    auto payload = holderToJson(person.person);
    payload["changed"] = {"leaving"};
    payload["reason"] = reason;
    Transaction act(desk.store.database());
    desk.store.people.change(act, person);
    append(desk, act, number, EntryKind::holderChanged, std::move(payload));
    act.commit();
    return person;
}

} // namespace cardwright
