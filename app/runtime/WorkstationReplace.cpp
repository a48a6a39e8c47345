#include "app/runtime/Workstation.h"

#include "core/access/ExceptionRequests.h"
#include "core/lifecycle/PasscodeRules.h"

#include <utility>

// A card in place of another.

namespace cardwright::runtime {

namespace {

/// The application must be the holder's. After a name change that is the name of the register, which was changed before.
void requireSamePerson(const PersonRecord& holder, const Person& named)
{
    if (holder.person.dateOfBirth == named.dateOfBirth && sameLegalName(holder.person.legalName(), named.legalName())) return;
    throw RefusedError(Failure::because("IDENTITY-CHECK", "This application is about somebody else than the card's holder."));
}

} // namespace

template <class Call>
auto Workstation::inReplaceAct(const AgentSession& agent, Call&& call)
{
    return m_store->call([&](Store& store) {
        const ExceptionRules exceptions(m_material.roles.policy());
        ReplaceAct act(store, agent, agent.author(), m_clock, m_random);
        return call(act.under(m_material.people.access, exceptions));
    });
}

std::optional<Failure> Workstation::replaceRefusal(const ReplaceTerms& terms)
{
    const auto agent = requireSession();
    if (const auto duty = mayDoTo(agent, Permission::cardReplace, terms.holder); !duty) return Failure::of(duty.code);
    if (const auto verdict = authority(BoundedAct::issue); !verdict) return Failure::of(verdict.code);
    return inReplaceAct(agent, [&](ReplaceAct& act) { return act.refusal(terms); });
}

void Workstation::requireReplaceDuties(const ReplaceTerms& terms)
{
    const auto agent = requireSession();
    requireDuty(mayDoTo(agent, Permission::cardReplace, terms.holder), nameOf(Permission::cardReplace), terms.holder);
    requireDuty(inReplaceAct(agent, [&](ReplaceAct& act) { return act.duty(terms); }), nameOf(Permission::cardReplace), terms.holder);
}

void Workstation::replaceCard(const ReplaceTerms& terms, const SecureBytes* agentPasscode)
{
    requireReplaceDuties(terms);
    const auto agent = requireSession();
    require(authority(BoundedAct::issue));
    auto draft = inReplaceAct(agent, [&](ReplaceAct& act) {
        if (auto why = act.refusal(terms)) throw RefusedError(*std::move(why));
        return act.draft(terms);
    });
    stepUp(draft, agentPasscode);
    inReplaceAct(agent, [&](ReplaceAct& act) { return act.perform(terms, std::move(draft)); });
    m_synchroniser->wake();
}

std::vector<WaitingReplacement> Workstation::waitingReplacements()
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    auto waiting = m_store->call([&](Store& store) {
        std::vector<WaitingReplacement> rows;
        for (const auto& one : store.replacements.waiting()) {
            const auto person = store.people.byNumber(one.holder);
            rows.push_back({one.holder, person ? person->person.legalName() : std::string(), one.oldCard, one.locked, one.orderedAt});
        }
        return rows;
    });
    recordSearch("replacements", waiting.size());
    return waiting;
}

IssueOrder Workstation::replacementOrder(const UserNumber& holder)
{
    const auto agent = requireSession();
    requireDuty(mayDoTo(agent, Permission::cardReplace, holder), nameOf(Permission::cardReplace), holder);
    return inReplaceAct(agent, [&](ReplaceAct& act) { return act.takeUp(holder); });
}

void Workstation::requirePasscodeRules(const UserNumber& holder, const PasscodeSource& passcode)
{
    requireSession();
    const auto person = m_store->call([&](Store& store) { return store.people.byNumber(holder); });
    PasscodeSubject subject{{}, holder.digits(), {}};
    if (person) subject.dateOfBirth = person->person.dateOfBirth;
    if (passcode.isTyped()) PasscodeRules(m_material.passcode, subject).require(passcode.digits().view());
    if (passcode.onReader() && !m_material.passcode.pinPads) throw RefusedError(Failure::of("PAD-NOT-ALLOWED"));
}

void Workstation::addEvidence(ReplaceTerms& terms, const IssueRequest& request)
{
    requireSession();
    const auto holder = m_store->call([&](Store& store) { return store.people.byNumber(terms.holder); });
    if (!holder) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
    requireSamePerson(*holder, request.person);
    terms.documents = m_material.evidence.kept(request.documents);
    terms.check = m_material.evidence.judge(terms.documents, dateOf(m_clock.utcMillis()), request.answers);
    if (!terms.check->passed) throw RefusedError(terms.check->failure());
    if (request.portraitFile.empty()) return;
    auto photo = takePhoto(request);
    terms.portrait = std::move(photo.portrait);
    terms.photo = std::move(photo.standing);
}

} // namespace cardwright::runtime
