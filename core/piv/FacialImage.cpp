#include "core/piv/FacialImage.h"

#include "core/piv/ObjectId.h"
#include "core/piv/ObjectReading.h"

#include <algorithm>

namespace cardwright {

namespace {

// SP 800-76-2 table 14: the CBEFF header of the PIV patron format
constexpr std::size_t headerSize = 88;
constexpr std::uint8_t headerVersion = 0x03;
constexpr std::uint8_t signedNotEncrypted = 0x0D;
constexpr std::uint16_t formatOwner = 0x001B; // INCITS M1
constexpr std::uint16_t facialFormat = 0x0501;
constexpr std::uint32_t facialFeatures = 0x000002;
constexpr std::uint8_t rawData = 0x20;
constexpr std::uint8_t qualityUnknown = 0xFE; // -2
constexpr std::size_t creatorSize = 18;

// INCITS 385-2004 clause 5, within the profile of SP 800-76-2 table 12
constexpr std::size_t recordHeader = 14;
constexpr std::size_t blockHeader = 20 + 12;
constexpr std::uint8_t recordName[] = {'F', 'A', 'C', 0x00, '0', '1', '0', 0x00};
constexpr std::uint8_t fullFrontal = 0x01;
constexpr std::uint8_t jpegData = 0x00;
constexpr std::uint8_t colour24 = 0x01;
constexpr std::uint8_t stillCamera = 0x02;
constexpr std::uint16_t neutral = 0x0001;

constexpr std::uint32_t biometricTag = 0xBC;

class Writer {
public:
    Writer& number(std::uint64_t value, std::size_t octets)
    {
        for (std::size_t shift = 8 * octets; shift > 0; shift -= 8) m_octets.push_back(static_cast<std::uint8_t>(value >> (shift - 8)));
        return *this;
    }
    Writer& octets(ByteView value)
    {
        append(m_octets, value);
        return *this;
    }
    /// CBEFF date: YYYYMMDDhhmmss in binary coded decimal, then Z.
    Writer& date(std::int64_t millis)
    {
        const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(millis)));
        const Date date(day);
        const auto seconds = millis / 1000 - std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count();
        const auto year = static_cast<unsigned>(std::clamp(static_cast<int>(date.year()), 0, 9999));
        for (const auto part : {year / 100, year % 100, static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                static_cast<unsigned>(seconds / 3600), static_cast<unsigned>(seconds / 60 % 60), static_cast<unsigned>(seconds % 60)}) {
            number(part / 10 << 4 | part % 10, 1);
        }
        return number('Z', 1);
    }
    Bytes take() { return std::move(m_octets); }

private:
    Bytes m_octets;
};

class Reader {
public:
    explicit Reader(ByteView octets) : m_rest(octets) {}
    ByteView octets(std::size_t count)
    {
        if (count > m_rest.size()) throw TlvError("it is cut");
        const auto part = m_rest.first(count);
        m_rest = m_rest.subspan(count);
        return part;
    }
    std::uint64_t number(std::size_t count)
    {
        std::uint64_t value = 0;
        for (const auto octet : octets(count)) value = value << 8 | octet;
        return value;
    }
    void expect(std::uint64_t value, std::size_t count, const char* what)
    {
        if (number(count) != value) throw TlvError(what);
    }
    std::int64_t date()
    {
        std::array<unsigned, 7> parts{};
        for (auto& part : parts) {
            const auto octet = static_cast<unsigned>(number(1));
            part = (octet >> 4) * 10 + (octet & 0x0F);
            if ((octet >> 4) > 9 || (octet & 0x0F) > 9) throw TlvError("a date of another form");
        }
        expect('Z', 1, "a date of another form");
        const Date date{std::chrono::year(static_cast<int>(parts[0] * 100 + parts[1])), std::chrono::month(parts[2]), std::chrono::day(parts[3])};
        if (!date.ok() || parts[4] > 23 || parts[5] > 59 || parts[6] > 59) throw TlvError("a date of another form");
        const auto days = std::chrono::sys_days(date).time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(days).count()
             + (parts[4] * 3600 + parts[5] * 60 + parts[6]) * std::int64_t{1000};
    }
    std::size_t left() const noexcept { return m_rest.size(); }

private:
    ByteView m_rest;
};

std::size_t recordSize(const FacialImage& image) noexcept { return recordHeader + blockHeader + image.jpeg.size(); }

Bytes record(const FacialImage& image)
{
    Writer out;
    out.octets(recordName).number(recordSize(image), 4).number(1, 2);
    out.number(blockHeader + image.jpeg.size(), 4).number(0, 2);        // no feature points
    out.number(0, 1).number(0, 1).number(0, 1).number(0, 3);             // gender, eyes, hair, features: not said
    out.number(neutral, 2).number(0, 3).number(0, 3);                    // expression; pose and its uncertainty: not said
    out.number(fullFrontal, 1).number(jpegData, 1).number(image.width, 2).number(image.height, 2);
    out.number(colour24, 1).number(stillCamera, 1).number(0, 2).number(0, 2);
    return out.octets(image.jpeg).take();
}

