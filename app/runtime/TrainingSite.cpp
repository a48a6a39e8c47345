#include "app/runtime/TrainingSite.h"

#include "app/runtime/DeskMaking.h"
#include "app/runtime/TrainingLine.h"
#include "core/central/TrainingCentre.h"
#include "core/crypto/SecureRandom.h"
#include "core/identity/TrainingApplicants.h"
#include "core/lifecycle/CardSession.h"
#include "core/piv/Chuid.h"
#include "core/policy/OfflinePolicy.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"
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
constexpr const char* agentName = "Tomasz Reid";
constexpr std::uint64_t agentNumber = 555000417260; ///< below every leased block
/// Everybody may know it: it opens a card that is a file on the same disk. The README tells it to newcomers.
constexpr const char* agentPasscode = "271828";

constexpr struct {
    const char* name = "Harbour Valley Community Trust";
    const char* odsCode = "HVC00";
    const char* place = "Quayside House";
    const char* desk = "desk 2";
} trainingSite;

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

/// Where the desk is to be until the centre has named it: the folder is needed before the centre in it.
SiteDescription provisional(std::uint16_t port)
{
    SiteDescription site;
    site.name = trainingSite.name;
    site.odsCode = trainingSite.odsCode;
    site.place = trainingSite.place;
    site.desk = trainingSite.desk;
    site.centreUrl = "https://127.0.0.1:" + std::to_string(port);
    site.centreName = "cardwright-central";
    return site;
}

central::CentreOrder centreOrder(const SiteFolder& site, RandomSource& random)
{
    const auto offline = OfflinePolicy::shipped();
    central::CentreOrder order;
    order.directory = site.centre();
    order.organisation = trainingSite.name;
    order.odsCode = trainingSite.odsCode;
    order.site = Guid::random(random);
    order.authority = {offline.days, offline.issues, offline.unlocks};
    order.leaseCount = static_cast<std::uint32_t>(offline.leaseBlock);
    return order;
}

/// The agent's card lies in the folder, and so does its passcode: that is what makes this site one for training.
void makeAgent(DeskMaking& making, const SiteFolder& site, TrainingLine& line, const SecureBytes& token, RandomSource& random)
{
    const auto file = site.cardFile("agent");
    simulator::VirtualCard::create(file, simulator::Personality::yubico, random);
    simulator::VirtualTray tray(random, {"Making"});
    tray.insert("Making", file);
    const auto reader = tray.reader("Making");
    const std::string name = agentName;
    const auto number = *UserNumber::fromValue(agentNumber);
    const auto passcode = SecureBytes::copyOf(bytesOf(agentPasscode));
    making.firstAgent({*reader, number, name, passcode}, line, token);
    writePrivateFile(site.agentPasscodeFile(), bytesOf(agentPasscode));
}

TrainingSiteReport fill(SiteFolder& site, std::uint16_t port, const Clock& clock, RandomSource& random)
{
    central::makeTrainingCentre(centreOrder(site, random), clock, random);
    TrainingLine line(site.centre(), clock, random);
    const auto token = line.token();
    DeskMaking making(clock, random);
    const auto asked = making.ask(token, trainingSite.desk, trainingSite.place);
    const auto answer = line.enrol(asked);
    checkEnrolment(asked, answer, Certificate::fromPem(readWholeFile(site.centreAuthorityFile(), 64 * 1024)), clock.utcMillis());
    site.describe(DeskMaking::describe(answer, trainingSite.desk, trainingSite.place, provisional(port).centreUrl, true, "file"));
    making.furnish(site, answer, {});
    making.begin();
    makeAgent(making, site, line, token, random);
    making.receive(line.deliveries(answer.log));

    TrainingSiteReport report;
    report.name = site.description().name;
    report.odsCode = site.description().odsCode;
    report.desk = site.description().desk;
    report.agentName = agentName;
    report.agentNumber = UserNumber::fromValue(agentNumber)->digits();
    report.centrePort = port;
    report.cards = makeCards(site, clock, random);
    report.requests = writeRequests(site, dateOf(clock.utcMillis()));
    report.leased = making.store().leases.counts().free;
    making.finish();
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
    auto site = SiteFolder::create(root, provisional(port));
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
