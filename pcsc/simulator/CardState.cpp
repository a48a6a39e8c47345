#include "pcsc/simulator/CardState.h"

#include "core/base/Tlv.h"
#include "core/crypto/Sha256.h"
#include "pcsc/simulator/CardFile.h"
#include "pcsc/simulator/VirtualCard.h"

#include <algorithm>
#include <array>

namespace cardwright::simulator {

namespace {

constexpr std::string_view magic = "cardwright.card/1\n";
constexpr std::size_t digestSize = 32;

// Tags of the file, ours alone. Inner objects are numbered from 81 in the order in which they are written.
enum FileTag : std::uint8_t {
    personalityTag = 0x81,
    serialTag = 0x82,
    passcodeTag = 0xA3,
    unlockKeyTag = 0xA4,
    administrationTag = 0xA5,
    keyTag = 0xA6,
    objectTag = 0xA7,
    roomTag = 0xA8,
};

struct PersonalityRow {
    Personality personality;
    std::string_view name;
};

constexpr std::array personalities{PersonalityRow{Personality::strict, "strict"}, PersonalityRow{Personality::yubico, "yubico"},
                                   PersonalityRow{Personality::yubico57, "yubico-5.7"}, PersonalityRow{Personality::pivApplet, "pivapplet"},
                                   PersonalityRow{Personality::openFips, "openfips201"}};

constexpr std::array personalityList{Personality::strict, Personality::yubico, Personality::yubico57, Personality::pivApplet,
                                     Personality::openFips};
static_assert(personalityList.size() == personalities.size());

/// Written by hand rather than with TlvWriter, whose octets are not cleared: these are keys.
void put(SecureBytes& target, std::uint8_t tag, ByteView value)
{
    const std::size_t size = value.size();
    if (size > 0xFFFFFF) throw SimulatorError("CARD-FILE-WRITE", "an object beyond 16 MB");
    target.append(tag);
    target.append(std::uint8_t{0x83});
    target.append(static_cast<std::uint8_t>(size >> 16));
    target.append(static_cast<std::uint8_t>(size >> 8));
    target.append(static_cast<std::uint8_t>(size));
    target.append(value);
}

void putByte(SecureBytes& target, std::uint8_t tag, int value)
{
    const auto octet = static_cast<std::uint8_t>(value);
    put(target, tag, ByteView(&octet, 1));
}

std::array<std::uint8_t, 4> fourOctets(std::uint32_t value)
{
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
            static_cast<std::uint8_t>(value)};
}

std::uint32_t number(ByteView octets, std::size_t size)
{
    if (octets.size() != size) throw TlvError("a number of another size");
    std::uint32_t value = 0;
    for (const auto octet : octets) value = (value << 8) | octet;
    return value;
}

std::uint8_t octet(ByteView octets) { return static_cast<std::uint8_t>(number(octets, 1)); }

SecureBytes encodeReference(const ReferenceData& reference)
{
    SecureBytes octets;
    put(octets, 0x81, reference.value.view());
    putByte(octets, 0x82, reference.tries);
    putByte(octets, 0x83, reference.triesAtMost);
    putByte(octets, 0x84, reference.factory ? 1 : 0);
    return octets;
}

ReferenceData decodeReference(ByteView octets)
{
    TlvReader reader(octets);
    ReferenceData reference;
    reference.value = SecureBytes::copyOf(reader.expect(0x81));
    reference.tries = octet(reader.expect(0x82));
    reference.triesAtMost = octet(reader.expect(0x83));
    reference.factory = octet(reader.expect(0x84)) != 0;
    reader.end();
    if (reference.value.size() != 8 || reference.tries > reference.triesAtMost) throw TlvError("reference data");
    return reference;
}

void decodeAdministration(ByteView octets, CardState& state)
{
    TlvReader reader(octets);
    state.administrationAlgorithm = octet(reader.expect(0x81));
    state.administrationKey = SecureBytes::copyOf(reader.expect(0x82));
    state.administrationFactory = octet(reader.expect(0x83)) != 0;
    reader.end();
}

void decodeKey(ByteView octets, CardState& state)
{
    TlvReader reader(octets);
    const std::uint8_t slot = octet(reader.expect(0x81));
    SlotKey key;
    key.algorithm = octet(reader.expect(0x82));
    key.imported = octet(reader.expect(0x83)) != 0;
    key.pem = SecureBytes::copyOf(reader.expect(0x84));
    reader.end();
    state.keys[slot] = std::move(key);
}

void decodeObject(ByteView octets, CardState& state)
{
    TlvReader reader(octets);
    const std::uint32_t tag = number(reader.expect(0x81), 4);
    state.objects[tag] = toBytes(reader.expect(0x82));
    reader.end();
}

void decodeRoom(ByteView octets, CardState& state)
{
    TlvReader reader(octets);
    const std::uint32_t tag = number(reader.expect(0x81), 4);
    state.rooms[tag] = number(reader.expect(0x82), 4);
    reader.end();
}

Personality decodePersonality(std::uint8_t value)
{
    for (const auto& row : personalities)
        if (static_cast<std::uint8_t>(row.personality) == value) return row.personality;
    throw TlvError("an unknown kind of card");
}

CardState decodeBody(ByteView body)
{
    CardState state;
    TlvReader reader(body);
    state.personality = decodePersonality(octet(reader.expect(personalityTag)));
    state.serial = number(reader.expect(serialTag), 4);
    state.passcode = decodeReference(reader.expect(passcodeTag));
    state.unlockKey = decodeReference(reader.expect(unlockKeyTag));
    decodeAdministration(reader.expect(administrationTag), state);
    while (!reader.atEnd()) {
        const Tlv part = reader.next();
        if (part.tag == keyTag) {
            decodeKey(part.value, state);
        } else if (part.tag == objectTag) {
            decodeObject(part.value, state);
        } else if (part.tag == roomTag) {
            decodeRoom(part.value, state);
        } else {
            throw TlvError("an unknown part");
        }
    }
    return state;
}

ReferenceData factoryReference(std::string_view digits)
{
    ReferenceData reference;
    reference.value = SecureBytes::copyOf(bytesOf(digits));
    while (reference.value.size() < 8) reference.value.append(std::uint8_t{0xFF});
    return reference;
}

} // namespace

