#include "app/runtime/WorkstationAct.h"

#include "core/access/ExceptionRequests.h"
#include "core/base/Failure.h"
#include "core/lifecycle/IssueJob.h"
#include "core/lifecycle/PasscodeRules.h"
#include "core/lifecycle/TouchJob.h"
#include "core/lifecycle/VisitJob.h"
#include "core/registers/Duplicates.h"
#include "core/sync/HttpCentral.h"
#include "pcsc/ReaderMonitor.h"
#include "pcsc/simulator/VirtualTray.h"

#include <utility>

namespace cardwright::runtime {

Workstation::Workstation(Options options)
    : m_material(SiteMaterial::load(options.site)),
      m_keys(m_material.site),
      m_signers(PrivateKey::fromPem(m_keys.read("signing.key").view())),
      m_writes(options.mode == Store::Mode::writer)
{
    if (options.tray && !m_material.site.isTraining()) throw RefusedError(Failure::of("TRAY-NOT-LIVE"));
    m_store = std::make_unique<StoreThread>(m_material.site, options.mode, m_clock, m_random, m_signers);
    m_synchroniser = std::make_unique<Synchroniser>(*m_store, m_material.offline, [this] { return connect(); }, m_clock, m_random);
    m_synchroniser->whenApplied([this] { deliveriesApplied(); });
    if (m_writes) m_store->call([this](Store& store) { meetCount(store); });
    std::vector<std::unique_ptr<ReaderEvents>> sources;
    if (options.tray) {
        auto tray = std::make_unique<simulator::VirtualTray>(m_random);
        m_tray = tray.get();
        sources.push_back(std::move(tray));
    }
    if (options.pcsc) sources.push_back(std::make_unique<pcsc::ReaderMonitor>());
    m_readers = std::make_unique<Readers>(std::move(sources));
}

Workstation::~Workstation()
{
    m_readers->stop();
    m_synchroniser->stop();
}

std::unique_ptr<HttpCentral> Workstation::connect()
{
    HttpCentralOptions options;
    options.url = m_material.site.description().centreUrl;
    options.authority = m_material.site.authorityFile();
    options.certificate = m_material.site.tlsCertificateFile();
    options.key = m_material.site.tlsKeyFile();
    if (m_keys.usesTpm()) options.keyPem = std::make_shared<const SecureBytes>(m_keys.read("tls.key"));
    return std::make_unique<HttpCentral>(std::move(options), m_clock, m_random);
}

CardLook Workstation::look(const std::string& reader, std::stop_token stop)
{
    const auto handle = m_readers->reader(reader);
    PostedJobLedger ledger(*m_store, session(), m_clock, m_random);
    return CardLook::recognise(*handle, ledger, m_material.profiles, *trustInForce(), m_clock.utcMillis(), std::move(stop));
}

AuthorityVerdict Workstation::authority(BoundedAct act)
{
    return m_store->call([&](Store& store) {
        return OfflineAuthority::judge(OfflineAuthority::facts(store.authorities, store.outbox), act, m_clock.utcMillis());
    });
}

IssueOrder Workstation::admit(const IssueApplication& application, const PasscodeSource& passcode)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::cardIssue), nameOf(Permission::cardIssue));
    if (passcode.isTyped()) PasscodeRules(m_material.passcode, {application.person.dateOfBirth, {}, {}}).require(passcode.digits().view());
    if (passcode.onReader() && !m_material.passcode.pinPads) throw RefusedError(Failure::of("PAD-NOT-ALLOWED"));
    require(authority(BoundedAct::issue));
    auto order = m_store->call([&](Store& store) {
        const ExceptionRules exceptions(m_material.roles.policy());
        IssueAct act(store, m_material.issue, agent, agent.author(), m_clock, m_random, &exceptions);
        act.under(m_material.people.access).forAges(m_material.evidence.ages());
        act.comparing([&](const Person& person) { return likelySame(store, person); });
        return act.perform(application);
    });
    m_synchroniser->wake();
    return order;
}

CardReceipt Workstation::issue(const std::string& reader, const IssueOrder& order, PasscodeSource passcode, Watch watch)
{
    Act act(*this, reader, Permission::cardIssue, std::move(watch));
    IssueJob job(act.cardDesk(), order, std::move(passcode));
    auto receipt = job.run();
    m_synchroniser->wake();
    return receipt;
}

CardReceipt Workstation::unlock(const std::string& reader, PasscodeSource newPasscode, UnlockJob::Options options, Watch watch)
{
    Act act(*this, reader, Permission::cardUnlock, std::move(watch));
    require(authority(BoundedAct::unlock));
    auto look = act.look();
    UnlockJob job(act.cardDesk(), std::move(look), std::move(newPasscode), options);
    auto receipt = job.run();
    m_synchroniser->wake();
    return receipt;
}

std::vector<CardRecord> Workstation::cardsToRekey()
{
    requireSession();
    const auto newest = newestSiteKey();
    auto cards = m_store->call([newest](Store& store) { return store.cards.withKeysBefore(newest); });
    recordSearch("cards to re-key", cards.size());
    return cards;
}

RepairResult Workstation::repair(const std::string& reader, PasscodeSource passcode, Watch watch)
{
    Act act(*this, reader, Permission::cardRepair, std::move(watch));
    RepairJob job(act.cardDesk(), std::move(passcode));
    auto result = job.run();
    m_synchroniser->wake();
    return result;
}

IssueApplication Workstation::applicationOf(const IssueRequest& request)
{
    const auto& policy = m_material.evidence;
    const auto verdict = policy.judge(policy.kept(request.documents), dateOf(m_clock.utcMillis()), request.answers);
    if (!verdict.passed) throw RefusedError(verdict.failure());
    return applicationAsItIs(request);
}

IssueApplication Workstation::applicationAsItIs(const IssueRequest& request)
{
    const auto today = dateOf(m_clock.utcMillis());
    IssueApplication application;
    application.person = request.person;
    application.documents = m_material.evidence.kept(request.documents);
    application.verdict = m_material.evidence.judge(application.documents, today, request.answers);
    application.locked = request.options.locked;
    application.comparedWith = request.comparedWith;
    application.whyOther = request.whyOther;
    auto photo = takePhoto(request);
    application.portrait = std::move(photo.portrait);
    application.photo = std::move(photo.standing);
    return application;
}

} // namespace cardwright::runtime
