#include "tests/fuzz/FuzzTargets.h"

#include "core/base/Failure.h"
#include "core/identity/Utf8.h"
#include "core/registers/HrFile.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace cardwright::fuzz {

namespace {

void promise(bool kept, const char* what)
{
    if (!kept) throw std::logic_error(what);
}

ByteSource sourceOf(ByteView input, std::size_t step)
{
    auto at = std::make_shared<std::size_t>(0);
    return [input, at, step](std::span<char> into) {
        const auto size = std::min({step, into.size(), input.size() - *at});
        if (size > 0) std::memcpy(into.data(), input.data() + *at, size);
        *at += size;
        return size;
    };
}

std::string decoded(ByteView input, TextEncoding encoding, std::size_t step)
{
    TextDecoder decoder(sourceOf(input, step), encoding);
    std::string all;
    for (std::string piece; decoder.next(piece);) all += piece;
    return all;
}

void records(ByteView input, TextEncoding encoding)
{
    CsvReader reader(TextDecoder(sourceOf(input, 5), encoding));
    std::uint64_t line = 0;
    for (CsvRecord record; reader.next(record);) {
        promise(record.line > line, "a record that begins before the one before it");
        promise(!record.fields.empty() && record.fields.size() <= CsvReader::mostFields + 1, "too many fields");
        for (const auto& field : record.fields) promise(field.size() <= CsvReader::longestField, "a field beyond the cap");
        line = record.line;
    }
}

void rows(ByteView input, TextEncoding encoding)
{
    static const auto policy = PeoplePolicy::shipped();
    try {
        HrFile file(TextDecoder(sourceOf(input, 64), encoding), policy.hr, "HVC00", *parseDate("2026-11-21"));
        for (HrRow row; file.next(row);) {
            promise(!row.problems.empty() || !row.person.staffNumber.empty(), "a row of nobody that is said to be right");
            promise(!row.problems.empty() || row.action != HrAction::leaver || row.leavesOn, "a leaver without a day");
        }
    } catch (const RefusedError&) {
        // no heading of the policy
    }
}

} // namespace

void csv(ByteView input)
{
    const auto found = survey(sourceOf(input, 7));
    promise(found.octets == input.size(), "octets that nobody saw");
    for (const auto encoding : {TextEncoding::utf8, TextEncoding::utf16LittleEndian, TextEncoding::utf16BigEndian, TextEncoding::windows1252}) {
        const auto whole = decoded(input, encoding, 1 << 16);
        promise(codePoints(whole).has_value(), "what was decoded is not UTF-8");
        promise(whole == decoded(input, encoding, 3), "where a file is cut makes a difference");
        records(input, encoding);
        rows(input, encoding);
    }
}

std::vector<Bytes> hrFiles()
{
    const std::string_view plain = "Action,Staff number,Given name,Family name,Date of birth,Leaving date\r\nstarter,7,Si\xC3\xA2n,\"O\"\"Neill\r\nReid\",29/02/1992,\r\n"
                                   "leaver,8,,,,30-Nov-2026\r\nchange,9,A,B,1980-01-31,\n";
    Bytes wide{0xFF, 0xFE};
    for (const char letter : plain) {
        wide.push_back(static_cast<std::uint8_t>(letter));
        wide.push_back(0);
    }
    std::string semicolons(plain);
    std::replace(semicolons.begin(), semicolons.end(), ',', ';');
    return {toBytes(bytesOf(plain)), wide, concat({Bytes{0xEF, 0xBB, 0xBF}, bytesOf(plain)}), toBytes(bytesOf(semicolons)), toBytes(bytesOf("a,\"b\n"))};
}

} // namespace cardwright::fuzz
