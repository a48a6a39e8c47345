#include "core/base/Tlv.h"
#include "pcsc/simulator/PivApplet.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <numeric>
#include <string_view>
#include <utility>

namespace cardwright::simulator {

namespace {

constexpr std::array<std::uint8_t, 11> application{0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00};
constexpr std::size_t ridSize = 5;

constexpr std::uint32_t discoveryTag = 0x7E;
constexpr std::uint32_t biometricGroupTag = 0x7F61;

/// Printed information, fingerprints, facial image, iris, pairing code: read with the passcode (part 1 table 2).
constexpr std::array<std::uint32_t, 5> guarded{0x5FC109, 0x5FC103, 0x5FC108, 0x5FC121, 0x5FC123};

struct Limits {
    std::size_t object;
    std::size_t all;
};

constexpr Limits limitsOf(Personality personality) noexcept
{
    switch (personality) {
    case Personality::yubico:
    case Personality::yubico57: return {3052, 51'000};
    case Personality::pivApplet: return {32'000, 80'000};
    case Personality::openFips: return {32'000, 80'000};
    case Personality::strict: break;
    }
    return {16'384, 120'000};
}

bool isObject(std::uint32_t tag, Personality personality) noexcept
{
    const bool bare = tag == discoveryTag || tag == biometricGroupTag;
    switch (personality) {
    case Personality::yubico:
    case Personality::yubico57: return bare || (tag >> 8) == 0x5FC1 || (tag >= 0x5FFF00 && tag <= 0x5FFF15);
    case Personality::pivApplet: return (tag >= 0x5FC100 && tag <= 0x5FC117) || tag == 0x5FFF00 || tag == 0x5FFF01;
    case Personality::openFips: // what its issuer made beforehand
        return tag == discoveryTag || tag == 0x5FC101 || tag == 0x5FC102 || (tag >= 0x5FC105 && tag <= 0x5FC10C);
    case Personality::strict: break;
    }
    return bare || (tag >= 0x5FC101 && tag <= 0x5FC123);
}

bool isBare(std::uint32_t tag) noexcept { return tag == discoveryTag || tag == biometricGroupTag; }

/// The tag of a tag list `5C L tag`, which must be a whole data field.
std::uint32_t onlyTag(ByteView list)
{
    if (list.empty() || list.size() > 3) throw TlvError("tag list");
    std::uint32_t tag = 0;
    for (const auto octet : list) tag = (tag << 8) | octet;
    return tag;
}

/// PIN alone satisfies the access rules, no global PIN (part 1, 3.3.2).
Bytes factoryDiscovery()
{
    TlvWriter inner;
    inner.add(0x4F, application);
    const std::array<std::uint8_t, 2> policy{0x40, 0x00};
    inner.add(0x5F2F, policy);
    return tlv(discoveryTag, inner.octets());
}

struct Words {
    std::string_view label;
    std::initializer_list<std::uint8_t> algorithms;
};

Bytes labelled(const Words& words)
{
    const ByteView aid(application);
    TlvWriter algorithms;
    for (const std::uint8_t algorithm : words.algorithms) algorithms.addByte(0x80, algorithm);
    algorithms.addByte(0x06, 0x00);
    TlvWriter inner;
    inner.add(0x4F, aid).add(0x79, tlv(0x4F, aid.first(ridSize))).addText(0x50, words.label).add(0xAC, algorithms.octets());
    return tlv(0x61, inner.octets());
}

Bytes selectAnswer(Personality personality)
{
    const ByteView aid(application);
    switch (personality) {
    case Personality::yubico: // as YubiKeys answer: the PIX alone
    case Personality::yubico57: return tlv(0x61, concat({tlv(0x4F, aid.subspan(ridSize)), tlv(0x79, tlv(0x4F, aid.first(ridSize)))}));
    case Personality::pivApplet: return labelled({"PivApplet v0.9.0/REeAx", {0x03, 0x0C, 0x07, 0x11, 0x14}});
    case Personality::openFips: return labelled({"OpenFIPS201", {0x03, 0x08, 0x0A, 0x0C, 0x07, 0x11}});
    case Personality::strict: break;
    }
    return labelled({"Cardwright simulated PIV", {0x03, 0x07, 0x11, 0x14}});
}

} // namespace

AppletReply PivApplet::select(const AppletCommand& command)
{
    if (command.p1 != 0x04 || (command.p2 & 0xF3) != 0x00) return {0x6A86, {}};
    const ByteView aid(application);
    const bool ours = command.data.size() >= ridSize && command.data.size() <= aid.size()
                   && equal(command.data, aid.first(command.data.size()));
    // A failed SELECT leaves the current application and its security state as they are (part 2, 3.1.1).
    if (!ours) return {0x6A82, {}};
    m_selected = true;
    m_fresh = false;
    m_witness.clear();
    m_challenge.clear();
    if (lax()) m_administration = false; // selecting anew ends the administration there; the passcode stays verified
    return {0x9000, selectAnswer(m_state.personality)};
}

AppletReply PivApplet::getData(const AppletCommand& command) const
{
    if (command.p1 != 0x3F || command.p2 != 0xFF) return {0x6A86, {}};
    TlvReader reader(command.data);
    const std::uint32_t tag = onlyTag(reader.expect(0x5C));
    reader.end();
    if (std::find(guarded.begin(), guarded.end(), tag) != guarded.end() && !m_verified) return {0x6982, {}};
    const auto found = m_state.objects.find(tag);
    if (found != m_state.objects.end()) return {0x9000, found->second};
    if (tag == discoveryTag) return {0x9000, factoryDiscovery()};
    return {0x6A82, {}};
}

AppletReply PivApplet::putData(const AppletCommand& command)
{
    if (command.p1 != 0x3F || command.p2 != 0xFF) return {0x6A86, {}};
    if (!m_administration) return {0x6982, {}};
    TlvReader reader(command.data);
    const Tlv first = reader.next();
    if (isBare(first.tag)) { // the object itself, without a tag list
        reader.end();
        if (!isObject(first.tag, m_state.personality)) return {0x6A81, {}};
        return storeObject(first.tag, command.data, first.value.size());
    }
    if (first.tag != 0x5C) return {0x6A80, {}};
    const std::uint32_t tag = onlyTag(first.value);
    if (!isObject(tag, m_state.personality) || isBare(tag)) return {is(Personality::openFips) ? std::uint16_t{0x6A82} : std::uint16_t{0x6A81}, {}};
    const ByteView content = reader.expect(0x53);
    reader.end();
    return storeObject(tag, tlv(0x53, content), content.size());
}

/// The first content makes the room; an empty one makes none.
bool PivApplet::fitsItsRoom(std::uint32_t tag, std::size_t contentSize)
{
    const auto room = m_state.rooms.find(tag);
    if (room != m_state.rooms.end()) return contentSize <= room->second;
    if (contentSize > 0) m_state.rooms[tag] = static_cast<std::uint32_t>(contentSize);
    return true;
}

AppletReply PivApplet::storeObject(std::uint32_t tag, ByteView whole, std::size_t contentSize)
{
    const Limits limits = limitsOf(m_state.personality);
    const auto old = m_state.objects.find(tag);
    const std::size_t freed = old == m_state.objects.end() ? 0 : old->second.size();
    const std::size_t used = std::accumulate(m_state.objects.begin(), m_state.objects.end(), std::size_t{0},
                                             [](std::size_t sum, const auto& item) { return sum + item.second.size(); });
    if (contentSize > limits.object || used - freed + whole.size() > limits.all) return {0x6A84, {}};
    if (is(Personality::openFips) && !fitsItsRoom(tag, contentSize)) return {0x6A84, {}};
    if (contentSize == 0 && yubiKey()) {
        m_state.objects.erase(tag); // deleted: 6A82 from now on. By the book it stays, empty: 53 00
    } else {
        // Torn: power went while the content was copied; the length was there first.
        auto kept = toBytes(whole);
        if (std::exchange(m_tear, false)) std::fill(kept.begin() + static_cast<std::ptrdiff_t>(kept.size() / 2), kept.end(), std::uint8_t{0});
        m_state.objects[tag] = std::move(kept);
    }
    m_changed = true;
    return {};
}

} // namespace cardwright::simulator
