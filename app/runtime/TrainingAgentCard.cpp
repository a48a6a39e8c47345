#include "app/runtime/TrainingAgentCard.h"

#include "core/central/TrainingCentre.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/CmsSignature.h"
#include "core/lifecycle/CardSession.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Chuid.h"
#include "core/store/PrivateFiles.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"

namespace cardwright::runtime {

namespace {

constexpr const char* agentName = "Tomasz Reid";
constexpr std::uint64_t agentNumber = 555000417260; ///< below every leased block
/// Everybody may know it: it opens a card that is a file on the same disk. The README tells it to newcomers.
constexpr const char* agentPasscode = "271828";
constexpr int cardYears = 5;

void mustBeAccepted(const PasscodeOutcome& outcome)
{
    if (!outcome.accepted()) throw FailureError(Failure::of("CARD-NOT-FACTORY"));
}

void writeIdentity(PivApplication& piv, const SiteMaterial& material, const Guid& card, std::int64_t now)
{
    auto chuid = Chuid::of(card, plusMonths(dateOf(now), 12 * cardYears));
    chuid.signature = cms::signChuid(chuid.signedPortion(), material.signer.key, material.signer.certificate, now);
    piv.putObject(objects::chuid, chuid.encode());
}

CertificateRequest signRequest(PivApplication& piv, const SiteMaterial& material, const Guid& card)
{
    const auto key = piv.generateKey(Slot::authentication, Algorithm::eccP256).publicKey();
    const RequestSubject subject{UserNumber::fromValue(agentNumber)->digits(), material.site.description().name, card, std::nullopt};
    const PendingRequest pending(key, subject);
    return pending.assemble(piv.sign(Slot::authentication, Algorithm::eccP256, pending.toBeSignedDigest()));
}

void setKeys(PivApplication& piv, const SiteMaterial& material, const CardProfile& profile, const Guid& card)
{
    const CardKeyName name{material.site.description().siteKeyVersion, 1};
    const auto algorithm = profile.administrationAlgorithm();
    piv.setAdministrationKey(algorithm, material.keys.administrationKey(name, card, algorithm));
    mustBeAccepted(piv.changeReference(KeyReference::unlockKey, profile.factoryUnlockKey(), material.keys.unlockKey(name, card)));
    mustBeAccepted(piv.changeReference(KeyReference::passcode, profile.factoryPasscode(), SecureBytes::copyOf(bytesOf(agentPasscode))));
}

} // namespace

TrainingAgent makeTrainingAgentCard(const SiteMaterial& material, const std::filesystem::path& file, const Clock& clock, RandomSource& random)
{
    const auto card = Guid::random(random);
    const auto number = *UserNumber::fromValue(agentNumber);
    simulator::VirtualCard::create(file, simulator::Personality::yubico, random);
    simulator::VirtualTray tray(random, {"Making"});
    tray.insert("Making", file);
    const auto reader = tray.reader("Making");
    CardSession session(*reader, {});
    auto& piv = session.piv();
    const auto profile = material.profiles.recognise(piv, session.selected());
    if (piv.authenticateAdministration(profile.factoryAdministrationAlgorithm, profile.factoryAdministrationKey(), random) !=
        AdministrationOutcome::accepted) {
        throw FailureError(Failure::of("CARD-NOT-FACTORY"));
    }
    writeIdentity(piv, material, card, clock.utcMillis());
    mustBeAccepted(piv.verifyPasscode(profile.factoryPasscode()));
    const auto request = signRequest(piv, material, card);
    const auto certificates = central::enrolTrainingAgent(
        material.site.centre(), {number.digits(), agentName, card, {{"9A", request.der()}}}, clock, random);
    const auto& certificate = certificates.front().certificate;
    piv.putObject(objects::certificate9A, CertificateObject::of(certificate.der()).encode());
    setKeys(piv, material, profile, card);
    writePrivateFile(material.site.agentPasscodeFile(), bytesOf(agentPasscode));
    return {number, agentName, card, certificate};
}

} // namespace cardwright::runtime
