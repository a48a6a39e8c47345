// Conformance: the application, its objects, and the key that opens them for writing.
#include "core/base/Tlv.h"
#include "core/piv/CardCapabilityContainer.h"
#include "core/piv/Chuid.h"
#include "core/piv/ConformanceTrial.h"
#include "core/piv/Discovery.h"
#include "core/piv/FacialImage.h"
#include "core/piv/KeyHistory.h"
#include "core/piv/PrintedInformation.h"

#include <algorithm>

namespace cardwright::conformance {

namespace {

constexpr std::uint8_t pix[] = {0x00, 0x00, 0x10, 0x00, 0x01, 0x00};
constexpr std::chrono::year_month_day expiry{std::chrono::year(2031), std::chrono::November, std::chrono::day(21)};

Bytes printed(const std::string& name)
{
    PrintedInformation information;
    information.name = name;
    information.role = "CONFORMANCE";
    information.expiry = expiry;
    information.cardSerial = "000000000000";
    information.issuer = "TEST";
    return information.encode();
}

void writeAndRead(Trial& trial, ObjectId object, const Bytes& content)
{
    trial.piv().putObject(object, content);
    Trial::expect(trial.piv().object(object) == content, "the " + std::string(object.name) + " is not read as it was written");
}

/// What is to be there: the object and its head agree.
void expectHead(Trial& trial, ObjectId object, const Bytes& content)
{
    const auto head = trial.piv().objectHead(object);
    Trial::expect(head.has_value() && head->size == content.size(), "the head of the " + std::string(object.name) + " tells another size");
    Trial::expect(std::equal(head->content.begin(), head->content.end(), content.begin()), "the head of the " + std::string(object.name) + " is another");
}

} // namespace

void select(Trial& trial)
{
    const auto answer = trial.piv().select();
    const ByteView name(answer.applicationId);
    Trial::expect(name.size() >= sizeof pix && equal(name.last(sizeof pix), pix), "the application's name does not end as PIV's does");
}

void discovery(Trial& trial)
{
    const auto content = trial.piv().object(objects::discovery);
    if (!content) throw Cannot{"it has no discovery object"};
    const auto read = Discovery::decode(*content);
    Trial::expect(read.applicationPasscode, "the application's own passcode is not in use");
}

void versionAndSerial(Trial& trial)
{
    const auto& profile = trial.profile();
    const auto version = trial.piv().version();
    const auto serial = trial.piv().serial();
    Trial::expect(version.has_value() == profile.versionCommand, version ? "it tells a version, against its profile" : "it tells no version");
    Trial::expect(serial.has_value() == profile.serialCommand, serial ? "it tells a serial number, against its profile" : "it tells no serial number");
    if (!version && !serial) throw Cannot{"tell-version, tell-serial"};
}

void administration(Trial& trial)
{
    const auto& keys = trial.keys();
    auto wrong = keys.administrationKey.clone();
    wrong.writable()[wrong.size() - 1] ^= 0x10; // not a parity bit of 3DES
    const auto refused = trial.piv().authenticateAdministration(keys.administrationAlgorithm, wrong, trial.random());
    Trial::expect(refused == AdministrationOutcome::keyRefused, "another administration key was not refused");
    trial.again();
    trial.administrate();
}

void writeNeedsAdministration(Trial& trial)
{
    const auto code = Trial::codeOf([&] { trial.piv().putObject(objects::chuid, trial.randomOctets(20)); });
    Trial::expectCode(code, {"CARD-NEEDS-ADMIN"}, "PUT DATA");
}

void objectsRoundTrip(Trial& trial)
{
    trial.administrate();
    trial.verify(); // printed information
    const auto chuid = Chuid::of(Guid::random(trial.random()), expiry).encode();
    writeAndRead(trial, objects::chuid, chuid);
    expectHead(trial, objects::chuid, chuid);
    writeAndRead(trial, objects::cardCapability, CardCapabilityContainer::fresh(trial.random()).encode());
    writeAndRead(trial, objects::printedInformation, printed("CONFORMANCE TEST"));
    writeAndRead(trial, objects::securityObject, std::move(TlvWriter().add(0xBA, {}).add(0xBB, trial.randomOctets(700)).addEmpty(0xFE)).octets());
    if (trial.profile().keeps(objects::keyHistory)) writeAndRead(trial, objects::keyHistory, KeyHistory().encode());
    trial.again();
    Trial::expect(trial.piv().object(objects::chuid) == chuid, "the CHUID did not outlive the transaction");
}

void guardedObject(Trial& trial)
{
    trial.administrate();
    const auto content = printed("GUARDED");
    trial.piv().putObject(objects::printedInformation, content);
    trial.again();
    Trial::expectCode(Trial::codeOf([&] { trial.piv().object(objects::printedInformation); }), {"CARD-NEEDS-PASSCODE"}, "printed information");
    trial.verify();
    Trial::expect(trial.piv().object(objects::printedInformation) == content, "printed information is not read with the passcode");
}

void largeObject(Trial& trial)
{
    trial.administrate();
    const auto limit = trial.profile().contentLimit(trial.channel().usesExtendedLength()).value_or(trial.options().largeObject);
    for (const auto size : {std::size_t{240}, std::size_t{260}, std::min(trial.options().largeObject, limit)}) { // around one block, and many
        const auto content = trial.randomOctets(size);
        // The largest first where nothing grows: the same object takes what is smaller.
        const auto object = trial.profile().growingRewrite ? objects::certificate9C : size == 240 ? objects::certificate9A : size == 260 ? objects::certificate9D : objects::certificate9C;
        writeAndRead(trial, object, content);
        expectHead(trial, object, content);
    }
}

void growObject(Trial& trial)
{
    trial.administrate();
    const auto object = objects::certificate9E;
    trial.piv().putObject(object, trial.randomOctets(300));
    const auto small = trial.randomOctets(100);
    writeAndRead(trial, object, small);
    const auto larger = trial.randomOctets(trial.profile().growingRewrite ? 800 : 1900);
    trial.unlessCan(CardStep::growObject, {"CARD-FULL"}, [&] {
        const auto code = Trial::codeOf([&] { trial.piv().putObject(object, larger); });
        Trial::expect(trial.piv().object(object) == small, "what was there before the refusal is gone");
        if (!code.empty()) throw CardError(code, 0xDB, StatusWord{0x6A84}, "grow");
    });
    writeAndRead(trial, object, larger);
}

void emptyObject(Trial& trial)
{
    trial.administrate();
    writeAndRead(trial, objects::certificate9E, trial.randomOctets(50));
    trial.piv().putObject(objects::certificate9E, {});
    const auto content = trial.piv().object(objects::certificate9E);
    Trial::expect(!content || content->empty(), "an emptied object still has content");
}

void facialImage(Trial& trial)
{
    const auto& profile = trial.profile();
    const auto limit = profile.contentLimit(trial.channel().usesExtendedLength());
    if (!profile.keeps(objects::facialImage) || (limit && *limit < FacialImage::mostOctets)) throw Cannot{"keep-facial-image"};
    trial.administrate();
    trial.verify();
    writeAndRead(trial, objects::facialImage, trial.randomOctets(FacialImage::mostOctets));
    trial.piv().putObject(objects::facialImage, {});
}

void administrationKeyChange(Trial& trial)
{
    trial.administrate();
    const auto algorithm = trial.profile().administrationAlgorithm();
    SecureBytes next(keySize(algorithm));
    trial.random().fill(next.writable());
    trial.unlessCan(CardStep::changeAdministrationKey, {"CARD-CANNOT"}, [&] { trial.piv().setAdministrationKey(algorithm, next); });
    const auto& keys = trial.keys();
    trial.piv().setAdministrationKey(algorithm, next);
    trial.again();
    const auto old = trial.piv().authenticateAdministration(keys.administrationAlgorithm, keys.administrationKey, trial.random());
    const auto now = trial.piv().authenticateAdministration(algorithm, next, trial.random());
    trial.piv().setAdministrationKey(keys.administrationAlgorithm, keys.administrationKey);
    Trial::expect(old != AdministrationOutcome::accepted, "the old administration key still opens");
    Trial::expect(now == AdministrationOutcome::accepted, "the new administration key does not open");
    trial.again();
    trial.administrate();
}

} // namespace cardwright::conformance
