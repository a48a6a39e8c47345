#include "ui/widgets/HolderParts.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <QAbstractButton>
#include <QGridLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int cellGap = 10;
constexpr int ringRoom = 4; // the ring of the next cell stands outside it
constexpr int ruleHeight = 44;
constexpr int ruleCircle = 26;

/// One key of the keypad: digit, word or sign.
class KeypadKey : public QAbstractButton {
public:
    KeypadKey(const QString& words, const QString& icon, QWidget* parent) : QAbstractButton(parent), m_icon(icon)
    {
        setText(words);
        setAccessibleName(words);
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
        setMaximumSize(metrics::keypadWidth, metrics::keypadHeight);
    }
    QSize sizeHint() const override { return {metrics::keypadWidth, metrics::keypadHeight}; }
    QSize minimumSizeHint() const override { return {72, 52}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const Colour ground = isDown() ? Colour::AccentSoft : underMouse() ? Colour::SurfaceHover : Colour::Surface;
        paint::box(painter, QRectF(rect()), metrics::radiusPanel, theme.colour(ground), theme.colour(Colour::BorderStrong), theme.hairline());
        if (!m_icon.isEmpty()) {
            theme.icons().draw(painter, QRectF(rect()), m_icon, metrics::iconMainAction, theme.colour(Colour::Text));
            return;
        }
        QFont font = fontOf(text().size() == 1 ? TextStyle::Keypad : TextStyle::HolderBody);
        if (text().size() > 1) font.setWeight(QFont::Medium);
        paint::line(painter, QRectF(rect()), text(), font, theme.colour(Colour::Text), Qt::AlignCenter);
    }

private:
    QString m_icon;
};

} // namespace

PasscodeCells::PasscodeCells(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("holder-cells"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PasscodeCells::setState(int count, int minimum, int maximum)
{
    m_count = count;
    m_minimum = minimum;
    m_maximum = maximum;
    setAccessibleName(tr("%n digit(s) typed", nullptr, count));
    update();
}

QSize PasscodeCells::sizeHint() const
{
    return {m_maximum * metrics::passcodeCellWidth + (m_maximum - 1) * cellGap + 2 * ringRoom, metrics::passcodeCellHeight + 2 * ringRoom};
}

QSize PasscodeCells::minimumSizeHint() const
{
    return {m_maximum * 36 + (m_maximum - 1) * cellGap + 2 * ringRoom, metrics::passcodeCellHeight + 2 * ringRoom};
}

void PasscodeCells::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int room = (width() - 2 * ringRoom - (m_maximum - 1) * cellGap) / std::max(1, m_maximum);
    const int wide = std::min(metrics::passcodeCellWidth, room);
    for (int index = 0; index < m_maximum; ++index) {
        const QRectF cell(ringRoom + index * (wide + cellGap), ringRoom, wide, metrics::passcodeCellHeight);
        const bool typed = index < m_count;
        const bool next = index == m_count;
        const bool extra = index >= m_minimum && !typed && !next;
        paint::box(painter, cell, metrics::radiusPanel, extra ? QColor(Qt::transparent) : theme.colour(Colour::Surface), theme.colour(next ? Colour::Accent : Colour::BorderStrong), 2, extra);
        if (next) {
            paint::box(painter, cell.adjusted(-4, -4, 4, 4), metrics::radiusPanel + metrics::focusRadiusAdd, {}, theme.colour(Colour::Focus), metrics::focusRing);
            painter.fillRect(QRectF(cell.center().x() - 1, cell.center().y() - 15, 2, 30), theme.colour(Colour::Accent));
        }
        if (!typed) continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.colour(Colour::Text));
        painter.drawEllipse(cell.center(), metrics::passcodeDot / 2.0, metrics::passcodeDot / 2.0);
    }
}

PasscodeRuleList::PasscodeRuleList(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("holder-rules"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PasscodeRuleList::setRules(const QVector<HolderRule>& rules, bool anyTyped)
{
    m_rules = rules;
    m_anyTyped = anyTyped;
    QStringList lines;
    for (const HolderRule& rule : rules) {
        QString line = rule.words;
        if (anyTyped) line += QStringLiteral(": ") + (rule.holds ? tr("done") : rule.rest.isEmpty() ? tr("not yet") : rule.rest);
        lines << line;
    }
    setAccessibleName(tr("Rules for the passcode"));
    setAccessibleDescription(lines.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

QSize PasscodeRuleList::sizeHint() const
{
    int widest = 0;
    const QFont strong = [] {
        QFont font = fontOf(TextStyle::HolderBody);
        font.setWeight(QFont::DemiBold);
        return font;
    }();
    for (const HolderRule& rule : m_rules) widest = std::max(widest, paint::widthOf(strong, rule.words) + 10 + paint::widthOf(strong, rule.rest));
    return {ruleCircle + 14 + widest, static_cast<int>(m_rules.size()) * ruleHeight};
}

QSize PasscodeRuleList::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

void PasscodeRuleList::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    double top = 0;
    for (const HolderRule& rule : m_rules) {
        const bool ticked = rule.holds && m_anyTyped;
        const QRectF circle(0, top + (ruleHeight - ruleCircle) / 2.0, ruleCircle, ruleCircle);
        if (ticked) {
            paint::box(painter, circle, ruleCircle / 2.0, theme.colour(Colour::Success), {});
            theme.icons().draw(painter, circle, QStringLiteral("check"), metrics::iconInline, theme.colour(Colour::OnSuccess));
        } else {
            paint::box(painter, circle, ruleCircle / 2.0, theme.colour(Colour::Surface), theme.colour(Colour::BorderStrong), 2);
        }
        QFont font = fontOf(TextStyle::HolderBody);
        if (m_anyTyped && !ticked) font.setWeight(QFont::DemiBold);
        const double left = ruleCircle + 14;
        const int wide = paint::widthOf(font, rule.words);
        paint::line(painter, QRectF(left, top, width() - left, ruleHeight), rule.words, font, theme.colour(Colour::Text));
        if (!ticked && !rule.rest.isEmpty() && left + wide + 10 < width()) {
            paint::line(painter, QRectF(left + wide + 8, top, width() - left - wide - 8, ruleHeight), rule.rest, fontOf(TextStyle::HolderBody), theme.colour(Colour::TextSecondary));
        }
        top += ruleHeight;
    }
}

PasscodeKeypad::PasscodeKeypad(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("holder-keypad"));
    setAccessibleName(tr("Keypad"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(12);
    const auto add = [this, grid](const QString& words, const QString& icon, int row, int column, std::function<void()> press) {
        auto* key = new KeypadKey(words, icon, this);
        key->setObjectName(QStringLiteral("keypad-") + words.toLower());
        connect(key, &QAbstractButton::clicked, this, std::move(press));
        grid->addWidget(key, row, column);
    };
    for (int digit = 1; digit <= 9; ++digit) {
        add(QString::number(digit), {}, (digit - 1) / 3, (digit - 1) % 3, [this, digit] { onDigit(digit); });
    }
    add(tr("Clear"), {}, 3, 0, [this] { onClear(); });
    add(QString::number(0), {}, 3, 1, [this] { onDigit(0); });
    add(tr("Backspace"), QStringLiteral("backspace"), 3, 2, [this] { onBackspace(); });
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Maximum);
}

} // namespace cardwright::ui
