#include "core/piv/Attestation.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::test;

// All four slots, each kind of key that a card makes, on every personality.

namespace {

void wantAllSlots(Bench& bench, const std::string& algorithm)
{
    bench.issuePolicy.slots = {{"9A", algorithm}, {"9C", algorithm}, {"9D", algorithm}, {"9E", algorithm}};
    bench.issuePolicy.writeKeyHistory = true;
    bench.issuePolicy.writeDiscovery = true;
}

bool makes(const Bench& bench, std::string_view algorithm)
{
    switch (bench.personality) {
    case Personality::openFips: return algorithm == "P-256";
    default: return true;
    }
}

void checkFour(Bench& bench, const UserNumber& who, std::string_view passcode)
{
    const auto look = bench.look();
    REQUIRE(look.kind == CardKind::ours);
    CHECK(look.holder() == who);
    const auto state = bench.state();
    CHECK(state.passcode.value.sameAs(padded(passcode)));
    REQUIRE(look.file.slots.size() == 4);
    for (const auto& slot : look.file.slots) {
        CAPTURE(slotName(slot.slot));
        CHECK(slot.state == SlotState::written);
        const auto key = PrivateKey::fromPem(state.keys.at(static_cast<std::uint8_t>(slot.slot)).pem.view());
        CHECK(key.publicKey().der() == slot.publicKey);
        const auto certificate = Certificate::fromDer(*slot.certificate);
        CHECK(certificate.publicKey().der() == slot.publicKey);
        CHECK(certificate.subjectSerialNumber().has_value() == (slot.slot != Slot::cardAuthentication));
    }
    CHECK(bench.desk.store().jobs.openJobs().empty());
}

nlohmann::json requestOf(Bench& bench, std::string_view slot)
{
    for (const auto& entry : bench.desk.store().journal.range(0, 1000)) {
        if (entry.kind != EntryKind::certificateRequested) continue;
        const auto opened = bench.desk.store().journal.openPayload(entry);
        auto payload = nlohmann::json::parse(opened.view().begin(), opened.view().end());
        if (payload.at("slot") == slot) return payload;
    }
    return {};
}

} // namespace

TEST_CASE("four slots are made, asked for, written and proved")
{
    const auto personality = GENERATE(from_range(simulator::allPersonalities().begin(), simulator::allPersonalities().end()));
    const std::string algorithm = GENERATE("P-256", "P-384", "RSA-2048");
    CAPTURE(simulator::nameOf(personality), algorithm);
    Bench bench(personality);
    wantAllSlots(bench, algorithm);
    bench.newCard();
    const auto who = bench.holder();
    if (!makes(bench, algorithm)) {
        CHECK(failureOf([&] { bench.issue(who); }).code == "CARD-UNFIT");
        CHECK(bench.look().kind == CardKind::blank);
        return;
    }
    const auto receipt = bench.issue(who);
    CHECK(receipt.written == std::vector<std::string>{"9A", "9C", "9D", "9E"});
    CHECK(receipt.publicKeys.size() == 4);
    CHECK(receipt.objects.size() == 10);
    checkFour(bench, who, chosen);

    const auto asked = requestOf(bench, "9D");
    CHECK(asked.contains("csr") == (algorithm == "RSA-2048"));
    if (algorithm != "RSA-2048") {
        CHECK(asked.at("proof") == "ecdh");
        CHECK(asked.at("publicKey") == toBase64(bench.desk.store().cards.slot(receipt.card, Slot::keyManagement)->publicKey));
        CHECK(asked.at("organisation") == "Harbour Valley Community Trust");
        CHECK(asked.at("userNumber") == who.digits());
        CHECK(asked.contains("photoReference"));
    }
    CHECK_FALSE(requestOf(bench, "9E").contains("photoReference"));
}

TEST_CASE("four slots: cut at any command, the same card is finished")
{
    const auto personality = GENERATE(from_range(simulator::allPersonalities().begin(), simulator::allPersonalities().end()));
    Bench bench(personality, 1000);
    wantAllSlots(bench, "P-256");
    bench.newCard();
    bench.issue(bench.holder());
    const auto commands = bench.reader->ins.size();
    for (std::size_t at = 1; at <= commands; ++at) {
        const auto cut = allCuts[at % 5]; // each cut at every fifth command: CutPointTest has them all for two slots
        CAPTURE(simulator::nameOf(personality), test::nameOf(cut), at);
        bench.newCard();
        const auto who = bench.holder();
        const bool through = cutAct(bench, cut, at, [&] { bench.issue(who); });
        bench.restart();
        if (through) {
            checkFour(bench, who, chosen);
        } else if (bench.look().kind == CardKind::torn) {
            CHECK(bench.repair().kind == RepairResult::Kind::finished);
            checkFour(bench, who, another);
        } else if (bench.look().kind == CardKind::ours) {
            checkFour(bench, who, chosen);
        } else {
            CHECK(bench.look().kind == CardKind::blank);
            CHECK_FALSE(bench.state().objects.contains(0x5FC102));
            if (!bench.desk.store().cards.ofHolder(who).empty()) CHECK(bench.repair().kind == RepairResult::Kind::abandoned);
        }
    }
}

TEST_CASE("a 9D key that is not the recorded one is noticed by ECDH and made anew")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico57));
    wantAllSlots(bench, "P-256");
    bench.newCard();
    const auto who = bench.holder();
    bench.exchange->online = false;
    auto desk = bench.cardDesk();
    std::stop_source stop;
    desk.stop = stop.get_token();
    desk.progress = [&](const JobProgress& progress) {
        if (progress.step == jobsteps::objects) stop.request_stop();
    };
    CHECK(failureOf([&] { IssueJob(desk, bench.order(who), digits(chosen)).run(); }).code == "STOPPED");
    changeCard(bench, [](auto& state) { state.keys.at(0x9D).pem = PrivateKey::generate(KeyAlgorithm::ecP256).pem(); });
    bench.exchange->online = true;
    bench.restart();
    CHECK(bench.repair().kind == RepairResult::Kind::finished);
    checkFour(bench, who, another);
    CHECK(bench.entries("certificate.withdrawn") == 1);
    CHECK(bench.entries("certificate.requested") == 5);
}

TEST_CASE("where policy asks, a key's attestation has to hold")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico57, Personality::pivApplet));
    bench.issuePolicy.verifyAttestation = true;
    bench.newCard();
    CHECK(bench.issue(bench.holder()).publicKeys.size() == 2); // cards without the command pass
    CHECK((bench.reader->count(0xF9) == 2) == (bench.personality != Personality::strict));
}
