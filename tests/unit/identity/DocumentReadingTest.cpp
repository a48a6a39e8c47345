#include "EvidenceSupport.h"

#include "core/identity/DocumentReading.h"
#include "core/identity/EvidenceQuery.h"
#include "core/identity/EvidenceWords.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cardwright;
using namespace evidencetest;

namespace {

/// A passport's zone with right check digits, of whoever is asked for.
std::string passportZone(const std::string& state, const std::string& names, const std::string& number, const std::string& birth, const std::string& expiry,
                         const std::string& code = "P<")
{
    const auto filled = [](std::string text, std::size_t size) {
        text.resize(size, '<');
        return text;
    };
    const auto digit = [](const std::string& of) { return static_cast<char>('0' + mrzCheckDigit(of)); };
    const auto first = filled(code + filled(state, 3) + names, 44);
    std::string second = filled(number, 9);
    second += digit(second);
    second += filled(state, 3) + birth + digit(birth) + 'F' + expiry + digit(expiry) + std::string(14, '<') + '<';
    second += digit(second.substr(0, 10) + second.substr(13, 7) + second.substr(21, 22));
    return first + '\n' + second;
}

Person marged()
{
    Person person;
    person.givenName = "Marged Elin";
    person.familyName = "Pemberton-Roy";
    person.dateOfBirth = day("1991-08-14");
    person.postcode = "HV3 2QD";
    return person;
}

std::string joined(const std::vector<std::string>& sentences)
{
    std::string text;
    for (const auto& sentence : sentences) text += sentence + '\n';
    return text;
}

} // namespace

TEST_CASE("A zone fills kind, ending, expiry and person, and no tick")
{
    const auto fill = fillFromMrz(passportZone("GBR", "PEMBERTON<ROY<<MARGED<ELIN", "533914417", "910814", "310609"), policy(), today);
    REQUIRE(fill.understood());
    CHECK(fill.warnings.empty());
    CHECK(fill.kind == "uk-passport");
    CHECK(fill.numberEnding == "4417");
    CHECK(fill.expires == day("2031-06-09"));
    CHECK(fill.givenName == "Marged Elin");
    CHECK(fill.familyName == "Pemberton Roy");
    CHECK(fill.dateOfBirth == day("1991-08-14"));

    EvidenceDocument document;
    fillDocument(document, fill);
    CHECK(document.kind == "uk-passport");
    CHECK(document.numberEnding == "4417");
    CHECK(document.expires == day("2031-06-09"));
    CHECK_FALSE(document.originalSeen);
    CHECK_FALSE(document.nameAgrees);
    CHECK_FALSE(document.birthDateSeen);
    CHECK_FALSE(document.addressAgrees);

    Person person;
    fillPerson(person, fill);
    CHECK(person.legalName() == "Marged Elin Pemberton Roy");
    CHECK(person.dateOfBirth == day("1991-08-14"));
    Person typed = marged();
    fillPerson(typed, fill);
    CHECK(typed == marged()); // what was typed stays
    document.numberEnding = "1111";
    fillDocument(document, fill);
    CHECK(document.numberEnding == "1111");
}

TEST_CASE("Which kind a zone is of is the policy's to say")
{
    const auto kindOf = [](const std::string& state, const std::string& code) {
        return fillFromMrz(passportZone(state, "ROY<<M", "533914417", "910814", "310609", code), policy(), today).kind;
    };
    CHECK(kindOf("GBR", "P<") == "uk-passport");
    CHECK(kindOf("IRL", "P<") == "irish-passport");
    CHECK(kindOf("UTO", "P<") == "other-passport");
    CHECK(kindOf("UTO", "PD") == "other-passport");
    CHECK(kindOf("GBR", "IR") == "residence-permit");
    CHECK(kindOf("ESP", "ID") == "eea-identity-card");
    CHECK(kindOf("D", "I<") == "eea-identity-card");
    CHECK(kindOf("UTO", "I<").empty()); // a card of a country that is not of the EEA
    CHECK(kindOf("GBR", "V<").empty());
}

TEST_CASE("What differs is told and refuses nothing; no warning speaks of sex")
{
    auto zone = passportZone("GBR", "PEMBERTON<ROY<<MARGED<ELIN", "533914417", "910814", "310609");
    const auto person = marged();
    EvidenceDocument document;
    document.numberEnding = "4417";
    document.expires = day("2031-06-09");
    CHECK(fillFromMrz(zone, policy(), today, &person, &document).warnings.empty());

    auto other = person;
    other.familyName = "Castellan";
    other.dateOfBirth = day("1991-08-15");
    document.numberEnding = "9999";
    document.expires = day("2031-06-10");
    zone[45 + 2] = zone[45 + 2] == '1' ? '2' : '1';
    const auto fill = fillFromMrz(zone, policy(), today, &other, &document);
    CHECK(fill.understood());
    const auto text = joined(fill.warnings);
    for (const auto* part : {"check digit of the document number", "another family name", "born 14 August 1991", "does not end like", "good until 9 June 2031, the form 10 June 2031"}) {
        CHECK_THAT(text, Catch::Contains(part));
    }
    for (const auto* word : {"sex", "Sex", "gender", "female", "male"}) CHECK_THAT(text, !Catch::Contains(word));
    CHECK_FALSE(fillFromMrz("not a zone", policy(), today).understood());
    CHECK(fillFromMrz("not a zone", policy(), today).warnings.size() == 1);
}

