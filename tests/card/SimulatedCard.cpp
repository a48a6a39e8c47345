#include "tests/card/SimulatedCard.h"

#include "core/base/Tlv.h"
#include "core/crypto/BlockCipher.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace cardwright::testing {

namespace {

RawAnswer split(const Bytes& response)
{
    if (response.size() < 2) throw std::runtime_error("an answer without a status word");
    const std::size_t end = response.size() - 2;
    return {static_cast<std::uint16_t>(response[end] << 8 | response[end + 1]),
            Bytes(response.begin(), response.begin() + static_cast<std::ptrdiff_t>(end))};
}

CipherAlgorithm cipherOf(std::uint8_t algorithm)
{
    switch (algorithm) {
    case 0x08: return CipherAlgorithm::aes128;
    case 0x0A: return CipherAlgorithm::aes192;
    case 0x0C: return CipherAlgorithm::aes256;
    default: return CipherAlgorithm::tripleDes;
    }
}

Bytes tagOctets(std::uint32_t tag)
{
    if (tag <= 0xFF) return {static_cast<std::uint8_t>(tag)};
    if (tag <= 0xFFFF) return {static_cast<std::uint8_t>(tag >> 8), static_cast<std::uint8_t>(tag)};
    return {static_cast<std::uint8_t>(tag >> 16), static_cast<std::uint8_t>(tag >> 8), static_cast<std::uint8_t>(tag)};
}

} // namespace

Bytes octets(std::string_view hexWithSpaces)
{
    std::string hex(hexWithSpaces);
    std::erase(hex, ' ');
    const auto parsed = fromHex(hex);
    if (!parsed) throw std::runtime_error("not hexadecimal: " + hex);
    return *parsed;
}

Bytes padded(std::string_view digits)
{
    Bytes value = toBytes(bytesOf(digits));
    value.resize(8, 0xFF);
    return value;
}

Bytes factoryAdministrationKey() { return octets("0102030405060708 0102030405060708 0102030405060708"); }

SimulatedCard::SimulatedCard(simulator::Personality personality)
{
    simulator::VirtualCard::create(file(), personality, m_random);
    m_card = simulator::VirtualCard::load(file(), m_random);
}

void SimulatedCard::reload()
{
    m_card.reset();
    m_card = simulator::VirtualCard::load(file(), m_random);
}

RawAnswer SimulatedCard::send(ByteView command)
{
    const auto answer = m_card->process(command);
    if (answer.kind != simulator::CardAnswer::Kind::answered) throw std::runtime_error("the card did not answer");
    return split(answer.response);
}

RawAnswer SimulatedCard::send(std::string_view hex) { return send(ByteView(octets(hex))); }

RawAnswer SimulatedCard::command(std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data)
{
    while (data.size() > 255) {
        const auto part = send(ByteView(concat({Bytes{0x10, ins, p1, p2, 0xFF}, data.first(255)})));
        if (part.sw != 0x9000) return part;
        data = data.subspan(255);
    }
    Bytes frame{0x00, ins, p1, p2};
    if (!data.empty()) {
        frame.push_back(static_cast<std::uint8_t>(data.size()));
        append(frame, data);
    }
    frame.push_back(0x00);
    RawAnswer whole = send(ByteView(frame));
    while ((whole.sw & 0xFF00) == 0x6100) {
        const auto more = send(ByteView(Bytes{0x00, 0xC0, 0x00, 0x00, static_cast<std::uint8_t>(whole.sw & 0xFF)}));
        append(whole.data, more.data);
        whole.sw = more.sw;
    }
    return whole;
}

void SimulatedCard::select()
{
    if (command(0xA4, 0x04, 0x00, octets("A000000308 00001000 0100")).sw != 0x9000) throw std::runtime_error("not selected");
}

std::uint16_t SimulatedCard::verify(std::string_view digits) { return command(0x20, 0x00, 0x80, padded(digits)).sw; }

std::uint16_t SimulatedCard::authenticate(std::uint8_t algorithm, ByteView key)
{
    const BlockCipher cipher(cipherOf(algorithm), key);
    const auto first = command(0x87, algorithm, 0x9B, octets("7C 02 80 00"));
    if (first.sw != 0x9000) return first.sw;
    const ByteView witness = TlvReader(TlvReader(first.data).expect(0x7C)).expect(0x80);
    Bytes challenge(cipher.blockSize());
    m_random.fill(challenge);
    TlvWriter inner;
    inner.add(0x80, cipher.decrypt(witness)).add(0x81, challenge).addEmpty(0x82);
    const auto second = command(0x87, algorithm, 0x9B, tlv(0x7C, inner.octets()));
    if (second.sw != 0x9000) return second.sw;
    const ByteView response = TlvReader(TlvReader(second.data).expect(0x7C)).expect(0x82);
    if (!equal(response, cipher.encrypt(challenge))) throw std::runtime_error("the card does not know its administration key");
    return second.sw;
}

std::uint16_t SimulatedCard::authenticateFactory() { return authenticate(0x03, factoryAdministrationKey()); }

RawAnswer SimulatedCard::read(std::uint32_t tag) { return command(0xCB, 0x3F, 0xFF, tlv(0x5C, tagOctets(tag))); }

std::uint16_t SimulatedCard::write(std::uint32_t tag, ByteView content)
{
    return command(0xDB, 0x3F, 0xFF, concat({tlv(0x5C, tagOctets(tag)), tlv(0x53, content)})).sw;
}

} // namespace cardwright::testing
