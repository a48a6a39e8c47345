// How the buttons look; what they do is in ActionButton.cpp.
#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/KeyCap.h"
#include "ui/widgets/Paint.h"

#include <algorithm>
#include <cmath>

namespace cardwright::ui {

namespace {

constexpr int quietPadding = 8;
constexpr int mainActionPadding = 20;

} // namespace

ActionButton::Colours ActionButton::colours() const
{
    const Theme& theme = Theme::current();
    const auto pick = [&theme](Colour name) { return theme.colour(name); };
    const QColor none(Qt::transparent);
    const bool down = isDown();
    const bool over = underMouse() && !blocked();
    if (m_held) return {pick(Colour::Held), pick(Colour::HeldBorder), pick(Colour::HeldText), pick(Colour::HeldText), pick(Colour::Key), pick(Colour::KeyBorder), pick(Colour::KeyText)};
    switch (m_look) {
    case Look::Primary:
    case Look::MainAction: {
        const QColor ground = pick(down ? Colour::AccentPressed : over ? Colour::AccentHover : Colour::Accent);
        const QColor ink = pick(Colour::OnAccent);
        return {ground, none, ink, ink, pick(Colour::AccentKey), none, ink};
    }
    case Look::DangerDoes: {
        const QColor ground = pick(down ? Colour::DangerPressed : over ? Colour::DangerHover : Colour::Danger);
        const QColor ink = pick(Colour::OnDanger);
        return {ground, none, ink, ink, pick(Colour::DangerKey), none, ink};
    }
    case Look::Quiet: return {down ? pick(Colour::SurfaceSunken) : over ? pick(Colour::AccentSoft) : none, none, pick(Colour::AccentText), pick(Colour::AccentText),
                              pick(Colour::Key), pick(Colour::KeyBorder), pick(Colour::KeyText)};
    case Look::Secondary:
    case Look::DangerOpens: break;
    }
    const bool danger = m_look == Look::DangerOpens;
    if (isChecked()) {
        const QColor ink = pick(danger ? Colour::DangerSoftText : Colour::AccentSoftText);
        return {pick(danger ? Colour::DangerSoft : Colour::AccentSoft), pick(danger ? Colour::DangerBorder : Colour::Accent), ink, ink,
                danger ? pick(Colour::Surface) : pick(Colour::AccentSoft), pick(danger ? Colour::DangerBorder : Colour::AccentBorder), ink};
    }
    const QColor ground = pick(down ? Colour::SurfaceSunken : over ? Colour::SurfaceHover : Colour::Surface);
    const QColor ink = pick(danger ? Colour::DangerText : Colour::Text);
    return {ground, pick(Colour::BorderStrong), ink, ink, pick(Colour::Key), pick(Colour::KeyBorder), pick(Colour::KeyText)};
}

int ActionButton::iconSize() const
{
    return m_look == Look::MainAction ? metrics::iconMainAction : metrics::iconButton;
}

QFont ActionButton::wordsFont() const
{
    if (m_size == Size::Holder) {
        QFont font = fontOf(TextStyle::HolderButton);
        if (m_look == Look::Primary) font.setWeight(QFont::DemiBold);
        return font;
    }
    switch (m_look) {
    case Look::Primary:
    case Look::DangerDoes: return fontOf(TextStyle::BodyStrong);
    case Look::MainAction: return fontOf(TextStyle::MainAction);
    case Look::Quiet: {
        QFont font = fontOf(TextStyle::Compact);
        font.setWeight(QFont::Medium);
        return font;
    }
    case Look::Secondary:
    case Look::DangerOpens: break;
    }
    return fontOf(isChecked() ? TextStyle::BodyStrong : TextStyle::BodyMedium);
}

int ActionButton::padding() const
{
    if (m_size == Size::Holder) return 24;
    if (m_look == Look::MainAction) return mainActionPadding;
    if (m_look == Look::Quiet) return quietPadding;
    return m_look == Look::Primary ? metrics::paddingPrimary : metrics::paddingButton;
}

int ActionButton::contentWidth(const QString& words) const
{
    const bool tick = isCheckable() && m_look == Look::Secondary;
    int width = std::max(paint::widthOf(wordsFont(), words), paint::widthOf(fontOf(TextStyle::Compact), m_secondLine));
    if (!m_iconName.isEmpty() || (tick && isChecked())) width += iconSize() + (m_look == Look::MainAction ? 16 : metrics::iconGap);
    if (!m_keyCap.isEmpty()) width += KeyCap::widthOf(m_keyCap) + (m_size == Size::Holder ? 14 : metrics::iconGap);
    return width;
}

QSize ActionButton::sizeHint() const
{
    int width = contentWidth(text());
    if (m_busy) width = std::max(width, paint::widthOf(wordsFont(), m_busyWord) + iconSize() + metrics::iconGap);
    return {width + 2 * padding(), static_cast<int>(m_size)};
}

QSize ActionButton::minimumSizeHint() const
{
    if (m_look == Look::MainAction) return {280, static_cast<int>(m_size)};
    return sizeHint();
}

void ActionButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours look = colours();
    paintGround(painter, look);
    paintContent(painter, look);
}

