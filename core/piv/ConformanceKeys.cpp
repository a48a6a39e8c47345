// Conformance: the holder's keys, each proven by what it does with a challenge.
#include "core/crypto/PrivateKey.h"
#include "core/piv/Attestation.h"
#include "core/piv/ConformanceTrial.h"

namespace cardwright::conformance {

namespace {

std::string named(Slot slot, Algorithm algorithm) { return std::string(algorithmName(algorithm)) + " in " + std::string(slotName(slot)); }

CardPublicKey make(Trial& trial, Slot slot, Algorithm algorithm)
{
    trial.administrate();
    return trial.piv().generateKey(slot, algorithm);
}

void expectSignature(Trial& trial, Slot slot, const CardPublicKey& key)
{
    const auto digest = trial.randomOctets(key.algorithm == Algorithm::eccP384 ? 48 : 32);
    if (passcodeNeeded(slot)) trial.verify();
    const auto signature = trial.piv().sign(slot, key.algorithm, digest);
    Trial::expect(key.publicKey().verifyDigest(digest, signature), named(slot, key.algorithm) + ": the signature is of another key");
}

void expectAgreement(Trial& trial, const CardPublicKey& key)
{
    const auto other = PrivateKey::generate(key.algorithm == Algorithm::eccP384 ? KeyAlgorithm::ecP384 : KeyAlgorithm::ecP256);
    trial.verify();
    const auto shared = trial.piv().keyAgreement(Slot::keyManagement, key.algorithm, other.publicKey().point());
    Trial::expect(shared.sameAs(other.agree(key.publicKey()).view()), named(Slot::keyManagement, key.algorithm) + ": another secret");
}

void refuseWhere(Trial& trial, CardStep step, Slot slot, Algorithm algorithm)
{
    trial.administrate();
    trial.unlessCan(step, {"CARD-ALGORITHM"}, [&] { trial.piv().generateKey(slot, algorithm); });
}

void rsa(Trial& trial, CardStep step, Algorithm algorithm)
{
    refuseWhere(trial, step, Slot::authentication, algorithm);
    expectSignature(trial, Slot::authentication, trial.piv().generateKey(Slot::authentication, algorithm));
}

} // namespace

void generateNeedsAdministration(Trial& trial)
{
    const auto code = Trial::codeOf([&] { trial.piv().generateKey(Slot::authentication, Algorithm::eccP256); });
    Trial::expectCode(code, {"CARD-NEEDS-ADMIN"}, "GENERATE");
}

void elliptic256(Trial& trial)
{
    refuseWhere(trial, CardStep::generateP256, Slot::authentication, Algorithm::eccP256);
    for (const auto slot : trial.profile().slots) {
        if (!trial.profile().takes(slot, Algorithm::eccP256)) continue;
        const auto key = make(trial, slot, Algorithm::eccP256);
        if (slot == Slot::keyManagement) expectAgreement(trial, key);
        else expectSignature(trial, slot, key);
    }
}

void elliptic384(Trial& trial)
{
    refuseWhere(trial, CardStep::generateP384, Slot::authentication, Algorithm::eccP384);
    expectSignature(trial, Slot::authentication, make(trial, Slot::authentication, Algorithm::eccP384));
    expectAgreement(trial, make(trial, Slot::keyManagement, Algorithm::eccP384));
}

void rsa2048(Trial& trial)
{
    rsa(trial, CardStep::generateRsa2048, Algorithm::rsa2048);
    const auto key = make(trial, Slot::keyManagement, Algorithm::rsa2048);
    auto block = trial.randomOctets(key.modulus.size());
    block.front() = 0; // below the modulus
    trial.verify();
    const auto result = trial.piv().rsaPrivate(Slot::keyManagement, Algorithm::rsa2048, block);
    Trial::expect(!result.sameAs(block) && result.size() == block.size(), "9D does not decipher");
    expectSignature(trial, Slot::keyManagement, key); // RSA keys of 9D sign by the same command: this shows whose key it is
}

void rsa3072(Trial& trial) { rsa(trial, CardStep::generateRsa3072, Algorithm::rsa3072); }

void keyAccess(Trial& trial)
{
    const auto algorithm = trial.profile().takes(Algorithm::eccP256) ? Algorithm::eccP256 : Algorithm::rsa2048;
    for (const auto slot : {Slot::authentication, Slot::signature, Slot::cardAuthentication})
        if (trial.profile().takes(slot, algorithm)) make(trial, slot, algorithm);
    trial.again();
    const auto use = [&](Slot slot) { return Trial::codeOf([&] { trial.piv().sign(slot, algorithm, Bytes(32, 0x42)); }); };
    Trial::expectCode(use(Slot::authentication), {"CARD-NEEDS-PASSCODE"}, "9A without the passcode");
    Trial::expectCode(use(Slot::signature), {"CARD-NEEDS-PASSCODE"}, "9C without the passcode");
    if (trial.profile().takes(Slot::cardAuthentication, algorithm)) Trial::expectCode(use(Slot::cardAuthentication), {""}, "9E without the passcode");
    trial.verify();
    Trial::expectCode(use(Slot::signature), {""}, "9C after the passcode");
    Trial::expectCode(use(Slot::signature), {"CARD-NEEDS-PASSCODE"}, "9C a second time");
    Trial::expectCode(use(Slot::authentication), {""}, "9A after the passcode");
    Trial::expectCode(use(Slot::authentication), {""}, "9A a second time");
}

void keyManagement(Trial& trial)
{
    if (!trial.profile().takes(Slot::keyManagement, Algorithm::eccP256)) throw Cannot{"generate-p256"};
    const auto key = make(trial, Slot::keyManagement, Algorithm::eccP256);
    expectAgreement(trial, key);
    auto off = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey().point();
    off.back() ^= 0x01;
    const auto point = Trial::codeOf([&] { trial.piv().keyAgreement(Slot::keyManagement, Algorithm::eccP256, off); });
    Trial::expectCode(point, {"CARD-NO-KEY", "CARD-REFUSED"}, "a point off the curve");
    trial.again();
    trial.verify();
    trial.unlessCan(CardStep::signWithKeyManagement, {"CARD-NO-KEY", "CARD-REFUSED"},
                    [&] { trial.piv().sign(Slot::keyManagement, Algorithm::eccP256, Bytes(32, 0x42)); });
    expectSignature(trial, Slot::keyManagement, key);
}

void metadata(Trial& trial)
{
    if (!trial.profile().metadataCommand) {
        Trial::expect(!trial.piv().metadata(KeyReference::administration), "it tells metadata, against its profile");
        throw Cannot{"tell-metadata"};
    }
    const auto key = make(trial, Slot::authentication, Algorithm::eccP256);
    const auto told = trial.piv().metadata(Slot::authentication);
    Trial::expect(told && told->algorithm == Algorithm::eccP256 && told->origin == 1, "it tells another key than was made");
    Trial::expect(told->publicKey == key.encode(), "the public key it tells is not the one it made");
    const auto factory = ConformanceKeys::factoryOf(trial.profile());
    const auto of80 = trial.piv().metadata(KeyReference::passcode);
    Trial::expect(of80 && of80->triesLeft.value_or(0) > 0, "it does not tell the tries");
    const auto of9b = trial.piv().metadata(KeyReference::administration);
    const bool isFactory = trial.keys().administrationKey.sameAs(factory.administrationKey.view());
    Trial::expect(of9b && of9b->factoryValue == isFactory, "it does not tell whether the administration key is the maker's");
    Trial::expect(of9b->algorithm == trial.keys().administrationAlgorithm, "it tells another algorithm of the administration key");
}

void attestation(Trial& trial)
{
    const auto key = make(trial, Slot::authentication, trial.profile().takes(Algorithm::eccP256) ? Algorithm::eccP256 : Algorithm::rsa2048);
    const auto verdict = attested(trial.piv(), Slot::authentication, key, trial.profile().serialCommand ? trial.piv().serial() : std::nullopt, nullptr);
    if (!trial.profile().attestationCommand) {
        Trial::expect(verdict == AttestationVerdict::unsupported, "it attests, against its profile");
        throw Cannot{"attest"};
    }
    Trial::expect(verdict == AttestationVerdict::unknownMaker, "the attestation is " + std::string(nameOf(verdict)));
}

void deleteKey(Trial& trial)
{
    make(trial, Slot::cardAuthentication, trial.profile().takes(Slot::cardAuthentication, Algorithm::eccP256) ? Algorithm::eccP256 : Algorithm::rsa2048);
    const bool deleted = trial.piv().deleteKey(Slot::cardAuthentication);
    if (!trial.profile().deleteKeyCommand) {
        Trial::expect(!deleted, "it deletes keys, against its profile");
        throw Cannot{"delete-key"};
    }
    Trial::expect(deleted, "the key is not deleted");
    const auto code = Trial::codeOf([&] { trial.piv().sign(Slot::cardAuthentication, Algorithm::eccP256, Bytes(32, 0x42)); });
    Trial::expectCode(code, {"CARD-NO-KEY"}, "a deleted key");
}

} // namespace cardwright::conformance
