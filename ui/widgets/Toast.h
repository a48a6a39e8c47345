#pragma once

#include <QVector>
#include <QWidget>

class QTimer;

namespace cardwright::ui {

/// 4 seconds, only for what needs no answer. Announced. It stands at the bottom centre above the strip, or in the nearest place upwards from there
/// where it covers nothing that is read or pressed.
class Toast : public QWidget {
    Q_OBJECT
public:
    explicit Toast(QWidget* parent);
    /// The sign claims neither that something was done nor that it was not: why something is held is said here as well.
    void show(const QString& words, const QString& iconName = QStringLiteral("info"));
    QString words() const { return m_words; }
    void setBottomMargin(int pixels);
    /// Looks for its place once more when what is below it has changed.
    void placeAgain();
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QVector<QRect> readBelow() const;
    void place();
    QString m_words;
    QString m_iconName;
    int m_bottom = 76;
    QTimer* m_timer;
    QTimer* m_look; ///< while it stands: an answer may come and fill what was empty below it
};

} // namespace cardwright::ui
