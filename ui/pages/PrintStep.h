#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/pages/PrintWork.h"
#include "ui/widgets/Stepper.h"

#include <QVector>
#include <QWidget>

namespace cardwright::ui {

class FlowFrame;

/// The step between the card and the end: its face is printed now, later or never. From the moment it is shown the card is on the list of
/// cards to print, whatever happens to the desk.
class PrintStep final : public QWidget {
    Q_OBJECT

public:
    explicit PrintStep(DeskHub& hub, PrintWork::Printers printers = {}, QWidget* parent = nullptr);
    void bindKeys();
    void setNarrow(bool narrow);
    void present(const QString& card, const QString& kicker, const QString& name, const QVector<StepItem>& steps);
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void finished(PrintWork::Outcome outcome, const QString& words);
    void said(const QString& words);
    void replacementWanted(const Holder& holder, const QString& card);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QString m_card;
    bool m_opened = false; ///< its face was asked for, by somebody signed in
    FlowFrame* m_frame;
    PrintWork* m_work;
};

} // namespace cardwright::ui
