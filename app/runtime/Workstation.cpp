#include "app/runtime/Workstation.h"

#include "app/runtime/PostedJobLedger.h"
#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/lifecycle/IssueJob.h"
#include "core/lifecycle/PasscodeRules.h"
#include "core/lifecycle/TouchJob.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/HttpCentral.h"
#include "pcsc/ReaderMonitor.h"
#include "pcsc/simulator/VirtualTray.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace cardwright::runtime {

namespace {

std::unique_ptr<CentralService> connect(const SiteFolder& site)
{
    HttpCentralOptions options;
    options.url = site.description().centreUrl;
    options.authority = site.authorityFile();
    options.certificate = site.tlsCertificateFile();
    options.key = site.tlsKeyFile();
    return std::make_unique<HttpCentral>(std::move(options));
}

} // namespace

Workstation::Workstation(Options options) : m_material(SiteMaterial::load(options.site))
{
    m_store = std::make_unique<StoreThread>(m_material.site, options.mode, m_clock, m_random);
    m_synchroniser = std::make_unique<Synchroniser>(
        *m_store, m_material.site.description().log, m_material.offline, [this] { return connect(m_material.site); }, m_clock, m_random);
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

EntryAuthor Workstation::author() const
{
    const std::lock_guard lock(m_mutex);
    EntryAuthor author;
    if (m_session) author.agent = m_session->certificate;
    return author;
}

std::optional<AgentSession> Workstation::session() const
{
    const std::lock_guard lock(m_mutex);
    return m_session;
}

AgentSession Workstation::requireSession() const
{
    auto current = session();
    if (!current) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    return *current;
}

SignInOutcome Workstation::signInWith(CardReader& reader, const SecureBytes& passcode, bool mayUseLastTry)
{
    const auto roster = m_store->call([](Store& store) { return store.agents.roster(); });
    auto outcome = [&] {
        CardSession card(reader, {});
        return cardwright::signIn(card.piv(), passcode, {m_material.trust, roster, mayUseLastTry}, m_clock, m_random);
    }();
    if (!outcome.signedIn()) return outcome;
    const auto& session = *outcome.session;
    m_store->call([&](Store& store) {
        Transaction transaction(store.database());
        const nlohmann::json payload = {{"certificate", toBase64(session.certificateDer)}};
        store.journal.append(transaction, entryAbout(session.number, EntryKind::agentSignedIn, payload, m_random), {session.certificate, {}});
        transaction.commit();
    });
    const std::lock_guard lock(m_mutex);
    m_session = session;
    return outcome;
}

SignInOutcome Workstation::signIn(const std::string& reader, const SecureBytes& passcode, bool mayUseLastTry)
{
    const auto handle = m_readers->reader(reader);
    return signInWith(*handle, passcode, mayUseLastTry);
}

SignInOutcome Workstation::signInTrainingAgent()
{
    if (!m_material.site.description().training || !m_material.issue.trainingAgentSignsInByItself) {
        throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    }
    simulator::VirtualTray own(m_random, {"Training agent"});
    own.insert("Training agent", m_material.site.cardFile("agent"));
    const auto passcode = readSecretFile(m_material.site.agentPasscodeFile(), 16);
    const auto handle = own.reader("Training agent");
    return signInWith(*handle, passcode, false);
}

void Workstation::signOut()
{
    std::optional<AgentSession> ended;
    {
        const std::lock_guard lock(m_mutex);
        ended = std::exchange(m_session, std::nullopt);
    }
    if (!ended) return;
    m_store->call([&](Store& store) {
        Transaction transaction(store.database());
        store.journal.append(transaction, entryAbout(ended->number, EntryKind::agentSignedOut, nlohmann::json::object(), m_random),
                             {ended->certificate, {}});
        transaction.commit();
    });
}

Workstation::AgentLook Workstation::agentLook(const std::string& reader)
{
    const auto roster = m_store->call([](Store& store) { return store.agents.roster(); });
    const auto handle = m_readers->reader(reader);
    CardSession card(*handle, {});
    auto agent = agentOnCard(card.piv(), roster);
    return {std::move(agent), card.piv().passcodeTries()};
}

/// What one card act works with: lives as long as the act.
struct Workstation::Act {
    Act(Workstation& desk, const std::string& readerName, Watch watched)
        : session(desk.requireSession()),
          reader(desk.m_readers->reader(readerName)),
          ledger(*desk.m_store, desk.author(), desk.m_clock, desk.m_random),
          watch(std::move(watched)),
          m_desk(desk)
    {
    }
    CardDesk cardDesk()
    {
        const auto& site = m_desk.m_material;
        return {*reader,    ledger,        *m_desk.m_synchroniser, site.profiles, site.keys,      site.signer,    site.trust, site.issue,
                site.passcode, m_desk.m_clock, m_desk.m_random,        session,       watch.progress, watch.stop};
    }
    CardLook look() { return CardLook::recognise(*reader, ledger, m_desk.m_material.profiles, m_desk.m_material.trust, m_desk.m_clock.utcMillis(), watch.stop); }

    AgentSession session;
    std::unique_ptr<CardReader> reader;
    PostedJobLedger ledger;
    Watch watch;

private:
    Workstation& m_desk;
};

CardLook Workstation::look(const std::string& reader, std::stop_token stop)
{
    const auto handle = m_readers->reader(reader);
    PostedJobLedger ledger(*m_store, author(), m_clock, m_random);
    return CardLook::recognise(*handle, ledger, m_material.profiles, m_material.trust, m_clock.utcMillis(), std::move(stop));
}

AuthorityVerdict Workstation::authority(BoundedAct act)
{
    return m_store->call([&](Store& store) {
        return OfflineAuthority::judge(OfflineAuthority::facts(store.authorities, store.outbox), act, m_clock.utcMillis());
    });
}

IssueOrder Workstation::admit(const IssueApplication& application, const PasscodeForCard& passcode)
{
    const auto agent = requireSession();
    if (passcode.chosen) PasscodeRules(m_material.passcode, {application.person.dateOfBirth, {}, {}}).require(passcode.chosen->view());
    require(authority(BoundedAct::issue));
    auto order = m_store->call([&](Store& store) {
        return IssueAct(store, m_material.issue, agent, author(), m_clock, m_random).perform(application);
    });
    m_synchroniser->wake();
    return order;
}

CardReceipt Workstation::issue(const std::string& reader, const IssueOrder& order, PasscodeForCard passcode, Watch watch)
{
    Act act(*this, reader, std::move(watch));
    IssueJob job(act.cardDesk(), order, std::move(passcode.chosen));
    auto receipt = job.run();
    m_synchroniser->wake();
    return receipt;
}

CardReceipt Workstation::unlock(const std::string& reader, SecureBytes newPasscode, UnlockJob::Options options, Watch watch)
{
    Act act(*this, reader, std::move(watch));
    require(authority(BoundedAct::unlock));
    auto look = act.look();
    UnlockJob job(act.cardDesk(), std::move(look), std::move(newPasscode), options);
    auto receipt = job.run();
    m_synchroniser->wake();
    return receipt;
}

CardReceipt Workstation::touch(const std::string& reader, Watch watch)
{
    Act act(*this, reader, std::move(watch));
    auto look = act.look();
    TouchJob job(act.cardDesk(), std::move(look));
    auto receipt = job.run();
    m_synchroniser->wake();
    return receipt;
}

RepairResult Workstation::repair(const std::string& reader, PasscodeForCard passcode, Watch watch)
{
    Act act(*this, reader, std::move(watch));
    RepairJob job(act.cardDesk(), {std::move(passcode.chosen), passcode.locked});
    auto result = job.run();
    m_synchroniser->wake();
    return result;
}

IssueApplication Workstation::applicationOf(const IssueRequest& request)
{
    const auto today = dateOf(m_clock.utcMillis());
    IssueApplication application;
    application.person = request.person;
    application.documents = request.documents;
    application.verdict = m_material.evidence.judge(request.documents, today);
    application.locked = request.options.locked;
    if (!application.verdict.passed) throw RefusedError(application.verdict.failure());
    application.portrait = PortraitFile::load(request.portraitFile).accept(request.crop);
    return application;
}

} // namespace cardwright::runtime
