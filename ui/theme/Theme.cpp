#include "ui/theme/Theme.h"

#include "ui/theme/HouseStyle.h"
#include "ui/theme/Icons.h"
#include "ui/theme/StyleSheet.h"
#include "ui/theme/Type.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPalette>
#include <QVariant>
#include <QWidget>

#include <algorithm>
#include <cmath>

// Q_INIT_RESOURCE must be used outside of any namespace.
static void initialiseResources()
{
    Q_INIT_RESOURCE(cardwright_ui);
}

namespace cardwright::ui {

namespace {

constexpr const char* themeProperty = "cardwrightTheme";

constexpr std::array<const char*, static_cast<std::size_t>(Colour::Count)> names = {
    "page", "surface", "surfaceSunken", "surfaceHover", "surfaceSelected", "border", "borderStrong", "text", "textSecondary", "textMuted",
    "accent", "accentHover", "accentPressed", "onAccent", "accentKey", "accentText", "accentSoft", "accentSoftText", "accentBorder",
    "danger", "dangerHover", "dangerPressed", "onDanger", "dangerKey", "dangerText", "dangerSoft", "dangerSoftText", "dangerBorder",
    "warning", "onWarning", "warningText", "warningSoft", "warningSoftText", "warningBorder",
    "success", "onSuccess", "successText", "successSoft", "successSoftText", "successBorder",
    "held", "heldText", "heldBorder", "focus", "focusGap",
    "rail", "railText", "railHover", "railSelected", "railSelectedText", "railBadge", "onRailBadge", "railBorder",
    "key", "keyText", "keyBorder", "tooltip", "onTooltip", "scrim"};

constexpr std::array<const char*, 3> sets = {"light", "dark", "highContrast"};

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    const auto set = [&palette, &theme](QPalette::ColorRole role, Colour name) { palette.setColor(role, theme.colour(name)); };
    set(QPalette::Window, Colour::Page);
    set(QPalette::Base, Colour::Surface);
    set(QPalette::AlternateBase, Colour::SurfaceSunken);
    set(QPalette::Text, Colour::Text);
    set(QPalette::WindowText, Colour::Text);
    set(QPalette::ButtonText, Colour::Text);
    set(QPalette::PlaceholderText, Colour::TextMuted);
    set(QPalette::Button, Colour::Surface);
    set(QPalette::Highlight, Colour::Accent);
    set(QPalette::HighlightedText, Colour::OnAccent);
    set(QPalette::Link, Colour::AccentText);
    set(QPalette::LinkVisited, Colour::AccentText);
    set(QPalette::ToolTipBase, Colour::Tooltip);
    set(QPalette::ToolTipText, Colour::OnTooltip);
    set(QPalette::Light, Colour::Surface);
    set(QPalette::Midlight, Colour::SurfaceHover);
    set(QPalette::Mid, Colour::Border);
    set(QPalette::Dark, Colour::BorderStrong);
    set(QPalette::Shadow, Colour::BorderStrong);
    set(QPalette::BrightText, Colour::Danger);
    return palette;
}

} // namespace

Theme::Theme(QApplication& application) : QObject(&application), m_application(application), m_icons(std::make_unique<Icons>())
{
    setObjectName(QStringLiteral("theme"));
}

Theme::~Theme() = default;

Theme& Theme::install(QApplication& application, Appearance appearance)
{
    if (auto* already = application.property(themeProperty).value<QObject*>()) {
        auto& theme = *static_cast<Theme*>(already);
        theme.setAppearance(appearance);
        return theme;
    }
    initialiseResources();
    auto* theme = new Theme(application);
    application.setProperty(themeProperty, QVariant::fromValue<QObject*>(theme));
    theme->readTokens();
    theme->m_appearance = appearance;
    application.setStyle(new HouseStyle);
    application.setFont(fontOf(TextStyle::Body));
    theme->apply();
    return *theme;
}

Theme& Theme::current()
{
    if (auto* already = qApp->property(themeProperty).value<QObject*>()) return *static_cast<Theme*>(already);
    return install(*qApp, Appearance::Light);
}

Appearance Theme::desktopAppearance()
{
    const QPalette start = QGuiApplication::palette();
    const QColor ground = start.color(QPalette::Window);
    if (ground.lightness() >= 128) return Appearance::Light;
    const bool starkest = ground == QColor(Qt::black) && start.color(QPalette::WindowText) == QColor(Qt::white);
    return starkest ? Appearance::HighContrast : Appearance::Dark;
}

