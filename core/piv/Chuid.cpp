#include "core/piv/Chuid.h"

#include "core/piv/ObjectId.h"
#include "core/piv/ObjectReading.h"

#include <cstdio>
#include <utility>

namespace cardwright {

namespace {

constexpr std::uint32_t fascNTag = 0x30;
constexpr std::uint32_t guidTag = 0x34;
constexpr std::uint32_t expiryTag = 0x35;
constexpr std::uint32_t holderTag = 0x36;
constexpr std::uint32_t signatureTag = 0x3E;
constexpr std::uint32_t bufferLengthTag = 0xEE;
constexpr std::uint32_t endTag = 0xFE;
constexpr std::size_t fascNSize = 25;
constexpr std::chrono::year earliestYear(1000); // four digits

std::string compactDate(Date date)
{
    if (!date.ok() || date.year() < earliestYear) throw UsageError(Failure::of("USAGE", "the expiry is not a date"));
    auto text = formatDate(date);
    std::erase(text, '-');
    return text;
}

Date readDate(ByteView value)
{
    auto text = toText(value);
    if (text.size() == 8) {
        text.insert(6, "-").insert(4, "-");
        // A year that compactDate() would not write is no expiry either.
        if (const auto date = parseDate(text); date && date->year() >= earliestYear) return *date;
    }
    throw TlvError("an expiry of another form");
}

Guid readGuid(ByteView value)
{
    const auto guid = Guid::fromBytes(value);
    if (!guid) throw TlvError("a GUID of another size");
    return *guid;
}

TlvWriter elementsBeforeSignature(const Chuid& chuid)
{
    if (!chuid.fascN.empty() && chuid.fascN.size() != fascNSize) throw UsageError(Failure::of("USAGE", "a FASC-N has 25 octets"));
    TlvWriter writer;
    if (!chuid.fascN.empty()) writer.add(fascNTag, chuid.fascN);
    writer.add(guidTag, chuid.guid.bytes()).addText(expiryTag, compactDate(chuid.expiry));
    if (chuid.holder) writer.add(holderTag, chuid.holder->bytes());
    return writer;
}

Bytes ownSignedPortion(const Chuid& chuid) { return std::move(elementsBeforeSignature(chuid).addEmpty(endTag)).octets(); }

} // namespace

Chuid Chuid::of(Guid guid, Date expiry)
{
    Chuid chuid;
    chuid.fascN = toBytes(FascN().encode());
    chuid.guid = guid;
    chuid.expiry = expiry;
    return chuid;
}

Bytes Chuid::encode() const
{
    return std::move(elementsBeforeSignature(*this).add(signatureTag, signature).addEmpty(endTag)).octets();
}

Bytes Chuid::signedPortion() const { return asRead.empty() ? ownSignedPortion(*this) : asRead; }

Chuid Chuid::decode(ByteView content)
{
    return readingCardData(objects::chuid.name, [&] {
        Chuid chuid;
        TlvWriter signedElements;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto [tag, value] = reader.next();
            if (tag != signatureTag && tag != bufferLengthTag) signedElements.add(tag, value);
            if ((tag < fascNTag || tag > signatureTag) && tag != endTag) continue;
            if (once.has(endTag)) throw TlvError("elements follow the error detection code");
            once.note(tag);
            if (tag == fascNTag) chuid.fascN = toBytes(value);
            if (tag == guidTag) chuid.guid = readGuid(value);
            if (tag == expiryTag) chuid.expiry = readDate(value);
            if (tag == holderTag) chuid.holder = readGuid(value);
            if (tag == signatureTag) chuid.signature = toBytes(value);
        }
        if (!once.has(guidTag) || !once.has(expiryTag)) throw TlvError("no GUID or no expiry date");
        if (!once.has(signatureTag) && !once.has(endTag)) throw TlvError("the end is missing");
        if (!chuid.fascN.empty() && chuid.fascN.size() != fascNSize) throw TlvError("a FASC-N of another size");
        chuid.asRead = std::move(signedElements).octets();
        if (chuid.asRead == ownSignedPortion(chuid)) chuid.asRead.clear();
        return chuid;
    });
}

std::optional<Guid> Chuid::guidInHead(ByteView head) noexcept
{
    try {
        for (TlvReader reader(head); !reader.atEnd();) {
            const auto [tag, value] = reader.next();
            if (tag == guidTag) return Guid::fromBytes(value);
        }
    } catch (const TlvError&) {
        // cut before the GUID came: not in these octets
    }
    return std::nullopt;
}

} // namespace cardwright
