#include "core/base/Tlv.h"
#include "core/crypto/CmsSignature.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Chuid.h"
#include "core/piv/PrintedInformation.h"
#include "core/piv/SecurityObject.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// An object's content as it stands in the card's file.
Bytes contentOf(const simulator::CardState& state, std::uint32_t tag)
{
    const auto found = state.objects.find(tag);
    if (found == state.objects.end()) return {};
    return toBytes(TlvReader(found->second).expect(0x53));
}

std::size_t blocks(std::size_t octets, std::size_t size) { return (octets + size - 1) / size; }

/// The formula of design card.md, "Budgets", for what this run did.
std::size_t issueBudget(const Bench& bench, const simulator::CardState& state, std::size_t slots)
{
    std::size_t budget = 18 + 3 * slots;
    for (const auto& [tag, whole] : state.objects) {
        if (tag == 0x7E) continue; // the card's own
        budget += blocks(whole.size() + 5, 255) + blocks(whole.size(), 256);
    }
    for (const auto extension : std::initializer_list<std::uint8_t>{0xFD, 0xF8, 0xF7}) budget += bench.reader->count(extension);
    return budget + 2 * bench.reader->count(0xFA);
}

} // namespace

TEST_CASE("a blank card becomes a person's card")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    CAPTURE(nameOf(personality));
    Bench bench(personality);
    bench.newCard();
    const auto who = bench.holder();
    const auto receipt = bench.issue(who);

    const auto state = bench.state();
    const auto card = bench.cardOf(who);
    CHECK(card.state == CardState::issued);
    CHECK(card.guid == receipt.card);
    CHECK(receipt.written == std::vector<std::string>{"9A", "9C"});
    CHECK(receipt.deferred.empty());
    CHECK(receipt.publicKeys.size() == 2);
    CHECK(receipt.objects.size() == 6);
    CHECK(receipt.tries == 3);

    SECTION("every object says what it should")
    {
        const auto chuid = Chuid::decode(contentOf(state, 0x5FC102));
        CHECK(chuid.guid == card.guid);
        CHECK(chuid.expiry == *card.expires);
        const auto verdict = cms::verifyChuid(chuid.signedPortion(), chuid.signature, bench.trust, bench.desk.clock.now);
        REQUIRE(verdict);
        const auto security = SecurityObject::decode(contentOf(state, 0x5FC106));
        const auto belongs = cms::verifySecurityObject(security.cms, *verdict.signer, bench.trust, bench.desk.clock.now);
        REQUIRE(belongs);
        CHECK(belongs.photoReference == sha256(bytesOf("portrait")));
        const auto digests = decodeLdsSecurityObject(belongs.content);
        CHECK(digestHolds(security.groups, digests, objects::printedInformation, contentOf(state, 0x5FC109)));
        CHECK(digestHolds(security.groups, digests, objects::cardCapability, contentOf(state, 0x5FC107)));
        const auto printed = PrintedInformation::decode(contentOf(state, 0x5FC109));
        CHECK(printed.name == "CASE NUMBER");
        CHECK(printed.cardSerial == who.digits());
        CHECK(printed.organisation1 == "Harbour Valley");
        CHECK(printed.organisation2 == "Community Trust");
        for (const std::uint32_t tag : {0x5FC105U, 0x5FC10AU}) {
            const auto certificate = Certificate::fromDer(CertificateObject::decode(contentOf(state, tag)).certificate);
            CHECK(certificate.subjectSerialNumber() == who.digits());
            CHECK_FALSE(certificate.hasName());
            CHECK(certificate.uuid() == card.guid);
            CHECK(certificate.chainsTo(bench.trust, bench.desk.clock.now, CertificatePurpose::any) == TrustVerdict::trusted);
        }
    }
    SECTION("no secret of the maker is left where it can be changed")
    {
        CHECK(state.passcode.value.sameAs(padded(chosen)));
        CHECK(state.passcode.tries == 3);
        CHECK_FALSE(state.unlockKey.factory);
        CHECK(state.unlockKey.value.sameAs(bench.keys.unlockKey({1, 1}, card.guid).view()));
        CHECK(state.administrationFactory == (personality == Personality::strict));
    }
    SECTION("the journal tells it once, in order")
    {
        CHECK(bench.entryKinds() == std::vector<std::string>{"holder.created", "card.opened", "certificate.requested",
                                                             "certificate.requested", "card.issued"});
        CHECK(bench.desk.store().jobs.openJobs().empty());
    }
    SECTION("within the budgets of card.md")
    {
        CHECK(receipt.count.apdus == bench.reader->ins.size());
        CHECK(receipt.count.apdus <= issueBudget(bench, state, 2));
        const auto steps = bench.desk.store().jobs.steps(receipt.job).size();
        CHECK(static_cast<std::size_t>(receipt.commits) <= 2 * steps);
    }
    SECTION("the card is reset at the end, and looks like ours in at most six commands")
    {
        bench.reader->ins.clear();
        const auto look = bench.look();
        CHECK(look.kind == CardKind::ours);
        CHECK(look.holder() == who);
        CHECK(look.passcodeTries == 3); // a verified passcode would hide them
        CHECK(bench.reader->ins.size() <= 6);
    }
}

