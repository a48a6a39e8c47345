#include "core/central/TrainingCentre.h"

#include "core/central/EntryApplier.h"
#include "core/central/TrainingAuthority.h"
#include "core/identity/UserNumber.h"
#include "core/store/PrivateFiles.h"

#include <algorithm>

namespace cardwright::central {

namespace {

constexpr std::int64_t fiveMinutes = 5 * 60 * 1000;
constexpr int deskMonths = 36;

CertificateContent contentFor(CertificateProfile profile, std::string commonName, std::string organisation, std::int64_t now)
{
    CertificateContent content;
    content.profile = profile;
    content.commonName = std::move(commonName);
    content.organisation = std::move(organisation);
    content.notBefore = now - fiveMinutes;
    content.notAfter = startOfDay(plusMonths(dateOf(now), deskMonths));
    return content;
}

void makeServerCertificate(TrainingAuthority& authority, const std::filesystem::path& directory, std::int64_t now)
{
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    auto content = contentFor(CertificateProfile::tlsServer, "cardwright-central", {}, now);
    content.dnsNames = {"localhost", "cardwright-central"};
    content.ipAddresses = {"127.0.0.1"};
    writePrivateFile(directory / "tls.key", key.pem().view());
    writePrivateFile(directory / "tls.pem", bytesOf(authority.issue(content, key.publicKey()).pem()));
}

} // namespace

TrainingCentre makeTrainingCentre(const TrainingCentreOrder& order, const Clock& clock, RandomSource& random)
{
    const auto now = clock.utcMillis();
    auto authority = TrainingAuthority::create(now, random);
    authority.save(order.directory);
    makeServerCertificate(authority, order.directory, now);
    makePrivateDirectory(order.directory / "portraits");

    auto client = contentFor(CertificateProfile::tlsClient, order.workstation.text(), order.organisation, now);
    client.uuid = order.workstation;
    const auto workstationTls = authority.issue(client, order.workstationTlsKey);
    const auto signing = contentFor(CertificateProfile::contentSigning, "Cardwright training content signer", order.organisation, now);
    const auto contentSigning = authority.issue(signing, order.contentSigningKey);

    Centre centre(order.directory, authority, clock, random);
    centre.enrol({order.workstation, order.log, workstationTls.fingerprint(), order.organisation});
    centre.setFirstNumber(order.firstNumber);
    centre.setAuthorityTerms(order.authority);
    centre.grantLease(order.log, order.leaseCount, std::nullopt);
    centre.renewAuthority(order.log);
    return {authority.root(), contentSigning, workstationTls};
}

std::vector<AgentCertificate> enrolTrainingAgent(const std::filesystem::path& directory, const AgentEnrolment& agent, const Clock& clock,
                                                 RandomSource& random)
{
    const auto number = UserNumber::parse(agent.userNumber);
    if (!number || number->digits() != agent.userNumber) refuse("payload-malformed", "userNumber");
    auto authority = TrainingAuthority::open(directory, random);
    Centre centre(directory, authority, clock, random);
    struct Made {
        Guid request;
        Sha256Digest digest{};
    };
    std::vector<AgentCertificate> issued;
    std::vector<Made> made;
    for (const auto& one : agent.requests) {
        const auto request = CertificateRequest::fromDer(one.request);
        const auto profile = profileOfSlot(one.slot);
        checkRequest(request, profile, agent.card, agent.userNumber);
        const auto id = Guid::ordered(clock.utcMillis(), random);
        issued.push_back({one.slot, authority.issue(id, request, profile, clock.utcMillis())});
        made.push_back({id, sha256(one.request)});
    }
    const auto signIn = std::find_if(issued.begin(), issued.end(), [](const auto& one) { return one.slot == "9A"; });
    if (signIn == issued.end()) refuse("slot-unknown", "9A is missing");
    centre.registerAgent({agent.userNumber, agent.name, agent.card, signIn->certificate.fingerprint()});
    for (std::size_t i = 0; i < issued.size(); ++i) {
        centre.recordCertificate(made[i].request, agent.card, issued[i].slot, made[i].digest, issued[i].certificate);
    }
    return issued;
}

} // namespace cardwright::central
