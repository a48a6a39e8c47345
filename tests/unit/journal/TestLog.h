#pragma once

#include "core/crypto/Envelope.h"
#include "core/journal/Delegation.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/LogExport.h"
#include "core/journal/MerkleLog.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <string>
#include <vector>

namespace cardwright::test {
inline namespace exportside { // TestAgent is also the name of the centre's: one program may hold both

inline Guid numbered(unsigned number)
{
    Bytes octets(16, 0);
    octets[0] = 1;
    octets[14] = static_cast<std::uint8_t>(number >> 8);
    octets[15] = static_cast<std::uint8_t>(number);
    return Guid::fromBytes(octets).value();
}

/// An agent with a card of one key, and a session that the card delegated.
struct TestAgent {
    PrivateKey cardKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate certificate;
    PrivateKey sessionKey = PrivateKey::generate(KeyAlgorithm::ecP256);

    explicit TestAgent(TestAuthority& authority) : certificate(authority.issue(CertificateProfile::signIn, cardKey.publicKey())) {}
    EntryAuthor author() const { return {certificate.fingerprint(), sessionOf(sessionKey.publicKey())}; }
    Bytes delegation(const Guid& log, const Guid& workstation, std::int64_t from, std::int64_t until) const
    {
        PrivateKeySigner card(cardKey);
        return makeDelegation({log, workstation, sessionKey.publicKey(), from, until}, card, certificate);
    }
};

/// A workstation's log as it should be: entry 0 by the workstation, the others by an agent's session; entries ten seconds apart.
struct TestLog {
    static constexpr std::int64_t start = now;
    static constexpr std::int64_t step = 10'000;

    TestAuthority authority;
    Guid log = numbered(200);
    Guid workstation = guid();
    PrivateKey workstationKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey centreKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    TestAgent agent{authority};
    TestAgent colleague{authority};
    ExportHeader header;
    std::vector<JournalEntry> entries;

    explicit TestLog(std::size_t count = 6)
    {
        auto content = authority.contentFor(CertificateProfile::workstationSigning);
        content.uuid = workstation;
        header.site = numbered(7);
        header.log = log;
        header.workstation = workstation;
        header.workstationCertificate = authority.issue(content, workstationKey.publicKey());
        header.centreSigning = authority.issue(CertificateProfile::statementSigning, centreKey.publicKey());
        header.trust = {authority.root};
        header.delegations = {agent.delegation(log, workstation, start, start + day)};
        for (std::size_t seq = 0; seq < count; ++seq) {
            JournalEntry entry;
            entry.log = log;
            entry.seq = seq;
            entry.id = numbered(static_cast<unsigned>(seq));
            entry.at = start + static_cast<std::int64_t>(seq) * step;
            entry.kind = seq == 0 ? EntryKind::logBegun : EntryKind::holdersSearched;
            entry.payload = toBytes(bytesOf("envelope " + std::to_string(seq)));
            entries.push_back(entry);
            if (seq == 0) {
                signByWorkstation(0);
            } else {
                signBy(agent, seq);
            }
        }
        header.checkpoints = {checkpoint().text()};
    }

    void signBy(const TestAgent& author, std::size_t seq)
    {
        KeyEntrySigner signer(author.sessionKey, author.author());
        entries[seq].author = author.author();
        sealAndSign(entries[seq], signer);
    }
    void signByWorkstation(std::size_t seq)
    {
        KeyEntrySigner signer(workstationKey, {});
        entries[seq].author = {};
        sealAndSign(entries[seq], signer);
    }

    MerkleLog tree() const
    {
        MerkleLog made;
        for (const auto& entry : entries) made.append(entry.digest);
        return made;
    }
    Checkpoint checkpoint() const { return checkpoint(entries.size()); }
    Checkpoint checkpoint(std::uint64_t size) const { return signedByBoth({log, size, tree().rootAt(size), {}}); }
    Checkpoint signedByBoth(Checkpoint made) const
    {
        PrivateKeySigner desk(workstationKey);
        PrivateKeySigner centre(centreKey);
        made.sign(workstationKeyName(workstation), desk);
        made.sign(centreKeyName(numbered(7)), centre);
        return made;
    }
    HolderProof proofOf(const std::vector<std::uint64_t>& indices) const
    {
        HolderProof proof{header, checkpoint(), {}};
        const auto whole = tree();
        for (const auto index : indices) proof.entries.push_back({entries[index], index, whole.inclusionProof(index, entries.size())});
        return proof;
    }
};

} // namespace exportside
} // namespace cardwright::test
