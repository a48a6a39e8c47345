#include "app/runtime/WorkstationAct.h"
#include "core/registers/FormerNames.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

// Temporary access cards and the custodian's log of them.

namespace cardwright::runtime {

namespace {

constexpr std::size_t mostTemporaryCards = 500;

LoanItem loanFrom(const JournalEntry& entry, const nlohmann::json& payload, const Guid& card)
{
    const auto responsible = payload.value("responsible", nlohmann::json::object());
    const auto borrower = payload.value("borrower", nlohmann::json::object());
    LoanItem item;
    item.card = card;
    item.name = payload.value("name", "");
    item.loan.responsible = {responsible.value("name", ""), responsible.value("telephone", ""), responsible.value("email", "")};
    item.loan.borrower = {borrower.value("name", ""), UserNumber::parse(borrower.value("userNumber", "")), borrower.value("identifiedBy", ""), true};
    item.loan.reason = payload.value("reason", "");
    item.loan.until = parseDate(payload.value("until", ""));
    item.lentAt = entry.at;
    return item;
}

/// The loans of one card, oldest first.
void readLoans(Store& store, const Guid& card, std::vector<LoanItem>& items)
{
    bool out = false;
    for (const auto& entry : store.journal.ofCard(card)) {
        if (entry.kind == EntryKind::temporaryCardLent) {
            items.push_back(loanFrom(entry, store.journal.payloadOf(entry), card));
            out = true;
        } else if (entry.kind == EntryKind::temporaryCardReturned && out) {
            items.back().returnedAt = entry.at;
            out = false;
        }
    }
}

} // namespace

CardReceipt Workstation::lendTemporary(const std::string& reader, TemporaryLoan loan, PasscodeSource passcode, Watch watch)
{
    Act act(*this, reader, Permission::cardLend, std::move(watch));
    auto look = act.look();
    auto receipt = TemporaryCardJob(act.cardDesk(), std::move(look)).lend(loan, std::move(passcode));
    m_synchroniser->wake();
    return receipt;
}

void Workstation::takeBackTemporary(const std::string& reader, std::string note, Watch watch)
{
    Act act(*this, reader, Permission::cardLend, std::move(watch));
    auto look = act.look();
    TemporaryCardJob(act.cardDesk(), std::move(look)).takeBack(note);
    m_synchroniser->wake();
}

std::vector<LoanItem> Workstation::temporaryLoans()
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::cardLend), nameOf(Permission::cardLend));
    PersonQuery query;
    query.words = m_material.site.description().odsCode + "TAC";
    query.limit = mostTemporaryCards;
    auto items = m_store->call([&](Store& store) {
        std::vector<LoanItem> found;
        for (const auto& profile : store.people.find(query)) {
            for (const auto& card : store.cards.ofHolder(profile.number)) readLoans(store, card.guid, found);
        }
        for (auto& item : found) { // who borrowed it is called as they are today
            auto& borrower = item.loan.borrower;
            const auto person = borrower.number ? store.people.byNumber(*borrower.number) : std::nullopt;
            if (person && bearsFormerName(*person, item.lentAt, borrower.name)) borrower.name = person->person.legalName();
        }
        return found;
    });
    std::sort(items.begin(), items.end(), [](const LoanItem& one, const LoanItem& other) { return one.lentAt > other.lentAt; });
    append(entryOfDesk(EntryKind::holdersSearched, {{"typed", "temporary cards"}, {"found", items.size()}}, m_random), agent.author());
    return items;
}

} // namespace cardwright::runtime
