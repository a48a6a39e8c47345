#include "core/piv/PrintedInformation.h"

#include "core/piv/ObjectId.h"
#include "core/piv/ObjectReading.h"

#include <array>
#include <cstdio>

namespace cardwright {

namespace {

constexpr std::size_t issuerSize = 15;

constexpr std::array<std::string_view, 12> months = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                     "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

const std::string& checked(const std::string& text, std::size_t atMost, const char* part)
{
    if (text.size() > atMost) throw UsageError(Failure::of("USAGE", std::string(part) + " is longer than printed information takes"));
    for (const char c : text) {
        if (c < ' ' || c > '~') throw UsageError(Failure::of("USAGE", std::string(part) + " is not plain ASCII"));
    }
    return text;
}

std::string monthDate(Date date)
{
    if (!date.ok() || date.year() < std::chrono::year(1000)) throw UsageError(Failure::of("USAGE", "the expiry is not a date"));
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%04d%s%02u", static_cast<int>(date.year()),
                  months.at(static_cast<unsigned>(date.month()) - 1).data(), static_cast<unsigned>(date.day()));
    return text.data();
}

Date dateOfMonthText(std::string_view text)
{
    if (text.size() == 9) {
        for (std::size_t i = 0; i < months.size(); ++i) {
            if (text.substr(4, 3) != months.at(i)) continue;
            std::array<char, 16> iso{};
            std::snprintf(iso.data(), iso.size(), "%.4s-%02zu-%.2s", text.data(), i + 1, text.data() + 7);
            if (const auto date = parseDate(iso.data())) return *date;
        }
    }
    throw TlvError("a date of another form");
}

std::string text(const Tlv& element, std::size_t atMost)
{
    if (element.value.size() > atMost) throw TlvError("an element is longer than it may be");
    return toText(element.value);
}

std::string withoutPadding(std::string value)
{
    value.erase(value.find_last_not_of(' ') + 1);
    return value;
}

} // namespace

Bytes PrintedInformation::encode() const
{
    TlvWriter writer;
    writer.addText(0x01, checked(name, 125, "name")).addText(0x02, checked(role, 20, "role"));
    writer.addText(0x04, monthDate(expiry)).addText(0x05, checked(cardSerial, 20, "number"));
    auto padded = checked(issuer, issuerSize, "issuer");
    padded.resize(issuerSize, ' ');
    writer.addText(0x06, padded);
    if (!organisation1.empty()) writer.addText(0x07, checked(organisation1, 20, "organisation, line 1"));
    if (!organisation2.empty()) writer.addText(0x08, checked(organisation2, 20, "organisation, line 2"));
    return std::move(writer.addEmpty(0xFE)).octets();
}

PrintedInformation PrintedInformation::decode(ByteView content)
{
    return readingCardData(objects::printedInformation.name, [&] {
        PrintedInformation printed;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto element = reader.next();
            if ((element.tag == 0 || element.tag > 0x08 || element.tag == 0x03) && element.tag != 0xFE) continue;
            if (once.has(0xFE)) throw TlvError("elements follow the error detection code");
            once.note(element.tag);
            if (element.tag == 0x01) printed.name = text(element, 125);
            if (element.tag == 0x02) printed.role = text(element, 20);
            if (element.tag == 0x04) printed.expiry = dateOfMonthText(toText(element.value));
            if (element.tag == 0x05) printed.cardSerial = text(element, 20);
            if (element.tag == 0x06) printed.issuer = withoutPadding(text(element, issuerSize));
            if (element.tag == 0x07) printed.organisation1 = text(element, 20);
            if (element.tag == 0x08) printed.organisation2 = text(element, 20);
        }
        if (!once.has(0x04)) throw TlvError("no expiry date");
        if (!once.has(0xFE)) throw TlvError("no error detection code at the end");
        return printed;
    });
}

} // namespace cardwright
