#include "core/portrait/PhotoCheck.h"

#include "core/portrait/Resample.h"
#include "tests/unit/portrait/Pictures.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

PhotoBounds bounds()
{
    PhotoBounds made;
    made[PhotoCheck::size] = {600, {}};
    made[PhotoCheck::oneFace] = {1, 1};
    made[PhotoCheck::headHeight] = {45, 80};
    made[PhotoCheck::centred] = {{}, 8};
    made[PhotoCheck::sharp] = {4, {}};
    made[PhotoCheck::light] = {12, 90};
    made[PhotoCheck::clipped] = {{}, 8};
    made[PhotoCheck::evenLight] = {{}, 30};
    made[PhotoCheck::background] = {{}, 8};
    made[PhotoCheck::shade] = {{}, 20};
    made[PhotoCheck::level] = {{}, 6};
    made[PhotoCheck::facing] = {{}, 0};
    return made;
}

PortraitImage changed(PortraitImage image, const std::function<double(double value, int x, int y)>& change)
{
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            auto* pixel = image.pixels.data() + (static_cast<std::size_t>(y) * image.width + static_cast<std::size_t>(x)) * 3;
            for (int channel = 0; channel < 3; ++channel) pixel[channel] = static_cast<std::uint8_t>(std::clamp(change(pixel[channel], x, y), 0.0, 255.0));
        }
    }
    return image;
}

/// The picture laid into a larger one of one colour.
PortraitImage laidInto(const PortraitImage& image, int width, int height, int left, int top)
{
    PortraitImage whole{width, height, Bytes(static_cast<std::size_t>(width) * height * 3, 221)};
    for (int y = 0; y < image.height; ++y) {
        const auto* from = image.pixels.data() + static_cast<std::size_t>(y) * image.width * 3;
        std::copy(from, from + image.width * 3, whole.pixels.data() + (static_cast<std::size_t>(top + y) * width + static_cast<std::size_t>(left)) * 3);
    }
    return whole;
}

PhotoReport judged(const PortraitImage& image)
{
    static PhotoJudge judge;
    return judge.judge(image, 800, bounds());
}

bool advises(const PhotoReport& report, PhotoCheck check) { return report.of(check).verdict == PhotoVerdict::advice; }

} // namespace

TEST_CASE("The drawn portraits are good for a card, every measure with its figure")
{
    for (int number = 1; number <= 6; ++number) {
        INFO(number);
        const auto report = judged(drawn(number));
        for (const auto& finding : report.findings) {
            INFO(finding.title << ": " << finding.value);
            CHECK(finding.verdict == PhotoVerdict::good);
            CHECK_FALSE(finding.title.empty());
            CHECK_FALSE(finding.value.empty());
            CHECK(finding.remedy.empty());
        }
        CHECK(report.findings.size() == photoCheckCount);
        CHECK(report.clean());
    }
}

TEST_CASE("A head that leans is measured to two and a half degrees, to both sides")
{
    for (int number = 1; number <= 6; ++number) {
        const auto file = PortraitFile::load(drawnPath(number));
        const auto whole = file.decode();
        const double upright = judged(PortraitFile::cutFrom(whole, file.proposedCrop(), 0)).lean;
        CHECK(std::abs(upright) < 2.5);
        for (const int tenths : {-100, -80, 80, 100}) {
            INFO(number << " turned by " << tenths);
            const auto report = judged(PortraitFile::cutFrom(whole, file.proposedCrop(), tenths));
            REQUIRE(report.face.exactlyOne());
            CHECK(std::abs(report.lean - tenths / 10.0) < 2.5);
        }
        const auto leaning = judged(PortraitFile::cutFrom(whole, file.proposedCrop(), -100));
        CHECK(advises(leaning, PhotoCheck::level));
        CHECK_THAT(leaning.of(PhotoCheck::level).remedy, Catch::Contains("to the left") && Catch::Contains("6.0\u00B0 at most is asked"));
    }
}

TEST_CASE("A blur is told from a sharp face whatever the face's light")
{
    const auto sharp = drawn(4);
    const auto blurred = resample(resample(sharp, {0, 0, 600, 771}, 40, 51), {0, 0, 40, 51}, 600, 771);
    const auto report = judged(blurred);
    if (report.face.exactlyOne()) CHECK(advises(report, PhotoCheck::sharp));
    const auto softer = judged(resample(resample(sharp, {0, 0, 600, 771}, 150, 193), {0, 0, 150, 193}, 600, 771));
    REQUIRE(softer.face.exactlyOne());
    CHECK(softer.of(PhotoCheck::sharp).measured < judged(sharp).of(PhotoCheck::sharp).measured / 5);
    const auto dim = judged(changed(sharp, [](double value, int, int) { return value * 0.6; }));
    REQUIRE(dim.face.exactlyOne());
    CHECK(dim.of(PhotoCheck::sharp).measured == Approx(judged(sharp).of(PhotoCheck::sharp).measured).epsilon(0.25));
}

