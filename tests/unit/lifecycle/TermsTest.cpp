#include "core/crypto/CmsSignature.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/TermsJob.h"
#include "core/lifecycle/TermsSigning.h"
#include "core/lifecycle/VisitJob.h"
#include "tests/support/FailureCode.h"
#include "tests/support/ToolRun.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

// What a holder accepts is signed by their card: once, by the right key, whatever is cut, and never by anybody else.

using namespace cardwright;
using namespace cardwright::test;
using cardwright::testing::codeOf;
using cardwright::testing::ToolRun;

namespace {

/// A desk whose holders have to have accepted the shipped terms.
struct TermsBench : Bench {
    explicit TermsBench(Personality which) : Bench(which, 1000) {}

    CardDesk termsDesk()
    {
        auto made = cardDesk();
        made.terms = &policy;
        return made;
    }
    TermsAcceptance accepted() { return TermsAcceptance::of(policy, Guid::random(desk.random), desk.clock.now - 5000, desk.clock.now, desk.random); }
    CardReceipt issueWith(const UserNumber& who)
    {
        auto what = order(who);
        what.terms = accepted();
        return IssueJob(termsDesk(), what, digits(chosen)).run();
    }
    RepairResult repairWith(PasscodeSource passcode) { return RepairJob(termsDesk(), std::move(passcode)).run(); }
    std::vector<TermsRecord> signedBy(const UserNumber& who) { return desk.store().terms.ofHolder(who); }
    /// With the certificate of the key that signed, where there is one.
    TermsCheck check(const TermsRecord& record)
    {
        std::optional<Certificate> certificate;
        for (const auto& slot : desk.store().cards.slots(record.card)) {
            if (slot.publicKey == record.publicKey && slot.certificate) certificate = Certificate::fromDer(*slot.certificate);
        }
        return checkTerms(record, certificate, trust);
    }
    DueWork due() { return DueWork::of(look(), issuePolicy, keys, desk.clock.now, &policy); }

    TermsPolicy policy = TermsPolicy::shipped();
};

void checkSignedOnce(TermsBench& bench, const UserNumber& who)
{
    CHECK(bench.entries("terms.accepted") == 1);
    CHECK(bench.entries("notice.acknowledged") == 1);
    const auto records = bench.signedBy(who);
    REQUIRE(records.size() == 1);
    const auto check = bench.check(records.front());
    CHECK(check.holds());
    CHECK(check.certificate == TrustVerdict::trusted);
    CHECK_FALSE(bench.due().terms);
}

void write(const std::filesystem::path& file, ByteView octets)
{
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
}

} // namespace

TEST_CASE("the shipped terms say every duty, and what is accepted has one canonical form")
{
    const auto policy = TermsPolicy::shipped();
    CHECK(policy.terms.law == "England and Wales");
    for (const char* duty : {"private", "Never share", "Never write your passcode down", "Never leave your card in a workstation", "lost or stolen", "at once", "is true and complete",
                             "more when we ask", "repeat the checks", "changes", "stays the property", "in the course of your employment", "promptly", "access profiles", "Report faults",
                             "in no other way", "confidentiality code", "get round", "on purpose", "without notice", "may lose your access", "does not answer for", "before you leave",
                             "when they are published", "binding agreement"}) {
        INFO(duty);
        CHECK(policy.terms.octets.find(duty) != std::string::npos);
    }
    CHECK(policy.terms.digest == sha256(bytesOf(policy.terms.octets)));
    CHECK(nlohmann::json::parse(policy.terms.octets).dump() == policy.terms.octets); // sorted, no white space
    CHECK(policy.notice.digest != policy.terms.digest);

    auto json = PolicyFile::shipped(PolicyKind::terms).json();
    json["terms"]["clauses"][1]["title"] = json["terms"]["clauses"][0]["title"];
    try {
        TermsPolicy::from(PolicyFile::parse(PolicyKind::terms, json.dump(1)));
        FAIL("taken");
    } catch (const PolicyError& error) {
        CHECK(error.failure().code == "POLICY-DAMAGED");
        CHECK_THAT(error.failure().detail, Catch::Contains("line ") && Catch::Contains("clauses[1].title"));
    }
    json = PolicyFile::shipped(PolicyKind::terms).json();
    json["terms"]["effective"] = "2026-02-30";
    CHECK_THROWS_AS(TermsPolicy::from(PolicyFile::parse(PolicyKind::terms, json.dump(1))), PolicyError);
}

