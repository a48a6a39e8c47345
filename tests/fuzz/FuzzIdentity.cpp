#include "tests/fuzz/FuzzTargets.h"

#include "core/base/Failure.h"
#include "core/identity/DocumentReading.h"
#include "core/identity/EvidenceQuery.h"
#include "core/identity/EvidenceSight.h"
#include "core/identity/EvidenceWords.h"
#include "core/identity/IssueRequest.h"
#include "core/identity/TrainingApplicants.h"
#include "core/policy/Embedded.h"

#include <stdexcept>
#include <string>

// What people and other programs type, paste or send about who somebody is.

namespace cardwright::fuzz {

namespace {

constexpr Date today{std::chrono::year(2026), std::chrono::November, std::chrono::day(23)};

void promise(bool kept, const char* what)
{
    if (!kept) throw std::logic_error(what);
}

const EvidencePolicy& shipped()
{
    static const auto policy = EvidencePolicy::shipped();
    return policy;
}

std::string textOf(ByteView input) { return {input.begin(), input.end()}; }

/// Whatever the policy and the documents are: a verdict is whole, and shown elsewhere it comes to the same.
void judged(const EvidencePolicy& policy, std::vector<EvidenceDocument> documents, const EvidenceAnswers& answers)
{
    const auto verdict = policy.judge(documents, today, answers);
    promise(verdict.documents.size() == documents.size(), "a document without a row");
    promise(verdict.passed == verdict.failedRules.empty(), "a failure without a rule, or a rule without a failure");
    promise(!verdict.passed || !verdict.route.empty(), "a pass by no route");
    promise(answers.approvals.empty(), "an approval came from a file");
    for (const auto& row : verdict.documents) {
        promise((row.standing == DocumentStanding::counts) == row.rule.empty(), "a row that does not say why");
    }
    const auto shown = shownVerdict(verdict, Outlet::file, {});
    promise(shown.verdict.passed == verdict.passed, "another outcome where not all is shown");
    for (const auto place : shown.places) promise(!verdict.documents[place].restricted, "a restricted document is shown");
    static_cast<void>(sentencesOf(verdict, documents, policy));
    if (!verdict.passed || documents.empty()) return;
    documents.push_back(documents.front());
    promise(policy.judge(documents, today, answers).passed, "one document more failed the set");
}

/// One good document of each of the policy's first kinds.
std::vector<EvidenceDocument> someOf(const EvidencePolicy& policy)
{
    std::vector<EvidenceDocument> documents;
    for (const auto& kind : policy.kinds()) {
        if (documents.size() == 3) break;
        EvidenceDocument document;
        document.kind = kind.code;
        document.numberEnding = "4417";
        document.issuer = kind.code;
        document.dated = plusDays(today, -20);
        document.expires = plusMonths(today, 12);
        document.originalSeen = true;
        policy.tickWhatItShows(document);
        policy.keepWhatMayBeKept(document);
        documents.push_back(std::move(document));
    }
    return documents;
}

} // namespace

void mrz(ByteView input)
{
    const auto text = textOf(input);
    Person form;
    form.givenName = "Anna Maria";
    form.familyName = "Eriksson";
    form.dateOfBirth = today;
    EvidenceDocument document;
    document.numberEnding = "4417";
    const auto fill = fillFromMrz(text, shipped(), today, &form, &document);
    promise(fill.understood() || fill.reading.problems.size() == 1, "no zone, and not told why");
    promise(fill.numberEnding.size() <= 4, "more of the number than its ending");
    promise(fill.reading.documentNumber.find('<') == std::string::npos || !fill.reading.sound(), "a filler in the number");
    for (const auto& date : {fill.expires, fill.dateOfBirth}) promise(!date || date->ok(), "a date that is none");
    promise(!fill.dateOfBirth || *fill.dateOfBirth <= today, "born after today");
    EvidenceDocument empty;
    fillDocument(empty, fill);
    promise(!empty.originalSeen && !empty.nameAgrees && !empty.birthDateSeen && !empty.addressAgrees, "a tick that nobody made");
}

void evidencePolicy(ByteView input)
{
    try {
        const auto policy = EvidencePolicy::from(PolicyFile::parse(PolicyKind::evidence, textOf(input)));
        judged(policy, someOf(policy), {});
    } catch (const PolicyError&) {
        // refused with the line
    }
}

void request(ByteView input)
{
    const auto text = textOf(input);
    try {
        auto query = EvidenceQuery::parse(text, shipped());
        if (query.documents.size() > 8) query.documents.resize(8);
        judged(shipped(), query.documents, query.answers);
    } catch (const UsageError&) {
        // refused with the field
    }
    try {
        const auto first = IssueRequest::parse(text, "/folder");
        const auto again = IssueRequest::parse(first.json(), "");
        promise(again.documents == first.documents && again.answers == first.answers, "what was written is not read as it was");
    } catch (const UsageError&) {
        // refused with the field
    }
}

std::vector<Bytes> identitySeeds(std::string_view target)
{
    std::vector<std::string> texts;
    if (target == "mrz") {
        texts = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
                 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\r\nD231458907UTO7408122F1204159<<<<<<<6",
                 "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                 "p<utoeriksson\u00ABanna\u2039maria<<<<<<<<<<<<<<<<<<<"};
    } else if (target == "evidencepolicy") {
        texts = {std::string(embeddedText("policies/evidence.json"))};
    } else {
        for (const auto& applicant : trainingApplicants(today)) texts.push_back(applicant.requestJson);
        texts.push_back(R"({"documents":[{"kind":"gas-bill","originalSeen":true,"nameAgrees":true,"formerName":true,"refusedFor":"illegible","scores":{"strength":4},)"
                        R"("shows":{"familyName":"Roy","dateOfBirth":"1900-01-01","postcode":"HV1"}}],"person":{"givenName":"A","familyName":"B","dateOfBirth":"1991-08-14",)"
                        R"("odsCode":"HVC00"},"answers":{"ticks":["person-photo"],"dates":{"referee-known-since":"2020-02-29"},"choices":{"referee-profession":"dentist"}}})");
    }
    std::vector<Bytes> all;
    for (const auto& text : texts) all.push_back(toBytes(bytesOf(text)));
    return all;
}

} // namespace cardwright::fuzz
