#pragma once

#include "ui/pages/FlowPage.h"

#include <QImage>

namespace cardwright::ui {

class Banner;
class CardFace;
class Field;
class Label;
class Panel;
class TextBlock;
class PortraitView;

/// A portrait from a file: looked at, measured, shown as it will be on the card. Nothing has to be dragged.
class PhotoStep final : public FlowPage {
    Q_OBJECT

public:
    PhotoStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys() override;

protected:
    void refresh() override;
    void takeFocus() override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeWork();
    QWidget* makeSide();
    void load(const QString& path);
    void browse();
    void showMeasures();

    PortraitView* m_view;
    int m_pathOf = 0; ///< the application's generation
    Field* m_path;
    SecondaryButton* m_browse;
    Panel* m_measures;
    Banner* m_advice;
    CardFace* m_face;
    TextBlock* m_faceWords;
    PrimaryButton* m_next;
    std::string m_shown; ///< photo reference of the picture drawn
};

/// The portrait in its frame of 35:45, or a quiet outline where there is none.
class PortraitView final : public QWidget {
    Q_OBJECT

public:
    explicit PortraitView(QWidget* parent = nullptr);
    void setPortrait(const QImage& portrait);
    QSize sizeHint() const override { return {520, 340}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_portrait;
};

} // namespace cardwright::ui
