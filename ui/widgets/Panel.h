#pragma once

#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"

#include <QFrame>

class QVBoxLayout;
class QHBoxLayout;

namespace cardwright::ui {

class Label;
class TextBlock;
class ActionButton;

/// Surface with a hairline and radius 10, or soft ground in a tone. Never inside another panel: divide with a Divider.
class Panel : public QFrame {
    Q_OBJECT
public:
    explicit Panel(QWidget* parent = nullptr);
    explicit Panel(Tone tone, QWidget* parent = nullptr);
    void setTone(Tone tone);
    Tone tone() const { return m_tone; }
    /// A vertical layout with padding 20; setPadding(0) for lists that run to the edge.
    QVBoxLayout* body() const { return m_body; }
    void setPadding(int pixels);
    /// Panels that take the focus (the likeness question) show the ring; dashed for a card that is missing.
    void setDashed(bool dashed);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone;
    bool m_dashed = false;
    QVBoxLayout* m_body;
};

/// A hairline.
class Divider : public QWidget {
    Q_OBJECT
public:
    explicit Divider(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Qt::Orientation m_orientation;
};

/// One per page: sign, title, one line, at most one button. Announced when it appears.
class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);
    Banner(Tone tone, const QString& iconName, const QString& title, const QString& line, QWidget* parent = nullptr);
    void setContent(Tone tone, const QString& iconName, const QString& title, const QString& line);
    /// The quiet words left of the button ("Next try in 0:48").
    void setAside(const QString& words);
    /// The banner takes the button; nullptr takes it away.
    void setButton(ActionButton* button);
    ActionButton* button() const { return m_button; }
    Tone tone() const { return m_tone; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Accent;
    QString m_iconName;
    QHBoxLayout* m_row;
    Label* m_title;
    TextBlock* m_line;
    Label* m_aside;
    ActionButton* m_button = nullptr;
};

} // namespace cardwright::ui
