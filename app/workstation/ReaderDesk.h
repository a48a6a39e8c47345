#pragma once

#include "app/workstation/Context.h"
#include "core/card/ReaderEvents.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::workstation {

/// Which readers are meant for whom, where the person at the desk said so.
struct ReaderChoice {
    std::string agent;   ///< empty: the first reader that is not the subject's
    std::string subject; ///< empty: of the others, the one with a card, else the first
};

/// Follows the readers: who plays reader 1 and reader 2, whose cards are in them. GUI thread.
class ReaderDesk {
public:
    ReaderDesk(Context& context, ReaderChoice choice);

    void readersChanged(const std::vector<ReaderState>& states);
    /// Looks again at the card in reader 2 (after a job, or when asked). Until it was read the desk says that it is being read, and nothing
    /// of what it was.
    void lookAgain();
    /// The same without the look, which follows: what was known of the card holds no longer.
    void forgetSubject();
    /// Another program has this reader and somebody here waits for it; nothing: no longer.
    void readerBusy(const std::string& reader, const std::optional<std::string>& holder);
    /// The agent's card was asked something: its tries may be others now.
    void lookAtAgentAgain();
    /// The session began or ended: the same card may now mean something else, and whose it is may be said or not.
    void sessionChanged();

    std::uint64_t sight() const noexcept { return m_sight; }
    std::uint64_t agentSight() const noexcept { return m_agentSight; }
    const std::vector<ui::ReaderTile>& tiles() const noexcept { return m_tiles; }
    const ui::AgentCard& agentCard() const noexcept { return m_agentCard; }
    const ui::SubjectCard& subjectCard() const noexcept { return m_subjectCard; }

    /// A job runs on the card in reader 2: nobody looks at it meanwhile. What happens to the card is told here.
    struct JobWatch {
        std::function<void()> gone;
        std::function<void()> back; ///< a card is in again
        std::function<void(const std::optional<std::string>& holder)> busy; ///< another program has its reader, or has it no longer
    };
    void setJobWatch(std::optional<JobWatch> watch) { m_job = std::move(watch); }
    /// The agent's card left while somebody was signed in.
    std::function<void()> agentCardLeft;

private:
    void tellTiles();
    void assignRoles(const std::vector<ReaderState>& states);
    void followAgent(const ReaderState* state);
    void followSubject(const ReaderState* state);
    void lookAtAgent();
    void lookAtSubject();
    void tellSubject(ui::SubjectCard card);
    ui::SubjectCard unnamedSubject() const;

    Context& m_context;
    ReaderChoice m_choice;
    std::vector<ReaderState> m_states;
    std::map<std::string, std::string> m_busy; ///< by reader: who has it, where that is known
    std::vector<ui::ReaderTile> m_tiles;
    ui::AgentCard m_agentCard;
    ui::SubjectCard m_subjectCard;
    std::optional<ReaderState> m_agentSeen;
    std::optional<ReaderState> m_subjectSeen;
    std::uint64_t m_sight = 0;
    std::uint64_t m_agentSight = 0;
    std::optional<JobWatch> m_job;
};

} // namespace cardwright::workstation
