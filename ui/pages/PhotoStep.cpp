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
#include "ui/widgets/TextBlock.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr int viewTallest = 312; // with both rows below it fits a window of 800
constexpr int viewLow = 232;     // in a low window the frame's fields stay in sight
constexpr int lowWindow = 760;
}

PhotoStep::PhotoStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent, CameraFinder camera)
    : FlowPage(hub, application, parent), m_photo(new PhotoPresenter(hub, application, this)), m_findCamera(std::move(camera))
{
    setObjectName(QStringLiteral("photo-step"));
    setAcceptDrops(true);
    m_frame->setWork(makeWork());
    m_frame->setSide(makeSide());
    m_accept = named(new SecondaryButton(tr("Use it as it is")), "photo-accept", tr("Use it as it is, with a reason"));
    m_accept->setKeyCap(QStringLiteral("U"));
    m_accept->setSize(ActionButton::Size::Choice);
    m_frame->footerRight()->addWidget(m_accept);
    m_next = makePrimary("photo-next", tr("Passcode next"));
    connect(m_accept, &ActionButton::clicked, this, [this] { askReason(!m_asking); });
    connect(m_next, &ActionButton::clicked, this, [this] {
        if (m_live)
            capture();
        else
            Q_EMIT nextWanted();
    });
    connect(m_photo, &PhotoPresenter::pictureChanged, this, &PhotoStep::showPicture);
    connect(m_photo, &PhotoPresenter::partChanged, this, &PhotoStep::showPart);
    connect(m_photo, &PhotoPresenter::measuredChanged, this, [this] {
        showMeasures();
        showButtons();
    });
    connect(&m_application, &ApplicationPresenter::portraitAnswered, this, [this] {
        if (!isVisible())
            return;
        announce(this, m_advice->isVisible() ? m_advice->accessibleName() : tr("Photo taken over"));
        const bool moving = m_view->hasFocus() || m_fields->isAncestorOf(focusWidget());
        if (m_application.portrait().failure)
            m_path->edit()->setFocus();
        else if (!moving)
            m_next->setFocus();
    });
}

PhotoStep::~PhotoStep() = default;

QWidget* PhotoStep::makeWork()
{
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_view = named(new CropView, "photo-view", tr("The photo and the part of it that is used"));
    connect(m_view, &CropView::moveAsked, m_photo, &PhotoPresenter::move);
    connect(m_view, &CropView::scaleAsked, m_photo, &PhotoPresenter::scale);
    connect(m_view, &CropView::turnAsked, m_photo, &PhotoPresenter::turn);
    connect(m_view, &CropView::resetAsked, m_photo, &PhotoPresenter::reset);
    connect(m_view, &CropView::dragged, this, [this](double across, double down) {
        auto part = m_photo->part();
        part.left += qRound(across);
        part.top += qRound(down);
        m_photo->setPart(part);
    });
    m_view->setMaximumHeight(viewTallest);
    column->addWidget(m_view, 1000);
    m_fields = named(new QWidget, "photo-fields");
    m_fields->setLayout(makeFields());
    column->addWidget(m_fields);
    column->addLayout(makeSources());
    column->addStretch(1); // a long list beside it does not stretch the picture out of sight
    return work;
}

QLayout* PhotoStep::makeFields()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    const auto field = [&](const char* name, const QString& label, const QString& keys) {
        auto* made = named(new Field(label), qPrintable(QLatin1String(name) + QStringLiteral("-field")));
        named(made->edit(), name, label);
        made->setHint(keys);
        made->setMinimumWidth(64);
        row->addWidget(made, 1);
        connect(made, &Field::edited, this, &PhotoStep::readFields);
        return made;
    };
    m_left = field("photo-left", tr("Left, px"), tr("Left, Right"));
    m_top = field("photo-top", tr("Top, px"), tr("Up, Down"));
    m_width = field("photo-width", tr("Width, px"), tr("+ and -"));
    m_turn = field("photo-turn", tr("Turned"), tr("[ and ]"));
    m_reset = named(new SecondaryButton(tr("Reset")), "photo-reset", tr("The part as it was proposed"));
    m_reset->setKeyCap(tr("Home"));
    row->addWidget(m_reset, 0, Qt::AlignVCenter);
    connect(m_reset, &ActionButton::clicked, m_photo, &PhotoPresenter::reset);
    return row;
}

