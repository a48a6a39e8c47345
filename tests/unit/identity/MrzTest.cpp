#include "core/identity/Mrz.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cardwright;
using namespace std::chrono_literals;

namespace {

const Date today = 2026y / 11 / 21;
constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

// The specimens of Doc 9303 parts 4, 5 and 6.
const std::string td3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                        "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
const std::string td2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
                        "D231458907UTO7408122F1204159<<<<<<<6";
const std::string td1 = "I<UTOD231458907<<<<<<<<<<<<<<<"
                        "7408122F1204159UTO<<<<<<<<<<<6"
                        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

int valueOf(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0; }

struct Covered {
    std::size_t at;
    std::size_t size;
    bool digits; ///< digits only: a letter there is told whatever its value
};

/// Every check-digited stretch, the check digits themselves included.
std::vector<Covered> coveredOf(const std::string& zone)
{
    if (zone.size() == 88) return {{44, 9, false}, {53, 1, true}, {57, 6, true}, {63, 1, true}, {65, 6, true}, {71, 1, true}, {72, 14, false}, {86, 1, true}, {87, 1, true}};
    if (zone.size() == 72) return {{36, 9, false}, {45, 1, true}, {49, 6, true}, {55, 1, true}, {57, 6, true}, {63, 1, true}, {64, 7, false}, {71, 1, true}};
    return {{5, 9, false}, {14, 1, true}, {15, 15, false}, {30, 6, true}, {36, 1, true}, {38, 6, true}, {44, 1, true}, {48, 11, false}, {59, 1, true}};
}

bool has(const MrzReading& reading, MrzField field, MrzProblem::Kind kind)
{
    return std::any_of(reading.problems.begin(), reading.problems.end(), [&](const auto& problem) { return problem.field == field && problem.kind == kind; });
}

} // namespace

TEST_CASE("The specimens of Doc 9303 read whole")
{
    for (const auto& zone : {td3, td2, td1}) {
        const auto reading = readMrz(zone, today);
        CAPTURE(zone);
        CHECK(reading.sound());
        CHECK(reading.familyName == "ERIKSSON");
        CHECK(reading.givenNames == "ANNA MARIA");
        CHECK(reading.dateOfBirth == Date(1974y / 8 / 12));
        CHECK(reading.expires == Date(2012y / 4 / 15));
        CHECK(reading.issuer == "UTO");
        CHECK(reading.nationality == "UTO");
        CHECK_FALSE(reading.namesCut);
    }
    CHECK(readMrz(td3, today).documentNumber == "L898902C3");
    CHECK(readMrz(td2, today).documentNumber == "D23145890");
    CHECK(readMrz(td1, today).format == MrzFormat::td1);
}

TEST_CASE("Typed, pasted, scanned: line breaks, small letters and blanks make no difference")
{
    const std::string small = "p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\r\n  l898902c36uto7408122f1204159ze184226b<<<<<10\r\n";
    CHECK(readMrz(small, today).sound());
    std::string quoted = "P<UTOERIKSSON\u00ABANNA\u2039MARIA";
    quoted += std::string(19, '<') + "\t" + td3.substr(44);
    CHECK(readMrz(quoted, today).sound());
}

