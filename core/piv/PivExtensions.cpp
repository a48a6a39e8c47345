// Commands that some makers add beyond SP 800-73-5. Which card has which is said by its profile.
#include "core/piv/ObjectReading.h"
#include "core/piv/PivApplication.h"
#include "core/piv/PivStatus.h"

namespace cardwright {

namespace {

constexpr std::size_t shortAnswer = 256;
constexpr std::uint8_t noTouch = 0xFF;
constexpr std::uint8_t discard = 0xFF;
constexpr std::uint8_t notAKeyAlgorithm = 0xFF; // F7 says this of a passcode

KeyMetadata readMetadata(ByteView octets)
{
    KeyMetadata metadata;
    for (TlvReader reader(octets); !reader.atEnd();) {
        const auto [tag, value] = reader.next();
        if (value.empty()) continue;
        if (tag == 0x01 && value[0] != notAKeyAlgorithm) metadata.algorithm = static_cast<Algorithm>(value[0]);
        if (tag == 0x02) metadata.passcodePolicy = value[0];
        if (tag == 0x02 && value.size() > 1) metadata.touchPolicy = value[1];
        if (tag == 0x03) metadata.origin = value[0];
        if (tag == 0x04) metadata.publicKey = toBytes(value);
        if (tag == 0x05) metadata.factoryValue = value[0] != 0;
        if (tag == 0x06) metadata.triesInAll = value[0];
        if (tag == 0x06 && value.size() > 1) metadata.triesLeft = value[1];
    }
    return metadata;
}

} // namespace

std::optional<CardVersion> PivApplication::version()
{
    const auto response = m_channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), shortAnswer});
    // asked of unknown cards too: whatever is no version means that the card has none
    if (!response.sw.ok() || response.data.size() != 3) return std::nullopt;
    return CardVersion{response.data[0], response.data[1], response.data[2]};
}

std::optional<std::uint32_t> PivApplication::serial()
{
    const auto response = m_channel.send({0x00, 0xF8, 0x00, 0x00, SecureBytes(), shortAnswer});
    if (!response.sw.ok() || response.data.size() != 4) return std::nullopt;
    std::uint32_t number = 0;
    for (const auto octet : response.data) number = number << 8 | octet;
    return number;
}

std::optional<KeyMetadata> PivApplication::metadata(Slot slot) { return metadataOf(static_cast<std::uint8_t>(slot)); }

std::optional<KeyMetadata> PivApplication::metadata(KeyReference reference) { return metadataOf(static_cast<std::uint8_t>(reference)); }

std::optional<KeyMetadata> PivApplication::metadataOf(std::uint8_t reference)
{
    const auto response = m_channel.send({0x00, 0xF7, 0x00, reference, SecureBytes(), shortAnswer});
    if (unknownToCard(response.sw)) return std::nullopt;
    if (!response.sw.ok()) throwCardError(response.sw, 0xF7, "metadata");
    return readingCardData("metadata", [&] { return readMetadata(response.data); });
}

std::optional<Bytes> PivApplication::attestation(Slot slot)
{
    auto response = m_channel.send({0x00, 0xF9, static_cast<std::uint8_t>(slot), 0x00, SecureBytes(), shortAnswer});
    if (unknownToCard(response.sw) || response.sw.value == 0x6A80) return std::nullopt;
    if (!response.sw.ok()) throwCardError(response.sw, 0xF9, "attestation");
    return std::move(response.data);
}

void PivApplication::setAdministrationKey(Algorithm algorithm, const SecureBytes& key)
{
    if (!isSymmetric(algorithm) || key.size() != keySize(algorithm)) {
        throw UsageError(Failure::of("USAGE", "an administration key of another size"));
    }
    SecureBytes data;
    data.append(static_cast<std::uint8_t>(algorithm));
    data.append(static_cast<std::uint8_t>(KeyReference::administration));
    data.append(static_cast<std::uint8_t>(key.size()));
    data.append(key.view());
    const auto response = m_channel.send({0x00, 0xFF, 0xFF, noTouch, std::move(data)});
    if (response.sw.ok()) return;
    if (unknownToCard(response.sw) || response.sw.value == 0x6A80) throw CardError("CARD-CANNOT", 0xFF, response.sw, "administration key");
    throwCardError(response.sw, 0xFF, "administration key", {{"CARD-NEEDS-ADMIN", {0x6982}}});
}

void PivApplication::setTries(int passcode, int unlockKey)
{
    if (passcode < 1 || passcode > 15 || unlockKey < 1 || unlockKey > 15) throw UsageError(Failure::of("USAGE", "tries are 1 to 15"));
    const auto response = m_channel.send({0x00, 0xFA, static_cast<std::uint8_t>(passcode), static_cast<std::uint8_t>(unlockKey)});
    if (response.sw.ok()) return;
    if (unknownToCard(response.sw)) throw CardError("CARD-CANNOT", 0xFA, response.sw, "tries");
    throwCardError(response.sw, 0xFA, "tries", {{"CARD-NEEDS-ADMIN", {0x6982}}});
}

bool PivApplication::resetApplication()
{
    const auto response = m_channel.send({0x00, 0xFB, 0x00, 0x00});
    if (response.sw.ok()) return true;
    if (response.sw.value == 0x6985 || response.sw.value == 0x6982) return false;
    if (unknownToCard(response.sw)) throw CardError("CARD-CANNOT", 0xFB, response.sw, "wipe");
    throwCardError(response.sw, 0xFB, "wipe");
}

bool PivApplication::deleteKey(Slot slot)
{
    const auto response = m_channel.send({0x00, 0xF6, discard, static_cast<std::uint8_t>(slot)});
    if (response.sw.ok()) return true;
    if (unknownToCard(response.sw)) return false;
    throwCardError(response.sw, 0xF6, "delete key " + std::string(slotName(slot)), {{"CARD-NEEDS-ADMIN", {0x6982}}});
}

} // namespace cardwright
