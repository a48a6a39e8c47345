// GENERAL AUTHENTICATE: the administration key and the holder's keys (SP 800-73-5 pt 2 3.2.4 and appendix A).
#include "core/crypto/BlockCipher.h"
#include "core/piv/ObjectReading.h"
#include "core/piv/PivApplication.h"
#include "core/piv/PivStatus.h"

namespace cardwright {

namespace {

constexpr std::uint8_t generalAuthenticate = 0x87;
constexpr auto administration = static_cast<std::uint8_t>(KeyReference::administration);
constexpr std::uint32_t dynamicTag = 0x7C;
constexpr std::uint32_t witnessTag = 0x80;
constexpr std::uint32_t challengeTag = 0x81;
constexpr std::uint32_t responseTag = 0x82;
constexpr std::uint32_t exponentiationTag = 0x85;
constexpr std::size_t shortAnswer = 256;

void wipe(Bytes& octets) noexcept
{
    volatile std::uint8_t* out = octets.data();
    for (std::size_t i = 0; i < octets.size(); ++i) out[i] = 0;
}

/// One element out of 7C, which must be the whole answer.
Bytes dynamicElement(ByteView answer, std::uint32_t tag, std::string_view what)
{
    return readingCardData(what, [&] {
        TlvReader reader(answer);
        const auto elements = reader.expect(dynamicTag);
        reader.end();
        const auto element = TlvReader(elements).find(tag);
        if (!element) throw TlvError("the element asked for is missing");
        return toBytes(element->value);
    });
}

CipherAlgorithm cipherOf(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::tripleDes: return CipherAlgorithm::tripleDes;
    case Algorithm::aes128: return CipherAlgorithm::aes128;
    case Algorithm::aes192: return CipherAlgorithm::aes192;
    case Algorithm::aes256: return CipherAlgorithm::aes256;
    default: throw UsageError(Failure::of("USAGE", "no administration key of that algorithm"));
    }
}

// RFC 8017 9.2 note 1: DigestInfo up to the digest itself
constexpr std::uint8_t sha256Info[] = {0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                       0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
constexpr std::uint8_t sha384Info[] = {0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                       0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30};
constexpr std::uint8_t sha512Info[] = {0x30, 0x51, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                       0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40};

/// EMSA-PKCS1-v1_5: 00 01 FF..FF 00 DigestInfo.
Bytes paddedBlock(ByteView digest, std::size_t size)
{
    const ByteView info = digest.size() == 32 ? ByteView(sha256Info) : digest.size() == 48 ? ByteView(sha384Info) : ByteView(sha512Info);
    Bytes block{0x00, 0x01};
    block.resize(size - info.size() - digest.size() - 1, 0xFF);
    block.push_back(0x00);
    append(block, info);
    append(block, digest);
    return block;
}

/// FIPS 186-5 6.4.1: the leftmost octets of a longer digest; a shorter one is the same number with zeros in front.
Bytes fitted(ByteView digest, std::size_t size)
{
    if (digest.size() >= size) return toBytes(digest.first(size));
    Bytes octets(size - digest.size(), 0x00);
    append(octets, digest);
    return octets;
}

/// ECDSA-Sig-Value (RFC 3279 2.2.3): two positive integers, none longer than the field.
void checkEcdsa(ByteView signature, std::size_t size)
{
    readingCardData("signature", [&] {
        TlvReader outer(signature);
        TlvReader reader(outer.expect(0x30));
        outer.end();
        for (int i = 0; i < 2; ++i) {
            const auto number = reader.expect(0x02);
            if (number.empty() || (number.front() & 0x80) != 0 || number.size() > size + 1) throw TlvError("a number of another size");
            if (number.size() == size + 1 && number.front() != 0) throw TlvError("a number of another size");
        }
        reader.end();
    });
}

void needDigest(ByteView digest)
{
    if (digest.size() != 32 && digest.size() != 48 && digest.size() != 64) {
        throw UsageError(Failure::of("USAGE", "a digest of SHA-256, SHA-384 or SHA-512 is signed, nothing else"));
    }
}

} // namespace

AdministrationOutcome PivApplication::authenticateAdministration(Algorithm algorithm, const SecureBytes& key, RandomSource& random)
{
    const auto size = blockSize(algorithm);
    const auto cipherName = cipherOf(algorithm);
    if (key.size() != keySize(algorithm)) throw UsageError(Failure::of("USAGE", "an administration key of another size"));
    const BlockCipher cipher(cipherName, key.view());
    const auto p1 = static_cast<std::uint8_t>(algorithm);
    m_channel.transport().resetAtEnd();

    const auto asked = m_channel.send({0x00, generalAuthenticate, p1, administration, tlv(dynamicTag, tlv(witnessTag, {})), shortAnswer});
    if (asked.sw.blocked()) return AdministrationOutcome::blocked;
    if (unknownToCard(asked.sw) || asked.sw.value == 0x6A80) return AdministrationOutcome::algorithmRefused;
    if (!asked.sw.ok()) throwCardError(asked.sw, generalAuthenticate, "administration");
    const auto witness = dynamicElement(asked.data, witnessTag, "administration");
    if (witness.size() != size) throw CardDataError("administration: a witness of another size");

    Bytes challenge(size);
    random.fill(challenge);
    TlvWriter answer;
    answer.add(witnessTag, cipher.decrypt(witness)).add(challengeTag, challenge).addEmpty(responseTag);
    const auto proved = m_channel.send({0x00, generalAuthenticate, p1, administration, tlv(dynamicTag, answer.octets()), shortAnswer});
    const auto sw = proved.sw;
    if (sw.triesLeft() == 0) return AdministrationOutcome::blocked;
    if (sw.triesLeft() || sw.value == 0x6300 || sw.value == 0x6982 || sw.value == 0x6A80) return AdministrationOutcome::keyRefused;
    if (!sw.ok()) throwCardError(sw, generalAuthenticate, "administration");
    const auto response = SecureBytes::copyOf(dynamicElement(proved.data, responseTag, "administration"));
    if (!response.sameAs(cipher.encrypt(challenge))) throw CardDataError("administration: the card does not prove that it holds the key");
    return AdministrationOutcome::accepted;
}

SecureBytes PivApplication::privateKeyOperation(Slot slot, Algorithm algorithm, std::uint8_t tag, ByteView input)
{
    const auto name = "key " + std::string(slotName(slot));
    const auto question = std::move(TlvWriter().addEmpty(responseTag).add(tag, input)).octets();
    auto response = m_channel.send({0x00, generalAuthenticate, static_cast<std::uint8_t>(algorithm), static_cast<std::uint8_t>(slot),
                                    tlv(dynamicTag, question), shortAnswer});
    if (!response.sw.ok()) {
        throwCardError(response.sw, generalAuthenticate, name,
                       {{"CARD-NEEDS-PASSCODE", {0x6982}}, {"CARD-NO-KEY", {0x6A80, 0x6A81, 0x6A82, 0x6A86, 0x6A88}}});
    }
    auto plain = dynamicElement(response.data, responseTag, name);
    auto result = SecureBytes::copyOf(plain);
    wipe(plain);
    wipe(response.data);
    return result;
}

Bytes PivApplication::sign(Slot slot, Algorithm algorithm, ByteView digest)
{
    needDigest(digest);
    const auto size = fieldSize(algorithm);
    if (size == 0) throw UsageError(Failure::of("USAGE", "no signature by that algorithm"));
    if (isRsa(algorithm)) return toBytes(rsaPrivate(slot, algorithm, paddedBlock(digest, size)).view());
    const auto signature = privateKeyOperation(slot, algorithm, challengeTag, fitted(digest, size));
    checkEcdsa(signature.view(), size);
    return toBytes(signature.view());
}

SecureBytes PivApplication::rsaPrivate(Slot slot, Algorithm algorithm, ByteView block)
{
    const auto size = fieldSize(algorithm);
    if (!isRsa(algorithm) || block.size() != size) throw UsageError(Failure::of("USAGE", "an RSA block is as long as its modulus"));
    auto result = privateKeyOperation(slot, algorithm, challengeTag, block);
    if (result.size() != size) throw CardDataError("key " + std::string(slotName(slot)) + ": a block of another size");
    return result;
}

SecureBytes PivApplication::keyAgreement(Slot slot, Algorithm algorithm, ByteView otherPoint)
{
    const auto size = fieldSize(algorithm);
    if (!isElliptic(algorithm) || otherPoint.size() != 1 + 2 * size || otherPoint.front() != 0x04) {
        throw UsageError(Failure::of("USAGE", "key agreement takes a point of the key's own curve"));
    }
    auto result = privateKeyOperation(slot, algorithm, exponentiationTag, otherPoint);
    if (result.size() != size) throw CardDataError("key " + std::string(slotName(slot)) + ": a secret of another size");
    return result;
}

} // namespace cardwright
