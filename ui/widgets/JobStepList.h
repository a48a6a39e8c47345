#pragma once

#include "ui/widgets/Panel.h"

#include <QVector>

class QTimer;

namespace cardwright::ui {

class BusyArc;
class DigitsLabel;
class IconLabel;
class QuietButton;

struct JobStepItem {
    enum class State { ToCome, Running, Done, Waiting, Refused };
    QString words;     ///< "Making the signature key"
    State state = State::ToCome;
    QString second;    ///< running, waiting, refused: the sentence
    QString time;      ///< "0.2 s"
    QString code;      ///< waiting, refused: "CARD-REMOVED, step keys", with Copy
};

/// One step of a card job: 36 high; running opens to two lines on soft accent; a pulled card is the same row in soft warning.
class JobStepRow : public QWidget {
    Q_OBJECT
public:
    explicit JobStepRow(QWidget* parent = nullptr);
    void setItem(const JobStepItem& item);
    const JobStepItem& item() const { return m_item; }

Q_SIGNALS:
    void copyPressed(const QString& code);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    JobStepItem m_item;
    IconLabel* m_sign;
    BusyArc* m_arc;
    Label* m_words;
    TextBlock* m_second;
    DigitsLabel* m_time;
    Label* m_code;
    QuietButton* m_copy;
    QWidget* m_codeRow;
    QVBoxLayout* m_lines;
    QHBoxLayout* m_row;
};

class JobStepList : public Panel {
    Q_OBJECT
public:
    explicit JobStepList(QWidget* parent = nullptr);
    /// Rows are kept and changed in place; a step that starts, waits or is refused is announced.
    void setItems(const QVector<JobStepItem>& items);
    int count() const { return static_cast<int>(m_rows.size()); }
    JobStepRow* row(int index) const { return m_rows.at(index); }

Q_SIGNALS:
    void copyPressed(const QString& code);

private:
    QVector<JobStepRow*> m_rows;
};

/// The turning arc; stands still when movement is off. Always next to words.
class BusyArc : public QWidget {
    Q_OBJECT
public:
    explicit BusyArc(int size = 20, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {m_size, m_size}; }
    static void paint(QPainter& painter, const QRectF& place, int turn, const QColor& ink);

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    int m_size;
    int m_turn = 0;
    QTimer* m_turner;
};

/// 8 px bar with a radius of 4: done of all. Words beside it carry the meaning.
class ProgressBar : public QWidget {
    Q_OBJECT
public:
    explicit ProgressBar(QWidget* parent = nullptr);
    void setValue(double share); ///< 0 to 1
    double value() const { return m_share; }
    void setTone(Tone tone);
    void setThickness(int pixels);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = 0.0;
    Tone m_tone = Tone::Accent;
    int m_thickness;
};

} // namespace cardwright::ui