TEST_CASE("Light: dark, bright, lost, and one side darker than the other")
{
    const auto face = drawn(6);
    const auto dark = judged(changed(face, [](double value, int, int) { return value * 0.12; }));
    REQUIRE(dark.face.exactlyOne());
    CHECK(advises(dark, PhotoCheck::light));
    CHECK(dark.of(PhotoCheck::light).headline == "The face is dark");

    const auto bright = judged(changed(face, [](double value, int, int) { return 200 + value * 0.3; }));
    REQUIRE(bright.face.exactlyOne());
    CHECK((advises(bright, PhotoCheck::light) || advises(bright, PhotoCheck::clipped)));

    for (const bool right : {false, true}) {
        const auto half = judged(changed(face, [&](double value, int x, int) { return (x >= 300) == right ? value * 0.55 : value; }));
        REQUIRE(half.face.exactlyOne());
        REQUIRE(advises(half, PhotoCheck::evenLight));
        CHECK(half.of(PhotoCheck::evenLight).measured == Approx(45).margin(8));
        CHECK_THAT(half.of(PhotoCheck::evenLight).value, Catch::Contains(right ? "right side" : "left side"));
    }
    CHECK_FALSE(advises(judged(changed(face, [](double value, int, int) { return value * 0.8; })), PhotoCheck::evenLight));
}

TEST_CASE("Background: stripes are uneven, a slope is a shade, and the person on it is neither")
{
    const auto face = drawn(5);
    const auto isGround = [&](int x, int y) {
        const auto* pixel = face.pixels.data() + (static_cast<std::size_t>(y) * 600 + static_cast<std::size_t>(x)) * 3;
        const auto* corner = face.pixels.data();
        return std::abs(pixel[0] - corner[0]) < 6 && std::abs(pixel[1] - corner[1]) < 6 && std::abs(pixel[2] - corner[2]) < 6;
    };
    const auto striped = judged(changed(face, [&](double value, int x, int y) { return isGround(x, y) && (x / 20) % 2 == 0 ? value - 80 : value; }));
    CHECK(advises(striped, PhotoCheck::background));
    CHECK_FALSE(advises(striped, PhotoCheck::shade));
    const auto sloped = judged(changed(face, [&](double value, int x, int y) { return isGround(x, y) ? value - x * 0.25 : value; }));
    CHECK(advises(sloped, PhotoCheck::shade));
    CHECK_THAT(sloped.of(PhotoCheck::shade).value, Catch::Contains("right side"));
    CHECK_FALSE(advises(sloped, PhotoCheck::background));
}

TEST_CASE("Place: too small, too large, off the middle, each with the way to mend it")
{
    const auto face = drawn(2);
    const auto small = resample(laidInto(face, 1000, 1285, 200, 257), {0, 0, 1000, 1285}, 600, 771);
    const auto far = judged(small);
    REQUIRE(far.face.exactlyOne());
    REQUIRE(advises(far, PhotoCheck::headHeight));
    CHECK_THAT(far.of(PhotoCheck::headHeight).remedy,
               Catch::StartsWith("Move a step closer") && Catch::Contains("45 to 80 % is asked") && Catch::Contains(" % of the height"));
    const auto near = judged(resample(face, {115, 130, 370, 475}, 600, 771));
    REQUIRE(near.face.exactlyOne());
    CHECK_THAT(near.of(PhotoCheck::headHeight).remedy, Catch::StartsWith("Move a step back"));

    const auto wide = laidInto(face, 900, 1157, 300, 193);
    const auto off = judged(resample(wide, {0, 0, 900, 1157}, 600, 771));
    REQUIRE(off.face.exactlyOne());
    REQUIRE(advises(off, PhotoCheck::centred));
    CHECK_THAT(off.of(PhotoCheck::centred).remedy, Catch::StartsWith("Move the frame to the right"));
}

TEST_CASE("Without exactly one face only size and number are said, and nothing else is held against the picture")
{
    const auto none = judged({600, 771, Bytes(600 * 771 * 3, 128)});
    CHECK(none.advised() == std::vector{PhotoCheck::oneFace});
    CHECK(none.of(PhotoCheck::oneFace).headline == "No face was found");
    CHECK(none.of(PhotoCheck::light).verdict == PhotoVerdict::notMeasured);
    const auto face = drawn(2);
    const auto half = resample(face, {0, 0, 600, 771}, 300, 386);
    auto pair = laidInto(half, 600, 771, 0, 150);
    for (int y = 0; y < half.height; ++y) {
        const auto* from = half.pixels.data() + static_cast<std::size_t>(y) * 900;
        std::copy(from, from + 900, pair.pixels.data() + (static_cast<std::size_t>(150 + y) * 600 + 300) * 3);
    }
    const auto two = judged(pair);
    CHECK(two.face.faces.size() == 2);
    CHECK(two.of(PhotoCheck::oneFace).headline == "More than one face was found");
    CHECK(two.of(PhotoCheck::headHeight).verdict == PhotoVerdict::notMeasured);
}

