#pragma once

#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"
#include "core/identity/Person.h"
#include "core/policy/PolicyFile.h"

#include <span>

namespace cardwright {

/// A thing that a kind asks for besides its dates: a tick, or a date that may not be too long ago.
struct EvidenceCondition {
    std::string id;    ///< "immigration-permission", "entered-uk"
    std::string words; ///< "Permission to stay seen"
    bool isDate = false;
    int maxAgeMonths = 0; ///< dates only
    std::string refusal;  ///< said when it is not met
};

/// One way in which a kind may count.
struct EvidenceUse {
    std::string group;
    int maxAgeMonths = 0;         ///< 0: age does not matter. Counted from `dated`, last day included
    bool mustBeInDate = false;    ///< needs `expires`
    int expiredGraceMonths = 0;   ///< after expiry
    std::vector<EvidenceCondition> conditions;
};

/// A kind of document as the policy describes it. The code knows none by name.
struct EvidenceKind {
    std::string code;  ///< "uk-passport"
    std::string title; ///< "UK passport"
    std::string noun;  ///< within a sentence: "passport"
    std::string issuerWord; ///< "supplier", "bank"; empty: no issuer is asked for
    std::string issuer;     ///< fixed issuer: "HM Revenue & Customs"
    std::vector<EvidenceUse> uses; ///< empty: always refused
    std::string refusal;    ///< why it is always refused, and what is accepted instead
    bool hasNumber = true;
    bool showsBirthDate = false;
    bool showsAddress = false;
    int rank = 100;         ///< in advice, lowest first
    std::string why;        ///< in advice: "Most people carry it."

    bool wantsDated() const noexcept;
    bool wantsExpires() const noexcept;
    bool countsIn(std::string_view group) const noexcept;
};

struct EvidenceGroup {
    std::string id;     ///< "P"
    std::string word;   ///< "photo"
    std::string proof;  ///< "proof with a photo"
    std::string proofs; ///< "proofs with a photo"
    bool onePerIssuer = false;
    bool onePerKind = false;
    bool wantsAddress = false; ///< a document counts here only if its address agrees
};

struct EvidenceRoute {
    std::string id;
    std::string title;
    std::vector<std::string> slots; ///< group ids, one per slot
    /// What else it asks for: ids looked up among the ticks given to judge(). (Countersigned photograph of route C.)
    struct Want {
        std::string id;
        std::string words;
    };
    std::vector<Want> wants;
};

/// Which documents prove who somebody is (HMG minimum requirements, NHS Employers' combinations), as data.
class EvidencePolicy {
public:
    static EvidencePolicy from(const PolicyFile& file);
    static EvidencePolicy load(const std::string& path);
    static EvidencePolicy shipped();

    const PolicyId& id() const noexcept { return m_id; }
    const AgeLimits& ages() const noexcept { return m_ages; }
    std::span<const EvidenceKind> kinds() const noexcept { return m_kinds; } ///< the always refused ones included
    std::span<const EvidenceGroup> groups() const noexcept { return m_groups; }
    std::span<const EvidenceRoute> routes() const noexcept { return m_routes; }
    const EvidenceKind* kind(std::string_view code) const noexcept;
    const EvidenceGroup* group(std::string_view groupId) const noexcept;

    /// Ticks name, birth date and address as this kind shows them: the agent unticks what does not agree.
    void tickWhatItShows(EvidenceDocument& document) const;

    /// The order of the documents never matters; a document more never turns a pass into a failure.
    /// `ticks`: what routes want besides documents. The work grows with the cube of the number of documents: callers
    /// bound it (an issue request holds at most 20).
    EvidenceVerdict judge(std::span<const EvidenceDocument> documents, Date today, const std::set<std::string>& ticks = {}) const;

private:
    friend class EvidencePolicyReader;
    EvidencePolicy() = default;
    PolicyId m_id;
    AgeLimits m_ages;
    std::vector<EvidenceKind> m_kinds;
    std::vector<EvidenceGroup> m_groups;
    std::vector<EvidenceRoute> m_routes;
};

/// The earliest date a document may bear today to be no older than so many calendar months.
Date earliestAccepted(Date today, int maxAgeMonths);

} // namespace cardwright
