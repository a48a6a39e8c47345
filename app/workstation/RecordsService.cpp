#include "app/workstation/RecordsService.h"

#include "app/workstation/Convert.h"
#include "core/access/DutyRules.h"
#include "core/access/RequestSight.h"
#include "core/store/LogFigures.h"

#include <fmt/format.h>

#include <cctype>
#include <utility>

namespace cardwright::workstation {

namespace {

/// A sponsor never sees what another one asked for, nor that they did.
bool shows(const std::optional<AgentSession>& session, const JournalEntry& entry)
{
    return !tellsOfRequest(entry.kind) || (session && seesRequestsOf(*session, entry.author.agent));
}

constexpr std::size_t mostRows = 10'000;

ui::CentreReach reachOf(const std::optional<Failure>& failure)
{
    if (!failure) return ui::CentreReach::connected;
    return failure->code == "CENTRE-TLS" ? ui::CentreReach::refusedTls : ui::CentreReach::unreachable;
}

/// Which sign a finding of the runtime gets on the page.
std::string areaOf(const std::string& subject)
{
    for (const auto& [word, area] : {std::pair{"reader", "readers"}, std::pair{"smartcard", "service"}, std::pair{"centre", "centre"}, std::pair{"store", "store"},
                                     std::pair{"log", "store"}, std::pair{"checkpoint", "store"}}) {
        if (subject.find(word) != std::string::npos) return area;
    }
    return "site";
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
    // A delivery took the agent's rights away: the window closes with the session.
    if (m_context.signedIn && m_context.sessionLost && m_context.desk.endedBecause() && !m_context.desk.session()) m_context.sessionLost();
    m_centre.nextTry = round.failure ? m_context.desk.synchroniser().nextAt() : std::nullopt;
    refreshCentre();
    if (m_context.events != nullptr && (round.accepted + round.refused + round.applied > 0)) m_context.events->queueChanged();
}

void RecordsService::refreshCentre()
{
    struct Numbers {
        OutboxCounts counts;
        ui::Authority authority;
        std::uint64_t sealed = 0;
        std::uint64_t exceptions = 0;
        ui::LogStanding standing = ui::LogStanding::good;
    };
    auto task = [now = m_context.desk.clock().utcMillis(), &policy = m_context.desk.material().offline](Store& store) {
        return Numbers{store.outbox.counts(), convert::authority(store, policy, now), store.inbox.countSealed(),
                       store.exceptions.countInState(ExceptionRequest::State::waiting), convert::standing(store)};
    };
    m_context.ask<Numbers>(std::move(task), [this](Numbers numbers) {
        m_centre.waiting = static_cast<int>(numbers.counts.waiting);
        m_centre.refused = static_cast<int>(numbers.counts.refused);
        m_centre.authority = numbers.authority;
        m_centre.sealedWaiting = static_cast<int>(numbers.sealed);
        m_centre.exceptionsWaiting = static_cast<int>(numbers.exceptions);
        m_centre.standing = numbers.standing;
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
    // What is found is shown once the search itself is on record.
    m_context.ask<std::vector<ui::PersonRow>>(*m_context.deskThread, [&desk = m_context.desk, text] {
        auto rows = desk.store().call([&](Store& store) {
            std::vector<ui::PersonRow> found;
            for (const auto& record : store.people.search(text)) found.push_back(convert::personRow(store, record));
            return found;
        });
        desk.recordSearch(text, rows.size());
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::PersonRow>>());
}

void RecordsService::person(const std::string& userNumber, ui::Then<std::optional<ui::PersonCard>> then)
{
    auto read = [userNumber, site = m_context.desk.material().site.description()](Store& store) -> std::optional<ui::PersonCard> {
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
    auto task = [&desk = m_context.desk, read = std::move(read), number = UserNumber::parse(userNumber)]() -> std::optional<ui::PersonCard> {
        auto card = desk.store().call([&](Store& store) { return read(store); });
        if (card) desk.recordView(*number, "person-page");
        return card;
    };
    m_context.ask<std::optional<ui::PersonCard>>(*m_context.deskThread, std::move(task), std::move(then), nothingOnFailure<std::optional<ui::PersonCard>>());
}

void RecordsService::queue(ui::Then<std::vector<ui::QueueRow>> then)
{
    m_context.ask<std::vector<ui::QueueRow>>([session = m_context.desk.session()](Store& store) {
        std::vector<ui::QueueRow> rows;
        const auto add = [&](const OutboxRow& row) {
            const auto entry = store.journal.entry(row.seq);
            if (!entry || shows(session, *entry)) rows.push_back(convert::queueRow(store, row));
        };
        for (const auto& row : store.outbox.refused()) add(row);
        for (const auto& row : store.outbox.waiting(mostRows)) add(row);
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::QueueRow>>());
}

void RecordsService::journal(std::size_t newest, ui::Then<std::vector<ui::JournalRow>> then)
{
    m_context.ask<std::vector<ui::JournalRow>>([newest, session = m_context.desk.session()](Store& store) {
        std::vector<ui::JournalRow> rows;
        const auto roster = store.agents.roster(); // opened once, not for each row
        for (const auto& row : store.outbox.latest(newest)) {
            if (const auto entry = store.journal.entry(row.seq); entry && shows(session, *entry)) rows.push_back(convert::journalRow(store, roster, *entry, row));
        }
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::JournalRow>>());
}

void RecordsService::worklist(ui::Then<ui::Worklist> then)
{
    const auto session = m_context.desk.session();
    if (!session) return m_context.toGui([then = std::move(then)] { then({}); });
    const auto siteKeyVersion = m_context.desk.newestSiteKey();
    m_context.ask<ui::Worklist>([session = *session, siteKeyVersion, &policy = m_context.desk.material().roles.policy(),
                                 desk = m_context.desk.material().site.description().desk, now = m_context.desk.clock().utcMillis()](Store& store) {
        ui::Worklist list;
        for (const auto& job : store.jobs.openJobs()) {
            // What another desk is at, and nobody here has begun, is that desk's to finish until the card comes here.
            const bool elsewhere = job.elsewhere && store.jobs.steps(job.id).empty();
            if (!elsewhere) list.openJobs.push_back(convert::openJob(store, job));
        }
        for (const auto& waiting : store.replacements.waiting()) {
            const auto person = store.people.byNumber(waiting.holder);
            if (person) list.replacements.push_back({convert::holder(store, *person, desk), waiting.oldCard.text(), waiting.orderedAt});
        }
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
            if (const auto whole = convert::draft(draft.body)) {
                row.step = whole->step;
                row.agent = whole->agent;
                row.ours = ui::begunBy(*whole, session.number.digits(), session.name);
            }
            list.drafts.push_back(std::move(row));
        }
        list.exceptions = convert::exceptions(store, session, policy, desk, now);
        list.cardsToRekey = static_cast<int>(LogFigures(store.database()).cardsBefore(siteKeyVersion));
        return list;
    }, std::move(then), nothingOnFailure<ui::Worklist>());
}

namespace {

/// What is asked of the cards themselves, and put on them beyond what every card gets.
std::vector<std::string> cardRulesOf(const IssuePolicy& issue)
{
    std::vector<std::string> rules;
    rules.emplace_back(issue.writeFacialImage ? "Portrait on the card, where it keeps one" : "No portrait on the card");
    if (!issue.verifyAttestation) {
        rules.emplace_back("Cards are not asked where their keys were made");
    } else if (issue.attestationMakers.empty()) {
        rules.emplace_back("A card that says where its keys were made must say it truly; any maker");
    } else {
        std::vector<std::string> makers;
        for (const auto& maker : issue.attestationMakers) makers.push_back(maker.title);
        rules.push_back(fmt::format("A card that says where its keys were made must be of one of these makers: {}", fmt::join(makers, ", ")));
    }
    return rules;
}

} // namespace

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
    for (auto& words : cardRulesOf(material.issue)) lines.push_back({material.issue.id.text(), std::move(words)});
    const auto batches = m_context.desk.batches();
    if (!batches.empty()) lines.push_back({"batches", fmt::format("Blank cards with keys of their own: {}", fmt::join(batches, ", "))});
    const auto& head = material.photo.bounds[PhotoCheck::headHeight];
    lines.push_back({material.photo.id.text(), fmt::format("Photo: {} by {} pixels or more; head {:.0f} to {:.0f} % of the height is advised; {} reasons to take one all the same",
                                                           material.photo.limits.smallestWidth, material.photo.limits.smallestHeight, head.least.value_or(0),
                                                           head.most.value_or(100), material.photo.reasons.size())});
    lines.push_back({material.offline.id.text(), fmt::format("Alone: {} days, {} cards, {} unlocks", material.offline.days, material.offline.issues,
                                                             material.offline.unlocks)});
    lines.push_back({material.terms.id.text(), fmt::format("Holders read notice {} and accept terms {} before their card; law: {}", material.terms.notice.version,
                                                           material.terms.terms.version, material.terms.terms.law)});
    const auto& access = material.people.access;
    lines.push_back({material.people.id.text(), access.positionBeforeIssue ? "A position is approved before the card is made" : "A card may be made before a position is approved"});
    lines.push_back({material.people.id.text(), access.checkerMayIssue ? "Who checked the evidence may issue the card" : "Another agent than the one who checked issues the card"});
    lines.push_back({material.people.id.text(), fmt::format("Positions that the catalogue begins with: {}", access.positions.size())});
    return lines;
}

void RecordsService::diagnose(ui::Then<std::vector<ui::DiagnosisRow>> then)
{
    m_context.ask<std::vector<ui::DiagnosisRow>>(*m_context.deskThread, [&desk = m_context.desk] {
        using Mark = runtime::Finding::Mark;
        std::vector<ui::DiagnosisRow> rows;
        for (const auto& finding : desk.diagnose()) {
            auto title = finding.subject;
            if (!title.empty()) title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
            rows.push_back({areaOf(finding.subject), std::move(title), finding.sentence, finding.failure ? finding.failure->code : std::string(),
                            finding.mark == Mark::good   ? ui::DiagnosisState::good
                            : finding.mark == Mark::note ? ui::DiagnosisState::warning
                                                         : ui::DiagnosisState::bad});
        }
        return rows;
    }, std::move(then), nothingOnFailure<std::vector<ui::DiagnosisRow>>());
}

} // namespace cardwright::workstation
