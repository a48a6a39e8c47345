#pragma once

#include "core/identity/EvidencePolicy.h"
#include "core/policy/PolicyFile.h"

#include <string>

namespace cardwright {

/// Makes the policy of its file. Inside of EvidencePolicy::from.
class EvidencePolicyReader {
public:
    static EvidencePolicy read(const PolicyFile& file);
};

/// What a schema cannot say: whether the policy contradicts itself. Throws PolicyError POLICY-DAMAGED with the line.
class EvidencePolicyCheck {
public:
    /// The first `accepted` kinds stand under "kinds", the rest under "alwaysRefused".
    EvidencePolicyCheck(const EvidencePolicy& policy, const PolicyFile& file, std::size_t accepted)
        : m_policy(policy), m_file(file), m_accepted(accepted)
    {
    }
    void run() const;

private:
    void groups() const;
    void routes() const;
    void route(const EvidenceRoute& route, const std::string& path) const;
    void wants(std::span<const EvidenceWant> wants, const std::string& path) const;
    void fillable(const EvidenceRoute& route, const std::string& path) const;
    void kinds() const;
    void kind(const EvidenceKind& kind, const std::string& path) const;
    void use(const EvidenceKind& kind, const EvidenceUse& use, const std::string& path) const;
    void restricted(const EvidenceKind& kind, const std::string& path) const;
    void known(const std::string& group, const std::string& where, const std::string& path) const;
    [[noreturn]] void contradicts(const std::string& path, const std::string& what) const;
    std::string pathOfKind(std::size_t at) const;

    const EvidencePolicy& m_policy;
    const PolicyFile& m_file;
    std::size_t m_accepted;
};

} // namespace cardwright
