#include "app/workstation/Convert.h"

#include "core/policy/Embedded.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

// Between what was typed into the window and core's types: neither store nor card.

using namespace cardwright;
using namespace cardwright::workstation;
using nlohmann::json;

namespace {

const Date today = *parseDate("2026-11-23");

const EvidencePolicy& policy()
{
    static const auto shipped = EvidencePolicy::shipped();
    return shipped;
}

EvidencePolicy policyWith(const json& patch)
{
    auto text = json::parse(embeddedText("policies/evidence.json"));
    text.merge_patch(patch);
    return EvidencePolicy::from(PolicyFile::parse(PolicyKind::evidence, text.dump()));
}

ui::PersonTexts siobhan()
{
    return {{"givenName", " Siobhán  Mairéad "}, {"familyName", "O'Doherty"}, {"dateOfBirth", "1988-05-01"}, {"niNumber", "ab 12 34 56 c"}, {"staffNumber", "hv 20417"},
            {"email", "s@hvc.example"}, {"phone", "01234 567890"}, {"team", "Night nursing"}, {"site", "Quay House"}, {"jobTitle", "District nurse"}};
}

ui::DocumentFields passport()
{
    ui::DocumentFields fields;
    fields.kind = "uk-passport";
    fields.numberEnding = "925665416";
    fields.expires = "2029-01-31";
    fields.originalSeen = true;
    fields.conditions = {{"full-signed", "yes"}};
    return fields;
}

bool says(const std::vector<ui::FieldProblem>& problems, const std::string& field)
{
    return std::any_of(problems.begin(), problems.end(), [&](const ui::FieldProblem& problem) { return problem.field == field && !problem.sentence.empty(); });
}

} // namespace

TEST_CASE("What was typed becomes a person: tidied, numbers in capitals, the site's organisation where none was named")
{
    const auto person = convert::personFrom(siobhan(), "HVC00");
    CHECK(person.givenName == "Siobhán Mairéad");
    CHECK(person.niNumber == "AB123456C");
    CHECK(person.staffNumber == "HV20417");
    CHECK(person.odsCode == "HVC00");
    CHECK(person.dateOfBirth == parseDate("1988-05-01"));
    CHECK(person.team == "Night nursing");
    auto texts = siobhan();
    texts["odsCode"] = "RX999";
    CHECK(convert::personFrom(texts, "HVC00").odsCode == "RX999");
    for (const auto* day : {"1991-02-29", "29 February", "soon", ""}) {
        texts["dateOfBirth"] = day;
        CHECK_FALSE(convert::personFrom(texts, "HVC00").dateOfBirth.ok());
    }
    texts["no such field"] = "is passed over";
    CHECK(convert::personFrom(texts, "HVC00").familyName == "O'Doherty");
}

TEST_CASE("A record is checked as it is typed: problems by field, the printed lines, the chip's letters, the policy's ages")
{
    auto texts = siobhan();
    const auto good = convert::recordCheck(texts, "HVC00", policy(), today);
    CHECK(good.problems.empty());
    CHECK(good.firstLine == "Siobhán Mairéad");
    CHECK(good.secondLine == "O'Doherty");
    CHECK(good.onChip == "Siobhan Mairead O'Doherty");
    CHECK(good.trouble.empty());

    texts["givenName"] = "فاطمة";
    const auto arabic = convert::recordCheck(texts, "HVC00", policy(), today);
    CHECK(says(arabic.problems, "nameOnChip"));
    CHECK(arabic.onChip.empty());
    CHECK_FALSE(arabic.trouble.empty());
    texts["nameOnChip"] = "Fatima O'Doherty";
    CHECK(convert::recordCheck(texts, "HVC00", policy(), today).onChip == "Fatima O'Doherty");

    texts = siobhan();
    texts["familyName"] = std::string(120, 'q');
    CHECK(says(convert::recordCheck(texts, "HVC00", policy(), today).problems, "nameOnCard"));
    texts = siobhan();
    for (const auto& [field, text] : ui::PersonTexts{{"niNumber", "BG123456C"}, {"email", "nobody"}, {"phone", "x"}, {"dateOfBirth", "1900-01-01"}, {"odsCode", "a b"}}) {
        auto one = texts;
        one[field] = text;
        CAPTURE(field);
        CHECK(says(convert::recordCheck(one, "HVC00", policy(), today).problems, field));
    }
    CHECK(says(convert::recordCheck({}, "HVC00", policy(), today).problems, "familyName"));
    CHECK(convert::recordCheck({}, "HVC00", policy(), today).trouble.empty()); // nothing typed yet is no trouble with a name

    texts["dateOfBirth"] = "2012-06-01";
    CHECK(says(convert::recordCheck(texts, "HVC00", policy(), today).problems, "dateOfBirth"));
    CHECK(convert::recordCheck(texts, "HVC00", policyWith({{"ages", {{"youngest", 14}}}}), today).problems.empty());
}

