#pragma once

#include <QComboBox>

namespace cardwright::ui {

/// A choice drawn as our fields are, with our own sign; its list keeps the house's rows. Does not change by the wheel of a mouse passing over it.
class ComboBox : public QComboBox {
    Q_OBJECT
public:
    explicit ComboBox(QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace cardwright::ui
