#include "app/runtime/Workstation.h"

#include "core/base/Failure.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/HttpCentral.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>

// What `site status` and `site diagnose` say: nothing of anybody, signed in or out.

namespace cardwright::runtime {

namespace {

constexpr std::int64_t day = 24LL * 3600 * 1000;
constexpr std::int64_t soon = 30 * day;
constexpr const char* serviceSocket = "/run/pcscd/pcscd.comm";

class Findings {
public:
    void good(const char* subject, std::string sentence) { m_list.push_back({subject, Finding::Mark::good, std::move(sentence), {}}); }
    void note(const char* subject, std::string sentence) { m_list.push_back({subject, Finding::Mark::note, std::move(sentence), {}}); }
    void bad(const char* subject, Failure failure)
    {
        auto sentence = failure.cause + " " + failure.nextStep;
        m_list.push_back({subject, Finding::Mark::bad, std::move(sentence), std::move(failure)});
    }
    /// What the look itself throws is its finding.
    template <class Look>
    void about(const char* subject, Look&& look)
    {
        try {
            look();
        } catch (...) {
            bad(subject, failureFrom(std::current_exception()));
        }
    }
    Diagnosis take() { return std::move(m_list); }

private:
    Diagnosis m_list;
};

std::string dayOf(std::int64_t at) { return formatDateForPeople(dateOf(at)); }

void judgeCertificate(Findings& findings, const char* subject, const Certificate& certificate, std::int64_t now)
{
    if (certificate.notAfter() <= now) {
        findings.bad(subject, Failure::because("SITE-CERTIFICATE", "This certificate ended on " + dayOf(certificate.notAfter()) + "."));
    } else if (certificate.notAfter() - now < soon) {
        findings.note(subject, "Ends on " + dayOf(certificate.notAfter()) + "; the desk must be enrolled anew before.");
    } else {
        findings.good(subject, "Good until " + dayOf(certificate.notAfter()) + ".");
    }
}

void judgeSocket(Findings& findings)
{
    const auto* named = std::getenv("PCSCLITE_CSOCK_NAME");
    struct stat seen {};
    if (::stat(named != nullptr ? named : serviceSocket, &seen) != 0) return findings.bad("smartcard service", Failure::of("PCSC-ABSENT"));
    if ((seen.st_mode & S_IWOTH) != 0) {
        findings.note("smartcard service", "Its socket is open to every account of this machine; packaging/systemd/README.md says how to close it.");
    } else {
        findings.good("smartcard service", "Only its group can use the readers.");
    }
}

/// Every file but portraits, which are many, sealed, and in a private folder.
void judgePrivacy(Findings& findings, const SiteFolder& site)
{
    namespace fs = std::filesystem;
    const auto open = [&](const fs::path& path) {
        findings.bad("site folder", Failure::of("SITE-DAMAGED", path.filename().string() + " is open to others"));
    };
    if (!isPrivate(site.root())) return open(site.root());
    for (auto entry = fs::recursive_directory_iterator(site.root()); entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->path() == site.portraits()) entry.disable_recursion_pending();
        if (!isPrivate(entry->path()) && fs::exists(entry->path())) return open(entry->path()); // SQLite's files come and go
    }
    findings.good("site folder", "Closed to other accounts.");
}

} // namespace