TEST_CASE("A document of the form keeps its number's end, the ticks that its kind can have, and dates that are dates")
{
    auto fields = passport();
    auto document = convert::document(fields, policy());
    CHECK(document.numberEnding == "5416");
    CHECK(document.expires == parseDate("2029-01-31"));
    CHECK(document.confirmed.count("full-signed") == 1);
    CHECK(document.nameAgrees);
    CHECK(document.birthDateSeen);
    CHECK_FALSE(document.addressAgrees); // a passport shows none, whatever the form says
    fields.birthDateSeen = false;
    fields.expires = "31/02/2029";
    fields.scores = {{"strength", "4"}, {"validity", "5"}, {"odd", "x"}, {"zero", "0"}, {"half", "2.5"}};
    document = convert::document(fields, policy());
    CHECK_FALSE(document.birthDateSeen);
    CHECK_FALSE(document.expires);
    CHECK(document.scores == std::map<std::string, int>{{"strength", 4}});

    fields = passport();
    fields.kind = "restricted-identity-document";
    fields.issuer = "A tribunal";
    fields.dated = "2020-01-01";
    document = convert::document(fields, policy());
    CHECK(document.restricted);
    CHECK(document.numberEnding.empty());
    CHECK(document.issuer.empty());
    CHECK_FALSE(document.dated);
    CHECK_FALSE(document.expires);

    fields.kind = "no such kind";
    CHECK_FALSE(policy().judge(std::vector{convert::document(fields, policy())}, today).passed);
    // And back: what the window shows of it is what it was.
    document = convert::document(passport(), policy());
    CHECK(convert::document(convert::documentFields(document), policy()) == document);
}

TEST_CASE("Answers are taken where the policy asks for them; an approval never comes from a form")
{
    const std::vector<ui::ConditionField> given{{"photo-countersigned", "yes"}, {"referee-not-related", "no"}, {"referee-profession", "dentist"},
                                                {"referee-known-since", "2020-02-29"}, {"employer-check-on", "2020-02-30"}, {"manager-approval", "yes"},
                                                {"manager", "yes"}, {"asked for nowhere", "yes"}, {"activity", "3"}};
    const auto answers = convert::answers(given, policy());
    CHECK(answers.ticks == std::set<std::string>{"photo-countersigned"});
    CHECK(answers.choices == std::map<std::string, std::string>{{"referee-profession", "dentist"}});
    CHECK(answers.dates == std::map<std::string, Date>{{"referee-known-since", *parseDate("2020-02-29")}});
    CHECK(answers.approvals.empty());
    CHECK(answers.scores.empty()); // the shipped policy asks for none
    CHECK(convert::answers(given, policyWith({{"scores", {{"asked", true}}}})).scores == std::map<std::string, int>{{"activity", 3}});
}

