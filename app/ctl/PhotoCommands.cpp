#include "app/ctl/Commands.h"
#include "app/runtime/SiteMaterial.h"
#include "core/identity/PhotoReference.h"
#include "core/policy/PhotoPolicy.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr int lookSide = 1200;
constexpr double widestTurn = 15;

/// The file that was named; the site's, whose signature is checked; else the one that ships.
PhotoPolicy policyOf(const Command& command)
{
    const auto& arguments = command.arguments;
    if (!arguments.photo.policy.empty()) return PhotoPolicy::load(arguments.photo.policy.string());
    if (!arguments.site.empty()) return runtime::SiteMaterial::load(arguments.site).photo;
    return PhotoPolicy::shipped();
}

/// "120,40,700,900"
CropBox cropFrom(const std::string& text)
{
    std::array<int, 4> numbers{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto read = std::from_chars(at, end, numbers[i]);
        const bool last = i + 1 == numbers.size();
        if (read.ec != std::errc() || numbers[i] < 0 || (last ? read.ptr != end : read.ptr == end || *read.ptr != ',')) {
            throw UsageError(Failure::of("USAGE", "--crop takes left,top,width,height in pixels: 120,40,700,900"));
        }
        at = read.ptr + 1;
    }
    return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

PhotoCrop cropOf(const Command& command, const PortraitFile& file, PhotoJudge& judge, const PhotoBounds& bounds)
{
    const auto& photo = command.arguments.photo;
    if (!(photo.turn >= -widestTurn && photo.turn <= widestTurn)) throw UsageError(Failure::of("USAGE", "--turn takes -15 to 15 degrees"));
    const auto turn = static_cast<int>(std::lround(photo.turn * 10));
    if (!photo.crop.empty()) return {cropFrom(photo.crop), turn};
    auto proposed = judge.propose(file.decodeAbout(lookSide), file.width(), file.height(), bounds);
    proposed.tenthsOfDegree = turn;
    return proposed;
}

const char* nameOf(PhotoVerdict verdict) noexcept
{
    switch (verdict) {
    case PhotoVerdict::good: return "good";
    case PhotoVerdict::advice: return "advice";
    case PhotoVerdict::notMeasured: break;
    }
    return "not-measured";
}

json rowOf(const PhotoFinding& finding)
{
    json row{{"check", cardwright::nameOf(finding.check)}, {"verdict", nameOf(finding.verdict)}, {"title", finding.title}, {"value", finding.value}};
    if (finding.verdict != PhotoVerdict::notMeasured) row["measured"] = std::round(finding.measured * 10) / 10;
    if (finding.asked.least) row["least"] = *finding.asked.least;
    if (finding.asked.most) row["most"] = *finding.asked.most;
    if (!finding.remedy.empty()) row["headline"] = finding.headline, row["remedy"] = finding.remedy;
    return row;
}

std::vector<std::string> sentencesOf(const PhotoReport& report, const PhotoPolicy& policy)
{
    std::vector<std::string> sentences;
    const auto advised = report.advised().size();
    sentences.push_back(advised == 0 ? "Good for the card, by policy " + policy.id.text() + '.'
                                     : fmt::format("{} thing{} to look at, by policy {}. It may be used all the same, with a reason.", advised,
                                                   advised == 1 ? "" : "s", policy.id.text()));
    for (const auto& finding : report.findings) {
        if (finding.verdict == PhotoVerdict::advice) sentences.push_back(finding.headline + ". " + finding.remedy);
    }
    for (const auto& finding : report.findings) {
        if (finding.verdict == PhotoVerdict::advice) continue;
        sentences.push_back(finding.title + ": " + finding.value + (finding.askedText.empty() ? "" : " (" + finding.askedText + ")") + '.');
    }
    return sentences;
}

json countsOf(const std::map<std::string, std::uint64_t>& counts, const char* name)
{
    auto rows = json::array();
    for (const auto& [key, count] : counts) rows.push_back({{name, key}, {"count", count}});
    return rows;
}

} // namespace

void checkPhoto(const Command& command)
{
    const auto policy = policyOf(command);
    const auto file = PortraitFile::load(command.arguments.file.string(), policy.limits);
    PhotoJudge judge;
    const auto crop = cropOf(command, file, judge, policy.bounds);
    const auto cut = file.cut(crop.box, crop.tenthsOfDegree);
    const auto report = judge.judge(cut, std::min(crop.box.width, file.width()), policy.bounds);
    const auto portrait = PortraitFile::encode(cut);
    const auto sentences = sentencesOf(report, policy);
    json fields{{"verdict", report.clean() ? "good" : "advice"}, {"policy", policy.id.text()},
                {"picture", {{"format", file.format() == PortraitFormat::png ? "png" : "jpeg"}, {"width", file.width()}, {"height", file.height()}, {"octets", file.fileBytes()}}},
                {"crop", {{"left", crop.box.left}, {"top", crop.box.top}, {"width", crop.box.width}, {"height", crop.box.height}}},
                {"turn", crop.tenthsOfDegree / 10.0}, {"checks", json::array()}, {"sentences", sentences},
                {"photoReference", PhotoReference::of(portrait).hex()}, {"reasons", json::array()}};
    for (const auto& finding : report.findings) fields["checks"].push_back(rowOf(finding));
    for (const auto& reason : policy.reasons) fields["reasons"].push_back({{"reason", reason.id}, {"title", reason.title}});
    std::string words;
    for (const auto& sentence : sentences) words += (words.empty() ? "" : "\n") + sentence;
    command.output.say("result", std::move(fields), words);
}

void reportPhotos(const Command& command)
{
    SignedDesk desk(command);
    const auto figures = desk->photoFigures();
    const auto& policy = desk->material().photo;
    auto words = fmt::format("{} photos on record here, {} measured, {} used with a reason.", figures.taken, figures.measured, figures.advised);
    for (const auto& [reason, count] : figures.byReason) {
        const auto* known = policy.reason(reason);
        words += fmt::format("\n{:>6}  {}", count, known != nullptr ? known->title : reason);
    }
    for (const auto& [check, count] : figures.byCheck) {
        const auto known = photoCheckFrom(check);
        words += fmt::format("\n{:>6}  advised: {}", count, known ? std::string(titleOf(*known)) : check);
    }
    command.output.say("result",
                       {{"taken", figures.taken}, {"measured", figures.measured}, {"advised", figures.advised}, {"erased", figures.unread},
                        {"byReason", countsOf(figures.byReason, "reason")}, {"byCheck", countsOf(figures.byCheck, "check")}},
                       words);
}

} // namespace cardwright::ctl