std::string_view nameOf(Personality personality) noexcept
{
    for (const auto& row : personalities)
        if (row.personality == personality) return row.name;
    return "strict";
}

std::optional<Personality> personalityOf(std::string_view name) noexcept
{
    for (const auto& row : personalities)
        if (row.name == name) return row.personality;
    return std::nullopt;
}

std::span<const Personality> allPersonalities() noexcept { return personalityList; }

CardState CardState::factory(Personality personality, std::uint32_t serial)
{
    CardState state;
    state.personality = personality;
    state.serial = serial;
    state.passcode = factoryReference("123456");
    state.unlockKey = factoryReference("12345678");
    for (int part = 0; part < 3; ++part)
        for (std::uint8_t value = 1; value <= 8; ++value) state.administrationKey.append(value);
    if (personality == Personality::yubico57) state.administrationAlgorithm = 0x0A; // the same octets, as an AES-192 key
    if (personality == Personality::pivApplet) state.passcode.tries = state.passcode.triesAtMost = 5;
    return state;
}

SecureBytes CardState::encode() const
{
    SecureBytes octets = SecureBytes::copyOf(bytesOf(magic));
    putByte(octets, personalityTag, static_cast<int>(personality));
    put(octets, serialTag, fourOctets(serial));
    put(octets, passcodeTag, encodeReference(passcode).view());
    put(octets, unlockKeyTag, encodeReference(unlockKey).view());
    SecureBytes administration;
    putByte(administration, 0x81, administrationAlgorithm);
    put(administration, 0x82, administrationKey.view());
    putByte(administration, 0x83, administrationFactory ? 1 : 0);
    put(octets, administrationTag, administration.view());
    for (const auto& [slot, key] : keys) {
        SecureBytes part;
        putByte(part, 0x81, slot);
        putByte(part, 0x82, key.algorithm);
        putByte(part, 0x83, key.imported ? 1 : 0);
        put(part, 0x84, key.pem.view());
        put(octets, keyTag, part.view());
    }
    for (const auto& [tag, content] : objects) {
        SecureBytes part;
        put(part, 0x81, fourOctets(tag));
        put(part, 0x82, content);
        put(octets, objectTag, part.view());
    }
    for (const auto& [tag, size] : rooms) {
        SecureBytes part;
        put(part, 0x81, fourOctets(tag));
        put(part, 0x82, fourOctets(size));
        put(octets, roomTag, part.view());
    }
    octets.append(sha256(octets.view()));
    return octets;
}

CardState CardState::decode(ByteView octets, const std::string& name)
{
    if (octets.size() < magic.size() + digestSize || !equal(octets.first(magic.size()), bytesOf(magic)))
        throw SimulatorError("CARD-FILE-DAMAGED", name + ": it does not begin as a card file does");
    const ByteView signedPart = octets.first(octets.size() - digestSize);
    if (!equal(sha256(signedPart), octets.last(digestSize)))
        throw SimulatorError("CARD-FILE-DAMAGED", name + ": its digest does not fit");
    try {
        return decodeBody(signedPart.subspan(magic.size()));
    } catch (const TlvError& error) {
        throw SimulatorError("CARD-FILE-DAMAGED", name + ": " + error.what());
    }
}

CardState CardState::load(const std::filesystem::path& file) { return decode(readWhole(file).view(), file.string()); }

void CardState::save(const std::filesystem::path& file) const { replaceWhole(file, encode().view()); }

} // namespace cardwright::simulator
