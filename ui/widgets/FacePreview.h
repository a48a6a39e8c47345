#pragma once

#include "ui/print/FaceRenderer.h"

#include <QWidget>

#include <memory>

namespace cardwright::ui {

/// One side of a card or badge as it will be printed, drawn by the renderer that prints it.
class FacePreview final : public QWidget {
    Q_OBJECT

public:
    explicit FacePreview(FaceSide side, PrintUse use, QWidget* parent = nullptr);
    void setFace(std::shared_ptr<const PrintPolicy> policy, const FaceContent& content);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {344, heightForWidth(344)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    FaceSide m_side;
    PrintUse m_use;
    std::shared_ptr<const PrintPolicy> m_policy;
    FaceContent m_content;
};

} // namespace cardwright::ui
