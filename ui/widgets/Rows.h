#pragma once

#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QStringList>
#include <QVector>
#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace cardwright::ui {

class Label;
class DigitsLabel;
class IconLabel;
class KeyCap;
class QuietButton;
class StatusPill;
class TextBlock;
class ProgressBar;

/// 30 high: sign, thing, measured value right. Passing rows are quiet; failing ones semibold (the page puts them on top).
class VerdictRow : public QWidget {
    Q_OBJECT
public:
    enum class Verdict { Passes, Warns, Fails, Measuring };
    explicit VerdictRow(QWidget* parent = nullptr);
    VerdictRow(Verdict verdict, const QString& thing, const QString& value, QWidget* parent = nullptr);
    void setVerdict(Verdict verdict, const QString& thing, const QString& value);
    Verdict verdict() const { return m_verdict; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return m_value.isEmpty(); }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Verdict m_verdict = Verdict::Measuring;
    QString m_thing;
    QString m_value;
};

struct RouteSlotItem {
    QString words;      ///< "photo", "address"
    bool filled = false;
};

/// One row per route that can still pass: filled = tick and green, missing = plus and dashes.
class RouteSlots : public QWidget {
    Q_OBJECT
public:
    explicit RouteSlots(QWidget* parent = nullptr);
    void setRoutes(const QVector<QVector<RouteSlotItem>>& routes);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVector<QVector<RouteSlotItem>> m_routes;
};

/// 34 high, name left (96 wide or more), value, and a quiet button with its key at the right. Divided by hairlines.
class FactRow : public QWidget {
    Q_OBJECT
public:
    FactRow(const QString& name, const QString& value, QWidget* parent = nullptr);
    void setValue(const QString& value);
    QString value() const { return m_value; }
    void setDigits(bool digits);        ///< value in cells of one width; copied without spaces
    void setNameWidth(int pixels);
    void setWraps();                    ///< a value that is longer than the row is wide takes more lines
    void setLast(bool last);            ///< no hairline below
    /// Adds "Copy  Ctrl C" or the like at the right.
    QuietButton* setAction(const QString& words, const QString& key);
    QuietButton* action() const { return m_action; }
    void copyValue() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_value;
    Label* m_name;
    Label* m_text;
    DigitsLabel* m_digits;
    QuietButton* m_action = nullptr;
    QHBoxLayout* m_row;
    bool m_last = false;
};

struct TimelineItem {
    QString when;   ///< "Today, 10:41"
    QString what;   ///< "No tries left"
    QString who;    ///< "Desk 2, Tomasz Reid"
    Tone tone = Tone::Plain; ///< not Plain: the dot is filled
};

/// History down the right of the desk.
class Timeline : public QWidget {
    Q_OBJECT
public:
    explicit Timeline(QWidget* parent = nullptr);
    void setItems(const QVector<TimelineItem>& items);
    int count() const { return static_cast<int>(m_items.size()); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVector<TimelineItem> m_items;
};

/// "4 days until Saturday": sign, name, large figure, rest, bar.
class MeterTile : public QWidget {
    Q_OBJECT
public:
    explicit MeterTile(const QString& iconName, const QString& name, QWidget* parent = nullptr);
    void setValue(const QString& figure, const QString& rest, double share, Tone tone = Tone::Accent);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    Label* m_figure;
    Label* m_rest;
    ProgressBar* m_bar;
};

/// A row of a list inside a padding-0 Panel: icon tile, title, second line, a note in a tone, a pill or a key cap at the right.
/// Clickable only after setClickable(true); then it has focus, hover and the key cap's key.
class ListRow : public QAbstractButton {
    Q_OBJECT
public:
    explicit ListRow(const QString& title, const QString& second = {}, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setSecond(const QString& second);
    void setNote(Tone tone, const QString& note);
    void setIconName(const QString& name, bool tile = true);
    void setPill(Tone tone, const QString& iconName, const QString& words);
    void setKeyCap(const QString& words);
    void setTrailing(QWidget* widget); ///< instead of the pill
    void setClickable(bool on);
    void setLast(bool last);           ///< no hairline below
    void setChosenLook(bool chosen);   ///< soft accent ground
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void describe();
    IconLabel* m_icon;
    Label* m_title;
    TextBlock* m_second;
    TextBlock* m_note;
    StatusPill* m_pill;
    KeyCap* m_key;
    QWidget* m_trailing = nullptr;
    QHBoxLayout* m_row;
    bool m_tile = true;
    bool m_clickable = false;
    bool m_last = false;
    bool m_chosen = false;
};

} // namespace cardwright::ui
