#include "ui/pages/PhotoStep.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>
#include <QUrl>
#include <QVBoxLayout>

namespace cardwright::ui {

PortraitView::PortraitView(QWidget* parent) : QWidget(parent)
{
    named(this, "photo-view", tr("The photo"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMinimumHeight(240);
}

void PortraitView::setPortrait(const QImage& portrait)
{
    m_portrait = portrait;
    setAccessibleDescription(portrait.isNull() ? tr("No photo yet") : tr("%1 by %2 pixels").arg(portrait.width()).arg(portrait.height()));
    update();
}

void PortraitView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath ground;
    ground.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusPanel, metrics::radiusPanel);
    painter.fillPath(ground, colour(Colour::SurfaceSunken));
    painter.setPen(QPen(colour(Colour::Border), Theme::current().hairline()));
    painter.drawPath(ground);
    const qreal tall = height() - 48;
    const QSizeF size(tall * 35 / 45, tall);
    const QRectF frame(QPointF((width() - size.width()) / 2, 24), size);
    if (m_portrait.isNull()) {
        Theme::current().icons().draw(painter, frame.adjusted(0, 0, 0, -40), QStringLiteral("person"), 64, colour(Colour::TextMuted));
        painter.setFont(fontOf(TextStyle::Body));
        painter.setPen(colour(Colour::TextMuted));
        painter.drawText(QRectF(0, frame.center().y() + 24, width(), 24), Qt::AlignHCenter | Qt::AlignVCenter, tr("No photo yet"));
        return;
    }
    painter.drawImage(frame, m_portrait);
    painter.setPen(QPen(QColor(Qt::white), 4));
    const qreal corner = 28;
    const QPointF corners[] = {frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight()};
    for (const auto& at : corners) {
        const qreal across = at.x() < frame.center().x() ? corner : -corner;
        const qreal down = at.y() < frame.center().y() ? corner : -corner;
        painter.drawLine(at, at + QPointF(across, 0));
        painter.drawLine(at, at + QPointF(0, down));
    }
}

PhotoStep::PhotoStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : FlowPage(hub, application, parent)
{
    setObjectName(QStringLiteral("photo-step"));
    setAcceptDrops(true);
    m_frame->setWork(makeWork());
    m_frame->setSide(makeSide());
    m_next = makePrimary("photo-next", tr("Passcode next"));
    connect(m_next, &ActionButton::clicked, this, &FlowPage::nextWanted);
    connect(&m_application, &ApplicationPresenter::portraitAnswered, this, [this] {
        if (!isVisible())
            return;
        announce(this, m_advice->isVisible() ? m_advice->accessibleName() : tr("Photo taken over"));
        if (m_application.photoDone() && !m_application.portrait().failure)
            m_next->setFocus();
        else
            m_path->edit()->setFocus();
    });
}

QWidget* PhotoStep::makeWork()
{
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    m_view = new PortraitView;
    m_path = new Field(tr("Photo file"));
    m_path->setObjectName(QStringLiteral("photo-path-field"));
    named(m_path->edit(), "photo-path", tr("Photo file"));
    m_path->setHint(tr("JPEG or PNG up to 20 MB; or drop it here"));
    m_browse = named(new SecondaryButton(tr("From a file")), "photo-browse", tr("Choose a photo file"));
    m_browse->setIconName(QStringLiteral("photo"));
    m_browse->setKeyCap(tr("Ctrl O"));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_path, 1);
    row->addWidget(m_browse, 0, Qt::AlignVCenter);
    column->addWidget(m_view, 1);
    column->addLayout(row);
    connect(m_path->edit(), &QLineEdit::returnPressed, this, [this] { load(m_path->text()); });
    connect(m_browse, &ActionButton::clicked, this, &PhotoStep::browse);
    return work;
}

QWidget* PhotoStep::makeSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    m_measures = named(new Panel, "photo-measures", tr("What was measured"));
    m_measures->body()->setSpacing(0);
    m_advice = named(new Banner, "photo-advice");
    m_advice->hide();
    m_face = named(new CardFace, "photo-face", tr("The card as it will be printed"));
    m_faceWords = new TextBlock(tr("So it will be printed."), TextStyle::Compact, Colour::TextMuted);
    column->addWidget(m_measures);
    column->addWidget(m_advice);
    column->addWidget(m_face);
    column->addWidget(m_faceWords);
    column->addStretch(1);
    return side;
}