TEST_CASE("Bounds are the policy's: what is not asked for never advises, what is just within holds")
{
    PhotoJudge judge;
    const auto image = drawn(1);
    const auto open = judge.judge(image, 10, {});
    CHECK(open.clean());
    const double head = open.of(PhotoCheck::headHeight).measured;
    PhotoBounds exact;
    exact[PhotoCheck::headHeight] = {head, head};
    CHECK(judge.judge(image, 10, exact).clean());
    exact[PhotoCheck::headHeight] = {head + 1, {}};
    CHECK(judge.judge(image, 10, exact).advised() == std::vector{PhotoCheck::headHeight});
    PhotoBounds narrow;
    narrow[PhotoCheck::size] = {600, {}};
    CHECK(judge.judge(image, 599, narrow).advised() == std::vector{PhotoCheck::size});
    CHECK(judge.judge(image, 600, narrow).clean());
}

TEST_CASE("The crop proposed stands round the face, wherever it is, and inside the picture")
{
    PhotoJudge judge;
    const auto face = drawn(3);
    for (const auto& [left, top] : {std::pair(0, 0), std::pair(1200, 200), std::pair(1400, 229), std::pair(500, 100)}) {
        INFO(left << ", " << top);
        const auto whole = laidInto(face, 2000, 1000, left, top);
        const auto crop = judge.propose(whole, 2000, 1000, bounds());
        CHECK(crop.box.left >= 0);
        CHECK(crop.box.top >= 0);
        CHECK(crop.box.left + crop.box.width <= 2000);
        CHECK(crop.box.top + crop.box.height <= 1000);
        const auto report = judge.judge(PortraitFile::cutFrom(whole, crop.box, 0), crop.box.width, bounds());
        REQUIRE(report.face.exactlyOne());
        CHECK_FALSE(advises(report, PhotoCheck::headHeight));
        CHECK_FALSE(advises(report, PhotoCheck::centred));
    }
    const auto nobody = judge.propose({800, 600, Bytes(800 * 600 * 3, 99)}, 800, 600, bounds());
    CHECK(nobody.box.height == 600);
    CHECK(nobody.box.width == 466);
}

TEST_CASE("A crop of another shape is made smaller, never stretched; a turn of nothing changes nothing")
{
    const auto file = PortraitFile::load(drawnPath(1));
    CHECK(file.accept(CropBox{0, 0, 886, 771}).jpeg == file.accept(CropBox{143, 0, 600, 771}).jpeg);
    CHECK(file.accept(CropBox{100, 0, 600, 1139}).jpeg == file.accept(CropBox{100, 184, 600, 771}).jpeg);
    CHECK(file.accept(file.proposedCrop(), 0).jpeg == file.accept().jpeg);
    CHECK(file.accept(file.proposedCrop(), 5).jpeg != file.accept().jpeg);
    CHECK(file.accept(file.proposedCrop(), 70).jpeg == file.accept(file.proposedCrop(), 70).jpeg);
}

TEST_CASE("A picture that is turned goes clockwise about its middle")
{
    PortraitImage image{201, 201, Bytes(201 * 201 * 3, 10)};
    const auto dot = [&](int x, int y) {
        for (int down = -3; down <= 3; ++down) {
            for (int across = -3; across <= 3; ++across) image.pixels[(static_cast<std::size_t>(y + down) * 201 + static_cast<std::size_t>(x + across)) * 3] = 250;
        }
    };
    dot(100, 40); // above the middle by 60
    const auto turned = resampleTurned(image, {0, 0, 201, 201}, 201, 201, 150);
    const auto red = [&](double x, double y) { return turned.pixels[(static_cast<std::size_t>(std::lround(y)) * 201 + static_cast<std::size_t>(std::lround(x))) * 3]; };
    const double angle = 15 * 3.14159265358979 / 180;
    CHECK(red(100 + 60 * std::sin(angle), 100 - 60 * std::cos(angle)) > 200);
    CHECK(red(100 - 60 * std::sin(angle), 100 - 60 * std::cos(angle)) < 50);
    CHECK(red(100, 40) < 50);
}

TEST_CASE("What goes on record is figures, verdicts and a reason")
{
    PhotoJudge judge;
    auto asked = bounds();
    asked[PhotoCheck::headHeight] = {79, 80};
    const auto standing = standingOf(judge.judge(drawn(1), 800, asked), "photo", 3, "lighting");
    CHECK(standing.advised());
    CHECK(standing.rows.size() == photoCheckCount);
    CHECK(standing.policyVersion == 3);
    CHECK_FALSE(standingOf(judge.judge(drawn(1), 800, bounds()), "photo", 3).advised());
}

TEST_CASE("Every check has a name of its own, and is found by it")
{
    for (const auto check : allPhotoChecks()) {
        CHECK(photoCheckFrom(nameOf(check)) == check);
        CHECK_FALSE(titleOf(check).empty());
    }
    CHECK_FALSE(photoCheckFrom("beauty"));
}