TEST_CASE("an issue signs what was accepted, with the key for signatures, two commands more; by the key for signing in, one")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    const bool withSignature = GENERATE(true, false);
    const auto commandsOf = [&](bool terms) {
        TermsBench bench(personality);
        if (!withSignature) bench.issuePolicy.slots.pop_back();
        bench.newCard();
        const auto who = bench.holder();
        if (!terms) {
            bench.issue(who);
            CHECK(bench.entries("terms.accepted") == 0);
            return bench.reader->ins.size();
        }
        const auto receipt = bench.issueWith(who);
        CHECK(receipt.termsVersion == bench.policy.terms.version);
        const auto count = bench.reader->ins.size();
        checkSignedOnce(bench, who);
        const auto record = bench.signedBy(who).front();
        CHECK(record.slot == (withSignature ? "9C" : "9A"));
        CHECK(record.card == receipt.card);
        const auto statement = nlohmann::json::parse(toText(record.statement));
        CHECK(statement.at("termsDigest") == toHex(bench.policy.terms.digest));
        CHECK(statement.dump() == toText(record.statement));
        CHECK(toText(record.statement).find(who.digits()) == std::string::npos); // it names nobody
        return count;
    };
    CHECK(commandsOf(true) - commandsOf(false) == (withSignature ? 2 : 1));
}

TEST_CASE("OpenSSL checks an acceptance with the card's certificate and nothing of ours")
{
    TermsBench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    bench.issueWith(who);
    const auto record = bench.signedBy(who).front();
    const auto folder = bench.desk.folder.path();
    write(folder / "statement.json", record.statement);
    write(folder / "statement.p7s", record.signature);
    write(folder / "ca.pem", bytesOf(bench.authority.root.pem()));
    for (const auto& slot : bench.desk.store().cards.slots(record.card)) {
        if (slot.publicKey == record.publicKey) write(folder / "card.pem", bytesOf(Certificate::fromDer(*slot.certificate).pem()));
    }
    const auto at = std::to_string(bench.desk.clock.now / 1000);
    const auto verify = [&] {
        return ToolRun({"openssl", "cms", "-verify", "-inform", "DER", "-binary", "-content", (folder / "statement.json").string(), "-in", (folder / "statement.p7s").string(),
                        "-certfile", (folder / "card.pem").string(), "-CAfile", (folder / "ca.pem").string(), "-purpose", "any", "-attime", at, "-out", "/dev/null"})
            .run();
    };
    const auto good = verify();
    INFO(good.all());
    CHECK(good.exitCode == 0);
    auto other = record.statement;
    other[other.size() / 2] ^= 1;
    write(folder / "statement.json", other);
    CHECK(verify().exitCode != 0);
}

TEST_CASE("without acceptance nothing is begun; what was accepted before is not asked again; another text is")
{
    TermsBench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    CHECK(codeOf([&] { IssueJob(bench.termsDesk(), bench.order(who), digits(chosen)).run(); }) == "TERMS-NEEDED");
    CHECK(bench.reader->ins.empty());
    CHECK(bench.entries("card.opened") == 0);
    auto stale = bench.order(who);
    stale.terms = bench.accepted();
    stale.terms->terms = sha256(bytesOf("another text"));
    CHECK(codeOf([&] { IssueJob(bench.termsDesk(), stale, digits(chosen)).run(); }) == "TERMS-CHANGED");

    bench.issueWith(who);
    checkSignedOnce(bench, who);
    bench.policy.terms.digest = sha256(bytesOf("version 2"));
    CHECK(bench.due().terms);
    CHECK(bench.due().needsPasscode());
    const auto left = VisitJob(bench.termsDesk(), bench.look(), {}).run();
    REQUIRE(left.left.size() == 1);
    CHECK(left.left.front().act == JobKind::terms);
    CHECK(left.left.front().why.code == "TERMS-NEEDED");

    VisitJob::Terms visit;
    visit.passcode = digits(chosen);
    visit.accepted = bench.accepted();
    const auto look = bench.look();
    const auto before = bench.reader->ins.size();
    const auto done = VisitJob(bench.termsDesk(), look, std::move(visit)).run();
    REQUIRE(done.terms);
    CHECK(done.terms->count.apdus <= 5);
    CHECK(done.terms->commits == 1);
    CHECK(bench.reader->ins.size() > before);
    CHECK(bench.entries("terms.accepted") == 2);
    CHECK_FALSE(bench.due().terms);
    CHECK(bench.check(bench.signedBy(who).front()).holds());
}

