#include "core/access/ExceptionRequests.h"
#include "core/identity/EvidencePolicy.h"
#include "core/identity/IssueRequest.h"
#include "core/identity/PhotoReference.h"
#include "core/identity/TrainingApplicants.h"
#include "core/lifecycle/IssueAct.h"
#include "core/registers/Duplicates.h"
#include "core/registers/PhotoFigures.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// A training applicant as the desk would have checked them.
IssueApplication applicationOf(const Bench& bench, bool passes)
{
    const auto today = dateOf(bench.desk.clock.now);
    for (const auto& applicant : trainingApplicants(today)) {
        if (applicant.passes != passes) continue;
        IssueApplication application;
        application.person = applicant.request.person;
        application.documents = applicant.request.documents;
        application.verdict = EvidencePolicy::shipped().judge(application.documents, today);
        application.portrait.jpeg = toBytes(applicant.portrait);
        REQUIRE(application.verdict.passed == passes);
        return application;
    }
    FAIL("no such applicant");
    return {};
}

/// The act at this bench's desk.
struct Counter {
    IssueAct act(Bench& bench)
    {
        return IssueAct(bench.desk.store(), bench.issuePolicy, bench.agent, bench.desk.author, bench.desk.clock, bench.desk.random);
    }
};

} // namespace

TEST_CASE("a checked person becomes a record, once, with all of its entries")
{
    Bench bench(Personality::yubico);
    const auto application = applicationOf(bench, true);
    const auto order = Counter().act(bench).perform(application);
    CHECK(order.photoReference == PhotoReference::of(application.portrait).digest());
    CHECK(bench.entryKinds() == std::vector<std::string>{"holder.created", "evidence.checked", "portrait.accepted"});
    const auto person = bench.desk.store().people.byNumber(order.holder);
    REQUIRE(person);
    CHECK(person->photo == order.photoReference);
    CHECK(bench.desk.store().portraits.has(order.photoReference));
    CHECK(bench.desk.store().leases.counts().taken == 1);

    SECTION("an attempt that was given up is continued under the same number")
    {
        const auto again = Counter().act(bench).perform(application);
        CHECK(again.holder == order.holder);
        CHECK(bench.desk.store().people.count() == 1);
        CHECK(bench.desk.store().leases.counts().taken == 1);
        CHECK(bench.entries("holder.created") == 1);
        CHECK(bench.entries("evidence.checked") == 2);
    }
    SECTION("a closed record is reopened first")
    {
        auto& store = bench.desk.store();
        auto closed = *store.people.byNumber(order.holder);
        closed.closedAt = bench.desk.clock.now;
        Transaction act(store.database());
        store.people.change(act, closed);
        act.commit();
        CHECK(failureOf([&] { Counter().act(bench).perform(application); }).code == "PERSON-CLOSED");
    }
    SECTION("a working card, or one being made, stands in the way")
    {
        bench.newCard();
        IssueJob(bench.cardDesk(), order, digits(chosen)).run();
        const auto before = bench.desk.store().journal.size();
        CHECK(failureOf([&] { Counter().act(bench).perform(application); }).code == "PERSON-HAS-CARD");
        CHECK(bench.desk.store().journal.size() == before);
    }
    SECTION("a begun card is to be repaired")
    {
        bench.desk.openCard(order.holder);
        CHECK(failureOf([&] { Counter().act(bench).perform(application); }).code == "PERSON-CARD-OPEN");
    }
    SECTION("nobody serves themselves")
    {
        bench.agent.number = order.holder;
        CHECK(failureOf([&] { Counter().act(bench).perform(application); }).code == "AGENT-IS-SUBJECT");
        CHECK(bench.entries("duty.refused") == 1);
        CHECK(bench.entries("evidence.checked") == 1);
    }
}

