#include "core/lifecycle/FacialImageObject.h"

#include "core/crypto/BiometricSignature.h"
#include "core/lifecycle/CardDesk.h"
#include "core/piv/Chuid.h"
#include "core/piv/FacialImage.h"
#include "core/portrait/JpegCodec.h"
#include "core/portrait/Resample.h"

#include <algorithm>

namespace cardwright::facialimage {

namespace {

constexpr std::size_t signatureRoom = 1024; // CMS without a certificate, RSA-3072 and a long name of a signer included
constexpr const char* creator = "Cardwright";

struct Step {
    int width;
    int height;
    int quality;
};

/// 35:45, at whole steps of quality that a face survives; the last ones for cards with very little room.
constexpr Step steps[] = {{420, 540, 80}, {420, 540, 70}, {420, 540, 60}, {360, 463, 75}, {360, 463, 65}, {300, 386, 80}, {300, 386, 70},
                          {300, 386, 60}, {240, 308, 75}, {240, 308, 65}, {240, 308, 55}, {180, 231, 70}, {180, 231, 60}, {180, 231, 45}};

bool within(ByteView jpeg, std::size_t room)
{
    FacialImage image;
    image.jpeg = toBytes(jpeg);
    // What stands around the signed part has a limit of its own (SP 800-73-5 pt 1 table 12).
    return image.encodedSize(signatureRoom) <= std::min(room, FacialImage::mostOctets);
}

std::size_t roomOf(const CardProfile& profile) { return profile.contentLimit(false).value_or(FacialImage::mostOctets); }

} // namespace

bool fits(const CardProfile& profile) noexcept { return profile.keeps(objects::facialImage) && roomOf(profile) >= leastRoom; }

Bytes pictureWithin(ByteView portrait, std::size_t room)
{
    if (within(portrait, room)) return toBytes(portrait);
    const auto whole = decodeJpeg(portrait, 1);
    Bytes smaller;
    PortraitImage scaled;
    for (const auto& step : steps) {
        if (scaled.width != step.width) scaled = resample(whole, {0, 0, whole.width, whole.height}, step.width, step.height);
        smaller = encodeJpeg(scaled, step.quality);
        if (within(smaller, room)) break;
    }
    return smaller;
}

Bytes content(const Order& order, const ContentSigner& signer, std::int64_t now)
{
    auto image = FacialImage::of(pictureWithin(order.portrait, order.room));
    image.created = image.validFrom = now - now % 1000; // whole seconds: the header has no more
    image.validUntil = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::sys_days(order.expiry).time_since_epoch()).count();
    image.creator = creator;
    image.fascN = order.fascN;
    const auto record = [&](std::size_t signatureSize) { return image.signedPortion(signatureSize); };
    image.signature = cms::signBiometric(record, {order.fascN, order.card}, signer.key, signer.certificate, now);
    return image.encode();
}

std::optional<std::string> problem(ByteView content, ByteView chuid, std::span<const Certificate> trust, std::int64_t now)
{
    try {
        const auto identity = Chuid::decode(chuid);
        const auto issuer = cms::verifyChuid(identity.signedPortion(), identity.signature, trust, now);
        if (!issuer || !issuer.signer) return "the card's identity is not signed under our authority";
        const auto image = FacialImage::decode(content);
        if (!equal(image.fascN, identity.fascN)) return "it is of another card number";
        BiometricSubject subject{image.fascN, identity.guid};
        const auto verdict = cms::verifyBiometric(image.signedPortion(image.signature.size()), image.signature, subject, *issuer.signer, trust, now);
        if (!verdict) return "its signature does not hold for this card: " + std::string(nameOf(verdict.trust));
        return std::nullopt;
    } catch (const FailureError&) {
        return "it cannot be read";
    }
}

} // namespace cardwright::facialimage
