#pragma once

#include "ui/presenters/ApplicationPresenter.h"
#include "ui/widgets/Stepper.h"

#include <QVector>
#include <QWidget>

#include <utility>

namespace cardwright::ui {

class FlowFrame;
class PrimaryButton;
class SecondaryButton;

/// What the steps of an application have in common: head, stepper, back on the left, the one next thing on the right.
class FlowPage : public QWidget {
    Q_OBJECT

public:
    FlowPage(DeskHub& hub, ApplicationPresenter& application, QWidget* parent);
    virtual void bindKeys();
    void setNarrow(bool narrow);

Q_SIGNALS:
    void backWanted();
    void nextWanted();
    void parkWanted();
    void stepWanted(int index);
    void said(const QString& words);

protected:
    /// Called whenever the application changed and the page is shown.
    virtual void refresh() = 0;
    virtual void takeFocus() = 0;
    /// Esc: true when the page itself had something to step back from.
    virtual bool stepBack() { return false; }
    /// Kicker and step of the page while what it asks is for another act and not for an application.
    virtual std::pair<QString, QString> checkHead() const { return {tr("Checked afresh"), tr("Evidence")}; }
    void showEvent(QShowEvent* event) override;
    void refreshHead();
    PrimaryButton* makePrimary(const char* objectName, const QString& words);

    DeskHub& m_hub;
    ApplicationPresenter& m_application;
    FlowFrame* m_frame;
    SecondaryButton* m_back;
    SecondaryButton* m_park;
};

/// The eight steps of an issue, the current one marked.
QVector<StepItem> issueSteps(const ApplicationPresenter& application, FlowStep current, const QString& currentWords = {}, bool warns = false);

} // namespace cardwright::ui
