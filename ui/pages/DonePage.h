#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/presenters/JobPresenter.h"
#include "ui/widgets/Stepper.h"

#include <QVector>
#include <QWidget>

class QStackedWidget;

namespace cardwright::ui {

class Banner;
class CardFace;
class FlowFrame;
class IconLabel;
class Label;
class ReceiptView;
class Panel;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// What was written and proven, what is still to come, and where the record is. Enter: the next person.
class DonePage final : public QWidget {
    Q_OBJECT

public:
    explicit DonePage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void setNarrow(bool narrow);
    void present(const JobEnd& end, const Holder& holder, const QVector<StepItem>& steps, const QString& nextWords);
    /// The print step came before: what was decided there. Put off, it is offered once more.
    void setPrinted(bool putOff, const QVector<StepItem>& steps);
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void finished();
    void printWanted(const QString& card);
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showFindings(const std::vector<QString>& findings);

    DeskHub& m_hub;
    QString m_card; ///< of an issue: it can be printed now
    QStackedWidget* m_views;
    ReceiptView* m_receiptView;
    SecondaryButton* m_receipt;
    SecondaryButton* m_print;
    FlowFrame* m_frame;
    IconLabel* m_sign;
    Label* m_headline;
    TextBlock* m_sub;
    Banner* m_warning;
    Panel* m_findings;
    Panel* m_written;
    CardFace* m_face;
    void showHandover(const JobEnd& end);
    Panel* m_handover;      ///< the receipt, for the holder to take along
    QString m_handoverCard; ///< whose it is: an answer about another card is late
    TextBlock* m_record;
    TextBlock* m_closing;
    PrimaryButton* m_next;
};

} // namespace cardwright::ui
