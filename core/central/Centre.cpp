#include "core/central/Centre.h"

#include "core/central/CheckpointOffice.h"
#include "core/central/DeliveryBook.h"
#include "core/central/EntryApplier.h"
#include "core/central/EntryBatch.h"
#include "core/central/EntryCheck.h"
#include "core/central/IssuingOffice.h"
#include "core/central/Schema.h"
#include "core/central/SiteOffice.h"
#include "core/crypto/CryptoError.h"
#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"
#include "core/store/Transaction.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

Database openDatabase(const CentreFolder& folder)
{
    DatabaseOptions options;
    options.file = folder.database();
    options.applicationId = centreApplicationId;
    options.migrations = centreMigrations();
    return Database(std::move(options));
}

std::unique_ptr<CentreParts> openParts(const CentreFolder& folder, CertificateAuthority& authority, const Clock& clock, RandomSource& random)
{
    constexpr std::size_t mostFile = 64 * 1024;
    const auto damaged = [&] { return StoreError(Failure::of("SITE-DAMAGED", folder.description().string())); };
    const auto description = nlohmann::json::parse(toText(readWholeFile(folder.description(), mostFile)), nullptr, false);
    if (!description.is_object()) throw damaged();
    const auto site = Guid::parse(description.value("site", ""));
    if (!site) throw damaged();
    return std::unique_ptr<CentreParts>(new CentreParts{folder, openDatabase(folder), CentreKeys::open(folder), authority, clock, random, *site,
                                                        description.value("name", ""), description.value("odsCode", "")});
}

Sha256Digest receiptOf(const Guid& log, std::uint64_t seq, ByteView digest, bool accepted)
{
    constexpr std::uint8_t prefix[] = {0x02};
    std::array<std::uint8_t, 8> number{};
    for (std::size_t i = 0; i < number.size(); ++i) number[i] = static_cast<std::uint8_t>(seq >> (56 - 8 * i));
    const std::uint8_t verdict[] = {static_cast<std::uint8_t>(accepted ? 1 : 0)};
    return sha256(concat({prefix, log.bytes(), number, digest, verdict}));
}

/// The entry as it was stored, with its own digest checked. Throws ProblemError.
JournalEntry readEntry(const std::string& text, const Guid& log)
{
    try {
        auto entry = entryFromJson(nlohmann::json::parse(text), log);
        if (leafDigest(canonicalBytes(entry)) != entry.digest) refuse("digest-wrong");
        return entry;
    } catch (const JournalError& error) {
        refuse("entry-malformed", error.failure().detail);
    }
}

} // namespace

Centre::Centre(const std::filesystem::path& directory, CertificateAuthority& authority, const Clock& clock, RandomSource& random)
    : m_parts(openParts({directory}, authority, clock, random)), m_checkpoints(std::make_unique<CheckpointOffice>(*m_parts)),
      m_reads(std::make_unique<HolderReads>(*m_parts))
{
    std::vector<Guid> logs;
    {
        auto query = database().prepare("SELECT DISTINCT log FROM entries WHERE status = 'received'");
        while (query.step()) logs.push_back(query.guid(0));
    }
    for (const auto& log : logs) applyWaiting(log);
    Transaction transaction(database());
    SiteOffice(*m_parts).keepCardTrust(transaction);
    IssuingOffice(*m_parts).hurry(transaction);
    transaction.commit();
}

Centre::~Centre() = default;

