#pragma once

#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"

#include <QWidget>

namespace cardwright::ui {

/// Running text over more than one line with the line height of its style (QSS knows none). Lines end before 70 characters.
class TextBlock : public QWidget {
    Q_OBJECT
public:
    explicit TextBlock(const QString& words = {}, TextStyle style = TextStyle::Body, Colour ink = Colour::TextSecondary, QWidget* parent = nullptr);
    void setText(const QString& words);
    QString text() const { return m_words; }
    void setStyleOf(TextStyle style);
    void setInk(Colour ink);
    /// Ink of a tone on its soft ground, for text inside tinted panels.
    void setToneInk(Tone tone);
    void setMaximumLineWidth(int pixels);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int measure(int width) const;
    QString m_words;
    TextStyle m_style;
    Colour m_ink;
    Tone m_tone = Tone::Plain;
    bool m_toned = false;
    int m_maximumLine = 0;
};

} // namespace cardwright::ui
