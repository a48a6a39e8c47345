#include "core/piv/CardCapabilityContainer.h"

#include "core/piv/ObjectId.h"
#include "core/piv/ObjectReading.h"

#include <array>

namespace cardwright {

namespace {

constexpr std::size_t identifierSize = 21;
/// Elements that SP 800-73-5 keeps, empty, for old readers.
constexpr std::array emptyAfterDataModel = {0xF6, 0xF7, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE};

std::uint8_t oneOctet(const Tlv& element, std::uint8_t whenEmpty)
{
    if (element.value.empty()) return whenEmpty;
    if (element.value.size() != 1) throw TlvError("a version is not one octet");
    return element.value.front();
}

} // namespace

CardCapabilityContainer CardCapabilityContainer::fresh(RandomSource& random)
{
    CardCapabilityContainer container;
    container.cardIdentifier = {0xA0, 0x00, 0x00, 0x01, 0x16, 0xFF, 0x02}; // GSC-IS RID, manufacturer FF, card type 02
    container.cardIdentifier.resize(identifierSize);
    random.fill(std::span(container.cardIdentifier).subspan(7));
    return container;
}

Bytes CardCapabilityContainer::encode() const
{
    if (!cardIdentifier.empty() && cardIdentifier.size() != identifierSize) {
        throw UsageError(Failure::of("USAGE", "a card identifier has 21 octets"));
    }
    TlvWriter writer;
    writer.add(0xF0, cardIdentifier).addByte(0xF1, containerVersion).addByte(0xF2, grammarVersion).addEmpty(0xF3);
    writer.addByte(0xF4, 0x00).addByte(0xF5, dataModel);
    for (const auto tag : emptyAfterDataModel) writer.addEmpty(static_cast<std::uint32_t>(tag));
    return std::move(writer).octets();
}

CardCapabilityContainer CardCapabilityContainer::decode(ByteView content)
{
    return readingCardData(objects::cardCapability.name, [&] {
        CardCapabilityContainer container;
        container.containerVersion = container.grammarVersion = 0;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto element = reader.next();
            if (element.tag < 0xF0 || element.tag > 0xF5 || element.tag == 0xF3 || element.tag == 0xF4) continue;
            once.note(element.tag);
            if (element.tag == 0xF0) container.cardIdentifier = toBytes(element.value);
            if (element.tag == 0xF1) container.containerVersion = oneOctet(element, 0);
            if (element.tag == 0xF2) container.grammarVersion = oneOctet(element, 0);
            if (element.tag == 0xF5) {
                if (element.value.size() != 1) throw TlvError("the data model is not one octet");
                container.dataModel = element.value.front();
            }
        }
        if (!once.has(0xF5)) throw TlvError("no data model");
        if (!container.cardIdentifier.empty() && container.cardIdentifier.size() != identifierSize) {
            throw TlvError("a card identifier of another size");
        }
        return container;
    });
}

} // namespace cardwright