std::uint64_t Centre::nextOf(const Guid& log)
{
    auto query = database().prepare("SELECT coalesce(max(seq) + 1, 0) FROM entries WHERE log = ?1");
    query.bind(log);
    return query.step() ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

std::uint64_t Centre::store(const Guid& log, const std::vector<ReceivedEntry>& entries, std::uint64_t next)
{
    for (const auto& entry : entries) {
        if (entry.seq > next) break; // a gap: nothing is kept from here on
        if (entry.seq < next) {
            auto stored = database().prepare("SELECT digest FROM entries WHERE log = ?1 AND seq = ?2");
            stored.bind(log).bind(entry.seq);
            if (!stored.step() || stored.digest(0) != entry.digest) refuse("log-forked", "seq " + std::to_string(entry.seq));
            continue;
        }
        database()
            .prepare("INSERT INTO entries (log, seq, id, digest, kind, entry, received_at, status) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'received')")
            .bind(log)
            .bind(entry.seq)
            .bind(entry.id)
            .bind(entry.digest)
            .bind(entry.kind)
            .bind(entry.text)
            .bind(m_parts->clock.utcMillis())
            .run();
        ++next;
    }
    return next;
}

BatchAnswer Centre::receive(const Guid& log, std::string_view body)
{
    const auto batch = readBatch(body);
    WorkstationBook(*m_parts).requireOpen(log);
    const auto before = nextOf(log);
    BatchAnswer answer;
    try {
        Transaction transaction(database());
        answer.next = store(log, batch.entries, before);
        if (!batch.checkpoint.empty()) answer.checkpoint = m_checkpoints->countersign(transaction, log, batch.checkpoint, answer.next);
        transaction.commit();
    } catch (const ProblemError& error) {
        // What proves a fork must outlive the transaction that it ended.
        if (error.problem().name.starts_with("checkpoint-")) {
            Transaction transaction(database());
            m_checkpoints->keepRefused(transaction, log, batch.checkpoint, error.problem().name);
            transaction.commit();
        }
        throw;
    }
    applyWaiting(log);
    for (const auto& entry : batch.entries) {
        if (entry.seq >= answer.next) break;
        answer.results.push_back(storedResult(log, entry.seq, entry.seq < before));
    }
    return answer;
}

void Centre::applyWaiting(const Guid& log)
{
    std::vector<std::uint64_t> waiting;
    {
        auto query = database().prepare("SELECT seq FROM entries WHERE log = ?1 AND status = 'received' ORDER BY seq");
        query.bind(log);
        while (query.step()) waiting.push_back(static_cast<std::uint64_t>(query.integer(0)));
    }
    for (const auto seq : waiting) applyOne(log, seq);
}

void Centre::keepAnswer(const Guid& log, std::uint64_t seq, const Sha256Digest& digest, const std::optional<std::string>& problem)
{
    database().prepare("UPDATE entries SET status = ?1, problem = ?2, receipt = ?3 WHERE log = ?4 AND seq = ?5")
        .bind(problem ? "refused" : "accepted")
        .bind(problem)
        .bind(receiptOf(log, seq, digest, !problem))
        .bind(log)
        .bind(seq)
        .run();
}

void Centre::applyOne(const Guid& log, std::uint64_t seq)
{
    auto row = database().prepare("SELECT entry, id, digest FROM entries WHERE log = ?1 AND seq = ?2");
    row.bind(log).bind(seq);
    if (!row.step()) return;
    const auto text = row.text(0);
    const auto id = row.guid(1);
    const auto digest = row.digest(2);
    row.reset();
    const auto desk = WorkstationBook(*m_parts).ofLog(log);
    std::optional<JournalEntry> entry;
    std::optional<Payload> payload;
    std::optional<Problem> problem;
    try {
        Transaction transaction(database());
        entry = readEntry(text, log);
        auto sameId = database().prepare("SELECT 1 FROM entries WHERE log = ?1 AND id = ?2 AND seq < ?3");
        if (sameId.bind(log).bind(id).bind(seq).step()) refuse("id-reused");
        EntryCheck check(transaction, *m_parts, desk);
        payload.emplace(check.open(*entry));
        const auto agent = check.check(*entry, *payload);
        EntryApplier(transaction, *m_parts).apply({*entry, *payload, desk, agent});
        keepAnswer(log, seq, digest, std::nullopt);
        transaction.commit();
        return;
    } catch (const ProblemError& error) {
        problem = error.problem();
    } catch (const CryptoError& error) {
        problem = Problem::of("payload-malformed", error.failure().code);
    }
    if (problem->userNumber) {
        // Whose number it is, is for the asking desk's eyes only.
        problem->sealed = sealedToDesk(*m_parts, desk.id, bytesOf(nlohmann::json{{"userNumber", *problem->userNumber}}.dump()));
        problem->userNumber.reset();
    }
    // Refused: stored and not applied. The desk learns it twice, in the answer and, should that be lost, as a delivery.
    Transaction transaction(database());
    if (entry && payload) EntryApplier(transaction, *m_parts).markRefused(*entry, *payload);
    keepAnswer(log, seq, digest, problem->json());
    const nlohmann::json body{{"entry", id.text()}, {"seq", seq}, {"problem", nlohmann::json::parse(problem->json())}};
    DeliveryBook(*m_parts).add(transaction, log, "refusal", body.dump());
    transaction.commit();
}

std::optional<AuthorityTask> Centre::takeTask()
{
    Transaction transaction(database());
    auto task = IssuingOffice(*m_parts).take(transaction);
    transaction.commit();
    return task;
}

void Centre::settleTask(const AuthorityTask& task, const AuthorityOutcome& outcome)
{
    Transaction transaction(database());
    IssuingOffice(*m_parts).settle(transaction, task, outcome);
    transaction.commit();
}

std::optional<std::int64_t> Centre::nextTaskAt() { return IssuingOffice(*m_parts).nextAt(); }

void Centre::issuePending()
{
    m_parts->authority.keepUp(m_parts->clock.utcMillis());
    while (const auto task = takeTask()) {
        const auto outcome = perform(m_parts->authority, *task, m_parts->clock.utcMillis());
        settleTask(*task, outcome);
        if (outcome.failure && outcome.failure->code == "CA-UNREACHABLE") return;
    }
}

EntryResult Centre::storedResult(const Guid& log, std::uint64_t seq, bool repeated)
{
    auto query = database().prepare("SELECT id, status, problem, receipt FROM entries WHERE log = ?1 AND seq = ?2");
    query.bind(log).bind(seq);
    if (!query.step()) refuse("internal", "entry");
    EntryResult result;
    result.seq = seq;
    result.id = query.guid(0);
    result.status = query.text(1) == "accepted" ? EntryStatus::accepted : EntryStatus::refused;
    result.repeated = repeated;
    result.problem = query.optionalText(2).value_or("");
    result.receipt = query.digest(3);
    return result;
}

} // namespace cardwright::central