void readRecord(ByteView octets, FacialImage& image)
{
    Reader in(octets);
    if (!equal(in.octets(sizeof recordName), recordName)) throw TlvError("not a facial record of INCITS 385");
    in.expect(octets.size(), 4, "the record's length does not hold");
    in.expect(1, 2, "other than one picture");
    in.expect(octets.size() - recordHeader, 4, "the picture's length does not hold");
    const auto points = in.number(2);
    in.octets(1 + 1 + 1 + 3 + 2 + 3 + 3);
    in.octets(points * 8);
    in.octets(1);
    in.expect(jpegData, 1, "the picture is not a JPEG");
    image.width = static_cast<std::uint16_t>(in.number(2));
    image.height = static_cast<std::uint16_t>(in.number(2));
    in.octets(1 + 1 + 2 + 2);
    image.jpeg = toBytes(in.octets(in.left()));
    if (image.jpeg.empty() || image.width == 0 || image.height == 0) throw TlvError("no picture in it");
}

/// Width and height stand in the frame header SOF0 to SOF15 (ITU-T T.81 B.2.2), which is not DHT, JPG or DAC.
bool frameHeader(std::uint8_t marker) noexcept
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

} // namespace

FacialImage FacialImage::of(ByteView jpeg)
{
    return readingCardData("portrait", [&] {
        Reader in(jpeg);
        in.expect(0xFFD8, 2, "not a JPEG");
        for (;;) {
            in.expect(0xFF, 1, "a JPEG without a frame");
            auto marker = static_cast<std::uint8_t>(in.number(1));
            while (marker == 0xFF) marker = static_cast<std::uint8_t>(in.number(1)); // fill octets
            const auto size = in.number(2);
            if (size < 2) throw TlvError("a JPEG segment of no length");
            Reader segment(in.octets(size - 2));
            if (!frameHeader(marker)) continue;
            segment.octets(1);
            FacialImage image;
            image.height = static_cast<std::uint16_t>(segment.number(2));
            image.width = static_cast<std::uint16_t>(segment.number(2));
            if (image.width == 0 || image.height == 0) throw TlvError("a JPEG without a size");
            image.jpeg = toBytes(jpeg);
            return image;
        }
    });
}

Bytes FacialImage::signedPortion(std::size_t signatureSize) const
{
    if (jpeg.empty() || width == 0 || height == 0) throw UsageError(Failure::of("USAGE", "a facial image without a picture"));
    if (creator.size() >= creatorSize) throw UsageError(Failure::of("USAGE", "the creator of a facial image has at most 17 letters"));
    if (recordSize(*this) > mostOctets || signatureSize > 0xFFFF) throw UsageError(Failure::of("USAGE", "the facial image is too large"));
    Bytes name(creator.begin(), creator.end());
    name.resize(creatorSize, 0x00);
    Writer out;
    out.number(headerVersion, 1).number(signedNotEncrypted, 1).number(recordSize(*this), 4).number(signatureSize, 2);
    out.number(formatOwner, 2).number(facialFormat, 2).date(created).date(validFrom).date(validUntil);
    out.number(facialFeatures, 3).number(rawData, 1).number(qualityUnknown, 1).octets(name).octets(fascN).number(0, 4);
    return out.octets(record(*this)).take();
}

std::size_t FacialImage::encodedSize(std::size_t signatureSize) const
{
    const auto inside = headerSize + recordSize(*this) + signatureSize;
    const std::size_t lengthOctets = inside < 0x80 ? 1 : inside < 0x100 ? 2 : inside < 0x10000 ? 3 : 4;
    return 1 + lengthOctets + inside + 2;
}

Bytes FacialImage::encode() const
{
    const auto whole = concat({signedPortion(signature.size()), signature});
    if (whole.size() > mostOctets) throw UsageError(Failure::of("USAGE", "the facial image is too large"));
    return std::move(TlvWriter().add(biometricTag, whole).addEmpty(0xFE)).octets();
}

FacialImage FacialImage::decode(ByteView content)
{
    return readingCardData(objects::facialImage.name, [&] {
        TlvReader reader(content);
        Reader in(reader.expect(biometricTag));
        reader.expect(0xFE);
        reader.end();
        FacialImage image;
        in.expect(headerVersion, 1, "a CBEFF header of another version");
        in.octets(1);
        const auto size = in.number(4);
        const auto signatureSize = in.number(2);
        in.expect(formatOwner, 2, "a format of another owner");
        in.expect(facialFormat, 2, "not a facial image");
        image.created = in.date();
        image.validFrom = in.date();
        image.validUntil = in.date();
        in.expect(facialFeatures, 3, "not a facial image");
        in.octets(1 + 1);
        const auto name = in.octets(creatorSize);
        image.creator.assign(name.begin(), std::find(name.begin(), name.end(), std::uint8_t{0}));
        const auto number = in.octets(image.fascN.size());
        std::copy(number.begin(), number.end(), image.fascN.begin());
        in.octets(4);
        if (size + signatureSize != in.left()) throw TlvError("lengths that do not add up");
        readRecord(in.octets(size), image);
        image.signature = toBytes(in.octets(signatureSize));
        return image;
    });
}

} // namespace cardwright
