#include "core/central/CheckpointOffice.h"

#include "core/central/Problem.h"
#include "core/central/WorkstationBook.h"
#include "core/journal/Checkpoint.h"
#include "core/journal/JournalError.h"
#include "core/journal/MerkleLog.h"
#include "core/store/Statement.h"

namespace cardwright::central {

namespace {

constexpr std::size_t digestOctets = std::tuple_size_v<Sha256Digest>;

Bytes octetsOf(const std::vector<Sha256Digest>& peaks)
{
    Bytes octets;
    for (const auto& peak : peaks) append(octets, peak);
    return octets;
}

std::vector<Sha256Digest> peaksFrom(const Bytes& octets)
{
    std::vector<Sha256Digest> peaks;
    for (std::size_t at = 0; at + digestOctets <= octets.size(); at += digestOctets) {
        peaks.push_back(sha256DigestFrom(ByteView(octets).subspan(at, digestOctets)).value());
    }
    return peaks;
}

Checkpoint read(std::string_view note, const Guid& log)
{
    try {
        auto checkpoint = Checkpoint::parse(note);
        if (checkpoint.log != log) refuse("checkpoint-wrong", "log");
        return checkpoint;
    } catch (const JournalError&) {
        refuse("checkpoint-wrong", "form");
    }
}

/// The tree of this size: from the newest countersigned one that is not larger, which must be the beginning of it.
MerkleFrontier treeOf(Database& database, const Guid& log, std::uint64_t size)
{
    MerkleFrontier tree;
    {
        auto base = database.prepare("SELECT size, peaks, root FROM checkpoints WHERE log = ?1 AND size <= ?2 ORDER BY size DESC LIMIT 1");
        if (base.bind(log).bind(size).step()) {
            tree = MerkleFrontier(static_cast<std::uint64_t>(base.integer(0)), peaksFrom(base.blob(1)));
            if (tree.root() != base.digest(2)) refuse("internal", "checkpoint");
        }
    }
    auto leaves = database.prepare("SELECT digest FROM entries WHERE log = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq");
    leaves.bind(log).bind(tree.size()).bind(size);
    while (leaves.step()) tree.append(leaves.digest(0));
    return tree;
}

} // namespace

std::string CheckpointOffice::countersign(Transaction&, const Guid& log, std::string_view note, std::uint64_t next)
{
    auto checkpoint = read(note, log);
    const auto desk = WorkstationBook(m_parts).ofLog(log);
    const auto key = WorkstationBook(m_parts).signingCertificate(desk.id).publicKey();
    if (!checkpoint.signedBy(workstationKeyName(desk.id), key)) refuse("checkpoint-wrong", "signature");
    auto same = m_parts.database.prepare("SELECT root, note FROM checkpoints WHERE log = ?1 AND size = ?2");
    if (same.bind(log).bind(checkpoint.size).step()) {
        if (same.digest(0) != checkpoint.root) refuse("checkpoint-forked", "size " + std::to_string(checkpoint.size));
        return same.text(1);
    }
    if (checkpoint.size > next) return {};
    const auto tree = treeOf(m_parts.database, log, checkpoint.size);
    if (tree.root() != checkpoint.root) refuse("checkpoint-inconsistent", "size " + std::to_string(checkpoint.size));
    PrivateKeySigner signer(m_parts.keys.signingKey);
    checkpoint.sign(centreKeyName(m_parts.site), signer);
    auto text = checkpoint.text();
    m_parts.database.prepare("INSERT INTO checkpoints (log, size, root, peaks, note, countersigned_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(log)
        .bind(checkpoint.size)
        .bind(checkpoint.root)
        .bind(octetsOf(tree.peaks()))
        .bind(text)
        .bind(m_parts.clock.utcMillis())
        .run();
    return text;
}

void CheckpointOffice::keepRefused(Transaction&, const Guid& log, std::string_view note, std::string_view problem)
{
    m_parts.database.prepare("INSERT INTO refused_checkpoints (log, problem, note, received_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(log)
        .bind(problem)
        .bind(note)
        .bind(m_parts.clock.utcMillis())
        .run();
}

} // namespace cardwright::central
