#include "core/piv/PivApplication.h"

#include "core/piv/ObjectReading.h"
#include "core/piv/PivStatus.h"

namespace cardwright {

namespace {

// SP 800-73-5 pt 1 2.2, the version of the application included
constexpr std::uint8_t applicationId[] = {0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00};
constexpr std::size_t wholeAnswer = 65536;
constexpr std::size_t shortAnswer = 256;
constexpr std::uint32_t templateTag = 0x61;
constexpr std::uint32_t dataTag = 0x53;
constexpr std::uint32_t tagListTag = 0x5C;
constexpr std::uint32_t publicKeyTag = 0x7F49;

Bytes tagOctets(std::uint32_t tag)
{
    Bytes octets;
    for (int shift = 24; shift >= 0; shift -= 8) {
        if (tag >> shift != 0) octets.push_back(static_cast<std::uint8_t>(tag >> shift));
    }
    return octets;
}

void readAlgorithms(ByteView value, std::vector<Algorithm>& algorithms)
{
    for (TlvReader reader(value); !reader.atEnd();) {
        const auto [tag, identifier] = reader.next();
        if (tag == 0x80 && identifier.size() == 1) algorithms.push_back(static_cast<Algorithm>(identifier.front()));
    }
}

SelectAnswer readSelectAnswer(ByteView octets)
{
    SelectAnswer answer;
    answer.whole = toBytes(octets);
    auto value = TlvReader(octets).expect(templateTag);
    // some cards wrap the template once more
    if (TlvReader inner(value); !inner.atEnd() && value.front() == templateTag) value = inner.expect(templateTag);
    for (TlvReader reader(value); !reader.atEnd();) {
        const auto element = reader.next();
        if (element.tag == 0x4F) answer.applicationId = toBytes(element.value);
        if (element.tag == 0x50) answer.label = toText(element.value);
        if (element.tag == 0x5F50) answer.url = toText(element.value);
        if (element.tag == 0xAC) readAlgorithms(element.value, answer.algorithms);
    }
    return answer;
}

/// The head of an object whose end may be missing: a tag and a length, then what there is.
ObjectHead readHead(std::uint32_t tag, ByteView octets, bool cut)
{
    const auto expected = tagOctets(tag);
    if (octets.size() < expected.size() + 1 || !equal(octets.first(expected.size()), expected)) throw TlvError("another data object");
    auto rest = octets.subspan(expected.size());
    std::size_t size = rest.front();
    rest = rest.subspan(1);
    if (size >= 0x80) {
        const auto more = size & 0x7F;
        if (more == 0 || more > 4 || rest.size() < more) throw TlvError("a length that is cut or has another form");
        size = 0;
        for (const auto octet : rest.first(more)) size = size << 8 | octet;
        rest = rest.subspan(more);
    }
    if (rest.size() > size || (!cut && rest.size() != size)) throw TlvError("a length that does not hold");
    return {toBytes(rest), size};
}

} // namespace

SelectAnswer PivApplication::select()
{
    const auto response = m_channel.send({0x00, 0xA4, 0x04, 0x00, applicationId, shortAnswer});
    if (!response.sw.ok()) {
        // whatever a card without the application says: 6A82, 6A81, 6D00, 6E00, 6999 ...
        throw CardError("CARD-NOT-PIV", 0xA4, response.sw, "SELECT");
    }
    return readingCardData("answer to SELECT", [&] { return readSelectAnswer(response.data); });
}

ResponseApdu PivApplication::getData(ObjectId id, bool headOnly)
{
    const auto le = headOnly ? shortAnswer : wholeAnswer;
    auto response = m_channel.send({0x00, 0xCB, 0x3F, 0xFF, tlv(tagListTag, tagOctets(id.tag)), le}, headOnly);
    const bool fine = response.sw.ok() || (headOnly && response.sw.moreData());
    if (fine || response.sw.notFound()) return response;
    throwCardError(response.sw, 0xCB, id.name, {{"CARD-NEEDS-PASSCODE", {0x6982}}});
}

std::optional<Bytes> PivApplication::object(ObjectId id)
{
    const auto response = getData(id, false);
    if (response.sw.notFound()) return std::nullopt;
    return readingCardData(id.name, [&] {
        TlvReader reader(response.data);
        const auto content = toBytes(reader.expect(id.bare() ? id.tag : dataTag));
        reader.end();
        return content;
    });
}

std::optional<ObjectHead> PivApplication::objectHead(ObjectId id)
{
    const auto response = getData(id, true);
    if (response.sw.notFound()) return std::nullopt;
    return readingCardData(id.name, [&] { return readHead(id.bare() ? id.tag : dataTag, response.data, response.sw.moreData()); });
}

void PivApplication::putObject(ObjectId id, ByteView content)
{
    const auto data = id.bare() ? tlv(id.tag, content)
                                : std::move(TlvWriter().add(tagListTag, tagOctets(id.tag)).add(dataTag, content)).octets();
    const auto response = m_channel.send({0x00, 0xDB, 0x3F, 0xFF, data});
    if (response.sw.ok()) return;
    throwCardError(response.sw, 0xDB, id.name,
                   {{"CARD-FULL", {0x6A84}}, {"CARD-NEEDS-ADMIN", {0x6982}}, {"CARD-OBJECT-UNKNOWN", {0x6A81, 0x6A82, 0x6A86, 0x6A88}}});
}

CardPublicKey PivApplication::generateKey(Slot slot, Algorithm algorithm)
{
    const auto name = "generate in " + std::string(slotName(slot));
    if (!isRsa(algorithm) && !isElliptic(algorithm)) throw UsageError(Failure::of("USAGE", "no key pair of that algorithm"));
    const std::uint8_t parameters[] = {0xAC, 0x03, 0x80, 0x01, static_cast<std::uint8_t>(algorithm)};
    const auto response = m_channel.send({0x00, 0x47, 0x00, static_cast<std::uint8_t>(slot), parameters, shortAnswer});
    if (!response.sw.ok()) {
        throwCardError(response.sw, 0x47, name,
                       {{"CARD-NEEDS-ADMIN", {0x6982}}, {"CARD-ALGORITHM", {0x6A80, 0x6A81, 0x6A86, 0x6A88}}});
    }
    return readingCardData(name, [&] {
        TlvReader reader(response.data);
        const auto elements = reader.expect(publicKeyTag);
        reader.end();
        return CardPublicKey::decode(algorithm, elements);
    });
}

} // namespace cardwright
