#include "app/runtime/TrainingSite.h"

#include "app/runtime/TrainingAgentCard.h"
#include "core/central/TrainingAuthority.h"
#include "core/central/TrainingCentre.h"
#include "core/crypto/SecureRandom.h"
#include "core/identity/TrainingApplicants.h"
#include "core/lifecycle/CardSession.h"
#include "core/piv/Chuid.h"
#include "core/policy/Embedded.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Store.h"
#include "core/store/StoreError.h"
#include "core/sync/Inbox.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cardwright::runtime {

namespace fs = std::filesystem;

namespace {

constexpr int blankCards = 6;
constexpr std::size_t siteKeyOctets = 32;

/// A loopback port that nobody listens on at this moment: the site keeps it from then on.
std::uint16_t freePort()
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = descriptor >= 0 && ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!bound) throw StoreError(Failure::of("STORE-WRITE", "no free port on the loopback interface"));
    return ntohs(address.sin_port);
}

SiteDescription describe(std::uint16_t port, RandomSource& random)
{
    SiteDescription site;
    site.site = Guid::random(random);
    site.name = "Harbour Valley Community Trust";
    site.odsCode = "HVC00";
    site.place = "Quayside House";
    site.desk = "desk 2";
    site.log = Guid::random(random);
    site.workstation = Guid::random(random);
    site.centreUrl = "https://127.0.0.1:" + std::to_string(port);
    site.centreName = "cardwright-central";
    return site;
}

void writePolicies(const SiteFolder& site)
{
    for (const auto kind : {PolicyKind::evidence, PolicyKind::passcode, PolicyKind::issue, PolicyKind::offline}) {
        writePrivateFile(site.policyFile(nameOf(kind)), embeddedFile("policies/" + std::string(nameOf(kind)) + ".json"));
    }
}

/// Keys made where they stay; only their public halves go to the centre.
void makeCentreAndKeys(const SiteFolder& site, const OfflinePolicy& offline, const Clock& clock, RandomSource& random)
{
    const auto tls = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto contentSigning = PrivateKey::generate(KeyAlgorithm::ecP256);
    central::TrainingCentreOrder order{site.centre(),   site.description().name, site.description().workstation, site.description().log,
                                       tls.publicKey(), contentSigning.publicKey(), {offline.days, offline.issues, offline.unlocks}};
    order.leaseCount = static_cast<std::uint32_t>(offline.leaseBlock);
    const auto made = central::makeTrainingCentre(order, clock, random);
    writePrivateFile(site.tlsKeyFile(), tls.pem().view());
    writePrivateFile(site.tlsCertificateFile(), bytesOf(made.workstationTls.pem()));
    writePrivateFile(site.contentSigningKeyFile(), contentSigning.pem().view());
    writePrivateFile(site.contentSigningCertificateFile(), bytesOf(made.contentSigning.pem()));
    writePrivateFile(site.authorityFile(), bytesOf(made.authority.pem()));
    SecureBytes siteKey(siteKeyOctets);
    random.fill(siteKey.writable());
    site.writeSiteKey(siteKey.view());
}

/// A card of somebody else's: a CHUID that no authority of ours signed.
void makeForeignCard(const fs::path& file, const Clock& clock, RandomSource& random)
{
    simulator::VirtualCard::create(file, simulator::Personality::yubico, random);
    simulator::VirtualTray tray(random, {"Making"});
    tray.insert("Making", file);
    const auto reader = tray.reader("Making");
    CardSession session(*reader, {});
    const auto profile = ProfileSet::shipped().recognise(session.piv(), session.selected());
    session.piv().authenticateAdministration(profile.factoryAdministrationAlgorithm, profile.factoryAdministrationKey(), random);
    session.piv().putObject(objects::chuid, Chuid::of(Guid::random(random), plusMonths(dateOf(clock.utcMillis()), 36)).encode());
}

std::vector<std::string> makeCards(const SiteFolder& site, const Clock& clock, RandomSource& random)
{
    std::vector<std::string> names;
    for (int i = 1; i <= blankCards; ++i) names.push_back("blank-" + std::to_string(i));
    for (const auto& name : names) simulator::VirtualCard::create(site.cardFile(name), simulator::Personality::yubico, random);
    names.emplace_back("blank-strict");
    simulator::VirtualCard::create(site.cardFile(names.back()), simulator::Personality::strict, random);
    names.emplace_back("foreign");
    makeForeignCard(site.cardFile(names.back()), clock, random);
    return names;
}

std::vector<std::string> writeRequests(const SiteFolder& site, Date today)
{
    const auto folder = site.root() / "requests";
    makePrivateDirectory(folder);
    std::vector<std::string> names;
    for (const auto& applicant : trainingApplicants(today)) {
        names.push_back(applicant.id + ".json");
        writePrivateFile(folder / names.back(), bytesOf(applicant.requestJson));
        writePrivateFile(folder / applicant.portraitName, applicant.portrait);
    }
    return names;
}

/// The desk's store with its agent, and what the centre had ready for it at enrolment: the first numbers and its authority.
std::uint32_t makeStore(const SiteMaterial& material, const TrainingAgent& agent, const Clock& clock, RandomSource& random)
{
    Store store(material.site, Store::Mode::writer, clock, random);
    {
        Transaction transaction(store.database());
        store.agents.put(transaction, {agent.certificate.fingerprint(), agent.number, agent.name, "agent", true});
        transaction.commit();
    }
    auto authority = central::TrainingAuthority::open(material.site.centre(), random);
    central::Centre centre(material.site.centre(), authority, clock, random);
    DeliveriesAnswer answer;
    for (auto& delivery : centre.deliveries(material.site.description().log, 0)) {
        answer.cursor = delivery.cursor;
        answer.deliveries.push_back({delivery.cursor, delivery.id, std::move(delivery.kind), std::move(delivery.body)});
    }
    Inbox inbox(store, clock);
    inbox.receive(answer);
    while (inbox.applyNext()) {}
    return store.leases.counts().free;
}

TrainingSiteReport fill(const SiteFolder& site, std::uint16_t port, const Clock& clock, RandomSource& random)
{
    writePolicies(site);
    makeCentreAndKeys(site, OfflinePolicy::shipped(), clock, random);
    const auto material = SiteMaterial::load(site.root());
    const auto agent = makeTrainingAgentCard(material, site.cardFile("agent"), clock, random);
    TrainingSiteReport report;
    report.name = site.description().name;
    report.odsCode = site.description().odsCode;
    report.desk = site.description().desk;
    report.agentName = agent.name;
    report.agentNumber = agent.number.digits();
    report.centrePort = port;
    report.cards = makeCards(site, clock, random);
    report.requests = writeRequests(site, dateOf(clock.utcMillis()));
    report.leased = makeStore(material, agent, clock, random);
    return report;
}

} // namespace

TrainingSiteReport makeTrainingSite(const fs::path& root, std::optional<std::uint16_t> centrePort)
{
    const SystemClock clock;
    SecureRandom random;
    const auto port = centrePort ? *centrePort : freePort();
    const bool wasThere = fs::exists(root);
    if (!wasThere && root.has_parent_path()) fs::create_directories(root.parent_path());
    const auto site = SiteFolder::create(root, describe(port, random));
    try {
        return fill(site, port, clock, random);
    } catch (...) {
        // Half a site would look like a damaged one: what was made here goes again, the folder itself stays if it was there.
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(root, ignored)) fs::remove_all(entry.path(), ignored);
        if (!wasThere) fs::remove(root, ignored);
        throw;
    }
}

} // namespace cardwright::runtime
