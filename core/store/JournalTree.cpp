#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"
#include "core/store/CardTrust.h"
#include "core/store/HighWater.h"
#include "core/store/Journal.h"
#include "core/store/JournalRows.h"
#include "core/store/Sessions.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

namespace {

Bytes octetsOf(const std::vector<Sha256Digest>& peaks)
{
    Bytes octets;
    for (const auto& peak : peaks) append(octets, peak);
    return octets;
}

std::optional<MerkleFrontier> frontierFrom(std::uint64_t size, ByteView octets)
{
    std::vector<Sha256Digest> peaks;
    for (; octets.size() >= 32; octets = octets.subspan(32)) peaks.push_back(*sha256DigestFrom(octets.first(32)));
    try {
        return octets.empty() ? std::optional(MerkleFrontier(size, std::move(peaks))) : std::nullopt;
    } catch (const JournalError&) {
        return std::nullopt;
    }
}

/// Nothing for a note that was tampered with: the tree is then made from its beginning.
std::optional<Sha256Digest> rootIn(std::string_view note)
{
    try {
        return Checkpoint::parse(note).root;
    } catch (const JournalError&) {
        return std::nullopt;
    }
}

/// The workstation's own signer as one of notes.
class NoteSigner final : public MessageSigner {
public:
    NoteSigner(EntrySigner& signer, PublicKey key) : m_signer(signer), m_key(std::move(key)) {}
    const PublicKey& publicKey() const override { return m_key; }
    Bytes sign(ByteView message) override { return m_signer.sign(message); }

private:
    EntrySigner& m_signer;
    PublicKey m_key;
};

/// Appends the digests of a log's entries from the frontier's size up to `until`.
void grow(Database& database, std::int64_t log, MerkleFrontier& tree, std::uint64_t until)
{
    auto row = database.prepare("SELECT digest FROM journal WHERE log = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq");
    row.bind(log).bind(tree.size()).bind(until);
    while (row.step()) tree.append(row.digest(0));
    if (tree.size() != until) throw StoreError(Failure::of("STORE-TAMPERED", "journal, entry " + std::to_string(tree.size()) + " is missing"));
}

} // namespace

MerkleFrontier Journal::frontier()
{
    auto row = m_database.prepare("SELECT tree_size, tree_peaks FROM log WHERE row = ?1");
    row.bind(m_logRow);
    if (!row.step()) throw StoreError(Failure::of("STORE-DAMAGED", "log"));
    const auto entries = size();
    auto tree = frontierFrom(static_cast<std::uint64_t>(row.integer(0)), row.blob(1));
    if (tree && tree->size() == entries) return std::move(*tree);
    // The entries are what counts: the edge is made from them anew, and that it was off is told.
    m_room.note({"STORE-TAMPERED", "log, tree"});
    MerkleFrontier made;
    grow(m_database, m_logRow, made, entries);
    return made;
}

void Journal::keepFrontier(Transaction& transaction, const MerkleFrontier& tree)
{
    transaction.database().prepare("UPDATE log SET tree_size = ?1, tree_peaks = ?2 WHERE row = ?3")
        .bind(tree.size()).bind(octetsOf(tree.peaks())).bind(m_logRow).run();
}

Sha256Digest Journal::root() { return frontier().root(); }

Sha256Digest Journal::rootAt(std::uint64_t until)
{
    if (until > size()) throw StoreError(Failure::of("INTERNAL", "a tree larger than the log"));
    if (!m_sent || m_sent->size() > until) {
        m_sent.emplace();
        auto row = m_database.prepare("SELECT size, peaks, note FROM checkpoint WHERE log = ?1 AND size <= ?2 ORDER BY size DESC LIMIT 1");
        row.bind(m_logRow).bind(until);
        if (row.step()) {
            const auto kept = frontierFrom(static_cast<std::uint64_t>(row.integer(0)), row.blob(1));
            if (kept && rootIn(row.text(2)) == kept->root()) m_sent = kept;
        }
    }
    grow(m_database, m_logRow, *m_sent, until);
    return m_sent->root();
}

Checkpoint Journal::checkpointAt(std::uint64_t until)
{
    if (m_signers == nullptr) throw StoreError(Failure::of("INTERNAL", "a store without anybody who signs"));
    Checkpoint checkpoint;
    checkpoint.log = m_log;
    checkpoint.size = until;
    checkpoint.root = rootAt(until);
    NoteSigner signer(m_signers->signerFor({}), m_room.certificates.signing().publicKey());
    checkpoint.sign(workstationKeyName(m_room.site.description().workstation), signer);
    return checkpoint;
}

Checkpoint Journal::checkpoint(Transaction& transaction)
{
    auto checkpoint = checkpointAt(size());
    transaction.database()
        .prepare("INSERT INTO checkpoint (log, size, note, countersigned, peaks, at) VALUES (?1, ?2, ?3, 0, ?4, ?5) "
                 "ON CONFLICT (log, size, countersigned) DO NOTHING")
        .bind(m_logRow).bind(checkpoint.size).bind(checkpoint.text()).bind(octetsOf(m_sent->peaks())).bind(now())
        .run();
    // Not before: a mark above what was committed would call this very store an older copy.
    transaction.onCommit([&site = m_room.site, checkpoint] { highWater::raise(site, checkpoint); });
    return checkpoint;
}

