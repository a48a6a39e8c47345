#include "app/runtime/Workstation.h"

#include "core/access/ExceptionRequests.h"
#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/registers/FormerNames.h"
#include "core/sync/HttpCentral.h"

#include <nlohmann/json.hpp>

#include <utility>

// What is recorded besides card acts: who looked at whom, exceptions, erasures, exports, and reads at the centre.

namespace cardwright::runtime {

namespace {

constexpr std::size_t mostExceptions = 500;

std::string nameOfAgent(const AgentRoster& roster, const std::optional<UserNumber>& number)
{
    if (!number) return {};
    for (const auto& agent : roster.agents()) {
        if (agent.number == *number) return agent.name;
    }
    return {};
}

} // namespace

JournalEntry Workstation::append(const EntryDraft& draft, const EntryAuthor& author)
{
    auto entry = m_store->call([&](Store& store) {
        Transaction transaction(store.database());
        auto appended = store.journal.append(transaction, draft, author);
        transaction.commit();
        return appended;
    });
    m_synchroniser->wake();
    return entry;
}

void Workstation::requireDuty(const DutyVerdict& verdict, std::string_view attempted, const std::optional<UserNumber>& subject)
{
    if (!verdict.allowed) {
        const nlohmann::json payload = {{"rule", verdict.rule}, {"attempted", attempted}};
        append(subject ? entryAbout(*subject, EntryKind::dutyRefused, payload, m_random) : entryOfDesk(EntryKind::dutyRefused, payload, m_random),
               requireSession().author());
    }
    require(verdict);
}

AgentSession Workstation::requireSearch()
{
    auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    return agent;
}

void Workstation::recordSearch(const std::string& typed, std::size_t found)
{
    const auto agent = requireSearch();
    append(entryOfDesk(EntryKind::holdersSearched, {{"typed", typed}, {"found", found}}, m_random), agent.author());
}

void Workstation::recordView(const UserNumber& person, const std::string& where)
{
    const auto agent = requireSearch();
    append(entryAbout(person, EntryKind::holderViewed, {{"where", where}}, m_random), agent.author());
}

Guid Workstation::askException(const ExceptionOrder& order)
{
    const auto agent = requireSession();
    ExceptionRequest request{Guid::random(m_random), order.act, order.subject, agent.number, agent.certificate, order.reason, m_clock.utcMillis(),
                             ExceptionRequest::State::waiting, std::nullopt, 0, {}};
    requireDuty(ExceptionRules(m_material.roles.policy()).mayAsk(agent, request), nameOf(EntryKind::exceptionRequested), order.subject);
    if (concernsCheck(order.act)) request.checkers = m_store->call([&](Store& store) { return checkersOf(store, order.subject); });
    return recordException(std::move(request), agent);
}

std::optional<Guid> Workstation::usableException(std::string_view act, const UserNumber& subject)
{
    const auto agent = requireSession();
    const ExceptionRules rules(m_material.roles.policy());
    return m_store->call([&](Store& store) -> std::optional<Guid> {
        for (const auto& request : store.exceptions.about(subject)) {
            if (rules.mayUse(agent, request, act, subject, m_clock.utcMillis())) return request.id;
        }
        return std::nullopt;
    });
}

Guid Workstation::askEvidenceException(const IssueApplication& application, const std::string& reason)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::exceptionAsk), nameOf(EntryKind::exceptionRequested)); // before anything is said of the evidence
    if (application.verdict.passed) throw RefusedError(Failure::because("EXCEPTION-ACT", "The evidence is enough without an exception."));
    const auto& person = application.person;
    if (const auto problems = problemsOf(person, dateOf(m_clock.utcMillis()), m_material.evidence.ages()); !problems.empty()) {
        throw RefusedError(Failure::because("PERSON-DETAILS", problems.front().sentence, problems.front().field));
    }
    const EvidenceCase about{application.draft.value_or(Guid::random(m_random)), personDigest(person.legalName(), formatDate(person.dateOfBirth)),
                             evidenceDigest(application.documents, application.verdict), person.legalName(), application.verdict.title};
    ExceptionRequest request{Guid::random(m_random), std::string(evidenceUnmet), std::nullopt, agent.number, agent.certificate, reason,
                             m_clock.utcMillis(), ExceptionRequest::State::waiting, std::nullopt, 0, {}, about};
    const ExceptionRules rules(m_material.roles.policy());
    m_store->call([&](Store& store) {
        // Somebody known here without a card keeps their UUID: it says who may not decide.
        const auto same = samePeople(store, person, application.comparedWith);
        if (same.size() == 1) {
            request.subject = same.front().number;
            request.checkers = checkersOf(store, *request.subject);
        }
        const auto open = store.exceptions.newestFor(about, agent.number);
        const auto state = open ? rules.stateAt(*open, m_clock.utcMillis()) : ExceptionRequest::State::refused;
        if (state == ExceptionRequest::State::waiting || state == ExceptionRequest::State::allowed) {
            throw RefusedError(Failure::because("EXCEPTION-ACT", "An exception for this application is open already."));
        }
    });
    requireDuty(rules.mayAsk(agent, request), nameOf(EntryKind::exceptionRequested), request.subject);
    return recordException(std::move(request), agent);
}

