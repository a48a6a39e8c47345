#include "core/piv/Discovery.h"

#include "core/piv/ObjectId.h"
#include "core/piv/ObjectReading.h"

namespace cardwright {

namespace {

constexpr std::uint32_t aidTag = 0x4F;
constexpr std::uint32_t policyTag = 0x5F2F;
constexpr std::uint8_t applicationBit = 0x40;
constexpr std::uint8_t globalBit = 0x20;
constexpr std::uint8_t globalPrimary = 0x20;
constexpr std::uint8_t applicationPrimary = 0x10;

} // namespace

Discovery Discovery::plain()
{
    Discovery discovery;
    discovery.applicationId = {0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00};
    return discovery;
}

Bytes Discovery::encode() const
{
    const auto first = (applicationPasscode ? applicationBit : 0) | (globalPasscode ? globalBit : 0) | otherBits;
    const auto second = !globalPasscode ? 0 : preferGlobal ? globalPrimary : applicationPrimary;
    const std::uint8_t policy[] = {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)};
    return std::move(TlvWriter().add(aidTag, applicationId).add(policyTag, policy)).octets();
}

Discovery Discovery::decode(ByteView content)
{
    return readingCardData(objects::discovery.name, [&] {
        Discovery discovery;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto element = reader.next();
            if (element.tag != aidTag && element.tag != policyTag) continue;
            once.note(element.tag);
            if (element.tag == aidTag) {
                discovery.applicationId = toBytes(element.value);
                continue;
            }
            if (element.value.size() != 2) throw TlvError("the passcode policy is not two octets");
            discovery.applicationPasscode = (element.value[0] & applicationBit) != 0;
            discovery.globalPasscode = (element.value[0] & globalBit) != 0;
            discovery.otherBits = static_cast<std::uint8_t>(element.value[0] & ~(applicationBit | globalBit));
            discovery.preferGlobal = discovery.globalPasscode && element.value[1] == globalPrimary;
        }
        if (discovery.applicationId.empty() || !once.has(policyTag)) throw TlvError("the application or its passcode policy is missing");
        return discovery;
    });
}

} // namespace cardwright
