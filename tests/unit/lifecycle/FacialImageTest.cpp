#include "core/crypto/BiometricSignature.h"
#include "core/base/Tlv.h"
#include "core/lifecycle/ClearJob.h"
#include "core/lifecycle/VerifyJob.h"
#include "core/lifecycle/FacialImageObject.h"
#include "core/lifecycle/IssueAct.h"
#include "core/piv/Chuid.h"
#include "core/piv/FacialImage.h"
#include "core/piv/SecurityObject.h"
#include "core/policy/Embedded.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// A portrait as the desk keeps it.
const Bytes& storedPortrait()
{
    static const Bytes jpeg = PortraitFile::fromBytes(toBytes(bytesOf(embeddedText("training/portraits/portrait-1.jpg")))).accept().jpeg;
    return jpeg;
}

struct PictureBench : Bench {
    explicit PictureBench(Personality which) : Bench(which) { issuePolicy.writeFacialImage = true; }
    IssueOrder pictureOrder(const UserNumber& who)
    {
        auto made = order(who);
        made.portrait = storedPortrait();
        made.photoReference = sha256(made.portrait);
        return made;
    }
    CardReceipt issueWithPicture(const UserNumber& who) { return IssueJob(cardDesk(), pictureOrder(who), digits(chosen)).run(); }
    Bytes object(std::uint32_t tag)
    {
        const auto found = state().objects.find(tag);
        if (found == state().objects.end()) return {};
        const auto whole = state().objects.at(tag);
        return toBytes(TlvReader(whole).expect(0x53));
    }
    VerifyReport verify() { return VerifyJob(cardDesk(), look(), digits(chosen), {}).run(); }
};

constexpr std::uint32_t facialTag = 0x5FC108;
constexpr Personality takers[] = {Personality::strict, Personality::pivApplet, Personality::openFips};

} // namespace

TEST_CASE("where policy asks and the card keeps it, the portrait is on the card: signed, covered, proved")
{
    const auto personality = GENERATE(from_range(std::begin(takers), std::end(takers)));
    CAPTURE(simulator::nameOf(personality));
    PictureBench bench(personality);
    bench.newCard();
    const auto receipt = bench.issueWithPicture(bench.holder());
    const auto content = bench.object(facialTag);
    REQUIRE(!content.empty());
    const auto proved = std::find_if(receipt.objects.begin(), receipt.objects.end(), [](const auto& row) { return row.id == "5FC108"; });
    REQUIRE(proved != receipt.objects.end());
    CHECK(proved->sha256 == toHex(sha256(content)));

    const auto image = FacialImage::decode(content);
    CHECK(image.width < 600); // the stored one is too large for any card
    const auto chuid = Chuid::decode(bench.object(0x5FC102));
    CHECK(equal(image.fascN, chuid.fascN));
    CHECK_FALSE(facialimage::problem(content, bench.object(0x5FC102), bench.trust, bench.desk.clock.now));
    const auto security = SecurityObject::decode(bench.object(0x5FC106));
    CHECK(std::any_of(security.groups.begin(), security.groups.end(), [](const auto& group) { return group.container == 0x6030; }));
    // The photo reference stays that of the stored portrait.
    const auto verdict = cms::verifySecurityObject(security.cms, bench.signer.certificate, bench.trust, bench.desk.clock.now);
    CHECK(verdict.photoReference == sha256(storedPortrait()));

    CHECK(bench.verify().passed());
}

TEST_CASE("the picture is the same for the same portrait and room, and smaller for less room")
{
    const auto large = facialimage::pictureWithin(storedPortrait(), FacialImage::mostOctets);
    CHECK(large == facialimage::pictureWithin(storedPortrait(), FacialImage::mostOctets));
    const auto small = facialimage::pictureWithin(storedPortrait(), 6000);
    CHECK(small.size() < large.size());
    CHECK(FacialImage::of(small).width < FacialImage::of(large).width);
    CHECK(facialimage::pictureWithin(small, 6000) == small); // what fits is taken as it is
    CHECK(failureOf([] { facialimage::pictureWithin(bytesOf("no picture"), 100); }).kind == FailureKind::refused);
}

TEST_CASE("no picture without policy, on a card without room for it; none at the desk is said before anything is changed")
{
    {
        PictureBench bench(Personality::strict);
        bench.issuePolicy.writeFacialImage = false;
        bench.newCard();
        bench.issueWithPicture(bench.holder());
        CHECK(bench.object(facialTag).empty());
    }
    {
        PictureBench bench(Personality::yubico57); // 3052 octets an object
        bench.newCard();
        bench.issueWithPicture(bench.holder());
        CHECK(bench.object(facialTag).empty());
        CHECK(bench.verify().passed());
    }
    PictureBench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    const auto failure = failureOf([&] { bench.issue(who); });
    CHECK(failure.code == "CARD-UNFIT");
    CHECK(bench.entries("card.opened") == 0);
    CHECK(bench.state().objects.count(0x5FC102) == 0);
}

