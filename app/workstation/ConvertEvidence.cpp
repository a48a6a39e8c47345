#include "app/workstation/Convert.h"

#include "core/identity/DocumentReading.h"
#include "core/identity/EvidenceSight.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace cardwright::workstation::convert {

namespace {

std::string dateText(const std::optional<Date>& date) { return date ? formatDate(*date) : std::string(); }

std::optional<int> scoreFrom(const std::string& text)
{
    int score = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, score);
    return failed == std::errc() && stopped == end && score >= 1 && score <= 4 ? std::optional(score) : std::nullopt;
}

ui::DocumentStanding standing(DocumentStanding value)
{
    switch (value) {
    case DocumentStanding::counts: return ui::DocumentStanding::counts;
    case DocumentStanding::spare: return ui::DocumentStanding::spare;
    case DocumentStanding::refused: break;
    }
    return ui::DocumentStanding::refused;
}

ui::EvidenceWantField wantField(const EvidenceWant& want)
{
    const auto form = want.form == EvidenceWant::Form::date ? ui::WantForm::date
                      : want.form == EvidenceWant::Form::choice ? ui::WantForm::choice : ui::WantForm::tick;
    return {want.id, want.words, form, want.choices};
}

std::vector<ui::EvidenceWantField> scoreFields(const std::vector<EvidenceScores::Part>& parts)
{
    std::vector<ui::EvidenceWantField> fields;
    for (const auto& part : parts) fields.push_back({part.id, part.words, ui::WantForm::score, {"1", "2", "3", "4"}});
    return fields;
}

/// Puts one answer where the policy asks for it; what it asks for nowhere is left out, and an approval is never taken from a form.
void put(EvidenceAnswers& answers, std::span<const EvidenceWant> wants, const ui::ConditionField& answer)
{
    for (const auto& want : wants) {
        if (want.id != answer.id) continue;
        if (want.form == EvidenceWant::Form::tick && answer.value == "yes") answers.ticks.insert(want.id);
        if (want.form == EvidenceWant::Form::choice && !answer.value.empty()) answers.choices[want.id] = answer.value;
        if (const auto date = parseDate(answer.value); want.form == EvidenceWant::Form::date && date) answers.dates[want.id] = *date;
    }
}

} // namespace

Person person(const ui::PersonFields& fields)
{
    Person person;
    person.givenName = tidied(fields.givenName);
    person.familyName = tidied(fields.familyName);
    person.preferredName = tidied(fields.preferredName);
    person.nameOnCard = tidied(fields.nameOnCard);
    person.jobTitle = tidied(fields.jobTitle);
    person.postcode = tidied(fields.postcode);
    person.nameOnChip = tidied(fields.nameOnChip);
    setField(person, "staffNumber", fields.staffNumber);
    person.dateOfBirth = parseDate(fields.dateOfBirth).value_or(Date{});
    return person;
}

ui::PersonFields personFields(const Person& person)
{
    ui::PersonFields fields;
    fields.givenName = person.givenName;
    fields.familyName = person.familyName;
    fields.preferredName = person.preferredName;
    fields.nameOnCard = person.nameOnCard;
    fields.jobTitle = person.jobTitle;
    fields.postcode = person.postcode;
    fields.nameOnChip = person.nameOnChip;
    fields.staffNumber = person.staffNumber;
    fields.dateOfBirth = formatDate(person.dateOfBirth);
    return fields;
}

/// As typed becomes a person: a date that is none stays out, and is then a problem of its field.
Person personFrom(const ui::PersonTexts& fields, const std::string& odsCode)
{
    Person person;
    for (const auto& [field, text] : fields) {
        if (text.empty()) continue;
        if (field == "dateOfBirth" && !parseDate(text)) continue;
        setField(person, field, text);
    }
    if (person.odsCode.empty()) person.odsCode = odsCode;
    return person;
}

ui::RecordCheck recordCheck(const ui::PersonTexts& fields, const std::string& odsCode, const EvidencePolicy& policy, Date today)
{
    const auto person = personFrom(fields, odsCode);
    ui::RecordCheck check;
    for (const auto& problem : problemsOf(person, today, policy.ages())) check.problems.push_back({problem.field, problem.sentence});
    if (person.legalName().empty()) return check;
    try {
        const auto name = person.cardName();
        check.firstLine = name.firstLine();
        check.secondLine = name.secondLine();
        check.onChip = name.onChip();
    } catch (const RefusedError& refused) {
        check.trouble = refused.failure().cause + ' ' + refused.failure().nextStep;
    }
    return check;
}

