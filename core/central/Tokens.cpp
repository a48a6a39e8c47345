#include "core/central/Tokens.h"

#include "core/central/Problem.h"
#include "core/store/Statement.h"

namespace cardwright::central {

namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t tokenOctets = 20;
constexpr std::size_t groupLength = 4;
constexpr std::int64_t hour = 3600 * 1000;

/// As printed, but for what a person may do to it on the way: case, spaces, hyphens.
Sha256Digest digestOf(const SecureBytes& token)
{
    SecureBytes plain;
    for (const auto octet : token.view()) {
        const auto letter = static_cast<char>(octet);
        if (letter == '-' || letter == ' ' || letter == '\n' || letter == '\r') continue;
        const bool lower = letter >= 'a' && letter <= 'z';
        plain.append(static_cast<std::uint8_t>(lower ? letter - 'a' + 'A' : letter));
    }
    return sha256(plain.view());
}

} // namespace

SecureBytes Tokens::issue(Transaction&, int hours)
{
    SecureBytes random(tokenOctets);
    m_parts.random.fill(random.writable());
    SecureBytes token;
    std::uint32_t bits = 0;
    int count = 0;
    std::size_t written = 0;
    for (const auto octet : random.view()) {
        bits = (bits << 8) | octet;
        for (count += 8; count >= 5; count -= 5) {
            if (written > 0 && written % groupLength == 0) token.append(static_cast<std::uint8_t>('-'));
            token.append(static_cast<std::uint8_t>(letters[(bits >> (count - 5)) & 31u]));
            ++written;
        }
    }
    const auto now = m_parts.clock.utcMillis();
    m_parts.database.prepare("INSERT INTO tokens (digest, made_at, until) VALUES (?1, ?2, ?3)")
        .bind(digestOf(token))
        .bind(now)
        .bind(now + hours * hour)
        .run();
    return token;
}

Tokens::Row Tokens::find(const SecureBytes& token)
{
    auto query = m_parts.database.prepare("SELECT digest, workstation, request, answer, first_agent_request, first_agent_answer, until "
                                          "FROM tokens WHERE digest = ?1");
    if (!query.bind(digestOf(token)).step()) refuse("enrolment-token-wrong");
    if (m_parts.clock.utcMillis() >= query.integer(6)) refuse("enrolment-token-expired");
    return {query.digest(0),         query.optionalGuid(1),   query.optionalDigest(2),
            query.optionalText(3).value_or(""), query.optionalDigest(4), query.optionalText(5).value_or("")};
}

void Tokens::spend(Transaction&, const Sha256Digest& token, const Guid& workstation, const Sha256Digest& request, std::string_view answer)
{
    m_parts.database.prepare("UPDATE tokens SET workstation = ?1, request = ?2, answer = ?3 WHERE digest = ?4")
        .bind(workstation)
        .bind(request)
        .bind(answer)
        .bind(token)
        .run();
}

void Tokens::keepFirstAgent(Transaction&, const Sha256Digest& token, const Sha256Digest& request, std::string_view answer)
{
    m_parts.database.prepare("UPDATE tokens SET first_agent_request = ?1, first_agent_answer = ?2 WHERE digest = ?3")
        .bind(request)
        .bind(answer)
        .bind(token)
        .run();
}

} // namespace cardwright::central