TEST_CASE("a blank card is recognised in at most six commands, and no commit")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico));
    bench.newCard();
    const auto look = bench.look();
    CHECK(look.kind == CardKind::blank);
    CHECK(look.count.apdus <= 6);
    CHECK(look.passcodeTries == 3);
}

TEST_CASE("a card issued locked says so itself, and nobody knows its passcode")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico));
    bench.newCard();
    const auto who = bench.holder();
    const auto receipt = bench.issueLocked(who);
    CHECK(receipt.tries == 0);
    CHECK(bench.state().passcode.tries == 0);
    CHECK_FALSE(bench.state().passcode.factory);
    CHECK(bench.cardOf(who).state == CardState::locked);
    CHECK(receipt.count.apdus <= issueBudget(bench, bench.state(), 2));
    CHECK(bench.look().locked());

    const auto unlocked = UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run();
    CHECK(unlocked.publicKeys.size() == 1);
    CHECK(bench.state().passcode.value.sameAs(padded(another)));
    CHECK(bench.cardOf(who).state == CardState::issued);
}

TEST_CASE("without the centre the certificates are deferred, and a touch writes them without the passcode")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality);
    bench.newCard();
    bench.exchange->online = false;
    const auto who = bench.holder();
    const auto receipt = bench.issue(who);
    CHECK(receipt.written.empty());
    REQUIRE(receipt.deferred.size() == 2);
    CHECK(receipt.deferred[0].why->code == "CENTRE-UNREACHABLE");
    CHECK(contentOf(bench.state(), 0x5FC105).empty());
    CHECK(bench.cardOf(who).state == CardState::issued);
    // The photo reference is on the card from the start.
    const auto security = SecurityObject::decode(contentOf(bench.state(), 0x5FC106));
    CHECK(cms::verifySecurityObject(security.cms, bench.authority.signer, bench.trust, bench.desk.clock.now).photoReference ==
          sha256(bytesOf("portrait")));

    SECTION("nothing has come yet")
    {
        const auto idle = TouchJob(bench.cardDesk(), bench.look()).run();
        CHECK(idle.written.empty());
        CHECK(idle.deferred.size() == 2);
        CHECK(bench.entries("card.touched") == 0);
        CHECK(bench.desk.store().jobs.openJobs().empty());
    }
    SECTION("one certificate has come: four commands and its blocks")
    {
        bench.exchange->answer({*bench.desk.store().cards.slot(receipt.card, Slot::authentication)->request});
        const auto look = bench.look();
        CHECK(look.due() == std::vector<Slot>{Slot::authentication});
        const auto touched = TouchJob(bench.cardDesk(), look).run();
        CHECK(touched.written == std::vector<std::string>{"9A"});
        const auto size = bench.state().objects.at(0x5FC105).size();
        CHECK(touched.count.apdus <= 4 + blocks(size + 5, 255) + blocks(size, 256));
        CHECK(touched.commits <= 3);
        CHECK(bench.entries("card.touched") == 1);
        CHECK(bench.look().due().empty());
        CHECK(bench.state().passcode.tries == 3);
    }
    SECTION("a certificate that lost its photo reference is not written")
    {
        bench.exchange->photoForgotten = true;
        bench.exchange->answer({*bench.desk.store().cards.slot(receipt.card, Slot::authentication)->request});
        const auto touched = TouchJob(bench.cardDesk(), bench.look()).run();
        CHECK(touched.written.empty());
        CHECK(touched.deferred.front().why->code == "CERTIFICATE-UNFIT");
        CHECK(contentOf(bench.state(), 0x5FC105).empty());
    }
}