TEST_CASE("The rules that the window asks by: no approval among them, remote checks and scores only where the policy has them on")
{
    const auto rules = convert::evidenceRules(policy());
    CHECK(rules.refusals.size() == policy().refusals().size());
    REQUIRE(rules.ways.size() == 2);
    CHECK(rules.ways[0].id == "C");
    CHECK(rules.ways[1].opensWith == "employer-check");
    for (const auto& way : rules.ways) {
        for (const auto& want : way.wants) CHECK(want.id != "manager-approval");
    }
    CHECK(rules.remote.empty());
    CHECK(rules.documentScores.empty());
    const auto on = convert::evidenceRules(policyWith({{"switches", {{"remoteCheck", true}}}, {"scores", {{"asked", true}}}}));
    CHECK(on.remote.size() == 4);
    REQUIRE(on.documentScores.size() == 2);
    CHECK(on.documentScores[0].choices == std::vector<std::string>{"1", "2", "3", "4"});
    CHECK(on.checkScores.size() == 3);
}

TEST_CASE("Each kind is told with what its form needs; what never counts is told with the reason")
{
    const auto kindOf = [](const char* code) { return convert::documentKind(*policy().kind(code)); };
    const auto licence = kindOf("photocard-licence");
    CHECK((licence.photo && licence.address && licence.wantsExpires && licence.hasNumber && licence.showsBirthDate && licence.showsAddress));
    CHECK_FALSE(licence.wantsDated);
    const auto bill = kindOf("gas-bill");
    CHECK((bill.address && bill.wantsDated && bill.issuerWord == "supplier"));
    CHECK_FALSE((bill.photo || bill.other || bill.wantsExpires));
    const auto foreign = kindOf("other-photocard-licence");
    REQUIRE(foreign.conditions.size() == 2);
    CHECK(foreign.conditions[0].isDate);
    const auto visa = kindOf("evisa");
    CHECK((visa.noOriginal && !visa.hasNumber));
    const auto restricted = kindOf("restricted-identity-document");
    CHECK((restricted.restricted && !restricted.hasNumber && !restricted.wantsDated && !restricted.wantsExpires && !restricted.recordsDate && restricted.other));
    for (const auto* code : {"mobile-bill", "bank-letter", "p45", "p60", "employer-badge", "online-print-out"}) {
        CAPTURE(code);
        CHECK_FALSE(kindOf(code).refusal.empty());
        CHECK_FALSE((kindOf(code).photo || kindOf(code).address));
    }
    CHECK(kindOf("marriage-certificate").linksNames);
    CHECK(kindOf("uk-passport").hasZone);
    CHECK_FALSE(kindOf("gas-bill").hasZone);
}

TEST_CASE("A draft is kept whole, but for numbers, and one of an earlier form is read")
{
    ui::IssueDraft draft;
    draft.person = {"Siobhán", "O'Doherty", "Shiv", "1988-05-01", "S O'Doherty", "District nurse", "HV1 2AB"};
    draft.person.nameOnChip = "Siobhan O'Doherty";
    draft.documents = {passport()};
    draft.documents[0].scores = {{"strength", "3"}};
    draft.documents[0].formerName = true;
    draft.portrait = {0xFF, 0xD8, 0x20, 0x41};
    draft.photoReference = "ab12";
    draft.photoMarks = {{"head-height", true, true, 41.5}};
    draft.photoPolicy = "photo 1";
    draft.photoReason = "lighting";
    draft.step = "evidence";
    draft.changedAt = 1'795'252'445'123;
    draft.parked = true;
    draft.agent = "Beatrix Agent";
    draft.answers = {{"referee-profession", "dentist"}};
    draft.comparedWith = {"555009811274"};
    draft.whyOther = "Twins, both were here";
    const auto text = convert::draftJson(draft);
    CHECK(text.find("925665416") == std::string::npos);
    const auto kept = convert::draft(text);
    REQUIRE(kept);
    CHECK(convert::draftJson(*kept) == text);
    CHECK(kept->documents[0].numberEnding == "5416");
    CHECK(kept->portrait == draft.portrait);
    CHECK(kept->comparedWith == draft.comparedWith);
    CHECK(kept->whyOther == draft.whyOther);
    CHECK(kept->photoMarks[0].figure == 41.5);

    auto earlier = json::parse(text);
    for (const auto* member : {"agent", "answers", "photo", "comparedWith", "whyOther"}) earlier.erase(member);
    earlier["person"].erase("nameOnChip");
    for (const auto* member : {"formerName", "seenOnCamera", "refusedFor", "scores"}) earlier["documents"][0].erase(member);
    const auto old = convert::draft(earlier.dump());
    REQUIRE(old);
    CHECK(old->person.familyName == "O'Doherty");
    CHECK(old->comparedWith.empty());
    for (const std::string none : {"", "{}", "[]", "no JSON", "{\"person\": 7}", "null"}) CHECK_FALSE(convert::draft(none));
    auto odd = json::parse(text);
    odd["documents"][0]["dated"] = 7;
    CHECK_FALSE(convert::draft(odd.dump()));
    draft.person.givenName = "not UTF-8: \xC3";
    CHECK(convert::draft(convert::draftJson(draft)));
}

