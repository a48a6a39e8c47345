#include "app/workstation/ReaderDesk.h"

#include "app/workstation/Convert.h"

#include <algorithm>

namespace cardwright::workstation {

namespace {

const ReaderState* named(const std::vector<ReaderState>& states, const std::string& name)
{
    const auto found = std::find_if(states.begin(), states.end(), [&](const auto& state) { return state.name == name; });
    return found == states.end() ? nullptr : &*found;
}

ui::ReaderTile tileOf(ui::ReaderRole role, const ReaderState* state)
{
    ui::ReaderTile tile;
    tile.role = role;
    if (state == nullptr) return tile;
    tile.readerName = state->name;
    tile.condition = state->mute        ? ui::ReaderCondition::mute
                     : state->present   ? (state->exclusive ? ui::ReaderCondition::inUse : ui::ReaderCondition::card)
                                        : ui::ReaderCondition::empty;
    return tile;
}

/// The same card in the same reader, as far as PC/SC can tell without touching it.
bool sameSight(const std::optional<ReaderState>& before, const ReaderState* now)
{
    if (!before || now == nullptr) return !before && now == nullptr;
    return before->name == now->name && before->present == now->present && before->mute == now->mute && before->events == now->events;
}

ui::AgentCard refused(ui::SignInTrouble trouble)
{
    ui::AgentCard card;
    card.state = ui::AgentCardState::refused;
    card.trouble = trouble;
    return card;
}

bool agentIn(runtime::Workstation& desk, const std::string& reader)
{
    if (reader.empty()) return false;
    try {
        return desk.agentLook(reader).agent.has_value();
    } catch (const FailureError&) {
        return false; // a card that cannot be read is no agent's
    }
}

/// What may be said of the cards in both readers before anybody signs in. Empty names: no card there, or not looked at.
ui::AgentCard agentCardIn(runtime::Workstation& desk, const std::string& reader, const std::string& subject)
{
    const bool other = agentIn(desk, subject);
    if (reader.empty()) return other ? refused(ui::SignInTrouble::wrongReader) : ui::AgentCard{};
    const auto look = desk.agentLook(reader);
    const auto now = desk.clock().utcMillis();
    ui::AgentCard card;
    if (!look.agent || !look.agent->active) {
        card = refused(other ? ui::SignInTrouble::wrongReader : ui::SignInTrouble::notAgent);
    } else if (other) {
        card = refused(ui::SignInTrouble::twoAgentCards);
    } else if (look.agent->revoked) {
        card = refused(ui::SignInTrouble::revoked);
    } else if (look.agent->notAfter <= now) {
        card = refused(ui::SignInTrouble::expired);
    } else if (const auto until = desk.status().rosterUntil; until && *until <= now) {
        card = refused(ui::SignInTrouble::rosterOld);
    } else {
        card.state = look.tries.blocked() ? ui::AgentCardState::locked : ui::AgentCardState::ready;
    }
    card.triesLeft = look.tries.tries;
    return card;
}

} // namespace

ReaderDesk::ReaderDesk(Context& context, ReaderChoice choice) : m_context(context), m_choice(std::move(choice))
{
    m_tiles = {tileOf(ui::ReaderRole::agent, nullptr), tileOf(ui::ReaderRole::subject, nullptr)};
}

void ReaderDesk::assignRoles(const std::vector<ReaderState>& states)
{
    const auto* agent = named(states, m_choice.agent);
    if (agent == nullptr && m_choice.agent.empty()) {
        const auto free = std::find_if(states.begin(), states.end(), [&](const auto& state) { return state.name != m_choice.subject; });
        if (free != states.end()) agent = &*free;
    }
    m_context.agentReader = agent != nullptr ? agent->name : std::string();
    const auto* subject = named(states, m_choice.subject);
    if (subject == nullptr && m_choice.subject.empty()) {
        const auto mayServe = [&](const ReaderState& state) { return state.name != m_context.agentReader; };
        // The one in use stays in use: a card in a second reader waits until this one is empty.
        const auto* current = named(states, m_context.subjectReader);
        if (current != nullptr && current->present && mayServe(*current)) {
            subject = current;
        } else {
            auto found = std::find_if(states.begin(), states.end(), [&](const auto& state) { return mayServe(state) && state.present; });
            if (found == states.end()) found = std::find_if(states.begin(), states.end(), mayServe);
            if (found != states.end()) subject = &*found;
        }
    }
    m_context.subjectReader = subject != nullptr ? subject->name : std::string();
}

void ReaderDesk::readersChanged(const std::vector<ReaderState>& states)
{
    m_states = states;
    assignRoles(states);
    tellTiles();
    followAgent(named(m_states, m_context.agentReader));
    followSubject(named(m_states, m_context.subjectReader));
}

void ReaderDesk::tellTiles()
{
    m_tiles = {tileOf(ui::ReaderRole::agent, named(m_states, m_context.agentReader)),
               tileOf(ui::ReaderRole::subject, named(m_states, m_context.subjectReader))};
    for (auto& tile : m_tiles) {
        const auto found = m_busy.find(tile.readerName);
        if (tile.readerName.empty() || found == m_busy.end()) continue;
        tile.condition = ui::ReaderCondition::inUse;
        tile.usedBy = found->second;
    }
    if (m_context.events != nullptr) m_context.events->readersChanged(m_tiles);
}

void ReaderDesk::readerBusy(const std::string& reader, const std::optional<std::string>& holder)
{
    if (holder) m_busy.insert_or_assign(reader, *holder);
    else m_busy.erase(reader);
    tellTiles();
    if (m_job && m_job->busy && reader == m_context.subjectReader) {
        const auto busy = m_job->busy; // what is called may end the watch
        busy(holder);
    }
}

void ReaderDesk::followAgent(const ReaderState* state)
{
    if (sameSight(m_agentSeen, state)) return;
    const bool wasPresent = m_agentSeen && m_agentSeen->present;
    m_agentSeen = state != nullptr ? std::optional(*state) : std::nullopt;
    ++m_agentSight;
    // Also when it was swapped so fast that it never seemed away.
    if (wasPresent && agentCardLeft) agentCardLeft();
    m_agentCard = {};
    const bool present = state != nullptr && state->present;
    if (present) m_agentCard.state = ui::AgentCardState::reading;
    if (m_context.events != nullptr) m_context.events->agentCardChanged(m_agentCard);
    if (present || !m_context.signedIn) lookAtAgent();
}

void ReaderDesk::lookAtAgentAgain()
{
    if (m_agentSeen && m_agentSeen->present) lookAtAgent();
}

void ReaderDesk::sessionChanged()
{
    if (m_context.signedIn) return lookAgain();
    if (!m_job && m_subjectSeen && m_subjectSeen->present) tellSubject(unnamedSubject());
    lookAtAgentAgain();
}

/// There is a card, and nothing is said of it: nobody is signed in, or it is being read.
ui::SubjectCard ReaderDesk::unnamedSubject() const
{
    ui::SubjectCard card;
    card.sight = m_sight;
    card.kind = ui::CardKind::reading;
    return card;
}

void ReaderDesk::lookAtAgent()
{
    const auto sight = m_agentSight;
    const bool agentIn = m_agentSeen && m_agentSeen->present;
    const bool subjectIn = !m_context.signedIn && m_subjectSeen && m_subjectSeen->present && !m_job;
    auto task = [&desk = m_context.desk, reader = agentIn ? m_context.agentReader : std::string(),
                 subject = subjectIn ? m_context.subjectReader : std::string()] { return agentCardIn(desk, reader, subject); };
    auto then = [this, sight](ui::AgentCard card) {
        if (sight != m_agentSight) return;
        m_agentCard = std::move(card);
        if (m_context.events != nullptr) m_context.events->agentCardChanged(m_agentCard);
    };
    m_context.ask<ui::AgentCard>(*m_context.agentThread, std::move(task), std::move(then), [](const Failure& failure) {
        ui::AgentCard card;
        card.state = ui::AgentCardState::unreadable;
        card.failure = failure;
        return card;
    });
}

void ReaderDesk::followSubject(const ReaderState* state)
{
    if (sameSight(m_subjectSeen, state)) return;
    m_subjectSeen = state != nullptr ? std::optional(*state) : std::nullopt;
    ++m_sight;
    const bool present = state != nullptr && state->present;
    ui::SubjectCard card;
    card.sight = m_sight;
    card.kind = present ? ui::CardKind::reading : ui::CardKind::none;
    tellSubject(std::move(card));
    if (m_job) {
        const auto watch = *m_job; // what is called may end the watch
        if (present) {
            watch.back();
        } else {
            watch.gone();
        }
        return;
    }
    if (m_context.signedIn) {
        if (present) lookAtSubject();
    } else {
        lookAtAgent(); // an agent's card in the wrong reader is said before anybody types
    }
}

void ReaderDesk::lookAgain()
{
    if (!m_context.signedIn || m_job || !m_subjectSeen || !m_subjectSeen->present) return;
    forgetSubject();
    lookAtSubject();
}

void ReaderDesk::forgetSubject()
{
    if (m_subjectSeen && m_subjectSeen->present && m_subjectCard.kind != ui::CardKind::reading) tellSubject(unnamedSubject());
}

void ReaderDesk::lookAtSubject()
{
    const auto sight = m_sight;
    const auto reader = m_context.subjectReader;
    auto task = [&desk = m_context.desk, reader, sight] {
        const auto look = desk.look(reader);
        auto card = convert::subjectCard(desk, look);
        card.sight = sight;
        return card;
    };
    auto then = [this, sight](ui::SubjectCard card) {
        if (sight == m_sight && !m_job) tellSubject(std::move(card));
    };
    m_context.ask<ui::SubjectCard>(*m_context.cardThread, std::move(task), std::move(then), [sight](const Failure& failure) {
        ui::SubjectCard card;
        card.sight = sight;
        card.kind = ui::CardKind::unreadable;
        card.failure = failure;
        return card;
    });
}

void ReaderDesk::tellSubject(ui::SubjectCard card)
{
    m_subjectCard = std::move(card);
    if (m_context.events != nullptr) m_context.events->subjectCardChanged(m_subjectCard);
}

} // namespace cardwright::workstation
