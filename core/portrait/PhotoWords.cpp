#include "core/portrait/PhotoWords.h"

#include <fmt/format.h>

#include <cmath>

namespace cardwright {

namespace {

struct Unit {
    const char* title;
    const char* unit; ///< after a number
    int places;
};

Unit unitOf(PhotoCheck check)
{
    switch (check) {
    case PhotoCheck::size: return {"Large enough", " pixels wide", 0};
    case PhotoCheck::oneFace: return {"One face", "", 0};
    case PhotoCheck::headHeight: return {"Head height", " %", 0};
    case PhotoCheck::centred: return {"In the middle", " %", 0};
    case PhotoCheck::sharp: return {"Sharp", "", 1};
    case PhotoCheck::light: return {"Light on the face", " %", 0};
    case PhotoCheck::clipped: return {"Nothing lost in black or white", " %", 0};
    case PhotoCheck::evenLight: return {"Even light", " %", 0};
    case PhotoCheck::background: return {"Plain background", " %", 0};
    case PhotoCheck::shade: return {"No shadow behind", " %", 0};
    case PhotoCheck::level: return {"Head level", "\u00B0", 1};
    case PhotoCheck::facing: return {"Facing the camera", "", 0};
    }
    return {"", "", 0};
}

std::string number(double value, const Unit& unit) { return fmt::format("{:.{}f}", value, unit.places); }

std::string askedOf(const PhotoFinding& finding)
{
    const auto unit = unitOf(finding.check);
    const auto& asked = finding.asked;
    if (finding.check == PhotoCheck::oneFace || finding.check == PhotoCheck::facing || !asked.asks()) return {};
    if (asked.least && asked.most) return number(*asked.least, unit) + " to " + number(*asked.most, unit) + unit.unit;
    if (asked.least) return number(*asked.least, unit) + unit.unit + " or more";
    return number(*asked.most, unit) + unit.unit + " at most";
}

/// ": the head fills 38 % of the height, 45 to 80 % is asked."
std::string figures(const PhotoFinding& finding, const std::string& what) { return ": " + what + ", " + finding.askedText + " is asked."; }

const char* side(bool right) { return right ? "right" : "left"; }

std::string valueOf(const PhotoFinding& finding, const PhotoSight& sight)
{
    const auto unit = unitOf(finding.check);
    const auto plain = number(finding.measured, unit) + unit.unit;
    switch (finding.check) {
    case PhotoCheck::size: return plain;
    case PhotoCheck::oneFace: return sight.face.faces.empty() ? "none found" : fmt::format("{} found", sight.face.faces.size());
    case PhotoCheck::headHeight: return plain + " of the height";
    case PhotoCheck::centred: return finding.measured < 0.5 ? "in the middle" : plain + " to the " + side(sight.face.offCentre > 0);
    case PhotoCheck::sharp: return plain;
    case PhotoCheck::light: return plain;
    case PhotoCheck::clipped: return finding.measured < 0.5 ? "nothing lost" : plain + " lost";
    case PhotoCheck::evenLight: return finding.measured < 5 ? "even" : fmt::format("{} side {} darker", side(sight.light.rightIsDarker), plain);
    case PhotoCheck::background: return finding.measured < 1 ? "plain" : plain + " uneven";
    case PhotoCheck::shade: return finding.measured < 1 ? "none" : fmt::format("{} side {} darker", side(sight.ground.rightIsDarker), plain);
    case PhotoCheck::level: return plain + " tilt";
    case PhotoCheck::facing: return finding.measured > 0 ? "turned to a side" : "frontal";
    }
    return plain;
}

void adviseOnPlace(PhotoFinding& finding, const PhotoSight& sight, bool tooLittle)
{
    if (finding.check == PhotoCheck::headHeight) {
        finding.headline = tooLittle ? "The head is too small" : "The head is too large";
        finding.remedy = (tooLittle ? "Move a step closer or make the frame smaller" : "Move a step back or make the frame larger") +
                         figures(finding, "the head fills " + finding.value);
    } else if (finding.check == PhotoCheck::centred) {
        const auto* where = side(sight.face.offCentre > 0);
        finding.headline = "The face is not in the middle";
        finding.remedy = fmt::format("Move the frame to the {}", where) +
                         figures(finding, fmt::format("the face stands {} of the width", finding.value));
    } else if (finding.check == PhotoCheck::level) {
        finding.headline = "The head leans";
        finding.remedy = fmt::format("Ask them to hold their head upright, or turn the picture by {:.0f} degrees", std::abs(std::round(sight.lean.value_or(0)))) +
                         figures(finding, fmt::format("it leans {:.1f}\u00B0 to the {}", finding.measured, side(sight.lean.value_or(0) > 0)));
    } else {
        finding.headline = "The face is turned to a side";
        finding.remedy = "Ask them to look straight into the camera, then take it again.";
    }
}

void adviseOnLight(PhotoFinding& finding, const PhotoSight& sight, bool tooLittle)
{
    switch (finding.check) {
    case PhotoCheck::light:
        finding.headline = tooLittle ? "The face is dark" : "The face is too bright";
        finding.remedy = (tooLittle ? "Put more light in front of the person" : "Take light away from the face, or switch off the flash") +
                         figures(finding, "it is " + finding.value + " light");
        return;
    case PhotoCheck::clipped:
        finding.headline = "Parts of the face are lost";
        finding.remedy = "Use a softer light and no flash" + figures(finding, finding.value + " in black or white");
        return;
    case PhotoCheck::evenLight:
        finding.headline = "One side is dark";
        finding.remedy = fmt::format("Ask them to turn towards the window, or move the lamp to the {} of the picture", side(sight.light.rightIsDarker)) +
                         figures(finding, finding.value);
        return;
    case PhotoCheck::background:
        finding.headline = "The background is not plain";
        finding.remedy = "Use a plain, light wall with nothing beside the head" + figures(finding, finding.value);
        return;
    default:
        finding.headline = "There is a shadow behind";
        finding.remedy = "Step away from the wall, or light it from both sides" + figures(finding, finding.value);
        return;
    }
}

void advise(PhotoFinding& finding, const PhotoSight& sight)
{
    const bool tooLittle = finding.asked.least && finding.measured < *finding.asked.least;
    switch (finding.check) {
    case PhotoCheck::size:
        finding.headline = "Few pixels for a card";
        finding.remedy = "Take it from nearer, or make the frame larger" + figures(finding, "the part used is " + finding.value);
        return;
    case PhotoCheck::oneFace:
        finding.headline = sight.face.faces.empty() ? "No face was found" : "More than one face was found";
        finding.remedy = sight.face.faces.empty() ? "Take it again with the face to the front and in the light, or move the frame round the face."
                                                  : "Take it again with this person alone, or move the frame round their face.";
        return;
    case PhotoCheck::sharp:
        finding.headline = "The face is not sharp";
        finding.remedy = "Clean the lens, hold the camera still and let it focus" + figures(finding, "sharpness is " + finding.value);
        return;
    case PhotoCheck::headHeight:
    case PhotoCheck::centred:
    case PhotoCheck::level:
    case PhotoCheck::facing: adviseOnPlace(finding, sight, tooLittle); return;
    default: adviseOnLight(finding, sight, tooLittle); return;
    }
}

} // namespace

std::string_view titleOf(PhotoCheck check) noexcept { return unitOf(check).title; }

void putWords(PhotoFinding& finding, const PhotoSight& sight)
{
    finding.title = unitOf(finding.check).title;
    finding.askedText = askedOf(finding);
    finding.value = finding.verdict == PhotoVerdict::notMeasured ? "not measured" : valueOf(finding, sight);
    if (finding.verdict == PhotoVerdict::advice) advise(finding, sight);
}

} // namespace cardwright
