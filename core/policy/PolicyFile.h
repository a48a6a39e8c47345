#pragma once

#include "core/base/Failure.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace cardwright {

/// A policy that cannot be used: POLICY-ABSENT, POLICY-DAMAGED (no JSON, not of its schema's form, or contradicting itself; `detail` has
/// the line).
class PolicyError : public FailureError {
public:
    using FailureError::FailureError;
};

/// Which text a decision was made by: recorded with each decision.
struct PolicyId {
    std::string id;
    int version = 0;

    std::string text() const; ///< "hvc-evidence 1"
    friend bool operator==(const PolicyId&, const PolicyId&) = default;
};

/// The kinds of policy of this version; the file is NAME.json, its schema NAME-policy.schema.json.
enum class PolicyKind { evidence, passcode, issue, offline, roles, people, photo, terms, print, badges };
inline constexpr std::array policyKinds = {PolicyKind::evidence, PolicyKind::passcode, PolicyKind::issue, PolicyKind::offline,
                                           PolicyKind::roles,    PolicyKind::people,   PolicyKind::photo,    PolicyKind::terms,
                                           PolicyKind::print,    PolicyKind::badges};
std::string_view nameOf(PolicyKind kind) noexcept;
/// A kind that came after the first desks: where a centre or a site folder does not have it, what ships is in force.
bool shipsWhereAbsent(PolicyKind kind) noexcept;

/// A policy file, parsed strictly and checked against its schema before anybody looks at it.
class PolicyFile {
public:
    /// Throws PolicyError.
    static PolicyFile load(PolicyKind kind, const std::string& path);
    static PolicyFile parse(PolicyKind kind, std::string_view text);
    /// The one that ships in resources/policies.
    static PolicyFile shipped(PolicyKind kind);

    ~PolicyFile();
    PolicyFile(PolicyFile&&) noexcept;
    PolicyFile& operator=(PolicyFile&&) noexcept;

    PolicyKind kind() const noexcept { return m_kind; }
    const PolicyId& id() const noexcept { return m_id; }
    const nlohmann::json& json() const noexcept { return *m_json; }
    /// "line 14, kinds[2].uses[0]": for what a schema cannot say and the policy's reader finds.
    std::string place(std::string_view path) const;

private:
    PolicyFile(PolicyKind kind, std::unique_ptr<nlohmann::json> json, std::string text);

    PolicyKind m_kind;
    PolicyId m_id;
    std::unique_ptr<nlohmann::json> m_json;
    std::string m_text;
};

} // namespace cardwright
