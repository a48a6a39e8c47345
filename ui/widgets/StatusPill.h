#pragma once

#include "ui/theme/Theme.h"

#include <QWidget>

namespace cardwright::ui {

/// 26 high, always sign and word.
class StatusPill : public QWidget {
    Q_OBJECT
public:
    explicit StatusPill(QWidget* parent = nullptr);
    StatusPill(Tone tone, const QString& iconName, const QString& words, QWidget* parent = nullptr);
    void setState(Tone tone, const QString& iconName, const QString& words);
    QString words() const { return m_words; }
    Tone tone() const { return m_tone; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool m_dot = false;

private:
    Tone m_tone = Tone::Plain;
    QString m_iconName;
    QString m_words;
};

/// What is true of the centre: a filled dot when it answers, the crossed cloud when it does not. A change is announced.
class ConnectionPill : public StatusPill {
    Q_OBJECT
public:
    explicit ConnectionPill(QWidget* parent = nullptr);
    void setConnected(const QString& words);    ///< "Centre connected"
    void setUnreachable(const QString& words);  ///< "Not reachable since 09:14, 7 waiting, 4 days left"
    bool isConnected() const { return m_dot; }
};

} // namespace cardwright::ui
