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
    std::string clause;           ///< the rule's name in the standard: "P1", "A4"
    int maxAgeMonths = 0;         ///< 0: age does not matter. Counted from `dated`, last day included
    bool mustBeInDate = false;    ///< needs `expires`
    bool inDateIfShown = false;   ///< where `expires` is there, it must not have passed
    int expiredGraceMonths = 0;   ///< after expiry
    std::vector<EvidenceCondition> conditions;
};

/// How a machine readable zone tells a kind: its document code begins so, and it was issued by one of these (none: by anybody).
struct EvidenceMrzMark {
    std::string code;                 ///< "P", "IR"
    std::vector<std::string> issuers; ///< "GBR"
};

/// What a number on a document is compared with; warnings only (IdentityNumbers.h).
enum class NumberForm { free, gbDriver, ukPassport, nationalInsurance };

/// A kind of document as the policy describes it. The code knows none by name.
struct EvidenceKind {
    std::string code;  ///< "uk-passport"
    std::string title; ///< "UK passport"
    std::string noun;  ///< within a sentence: "passport"
    std::string issuerWord; ///< "supplier", "bank"; empty: no issuer is asked for
    std::string issuer;     ///< fixed issuer: "HM Revenue & Customs"
    std::vector<EvidenceUse> uses; ///< empty: always refused, or switched off
    std::string refusal;    ///< why it is always refused, and what is accepted instead
    std::string switchedBy; ///< the policy's switch without which it is refused: "onlineBills"
    std::string replaces;   ///< a kind that says the same: only one of the two counts
    bool noOriginal = false; ///< there is none on paper: its conditions stand for having seen it
    bool linksNames = false;  ///< proves a change of name
    bool recordsDate = false; ///< its date is recorded although its age does not matter
    bool restricted = false;  ///< who may see it: EvidenceSight.h
    NumberForm numberForm = NumberForm::free;
    std::vector<EvidenceMrzMark> mrz;
    std::string help;       ///< beside the title where it is chosen
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

/// A thing that a route, or a remote check, asks for besides documents; looked up in EvidenceAnswers.
struct EvidenceWant {
    enum class Form { tick, date, choice, approval };
    std::string id;    ///< "referee-known-since"
    std::string words; ///< "The referee has known the person since"
    Form form = Form::tick;
    int leastMonths = 0; ///< date: at least so long ago
    int mostMonths = 0;  ///< date: at most so long ago; 0: any
    std::vector<std::string> choices;
    std::string approver; ///< approval: "manager"
};

struct EvidenceRoute {
    std::string id;
    std::string title;
    std::vector<std::string> slots; ///< group ids, one per slot
    std::vector<EvidenceWant> wants;
    std::string opensWith;            ///< a tick without which it is not looked at: "employer-check"; empty: always
    std::string onlyWithout;          ///< a group: it is not offered once a document counts in that
    std::set<std::string> waives;     ///< checks that it does not ask for: "address-agrees"

    bool asksFor(const std::string& check) const { return !waives.contains(check); }
};

/// Why an agent refuses a document that looks good by its dates: the list used nationally.
struct EvidenceRefusal {
    std::string id;       ///< "illegible"
    std::string words;    ///< to choose from: "Cannot be read, or cropped"
    std::string sentence; ///< with what to do
};

/// GPG 45: what is scored, 1 to 4 each, never summed.
struct EvidenceScores {
    struct Part {
        std::string id;
        std::string words;
    };
    bool asked = false;
    std::vector<Part> ofDocument; ///< of each that counts
    std::vector<Part> ofCheck;    ///< once
};

/// Which dates are believed at all.
struct EvidenceDateBounds {
    int oldestYears = 110; ///< dated longer ago: nobody alive has it
    int validYears = 60;   ///< good for longer: a slip of the keyboard
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
    std::span<const EvidenceRefusal> refusals() const noexcept { return m_refusals; }
    const EvidenceRefusal* refusal(std::string_view reason) const noexcept;
    const EvidenceScores& scores() const noexcept { return m_scores; }
    const EvidenceDateBounds& dateBounds() const noexcept { return m_bounds; }
    bool isOn(std::string_view name) const noexcept; ///< a switch of the policy: "remoteCheck", "onlineBills"
    std::span<const EvidenceWant> remoteWants() const noexcept { return m_remoteWants; }

    /// Takes away what is not kept of its kind: the number of one that has none (share codes, restricted documents), issuer and dates of
    /// a restricted one; sets `restricted`. To be called on everything that was read or typed, before it is judged or recorded.
    void keepWhatMayBeKept(EvidenceDocument& document) const;
    std::vector<EvidenceDocument> kept(std::vector<EvidenceDocument> documents) const; ///< all of them so

    /// Ticks name, birth date and address as this kind shows them: the agent unticks what does not agree.
    void tickWhatItShows(EvidenceDocument& document) const;

    /// The order of the documents never matters; a document more never turns a pass into a failure.
    /// `answers`, `ticks`: what routes want besides documents. The work grows with the cube of the number of documents: callers
    /// bound it (an issue request holds at most 20).
    EvidenceVerdict judge(std::span<const EvidenceDocument> documents, Date today, const EvidenceAnswers& answers) const;
    EvidenceVerdict judge(std::span<const EvidenceDocument> documents, Date today, const std::set<std::string>& ticks = {}) const;

private:
    friend class EvidencePolicyReader;
    EvidencePolicy() = default;
    PolicyId m_id;
    AgeLimits m_ages;
    std::vector<EvidenceKind> m_kinds;
    std::vector<EvidenceGroup> m_groups;
    std::vector<EvidenceRoute> m_routes;
    std::vector<EvidenceRefusal> m_refusals;
    std::vector<EvidenceWant> m_remoteWants;
    std::map<std::string, bool, std::less<>> m_switches;
    EvidenceScores m_scores;
    EvidenceDateBounds m_bounds;
};

/// The earliest date a document may bear today to be no older than so many calendar months.
Date earliestAccepted(Date today, int maxAgeMonths);

} // namespace cardwright
