#include "ui/presenters/PhotoPresenter.h"

#include <algorithm>

namespace cardwright::ui {

namespace {
constexpr int restMillis = 120; // a hand that moves the frame rests so long before it looks
constexpr int mostTenths = 150;
constexpr double shape = 771.0 / 600;
} // namespace

PhotoPresenter::PhotoPresenter(DeskHub& hub, ApplicationPresenter& application, QObject* parent)
    : QObject(parent), m_hub(hub), m_application(application)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMillis);
    connect(&m_rest, &QTimer::timeout, this, &PhotoPresenter::measure);
    connect(&m_application, &ApplicationPresenter::changed, this, [this] {
        if (m_generation >= 0 && (m_generation != m_application.generation() || !m_application.active()))
            close(); // the picture was another applicant's
    });
}

void PhotoPresenter::openFile(const QString& path)
{
    auto* port = m_hub.port().photo();
    if (port == nullptr)
        return;
    m_opening = true;
    m_generation = m_application.generation();
    m_rest.stop();
    m_application.beginPhoto();
    Q_EMIT measuredChanged();
    const int asked = ++m_asked;
    port->open(path.toStdString(), guarded<PhotoPicture>(this, [this, asked](const PhotoPicture& picture) {
        if (asked == m_asked)
            taken(picture, false);
    }));
}

void PhotoPresenter::openOctets(Bytes octets)
{
    auto* port = m_hub.port().photo();
    if (port == nullptr)
        return;
    m_opening = true;
    m_generation = m_application.generation();
    m_rest.stop();
    m_application.beginPhoto();
    Q_EMIT measuredChanged();
    const int asked = ++m_asked;
    port->openOctets(std::move(octets), guarded<PhotoPicture>(this, [this, asked](const PhotoPicture& picture) {
        if (asked == m_asked)
            taken(picture, false);
    }));
}

void PhotoPresenter::openKept()
{
    auto* port = m_hub.port().photo();
    if (port == nullptr || m_application.draft().portrait.empty() || hasPicture() || m_opening)
        return;
    m_opening = true;
    m_generation = m_application.generation();
    const int asked = ++m_asked;
    port->openOctets(m_application.draft().portrait, guarded<PhotoPicture>(this, [this, asked](const PhotoPicture& picture) {
        if (asked == m_asked)
            taken(picture, true);
    }));
}

void PhotoPresenter::taken(const PhotoPicture& picture, bool kept)
{
    m_opening = false;
    if (picture.failure) {
        if (!kept) {
            PortraitAnswer refused;
            refused.failure = picture.failure;
            m_application.takePhoto(refused);
        }
        Q_EMIT measuredChanged();
        return;
    }
    m_picture = picture;
    m_preview = QImage(m_picture.preview.data(), m_picture.previewWidth, m_picture.previewHeight, m_picture.previewWidth * 3, QImage::Format_RGB888).copy();
    m_picture.preview.clear();
    m_proposed = kept ? PhotoPart{0, 0, picture.width, 0} : picture.proposed;
    m_part = m_proposed;
    Q_EMIT pictureChanged();
    Q_EMIT partChanged();
    if (!kept)
        measure();
    else
        Q_EMIT measuredChanged();
}

void PhotoPresenter::close()
{
    ++m_asked;
    m_rest.stop();
    m_opening = m_measuring = false;
    m_generation = -1;
    m_picture = {};
    m_preview = {};
    if (auto* port = m_hub.port().photo())
        port->close();
    Q_EMIT pictureChanged();
}

void PhotoPresenter::setPart(PhotoPart part)
{
    if (!hasPicture())
        return;
    const int widest = std::min(m_picture.width, static_cast<int>(m_picture.height / shape));
    part.width = std::clamp(part.width, std::min(m_picture.smallestPart, widest), widest);
    part.left = std::clamp(part.left, 0, m_picture.width - part.width);
    part.top = std::clamp(part.top, 0, std::max(0, m_picture.height - part.height()));
    part.tenthsOfDegree = std::clamp(part.tenthsOfDegree, -mostTenths, mostTenths);
    if (part == m_part)
        return;
    m_part = part;
    m_rest.start();
    Q_EMIT partChanged();
    Q_EMIT measuredChanged();
}

void PhotoPresenter::move(int across, int down)
{
    auto part = m_part;
    const double step = std::max(1.0, part.width / 200.0);
    part.left += qRound(across * step);
    part.top += qRound(down * step);
    setPart(part);
}

void PhotoPresenter::scale(int steps)
{
    auto part = m_part;
    const int before = part.width;
    const int beforeHigh = part.height();
    part.width -= steps * std::max(1, before / 50);
    const int widest = std::min(m_picture.width, static_cast<int>(m_picture.height / shape));
    part.width = std::clamp(part.width, std::min(m_picture.smallestPart, widest), widest);
    part.left += (before - part.width) / 2;
    part.top += (beforeHigh - part.height()) / 2;
    setPart(part);
}

void PhotoPresenter::turn(int tenths)
{
    auto part = m_part;
    part.tenthsOfDegree += tenths;
    setPart(part);
}

void PhotoPresenter::reset() { setPart(m_proposed); }

void PhotoPresenter::measure()
{
    auto* port = m_hub.port().photo();
    if (port == nullptr || !hasPicture())
        return;
    m_measuring = true;
    const int asked = ++m_asked;
    Q_EMIT measuredChanged();
    port->use(m_picture.picture, m_part, guarded<PortraitAnswer>(this, [this, asked](const PortraitAnswer& answer) {
        if (asked != m_asked)
            return; // moved on meanwhile
        m_measuring = false;
        if (answer.failure && answer.failure->code == "PHOTO-NONE" && !m_application.draft().portrait.empty()) {
            m_picture = {}; // another page had a picture of its own in the hand meanwhile: this one goes on with what was taken of its own
            m_preview = {};
            Q_EMIT pictureChanged();
            return openKept();
        }
        m_application.takePhoto(answer);
        Q_EMIT measuredChanged();
    }));
}

std::vector<PhotoReasonChoice> PhotoPresenter::reasons() const
{
    auto* port = m_hub.port().photo();
    return port != nullptr ? port->reasons() : std::vector<PhotoReasonChoice>();
}

PhotoGuides PhotoPresenter::guides() const
{
    auto* port = m_hub.port().photo();
    return port != nullptr ? port->guides() : PhotoGuides();
}

} // namespace cardwright::ui