TEST_CASE("Every wrong character in a check-digited field is told, but for those that the standard's own arithmetic cannot see")
{
    // The list of what cannot be seen: characters of one row have the same value modulo 10, in a field where letters may stand. Where
    // only digits stand each row has one of them, and everything is told.
    const std::vector<std::string> alikeModuloTen{"0AKU<", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"};
    const auto rowOf = [&](char c) {
        return std::find_if(alikeModuloTen.begin(), alikeModuloTen.end(), [&](const std::string& row) { return row.find(c) != std::string::npos; }) - alikeModuloTen.begin();
    };
    std::size_t tried = 0;
    std::size_t unseen = 0;
    std::size_t listed = 0;
    for (const auto& zone : {td3, td2, td1}) {
        for (const auto& covered : coveredOf(zone)) {
            for (std::size_t at = covered.at; at < covered.at + covered.size; ++at) {
                for (const char wrong : alphabet) {
                    if (wrong == zone[at]) continue;
                    auto corrupted = zone;
                    corrupted[at] = wrong;
                    const bool told = !readMrz(corrupted, today).sound();
                    const bool sameValue = valueOf(wrong) % 10 == valueOf(zone[at]) % 10;
                    CHECK(sameValue == (rowOf(wrong) == rowOf(zone[at])));
                    const bool digitOnly = covered.digits && (wrong < '0' || wrong > '9');
                    ++tried;
                    CAPTURE(at, zone[at], wrong);
                    if (!sameValue || digitOnly) CHECK(told);
                    else {
                        ++listed;
                        unseen += told ? 0U : 1U;
                    }
                }
            }
        }
    }
    CHECK(tried == (9 + 1 + 7 + 7 + 14 + 1 + 1 + 9 + 1 + 7 + 7 + 7 + 1 + 9 + 1 + 15 + 7 + 7 + 11 + 1) * 36);
    CHECK(unseen > 0); // K for 0 in a document number: nobody can tell from the digits
    CHECK(unseen == listed); // the list is exact: nothing on it is told by luck
    CHECK(unseen < tried / 8);
    INFO(tried << " single wrong characters, " << unseen << " invisible to modulo 10");
}

TEST_CASE("One wrong digit: the field is named")
{
    struct Row {
        std::size_t at;
        MrzField field;
    };
    for (const auto& [at, field] : {Row{46, MrzField::documentNumber}, Row{58, MrzField::birthDate}, Row{66, MrzField::expiryDate},
                                    Row{74, MrzField::optionalData}}) {
        auto zone = td3;
        zone[at] = zone[at] == '5' ? '6' : '5';
        const auto reading = readMrz(zone, today);
        CAPTURE(at);
        CHECK(has(reading, field, MrzProblem::Kind::checkDigit));
        CHECK(has(reading, MrzField::composite, MrzProblem::Kind::checkDigit));
        CHECK(reading.problems.size() == 2);
    }
    auto last = td3;
    last.back() = '1';
    CHECK(readMrz(last, today).problems.size() == 1);
    CHECK(has(readMrz(last, today), MrzField::composite, MrzProblem::Kind::checkDigit));
}

TEST_CASE("A document number longer than its field goes on in the optional data")
{
    // Doc 9303 part 5: the filler in the check digit's place, then the rest of the number and its check digit.
    std::string zone = "I<UTOD23145890<AB112234566<<<<"
                       "7408122F1204159UTO<<<<<<<<<<<";
    const int digit = mrzCheckDigit("D23145890AB11223456");
    zone[26 - 1] = static_cast<char>('0' + digit);
    std::string covered = zone.substr(5, 25) + zone.substr(30, 7) + zone.substr(38, 7) + zone.substr(48, 11);
    zone += static_cast<char>('0' + mrzCheckDigit(covered));
    zone += "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const auto reading = readMrz(zone, today);
    CHECK(reading.sound());
    CHECK(reading.documentNumber == "D23145890AB11223456");
}

TEST_CASE("Centuries: born behind today, expiring around it; unknown parts of a birth date are none of our business")
{
    const auto withBirth = [](const std::string& yymmdd) {
        auto zone = td3;
        zone.replace(57, 6, yymmdd);
        zone[63] = static_cast<char>('0' + mrzCheckDigit(yymmdd));
        zone[87] = static_cast<char>('0' + mrzCheckDigit(zone.substr(44, 10) + zone.substr(57, 7) + zone.substr(65, 22)));
        return zone;
    };
    CHECK(readMrz(withBirth("261121"), today).dateOfBirth == Date(2026y / 11 / 21));
    CHECK(readMrz(withBirth("261122"), today).dateOfBirth == Date(1926y / 11 / 22));
    CHECK(readMrz(withBirth("040229"), today).dateOfBirth == Date(2004y / 2 / 29));
    CHECK(has(readMrz(withBirth("050229"), today), MrzField::birthDate, MrzProblem::Kind::date));
    CHECK(has(readMrz(withBirth("741332"), today), MrzField::birthDate, MrzProblem::Kind::date));
    const auto unknown = readMrz(withBirth("74<<<<"), today);
    CHECK(unknown.sound());
    CHECK_FALSE(unknown.dateOfBirth.has_value());
}

TEST_CASE("What is no zone says what it should be; nothing is ever thrown")
{
    for (const std::string text : {"", "P", "P<UTO", "not a zone at all, just a line that somebody typed into the field by mistake", std::string(5000, '<').c_str()}) {
        const auto reading = readMrz(text, today);
        CHECK_FALSE(reading.format.has_value());
        CHECK(reading.problems.size() == 1);
    }
    CHECK(has(readMrz(std::string(88, '<'), today), MrzField::names, MrzProblem::Kind::character));
    CHECK(has(readMrz(std::string(87, 'P') + "\xc3", today), MrzField::whole, MrzProblem::Kind::character));
}

TEST_CASE("Compared with the form: accents, hyphens, case and ways to transliterate are no difference")
{
    auto reading = readMrz(td3, today);
    CHECK(compareWithForm(reading, {"Anna Maria", "Eriksson", Date(1974y / 8 / 12), "02C3"}).empty());
    CHECK(compareWithForm(reading, {"Anna-Mar\u00EDa", "ERIKSSON", std::nullopt, ""}).empty());
    CHECK(compareWithForm(reading, {"Anna", "Eriksson", std::nullopt, ""}).empty()); // fewer given names
    CHECK(compareWithForm(reading, {"Maria", "Eriksson", std::nullopt, ""}).size() == 1);
    CHECK(compareWithForm(reading, {"Anna", "Erikson", std::nullopt, ""}).size() == 1);
    CHECK(compareWithForm(reading, {"Anna", "Eriksson", Date(1974y / 12 / 8), ""}).size() == 1);
    CHECK(compareWithForm(reading, {"", "", std::nullopt, "9999"}).size() == 1);

    reading.familyName = "MUELLER";
    CHECK(compareWithForm(reading, {"", "M\u00FCller", std::nullopt, ""}).empty());
    reading.familyName = "MULLER";
    CHECK(compareWithForm(reading, {"", "M\u00FCller", std::nullopt, ""}).empty());
    CHECK(compareWithForm(reading, {"", "\u05DB\u05D4\u05DF", std::nullopt, ""}).empty()); // no plain form: nothing is claimed
    reading.familyName = "PEMBERTON RO";
    reading.givenNames.clear();
    reading.namesCut = true;
    CHECK(compareWithForm(reading, {"Callum", "Pemberton-Roy", std::nullopt, ""}).empty());
}

TEST_CASE("A filler within the document number stands for a hyphen or a blank: it is checked with the rest and is no part of the number")
{
    const std::string zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8<9<02C36UTO7408122F1204159ZE184226B<<<<<10";
    auto typed = zone;
    typed[53] = static_cast<char>('0' + mrzCheckDigit(typed.substr(44, 9)));
    const auto upper = typed.substr(44, 10) + typed.substr(57, 7) + typed.substr(65, 22);
    typed[87] = static_cast<char>('0' + mrzCheckDigit(upper));
    const auto reading = readMrz(typed, today);
    CHECK(reading.sound());
    CHECK(reading.documentNumber == "L8902C3");
    auto wrong = typed;
    wrong[46] = '1'; // the hyphen was typed as a digit
    CHECK_FALSE(readMrz(wrong, today).sound());
}
