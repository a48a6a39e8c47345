#include "core/registers/FacePrints.h"

#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"
#include "core/registers/AccessChecks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

using namespace accesschecks;

namespace {

constexpr int mostCopies = 20;
constexpr std::array months{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};

bool isReason(const std::string& reason) { return !isBlank(reason) && reason.size() <= longestText; }

std::string monthOf(Date day)
{
    return std::string(months.at(static_cast<unsigned>(day.month()) - 1)) + ' ' + std::to_string(static_cast<int>(day.year()));
}

} // namespace

CardRecord FacePrints::known(const Guid& card, std::string_view attempted)
{
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::cardIssue), attempted);
    auto record = m_desk.store.cards.byGuid(card);
    if (!record) refuse("CARD-NOT-HERE");
    requireDuty(m_desk, operatorIsNotSubject(m_desk.agent, record->holder), attempted, record->holder);
    return *record;
}

CardFaceText FacePrints::face(const Guid& card)
{
    const auto record = known(card, "card face");
    const auto print = m_desk.store.prints.of(card);
    if (print && print->state == PrintState::spoiled) refuse("PRINT-SPOILED");
    const auto person = m_desk.store.people.byNumber(record.holder);
    if (!person) refuse("PERSON-UNKNOWN");
    const auto name = person->person.cardName();
    CardFaceText face{card, record.holder};
    face.organisation = m_desk.store.site().description().name;
    face.firstLine = name.firstLine();
    face.secondLine = name.secondLine();
    face.title = person->person.jobTitle;
    face.team = person->person.team;
    face.site = person->person.site;
    if (record.expires) face.expires = monthOf(*record.expires);
    if (person->photo) face.portrait = m_desk.store.portraits.get(*person->photo).value_or(Bytes());
    return face;
}

/// What is known of its prints so far; waste stays waste.
CardPrintRecord FacePrints::unspoiled(const Guid& card)
{
    auto before = m_desk.store.prints.of(card);
    if (!before) return {card, PrintState::waiting, m_desk.clock.utcMillis()};
    if (before->state == PrintState::spoiled) refuse("PRINT-SPOILED");
    return *std::move(before);
}

/// Nothing is asked again only where the card ended for the sake of its plastic: lost, stolen or misused ones have grounds of their own.
bool FacePrints::endedInPrinting(const CardRecord& card)
{
    if (card.state == CardState::abandoned) return true;
    auto& journal = m_desk.store.journal;
    const auto entries = journal.ofCard(card.guid);
    return std::any_of(entries.begin(), entries.end(), [&](const JournalEntry& entry) {
        if (entry.kind != EntryKind::cardCancelled || !entry.payload) return false;
        const auto payload = journal.payloadOf(entry);
        return payload.value("reason", "") == "made-in-error" && payload.value("note", "").rfind(spoiledNote, 0) == 0;
    });
}

CardPrintRecord FacePrints::put(CardPrintRecord record, std::optional<EntryDraft> entry)
{
    Transaction act(m_desk.store.database());
    if (entry) {
        entry->card = record.card;
        m_desk.store.journal.append(act, *entry, m_desk.agent.author());
    }
    m_desk.store.prints.put(act, record);
    act.commit();
    return record;
}

CardPrintRecord FacePrints::printed(const PrintDone& done, const PolicyId& policy)
{
    const auto card = known(done.card, nameOf(EntryKind::cardPrinted));
    if (done.copies < 1 || done.copies > mostCopies) refuse("PRINT-COPIES");
    const auto before = m_desk.store.prints.of(done.card);
    if (before && before->state == PrintState::spoiled) refuse("PRINT-SPOILED");
    const auto now = m_desk.clock.utcMillis();
    nlohmann::json payload{{"card", done.card.text()},
                           {"what", done.what},
                           {"printer", done.printer.substr(0, longestText)},
                           {"copies", done.copies},
                           {"qualityConfirmed", done.qualityConfirmed},
                           {"policy", {{"id", policy.id}, {"version", policy.version}}}};
    // A print that nobody looked at is on record, and the card stays on the list.
    return put({done.card, done.qualityConfirmed ? PrintState::printed : PrintState::waiting, now, now, (before ? before->copies : 0) + done.copies,
                done.printer.substr(0, longestText)},
               entryAbout(card.holder, EntryKind::cardPrinted, std::move(payload), m_desk.random));
}

CardPrintRecord FacePrints::later(const Guid& card)
{
    known(card, "print later");
    auto record = unspoiled(card);
    record.state = PrintState::waiting;
    record.doneAt.reset();
    return put(std::move(record), std::nullopt);
}

CardPrintRecord FacePrints::never(const Guid& card, const std::string& reason)
{
    known(card, "print never");
    if (!isReason(reason)) refuse("PRINT-REASON");
    auto record = unspoiled(card);
    record.state = PrintState::never;
    record.doneAt = m_desk.clock.utcMillis();
    record.reason = reason;
    return put(std::move(record), std::nullopt);
}

std::vector<PrintWaiting> FacePrints::waiting()
{
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::cardIssue), "cards to print");
    std::vector<PrintWaiting> rows;
    for (const auto& print : m_desk.store.prints.waiting(mostRows)) {
        const auto card = m_desk.store.cards.byGuid(print.card);
        if (!card || card->state == CardState::cancelled || card->state == CardState::abandoned) continue;
        const auto person = m_desk.store.people.byNumber(card->holder);
        rows.push_back({print.card, card->holder, person ? person->person.cardName().printed() : std::string(), print.askedAt});
    }
    return rows;
}

std::optional<Failure> FacePrints::spoilRefusal(const Guid& card, const std::string& reason)
{
    const auto record = known(card, nameOf(EntryKind::cardSpoiled));
    if (!isReason(reason)) return Failure::of("PRINT-REASON");
    const auto print = m_desk.store.prints.of(card);
    if (print && print->state == PrintState::spoiled) return Failure::of("PRINT-SPOILED");
    const bool live = record.state != CardState::cancelled && record.state != CardState::abandoned;
    return live ? std::optional(Failure::of("CARD-CHIP-LIVE")) : std::nullopt;
}

CardPrintRecord FacePrints::spoiled(const Guid& card, const std::string& reason, bool issuedLocked)
{
    if (auto why = spoilRefusal(card, reason)) throw RefusedError(*std::move(why));
    const auto plastic = known(card, nameOf(EntryKind::cardSpoiled));
    const auto& holder = plastic.holder;
    const auto now = m_desk.clock.utcMillis();
    CardPrintRecord record{card, PrintState::spoiled, now, now};
    record.reason = reason;
    const bool ordersNext = endedInPrinting(plastic) && !m_desk.store.cards.activeOf(holder);
    auto entry = entryAbout(holder, EntryKind::cardSpoiled, {{"card", card.text()}, {"reason", reason}}, m_desk.random);
    entry.card = card;
    Transaction act(m_desk.store.database());
    m_desk.store.journal.append(act, entry, m_desk.agent.author());
    m_desk.store.prints.put(act, record);
    // Their next card is a replacement that waits: nothing of the application is asked again.
    if (ordersNext) m_desk.store.replacements.order(act, {holder, card, issuedLocked, now});
    act.commit();
    return record;
}

} // namespace cardwright
