#include "app/workstation/TrustService.h"

#include "app/workstation/Convert.h"
#include "app/workstation/ExceptionService.h"
#include "core/base/Bytes.h"
#include "core/journal/Checkpoint.h"
#include "core/journal/LogVerifier.h"
#include "core/store/LogFigures.h"

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>

namespace cardwright::workstation {

namespace {

constexpr std::size_t atOnce = 2000;
constexpr std::int64_t dayMillis = 24LL * 3600 * 1000;

auto refusedAct()
{
    return [](const Failure& failure) {
        ui::ActAnswer answer;
        answer.failure = failure;
        return answer;
    };
}

/// A new file for its owner only, whole or not there: what was begun and failed is taken away again.
class ExportFile {
public:
    explicit ExportFile(std::string path) : m_path(std::move(path)), m_file(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600))
    {
        if (m_file < 0) throw UsageError(Failure::of("EXPORT-FILE", m_path));
    }
    ~ExportFile()
    {
        if (m_file < 0) return;
        ::close(m_file);
        ::unlink(m_path.c_str());
    }
    ExportFile(const ExportFile&) = delete;
    ExportFile& operator=(const ExportFile&) = delete;

    void line(std::string_view text)
    {
        put(text);
        put("\n");
    }
    void finish()
    {
        if (::fsync(m_file) != 0) throw UsageError(Failure::of("EXPORT-FILE", m_path));
        ::close(m_file);
        m_file = -1;
    }

private:
    void put(std::string_view text)
    {
        while (!text.empty()) {
            const auto written = ::write(m_file, text.data(), text.size());
            if (written <= 0) throw UsageError(Failure::of("EXPORT-FILE", m_path));
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    std::string m_path;
    int m_file;
};

ui::CheckpointLine lineOf(const CheckpointRecord& record)
{
    return {record.size, record.at, toHex(Checkpoint::parse(record.note).root)};
}

ui::LogStatus statusOf(Store& store)
{
    ui::LogStatus status;
    status.log = store.journal.log().text();
    status.entries = store.journal.size();
    status.standing = convert::standing(store);
    LogFigures figures(store.database());
    status.erased = figures.erased(store.journal.log());
    const auto checkpoints = store.journal.checkpoints();
    if (!checkpoints.empty()) status.mine = lineOf(checkpoints.back());
    if (const auto both = store.journal.lastCountersigned()) status.countersigned = lineOf(*both);
    for (const auto& log : store.journal.logs()) {
        if (!log.closedAt) continue;
        status.closed.push_back({log.log.text(), log.size, figures.notKnownAtCentre(log.log), log.reason});
    }
    return status;
}

} // namespace

void TrustService::logStatus(ui::Then<ui::LogStatus> then)
{
    m_context.ask<ui::LogStatus>([](Store& store) { return statusOf(store); }, std::move(then), nothingOnFailure<ui::LogStatus>());
}

ui::VerifyReport TrustService::verify() const
{
    auto& desk = m_context.desk;
    const auto began = std::chrono::steady_clock::now();
    const auto& material = desk.material();
    OutsideTrust outside;
    outside.anchors = *desk.trustInForce();
    outside.centreSigning = material.centreSigning;
    const auto size = desk.store().call([](Store& store) { return store.journal.size(); });
    LogVerifier verifier(desk.store().call([](Store& store) { return store.journal.exportHeader(store.journal.log()); }), std::move(outside));
    // In pieces: the desk's other work goes on between them.
    for (std::uint64_t from = 0; from < size; from += atOnce) {
        const auto entries = desk.store().call([&](Store& store) { return store.journal.range(from, std::min<std::size_t>(atOnce, size - from)); });
        for (const auto& entry : entries) verifier.add(entry);
    }
    const auto found = verifier.finish(size);
    ui::VerifyReport report;
    report.entries = found.entries;
    report.checkpoints = found.checkpoints;
    for (const auto& finding : found.findings) report.faults.push_back({finding.seq, std::string(nameOf(finding.fault)), finding.words});
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return report;
}

void TrustService::verifyLog(ui::Then<ui::VerifyReport> then)
{
    m_context.ask<ui::VerifyReport>(*m_context.fileThread, [this] { return verify(); }, std::move(then), [](const Failure& failure) {
        ui::VerifyReport report;
        report.failure = failure;
        return report;
    });
}

void TrustService::exportLog(const std::string& path, ui::Then<ui::ActAnswer> then)
{
    m_context.ask<ui::ActAnswer>(*m_context.fileThread, [&desk = m_context.desk, path] {
        ExportFile file(path);
        desk.exportLog([&](std::string_view line) { file.line(line); });
        file.finish();
        ui::ActAnswer answer;
        answer.done = true;
        answer.detail = path;
        return answer;
    }, std::move(then), refusedAct());
}

void TrustService::exportProof(const std::string& userNumber, const std::string& path, ui::Then<ui::ActAnswer> then)
{
    m_context.ask<ui::ActAnswer>(*m_context.fileThread, [&desk = m_context.desk, userNumber, path] {
        const auto number = UserNumber::parse(userNumber);
        if (!number) throw UsageError(Failure::of("USAGE", "that is no UUID: its check digit does not agree"));
        ExportFile file(path);
        file.line(desk.exportProof(*number));
        file.finish();
        ui::ActAnswer answer;
        answer.done = true;
        answer.detail = path;
        return answer;
    }, std::move(then), refusedAct());
}

void TrustService::erasePayload(std::uint64_t seq, const std::string& reason, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    askWithCard(m_context, std::move(again), [&desk = m_context.desk, seq, reason](const SecureBytes& passcode) {
        const auto entry = desk.store().call([&](Store& store) { return store.journal.entry(seq); });
        if (!entry) throw RefusedError(Failure::of("ENTRY-UNKNOWN"));
        desk.erasePayload(entry->id, reason, &passcode);
    }, std::move(then));
}

ui::SiteTrust TrustService::trust()
{
    auto& desk = m_context.desk;
    const auto status = desk.status();
    const auto& material = desk.material();
    const auto now = desk.clock().utcMillis();
    ui::SiteTrust trust;
    trust.workstation = status.workstation.text();
    trust.log = status.log.text();
    trust.rosterVersion = status.rosterVersion.value_or(0);
    trust.rosterIssuedAt = status.rosterIssuedAt;
    if (status.rosterIssuedAt) {
        trust.rosterAgeDays = static_cast<int>((now - *status.rosterIssuedAt) / dayMillis);
        if (status.rosterUntil) trust.rosterValidDays = static_cast<int>((*status.rosterUntil - *status.rosterIssuedAt) / dayMillis);
    }
    trust.agents = static_cast<int>(status.agents);
    trust.protection = status.keyProtection == "tpm" ? ui::KeyProtection::tpm : ui::KeyProtection::file;
    desk.store().call([&](Store& store) {
        trust.enrolledAt = LogFigures(store.database()).enrolledAt();
        const auto rotated = store.journal.latestOf(EntryKind::storeKeyRotated);
        trust.keySince = rotated ? rotated->at : trust.enrolledAt;
    });
    trust.centre = status.centreUrl;
    trust.training = status.training;
    if (!material.trust.empty()) trust.centrePinned = "SHA-256 " + toHex(material.trust.front().fingerprint()).substr(0, 16);
    // The start checked every signature: a policy without a good one opens no desk.
    const auto policy = [&](const char* name, const PolicyId& id, std::string words) { trust.policies.push_back({name, id.text(), true, std::move(words)}); };
    policy("evidence", material.evidence.id(), fmt::format("{} kinds of document", material.evidence.kinds().size()));
    policy("passcode", material.passcode.id, fmt::format("{} to {} digits, {} tries. {}", material.passcode.minimumDigits, material.passcode.maximumDigits, material.passcode.tries,
                       material.passcode.pinPads ? "A reader's own keys may be used: there only the length is checked, by the reader, and a weak passcode cannot be refused"
                                                 : "A reader's own keys are not used"));
    policy("issue", material.issue.id, fmt::format("Certificates: {} years; card: {} years", material.issue.certificateYears, material.issue.cardYears));
    policy("offline", material.offline.id, fmt::format("Alone: {} days, {} cards, {} unlocks", material.offline.days, material.offline.issues, material.offline.unlocks));
    policy("roles", material.roles.policy().id, fmt::format("{} roles; the list of agents counts for {} days", material.roles.roles().size(), material.roles.policy().rosterDays));
    policy("print", material.print.id, fmt::format("{} templates; nothing set smaller than {:.1f} mm", material.print.templates.size(), material.print.smallestType));
    policy("badges", material.badges.id, fmt::format("{} events; a lost badge needs its incident reference first", material.badges.events.size()));
    if (!desk.session()) return trust;
    // The site's keys are sealed: which is the newest is known only while somebody is signed in, and so is who still has an older one.
    trust.siteKeyVersion = status.siteKeyVersion;
    desk.store().call([&](Store& store) {
        trust.cardsToRekey = static_cast<int>(LogFigures(store.database()).cardsBefore(status.siteKeyVersion));
        const auto roster = store.agents.roster();
        for (const auto& agent : roster.agents()) {
            if (agent.active) trust.recipients.push_back({agent.name, agent.role, false});
        }
        trust.recipients.push_back({"", "", true});
        const auto rotation = store.rotation.state();
        trust.rotation.running = rotation.underWay;
        trust.rotation.left = rotation.fieldsLeft;
        m_rotationOf = rotation.underWay ? std::max(m_rotationOf, rotation.fieldsLeft) : 0;
        trust.rotation.of = m_rotationOf;
        trust.rotation.why = "the list of agents changed";
    });
    return trust;
}

void TrustService::siteTrust(ui::Then<ui::SiteTrust> then)
{
    m_context.ask<ui::SiteTrust>(*m_context.deskThread, [this] { return trust(); }, std::move(then), [](const Failure& failure) {
        ui::SiteTrust trust;
        trust.failure = failure;
        return trust;
    });
}

} // namespace cardwright::workstation
