#pragma once

#include "ui/camera/CameraSource.h"
#include "ui/pages/FlowPage.h"
#include "ui/presenters/PhotoPresenter.h"

#include <QImage>

#include <memory>

namespace cardwright::ui {

class Banner;
class CardFace;
class CropView;
class Field;
class Panel;
class PhotoReasons;
class TextBlock;

/// A portrait from a file or the camera: the part that is used, what was measured of it, and how it will be on the card. Everything that the
/// mouse does, keys and fields do as well.
class PhotoStep final : public FlowPage {
    Q_OBJECT

public:
    PhotoStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr, CameraFinder camera = &findCamera);
    ~PhotoStep() override;
    void bindKeys() override;

protected:
    void refresh() override;
    void takeFocus() override;
    bool stepBack() override;
    std::pair<QString, QString> checkHead() const override { return {tr("A new photo"), tr("Photo")}; }
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeWork();
    QLayout* makeFields();
    QLayout* makeSources();
    QWidget* makeSide();
    void load(const QString& path);
    void browse();
    void showPicture();
    void showPart();
    void showMeasures();
    void showAdvice();
    void showButtons();
    void readFields();
    void askReason(bool asking);
    void camera();
    void findCameraOnce();
    void stopCamera();
    void capture();

    PhotoPresenter* m_photo;
    CameraFinder m_findCamera;
    std::unique_ptr<CameraSource> m_cameraSource;
    QString m_cameraTrouble;
    bool m_cameraLooked = false;
    bool m_live = false;
    QImage m_frameNow;
    CropView* m_view;
    Field* m_left;
    Field* m_top;
    Field* m_width;
    Field* m_turn;
    QWidget* m_fields;
    SecondaryButton* m_reset;
    Field* m_path;
    int m_pathOf = 0; ///< the application's generation
    SecondaryButton* m_browse;
    SecondaryButton* m_camera;
    Panel* m_measures;
    Banner* m_advice;
    PhotoReasons* m_reasons;
    bool m_asking = false;
    CardFace* m_face;
    TextBlock* m_faceWords;
    SecondaryButton* m_accept;
    PrimaryButton* m_next;
    std::string m_shown; ///< photo reference of the picture drawn
};

} // namespace cardwright::ui