EvidenceDocument document(const ui::DocumentFields& fields, const EvidencePolicy& policy)
{
    EvidenceDocument document;
    document.kind = fields.kind;
    document.numberEnding = numberEndingOf(fields.numberEnding);
    document.issuer = tidied(fields.issuer);
    document.dated = parseDate(fields.dated);
    document.expires = parseDate(fields.expires);
    document.originalSeen = fields.originalSeen;
    policy.tickWhatItShows(document); // what this kind cannot show stays unticked, whatever the form says
    document.nameAgrees = document.nameAgrees && fields.nameAgrees;
    document.birthDateSeen = document.birthDateSeen && fields.birthDateSeen;
    document.addressAgrees = document.addressAgrees && fields.addressAgrees;
    for (const auto& condition : fields.conditions) {
        if (const auto date = parseDate(condition.value)) {
            document.conditionDates[condition.id] = *date;
        } else if (condition.value == "yes") {
            document.confirmed.insert(condition.id);
        }
    }
    document.formerName = fields.formerName;
    document.seenOnCamera = fields.seenOnCamera;
    document.refusedFor = fields.refusedFor;
    for (const auto& score : fields.scores) {
        if (const auto value = scoreFrom(score.value)) document.scores[score.id] = *value;
    }
    policy.keepWhatMayBeKept(document);
    return document;
}

std::vector<EvidenceDocument> documents(const ui::IssueDraft& draft, const EvidencePolicy& policy)
{
    std::vector<EvidenceDocument> all;
    for (const auto& fields : draft.documents) all.push_back(document(fields, policy));
    return all;
}

EvidenceAnswers answers(const std::vector<ui::ConditionField>& given, const EvidencePolicy& policy)
{
    EvidenceAnswers made;
    const auto& scores = policy.scores();
    for (const auto& answer : given) {
        for (const auto& route : policy.routes()) put(made, route.wants, answer);
        put(made, policy.remoteWants(), answer);
        const bool scored = scores.asked && std::any_of(scores.ofCheck.begin(), scores.ofCheck.end(), [&](const auto& part) { return part.id == answer.id; });
        if (const auto value = scoreFrom(answer.value); scored && value) made.scores[answer.id] = *value;
    }
    return made;
}

ui::DocumentFields documentFields(const EvidenceDocument& document)
{
    ui::DocumentFields fields;
    fields.kind = document.kind;
    fields.numberEnding = document.numberEnding;
    fields.issuer = document.issuer;
    fields.dated = dateText(document.dated);
    fields.expires = dateText(document.expires);
    fields.originalSeen = document.originalSeen;
    fields.nameAgrees = document.nameAgrees;
    fields.birthDateSeen = document.birthDateSeen;
    fields.addressAgrees = document.addressAgrees;
    for (const auto& id : document.confirmed) fields.conditions.push_back({id, "yes"});
    for (const auto& [id, date] : document.conditionDates) fields.conditions.push_back({id, formatDate(date)});
    fields.formerName = document.formerName;
    fields.seenOnCamera = document.seenOnCamera;
    fields.refusedFor = document.refusedFor;
    for (const auto& [id, score] : document.scores) fields.scores.push_back({id, std::to_string(score)});
    return fields;
}

ui::EvidenceReport report(const EvidenceVerdict& verdict)
{
    ui::EvidenceReport report;
    report.passed = verdict.passed;
    report.title = verdict.title;
    report.missing = verdict.missing;
    report.policy = verdict.policy.text();
    report.awaits = verdict.awaits;
    report.cautions = verdict.cautions;
    for (const auto& row : verdict.documents) report.documents.push_back({standing(row.standing), row.words, row.reason, row.clause, row.arithmetic});
    for (const auto& route : verdict.routes) {
        ui::RouteReport row;
        row.id = route.id;
        row.title = route.title;
        row.wants = route.wants;
        row.complete = route.complete;
        for (const auto& place : route.slots) row.places.push_back({place.word, place.filled()});
        report.routes.push_back(std::move(row));
    }
    for (const auto& check : verdict.checks) report.checks.push_back({check.words, check.holds, check.remedy});
    for (const auto& advice : verdict.advice) report.advice.push_back({advice.kind, advice.title, advice.words, advice.completes});
    return report;
}