void Journal::keepCountersigned(Transaction& transaction, std::string_view note)
{
    const auto checkpoint = Checkpoint::parse(note);
    const auto& site = m_room.site.description();
    if (checkpoint.log != m_log || !checkpoint.signedBy(centreKeyName(site.site), m_room.certificates.centreSigning().publicKey())) {
        throw StoreError(Failure::of("CHECKPOINT-UNSIGNED"));
    }
    if (checkpoint.size > size()) throw StoreError(Failure::of("STORE-ROLLED-BACK", "the centre signed " + std::to_string(checkpoint.size) + " entries"));
    if (checkpoint.root != rootAt(checkpoint.size)) throw StoreError(Failure::of("LOG-FORKED", "at " + std::to_string(checkpoint.size) + " entries"));
    transaction.database()
        .prepare("INSERT INTO checkpoint (log, size, note, countersigned, peaks, at) VALUES (?1, ?2, ?3, 1, ?4, ?5) "
                 "ON CONFLICT (log, size, countersigned) DO UPDATE SET note = excluded.note, at = excluded.at")
        .bind(m_logRow).bind(checkpoint.size).bind(checkpoint.text()).bind(octetsOf(m_sent->peaks())).bind(now())
        .run();
    transaction.onCommit([&itsSite = m_room.site, checkpoint] { highWater::raise(itsSite, checkpoint); });
}

std::vector<CheckpointRecord> Journal::checkpoints(const Guid& log)
{
    auto row = m_database.prepare("SELECT size, note, countersigned, at FROM checkpoint WHERE log = (SELECT row FROM log WHERE guid = ?1) "
                                  "ORDER BY size, countersigned");
    row.bind(log);
    std::vector<CheckpointRecord> records;
    while (row.step()) records.push_back({static_cast<std::uint64_t>(row.integer(0)), row.text(1), row.integer(2) != 0, row.integer(3)});
    return records;
}

std::optional<CheckpointRecord> Journal::lastCountersigned()
{
    auto all = checkpoints();
    const auto last = std::find_if(all.rbegin(), all.rend(), [](const CheckpointRecord& record) { return record.countersigned; });
    return last == all.rend() ? std::nullopt : std::optional(*last);
}

void Journal::exportLines(const std::function<void(std::string_view line)>& sink)
{
    constexpr std::size_t page = 500;
    const auto end = size();
    for (std::uint64_t from = 0; from < end; from += page) {
        for (const auto& entry : range(from, page)) {
            if (entry.seq < end) sink(exportLine(entry));
        }
    }
}

ExportHeader Journal::exportHeader(const Guid& log)
{
    m_room.requireOpen();
    auto& certificates = m_room.certificates;
    ExportHeader header;
    header.site = m_room.site.description().site;
    header.log = log;
    header.workstation = m_room.site.description().workstation;
    header.workstationCertificate = certificates.signing();
    header.trust = cardTrust::anchors(m_room.site, certificates);
    header.centreSigning = certificates.centreSigning();
    for (const auto& session : Sessions(m_room).ofLog(log)) header.delegations.push_back(session.delegation);
    for (const auto& checkpoint : checkpoints(log)) header.checkpoints.push_back(checkpoint.note);
    return header;
}

void Journal::exportWhole(const Guid& log, const std::function<void(std::string_view line)>& sink)
{
    auto known = m_database.prepare("SELECT row FROM log WHERE guid = ?1");
    known.bind(log);
    if (!known.step()) throw StoreError(Failure::of("STORE-READ", "a log that is not in this store"));
    const auto row = known.integer(0);
    sink(exportHeader(log).line());
    constexpr std::int64_t page = 500;
    for (std::int64_t from = 0;;) {
        auto statement = m_database.prepare(journalRows::select("WHERE journal.log = ?1 AND journal.seq >= ?2 ORDER BY journal.seq LIMIT ?3"));
        statement.bind(row).bind(from).bind(page);
        const auto entries = journalRows::all(statement);
        if (entries.empty()) return;
        for (const auto& entry : entries) sink(exportLine(entry));
        from = static_cast<std::int64_t>(entries.back().seq) + 1;
    }
}

HolderProof Journal::proofFor(const UserNumber& person)
{
    HolderProof proof;
    proof.header = exportHeader(m_log);
    proof.checkpoint = checkpointAt(size());
    MerkleLog tree;
    auto row = m_database.prepare("SELECT digest FROM journal WHERE log = ?1 ORDER BY seq");
    row.bind(m_logRow);
    while (row.step()) tree.append(row.digest(0));
    for (auto& entry : about(person)) {
        if (entry.log != m_log) continue;
        HolderProof::Item item;
        item.index = entry.seq;
        item.path = tree.inclusionProof(entry.seq, tree.size());
        item.entry = std::move(entry);
        proof.entries.push_back(std::move(item));
    }
    return proof;
}

} // namespace cardwright
