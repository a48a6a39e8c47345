#pragma once

#include <QWidget>

class QTimer;

namespace cardwright::ui {

/// 4 seconds at the bottom centre above the strip, only for what needs no answer. Announced.
class Toast : public QWidget {
    Q_OBJECT
public:
    explicit Toast(QWidget* parent);
    void show(const QString& words, const QString& iconName = QStringLiteral("check"));
    QString words() const { return m_words; }
    void setBottomMargin(int pixels);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    QString m_words;
    QString m_iconName;
    int m_bottom = 76;
    QTimer* m_timer;
};

} // namespace cardwright::ui
