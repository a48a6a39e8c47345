#include "tests/ui/pages/FakePhoto.h"

#include <QBuffer>
#include <QFile>
#include <QTimer>

#include <algorithm>


namespace cardwright::ui::test {

namespace {

PortraitMeasure good(const char* check, const char* name, std::string value) { return {name, std::move(value), MeasureState::good, check, "", ""}; }

PortraitMeasure advice(const char* check, const char* name, std::string value, std::string remedy)
{
    return {name, std::move(value), MeasureState::warning, check, "", std::move(remedy)};
}

} // namespace

void FakePhoto::later(std::function<void()> task) { QTimer::singleShot(0, &m_loop, std::move(task)); }

PhotoPicture FakePhoto::pictureOf(const QImage& image)
{
    PhotoPicture picture;
    if (refuse || image.isNull()) {
        picture.failure = refuse ? *refuse : Failure::of("PORTRAIT-FORMAT");
        refuse.reset();
        return picture;
    }
    m_image = image.convertToFormat(QImage::Format_RGB888);
    picture.picture = ++m_picture;
    picture.width = m_image.width();
    picture.height = m_image.height();
    const auto copy = m_image.scaled(600, 600, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    picture.previewWidth = copy.width();
    picture.previewHeight = copy.height();
    for (int y = 0; y < copy.height(); ++y)
        picture.preview.insert(picture.preview.end(), copy.constScanLine(y), copy.constScanLine(y) + copy.width() * 3);
    const int wide = std::min(picture.width, picture.height * 600 / 771) * 9 / 10;
    picture.proposed = {(picture.width - wide) / 2, 40, wide, 0};
    return picture;
}

void FakePhoto::open(const std::string& path, Then<PhotoPicture> then)
{
    opened.push_back(path);
    QImage image;
    PhotoPicture picture;
    if (!image.load(QString::fromStdString(path)) && !refuse)
        refuse = QFile::exists(QString::fromStdString(path)) ? Failure::of("PORTRAIT-FORMAT", path) : Failure::of("PORTRAIT-MISSING", path);
    picture = pictureOf(image);
    later([then = std::move(then), picture] { then(picture); });
}

void FakePhoto::openOctets(Bytes octets, Then<PhotoPicture> then)
{
    ++octetsOpened;
    const auto picture = pictureOf(QImage::fromData(octets.data(), static_cast<int>(octets.size())));
    later([then = std::move(then), picture] { then(picture); });
}

void FakePhoto::use(std::uint64_t picture, const PhotoPart& part, Then<PortraitAnswer> then)
{
    used.push_back(part);
    PortraitAnswer answer;
    if (picture != m_picture) {
        answer.failure = Failure::of("PHOTO-NONE");
    } else {
        QByteArray jpeg;
        QBuffer buffer(&jpeg);
        buffer.open(QIODevice::WriteOnly);
        m_image.copy(part.left, part.top, part.width, part.height()).scaled(600, 771).save(&buffer, "JPG", 90);
        answer.jpeg.assign(jpeg.begin(), jpeg.end());
        answer.photoReference = "9b1c" + std::to_string(used.size());
        answer.policy = "photo 1";
        answer.width = m_image.width();
        answer.height = m_image.height();
        answer.measures = {good("size", "Large enough", std::to_string(part.width) + " pixels wide"), good("one-face", "One face", "1 found"),
                           good("head-height", "Head height", "64 % of the height"), good("centred", "In the middle", "in the middle"),
                           good("sharp", "Sharp", "28.4"), good("light", "Light on the face", "58 %"), good("even-light", "Even light", "even"),
                           good("background", "Plain background", "plain"), good("level", "Head level", "0.5\u00B0 tilt"),
                           good("facing", "Facing the camera", "frontal")};
        const auto spoil = [&](std::size_t at, PortraitMeasure with) { answer.measures[at] = std::move(with); };
        if (verdict == Verdict::oneSideDark || verdict == Verdict::several)
            spoil(6, advice("even-light", "Even light", "right side 31 % darker",
                            "Ask them to turn towards the window, or move the lamp to the right of the picture: right side 31 % darker, 30 % at most is asked."));
        if (verdict == Verdict::tooSmallHead || verdict == Verdict::several)
            spoil(2, advice("head-height", "Head height", "38 % of the height",
                            "Move a step closer or make the frame smaller: the head fills 38 % of the height, 45 to 80 % is asked."));
        if (verdict == Verdict::several)
            spoil(8, advice("level", "Head level", "8.2\u00B0 tilt",
                            "Ask them to hold their head upright, or turn the picture by 8 degrees: it leans 8.2\u00B0 to the left, 6.0\u00B0 at most is asked."));
        for (const auto& measure : answer.measures) {
            answer.marks.push_back({measure.check, measure.state != MeasureState::good, true, 1});
            if (measure.state != MeasureState::good && answer.adviceTitle.empty()) {
                answer.adviceTitle = measure.check == "head-height" ? "The head is too small" : "One side is dark";
                answer.adviceWords = measure.remedy;
            }
        }
    }
    later([then = std::move(then), answer] { then(answer); });
}

std::vector<PhotoReasonChoice> FakePhoto::reasons() const
{
    return {{"head-covering", "Head covering for faith or health"},
            {"disability", "Disability or health: no other pose"},
            {"medical-device", "Glasses, dressing or device that stays on"},
            {"lighting", "The light in this room cannot be changed"},
            {"background", "No plain wall here"},
            {"only-picture", "The only picture there is for now"},
            {"measured-wrongly", "The picture is right, the measure is not"}};
}

void FakePhoto::figures(Then<PhotoFigures> then)
{
    later([then = std::move(then), counted = counted] { then(counted); });
}

} // namespace cardwright::ui::test
