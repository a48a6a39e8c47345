#pragma once

#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"

#include <QLabel>

namespace cardwright::ui {

/// A line of text in a style and a colour of the theme; follows a change of appearance. Plain text only. It draws itself: fonts and palettes of a
/// widget below a style sheet do not reliably follow a later change.
class Label : public QLabel {
    Q_OBJECT
public:
    explicit Label(const QString& words, TextStyle style = TextStyle::Body, Colour ink = Colour::Text, QWidget* parent = nullptr);
    void setInk(Colour ink);
    void setStyleOf(TextStyle style);
    void setWeight(QFont::Weight weight); ///< instead of the style's own
    /// Cuts with an ellipsis instead of asking for its whole width; the whole text is in the tooltip and for assistive technology.
    void setElided(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont ownFont() const;
    QSize margins() const;
    TextStyle m_style;
    Colour m_ink;
    int m_weight = 0;
    bool m_elided = false;
};

/// A user number, time or countdown in cells of one width. Copy gives it without spaces.
class DigitsLabel : public QWidget {
    Q_OBJECT
public:
    explicit DigitsLabel(const QString& text = {}, TextStyle style = TextStyle::Body, Colour ink = Colour::Text, QWidget* parent = nullptr);
    void setText(const QString& text);
    QString text() const { return m_text; }
    QString textToCopy() const;
    void setInk(Colour ink);
    void setAlignment(Qt::Alignment alignment);
    void copy() const; ///< to the clipboard, without spaces
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    TextStyle m_style;
    Colour m_ink;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

/// A sign on its own, tinted, following the theme.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(const QString& iconName, int size = 20, Colour ink = Colour::TextSecondary, QWidget* parent = nullptr);
    void setIconName(const QString& name);
    void setInk(Colour ink);
    QSize sizeHint() const override { return {m_size, m_size}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_iconName;
    int m_size;
    Colour m_ink;
};

} // namespace cardwright::ui
