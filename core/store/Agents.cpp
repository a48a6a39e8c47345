#include "core/store/Agents.h"

#include "core/crypto/CryptoError.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::string_view table = "agent";
constexpr std::string_view columns = "SELECT certificate, key_identifier, role, active, deputy, not_after, envelope, name, number FROM agent ";

AgentRow rowFrom(const Statement& row)
{
    return {row.digest(0), row.blob(1), row.text(2), row.integer(3) != 0, row.integer(4) != 0, row.integer(5)};
}

} // namespace

std::optional<AgentDetails> Agents::detailsIn(const Statement& row)
{
    const auto certificate = row.digest(0);
    const FieldPlace place{table, certificate, "name"};
    if (!row.isNull(6)) {
        RosterAgent agent;
        agent.certificate = certificate;
        agent.keyIdentifier = row.blob(1);
        agent.details = row.blob(6);
        try {
            return openDetails(agent, m_room.vault.key());
        } catch (const CryptoError&) {
        } catch (const RosterError&) {
        }
        throw StoreError(Failure::of("STORE-TAMPERED", wordsOf({table, certificate, "envelope"})));
    }
    if (row.isNull(7) || row.isNull(8)) return std::nullopt;
    const auto number = UserNumber::parse(m_room.openText({table, certificate, "number"}, row.blob(8)));
    if (!number) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf({table, certificate, "number"})));
    return AgentDetails{m_room.openText(place, row.blob(7)), *number, {}, {}};
}

AgentRoster Agents::roster()
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(columns);
    std::vector<RosterEntry> agents;
    while (row.step()) {
        m_room.passOver([&] {
            const auto details = detailsIn(row);
            if (details) agents.push_back({row.digest(0), details->number, details->name, row.text(2), row.integer(3) != 0});
        });
    }
    std::sort(agents.begin(), agents.end(), [](const RosterEntry& left, const RosterEntry& right) {
        return left.name != right.name ? left.name < right.name : left.number.value() < right.number.value();
    });
    return AgentRoster(std::move(agents));
}

std::vector<AgentRow> Agents::rows()
{
    auto row = m_room.database.prepare(std::string(columns) + "ORDER BY rowid");
    std::vector<AgentRow> rows;
    while (row.step()) rows.push_back(rowFrom(row));
    return rows;
}

std::optional<AgentDetails> Agents::details(const Sha256Digest& certificate)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "WHERE certificate = ?1");
    row.bind(certificate);
    return row.step() ? detailsIn(row) : std::nullopt;
}

void Agents::put(Transaction& transaction, const RosterEntry& agent)
{
    transaction.database()
        .prepare("INSERT INTO agent (certificate, key_identifier, role, active, deputy, not_after, envelope, name, number) "
                 "VALUES (?1, x'', ?2, ?3, 0, 0, NULL, ?4, ?5) ON CONFLICT (certificate) DO UPDATE SET role = excluded.role, "
                 "active = excluded.active, envelope = NULL, name = excluded.name, number = excluded.number")
        .bind(agent.certificate).bind(agent.role).bind(agent.active).bind(m_room.seal({table, agent.certificate, "name"}, agent.name))
        .bind(m_room.seal({table, agent.certificate, "number"}, agent.number.digits()))
        .run();
}

void Agents::replaceAll(Transaction& transaction, const std::vector<RosterEntry>& agents)
{
    transaction.database().prepare("DELETE FROM agent").run();
    for (const auto& agent : agents) put(transaction, agent);
}

void Agents::replaceAll(Transaction& transaction, const Roster& roster)
{
    transaction.database().prepare("DELETE FROM agent").run();
    for (const auto& agent : roster.content().agents) {
        transaction.database()
            .prepare("INSERT INTO agent (certificate, key_identifier, role, active, deputy, not_after, envelope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .bind(agent.certificate).bind(agent.keyIdentifier).bind(agent.role).bind(agent.active).bind(agent.deputy).bind(agent.notAfter)
            .bind(agent.details)
            .run();
    }
}

} // namespace cardwright
