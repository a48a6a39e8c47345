#pragma once

#include "ui/bridge/DeskPort.h"

#include <QObject>
#include <QPointer>

namespace cardwright::ui {

/// Remembers the last thing the port told, and tells the pages by signals. One per window.
class DeskHub final : public QObject, private DeskEvents {
    Q_OBJECT

public:
    explicit DeskHub(DeskPort& port, QObject* parent = nullptr);
    ~DeskHub() override;

    DeskPort& port() const noexcept { return m_port; }
    const SiteInfo& site() const noexcept { return m_site; }
    const std::vector<ReaderTile>& readers() const noexcept { return m_readers; }
    const AgentCard& agentCard() const noexcept { return m_agentCard; }
    const SubjectCard& subjectCard() const noexcept { return m_subjectCard; }
    const CentreState& centre() const noexcept { return m_centre; }
    const std::vector<TrayCard>& tray() const noexcept { return m_tray; }

    bool signedIn() const noexcept { return m_agent.has_value(); }
    /// Name of the signed-in agent; empty when nobody is.
    std::string agentName() const { return m_agent ? m_agent->agentName : std::string(); }
    std::string agentNumber() const { return m_agent ? m_agent->agentNumber : std::string(); }
    std::string agentRole() const { return m_agent ? m_agent->role : std::string(); }
    std::optional<Date> agentCardExpires() const { return m_agent ? m_agent->cardExpires : std::nullopt; }
    /// Whether the roster and the roles policy let the signed-in agent do this (Permits.h).
    bool may(const std::string& act) const;

    /// Asks the port; a good answer makes the session before `answered` is emitted.
    void signIn(SecureBytes passcode, bool lastTryAgreed);
    void signOut(SessionEnd why);
    /// The agent's card was asked: how many tries it has now. Nothing: not known until it is looked at again.
    void noteTries(std::optional<int> triesLeft);

Q_SIGNALS:
    void readersUpdated();
    void agentCardUpdated();
    void subjectCardUpdated();
    void centreUpdated();
    void trayUpdated();
    void queueUpdated();
    void signInAnswered(const cardwright::ui::SignInAnswer& answer);
    void sessionBegan();
    void sessionOver(cardwright::ui::SessionEnd why);
    void progressed(const cardwright::ui::JobProgress& progress);
    void jobOver(const cardwright::ui::JobEnd& end);

private:
    void readersChanged(const std::vector<ReaderTile>& tiles) override;
    void agentCardChanged(const AgentCard& card) override;
    void subjectCardChanged(const SubjectCard& card) override;
    void centreChanged(const CentreState& state) override;
    void trayChanged(const std::vector<TrayCard>& cards) override;
    void sessionEnded(SessionEnd why) override;
    void jobProgress(const JobProgress& progress) override;
    void jobEnded(const JobEnd& end) override;
    void queueChanged() override;

    DeskPort& m_port;
    SiteInfo m_site;
    std::vector<ReaderTile> m_readers;
    AgentCard m_agentCard;
    SubjectCard m_subjectCard;
    CentreState m_centre;
    std::vector<TrayCard> m_tray;
    std::optional<SignInAnswer> m_agent;
};

/// A callback that does nothing once `owner` is gone: what every page hands to the port.
template <typename Value, typename Owner, typename Function>
Then<Value> guarded(Owner* owner, Function function)
{
    return [alive = QPointer<Owner>(owner), function = std::move(function)](Value value) mutable {
        if (alive)
            function(std::move(value));
    };
}

} // namespace cardwright::ui