void ActionButton::paintGround(QPainter& painter, const Colours& look) const
{
    const double radius = m_look == Look::MainAction ? metrics::radiusMainAction : metrics::radiusControl;
    paint::box(painter, QRectF(rect()), radius, look.ground, look.border, Theme::current().hairline(), m_held);
}

void ActionButton::paintContent(QPainter& painter, const Colours& look) const
{
    Icons& icons = Theme::current().icons();
    const bool main = m_look == Look::MainAction;
    const bool showsTick = m_look == Look::Secondary && isChecked();
    const QString icon = showsTick ? QStringLiteral("check") : m_iconName;
    const QString words = m_busy ? m_busyWord : text();
    const int gap = main ? 16 : metrics::iconGap;
    const int capWidth = m_keyCap.isEmpty() || m_busy ? 0 : KeyCap::widthOf(m_keyCap);
    const int capGap = m_size == Size::Holder ? 14 : metrics::iconGap;
    const int iconPart = icon.isEmpty() && !m_busy ? 0 : iconSize() + gap;
    const int capPart = capWidth ? capWidth + capGap : 0;
    const int wordsWidth = paint::widthOf(wordsFont(), words);
    const int inner = width() - 2 * padding();
    // Content sits in the middle; the main action's runs from edge to edge with the cap at the right.
    const int total = main ? inner : std::min(inner, iconPart + wordsWidth + capPart);
    double x = padding() + (inner - total) / 2.0;
    const double right = x + total;
    if (m_busy) {
        BusyArc::paint(painter, QRectF(x, (height() - iconSize()) / 2.0, iconSize(), iconSize()), m_arcTurn, look.words);
    } else if (!icon.isEmpty()) {
        icons.draw(painter, QRectF(x, 0, iconSize(), height()), icon, iconSize(), look.words);
    }
    x += iconPart;
    const QRectF wordsPlace(x, 0, right - capPart - x + 1, height());
    if (main) {
        const double top = (height() - 44) / 2.0;
        paint::line(painter, QRectF(x, top, wordsPlace.width(), 24), words, wordsFont(), look.words);
        paint::line(painter, QRectF(x, top + 24, wordsPlace.width(), 20), m_secondLine, fontOf(TextStyle::Compact), look.second);
    } else {
        paint::line(painter, wordsPlace, words, wordsFont(), look.words);
    }
    if (capWidth) {
        const QRectF cap(std::round(right - capWidth), std::round((height() - metrics::keyHint) / 2.0), capWidth, metrics::keyHint);
        KeyCap::paint(painter, cap, m_keyCap, look.keyGround, look.keyBorder, look.keyWords);
    }
}

} // namespace cardwright::ui
