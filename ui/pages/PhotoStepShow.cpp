#include "ui/pages/PhotoStep.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/PhotoReasons.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/CropView.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QBuffer>
#include <QLocale>

#include <algorithm>
#include <set>

// What the photo step shows of its picture, and the camera.

namespace cardwright::ui {

namespace {

constexpr int cameraQuality = 96;
constexpr double headAt = 0.47; // middle of the head, of the part's height: as the part is proposed

CropGuides guidesFor(const PhotoGuides& asked)
{
    CropGuides guides;
    guides.crownLeast = std::max(0.02, headAt - asked.headMost / 2);
    guides.crownMost = headAt - asked.headLeast / 2;
    guides.chinLeast = headAt + asked.headLeast / 2;
    guides.chinMost = std::min(0.98, headAt + asked.headMost / 2);
    guides.eyes = headAt - 0.03;
    return guides;
}

/// Shown only when there is something to say: each has a neighbour that says the same of a good picture.
bool quietWhenGood(const std::string& check)
{
    static const std::set<std::string> quiet{"one-face", "clipped", "shade"};
    return quiet.count(check) > 0;
}

} // namespace

void PhotoStep::showPicture()
{
    const auto& picture = m_photo->picture();
    m_view->setPicture(m_photo->preview(), {picture.width, picture.height});
    m_view->setGuides(guidesFor(m_photo->guides()));
    showPart();
    showButtons();
}

void PhotoStep::showPart()
{
    const auto& part = m_photo->part();
    m_view->setFrame({static_cast<double>(part.left), static_cast<double>(part.top), static_cast<double>(part.width), part.tenthsOfDegree / 10.0});
    const auto put = [](Field* field, const QString& words) {
        if (field->edit()->hasFocus() && field->edit()->isModified())
            return; // being typed
        field->setText(words);
        field->clearWrong();
    };
    put(m_left, QString::number(part.left));
    put(m_top, QString::number(part.top));
    put(m_width, QString::number(part.width));
    put(m_turn, QString::number(part.tenthsOfDegree / 10.0, 'f', 1) + QChar(0x00B0));
}

void PhotoStep::readFields()
{
    if (!m_photo->hasPicture())
        return;
    bool whole = true;
    const auto number = [&whole](Field* field, double before) {
        if (!field->edit()->isModified())
            return before;
        auto words = field->text();
        words.remove(QStringLiteral("px")).remove(QChar(0x00B0));
        bool understood = false;
        const double value = QLocale::c().toDouble(words.trimmed().replace(QLatin1Char(','), QLatin1Char('.')), &understood);
        if (!understood) {
            field->setWrong(tr("A number"));
            whole = false;
            return before;
        }
        field->edit()->setModified(false);
        return value;
    };
    auto part = m_photo->part();
    part.left = qRound(number(m_left, part.left));
    part.top = qRound(number(m_top, part.top));
    part.width = qRound(number(m_width, part.width));
    part.tenthsOfDegree = qRound(number(m_turn, part.tenthsOfDegree / 10.0) * 10);
    m_photo->setPart(part);
    if (whole)
        showPart(); // what was brought inside the picture is shown as it is
}

void PhotoStep::showMeasures()
{
    emptyLayout(m_measures->body());
    auto measures = m_application.portrait().measures;
    std::stable_sort(measures.begin(), measures.end(), [](const auto& one, const auto& other) { return one.state > other.state; });
    const auto advised = std::count_if(measures.begin(), measures.end(), [](const auto& one) { return one.state != MeasureState::good; });
    const auto title = m_application.portraitLoading() || m_photo->opening() ? tr("Looking at the photo")
                       : m_application.draft().portrait.empty()             ? tr("A photo is needed")
                       : measures.empty()                                   ? tr("The photo of this application")
                       : advised == 1                                       ? tr("Good, but for one thing")
                       : advised > 1                                        ? tr("%1 things to look at").arg(advised)
                                                                            : tr("Good for the card");
    m_measures->body()->addWidget(named(new Label(title, TextStyle::Lead), "photo-verdict"));
    bool first = true;
    for (const auto& measure : measures) {
        const bool good = measure.state == MeasureState::good;
        if (good && quietWhenGood(measure.check))
            continue;
        const auto verdict = m_photo->measuring() ? VerdictRow::Verdict::Measuring : good ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Warns;
        auto* row = new VerdictRow(verdict, words::fromUtf8(measure.name), words::fromUtf8(measure.value));
        row->setObjectName(QStringLiteral("photo-check-") + words::fromUtf8(measure.check));
        row->setToolTip(words::fromUtf8(good ? measure.asked : measure.remedy));
        m_measures->body()->addWidget(row);
        if (!good && !first) // the first one's remedy stands in the panel below
            m_measures->body()->addWidget(new TextBlock(words::fromUtf8(measure.remedy), TextStyle::Compact, Colour::TextMuted));
        first = false;
    }
    if (measures.empty())
        m_measures->body()->addWidget(new TextBlock(tr("Face to the front, plain ground, shoulders in the picture."), TextStyle::Compact, Colour::TextMuted));
}

void PhotoStep::showAdvice()
{
    const auto& answer = m_application.portrait();
    const auto& reason = m_application.draft().photoReason;
    m_path->clearWrong();
    if (answer.failure) {
        const auto lines = words::failure(*answer.failure);
        m_path->setWrong(lines.cause);
        m_advice->setContent(Tone::Warning, QStringLiteral("warning"), tr("This picture is not used"),
                             failureLine(*answer.failure));
    } else if (m_application.photoAdvised() && !reason.empty()) {
        QString title = words::fromUtf8(reason);
        for (const auto& choice : m_photo->reasons())
            if (choice.id == reason)
                title = words::fromUtf8(choice.title);
        m_advice->setContent(Tone::Plain, QStringLiteral("info"), tr("Used as it is"), title);
    } else if (!answer.adviceTitle.empty()) {
        m_advice->setContent(Tone::Warning, QStringLiteral("info"), words::fromUtf8(answer.adviceTitle), words::fromUtf8(answer.adviceWords));
    }
    m_advice->setVisible(answer.failure || (m_application.photoAdvised() && !reason.empty()) || !answer.adviceTitle.empty());
}

void PhotoStep::showButtons()
{
    const bool advised = m_application.photoAdvised();
    m_fields->setVisible(m_photo->hasPicture() && !m_live);
    m_accept->setVisible(advised && !m_live);
    m_accept->setText(m_application.draft().photoReason.empty() ? tr("Use it as it is") : tr("Another reason"));
    m_reasons->setVisible(m_asking && advised && !m_live);
    // Beside advice there is no room for it: what is to be done comes first.
    m_face->setVisible(m_reasons->isHidden() && m_advice->isHidden() && !m_application.draft().portrait.empty());
    m_faceWords->setVisible(!m_face->isHidden());
    if (m_application.portraitLoading() || m_photo->measuring())
        m_next->setBusy(tr("Looking"));
    else
        m_next->clearBusy();
    m_next->setText(m_live ? tr("Take the picture") : m_application.checkOnly() ? tr("Use this photo") : tr("Passcode next"));
    if (m_live && m_frameNow.isNull())
        m_next->hold(tr("The camera gives no picture yet."));
    else if (m_live || m_application.photoDone())
        m_next->release();
    else
        m_next->hold(advised ? tr("Take it again, or give a reason.") : tr("A photo comes first."));
    m_frame->setFooterWords(m_next->isHeld() ? m_next->heldReason() : QString());
    m_camera->setText(m_live ? tr("Stop the camera") : tr("Camera"));
}

void PhotoStep::askReason(bool asking)
{
    m_asking = asking;
    showButtons();
    if (!asking)
        return;
    bringIntoView(m_reasons);
    m_reasons->takeFocus();
}

void PhotoStep::findCameraOnce()
{
    if (m_cameraLooked)
        return;
    m_cameraLooked = true;
    auto found = m_findCamera();
    m_cameraSource.reset(found.source);
    if (m_cameraSource == nullptr) {
        m_camera->hold(found.why);
        return;
    }
    const auto look = [this] {
        const auto trouble = m_cameraSource->trouble();
        if (trouble.isEmpty())
            m_camera->release();
        else
            m_camera->hold(trouble);
    };
    look();
    connect(m_cameraSource.get(), &CameraSource::changed, this, look);
    connect(m_cameraSource.get(), &CameraSource::frame, this, [this](const QImage& image) {
        if (!m_live)
            return;
        const bool first = m_frameNow.isNull();
        m_frameNow = image;
        m_view->setLive(image);
        if (first)
            showButtons();
    });
    connect(m_cameraSource.get(), &CameraSource::failed, this, [this](const QString& why) {
        stopCamera();
        Q_EMIT said(why);
        announce(m_camera, why);
    });
}

void PhotoStep::camera()
{
    if (m_live)
        return stopCamera();
    if (m_cameraSource == nullptr)
        return;
    m_live = true;
    m_frameNow = {};
    askReason(false);
    m_cameraSource->start();
    showButtons();
    m_next->setFocus();
}

void PhotoStep::stopCamera()
{
    if (!m_live)
        return;
    m_live = false;
    m_frameNow = {};
    m_view->setLive({});
    if (m_cameraSource)
        m_cameraSource->stop();
    showButtons();
}

void PhotoStep::capture()
{
    // The same path as a file: what a camera gives is looked at as strictly.
    QByteArray octets;
    QBuffer buffer(&octets);
    buffer.open(QIODevice::WriteOnly);
    const bool kept = m_frameNow.save(&buffer, "JPG", cameraQuality);
    stopCamera();
    if (kept)
        m_photo->openOctets(Bytes(octets.begin(), octets.end()));
}

} // namespace cardwright::ui
