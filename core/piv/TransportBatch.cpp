#include "core/piv/TransportBatch.h"

#include "core/base/Tlv.h"
#include "core/piv/ObjectReading.h"

#include <algorithm>

namespace cardwright {

namespace {

enum Field : std::uint8_t { form = 0x80, nameOf = 0x81, profileOf = 0x82, algorithmOf = 0x83, serialsOf = 0x84, administration = 0x85, unlock = 0x86, pin = 0x87 };

constexpr std::uint8_t firstForm = 1;
constexpr std::size_t unlockKeySize = 8;
constexpr std::size_t shortestPasscode = 6;
constexpr std::size_t longestPasscode = 8;

/// Tag, length in one octet, value: TlvWriter's octets are no place for keys.
void put(SecureBytes& into, Field tag, ByteView value)
{
    into.append(tag);
    into.append(static_cast<std::uint8_t>(value.size()));
    into.append(value);
}

Bytes serialOctets(const TransportBatch::Serials& serials)
{
    Bytes octets;
    for (const auto number : {serials.first, serials.last}) {
        for (int shift = 24; shift >= 0; shift -= 8) octets.push_back(static_cast<std::uint8_t>(number >> shift));
    }
    return octets;
}

TransportBatch::Serials serialsIn(ByteView octets)
{
    if (octets.size() != 8) throw TlvError("a serial range of another size");
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t octet = 0; octet < 4; ++octet) value = value << 8 | octets[at + octet];
        return value;
    };
    return {number(0), number(4)};
}

bool plainName(const std::string& name)
{
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

bool allDigits(ByteView octets)
{
    return std::all_of(octets.begin(), octets.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

void readField(const Tlv& field, TransportBatch& into)
{
    switch (field.tag) {
    case nameOf: into.name = toText(field.value); break;
    case profileOf: into.profile = toText(field.value); break;
    case algorithmOf:
        if (const auto algorithm = algorithmNamed(toText(field.value))) into.algorithm = *algorithm;
        else throw TlvError("an unknown algorithm");
        break;
    case serialsOf: into.serials = serialsIn(field.value); break;
    case administration: into.administrationKey = SecureBytes::copyOf(field.value); break;
    case unlock: into.unlockKey = SecureBytes::copyOf(field.value); break;
    case pin: into.passcode = SecureBytes::copyOf(field.value); break;
    default: throw TlvError("an unknown field");
    }
}

} // namespace

bool TransportBatch::sameAs(const TransportBatch& other) const { return encode().sameAs(other.encode().view()); }

TransportBatch TransportBatch::clone() const
{
    TransportBatch copy;
    copy.name = name;
    copy.profile = profile;
    copy.algorithm = algorithm;
    copy.serials = serials;
    copy.administrationKey = administrationKey.clone();
    if (unlockKey) copy.unlockKey = unlockKey->clone();
    if (passcode) copy.passcode = passcode->clone();
    return copy;
}

std::string TransportBatch::problem() const
{
    if (name.empty() || name.size() > longestName || !plainName(name)) return "its name: letters, digits, '-', '_', '.', at most 40";
    if (profile.empty() || profile.size() > longestName || !plainName(profile)) return "its profile";
    if (!isSymmetric(algorithm)) return "its algorithm: 3DES, AES-128, AES-192 or AES-256";
    if (administrationKey.size() != keySize(algorithm)) return "its key has " + std::to_string(administrationKey.size()) + " octets, " +
                                                               std::string(algorithmName(algorithm)) + " takes " + std::to_string(keySize(algorithm));
    if (serials && serials->first > serials->last) return "its serials end before they begin";
    if (unlockKey && unlockKey->size() != unlockKeySize) return "its unlock key: eight octets";
    if (passcode && (passcode->size() < shortestPasscode || passcode->size() > longestPasscode || !allDigits(passcode->view()))) {
        return "its passcode: six to eight digits";
    }
    return {};
}

SecureBytes TransportBatch::encode() const
{
    SecureBytes octets;
    put(octets, form, ByteView(&firstForm, 1));
    put(octets, nameOf, bytesOf(name));
    put(octets, profileOf, bytesOf(profile));
    put(octets, algorithmOf, bytesOf(algorithmName(algorithm)));
    if (serials) put(octets, serialsOf, serialOctets(*serials));
    put(octets, administration, administrationKey.view());
    if (unlockKey) put(octets, unlock, unlockKey->view());
    if (passcode) put(octets, pin, passcode->view());
    return octets;
}

TransportBatch TransportBatch::decode(ByteView octets)
{
    TransportBatch batch;
    readingCardData("batch", [&] {
        TlvReader reader(octets);
        const auto version = reader.expect(form);
        if (version.size() != 1 || version.front() != firstForm) throw TlvError("of another form");
        while (!reader.atEnd()) readField(reader.next(), batch);
        if (const auto problem = batch.problem(); !problem.empty()) throw TlvError(problem);
    });
    return batch;
}

} // namespace cardwright