TEST_CASE("The letter for sex changes nothing that is read")
{
    const auto zone = passportZone("GBR", "PEMBERTON<ROY<<MARGED<ELIN", "533914417", "910814", "310609");
    const auto read = fillFromMrz(zone, policy(), today);
    for (const char letter : {'M', 'X', '<'}) {
        auto other = zone;
        other[45 + 20] = letter;
        const auto again = fillFromMrz(other, policy(), today);
        CHECK(again.warnings == read.warnings);
        CHECK(again.kind == read.kind);
        CHECK(again.givenName == read.givenName);
        CHECK(again.dateOfBirth == read.dateOfBirth);
    }
}

TEST_CASE("Whole numbers are compared by the form that the policy says they have")
{
    auto person = marged();
    person.niNumber = "AB123456C";
    const auto warnings = [&](const char* kind, const char* number) { return numberWarnings(*policy().kind(kind), number, person); };
    CHECK(warnings("photocard-licence", "PEMBE908141ME9IJ").empty());
    CHECK(warnings("photocard-licence", "PEMBE958141ME9IJ").empty()); // the raised month says nothing
    CHECK(warnings("photocard-licence", "JONES908141ME9IJ").size() == 1);
    CHECK(warnings("photocard-licence", "PEMBE908151ME9IJ").size() == 1);
    CHECK(warnings("uk-passport", "533914417").empty());
    CHECK(warnings("uk-passport", "53391441").size() == 1);
    CHECK(warnings("benefit-letter", "AB 12 34 56 C").empty());
    CHECK(warnings("benefit-letter", "AB123457C").size() == 1);
    CHECK(warnings("benefit-letter", "REF/99").empty()); // a reference of another form says nothing
    CHECK(warnings("gas-bill", "whatever").empty());
    CHECK(warnings("uk-passport", "").empty());
    for (const auto* kind : {"photocard-licence", "uk-passport", "benefit-letter"}) {
        for (const auto& words : warnings(kind, "JONES958151ME9IJ")) {
            CHECK_THAT(words, !Catch::Contains("JONES"));
            CHECK_THAT(words, !Catch::Contains("sex"));
        }
    }
}

TEST_CASE("Accents, hyphens, apostrophes, case and further given names are no difference")
{
    const auto agrees = [](const char* given, const char* family, const char* formGiven, const char* formFamily) {
        Person form;
        form.givenName = formGiven;
        form.familyName = formFamily;
        return *crossCheck({given, family, std::nullopt, ""}, form).nameAgrees;
    };
    CHECK(agrees("RUAIRI", "CASTELLAN", "Ruair\u00ed", "Castellan"));
    CHECK(agrees("Anne-Marie", "O'Hara", "Anne Marie", "OHARA"));
    CHECK(agrees("Marged", "Pemberton Roy", "Marged Elin", "Pemberton-Roy"));
    CHECK(agrees("Marged Elin Mair", "Pemberton-Roy", "Marged", "Pemberton-Roy"));
    CHECK(agrees("", "M\u00fcller", "Ada", "MULLER"));
    CHECK(agrees("\u05d3\u05d5\u05d3", "\u05db\u05d4\u05df", "\u05d3\u05d5\u05d3", "\u05db\u05d4\u05df"));
    CHECK_FALSE(agrees("Elin", "Pemberton-Roy", "Marged Elin", "Pemberton-Roy"));
    CHECK_FALSE(agrees("Mar", "Pemberton-Roy", "Marged", "Pemberton-Roy")); // a part of a name is another name
    CHECK_FALSE(agrees("Marged", "Pemberton", "Marged", "Pemberton-Roy"));
    CHECK_FALSE(agrees("\u05d3\u05d5\u05d3", "\u05db\u05d4\u05df", "David", "Cohen"));
}

TEST_CASE("Birth date and postcode are compared; 1 January 1900 is nobody's")
{
    auto form = marged();
    CHECK(*crossCheck({"", "", day("1991-08-14"), ""}, form).birthDateAgrees);
    CHECK_FALSE(*crossCheck({"", "", day("1991-08-15"), ""}, form).birthDateAgrees);
    CHECK(*crossCheck({"", "", std::nullopt, "hv32qd"}, form).addressAgrees);
    CHECK_FALSE(*crossCheck({"", "", std::nullopt, "HV3 2QE"}, form).addressAgrees);
    form.dateOfBirth = day("1900-01-01");
    const auto check = crossCheck({"", "", day("1900-01-01"), ""}, form);
    CHECK_FALSE(*check.birthDateAgrees);
    CHECK_THAT(check.differences.at(0), Catch::Contains("stands for an unknown date"));
    CHECK_FALSE(problemsOf(form, today).empty());

    auto document = good("uk-passport");
    applyTo(document, crossCheck({}, form));
    CHECK(document == good("uk-passport"));
    applyTo(document, check);
    CHECK_FALSE(document.birthDateSeen);
    CHECK(document.refusedFor == "birth-date-differs");
    CHECK(policy().refusal("birth-date-differs") != nullptr);
}

