#include "app/workstation/RecordsService.h"

#include "app/workstation/Convert.h"

#include <fmt/format.h>

namespace cardwright::workstation {

namespace {

constexpr std::size_t mostRows = 10'000;

ui::CentreReach reachOf(const std::optional<Failure>& failure)
{
    if (!failure) return ui::CentreReach::connected;
    return failure->code == "CENTRE-TLS" ? ui::CentreReach::refusedTls : ui::CentreReach::unreachable;
}

ui::DiagnosisRow good(const char* area, const char* title, std::string words) { return {area, title, std::move(words), {}, ui::DiagnosisState::good}; }

ui::DiagnosisRow bad(const char* area, const char* title, const Failure& failure)
{
    return {area, title, failure.cause + " " + failure.nextStep, failure.code, ui::DiagnosisState::bad};
}

} // namespace

RecordsService::RecordsService(Context& context) : m_context(context)
{
    m_context.recordsChanged = [this] { refreshCentre(); };
    m_context.desk.synchroniser().start([this, post = context.toGui](const runtime::SyncRound& round) { post([this, round] { roundOver(round); }); });
}

void RecordsService::roundOver(const runtime::SyncRound& round)
{
    const auto now = m_context.desk.clock().utcMillis();
    const bool wasReached = m_centre.reach == ui::CentreReach::connected;
    m_centre.reach = reachOf(round.failure);
    m_centre.failure = round.failure;
    m_centre.trying = false;
    if (!round.failure) {
        m_centre.since.reset();
    } else if (wasReached || !m_centre.since) {
        m_centre.since = now;
    }
    m_centre.nextTry = round.failure ? m_context.desk.synchroniser().nextAt() : std::nullopt;
    refreshCentre();
    if (m_context.events != nullptr && (round.accepted + round.refused + round.applied > 0)) m_context.events->queueChanged();
}

void RecordsService::refreshCentre()
{
    struct Numbers {
        OutboxCounts counts;
        ui::Authority authority;
    };
    auto task = [now = m_context.desk.clock().utcMillis(), &policy = m_context.desk.material().offline](Store& store) {
        return Numbers{store.outbox.counts(), convert::authority(store, policy, now)};
    };
    m_context.ask<Numbers>(std::move(task), [this](Numbers numbers) {
        m_centre.waiting = static_cast<int>(numbers.counts.waiting);
        m_centre.refused = static_cast<int>(numbers.counts.refused);
        m_centre.authority = numbers.authority;
        if (m_context.events != nullptr) m_context.events->centreChanged(m_centre);
    }, nothingOnFailure<Numbers>());
}

void RecordsService::tryCentreNow()
{
    m_centre.trying = true;
    if (m_context.events != nullptr) {
        m_context.toGui([this] {
            if (m_context.events != nullptr) m_context.events->centreChanged(m_centre);
        });
    }
    m_context.desk.synchroniser().wake();
}

void RecordsService::searchPeople(const std::string& text, ui::Then<std::vector<ui::PersonRow>> then)
{
    m_context.ask<std::vector<ui::PersonRow>>([text](Store& store) {
        std::vector<ui::PersonRow> rows;
        for (const auto& record : store.people.search(text)) rows.push_back(convert::personRow(store, record));
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::PersonRow>>());
}

void RecordsService::person(const std::string& userNumber, ui::Then<std::optional<ui::PersonCard>> then)
{
    auto task = [userNumber, site = m_context.desk.material().site.description()](Store& store) -> std::optional<ui::PersonCard> {
        const auto number = UserNumber::parse(userNumber);
        const auto record = number ? store.people.byNumber(*number) : std::nullopt;
        if (!record) return std::nullopt;
        ui::PersonCard card;
        card.holder = convert::holder(store, *record, site.place);
        card.cardState = convert::personRow(store, *record).cardState;
        if (const auto active = store.cards.activeOf(*number)) {
            card.cardGuid = active->guid.text();
            card.expires = active->expires;
        }
        card.history = convert::history(store, *number, site.desk);
        return card;
    };
    m_context.ask<std::optional<ui::PersonCard>>(std::move(task), std::move(then), nothingOnFailure<std::optional<ui::PersonCard>>());
}

void RecordsService::queue(ui::Then<std::vector<ui::QueueRow>> then)
{
    m_context.ask<std::vector<ui::QueueRow>>([](Store& store) {
        std::vector<ui::QueueRow> rows;
        for (const auto& row : store.outbox.refused()) rows.push_back(convert::queueRow(store, row));
        for (const auto& row : store.outbox.waiting(mostRows)) rows.push_back(convert::queueRow(store, row));
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::QueueRow>>());
}

void RecordsService::journal(std::size_t newest, ui::Then<std::vector<ui::JournalRow>> then)
{
    m_context.ask<std::vector<ui::JournalRow>>([newest](Store& store) {
        std::vector<ui::JournalRow> rows;
        for (const auto& row : store.outbox.latest(newest)) {
            if (const auto entry = store.journal.entry(row.seq)) rows.push_back(convert::journalRow(store, *entry, row));
        }
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::JournalRow>>());
}

void RecordsService::worklist(ui::Then<ui::Worklist> then)
{
    m_context.ask<ui::Worklist>([](Store& store) {
        ui::Worklist list;
        for (const auto& job : store.jobs.openJobs()) list.openJobs.push_back(convert::openJob(store, job));
        for (const auto& due : store.cards.allDue()) {
            ui::DeferredRow row;
            row.userNumber = due.card.holder.digits();
            if (const auto record = store.people.byNumber(due.card.holder)) row.name = record->person.legalName();
            row.cardGuid = due.card.guid.text();
            for (const auto slot : due.ready) row.certificateSlots.emplace_back(slotName(slot));
            for (const auto slot : due.waiting) row.certificateSlots.emplace_back(slotName(slot));
            row.since = due.card.issuedAt.value_or(due.card.openedAt);
            row.ready = due.waiting.empty();
            list.deferred.push_back(std::move(row));
        }
        for (const auto& draft : store.drafts.all()) {
            ui::DraftRow row;
            row.id = draft.id;
            row.name = draft.title;
            row.changedAt = draft.savedAt;
            if (const auto whole = convert::draft(draft.body)) row.step = whole->step;
            list.drafts.push_back(std::move(row));
        }
        return list;
    }, std::move(then), nothingOnFailure<ui::Worklist>());
}

std::vector<ui::PolicyLine> RecordsService::policies() const
{
    const auto& material = m_context.desk.material();
    std::vector<ui::PolicyLine> lines;
    for (const auto& kind : material.evidence.kinds()) {
        for (const auto& use : kind.uses) {
            if (use.maxAgeMonths > 0) {
                lines.push_back({material.evidence.id().text(), fmt::format("{}: counts for {} months", kind.title, use.maxAgeMonths)});
            }
        }
    }
    lines.push_back({material.passcode.id.text(), fmt::format("Passcode: {} to {} digits, {} tries", material.passcode.minimumDigits,
                                                              material.passcode.maximumDigits, material.passcode.tries)});
    lines.push_back({material.issue.id.text(), fmt::format("Certificates: {} years; card: {} years", material.issue.certificateYears, material.issue.cardYears)});
    lines.push_back({material.offline.id.text(), fmt::format("Alone: {} days, {} cards, {} unlocks", material.offline.days, material.offline.issues,
                                                             material.offline.unlocks)});
    return lines;
}

void RecordsService::diagnose(ui::Then<std::vector<ui::DiagnosisRow>> then)
{
    auto task = [&desk = m_context.desk, centre = m_centre] {
        std::vector<ui::DiagnosisRow> rows;
        try {
            const auto readers = desk.readersNow();
            rows.push_back(good("service", "Smartcard service", "Running."));
            for (const auto& reader : readers) rows.push_back(good("readers", "Reader", reader.name + (reader.present ? ": a card is in it." : ": empty.")));
        } catch (const FailureError& error) {
            rows.push_back(bad("service", "Smartcard service", error.failure()));
        }
        rows.push_back(centre.failure ? bad("centre", "Centre", *centre.failure)
                                      : good("centre", "Centre", centre.reach == ui::CentreReach::connected ? "Connected." : "Not yet tried."));
        try {
            desk.store().call([](Store& store) { store.database().checkIntegrity(); });
            rows.push_back(good("store", "Store", "Whole."));
        } catch (const FailureError& error) {
            rows.push_back(bad("store", "Store", error.failure()));
        }
        const auto& site = desk.material().site;
        rows.push_back(good("site", "Site", site.description().name + ", " + site.root().string()));
        return rows;
    };
    m_context.ask<std::vector<ui::DiagnosisRow>>(*m_context.fileThread, std::move(task), std::move(then),
                                                 nothingOnFailure<std::vector<ui::DiagnosisRow>>());
}

} // namespace cardwright::workstation