TEST_CASE("a card issued locked asks at its first unlock, before use")
{
    TermsBench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    IssueJob(bench.termsDesk(), bench.order(who, true), PasscodeSource::locked()).run();
    CHECK(bench.entries("terms.accepted") == 0);
    CHECK(bench.due().terms);
    auto look = bench.look();
    CHECK(codeOf([&] { UnlockJob(bench.termsDesk(), look, digits(chosen), {}).run(); }) == "TERMS-NEEDED");
    CHECK(bench.look().passcodeTries == 0);

    UnlockJob::Options options;
    options.terms = bench.accepted();
    look = bench.look();
    const auto before = bench.reader->ins.size();
    const auto receipt = UnlockJob(bench.termsDesk(), look, digits(chosen), options).run();
    CHECK(bench.reader->ins.size() - before <= 6); // five of an unlock, and the signature: its VERIFY is the proof's
    CHECK(receipt.commits <= 4);
    checkSignedOnce(bench, who);
}

TEST_CASE("a deferred certificate: checked against the key at once, against the certificate when it comes")
{
    TermsBench bench(Personality::yubico);
    bench.exchange->online = false;
    bench.newCard();
    const auto who = bench.holder();
    bench.issueWith(who);
    const auto record = bench.signedBy(who).front();
    auto check = bench.check(record);
    CHECK(check.holds());
    CHECK_FALSE(check.certificate);
    std::vector<Guid> asked;
    for (const auto& slot : bench.desk.store().cards.slots(record.card)) asked.push_back(*slot.request);
    bench.exchange->answer(asked);
    check = bench.check(record);
    CHECK(check.certificate == TrustVerdict::trusted);

    auto bent = record;
    bent.signature[bent.signature.size() - 3] ^= 1;
    CHECK_FALSE(bench.check(bent).signature);
    auto other = record;
    other.terms = sha256(bytesOf("something else"));
    CHECK_FALSE(bench.check(other).consistent);
    auto anothers = record;
    anothers.publicKey = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey().der();
    CHECK_FALSE(bench.check(anothers).signature);
}

TEST_CASE("an issue cut at any command signs what was accepted once: in it, or in its repair")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    TermsBench plain(personality);
    plain.newCard();
    plain.issueWith(plain.holder());
    const auto commands = plain.reader->ins.size();
    for (const auto cut : {Cut::removedAfter, Cut::killedBefore, Cut::killedAfter}) {
        // The faults' matrix has every cell; here each way at every third command, and all of them about the signature.
        const auto signature = commands / 2;
        for (std::size_t command = 1; command <= commands; command += command + 4 > signature && command < signature + 4 ? 1 : 3) {
            TermsBench bench(personality);
            bench.newCard();
            const auto who = bench.holder();
            INFO(nameOf(cut) << " at " << command << " of " << commands);
            cutAct(bench, cut, command, [&] { bench.issueWith(who); });
            bench.restart();
            const auto kind = bench.look().kind;
            if (kind == CardKind::torn) bench.repairWith(digits(another));
            if (kind == CardKind::blank) { // nothing of it was on the card: it is begun anew, and what was accepted with it
                if (!bench.desk.store().jobs.openJobs().empty()) bench.repairWith(digits(another));
                CHECK(bench.entries("terms.accepted") == 0);
                continue;
            }
            checkSignedOnce(bench, who);
        }
    }
}

TEST_CASE("a repair that ends locked signs nothing: the holder is asked at the unlock")
{
    TermsBench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    cutAct(bench, Cut::killedBefore, 22, [&] { bench.issueWith(who); });
    bench.restart();
    REQUIRE(bench.look().kind == CardKind::torn);
    REQUIRE(bench.entries("terms.accepted") == 0);
    bench.repairWith(PasscodeSource::locked());
    CHECK(bench.entries("terms.accepted") == 0);
    CHECK(bench.due().terms);
}

TEST_CASE("an unlock cut at any command signs once, or is asked for again")
{
    for (const auto cut : {Cut::removedBefore, Cut::removedAfter, Cut::killedAfter}) {
        for (std::size_t command = 1; command <= 12; ++command) {
            TermsBench bench(Personality::yubico);
            bench.newCard();
            const auto who = bench.holder();
            IssueJob(bench.termsDesk(), bench.order(who, true), PasscodeSource::locked()).run();
            INFO(nameOf(cut) << " at " << command);
            const auto act = [&] {
                UnlockJob::Options options;
                options.terms = bench.accepted();
                UnlockJob(bench.termsDesk(), bench.look(), digits(chosen), options).run();
            };
            cutAct(bench, cut, command, act);
            bench.restart();
            const auto kind = bench.look().kind;
            if (kind == CardKind::torn) bench.repairWith(digits(another));
            if (bench.due().terms) act();
            CHECK(bench.entries("terms.accepted") == 1);
            CHECK(bench.check(bench.signedBy(who).front()).holds());
        }
    }
}
