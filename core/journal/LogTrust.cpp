#include "core/journal/LogTrust.h"

#include "core/base/Clock.h"
#include "core/crypto/CryptoError.h"
#include "core/journal/EntryJson.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/JournalError.h"

namespace cardwright {

namespace {

/// A certificate's own beginning is when it must have been good: an export is read long after.
TrustVerdict trustOf(const Certificate& certificate, std::span<const Certificate> anchors, CertificatePurpose purpose)
{
    return certificate.chainsTo(anchors, certificate.notBefore(), purpose);
}

std::string shortOf(const Sha256Digest& digest) { return toHex(digest).substr(0, 16); }

} // namespace

LogTrust::LogTrust(const ExportHeader& header, const OutsideTrust& outside)
    : m_site(outside.site.value_or(header.site)), m_log(outside.log.value_or(header.log)), m_workstation(header.workstation),
      m_anchors(outside.anchors.empty() ? header.trust : outside.anchors)
{
    if (header.log != m_log) m_faults.push_back({LogFault::otherLog, "This is an export of the log " + header.log.text() + "."});
    if (header.site != m_site) m_faults.push_back({LogFault::badHeader, "This is an export of the site " + header.site.text() + "."});
    if (m_anchors.empty()) m_faults.push_back({LogFault::badHeader, "The header brings no trust anchor, and none was given."});
    takeWorkstation(header);
    takeCentre(outside.centreSigning ? outside.centreSigning : header.centreSigning);
    takeDelegations(header);
}

void LogTrust::takeWorkstation(const ExportHeader& header)
{
    const auto wrong = [&](const std::string& why) { m_faults.push_back({LogFault::badHeader, "The workstation's certificate " + why + "."}); };
    const auto& certificate = header.workstationCertificate;
    if (!certificate) return wrong("is missing");
    try {
        const auto verdict = trustOf(*certificate, m_anchors, CertificatePurpose::workstationSigning);
        if (verdict != TrustVerdict::trusted) return wrong(std::string("is not to be believed: ") + nameOf(verdict));
        if (certificate->uuid() != m_workstation) return wrong("is of another workstation");
        const auto key = certificate->publicKey();
        if (key.algorithm() != KeyAlgorithm::ecP256) return wrong("has a key of another kind than P-256");
        m_workstationKey = key;
    } catch (const CryptoError& error) {
        wrong("cannot be used: " + error.failure().detail);
    }
}

void LogTrust::takeCentre(const std::optional<Certificate>& certificate)
{
    if (!certificate) return;
    try {
        const auto verdict = trustOf(*certificate, m_anchors, CertificatePurpose::statementSigning);
        if (verdict == TrustVerdict::trusted) {
            m_centreKey = certificate->publicKey();
        } else {
            m_faults.push_back({LogFault::badHeader, std::string("The centre's certificate is not to be believed: ") + nameOf(verdict) + "."});
        }
    } catch (const CryptoError& error) {
        m_faults.push_back({LogFault::badHeader, "The centre's certificate cannot be used: " + error.failure().detail + "."});
    }
}

void LogTrust::takeDelegations(const ExportHeader& header)
{
    std::size_t number = 0;
    for (const auto& der : header.delegations) {
        const auto which = "Delegation " + std::to_string(++number);
        try {
            auto delegation = readDelegation(der, m_anchors);
            if (delegation.terms.log != m_log || delegation.terms.workstation != m_workstation) {
                m_faults.push_back({LogFault::badHeader, which + " is for another log or workstation."});
                continue;
            }
            const auto session = delegation.session();
            const auto [known, added] = m_sessions.emplace(session, delegation);
            if (!added && known->second.agent() != delegation.agent()) {
                m_faults.push_back({LogFault::badHeader, which + " gives a session to a second agent."});
            }
        } catch (const JournalError& error) {
            m_faults.push_back({LogFault::badHeader, which + " is not to be believed: " + error.failure().detail + "."});
        } catch (const CryptoError& error) {
            m_faults.push_back({LogFault::badHeader, which + " cannot be used: " + error.failure().detail + "."});
        }
    }
}

std::optional<FoundFault> LogTrust::judgeSignature(const JournalEntry& entry) const
{
    if (entry.signature.empty()) return FoundFault{LogFault::unsignedEntry, "This entry is not signed."};
    if (entry.author.isWorkstation()) {
        if (!workstationMaySign(entry.kind)) return FoundFault{LogFault::notDelegated, "Only an agent makes this kind of entry, and no agent signed it."};
        if (!m_workstationKey || signatureHolds(entry, *m_workstationKey)) return std::nullopt; // without a key the header is the finding
        return FoundFault{LogFault::badSignature, "The workstation's key did not sign this entry."};
    }
    const auto found = m_sessions.find(entry.author.session);
    if (found == m_sessions.end()) {
        return FoundFault{LogFault::notDelegated, "No agent's card delegated the session " + shortOf(entry.author.session) + " that signed this entry."};
    }
    const Delegation& delegation = found->second;
    if (delegation.agent() != entry.author.agent) {
        return FoundFault{LogFault::wrongAgent, "The session that signed this entry belongs to another agent than the one it names."};
    }
    if (!signatureHolds(entry, delegation.terms.sessionKey)) {
        return FoundFault{LogFault::badSignature, "The session's key did not sign this entry."};
    }
    if (delegation.liveAt(entry.at)) return std::nullopt;
    return FoundFault{LogFault::delegationExpired, "The session was delegated from " + formatUtc(delegation.terms.from) + " until " +
                                                       formatUtc(delegation.terms.until) + "; this entry is dated " + formatUtc(entry.at) + "."};
}

std::optional<std::string> LogTrust::whyNotOurs(const Checkpoint& checkpoint) const
{
    if (checkpoint.log != m_log) return "is of the log " + checkpoint.log.text();
    if (m_workstationKey && !checkpoint.signedBy(workstationKeyName(m_workstation), *m_workstationKey)) return "is not signed by the workstation";
    if (m_centreKey && checkpoint.hasBrokenSignatureOf(*m_centreKey)) return "bears a countersignature that the centre did not make";
    if (m_centreKey && checkpoint.countersignedBy(*m_centreKey) && !isCountersigned(checkpoint)) return "is countersigned in the name of another site";
    return std::nullopt;
}

bool LogTrust::isCountersigned(const Checkpoint& checkpoint) const { return m_centreKey && checkpoint.signedBy(centreKeyName(m_site), *m_centreKey); }

JudgedEntry judgeEntry(JournalEntry entry, const LogTrust* trust)
{
    JudgedEntry judged;
    if (entry.payload && sha256(*entry.payload) != entry.payloadDigest) {
        judged.faults.push_back({LogFault::wrongPayload, "The payload is not the one that was recorded."});
    }
    judged.leaf = leafDigest(canonicalBytes(entry));
    judged.digestHolds = judged.leaf == entry.digest;
    if (!judged.digestHolds) {
        judged.faults.push_back({LogFault::wrongDigest, "The entry's fields are not those that were recorded."});
    } else if (trust != nullptr) {
        if (auto fault = trust->judgeSignature(entry)) judged.faults.push_back(std::move(*fault));
    }
    if (entry.payload) entry.payload->clear(); // seen; a million envelopes are not kept
    judged.entry = std::move(entry);
    return judged;
}

JudgedEntry judgeLine(std::string_view line, const LogTrust* trust)
{
    try {
        return judgeEntry(entryFromLine(line), trust);
    } catch (const JournalError& error) {
        JudgedEntry judged;
        judged.unreadable = error.failure().detail;
        return judged;
    }
}

} // namespace cardwright
