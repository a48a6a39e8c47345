#include "app/runtime/Workstation.h"

#include "core/access/ExceptionRequests.h"
#include "core/lifecycle/PasscodeRules.h"

#include <utility>

// A card in place of another.

namespace cardwright::runtime {

namespace {

/// The application must be the holder's: under the same name, or, where that has changed, at least of the same birth.
void requireSamePerson(const PersonRecord& holder, const Person& named, bool mayBeRenamed)
{
    const bool sameName = sameLegalName(holder.person.legalName(), named.legalName());
    if (holder.person.dateOfBirth == named.dateOfBirth && (sameName || mayBeRenamed)) return;
    throw RefusedError(Failure::because("IDENTITY-CHECK", "This application is about somebody else than the card's holder."));
}

} // namespace

std::optional<Failure> Workstation::replaceRefusal(const ReplaceTerms& terms)
{
    const auto agent = requireSession();
    if (const auto duty = mayDoTo(agent, Permission::cardReplace, terms.holder); !duty) return Failure::of(duty.code);
    if (const auto verdict = authority(BoundedAct::issue); !verdict) return Failure::of(verdict.code);
    return m_store->call([&](Store& store) { return ReplaceAct(store, agent, agent.author(), m_clock, m_random).refusal(terms); });
}

IssueOrder Workstation::replaceCard(const ReplaceTerms& terms, const SecureBytes* agentPasscode)
{
    const auto agent = requireSession();
    requireDuty(mayDoTo(agent, Permission::cardReplace, terms.holder), nameOf(Permission::cardReplace), terms.holder);
    require(authority(BoundedAct::issue));
    auto draft = m_store->call([&](Store& store) {
        ReplaceAct act(store, agent, agent.author(), m_clock, m_random);
        if (auto why = act.refusal(terms)) throw RefusedError(*std::move(why));
        return act.draft(terms);
    });
    stepUp(draft, agentPasscode);
    auto order = m_store->call([&](Store& store) {
        return ReplaceAct(store, agent, agent.author(), m_clock, m_random).perform(terms, std::move(draft));
    });
    m_synchroniser->wake();
    return order;
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
    const bool renamed = terms.reason == CancelReason::nameChanged;
    requireSamePerson(*holder, request.person, renamed);
    terms.documents = m_material.evidence.kept(request.documents);
    terms.check = m_material.evidence.judge(terms.documents, dateOf(m_clock.utcMillis()), request.answers);
    if (!terms.check->passed) throw RefusedError(terms.check->failure());
    if (renamed) terms.renamed = request.person;
    if (!request.portraitFile.empty()) terms.portrait = PortraitFile::load(request.portraitFile).accept(request.crop);
}

} // namespace cardwright::runtime