TEST_CASE("A verdict keeps each row at its document's place; what this reader may not see says nothing")
{
    auto former = passport();
    former.formerName = true;
    former.nameAgrees = false;
    auto restricted = passport();
    restricted.kind = "restricted-identity-document";
    ui::IssueDraft draft;
    draft.documents = {passport(), restricted, former};
    const auto verdict = policy().judge(convert::documents(draft, policy()), today);
    const auto own = convert::report(verdict, true, {});
    const auto other = convert::report(verdict, false, {});
    const auto manager = convert::report(verdict, false, {true});
    for (const auto* seen : {&own, &other, &manager}) REQUIRE(seen->documents.size() == 3);
    CHECK_FALSE((own.documents[1].hidden || own.documents[2].hidden));
    CHECK_FALSE((manager.documents[1].hidden || manager.documents[2].hidden));
    CHECK_FALSE(other.documents[0].hidden);
    const auto wordsOf = [](const ui::DocumentReport& row) { return row.words + row.reason + row.clause + row.arithmetic; };
    CHECK(other.documents[1].hidden);
    CHECK(wordsOf(other.documents[1]).empty());
    // A document in a former name is there, and nothing says that the name is a former one.
    CHECK_FALSE(other.documents[2].hidden);
    CHECK_THAT(wordsOf(own.documents[2]), Catch::Contains("ormer"));
    CHECK_THAT(wordsOf(other.documents[2]), !Catch::Contains("ormer"));
    CHECK(other.passed == own.passed);
    CHECK(own.documents[0].clause == "P1");
    CHECK_FALSE(own.advice.empty());
    CHECK(own.policy == policy().id().text());
}

TEST_CASE("A zone of a form: read, compared, and said how far it is whole")
{
    const std::string zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    ui::PersonFields person;
    person.givenName = "Anna Maria";
    person.familyName = "Eriksson";
    person.dateOfBirth = "1974-08-12";
    const auto read = convert::zoneReading(zone, policy(), today, person, {});
    CHECK((read.understood && read.complete && read.sound));
    CHECK(read.form == "TD3");
    CHECK(read.kind == "other-passport");
    CHECK(read.numberEnding == "02C3");
    CHECK(read.expires == "2012-04-15");
    CHECK(read.dateOfBirth == "1974-08-12");
    CHECK(read.warnings.empty());
    person.familyName = "Erikson";
    const auto differs = convert::zoneReading(zone, policy(), today, person, {});
    CHECK(differs.sound); // it warns and refuses nothing
    CHECK(differs.warnings.size() == 1);
    auto wrong = zone;
    wrong[58] = '5';
    const auto broken = convert::zoneReading(wrong, policy(), today, {}, {});
    CHECK((broken.understood && broken.complete && !broken.sound));
    CHECK_THAT(broken.warnings.at(0), Catch::Contains("date of birth"));
    const auto cut = convert::zoneReading(zone.substr(0, 60), policy(), today, {}, {});
    CHECK_FALSE(cut.understood);
    CHECK_FALSE(cut.warnings.empty());
    CHECK(cut.numberEnding.empty());
}
