#include "core/journal/Delegation.h"
#include "core/journal/JournalError.h"
#include "core/store/CardTrust.h"
#include "core/store/Journal.h"
#include "core/store/JournalRows.h"
#include "core/store/Sessions.h"
#include "core/store/StoreError.h"

#include <map>

namespace cardwright {

namespace {

/// Who may have signed: the workstation, and each session whose delegation is kept here and holds.
class Authors {
public:
    Authors(StoreRoom& room, const Guid& log) : m_workstation(room.certificates.signing().publicKey()), m_sessionsKnown(room.vault.isOpen())
    {
        if (!m_sessionsKnown) return;
        const auto trust = cardTrust::anchors(room.site, room.certificates);
        for (const auto& session : Sessions(room).ofLog(log)) {
            try {
                auto delegation = readDelegation(session.delegation, trust);
                const auto author = delegation.author();
                m_sessions.emplace(author.session, std::pair(author.agent, std::move(delegation.terms.sessionKey)));
            } catch (const JournalError& error) {
                room.note({"STORE-TAMPERED", wordsOf({"session", session.session, "delegation"})});
            }
        }
    }

    /// The words for what is wrong; empty when nothing is.
    std::string judge(const JournalEntry& entry) const
    {
        if (entry.signature.empty()) return "no signature";
        if (entry.author == EntryAuthor{}) return signatureHolds(entry, m_workstation) ? "" : "signature";
        if (!m_sessionsKnown) return {};
        const auto session = m_sessions.find(entry.author.session);
        if (session == m_sessions.end()) return "a session that no agent's card delegated";
        if (session->second.first != entry.author.agent) return "another agent than the one who delegated the session";
        return signatureHolds(entry, session->second.second) ? "" : "signature";
    }

private:
    PublicKey m_workstation;
    bool m_sessionsKnown;
    std::map<Sha256Digest, std::pair<Sha256Digest, PublicKey>> m_sessions;
};

/// The roots that the log had, as far as checkpoints tell.
std::map<std::uint64_t, std::vector<Checkpoint>> rootsOf(Journal& journal, const Guid& log, std::vector<TamperingFinding>& found)
{
    std::map<std::uint64_t, std::vector<Checkpoint>> roots;
    for (const auto& record : journal.checkpoints(log)) {
        try {
            auto checkpoint = Checkpoint::parse(record.note);
            if (checkpoint.log == log && checkpoint.size == record.size) {
                roots[record.size].push_back(std::move(checkpoint));
                continue;
            }
        } catch (const JournalError&) {
        }
        found.push_back({"STORE-TAMPERED", "checkpoint at " + std::to_string(record.size) + " entries"});
    }
    return roots;
}

} // namespace

std::vector<TamperingFinding> Journal::check()
{
    std::vector<TamperingFinding> found;
    for (const auto& log : logs()) checkLog(log, found);
    return found;
}

void Journal::checkLog(const LogRecord& log, std::vector<TamperingFinding>& found)
{
    const Authors authors(m_room, log.log);
    auto roots = rootsOf(*this, log.log, found);
    const auto& workstation = m_room.certificates.signing();
    MerkleFrontier tree;
    const auto compare = [&] {
        for (const auto& checkpoint : roots[tree.size()]) {
            const bool ours = checkpoint.signedBy(workstationKeyName(m_room.site.description().workstation), workstation.publicKey());
            if (!ours) found.push_back({"STORE-TAMPERED", "checkpoint at " + std::to_string(tree.size()) + " entries, signature"});
            if (ours && checkpoint.root != tree.root()) found.push_back({"STORE-TAMPERED", "journal, the first " + std::to_string(tree.size()) + " entries are not those of their checkpoint"});
        }
        roots.erase(tree.size());
    };
    compare();
    auto row = m_database.prepare(journalRows::select("WHERE log.guid = ?1 ORDER BY journal.seq"));
    row.bind(log.log);
    while (row.step()) {
        const auto words = "journal, entry " + std::to_string(row.integer(0));
        for (; static_cast<std::uint64_t>(row.integer(0)) > tree.size(); tree.append({})) {
            found.push_back({"STORE-TAMPERED", "journal, entry " + std::to_string(tree.size()) + " is missing"});
        }
        try {
            const auto entry = journalRows::entryFrom(row);
            if (leafDigest(canonicalBytes(entry)) != entry.digest) {
                found.push_back({"STORE-TAMPERED", words + ", digest"});
            } else if (const auto wrong = authors.judge(entry); !wrong.empty()) {
                found.push_back({"STORE-TAMPERED", words + ", " + wrong});
            }
            if (entry.payload && sha256(*entry.payload) != entry.payloadDigest) found.push_back({"STORE-TAMPERED", words + ", payload"});
            tree.append(entry.digest);
        } catch (const StoreError&) {
            found.push_back({"STORE-TAMPERED", words});
            tree.append({});
        }
        compare();
    }
    for (const auto& [size, checkpoints] : roots) {
        if (!checkpoints.empty()) found.push_back({"STORE-ROLLED-BACK", "a checkpoint of " + std::to_string(size) + " entries, and there are " + std::to_string(tree.size())});
    }
    if (log.size != tree.size()) found.push_back({"STORE-TAMPERED", "log, tree"});
    auto erased = m_database.prepare("SELECT seq FROM journal WHERE log = (SELECT row FROM log WHERE guid = ?1) AND payload IS NULL "
                                     "AND id NOT IN (SELECT entry FROM erasure)");
    erased.bind(log.log);
    while (erased.step()) found.push_back({"STORE-TAMPERED", "journal, entry " + std::to_string(erased.integer(0)) + ", payload is gone and no entry says why"});
}

} // namespace cardwright