TEST_CASE("what may not be issued is refused before the card is touched")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    const auto before = bench.state().objects;
    const auto codeOf = [&](auto&& work) { return failureOf(work).code; };

    SECTION("weak passcode") { CHECK(codeOf([&] { bench.issue(who, "123456"); }) == "PASSCODE-RULE"); }
    SECTION("not digits") { CHECK(codeOf([&] { bench.issue(who, "12a456"); }) == "PASSCODE-RULE"); }
    SECTION("the agent's own")
    {
        bench.agent.number = who;
        CHECK(codeOf([&] { bench.issue(who); }) == "AGENT-IS-SUBJECT");
        CHECK(bench.entries("duty.refused") == 1);
    }
    SECTION("policy wants keys that cannot stay the maker's")
    {
        bench.issuePolicy.allowUnchangeableAdministrationKey = false;
        CHECK(codeOf([&] { bench.issue(who); }) == "CARD-UNFIT");
    }
    SECTION("policy wants a key the card does not make")
    {
        bench.issuePolicy.slots = {{"9A", "RSA-3072"}};
        CHECK(codeOf([&] { bench.issue(who); }) == "CARD-UNFIT");
    }
    CHECK(bench.state().objects == before);
    CHECK(bench.desk.store().jobs.openJobs().empty());
    CHECK(bench.desk.store().cards.ofHolder(who).empty());
}

TEST_CASE("a card that only looks blank is given back as it was, and no job stays open")
{
    Bench bench(Personality::strict);
    bench.newCard();
    {
        auto state = bench.state();
        bench.tray.pull(subjectReader);
        state.administrationKey = SecureBytes::copyOf(Bytes(24, 0x5A));
        state.save(bench.file);
        bench.insert();
    }
    const auto who = bench.holder();
    CHECK(failureOf([&] { bench.issue(who); }).code == "CARD-NOT-FACTORY");
    CHECK(bench.desk.store().jobs.openJobs().empty());
    CHECK(bench.entries("card.abandoned") == 1);
    CHECK(bench.cardOf(who).state == CardState::abandoned);
    CHECK(bench.look().kind == CardKind::blank);
}

TEST_CASE("a card whose passcode is not the maker's is found out before anything is written")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    bench.tray.pull(subjectReader);
    auto state = bench.state();
    state.passcode.value = SecureBytes::copyOf(padded("222333"));
    state.save(bench.file);
    bench.insert();
    CHECK(failureOf([&] { bench.issue(bench.holder()); }).code == "CARD-NOT-FACTORY");
    CHECK(bench.desk.store().jobs.openJobs().empty());
    CHECK_FALSE(bench.state().objects.contains(0x5FC102));
}

TEST_CASE("other keys: RSA where the authority asks, P-384, and the card's own")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    bench.issuePolicy.slots = {{"9A", "RSA-2048"}, {"9C", "P-384"}, {"9E", "P-256"}};
    const auto who = bench.holder();
    const auto receipt = bench.issue(who);
    CHECK(receipt.written == std::vector<std::string>{"9A", "9C", "9E"});
    CHECK(receipt.count.apdus <= issueBudget(bench, bench.state(), 2) + 8); // two EC keys, one RSA
    const auto own = Certificate::fromDer(CertificateObject::decode(contentOf(bench.state(), 0x5FC101)).certificate);
    CHECK_FALSE(own.subjectSerialNumber()); // read without contact: the card's GUID and nobody's number
    CHECK(own.uuid() == receipt.card);
    CHECK(UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run().publicKeys.size() == 1);
}

TEST_CASE("a card of somebody is not issued again, a stranger's is foreign")
{
    Bench bench(Personality::strict);
    bench.newCard();
    bench.issue(bench.holder());
    CHECK(failureOf([&] { bench.issue(bench.holder()); }).code == "CARD-OURS");

    Bench elsewhere(Personality::strict); // another site: other authority, other store
    elsewhere.file = bench.file;
    bench.tray.pull(subjectReader);
    elsewhere.insert();
    CHECK(elsewhere.look().kind == CardKind::foreign);
    CHECK(failureOf([&] { elsewhere.issue(elsewhere.holder()); }).code == "CARD-FOREIGN");
    CHECK(failureOf([&] { elsewhere.repair(); }).code == "CARD-FOREIGN");
}

TEST_CASE("stop is heard between two commands, and the job goes on later")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    std::stop_source stop;
    auto desk = bench.cardDesk();
    desk.stop = stop.get_token();
    desk.progress = [&](const JobProgress& progress) {
        if (progress.step == jobsteps::keys) stop.request_stop();
    };
    CHECK(failureOf([&] { IssueJob(desk, bench.order(who), digits(chosen)).run(); }).code == "STOPPED");
    CHECK(bench.look().kind == CardKind::torn);
    CHECK(RepairJob::needsPasscode(bench.look()));
    CHECK(failureOf([&] { RepairJob(bench.cardDesk(), {}).run(); }).code == "PASSCODE-NEEDED");
    const auto repaired = bench.repair();
    CHECK(repaired.kind == RepairResult::Kind::finished);
    CHECK(repaired.card == bench.cardOf(who).guid);
}