TEST_CASE("what is refused leaves nothing behind")
{
    Bench bench(Personality::yubico);
    auto application = applicationOf(bench, true);
    std::string expected;
    SECTION("evidence") { application = applicationOf(bench, false); expected = "EVIDENCE-NOT-ENOUGH"; }
    SECTION("the agent under a new number") { bench.agent.name = application.person.legalName(); expected = "AGENT-IS-SUBJECT"; }
    SECTION("locked against policy")
    {
        application.locked = true;
        bench.issuePolicy.allowIssueLocked = false;
        expected = "ISSUE-LOCKED-REFUSED";
    }
    SECTION("details") { application.person.familyName.clear(); application.person.givenName.clear(); expected = "PERSON-DETAILS"; }
    auto act = Counter().act(bench);
    CHECK(act.refusal(application)->code == expected);
    CHECK(failureOf([&] { act.perform(application); }).code == expected);
    CHECK(bench.desk.store().people.count() == 0);
    // A duty's refusal is on record (access/README.md); nothing else is.
    CHECK(bench.desk.store().journal.size() == (expected == "AGENT-IS-SUBJECT" ? 1 : 0));
    CHECK(bench.desk.store().leases.counts().taken == 0);
    CHECK_FALSE(bench.desk.store().portraits.has(PhotoReference::of(application.portrait).digest()));
}

