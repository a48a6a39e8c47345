#pragma once

#include <QImage>
#include <QWidget>

namespace cardwright::ui {

/// Which part of a picture is used, in the picture's pixels; its shape is the card's, 35 to 45.
struct CropFrame {
    double left = 0;
    double top = 0;
    double width = 0;
    double degrees = 0; ///< the picture is turned clockwise about the frame's middle
    double height() const { return width * 771 / 600; }
};

/// Shares of the frame's height.
struct CropGuides {
    double crownLeast = 0.07, crownMost = 0.25;
    double chinLeast = 0.70, chinMost = 0.87;
    double eyes = 0.42;
};

/// A picture under a frame of the card's shape: dimmed outside it, bands for crown and chin, a head's outline, a dashed eye line. The frame
/// stands still and the picture moves under it: by dragging, by the wheel, and by keys while it has the focus (arrows, + and -, [ and ];
/// Shift: coarser; Home: as proposed). It never changes anything itself: it asks.
class CropView final : public QWidget {
    Q_OBJECT
public:
    explicit CropView(QWidget* parent = nullptr);
    /// size: of the picture in its own pixels; the image may be a smaller copy.
    void setPicture(const QImage& image, const QSize& size);
    void setFrame(const CropFrame& frame);
    void setGuides(const CropGuides& guides);
    /// The camera's picture instead, while it lasts; a null image ends it.
    void setLive(const QImage& image);
    /// Said where there is no picture.
    void setEmptyWords(const QString& words);
    bool hasPicture() const { return !m_image.isNull(); }
    QSize sizeHint() const override { return {520, 340}; }
    QSize minimumSizeHint() const override { return {280, 220}; }

Q_SIGNALS:
    void moveAsked(int across, int down); ///< steps of the frame
    void dragged(double across, double down); ///< of the frame, in the picture's pixels
    void scaleAsked(int steps);
    void turnAsked(int tenths);
    void resetAsked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QRectF frameRect() const;
    void paintGuides(QPainter& painter, const QRectF& frame) const;
    void paintLabels(QPainter& painter, const QRectF& frame) const;
    void describe();

    QImage m_image;
    QImage m_live;
    QSize m_size;
    CropFrame m_frame;
    CropGuides m_guides;
    QString m_empty;
    QPointF m_last;
    int m_wheel = 0;
    bool m_dragging = false;
};

} // namespace cardwright::ui
