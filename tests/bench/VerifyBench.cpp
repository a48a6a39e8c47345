#include "tests/bench/Figures.h"

#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/Envelope.h"
#include "core/crypto/SecureRandom.h"
#include "core/journal/EntryJson.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/LogVerifier.h"
#include "tests/support/TempFolder.h"

#include <fmt/format.h>

#include <fstream>
#include <future>
#include <stdexcept>

namespace cardwright::bench {

namespace {

constexpr std::int64_t began = 1'790'000'000'000;
constexpr std::int64_t hour = 3'600'000;
constexpr std::uint64_t entriesOfOneSession = 2'000;
constexpr std::uint64_t block = 5'000; ///< made by one thread at a time
constexpr std::size_t usualPayload = 420; ///< octets of JSON in an entry about a person

/// A log as a desk would have written it: sessions delegated by an agent's certificate, each entry signed by its session's key.
class LogMaker {
public:
    explicit LogMaker(std::uint64_t entries) : m_entries(entries)
    {
        m_header.log = Guid::random(m_random);
        m_header.workstation = Guid::random(m_random);
        m_header.workstationCertificate = certificate(CertificateProfile::workstationSigning, "desk 2", m_workstationKey);
        m_header.site = Guid::random(m_random);
        m_header.centreSigning = certificate(CertificateProfile::statementSigning, "centre-signing", PrivateKey::generate(KeyAlgorithm::ecP256));
        m_header.trust = {m_root};
        for (std::uint64_t i = 0; i * entriesOfOneSession < entries; ++i) addSession(i);
        m_envelope = envelope::seal(Bytes(usualPayload, 0x7B), std::vector{recipient("centre-envelope"), recipient("store")});
    }

    /// The lines of a block, and its leaves.
    struct Block {
        std::string lines;
        std::vector<Sha256Digest> leaves;
    };
    Block make(std::uint64_t from) const
    {
        Block made;
        for (auto seq = from; seq < std::min(m_entries, from + block); ++seq) {
            const auto entry = entryAt(seq);
            made.lines += exportLine(entry);
            made.lines += '\n';
            made.leaves.push_back(entry.digest);
        }
        return made;
    }

    /// Header and entries to the file; the checkpoint over all of them.
    Checkpoint write(const std::filesystem::path& file) const
    {
        std::ofstream out(file, std::ios::binary);
        out << m_header.line() << '\n';
        MerkleFrontier tree;
        for (std::uint64_t from = 0; from < m_entries; from += 2 * block) {
            auto other = std::async(std::launch::async, [&] { return make(std::min(m_entries, from + block)); });
            for (const auto& each : {make(from), other.get()}) {
                out << each.lines;
                for (const auto& leaf : each.leaves) tree.append(leaf);
            }
        }
        if (!out.flush()) throw std::runtime_error("the export could not be written: " + file.string());
        Checkpoint checkpoint{m_header.log, tree.size(), tree.root(), {}};
        PrivateKeySigner signer(m_workstationKey);
        checkpoint.sign(workstationKeyName(m_header.workstation), signer);
        return checkpoint;
    }
    const Certificate& root() const { return m_root; }

private:
    struct Session {
        PrivateKey key;
        EntryAuthor author;
    };

    Certificate certificate(CertificateProfile profile, const std::string& name, const PrivateKey& key)
    {
        return certify::issue(content(profile, name), key.publicKey(), m_root, m_rootKey, m_random);
    }
    CertificateContent content(CertificateProfile profile, const std::string& name) const
    {
        CertificateContent made;
        made.profile = profile;
        made.commonName = name;
        // A workstation's certificate names it.
        if (profile == CertificateProfile::workstationSigning) made.uuid = m_header.workstation;
        made.notBefore = began - hour;
        made.notAfter = began + 20'000 * hour;
        return made;
    }
    EnvelopeRecipient recipient(const std::string& name)
    {
        return EnvelopeRecipient::of(certificate(CertificateProfile::envelope, name, PrivateKey::generate(KeyAlgorithm::ecP256)));
    }
    void addSession(std::uint64_t number)
    {
        const auto first = began + static_cast<std::int64_t>(number * entriesOfOneSession) * 1000;
        auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
        const auto last = first + static_cast<std::int64_t>(entriesOfOneSession) * 1000;
        m_header.delegations.push_back(makeDelegation({m_header.log, m_header.workstation, key.publicKey(), first, last}, m_card, m_agent));
        m_sessions.push_back({key, {m_agent.fingerprint(), sessionOf(key.publicKey())}});
    }
    JournalEntry entryAt(std::uint64_t seq) const
    {
        const auto& session = m_sessions.at(seq / entriesOfOneSession);
        JournalEntry entry;
        entry.log = m_header.log;
        entry.seq = seq;
        entry.at = began + static_cast<std::int64_t>(seq) * 1000;
        SecureRandom random;
        entry.id = Guid::ordered(entry.at, random);
        entry.kind = EntryKind::holderViewed;
        entry.author = session.author;
        random.fill(entry.subject);
        entry.payload = m_envelope;
        seal(entry);
        entry.signature = session.key.sign(canonicalBytes(entry));
        return entry;
    }

    std::uint64_t m_entries;
    SecureRandom m_random;
    PrivateKey m_rootKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate m_root = certify::selfSigned(content(CertificateProfile::root, "Bench authority"), m_rootKey, m_random);
    PrivateKey m_workstationKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey m_agentKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate m_agent = certificate(CertificateProfile::signIn, "555000417260", m_agentKey);
    PrivateKeySigner m_card{m_agentKey};
    ExportHeader m_header;
    std::vector<Session> m_sessions;
    Bytes m_envelope;
};

} // namespace

void benchVerify(const Size& size)
{
    const testing::TempFolder scratch;
    const auto file = (size.folder.empty() ? scratch.path() : size.folder) / "verify-bench.jsonl";
    const LogMaker maker(size.entries);
    const auto checkpoint = maker.write(file);
    const auto octets = static_cast<double>(std::filesystem::file_size(file));

    const auto before = OpenSslSpeed::measure();
    LogReport report;
    const auto seconds = timed([&] {
        std::ifstream lines(file, std::ios::binary);
        OutsideTrust trust;
        trust.anchors = {maker.root()};
        trust.checkpoints = {checkpoint.text()};
        report = LogVerifier::verify(lines, std::move(trust));
    });
    const auto speed = before.with(OpenSslSpeed::measure());
    std::filesystem::remove(file);
    if (!report.whole || report.entries != size.entries || report.provenSize != size.entries) {
        throw std::runtime_error("the log of this benchmark does not verify: " + (report.findings.empty() ? std::string("?") : report.findings.front().words));
    }
    const auto count = static_cast<double>(size.entries);
    const auto floor = count / speed.p256VerifiesPerSecond; // each entry's signature, on all processors, and nothing else
    const auto hashing = octets / speed.sha256BytesPerSecond;
    fmt::print("{{\"bench\":\"verify\",\"entries\":{},\"megabytes\":{:.0f},\"seconds\":{:.2f},\"entriesPerSecond\":{:.0f},"
               "\"opensslP256VerifiesPerSecond\":{:.0f},\"opensslSha256MegabytesPerSecond\":{:.0f},"
               "\"timesOpensslSignaturesAlone\":{:.2f},\"timesOpensslHashAlone\":{:.1f},\"timesBoth\":{:.2f}}}\n",
               size.entries, octets / 1e6, seconds, count / seconds, speed.p256VerifiesPerSecond, speed.sha256BytesPerSecond / 1e6, seconds / floor,
               seconds / hashing, seconds / (floor + hashing));
}

} // namespace cardwright::bench
