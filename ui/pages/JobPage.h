#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/presenters/JobPresenter.h"
#include "ui/widgets/Stepper.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace cardwright::ui {

class CardFace;
class DigitsLabel;
class FlowFrame;
class IconLabel;
class JobStepList;
class Label;
class PrimaryButton;
class ProgressBar;
class SecondaryButton;
class TextBlock;

/// A card job while it runs, waits for its card, or ended before it was done. It ends on DonePage otherwise.
class JobPage final : public QWidget {
    Q_OBJECT

public:
    /// Gives the stepper for this job with the card step's second line ("Step 6 of 11"), warning or not.
    using Steps = std::function<QVector<StepItem>(const QString& second, bool warns)>;

    explicit JobPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void setNarrow(bool narrow);
    void begin(JobKind kind, const Holder& holder, Steps steps);
    /// Nothing began: the port said why.
    void refuse(const Failure& failure);
    bool running() const noexcept { return m_running; }
    JobKind kind() const noexcept { return m_kind; }
    bool padServes() const { return m_view.padServes; } ///< the passcode that is wanted may be typed on the reader
    const Holder& holder() const noexcept { return m_holder; }
    bool cardMissing() const noexcept { return m_view.cardMissing; }

Q_SIGNALS:
    void done(const cardwright::ui::JobEnd& end);
    void passcodeWanted(); ///< the job waits for the holder
    void left();           ///< back to the desk, after the job ended without being done
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeSide();
    void progressed(const JobProgress& progress);
    void ended(const JobEnd& end);
    void render(const JobView& view);
    void tick();

    DeskHub& m_hub;
    FlowFrame* m_frame;
    JobStepList* m_list;
    CardFace* m_face;
    IconLabel* m_placeSign;
    Label* m_place;
    Label* m_placeMore;
    Label* m_title;
    DigitsLabel* m_clock;
    ProgressBar* m_bar;
    TextBlock* m_titleMore;
    SecondaryButton* m_stop;
    PrimaryButton* m_primary;
    QTimer m_tick;
    QElapsedTimer m_since;
    JobKind m_kind = JobKind::issue;
    Holder m_holder;
    Steps m_steps;
    JobProgress m_progress;
    JobView m_view;
    bool m_running = false;
    bool m_waited = false;
};

} // namespace cardwright::ui
