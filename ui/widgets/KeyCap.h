#pragma once

#include <QWidget>

namespace cardwright::ui {

/// A key drawn as a 22 px cap. Words, not arrows: "Enter", "Esc", "Ctrl K", "F8".
class KeyCap : public QWidget {
    Q_OBJECT
public:
    explicit KeyCap(const QString& words, QWidget* parent = nullptr);
    void setWords(const QString& words);
    QString words() const { return m_words; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    static int widthOf(const QString& words);
    static void paint(QPainter& painter, const QRectF& place, const QString& words, const QColor& ground, const QColor& border, const QColor& ink);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_words;
};

} // namespace cardwright::ui
