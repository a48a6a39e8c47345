#include "app/workstation/PhotoService.h"

#include "app/workstation/Convert.h"
#include "core/identity/PhotoReference.h"
#include "core/portrait/PhotoMeasures.h"
#include "core/portrait/Resample.h"

#include <algorithm>

namespace cardwright::workstation {

namespace {

constexpr int previewSide = 1200;
constexpr std::int64_t keptPixels = 26'000'000; // above that a part is cut from the file each time: slower, and 80 MB less

ui::MeasureState stateOf(PhotoVerdict verdict)
{
    return verdict == PhotoVerdict::good ? ui::MeasureState::good : ui::MeasureState::warning;
}

PortraitImage smaller(const PortraitImage& image)
{
    const int longest = std::max(image.width, image.height);
    if (longest <= previewSide) return image;
    const auto scaled = [&](int side) { return std::max(1, static_cast<int>(std::int64_t{side} * previewSide / longest)); };
    return resample(image, {0, 0, image.width, image.height}, scaled(image.width), scaled(image.height));
}

std::string titleOf(const PhotoPolicy& policy, const std::string& reason)
{
    const auto* known = policy.reason(reason);
    return known != nullptr ? known->title : reason;
}

std::string checkTitle(const std::string& check)
{
    const auto known = photoCheckFrom(check);
    return known ? std::string(titleOf(*known)) : check;
}

} // namespace

ui::PortraitAnswer portraitAnswer(const PhotoReport& report, const Portrait& portrait, int width, int height, const PhotoPolicy& policy)
{
    ui::PortraitAnswer answer;
    answer.jpeg = portrait.jpeg;
    answer.photoReference = PhotoReference::of(portrait).hex();
    answer.width = width;
    answer.height = height;
    answer.policy = policy.id.text();
    for (const auto& finding : report.findings) {
        const bool measured = finding.verdict != PhotoVerdict::notMeasured;
        const bool advised = finding.verdict == PhotoVerdict::advice;
        answer.marks.push_back({std::string(nameOf(finding.check)), advised, measured, finding.measured});
        if (!measured) continue;
        answer.measures.push_back({finding.title, finding.value, stateOf(finding.verdict), std::string(nameOf(finding.check)), finding.askedText, finding.remedy});
        if (advised && answer.adviceTitle.empty()) {
            answer.adviceTitle = finding.headline;
            answer.adviceWords = finding.remedy;
        }
    }
    if (report.face.exactlyOne()) {
        const auto head = headPlace(report.face.faces.front(), Portrait::width, Portrait::height);
        answer.crown = head.crown / Portrait::height;
        answer.eyes = head.eyes / Portrait::height;
        answer.chin = head.chin / Portrait::height;
    }
    return answer;
}

struct PhotoService::Open {
    std::uint64_t number = 0;
    PortraitFile file;
    std::optional<PortraitImage> whole; ///< nothing where it is very large
};

PhotoService::PhotoService(Context& context) : m_context(context), m_thread(std::make_unique<runtime::Executor>("photo")) {}

PhotoService::~PhotoService() { m_latest = ~std::uint64_t{0}; }

void PhotoService::open(const std::string& path, ui::Then<ui::PhotoPicture> then)
{
    openFrom([path, limits = m_context.desk.material().photo.limits] { return PortraitFile::load(path, limits); }, std::move(then));
}

void PhotoService::openOctets(Bytes octets, ui::Then<ui::PhotoPicture> then)
{
    openFrom([octets = std::move(octets), limits = m_context.desk.material().photo.limits]() mutable { return PortraitFile::fromBytes(std::move(octets), limits); },
             std::move(then));
}

void PhotoService::openFrom(std::function<PortraitFile()> source, ui::Then<ui::PhotoPicture> then)
{
    const auto number = ++m_pictures;
    ++m_latest;
    m_context.ask<ui::PhotoPicture>(*m_thread, [this, number, source = std::move(source)] { return take(source(), number); }, std::move(then),
                                    [](const Failure& failure) {
                                        ui::PhotoPicture none;
                                        none.failure = failure;
                                        return none;
                                    });
}

ui::PhotoPicture PhotoService::take(PortraitFile file, std::uint64_t number)
{
    if (!m_judge) m_judge = std::make_unique<PhotoJudge>();
    const bool keeps = std::int64_t{file.width()} * file.height() <= keptPixels;
    auto whole = keeps ? file.decode() : file.decodeAbout(previewSide);
    auto copy = smaller(whole);
    const auto proposed = m_judge->propose(copy, file.width(), file.height(), m_context.desk.material().photo.bounds);
    ui::PhotoPicture picture;
    picture.picture = number;
    picture.width = file.width();
    picture.height = file.height();
    picture.previewWidth = copy.width;
    picture.previewHeight = copy.height;
    picture.preview = std::move(copy.pixels);
    picture.proposed = {proposed.box.left, proposed.box.top, proposed.box.width, proposed.tenthsOfDegree};
    picture.smallestPart = Portrait::width / 2;
    m_open = std::make_unique<Open>(Open{number, std::move(file), keeps ? std::optional(std::move(whole)) : std::nullopt});
    return picture;
}

ui::PortraitAnswer PhotoService::measured(std::uint64_t picture, const ui::PhotoPart& part)
{
    if (!m_open || m_open->number != picture) throw RefusedError(Failure::of("PHOTO-NONE"));
    const auto& policy = m_context.desk.material().photo;
    const CropBox box{part.left, part.top, part.width, part.height()};
    const auto cut = m_open->whole ? PortraitFile::cutFrom(*m_open->whole, box, part.tenthsOfDegree) : m_open->file.cut(box, part.tenthsOfDegree);
    const auto report = m_judge->judge(cut, part.width, policy.bounds);
    return portraitAnswer(report, PortraitFile::encode(cut), m_open->file.width(), m_open->file.height(), policy);
}

void PhotoService::use(std::uint64_t picture, const ui::PhotoPart& part, ui::Then<ui::PortraitAnswer> then)
{
    const auto asked = ++m_latest;
    m_thread->post([this, asked, picture, part, then = std::move(then)] {
        if (m_latest != asked) return; // overtaken: the window has asked again, or the picture is another
        ui::PortraitAnswer answer;
        try {
            answer = measured(picture, part);
        } catch (...) {
            answer.failure = failureFrom(std::current_exception());
        }
        m_context.toGui([then, answer = std::move(answer)] { then(answer); });
    });
}

void PhotoService::close()
{
    ++m_latest;
    m_thread->post([this] { m_open.reset(); });
}

std::vector<ui::PhotoReasonChoice> PhotoService::reasons() const
{
    std::vector<ui::PhotoReasonChoice> choices;
    for (const auto& reason : m_context.desk.material().photo.reasons) choices.push_back({reason.id, reason.title});
    return choices;
}

ui::PhotoGuides PhotoService::guides() const
{
    const auto& asked = m_context.desk.material().photo.bounds[PhotoCheck::headHeight];
    return {asked.least.value_or(45) / 100, asked.most.value_or(80) / 100};
}

void PhotoService::figures(ui::Then<ui::PhotoFigures> then)
{
    auto task = [&desk = m_context.desk] {
        const auto counted = desk.photoFigures();
        const auto& policy = desk.material().photo;
        ui::PhotoFigures figures{counted.taken, counted.measured, counted.advised, {}, {}, {}};
        for (const auto& [reason, count] : counted.byReason) figures.byReason.push_back({titleOf(policy, reason), count});
        for (const auto& [check, count] : counted.byCheck) figures.byCheck.push_back({checkTitle(check), count});
        const auto more = [](const ui::PhotoCount& a, const ui::PhotoCount& b) { return a.count > b.count; };
        std::stable_sort(figures.byReason.begin(), figures.byReason.end(), more);
        std::stable_sort(figures.byCheck.begin(), figures.byCheck.end(), more);
        return figures;
    };
    m_context.ask<ui::PhotoFigures>(*m_context.deskThread, std::move(task), std::move(then), [](const Failure& failure) {
        ui::PhotoFigures none;
        none.failure = failure;
        return none;
    });
}

} // namespace cardwright::workstation
