#include "tests/ui/pages/PolicyBook.h"

#include "app/workstation/Convert.h"
#include "core/identity/DocumentReading.h"
#include "core/policy/PolicyFile.h"

#include <nlohmann/json.hpp>

namespace cardwright::ui::test {

namespace {

namespace convert = workstation::convert;

class PolicyBook final : public EvidenceBook {
public:
    explicit PolicyBook(EvidencePolicy policy) : m_policy(std::move(policy)) {}

    std::vector<DocumentKind> kinds() const override
    {
        std::vector<DocumentKind> all;
        for (const auto& kind : m_policy.kinds()) all.push_back(convert::documentKind(kind));
        return all;
    }
    EvidenceReport report(const IssueDraft& draft, const std::string& agent, bool mayReadRestricted) const override
    {
        const auto verdict = m_policy.judge(convert::documents(draft, m_policy), m_today, convert::answers(draft.answers, m_policy));
        return convert::report(verdict, draft.agent.empty() || draft.agent == agent, Sight{mayReadRestricted});
    }
    EvidenceRules rules() const override { return convert::evidenceRules(m_policy); }
    ZoneReading zone(const std::string& typed, const PersonFields& person, const DocumentFields& document) const override
    {
        return convert::zoneReading(typed, m_policy, m_today, person, document);
    }
    std::vector<std::string> numberWarnings(const std::string& kind, const std::string& number, const PersonFields& person) const override
    {
        const auto* known = m_policy.kind(kind);
        return known ? cardwright::numberWarnings(*known, number, convert::person(person)) : std::vector<std::string>();
    }
    RecordCheck check(const PersonTexts& fields) const override { return convert::recordCheck(fields, "HVC00", m_policy, m_today); }
    std::optional<IssueDraft> kept(const IssueDraft& draft) const override
    {
        auto again = convert::draft(convert::draftJson(draft));
        if (again) again->id = draft.id;
        return again;
    }

private:
    EvidencePolicy m_policy;
    Date m_today = *parseDate("2026-11-22");
};

} // namespace

std::shared_ptr<EvidenceBook> shippedEvidence(bool scores, bool remote)
{
    auto policy = PolicyFile::shipped(PolicyKind::evidence).json();
    policy["scores"]["asked"] = scores;
    policy["switches"]["remoteCheck"] = remote;
    return std::make_shared<PolicyBook>(EvidencePolicy::from(PolicyFile::parse(PolicyKind::evidence, policy.dump())));
}

} // namespace cardwright::ui::test
