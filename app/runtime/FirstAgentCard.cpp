#include "app/runtime/FirstAgentCard.h"

#include "core/crypto/CertificateRequest.h"
#include "core/crypto/CmsSignature.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Chuid.h"
#include "core/sync/CentralService.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cardwright::runtime {

namespace {

constexpr auto algorithm = Algorithm::eccP256;

void mustBeAccepted(const PasscodeOutcome& outcome)
{
    if (!outcome.accepted()) throw FailureError(Failure::of("CARD-NOT-FACTORY"));
}

/// The 9D key signs nothing: the card shows that it holds it by agreeing with a key made a moment ago.
void proveKeyManagement(PivApplication& piv, const PublicKey& key)
{
    const auto fresh = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto theirs = piv.keyAgreement(Slot::keyManagement, algorithm, fresh.publicKey().point());
    if (!theirs.sameAs(fresh.agree(key).view())) throw FailureError(Failure::of("CARD-PROOF", "9D"));
}

class Maker {
public:
    Maker(const FirstAgentCardOrder& order, const Clock& clock, RandomSource& random)
        : m_order(order), m_clock(clock), m_random(random), m_card(Guid::random(random))
    {
    }

    /// First transaction: CHUID, keys, requests. What the centre is to be asked.
    cardwright::FirstAgentOrder begin()
    {
        CardSession session(m_order.reader, {});
        auto& piv = session.piv();
        m_profile.emplace(m_order.profiles.recognise(piv, session.selected()));
        administer(piv);
        auto chuid = Chuid::of(m_card, plusMonths(dateOf(m_clock.utcMillis()), 12 * m_order.cardYears));
        chuid.signature = cms::signChuid(chuid.signedPortion(), m_order.signer.key, m_order.signer.certificate, m_clock.utcMillis());
        piv.putObject(objects::chuid, chuid.encode());

        cardwright::FirstAgentOrder ask{{}, m_order.name, m_order.number, m_card, {}, {}};
        const auto authentication = piv.generateKey(Slot::authentication, algorithm).publicKey();
        const auto signature = piv.generateKey(Slot::signature, algorithm).publicKey();
        const auto management = piv.generateKey(Slot::keyManagement, algorithm).publicKey();
        const auto passcode = m_profile->factoryPasscode();
        HolderKeys holder(piv, passcode, m_random);
        const RequestSubject subject{m_order.number.digits(), m_order.organisation, m_card, std::nullopt};
        const auto signing = holder.request(Slot::signature, algorithm, signature, subject);
        ask.requests.push_back({"9A", holder.request(Slot::authentication, algorithm, authentication, subject).der()});
        ask.requests.push_back({"9C", signing.der()});
        proveKeyManagement(piv, management);
        ask.keys.push_back({"9D", management.der()});
        return ask;
    }

    /// Second transaction: certificates, then the card's own keys and the agent's passcode.
    void finish(const cardwright::FirstAgentAnswer& answer)
    {
        CardSession session(m_order.reader, {});
        auto& piv = session.piv();
        if (session.guid() != m_card) throw FailureError(Failure::of("CARD-OTHER"));
        administer(piv);
        for (const auto& issued : answer.certificates) {
            const auto slot = slotNamed(issued.slot);
            if (slot) piv.putObject(certificateObject(*slot), CertificateObject::of(issued.certificate).encode());
        }
        const CardKeyName name{m_order.keys.newestVersion(), 1};
        const auto kind = m_profile->administrationAlgorithm();
        if (!m_profile->administrationAlgorithms.empty()) piv.setAdministrationKey(kind, m_order.keys.administrationKey(name, m_card, kind));
        mustBeAccepted(piv.changeReference(KeyReference::unlockKey, m_profile->factoryUnlockKey(), m_order.keys.unlockKey(name, m_card)));
        mustBeAccepted(piv.changeReference(KeyReference::passcode, m_profile->factoryPasscode(), m_order.passcode));
    }

    const Guid& card() const noexcept { return m_card; }

private:
    void administer(PivApplication& piv)
    {
        if (piv.authenticateAdministration(m_profile->factoryAdministrationAlgorithm, m_profile->factoryAdministrationKey(), m_random) !=
            AdministrationOutcome::accepted) {
            throw FailureError(Failure::of("CARD-NOT-FACTORY"));
        }
    }

    const FirstAgentCardOrder& m_order;
    const Clock& m_clock;
    RandomSource& m_random;
    Guid m_card;
    std::optional<CardProfile> m_profile;
};

Certificate certificateOf(const cardwright::FirstAgentAnswer& answer, std::string_view slot)
{
    const auto found = std::find_if(answer.certificates.begin(), answer.certificates.end(), [&](const auto& issued) { return issued.slot == slot; });
    if (found == answer.certificates.end()) throw CentralError(Failure::of("CENTRE-ANSWER", "certificate " + std::string(slot)));
    return Certificate::fromDer(found->certificate);
}

/// Certificates for other keys than those asked for would lock the agent out.
void requireSameKeys(const cardwright::FirstAgentOrder& asked, const FirstAgentCard& made)
{
    const bool same = made.signIn.publicKey() == CertificateRequest::fromDer(asked.requests.front().der).publicKey() &&
                      made.keyManagement.publicKey() == PublicKey::fromDer(asked.keys.front().publicKey);
    if (!same) throw CentralError(Failure::of("CENTRE-ANSWER", "certificate of another key"));
}

} // namespace

FirstAgentCard makeFirstAgentCard(const FirstAgentCardOrder& order, CentralEnrolment& centre, const Guid& workstation, const SecureBytes& token,
                                  const Clock& clock, RandomSource& random)
{
    Maker maker(order, clock, random);
    auto ask = maker.begin();
    ask.token = token.clone();
    const auto answer = centre.firstAgent(workstation, ask);
    FirstAgentCard made{maker.card(), certificateOf(answer, "9A"), certificateOf(answer, "9D"), answer.roster};
    requireSameKeys(ask, made);
    maker.finish(answer);
    return made;
}

} // namespace cardwright::runtime
