#include "pcsc/ReaderFeatures.h"

#include <reader.h>
#include <winscard.h>

#include <algorithm>
#include <array>

namespace cardwright::pcsc {

namespace {

std::optional<Bytes> controlled(long handle, unsigned long code) noexcept
{
    std::array<std::uint8_t, 256> answer{};
    DWORD size = 0;
    if (::SCardControl(handle, code, nullptr, 0, answer.data(), answer.size(), &size) != SCARD_S_SUCCESS || size > answer.size()) return std::nullopt;
    return Bytes(answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(size));
}

/// Tag, length, value with the least octet first (part 10, 2.6.14).
std::optional<std::size_t> mostOctetsIn(const Bytes& properties) noexcept
{
    for (std::size_t at = 0; at + 2 <= properties.size();) {
        const std::size_t length = properties[at + 1];
        if (at + 2 + length > properties.size() || length > 4) return std::nullopt;
        if (properties[at] == PCSCv2_PART10_PROPERTY_dwMaxAPDUDataSize) {
            std::size_t value = 0;
            for (std::size_t octet = length; octet > 0; --octet) value = value << 8 | properties[at + 1 + octet];
            return value;
        }
        at += 2 + length;
    }
    return std::nullopt;
}

Bytes attribute(long handle, DWORD which)
{
    Bytes value(256);
    DWORD size = value.size();
    if (::SCardGetAttrib(handle, which, value.data(), &size) != SCARD_S_SUCCESS || size > value.size()) return {};
    value.resize(size);
    return value;
}

std::string textAttribute(long handle, DWORD which)
{
    const auto octets = attribute(handle, which);
    std::string text(octets.begin(), std::find(octets.begin(), octets.end(), std::uint8_t{0}));
    std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
    return text;
}

/// MMmmbbbb: major, minor, build (PC/SC part 3, 3.1.1).
std::string versionAttribute(long handle)
{
    const auto octets = attribute(handle, SCARD_ATTR_VENDOR_IFD_VERSION);
    if (octets.size() != 4) return {};
    return std::to_string(octets[3]) + "." + std::to_string(octets[2]) + "." + std::to_string(octets[1] << 8 | octets[0]);
}

} // namespace

ReaderFeatures ReaderFeatures::of(long handle) noexcept
{
    ReaderFeatures features;
    const auto list = controlled(handle, CM_IOCTL_GET_FEATURE_REQUEST);
    if (!list) return features;
    for (std::size_t at = 0; at + 6 <= list->size(); at += 6) { // tag, 4, control code with the highest octet first
        if ((*list)[at + 1] != 4) break;
        unsigned long code = 0;
        for (std::size_t octet = 2; octet < 6; ++octet) code = code << 8 | (*list)[at + octet];
        features.m_controls[(*list)[at]] = code;
    }
    if (const auto code = features.control(tlvProperties)) {
        if (const auto properties = controlled(handle, *code)) features.m_mostOctets = mostOctetsIn(*properties);
    }
    return features;
}

std::optional<unsigned long> ReaderFeatures::control(Feature feature) const noexcept
{
    const auto found = m_controls.find(feature);
    return found == m_controls.end() ? std::nullopt : std::optional(found->second);
}

ReaderAttributes attributesOf(long handle)
{
    const auto features = ReaderFeatures::of(handle);
    ReaderAttributes attributes;
    attributes.vendor = textAttribute(handle, SCARD_ATTR_VENDOR_NAME);
    attributes.model = textAttribute(handle, SCARD_ATTR_VENDOR_IFD_TYPE);
    attributes.serial = textAttribute(handle, SCARD_ATTR_VENDOR_IFD_SERIAL_NO);
    attributes.driverVersion = versionAttribute(handle);
    attributes.mostOctets = features.mostOctets();
    attributes.padVerifies = features.control(ReaderFeatures::verifyDirect).has_value();
    attributes.padModifies = features.control(ReaderFeatures::modifyDirect).has_value();
    return attributes;
}

} // namespace cardwright::pcsc
