// The centre's own records: desks, blocks of numbers, authority, portraits, agents. Centre.cpp has the journal's side.
#include "core/central/AgentOffice.h"
#include "core/central/BatchOffice.h"
#include "core/central/CardBook.h"
#include "core/central/Centre.h"
#include "core/central/CheckpointOffice.h"
#include "core/central/DeliveryBook.h"
#include "core/central/DeskTerms.h"
#include "core/central/EntryApplier.h"
#include "core/central/EntryCheck.h"
#include "core/central/SiteOffice.h"
#include "core/central/Tokens.h"
#include "core/access/PermissionMatrix.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

constexpr std::size_t mostDeliveries = 200;
constexpr std::size_t mostReason = 400;
constexpr std::int64_t hour = 3600 * 1000;
constexpr std::int64_t day = 24 * hour;

bool olderThan(const std::optional<std::int64_t>& made, std::int64_t now, std::int64_t age) { return !made || now < *made || now - *made >= age; }

} // namespace

std::optional<EnrolledWorkstation> Centre::workstationBy(const Sha256Digest& tlsCertificate)
{
    return WorkstationBook(*m_parts).byCertificate(tlsCertificate);
}

void Centre::refuseLog(const EnrolledWorkstation& workstation, const Guid& log)
{
    if (WorkstationBook(*m_parts).ofLog(log).id == workstation.id) refuse("log-closed");
    refuse("log-unknown");
}

std::vector<OutgoingDelivery> Centre::deliveries(const Guid& log, std::uint64_t after)
{
    WorkstationBook(*m_parts).requireOpen(log);
    return DeliveryBook(*m_parts).after(log, after, mostDeliveries);
}

bool Centre::storePortrait(const Guid& log, const Sha256Digest& reference, ByteView envelope)
{
    WorkstationBook book(*m_parts);
    book.requireOpen(log);
    const auto jpeg = openFromDesk(*m_parts, book.ofLog(log).id, envelope);
    constexpr std::array<std::uint8_t, 3> startOfImage{0xFF, 0xD8, 0xFF};
    if (sha256(jpeg.view()) != reference) refuse("portrait-wrong", "digest");
    if (jpeg.size() < startOfImage.size() || !equal(jpeg.view().first(startOfImage.size()), startOfImage)) refuse("portrait-wrong", "not a JPEG");
    const auto file = portraitFile(m_parts->folder, reference);
    if (std::filesystem::exists(file)) return false;
    writePrivateFile(file, jpeg.view());
    return true;
}

Guid Centre::beginLog(const Guid& workstation, std::string_view reason)
{
    if (reason.empty() || reason.size() > mostReason) refuse("request-unreadable", "reason");
    WorkstationBook book(*m_parts);
    const auto desk = book.byId(workstation);
    if (!desk) refuse("workstation-unknown");
    Transaction transaction(database());
    const auto log = book.beginLog(transaction, workstation, reason);
    DeliveryBook(*m_parts).copy(transaction, desk->log, log);
    DeskTerms terms(*m_parts);
    terms.deliverLease(transaction, log, terms.leaseCount(), std::nullopt);
    terms.deliverAuthority(transaction, log);
    DeliveryBook(*m_parts).add(transaction, log, "revocation", HotList(*m_parts).whole());
    DeliveryBook(*m_parts).add(transaction, log, "trust", nlohmann::json{{"trust", toBase64(SiteOffice(*m_parts).cardTrust())}}.dump());
    CardBook(*m_parts).tellAll(transaction, log);
    BatchOffice(*m_parts).tellAll(transaction, log);
    AgentOffice(*m_parts).publishRoster(transaction);
    transaction.commit();
    return log;
}

SecureBytes Centre::issueToken(int hours)
{
    Transaction transaction(database());
    auto token = Tokens(*m_parts).issue(transaction, hours);
    transaction.commit();
    return token;
}

void Centre::renewAuthority(const Guid& log)
{
    const auto now = m_parts->clock.utcMillis();
    DeliveryBook book(*m_parts);
    const bool authority = olderThan(book.newest(log, "authority"), now, hour);
    // A roster runs out too: a quiet site gets a fresh one each day that it is in contact.
    AgentOffice agents(*m_parts);
    const bool roster = authority && !agents.none() && olderThan(book.newest(log, "roster"), now, day);
    if (!authority) return;
    Transaction transaction(database());
    DeskTerms(*m_parts).deliverAuthority(transaction, log);
    if (roster) agents.publishRoster(transaction);
    transaction.commit();
}

void Centre::setAuthorityTerms(const AuthorityTerms& terms)
{
    Transaction transaction(database());
    DeskTerms(*m_parts).setTerms(transaction, terms);
    transaction.commit();
}