SiteStatus Workstation::status()
{
    SiteStatus status;
    const auto& site = m_material.site.description();
    status.site = site.name;
    status.odsCode = site.odsCode;
    status.place = site.place;
    status.desk = site.desk;
    status.training = site.training;
    status.keyProtection = site.keyProtection;
    status.workstation = site.workstation;
    status.centreUrl = site.centreUrl;
    status.siteKeyVersion = site.siteKeyVersion;
    try {
        const auto held = roster();
        status.rosterVersion = held.content().version;
        status.rosterIssuedAt = held.content().issuedAt;
        status.rosterUntil = held.content().issuedAt + std::min(held.content().validDays, m_material.roles.policy().rosterDays) * day;
        status.agents = static_cast<std::size_t>(std::count_if(held.content().agents.begin(), held.content().agents.end(), [](const auto& a) { return a.active; }));
        const auto recovery = m_material.recovery.keyIdentifier();
        const auto recipients = storeKeyFile::recipients(m_material.site);
        status.storeKeyRecipients = static_cast<std::size_t>(std::count_if(recipients.begin(), recipients.end(), [&](const Bytes& id) { return id != recovery; }));
    } catch (const FailureError&) {
        status.rosterVersion.reset(); // diagnose() says what is the matter with it
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_live) status.siteKeyVersion = m_live->secrets->keys.newestVersion();
    }
    status.batches = batches();
    m_store->call([&](Store& store) {
        status.log = store.journal.log();
        status.entries = store.journal.size();
        const auto counts = store.outbox.counts();
        status.waiting = counts.waiting;
        status.refused = counts.refused;
        status.deliveries = store.inbox.countToApply();
        status.lastContact = store.outbox.contact().lastContact;
        status.rotating = store.isOpen() && store.rotation.state().underWay;
        if (const auto authority = store.authorities.current()) {
            status.authorityUntil = authority->until;
            status.authorityDaysLeft = static_cast<int>(std::max<std::int64_t>(0, (authority->until - m_clock.utcMillis() + day - 1) / day));
        }
        if (const auto last = store.journal.lastCountersigned()) {
            status.checkpointSize = last->size;
            status.checkpointAt = last->at;
        }
    });
    status.highWater = m_keys.count();
    return status;
}

Diagnosis Workstation::diagnose()
{
    Findings findings;
    const auto now = m_clock.utcMillis();
    findings.about("policies", [&] {
        for (const auto* name : {"evidence", "passcode", "issue", "offline", "roles"}) {
            requireSignedPolicy(m_material.site, name, m_material.trust, m_material.centreSigning);
        }
        findings.good("policies", "Signed by the centre.");
    });
    findings.about("clock", [&] {
        const auto verdict = judgeClock(now, clockFacts(), m_material.roles.policy());
        if (verdict) findings.good("clock", "Agrees with what is recorded.");
        else findings.bad("clock", Failure::of(verdict.code(), verdict.detail));
    });
    findings.about("roster", [&] {
        const auto held = roster();
        if (!held.fresh(now, m_material.roles.policy().rosterDays)) return findings.bad("roster", Failure::of("ROSTER-OLD"));
        findings.good("roster", "Version " + std::to_string(held.content().version) + " of " + dayOf(held.content().issuedAt) + ".");
    });
    judgeCertificate(findings, "workstation certificate", m_material.tls, now);
    judgeCertificate(findings, "content-signing certificate", m_material.contentSigning, now);
    findings.about("store key", [&] {
        const auto count = storeKeyFile::recipients(m_material.site).size();
        if (count < 2) return findings.note("store key", "No agent's card opens it yet; only the recovery key does.");
        findings.good("store key", "Opened by the cards of " + std::to_string(count - 1) + (count == 2 ? " agent." : " agents."));
    });
    findings.about("log", [&] {
        const auto contact = m_store->call([](Store& store) { return store.outbox.contact(); });
        if (contact.rolledBack) return findings.bad("log", Failure::of("STORE-ROLLED-BACK"));
        if (contact.forked) return findings.bad("log", Failure::of("LOG-FORKED"));
        for (const auto& found : this->findings()) findings.bad("store", Failure::of(found.code, found.place));
        findings.good("log", "Goes on where the centre last saw it.");
    });
    findings.about("site folder", [&] { judgePrivacy(findings, m_material.site); });
    findings.about("TPM", [&] {
        if (!m_keys.usesTpm()) return findings.note("TPM", "Not used: the workstation's own keys are files on this disk.");
        findings.good("TPM", "Holds the workstation's keys; its counter stands at " + std::to_string(m_keys.count().value_or(0)) + ".");
    });
    judgeSocket(findings);
    findings.about("centre", [&] {
        connect()->health();
        findings.good("centre", "Answers.");
    });
    return findings.take();
}

} // namespace cardwright::runtime