namespace {

EntryDraft exceptionEntry(const ExceptionRequest& request, EntryKind kind, nlohmann::json payload, RandomSource& random)
{
    if (request.subject) return entryAbout(*request.subject, kind, std::move(payload), random);
    return entryOfDesk(kind, std::move(payload), random);
}

} // namespace

Guid Workstation::recordException(ExceptionRequest request, const AgentSession& agent)
{
    auto payload = exceptionToJson(request);
    payload.erase("entry"); // it becomes the id of this very entry
    const auto draft = exceptionEntry(request, EntryKind::exceptionRequested, std::move(payload), m_random);
    const auto id = m_store->call([&](Store& store) {
        Transaction transaction(store.database());
        request.id = store.journal.append(transaction, draft, agent.author()).id;
        store.exceptions.put(transaction, request);
        transaction.commit();
        return request.id;
    });
    m_synchroniser->wake();
    return id;
}

std::vector<ExceptionItem> Workstation::exceptions()
{
    requireSession();
    const ExceptionRules rules(m_material.roles.policy());
    return m_store->call([&](Store& store) {
        const auto agents = store.agents.roster();
        std::vector<ExceptionItem> items;
        for (const auto& request : store.exceptions.latest(mostExceptions)) {
            ExceptionItem item{request.id, request.act, request.subject, request.reason, nameOfAgent(agents, request.requester), request.askedAt,
                               std::string(nameOf(rules.stateAt(request, m_clock.utcMillis()))), nameOfAgent(agents, request.decider),
                               request.decisionReason, std::nullopt};
            if (request.evidence) {
                item.legalName = nameInException(store, request, rules.isFresh(request, m_clock.utcMillis())).value_or(std::string());
                item.verdict = request.evidence->verdict;
            }
            if (request.decider) item.decidedAt = request.decidedAt;
            items.push_back(std::move(item));
        }
        return items;
    });
}

void Workstation::decideException(const Guid& id, bool approve, const std::string& reason, const SecureBytes* passcode)
{
    const auto agent = requireSession();
    std::vector<UserNumber> checkers;
    auto request = m_store->call([&](Store& store) {
        auto found = store.exceptions.byId(id);
        // Who checked has no say over their own check (domain 2.4 d); a renewal before its time is about no evidence.
        if (found && found->subject && concernsCheck(found->act)) checkers = checkersOf(store, *found->subject);
        return found;
    });
    if (!request) throw RefusedError(Failure::of("EXCEPTION-NONE"));
    const ExceptionRules rules(m_material.roles.policy());
    requireDuty(rules.mayDecide(agent, *request, m_clock.utcMillis(), checkers), nameOf(EntryKind::exceptionDecided), request->subject);
    request->state = approve ? ExceptionRequest::State::allowed : ExceptionRequest::State::refused;
    request->decider = agent.number;
    request->decidedAt = m_clock.utcMillis();
    request->decisionReason = reason;
    auto draft = exceptionEntry(*request, EntryKind::exceptionDecided, exceptionToJson(*request), m_random);
    stepUp(draft, passcode);
    m_store->call([&](Store& store) {
        // Another desk's decision may have come while the card signed: the first one counts.
        const auto current = store.exceptions.byId(id);
        if (!current) throw RefusedError(Failure::of("EXCEPTION-NONE"));
        if (const auto may = rules.mayDecide(agent, *current, m_clock.utcMillis(), checkers); !may) throw RefusedError(Failure::of(may.code));
        Transaction transaction(store.database());
        store.journal.append(transaction, draft, agent.author());
        store.exceptions.put(transaction, *request);
        transaction.commit();
    });
    m_synchroniser->wake();
}