void Theme::readTokens()
{
    QFile file(QStringLiteral(":/cardwright/tokens.json"));
    if (!file.open(QIODevice::ReadOnly)) qFatal("The look of the desk (tokens.json) is not in the program.");
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("color")).toObject();
    for (std::size_t set = 0; set < sets.size(); ++set) {
        const QJsonObject colours = all.value(QLatin1String(sets[set])).toObject();
        for (std::size_t index = 0; index < names.size(); ++index) {
            m_sets[set][index] = QColor(colours.value(QLatin1String(names[index])).toString());
            if (!m_sets[set][index].isValid()) qFatal("tokens.json has no colour %s in %s.", names[index], sets[set]);
        }
        m_scrimAlpha[set] = colours.value(QStringLiteral("scrimAlpha")).toDouble();
    }
}

void Theme::setAppearance(Appearance appearance)
{
    if (appearance == m_appearance && m_colours[0].isValid()) return;
    m_appearance = appearance;
    apply();
}

void Theme::apply()
{
    m_colours = m_sets[static_cast<std::size_t>(m_appearance)];
    m_icons->forget();
    m_application.setPalette(paletteOf(*this));
    m_application.setStyleSheet(styleSheetOf(*this));
    Q_EMIT changed();
    const QWidgetList all = QApplication::allWidgets();
    for (QWidget* widget : all) widget->update();
}

void Theme::setMotion(bool on)
{
    if (on == m_motion) return;
    m_motion = on;
    Q_EMIT changed();
}

QColor Theme::scrim() const
{
    QColor colour = this->colour(Colour::Scrim);
    colour.setAlphaF(static_cast<float>(m_scrimAlpha[static_cast<std::size_t>(m_appearance)]));
    return colour;
}

QColor Theme::tint(Tone tone) const
{
    switch (tone) {
    case Tone::Plain: return colour(Colour::Surface);
    case Tone::Accent: return colour(Colour::AccentSoft);
    case Tone::Success: return colour(Colour::SuccessSoft);
    case Tone::Warning: return colour(Colour::WarningSoft);
    case Tone::Danger: return colour(Colour::DangerSoft);
    }
    return {};
}

QColor Theme::tintText(Tone tone) const
{
    switch (tone) {
    case Tone::Plain: return colour(Colour::TextSecondary);
    case Tone::Accent: return colour(Colour::AccentSoftText);
    case Tone::Success: return colour(Colour::SuccessSoftText);
    case Tone::Warning: return colour(Colour::WarningSoftText);
    case Tone::Danger: return colour(Colour::DangerSoftText);
    }
    return {};
}

QColor Theme::tintBorder(Tone tone) const
{
    switch (tone) {
    case Tone::Plain: return colour(Colour::Border);
    case Tone::Accent: return colour(Colour::AccentBorder);
    case Tone::Success: return colour(Colour::SuccessBorder);
    case Tone::Warning: return colour(Colour::WarningBorder);
    case Tone::Danger: return colour(Colour::DangerBorder);
    }
    return {};
}

QColor Theme::sign(Tone tone) const
{
    switch (tone) {
    case Tone::Plain: return colour(Colour::TextSecondary);
    case Tone::Accent: return colour(Colour::AccentText);
    case Tone::Success: return colour(Colour::Success);
    case Tone::Warning: return colour(Colour::Warning);
    case Tone::Danger: return colour(Colour::Danger);
    }
    return {};
}

QColor Theme::words(Tone tone) const
{
    switch (tone) {
    case Tone::Plain: return colour(Colour::TextSecondary);
    case Tone::Accent: return colour(Colour::AccentText);
    case Tone::Success: return colour(Colour::SuccessText);
    case Tone::Warning: return colour(Colour::WarningText);
    case Tone::Danger: return colour(Colour::DangerText);
    }
    return {};
}

QColor colour(Colour name)
{
    return Theme::current().colour(name);
}

QString tokenName(Colour name)
{
    return QLatin1String(names.at(static_cast<std::size_t>(name)));
}

double contrastRatio(const QColor& one, const QColor& other)
{
    const auto luminance = [](const QColor& colour) {
        const auto linear = [](double channel) { return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace cardwright::ui