TEST_CASE("A query is read with what its documents show, and judged")
{
    const auto query = EvidenceQuery::parse(R"({
      "person": {"givenName": "Marged", "familyName": "Pemberton-Roy", "dateOfBirth": "1991-08-14", "odsCode": "HVC00", "postcode": "HV3 2QD"},
      "documents": [
        {"kind": "uk-passport", "number": "53391441", "expires": "2031-06-09", "originalSeen": true, "nameAgrees": true, "birthDateSeen": true, "confirmed": ["full-signed"],
         "shows": {"givenName": "MARGED", "familyName": "PEMBERTON ROY", "dateOfBirth": "1991-08-14"}},
        {"kind": "pass-card", "number": "6337", "originalSeen": true, "nameAgrees": true, "birthDateSeen": true, "shows": {"familyName": "Castellan"}},
        {"kind": "gas-bill", "number": "55170386", "issuer": "Severn", "dated": "2026-10-02", "originalSeen": true, "nameAgrees": true, "addressAgrees": true,
         "shows": {"postcode": "HV3 9ZZ"}},
        {"kind": "restricted-identity-document", "number": "123456", "originalSeen": true, "nameAgrees": true}],
      "answers": {"ticks": ["manager-approval"], "dates": {"referee-known-since": "2020-02-29"}, "choices": {"referee-profession": "dentist"}}})", policy());
    REQUIRE(query.documents.size() == 4);
    CHECK(query.documents[0].nameAgrees);
    CHECK_FALSE(query.documents[1].nameAgrees);
    CHECK_FALSE(query.documents[2].addressAgrees);
    CHECK(query.documents[3].numberEnding.empty());
    CHECK(query.documents[3].restricted);
    CHECK(query.answers.approvals.empty()); // never from a file
    CHECK(query.answers.dates.at("referee-known-since") == day("2020-02-29"));
    CHECK(joined(query.warnings) == "Document 1: A United Kingdom passport number has nine digits.\n"
                                    "Document 2: It shows another family name than the application.\n"
                                    "Document 3: It shows another postcode than the application.\n");
    const auto verdict = policy().judge(query.documents, today, query.answers);
    CHECK_FALSE(verdict.passed);
    CHECK(verdict.documents[1].rule == "name-differs");

    const auto trouble = [](const char* text) {
        try {
            EvidenceQuery::parse(text, policy());
            return std::string("none");
        } catch (const UsageError& error) {
            return error.failure().code;
        }
    };
    CHECK(trouble("{\"documents\": []}") == "none");
    CHECK(trouble("{") == "REQUEST-JSON");
    CHECK(trouble("{}") == "REQUEST-SCHEMA");
    CHECK(trouble(R"({"documents": [{"kind": "gas-bill", "originalSeen": true, "nameAgrees": true, "dated": "2026-02-29"}]})") == "REQUEST-SCHEMA");
    CHECK(trouble(R"({"documents": [], "answers": {"approvals": ["manager"]}})") == "REQUEST-SCHEMA");
    CHECK(trouble(R"({"documents": [{"kind": "gas-bill", "originalSeen": true, "nameAgrees": true, "scores": {"strength": 5}}]})") == "REQUEST-SCHEMA");
}

TEST_CASE("A verdict is told in sentences, cheapest way included, and by which policy")
{
    std::vector<EvidenceDocument> documents{until("uk-passport", "2031-06-09"), from("gas-bill", "Severn"), good("p60")};
    documents[1].dated = day("2026-10-02");
    const auto sentences = sentencesOf(policy().judge(documents, today), documents, policy());
    CHECK(sentences == std::vector<std::string>{
                           "Not enough yet: one proof missing.",
                           "1. UK passport: Counts: photo (rule P1). Good until 9 June 2031, and 6 calendar months: counts until 9 December 2031.",
                           "2. Gas bill, Severn: Counts: address (rule A1). Dated 2 October 2026, and 6 calendar months: counts until 2 April 2027.",
                           "3. P60: Does not count. A P60 is not a proof of address. A notice of coding from HMRC is.",
                           "Add one proof with a photo, or one proof of address. Quickest: photocard driving licence. Most people carry it.",
                           "Judged on 23 November 2026 by policy evidence 2."});
}

TEST_CASE("Where only a former name is in the way, its proof is the quickest")
{
    auto passport = good("uk-passport");
    passport.nameAgrees = false;
    passport.formerName = true;
    const std::vector<EvidenceDocument> documents{passport, good("pass-card"), good("gas-bill")};
    const auto verdict = policy().judge(documents, today);
    REQUIRE_FALSE(verdict.advice.empty());
    CHECK(verdict.advice[0].title == "Marriage or civil partnership certificate");
    CHECK(verdict.advice[0].words == "Proves the change of name. Both names must be on it.");
    CHECK(verdict.advice[0].completes);
}
