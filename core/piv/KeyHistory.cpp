#include "core/piv/KeyHistory.h"

#include "core/piv/ObjectId.h"
#include "core/piv/ObjectReading.h"

namespace cardwright {

namespace {

constexpr std::uint32_t onCardTag = 0xC1;
constexpr std::uint32_t offCardTag = 0xC2;
constexpr std::uint32_t urlTag = 0xF3;
constexpr std::size_t mostUrl = 118;

std::uint8_t count(ByteView value)
{
    if (value.size() != 1) throw TlvError("a count that is not one octet");
    return value.front();
}

bool holds(const KeyHistory& history) noexcept
{
    return history.onCard + history.offCard <= static_cast<int>(KeyHistory::mostKeys) && history.url.size() <= mostUrl
        && history.url.empty() == (history.offCard == 0);
}

} // namespace

Bytes KeyHistory::encode() const
{
    if (!holds(*this)) throw UsageError(Failure::of("USAGE", "a key history that SP 800-73 does not know"));
    TlvWriter writer;
    writer.addByte(onCardTag, onCard).addByte(offCardTag, offCard);
    if (!url.empty()) writer.addText(urlTag, url);
    writer.addEmpty(0xFE);
    return std::move(writer).octets();
}

KeyHistory KeyHistory::decode(ByteView content)
{
    return readingCardData(objects::keyHistory.name, [&] {
        KeyHistory history;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto element = reader.next();
            if (element.tag != onCardTag && element.tag != offCardTag && element.tag != urlTag && element.tag != 0xFE) continue;
            once.note(element.tag);
            if (element.tag == onCardTag) history.onCard = count(element.value);
            if (element.tag == offCardTag) history.offCard = count(element.value);
            if (element.tag == urlTag) history.url = toText(element.value);
        }
        if (!once.has(onCardTag) || !once.has(offCardTag) || !once.has(0xFE)) throw TlvError("a count or the end is missing");
        if (!holds(history)) throw TlvError("counts and URL do not agree");
        return history;
    });
}

} // namespace cardwright
