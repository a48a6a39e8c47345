#pragma once

#include <QColor>
#include <QObject>
#include <QString>

#include <array>
#include <memory>

class QApplication;

namespace cardwright::ui {

class Icons;

enum class Appearance { Light, Dark, HighContrast };

/// The colour names of tokens.json, in its order.
enum class Colour {
    Page, Surface, SurfaceSunken, SurfaceHover, SurfaceSelected, Border, BorderStrong, Text, TextSecondary, TextMuted,
    Accent, AccentHover, AccentPressed, OnAccent, AccentKey, AccentText, AccentSoft, AccentSoftText, AccentBorder,
    Danger, DangerHover, DangerPressed, OnDanger, DangerKey, DangerText, DangerSoft, DangerSoftText, DangerBorder,
    Warning, OnWarning, WarningText, WarningSoft, WarningSoftText, WarningBorder,
    Success, OnSuccess, SuccessText, SuccessSoft, SuccessSoftText, SuccessBorder,
    Held, HeldText, HeldBorder, Focus, FocusGap,
    Rail, RailText, RailHover, RailSelected, RailSelectedText, RailBadge, OnRailBadge, RailBorder,
    Key, KeyText, KeyBorder, Tooltip, OnTooltip, Scrim, Count
};

/// What a pill, banner, panel or row wants to say. Signs and words carry it too; colour never does alone.
enum class Tone { Plain, Accent, Success, Warning, Danger };

/// The look of the program: colours of tokens.json as values, palette, style sheet and icons. Belongs to the application
/// object; a change of appearance repaints everything and is announced by changed().
class Theme : public QObject {
    Q_OBJECT
public:
    ~Theme() override;

    /// Makes the theme of this application, sets style, font, palette and sheet. Call once, before the first widget.
    static Theme& install(QApplication& application, Appearance appearance);
    /// The theme of the running application; made in light on first use where install() was not called.
    static Theme& current();
    /// The desktop's wish: the platform's contrast and lightness of the palette the program started with.
    static Appearance desktopAppearance();

    Appearance appearance() const { return m_appearance; }
    void setAppearance(Appearance appearance);

    QColor colour(Colour name) const { return m_colours[static_cast<std::size_t>(name)]; }
    QColor scrim() const; ///< with its alpha
    QColor tint(Tone tone) const;      ///< soft ground
    QColor tintText(Tone tone) const;  ///< words on the soft ground
    QColor tintBorder(Tone tone) const;
    QColor sign(Tone tone) const;      ///< icon colour on any ground
    QColor words(Tone tone) const;     ///< coloured words on page or surface

    /// Width of a hairline: 1, doubled in high contrast.
    int hairline() const { return m_appearance == Appearance::HighContrast ? 2 : 1; }
    Icons& icons() const { return *m_icons; }

    /// Off for people who want no movement: durations are then 0 and the busy arc stands still.
    bool motion() const { return m_motion; }
    void setMotion(bool on);
    int duration(int milliseconds) const { return m_motion ? milliseconds : 0; }

Q_SIGNALS:
    void changed();

private:
    explicit Theme(QApplication& application);
    void readTokens();
    void apply();

    QApplication& m_application;
    Appearance m_appearance = Appearance::Light;
    bool m_motion = true;
    std::array<std::array<QColor, static_cast<std::size_t>(Colour::Count)>, 3> m_sets{};
    std::array<double, 3> m_scrimAlpha{};
    std::array<QColor, static_cast<std::size_t>(Colour::Count)> m_colours{};
    std::unique_ptr<Icons> m_icons;
};

/// Short for Theme::current().colour(name).
QColor colour(Colour name);
/// The name a colour has in tokens.json, e.g. "surfaceSunken".
QString tokenName(Colour name);
/// WCAG 2 contrast ratio of two opaque colours.
double contrastRatio(const QColor& one, const QColor& other);

} // namespace cardwright::ui