QLayout* PhotoStep::makeSources()
{
    m_path = new Field(tr("Photo file"));
    m_path->setPath();
    m_path->setObjectName(QStringLiteral("photo-path-field"));
    named(m_path->edit(), "photo-path", tr("Photo file"));
    m_path->setHint(tr("JPEG or PNG; or drop it here"));
    m_browse = named(new SecondaryButton(tr("From a file")), "photo-browse", tr("Choose a photo file"));
    m_browse->setKeyCap(tr("Ctrl O"));
    m_camera = named(new SecondaryButton(tr("Camera")), "photo-camera", tr("Take the photo with the camera"));
    m_camera->setKeyCap(QStringLiteral("C"));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_path, 1);
    row->addWidget(m_browse, 0, Qt::AlignVCenter);
    row->addWidget(m_camera, 0, Qt::AlignVCenter);
    connect(m_path->edit(), &QLineEdit::returnPressed, this, [this] { load(m_path->text()); });
    connect(m_browse, &ActionButton::clicked, this, &PhotoStep::browse);
    connect(m_camera, &ActionButton::clicked, this, &PhotoStep::camera);
    connect(m_camera, &ActionButton::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_camera, why);
    });
    return row;
}

QWidget* PhotoStep::makeSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_measures = named(new Panel, "photo-measures", tr("What was measured"));
    m_measures->setPadding(16);
    m_measures->body()->setSpacing(0);
    m_advice = named(new Banner, "photo-advice");
    m_advice->hide();
    m_reasons = new PhotoReasons;
    m_reasons->hide();
    m_face = named(new CardFace, "photo-face", tr("The card as it will be printed"));
    m_faceWords = new TextBlock(tr("So it will be printed."), TextStyle::Compact, Colour::TextMuted);
    column->addWidget(m_measures);
    column->addWidget(m_advice);
    column->addWidget(m_reasons);
    column->addWidget(m_face);
    column->addWidget(m_faceWords);
    column->addStretch(1);
    connect(m_reasons, &PhotoReasons::chosen, this, [this](const std::string& reason) {
        m_application.setPhotoReason(reason);
        askReason(false);
        m_next->setFocus();
    });
    return side;
}

void PhotoStep::bindKeys()
{
    FlowPage::bindKeys();
    m_reasons->bindKeys(this);
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_O), m_browse);
    bindKey(this, QKeySequence(Qt::Key_C), m_camera);
    bindKey(this, QKeySequence(Qt::Key_U), m_accept);
    const auto open = [this] { return m_photo->hasPicture() && !m_live; };
    bindKey(this, QKeySequence(Qt::Key_Plus), [this] { m_photo->scale(1); }, open);
    bindKey(this, QKeySequence(Qt::Key_Minus), [this] { m_photo->scale(-1); }, open);
    bindKey(this, QKeySequence(Qt::Key_BracketLeft), [this] { m_photo->turn(-5); }, open);
    bindKey(this, QKeySequence(Qt::Key_BracketRight), [this] { m_photo->turn(5); }, open);
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
    if (path.trimmed().isEmpty())
        return;
    stopCamera();
    askReason(false);
    m_photo->openFile(path.trimmed());
}

void PhotoStep::refresh()
{
    const auto& draft = m_application.draft();
    if (m_shown != draft.photoReference || draft.portrait.empty()) {
        m_shown = draft.photoReference;
        m_face->setContent(draft.portrait.empty() && draft.person.familyName.empty() ? blankFace(m_hub.site())
                                                                                      : faceOf(m_application.holder(), m_hub.site()));
    }
    if (m_pathOf != m_application.generation()) { // the path was another applicant's
        m_pathOf = m_application.generation();
        m_path->setText({});
        m_asking = false;
    }
    m_photo->openKept();
    m_reasons->setReasons(m_photo->reasons());
    showMeasures();
    showAdvice();
    showButtons();
}

void PhotoStep::takeFocus()
{
    findCameraOnce();
    if (m_application.photoDone())
        m_next->setFocus();
    else if (m_photo->hasPicture())
        m_view->setFocus();
    else
        m_path->edit()->setFocus();
}

bool PhotoStep::stepBack()
{
    if (m_live) {
        stopCamera();
        return true;
    }
    if (!m_asking)
        return false;
    askReason(false);
    m_accept->setFocus();
    return true;
}

void PhotoStep::resizeEvent(QResizeEvent* event)
{
    m_view->setMaximumHeight(window()->height() < lowWindow ? viewLow : viewTallest);
    FlowPage::resizeEvent(event);
}

void PhotoStep::hideEvent(QHideEvent* event)
{
    stopCamera(); // nobody is filmed while another page is seen
    FlowPage::hideEvent(event);
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