TEST_CASE("Somebody much like a known person is compared first; the reason is on record with the numbers")
{
    Bench bench(Personality::yubico);
    auto& store = bench.desk.store();
    const auto first = applicationOf(bench, true);
    const auto known = Counter().act(bench).perform(first).holder;
    auto like = first;
    like.person.givenName += 'e'; // one letter more, the same day of birth
    const auto perform = [&] {
        auto act = Counter().act(bench);
        act.comparing([&](const Person& person) { return likelySame(store, person); });
        return act.perform(like);
    };
    const auto before = bench.entryKinds();
    const auto refused = failureOf([&] { perform(); });
    CHECK(refused.code == "PERSON-DUPLICATE");
    CHECK(refused.detail == known.grouped());
    like.comparedWith = {number(555'009'999'999)}; // another one was compared
    like.whyOther = "Twins";
    CHECK(failureOf([&] { perform(); }).code == "PERSON-DUPLICATE");
    like.comparedWith = {known};
    for (const auto& why : {std::string(), std::string("  "), std::string(501, 'x')}) {
        like.whyOther = why;
        CHECK(failureOf([&] { perform(); }).code == "PERSON-REASON");
    }
    CHECK(bench.entryKinds() == before);
    CHECK(store.people.count() == 1);

    like.whyOther = "Twins, both were here";
    const auto order = perform();
    CHECK(order.holder != known);
    std::optional<JournalEntry> created;
    for (const auto& entry : store.journal.about(order.holder)) {
        if (entry.kind == EntryKind::holderCreated) created = entry;
    }
    REQUIRE(created);
    const auto payload = store.journal.payloadOf(*created);
    CHECK(payload["comparedWith"] == nlohmann::json{known.digits()});
    CHECK(payload["whyOther"] == "Twins, both were here");

    // Of the very same name and day it is the record itself: nothing to compare, the card in hand decides.
    auto same = first;
    auto act = Counter().act(bench);
    act.comparing([&](const Person& person) { return likelySame(store, person); });
    CHECK(act.perform(same).holder == known);
}

TEST_CASE("Of two people with the very same name and birthday no card goes on the other's record")
{
    Bench bench(Personality::yubico);
    auto& store = bench.desk.store();
    auto application = applicationOf(bench, true);
    const auto perform = [&] {
        auto act = Counter().act(bench);
        act.comparing([&](const Person& person) { return likelySame(store, person); });
        return act.perform(application).holder;
    };
    const auto first = perform();
    application.comparedWith = {first};
    application.whyOther = "Cousins, both were here";
    const auto second = perform();
    CHECK(second != first);
    CHECK(store.people.count() == 2);

    // Who does not say which of the two it is goes no further; who says, goes on under that one's number.
    const auto before = bench.entryKinds();
    application.comparedWith = {};
    const auto refused = failureOf([&] { perform(); });
    CHECK(refused.code == "PERSON-DUPLICATE");
    CHECK(refused.detail == std::min(first, second).grouped());
    CHECK(bench.entryKinds() == before);
    application.comparedWith = {first};
    CHECK(perform() == second);
    application.comparedWith = {second};
    CHECK(perform() == first);
    CHECK(store.people.count() == 2);
}

TEST_CASE("How old a holder may be is the policy's to say")
{
    Bench bench(Personality::yubico);
    auto application = applicationOf(bench, true);
    application.person.dateOfBirth = plusMonths(dateOf(bench.desk.clock.now), -15 * 12);
    CHECK(failureOf([&] { Counter().act(bench).perform(application); }).code == "PERSON-DETAILS");
    auto act = Counter().act(bench);
    CHECK_FALSE(act.forAges({14, 100}).refusal(application));
}

TEST_CASE("without a free number nobody is created")
{
    Bench bench(Personality::yubico, 1);
    Counter().act(bench).perform(applicationOf(bench, true));
    auto other = applicationOf(bench, true);
    other.person.givenName = "Somebody";
    const auto before = bench.desk.store().journal.size();
    CHECK(failureOf([&] { Counter().act(bench).perform(other); }).code == "LEASE-EMPTY");
    CHECK(bench.desk.store().people.count() == 1);
    CHECK(bench.desk.store().journal.size() == before);
}

TEST_CASE("a store that refuses the act keeps nothing of it")
{
    Bench bench(Personality::yubico);
    for (std::uint64_t at = 1; at <= 8; ++at) {
        CAPTURE(at);
        bench.desk.store().database().failOn([&](WritePoint where, std::uint64_t number) { return where == WritePoint::statement && number == at; });
        const auto failure = failureOf([&] { Counter().act(bench).perform(applicationOf(bench, true)); });
        bench.desk.reopen();
        if (failure.code.empty()) break;
        CHECK(failure.kind == FailureKind::store);
        CHECK(bench.desk.store().people.count() == 0);
        CHECK(bench.desk.store().journal.size() == 0);
        CHECK(bench.desk.store().leases.counts().taken == 0);
    }
}

namespace {

/// Somebody whose evidence did not pass, with an exception that a manager allowed.
struct Allowed {
    Bench bench{Personality::yubico};
    RolesPolicy policy = RolesPolicy::shipped();
    ExceptionRules rules{policy};
    IssueApplication application = applicationOf(bench, false);
    ExceptionRequest request{Guid::random(bench.desk.random), std::string(evidenceUnmet), std::nullopt, bench.agent.number, bench.agent.certificate,
                             "The council confirmed the address", bench.desk.clock.now, ExceptionRequest::State::allowed,
                             UserNumber::fromValue(555'000'999'999), bench.desk.clock.now, "Seen", {}};

    Allowed()
    {
        const auto& person = application.person;
        application.draft = Guid::random(bench.desk.random);
        request.evidence = EvidenceCase{*application.draft, personDigest(person.legalName(), formatDate(person.dateOfBirth)),
                                        evidenceDigest(application.documents, application.verdict), person.legalName(), application.verdict.title};
        application.exception = request.id;
        keep();
    }
    void keep()
    {
        Transaction act(bench.desk.store().database());
        bench.desk.store().exceptions.put(act, request);
        act.commit();
    }
    IssueAct act(bool honoured = true)
    {
        return IssueAct(bench.desk.store(), bench.issuePolicy, bench.agent, bench.desk.author, bench.desk.clock, bench.desk.random,
                        honoured ? &rules : nullptr);
    }
    std::string refused()
    {
        const auto before = bench.desk.store().journal.size();
        const auto code = failureOf([&] { act().perform(application); }).code;
        CHECK(bench.desk.store().journal.size() == before);
        CHECK(bench.desk.store().people.count() == 0);
        return code;
    }
};

} // namespace

TEST_CASE("evidence that did not pass goes on by an exception, which is used and named")
{
    Allowed desk;
    const auto order = desk.act().perform(desk.application);
    auto& store = desk.bench.desk.store();
    CHECK(store.people.byNumber(order.holder));
    CHECK(store.exceptions.byId(desk.request.id)->state == ExceptionRequest::State::used);
    CHECK(store.exceptions.byId(desk.request.id)->subject.has_value()); // who it was for has a number now
    CHECK(desk.bench.entries("evidence.checked") == 1);
    CHECK(failureOf([&] { desk.act().perform(desk.application); }).code == "EXCEPTION-NONE"); // once
}

TEST_CASE("an exception that is not for this application, not allowed or too old carries nothing")
{
    Allowed desk;
    CHECK(failureOf([&] { desk.act(false).perform(desk.application); }).code == "EVIDENCE-NOT-ENOUGH");
    std::string expected = "EXCEPTION-NONE";
    SECTION("none named") { desk.application.exception.reset(); expected = "EVIDENCE-NOT-ENOUGH"; }
    SECTION("an unknown one") { desk.application.exception = Guid::random(desk.bench.desk.random); }
    SECTION("another person") { desk.application.person.familyName += "s"; }
    SECTION("another birth date") { desk.request.evidence->person = personDigest(desk.application.person.legalName(), "1901-01-01"); desk.keep(); }
    SECTION("other documents") { desk.application.documents.pop_back(); }
    SECTION("another draft") { desk.application.draft = Guid::random(desk.bench.desk.random); }
    SECTION("it waits") { desk.request.state = ExceptionRequest::State::waiting; desk.keep(); }
    SECTION("it was refused") { desk.request.state = ExceptionRequest::State::refused; desk.keep(); }
    SECTION("the asker's own yes") { desk.request.decider = desk.request.requester; desk.keep(); }
    SECTION("it has lapsed")
    {
        desk.bench.desk.clock.now += desk.policy.exceptionDays * 86'400'000LL;
        // Documents may grow too old meanwhile as well: only the exception's own age is asked here.
        expected = "EXCEPTION-LAPSED";
    }
    CHECK(desk.refused() == expected);
}

TEST_CASE("a photo outside what is advised needs a reason, which goes on record with the figures and is counted")
{
    Bench bench(Personality::yubico);
    auto application = applicationOf(bench, true);
    PhotoStanding photo{"photo", 1, {{PhotoCheck::size, PhotoVerdict::good, 886}, {PhotoCheck::headHeight, PhotoVerdict::advice, 38.26}, {PhotoCheck::level, PhotoVerdict::notMeasured, 0}}, {}};
    application.photo = photo;
    const auto refusal = failureOf([&] { Counter().act(bench).perform(application); });
    CHECK(refusal.code == "PHOTO-REASON");
    CHECK(refusal.detail == "head-height");
    CHECK(bench.entryKinds().empty()); // nothing of it is left

    application.photo->reason = "head-covering";
    Counter().act(bench).perform(application);
    const auto entry = bench.desk.store().journal.latestOf(EntryKind::portraitAccepted);
    REQUIRE(entry);
    const auto payload = bench.desk.store().journal.payloadOf(*entry);
    CHECK(payload.at("reason") == "head-covering");
    CHECK(payload.at("policy").at("version") == 1);
    REQUIRE(payload.at("checks").size() == 3);
    CHECK(payload.at("checks")[1].dump() == R"({"check":"head-height","measured":38.3,"verdict":"advice"})");
    CHECK(payload.at("checks")[2].dump() == R"({"check":"level","verdict":"not-measured"})");

    // The same portrait again: one file, and a reason where nothing is advised is nobody's.
    application.photo->rows[1].verdict = PhotoVerdict::good;
    Counter().act(bench).perform(application);
    const auto second = bench.desk.store().journal.payloadOf(*bench.desk.store().journal.latestOf(EntryKind::portraitAccepted));
    CHECK_FALSE(second.contains("reason"));
    CHECK(second.at("photoReference") == payload.at("photoReference"));
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(bench.desk.store().site().portraits())) files += file.is_regular_file() ? 1 : 0;
    CHECK(files == 1);

    const auto figures = photoFigures(bench.desk.store());
    CHECK(figures.taken == 2);
    CHECK(figures.measured == 2);
    CHECK(figures.advised == 1);
    CHECK(figures.byReason == std::map<std::string, std::uint64_t>{{"head-covering", 1}});
    CHECK(figures.byCheck == std::map<std::string, std::uint64_t>{{"head-height", 1}});
}