void PhotoStep::bindKeys()
{
    FlowPage::bindKeys();
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_O), m_browse);
}

void PhotoStep::browse()
{
    auto* dialog = new QFileDialog(this, tr("Choose a photo"), QString(), tr("Photos (*.jpg *.jpeg *.png)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setModal(false);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_path->setText(path);
        load(path);
    });
    dialog->show();
}

void PhotoStep::load(const QString& path)
{
    if (!path.trimmed().isEmpty())
        m_application.loadPortrait(path.trimmed());
}

void PhotoStep::showMeasures()
{
    emptyLayout(m_measures->body());
    const auto& answer = m_application.portrait();
    auto measures = answer.measures;
    std::stable_sort(measures.begin(), measures.end(), [](const auto& one, const auto& other) { return one.state > other.state; });
    const bool anyTrouble = !measures.empty() && measures.front().state != MeasureState::good;
    const auto title = m_application.portraitLoading()    ? tr("Looking at the photo")
                       : m_application.draft().portrait.empty() ? tr("A photo is needed")
                       : anyTrouble                            ? tr("Taken over, with advice")
                                                               : tr("Good for the card");
    m_measures->body()->addWidget(new Label(title, TextStyle::Lead));
    for (const auto& measure : measures) {
        const auto verdict = measure.state == MeasureState::good      ? VerdictRow::Verdict::Passes
                             : measure.state == MeasureState::warning ? VerdictRow::Verdict::Warns
                                                                      : VerdictRow::Verdict::Fails;
        m_measures->body()->addWidget(new VerdictRow(verdict, words::fromUtf8(measure.name), words::fromUtf8(measure.value)));
    }
    if (measures.empty())
        m_measures->body()->addWidget(new TextBlock(tr("Face to the front, plain ground, shoulders in the picture."), TextStyle::Compact, Colour::TextMuted));
}

void PhotoStep::refresh()
{
    const auto& draft = m_application.draft();
    const auto& answer = m_application.portrait();
    if (m_shown != draft.photoReference || draft.portrait.empty()) {
        m_shown = draft.photoReference;
        m_view->setPortrait(draft.portrait.empty() ? QImage()
                                                   : QImage::fromData(draft.portrait.data(), static_cast<int>(draft.portrait.size())));
        m_face->setContent(draft.portrait.empty() && draft.person.familyName.empty() ? blankFace(m_hub.site())
                                                                                      : faceOf(m_application.holder(), m_hub.site()));
    }
    showMeasures();
    m_path->clearWrong();
    if (m_pathOf != m_application.generation()) { // the path was another applicant's
        m_pathOf = m_application.generation();
        m_path->setText({});
    }
    if (answer.failure) {
        const auto lines = words::failure(*answer.failure);
        m_path->setWrong(lines.cause);
        m_advice->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next + QStringLiteral(" (") + lines.code + QLatin1Char(')'));
    } else if (!answer.adviceTitle.empty()) {
        m_advice->setContent(Tone::Warning, QStringLiteral("info"), words::fromUtf8(answer.adviceTitle), words::fromUtf8(answer.adviceWords));
    }
    m_advice->setVisible(answer.failure || !answer.adviceTitle.empty());
    if (m_application.portraitLoading())
        m_next->setBusy(tr("Looking"));
    else
        m_next->clearBusy();
    if (m_application.photoDone())
        m_next->release();
    else
        m_next->hold(tr("A photo comes first."));
    m_frame->setFooterWords(m_next->isHeld() ? m_next->heldReason() : QString());
}

void PhotoStep::takeFocus()
{
    if (m_application.photoDone())
        m_next->setFocus();
    else
        m_path->edit()->setFocus();
}

void PhotoStep::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void PhotoStep::dropEvent(QDropEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty() || !urls.first().isLocalFile())
        return;
    m_path->setText(urls.first().toLocalFile());
    load(m_path->text());
}

} // namespace cardwright::ui
