#include "app/runtime/TrainingLine.h"

#include "core/central/Enrolment.h"

#include <utility>

namespace cardwright::runtime {

namespace {

template <class Call>
auto asked(Call&& call)
{
    try {
        return call();
    } catch (const central::ProblemError& refusal) {
        throw CentralError(Failure::of("CENTRE-REFUSED", refusal.problem().name));
    }
}

} // namespace

TrainingLine::TrainingLine(const std::filesystem::path& centre, const Clock& clock, RandomSource& random)
    : m_authority(central::TrainingAuthority::open(centre, random)), m_centre(centre, m_authority, clock, random)
{
}

SecureBytes TrainingLine::token() { return m_centre.issueToken(); }

cardwright::EnrolmentAnswer TrainingLine::enrol(const cardwright::EnrolmentOrder& order)
{
    auto came = asked([&] {
        return central::enrolWorkstation(m_centre, {order.token.clone(), order.name, order.place, {order.tls, order.signing, order.store, order.contentSigning}});
    });
    cardwright::EnrolmentAnswer answer;
    answer.workstation = came.workstation;
    answer.log = came.log;
    answer.site = came.site.guid;
    answer.siteName = came.site.name;
    answer.odsCode = came.site.odsCode;
    answer.tls = came.certificates.tls;
    answer.signing = came.certificates.signing;
    answer.store = came.certificates.store;
    answer.contentSigning = came.certificates.contentSigning;
    answer.ca = came.trust.ca;
    answer.centreSigning = came.trust.centreSigning;
    answer.centreEnvelope = came.trust.centreEnvelope;
    answer.recovery = came.trust.recovery;
    answer.cardTrust = came.trust.cards;
    for (auto& policy : came.policies) answer.policies.push_back({policy.name, std::move(policy.body), policy.signature});
    answer.roster = came.roster;
    for (auto& key : came.siteKeys) answer.siteKeys.push_back({key.version, key.sealed});
    answer.bootstrap = came.bootstrap;
    return answer;
}

cardwright::FirstAgentAnswer TrainingLine::firstAgent(const Guid& workstation, const cardwright::FirstAgentOrder& order)
{
    central::FirstAgentRequest request;
    request.token = order.token.clone();
    request.name = order.name;
    request.userNumber = order.number.digits();
    request.card = order.card;
    for (const auto& one : order.requests) request.requests.push_back({one.slot, one.der});
    for (const auto& one : order.keys) request.keys.push_back({one.slot, one.publicKey});
    const auto came = asked([&] { return central::enrolFirstAgent(m_centre, workstation, request); });
    cardwright::FirstAgentAnswer answer;
    for (const auto& issued : came.certificates) answer.certificates.push_back({issued.slot, issued.certificate.der()});
    answer.roster = came.roster;
    return answer;
}

Guid TrainingLine::newLog(const Guid&, const std::string&, const SessionProof&)
{
    throw CentralError(Failure::of("CENTRE-REFUSED", "log"));
}

DeliveriesAnswer TrainingLine::deliveries(const Guid& log)
{
    DeliveriesAnswer answer;
    for (auto& delivery : m_centre.deliveries(log, 0)) {
        answer.cursor = delivery.cursor;
        answer.deliveries.push_back({delivery.cursor, delivery.id, std::move(delivery.kind), std::move(delivery.body), delivery.sealed});
    }
    return answer;
}

} // namespace cardwright::runtime