ui::EvidenceReport report(const EvidenceVerdict& verdict, bool own, Sight sight)
{
    const auto shown = shownVerdict(verdict, own ? Outlet::entry : Outlet::record, sight);
    auto made = report(shown.verdict);
    std::vector<ui::DocumentReport> rows(verdict.documents.size());
    for (auto& row : rows) row.hidden = true; // each at the place of its document; what is not shown says nothing
    for (std::size_t at = 0; at < shown.places.size(); ++at) rows[shown.places[at]] = made.documents[at];
    made.documents = std::move(rows);
    return made;
}

ui::DocumentKind documentKind(const EvidenceKind& kind)
{
    ui::DocumentKind made;
    made.id = kind.code;
    made.name = kind.title;
    made.photo = kind.countsIn("P");
    made.address = kind.countsIn("A");
    made.issuerWord = kind.issuerWord;
    made.issuer = kind.issuer;
    made.wantsDated = kind.wantsDated();
    made.wantsExpires = kind.wantsExpires();
    made.hasNumber = kind.hasNumber && !kind.restricted;
    made.showsBirthDate = kind.showsBirthDate;
    made.showsAddress = kind.showsAddress;
    for (const auto& use : kind.uses) {
        for (const auto& condition : use.conditions) {
            const bool known = std::any_of(made.conditions.begin(), made.conditions.end(), [&](const auto& one) { return one.id == condition.id; });
            if (!known) made.conditions.push_back({condition.id, condition.words, condition.isDate});
        }
    }
    made.help = kind.help;
    if (kind.uses.empty()) made.refusal = kind.refusal;
    made.other = std::any_of(kind.uses.begin(), kind.uses.end(), [](const EvidenceUse& use) { return use.group != "P" && use.group != "A"; });
    made.noOriginal = kind.noOriginal;
    made.linksNames = kind.linksNames;
    made.recordsDate = kind.recordsDate;
    made.restricted = kind.restricted;
    made.hasZone = !kind.mrz.empty();
    return made;
}

ui::ZoneReading zoneReading(const std::string& typed, const EvidencePolicy& policy, Date today, const ui::PersonFields& fields, const ui::DocumentFields& beside)
{
    const auto form = person(fields);
    const auto known = document(beside, policy);
    const auto fill = fillFromMrz(typed, policy, today, &form, &known);
    ui::ZoneReading reading;
    reading.understood = fill.understood();
    reading.warnings = fill.warnings;
    if (!reading.understood) return reading;
    const auto& problems = fill.reading.problems;
    reading.complete = std::none_of(problems.begin(), problems.end(), [](const MrzProblem& problem) { return problem.kind == MrzProblem::Kind::length; });
    reading.sound = fill.reading.sound();
    reading.form = *fill.reading.format == MrzFormat::td1 ? "TD1" : *fill.reading.format == MrzFormat::td2 ? "TD2" : "TD3";
    reading.kind = fill.kind;
    reading.numberEnding = fill.numberEnding;
    reading.expires = dateText(fill.expires);
    reading.givenName = fill.givenName;
    reading.familyName = fill.familyName;
    reading.dateOfBirth = dateText(fill.dateOfBirth);
    return reading;
}

ui::EvidenceRules evidenceRules(const EvidencePolicy& policy)
{
    ui::EvidenceRules rules;
    for (const auto& refusal : policy.refusals()) rules.refusals.push_back({refusal.id, refusal.words});
    for (const auto& route : policy.routes()) {
        ui::EvidenceWay way{route.id, route.title, route.opensWith, {}};
        for (const auto& want : route.wants) {
            if (want.form != EvidenceWant::Form::approval) way.wants.push_back(wantField(want));
        }
        if (!way.wants.empty()) rules.ways.push_back(std::move(way));
    }
    if (policy.isOn("remoteCheck")) {
        for (const auto& want : policy.remoteWants()) rules.remote.push_back(wantField(want));
    }
    if (policy.scores().asked) {
        rules.documentScores = scoreFields(policy.scores().ofDocument);
        rules.checkScores = scoreFields(policy.scores().ofCheck);
    }
    return rules;
}

} // namespace cardwright::workstation::convert