void Workstation::erasePayload(const Guid& entry, const std::string& reason, const SecureBytes* passcode)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::payloadErase), nameOf(Permission::payloadErase));
    auto draft = m_store->call([&](Store& store) {
        const auto found = store.journal.byId(entry);
        if (!found) throw RefusedError(Failure::of("ENTRY-UNKNOWN"));
        return store.journal.erasureOf(*found, reason);
    });
    stepUp(draft, passcode);
    m_store->call([&](Store& store) {
        Transaction transaction(store.database());
        store.journal.erasePayload(transaction, entry, draft, agent.author());
        transaction.commit();
    });
    m_synchroniser->wake();
}

SessionProof Workstation::proof(const Live& live)
{
    // On the store's thread, as every use of a session's key: it cannot be dropped in the middle.
    return {live.delegation, [this, author = live.session.author()](ByteView message) {
                return m_store->call([&](Store&) { return m_signers.signerFor(author).sign(message); });
            }};
}

template <class Call>
auto Workstation::atCentre(Call&& call)
{
    requireSession();
    std::optional<SessionProof> session;
    {
        const std::lock_guard lock(m_mutex);
        if (m_live) session = proof(*m_live);
    }
    if (!session) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    const std::lock_guard one(m_readsMutex);
    if (!m_reads) m_reads = connect();
    try {
        return call(*m_reads, *session);
    } catch (const CentralError&) {
        m_reads.reset(); // the next call connects anew
        throw;
    }
}

HolderPage Workstation::findAtCentre(const HolderQuery& query)
{
    return atCentre([&](HolderReads& centre, const SessionProof& session) { return centre.search(query, session); });
}

HolderRecord Workstation::holderAtCentre(const UserNumber& person)
{
    return atCentre([&](HolderReads& centre, const SessionProof& session) { return centre.holder(person, session); });
}

std::optional<Bytes> Workstation::portraitAtCentre(const Sha256Digest& reference)
{
    return atCentre([&](HolderReads& centre, const SessionProof& session) { return centre.portrait(reference, session); });
}

Guid Workstation::beginNewLog(const std::string& reason)
{
    const auto workstation = m_material.site.description().workstation;
    const auto log = atCentre([&](CentralEnrolment& centre, const SessionProof& session) { return centre.newLog(workstation, reason, session); });
    // The session was delegated for the old log: no entry of the new one can be signed by it.
    auto live = takeLive();
    if (live) live->secrets.reset();
    m_store->call([&](Store& store) {
        struct Drop {
            WorkstationSigners& signers;
            Store& store;
            ~Drop()
            {
                signers.endAllSessions();
                store.close();
            }
        } drop{m_signers, store};
        store.beginNewLog(log, reason);
        for (const auto& session : store.sessions.open()) {
            Transaction transaction(store.database());
            store.sessions.end(transaction, session, m_clock.utcMillis());
            transaction.commit();
        }
        countUp(store);
    });
    m_synchroniser->wake();
    return log;
}

void Workstation::exportLog(const std::function<void(std::string_view line)>& sink)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::journalExport), nameOf(Permission::journalExport));
    append(entryOfDesk(EntryKind::dataExported, {{"what", "log"}}, m_random), agent.author());
    m_store->call([&](Store& store) { store.journal.exportWhole(sink); });
}

std::string Workstation::exportProof(const UserNumber& person)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::journalExport), nameOf(Permission::journalExport));
    append(entryAbout(person, EntryKind::dataExported, {{"what", "holder-proof"}}, m_random), agent.author());
    return m_store->call([&](Store& store) { return store.journal.proofFor(person).text(); });
}

std::vector<TamperingFinding> Workstation::findings()
{
    return m_store->call([](Store& store) { return store.findings(); });
}

} // namespace cardwright::runtime
