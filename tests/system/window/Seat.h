#pragma once

#include "app/workstation/Backend.h"
#include "app/workstation/GuiGate.h"
#include "tests/support/TempFolder.h"
#include "tests/support/ToolRun.h"
#include "ui/pages/Workbench.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cardwright::testing {

/// A training site in a folder of its own, and its centre as a process.
class TrainedSite {
public:
    TrainedSite();
    ~TrainedSite();
    TrainedSite(const TrainedSite&) = delete;
    TrainedSite& operator=(const TrainedSite&) = delete;

    std::filesystem::path path() const { return m_folder / "site"; }
    std::filesystem::path card(const std::string& id) const { return path() / "cards" / (id + ".card"); }
    std::filesystem::path centreStore() const { return path() / "centre/centre.sqlite"; }
    void startCentre();
    void stopCentre();
    /// The centre keeps its connections and answers nothing: jobs wait where they ask it.
    void holdCentre();
    void letCentreGo();
    /// Entries of this kind that the centre accepted.
    std::int64_t atCentre(const std::string& kind) const;

private:
    TempFolder m_folder;
    std::vector<BackgroundTool> m_centre; ///< none while it is stopped
    int m_starts = 0;
};

/// One whose desk waits a minute for a certificate before it is put off: what is looked at is the card that has it, and seconds are
/// not enough on a machine that is busy with other things too.
class PatientSite : public TrainedSite {
public:
    PatientSite();
};

/// The desk program as main() composes it, in this process, used by its keys alone. What is shown is looked up by name; nothing
/// is clicked and no page is called.
class Seat {
public:
    struct Options {
        bool pcsc = false;
        workstation::ReaderChoice readers;
        bool agentCardIn = true;
    };
    explicit Seat(const std::filesystem::path& site) : Seat(site, Options()) {}
    Seat(const std::filesystem::path& site, Options options);
    ~Seat();
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    /// Ends it as main() does when the window is closed. Gives how long that took.
    std::chrono::milliseconds close();

    runtime::Workstation& desk() { return *m_desk; }
    ui::Workbench& bench() { return *m_bench; }
    ui::TrayPort& tray() { return *m_backend->tray(); }
    ui::SessionPort& session() { return m_backend->session(); }

    // -- keys: what has the focus gets them, as with a person
    void key(Qt::Key which, Qt::KeyboardModifiers with = Qt::NoModifier);
    void enter() { key(Qt::Key_Return); }
    void digits(const std::string& text);
    void text(const QString& words);
    /// Tab until this has the focus: proof that the keyboard reaches it.
    void tabTo(const QString& name);

    // -- what is shown
    template <class Widget>
    Widget* get(const QString& name) const
    {
        auto* found = m_bench->window().findChild<Widget*>(name);
        if (found == nullptr) throw std::runtime_error("no widget is named " + name.toStdString());
        return found;
    }
    bool shows(const QString& name) const;
    QString label(const QString& name) const { return get<QLabel>(name)->text(); }
    bool held(const QString& button) const;
    /// Of the step list of a job, the line under way.
    QString currentStep() const;
    QString everyStep() const;

    /// Turns the event loop until this holds; throws with what was shown when it does not in time.
    void until(const std::string& what, const std::function<bool()>& holds, std::chrono::milliseconds within = longEnough);
    void untilShown(const QString& name) { until("the window shows " + name.toStdString(), [this, name] { return shows(name); }); }
    void untilReady(const QString& button) { until(button.toStdString() + " may be pressed", [this, button] { return shows(button) && !held(button); }); }
    std::string situation() const;

    // -- what an agent does, in keys
    void signIn(const std::string& passcode = "271828");
    /// The tray's key of this card: puts it in, or pulls it.
    void trayKey(const std::string& card);
    /// The tray shows this card as lying in no reader.
    void untilInTray(const std::string& card);
    /// The tray's button that spends the card's tries.
    void trayLock(const std::string& card);
    /// Turns each page and accepts; nothing where nobody has to read.
    void holderReads();
    void holderTypes(const std::string& passcode);
    void untilDone(const QString& headline);
    /// The queue page says that the centre has everything.
    void untilQueueEmpty();

    /// Longest time in which the GUI thread did not turn its loop while something was awaited, and longest key.
    std::chrono::milliseconds longestGap() const { return m_longestGap; }
    std::chrono::milliseconds longestKey() const { return m_longestKey; }

private:
    void openTray(const std::string& card);
    int trayNumber(const std::string& card) const;

    std::unique_ptr<runtime::Workstation> m_desk;
    std::unique_ptr<workstation::GuiGate> m_gate;
    std::unique_ptr<workstation::Backend> m_backend;
    std::unique_ptr<ui::Workbench> m_bench;
    QTimer m_watchdog;
    QTimer m_heart;
    QElapsedTimer m_beat;
    std::chrono::milliseconds m_longestGap{0};
    std::chrono::milliseconds m_longestKey{0};
};

} // namespace cardwright::testing
