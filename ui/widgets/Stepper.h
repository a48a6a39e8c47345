#pragma once

#include <QString>
#include <QVector>
#include <QWidget>

namespace cardwright::ui {

enum class StepperState { Done, Current, ToCome, Refused };

struct StepItem {
    QString title;
    QString second;        ///< why it is not finished; empty for none
    StepperState state = StepperState::ToCome;
    bool secondWarns = false; ///< second line in the warning words
};

/// The eight steps of a flow down the left (168 wide, circle 28); narrow keeps the circles only. Every step can be clicked.
class Stepper : public QWidget {
    Q_OBJECT
public:
    explicit Stepper(QWidget* parent = nullptr);
    void setSteps(const QVector<StepItem>& steps);
    const QVector<StepItem>& steps() const { return m_steps; }
    void setNarrow(bool narrow);
    bool isNarrow() const { return m_narrow; }
    int current() const;
    /// Words of the current step, shown above the page when narrow: "2 of 8  Evidence: one proof missing".
    QString currentWords() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    QRect stepRect(int index) const;

Q_SIGNALS:
    void stepClicked(int index);

private:
    void rebuild();
    QVector<StepItem> m_steps;
    bool m_narrow = false;
};

} // namespace cardwright::ui