TEST_CASE("another card's portrait, a changed picture and a signature of nobody's are found when the card is tested")
{
    PictureBench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    bench.issueWithPicture(who);
    const auto chuid = bench.object(0x5FC102);
    const auto content = bench.object(facialTag);
    const auto now = bench.desk.clock.now;
    const auto of = [&](const Bytes& octets) { return facialimage::problem(octets, chuid, bench.trust, now); };

    auto image = FacialImage::decode(content);
    image.jpeg.back() ^= 0x01;
    CHECK(of(image.encode()));
    image = FacialImage::decode(content);
    image.fascN[3] ^= 0x01;
    CHECK(of(image.encode()) == std::optional<std::string>("it is of another card number"));
    CHECK(of(Bytes(content.begin(), content.end() - 7)) == std::optional<std::string>("it cannot be read"));
    facialimage::Order other{storedPortrait(), Guid::random(bench.desk.random), FacialImage::decode(content).fascN, plusDays(dateOf(now), 100), 12000};
    CHECK(of(facialimage::content(other, bench.signer, now)));
    TestAuthority stranger;
    other.card = Chuid::decode(chuid).guid;
    CHECK(of(facialimage::content(other, ContentSigner{stranger.signerKey, stranger.signer}, now)));
    CHECK_FALSE(of(facialimage::content(other, bench.signer, now)));

    changeCard(bench, [&](auto& state) { state.objects[facialTag].back() ^= 0x01; });
    CHECK_FALSE(bench.verify().passed());
}

TEST_CASE("a clearing takes the portrait off the card, and the next holder's finds its place")
{
    const auto personality = GENERATE(from_range(std::begin(takers), std::end(takers)));
    CAPTURE(simulator::nameOf(personality));
    PictureBench bench(personality);
    bench.newCard();
    const auto who = bench.holder();
    bench.issueWithPicture(who);
    Transaction act(bench.desk.store().database());
    bench.desk.store().cards.setState(act, bench.cardOf(who).guid, CardState::cancelled, bench.desk.clock.now);
    act.commit();
    ClearJob(bench.cardDesk(), bench.look()).run();
    CHECK(bench.object(facialTag).empty());
    bench.issueWithPicture(bench.holder());
    CHECK(bench.verify().passed());
}

TEST_CASE("a cut anywhere about the portrait is finished by a repair")
{
    const auto cut = GENERATE(Cut::removedBefore, Cut::removedAfter, Cut::killedAfter);
    PictureBench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    bench.exchange->online = true;
    // Where its octets travel: counted on a card of the same kind.
    std::size_t first = 0, last = 0;
    {
        PictureBench count(Personality::strict);
        count.newCard();
        count.issueWithPicture(count.holder());
        for (std::size_t at = 0; at < count.reader->ins.size(); ++at) {
            if (count.reader->ins[at] != 0xDB) continue;
            if (first == 0) first = at + 1;
            last = at + 1;
        }
    }
    REQUIRE(last > first);
    const auto at = first + (last - first) * 2 / 3;
    CHECK_FALSE(cutAct(bench, cut, at, [&] { bench.issueWithPicture(who); }));
    bench.restart();
    CHECK(bench.repair().kind == RepairResult::Kind::finished);
    CHECK(VerifyJob(bench.cardDesk(), bench.look(), digits(another), {}).run().passed());
    CHECK_FALSE(facialimage::problem(bench.object(facialTag), bench.object(0x5FC102), bench.trust, bench.desk.clock.now));
}

TEST_CASE("the portrait costs what its octets cost: ceil((n+5)/255) to write, ceil(n/256) to read")
{
    const auto apdus = [](bool picture) {
        PictureBench bench(Personality::strict);
        bench.issuePolicy.writeFacialImage = picture;
        bench.newCard();
        const auto receipt = bench.issueWithPicture(bench.holder());
        const auto size = picture ? bench.object(facialTag).size() : std::size_t{0};
        const auto security = bench.object(0x5FC106).size();
        const auto blocks = [](std::size_t octets) { return (octets + 5 + 254) / 255 + (octets + 255) / 256; };
        return static_cast<std::size_t>(receipt.count.apdus) - (size == 0 ? 0 : blocks(size)) - blocks(security);
    };
    CHECK(apdus(true) <= apdus(false) + 1); // the security object's own length moves by a line of its map
}