void Centre::grantLease(const Guid& log, std::uint32_t count, const std::optional<Guid>& cause)
{
    WorkstationBook(*m_parts).requireOpen(log);
    Transaction transaction(database());
    DeskTerms(*m_parts).deliverLease(transaction, log, count, cause);
    transaction.commit();
}

std::vector<Centre::Agent> Centre::agents()
{
    std::vector<Agent> found;
    for (auto& record : AgentOffice(*m_parts).all()) found.push_back(std::move(record.agent));
    return found;
}

template <typename Change> void Centre::changeRoster(Change change)
{
    AgentOffice office(*m_parts);
    Transaction transaction(database());
    change(office, transaction);
    office.publishRoster(transaction);
    transaction.commit();
}

void Centre::deactivateAgent(const Sha256Digest& certificate)
{
    changeRoster([&](AgentOffice& office, Transaction& transaction) { office.setInactive(transaction, certificate); });
}

void Centre::setAgentRole(const Sha256Digest& certificate, std::string_view role)
{
    requireRole(role);
    changeRoster([&](AgentOffice& office, Transaction& transaction) { office.setRole(transaction, certificate, role); });
}

void Centre::setAgentDeputy(const Sha256Digest& certificate, bool deputy)
{
    changeRoster([&](AgentOffice& office, Transaction& transaction) { office.setDeputy(transaction, certificate, deputy); });
}

void Centre::revokeAgent(const Sha256Digest& certificate)
{
    changeRoster([&](AgentOffice& office, Transaction& transaction) { office.revoke(transaction, certificate); });
}

void Centre::addAgent(std::string_view userNumber, std::string_view role, bool deputy)
{
    requireRole(role);
    changeRoster([&](AgentOffice& office, Transaction& transaction) {
        auto record = office.fromCertificates(userNumber);
        if (office.find(record.agent.certificate)) refuse("payload-malformed", "is an agent");
        record.agent.role = role;
        record.agent.deputy = deputy;
        office.add(transaction, record);
    });
}

void Centre::requireRole(std::string_view role)
{
    for (const auto& policy : SiteOffice(*m_parts).policies()) {
        if (policy.name != "roles") continue;
        const PermissionMatrix matrix(RolesPolicy::from(PolicyFile::parse(PolicyKind::roles, policy.body)));
        if (matrix.find(role) != nullptr) return;
    }
    refuse("payload-malformed", "role");
}

int Centre::publishPolicy(std::string_view name, std::string_view body)
{
    SiteOffice site(*m_parts);
    Transaction transaction(database());
    const auto policy = site.publish(transaction, name, body);
    DeliveryBook(*m_parts).addForAll(transaction, "policy", SiteOffice::deliveryBody(policy));
    transaction.commit();
    site.write(policy);
    return policy.version;
}

std::vector<EnrolledWorkstation> Centre::workstations() { return WorkstationBook(*m_parts).all(); }

int Centre::raiseSiteKey(Transaction& transaction)
{
    SiteOffice site(*m_parts);
    WorkstationBook book(*m_parts);
    const int version = site.raiseKey(transaction);
    for (const auto& desk : book.active()) {
        const auto key = site.keyFor(version, book.storeCertificate(desk.id));
        DeliveryBook(*m_parts).add(transaction, desk.log, "siteKey", SiteOffice::deliveryBody(key));
    }
    return version;
}

int Centre::raiseSiteKey()
{
    Transaction transaction(database());
    const int version = raiseSiteKey(transaction);
    transaction.commit();
    return version;
}

void Centre::reportStolen(const Guid& workstation)
{
    Transaction transaction(database());
    WorkstationBook(*m_parts).setStolen(transaction, workstation);
    raiseSiteKey(transaction);
    transaction.commit();
}

Centre::Counts Centre::counts()
{
    auto query = database().prepare("SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM entries WHERE status = 'refused'), "
                                    "(SELECT count(*) FROM holders), (SELECT count(*) FROM cards), (SELECT count(*) FROM certificates), "
                                    "(SELECT count(*) FROM deliveries), (SELECT count(*) FROM certificate_requests WHERE state = 'waiting'), "
                                    "(SELECT count(*) FROM certificate_requests WHERE state = 'waiting' AND attempts > 0), "
                                    "(SELECT count(*) FROM certificate_requests WHERE state = 'failed'), "
                                    "(SELECT count(*) FROM revocations WHERE done_at IS NULL)");
    query.step();
    const auto at = [&](int column) { return static_cast<std::uint64_t>(query.integer(column)); };
    return {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9)};
}

} // namespace cardwright::central
