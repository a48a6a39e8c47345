#pragma once

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace cardwright::ui {

class Label;
class Stepper;
class ActionButton;
class StatusPill;

/// Head of a page: 28 px title left, buttons right; or head of a flow: small kicker, 22 px name, quiet rest ("born 14 August 1991"), note right.
class PageHead : public QWidget {
    Q_OBJECT
public:
    explicit PageHead(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setFlow(const QString& kicker, const QString& name, const QString& rest);
    void setNote(const QString& iconName, const QString& words); ///< "Draft, only on this desk"
    void addButton(ActionButton* button);

private:
    Label* m_kicker;
    Label* m_title;
    Label* m_rest;
    class IconLabel* m_noteSign;
    Label* m_note;
    QHBoxLayout* m_right;
};

/// The page of a flow: head 84, stepper left, work and side, footer 76 with back left and the one next thing right. Narrow folds the stepper to circles.
class FlowFrame : public QWidget {
    Q_OBJECT
public:
    explicit FlowFrame(QWidget* parent = nullptr);
    PageHead* head() const { return m_head; }
    Stepper* stepper() const { return m_stepper; }
    /// Columns of the step; each takes any widget. The side may be empty: the work is then wider.
    void setWork(QWidget* work);
    void setSide(QWidget* side);
    QHBoxLayout* footerLeft() const { return m_footerLeft; }
    QHBoxLayout* footerRight() const { return m_footerRight; }
    void setFooterWords(const QString& words); ///< what the held primary waits for
    void setNarrow(bool narrow);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    PageHead* m_head;
    Stepper* m_stepper;
    Label* m_narrowStep;
    QHBoxLayout* m_columns;
    QWidget* m_work = nullptr;
    QWidget* m_side = nullptr;
    QWidget* m_footer;
    QHBoxLayout* m_footerLeft;
    QHBoxLayout* m_footerRight;
    Label* m_footerWords;
};

} // namespace cardwright::ui
