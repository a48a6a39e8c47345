#pragma once

#include <QFocusFrame>

class QApplication;

namespace cardwright::ui {

/// The one focus ring: 2 px in the focus colour, 2 px off the control, radius + 4; inside for rows and cells (property "focusInside").
/// Follows the focus of its window, for keyboard and mouse alike. A widget's radius comes from the property "focusRadius" (8 unless told).
class FocusRing : public QFocusFrame {
    Q_OBJECT
public:
    explicit FocusRing(QWidget* window);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow(QWidget* now);
    QWidget* m_window;
};

} // namespace cardwright::ui
