#pragma once

#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <optional>
#include <string>

namespace cardwright::central {

/// Enrolment tokens: 160 random bits, told once, kept as SHA-256.
class Tokens {
public:
    explicit Tokens(CentreParts& parts) : m_parts(parts) {}

    /// Eight groups of four of Crockford's base 32: no I, L, O, U to be misread.
    SecureBytes issue(Transaction& transaction, int hours);

    struct Row {
        Sha256Digest digest{};
        std::optional<Guid> workstation;
        std::optional<Sha256Digest> request;
        std::string answer;
        std::optional<Sha256Digest> firstAgentRequest;
        std::string firstAgentAnswer;
    };
    /// Problems enrolment-token-wrong, -expired.
    Row find(const SecureBytes& token);
    void spend(Transaction& transaction, const Sha256Digest& token, const Guid& workstation, const Sha256Digest& request, std::string_view answer);
    void keepFirstAgent(Transaction& transaction, const Sha256Digest& token, const Sha256Digest& request, std::string_view answer);

private:
    CentreParts& m_parts;
};

} // namespace cardwright::central
