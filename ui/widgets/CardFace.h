#pragma once

#include "ui/widgets/CardFacePainter.h"

#include <QWidget>

namespace cardwright::ui {

/// The card on screen: the printed face with one hairline, no shadow, no tilt; keeps 85.60:53.98. The face is drawn once per size.
class CardFace : public QWidget {
    Q_OBJECT
public:
    explicit CardFace(QWidget* parent = nullptr);
    void setContent(const CardFaceContent& content);
    const CardFaceContent& content() const { return m_content; }
    /// Dashed frame of the pulled card ("put the same card back").
    void setMissing(bool missing);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {400, 252}; }
    QSize minimumSizeHint() const override { return {200, 126}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    CardFaceContent m_content;
    bool m_missing = false;
    QImage m_drawn;
};

} // namespace cardwright::ui
