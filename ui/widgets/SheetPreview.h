#pragma once

#include "ui/print/Paper.h"

#include <QWidget>

#include <vector>

namespace cardwright::ui {

/// Sheets of paper one below the other, drawn by what prints them. Its words are the description for those who do not see it.
class SheetPreview final : public QWidget {
    Q_OBJECT

public:
    explicit SheetPreview(QWidget* parent = nullptr);
    void setSheets(std::vector<PaperSheet> sheets);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {420, heightForWidth(420)}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    double scaleOf(int width) const { return width / PaperSheet::width; }
    std::vector<PaperSheet> m_sheets;
};

} // namespace cardwright::ui
