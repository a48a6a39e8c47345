#include "app/runtime/Enrolment.h"

#include "app/runtime/DeskMaking.h"
#include "app/runtime/Readers.h"
#include "core/crypto/SecureRandom.h"
#include "core/store/StoreError.h"
#include "core/sync/HttpCentral.h"
#include "core/sync/Outbox.h"
#include "pcsc/ReaderMonitor.h"

#include <algorithm>
#include <system_error>
#include <thread>

namespace cardwright::runtime {

namespace fs = std::filesystem;

namespace {

/// An answer that was lost is asked for again with the same keys, which never lay on the disk.
constexpr int attempts = 3;
constexpr std::chrono::seconds pause{2};

cardwright::EnrolmentAnswer ask(HttpCentral& centre, const cardwright::EnrolmentOrder& order)
{
    for (int attempt = 1;; ++attempt) {
        try {
            return centre.enrol(order);
        } catch (const CentralError& error) {
            if (attempt == attempts || error.failure().code != "CENTRE-UNREACHABLE") throw;
        }
        std::this_thread::sleep_for(pause);
    }
}

HttpCentralOptions knownBy(const SiteFolder& site, const DeskKeys& keys)
{
    HttpCentralOptions options;
    options.url = site.description().centreUrl;
    options.authority = site.authorityFile();
    options.certificate = site.tlsCertificateFile();
    options.keyPem = std::make_shared<const SecureBytes>(keys.read("tls.key"));
    return options;
}

/// The first round: what the desk has recorded goes out, numbers and authority come in. A centre that is gone again stops nothing:
/// all of it leaves and comes by itself later.
void exchange(DeskMaking& making, HttpCentral& centre, const Clock& clock)
{
    try {
        Outbox outbox(making.store(), clock);
        outbox.drainOnce(centre);
        making.receive(centre.deliveries(making.store().journal.log(), making.store().inbox.cursor(), std::chrono::seconds(0)));
        outbox.drainOnce(centre);
    } catch (const CentralError&) {
        return;
    }
}

void makeFirstAgent(DeskMaking& making, HttpCentral& centre, const EnrolmentOrder& order)
{
    const auto& agent = *order.firstAgent;
    std::vector<std::unique_ptr<ReaderEvents>> sources;
    sources.push_back(std::make_unique<pcsc::ReaderMonitor>());
    Readers readers(std::move(sources));
    const auto reader = readers.reader(readers.resolve(agent.reader));
    making.firstAgent({*reader, agent.number, agent.name, agent.passcode}, centre, order.token);
}

EnrolmentReport fill(DeskMaking& making, const SiteFolder& site, const cardwright::EnrolmentAnswer& answer, const EnrolmentOrder& order,
                     const Clock& clock, RandomSource& random)
{
    making.furnish(site, answer, order.tcti);
    making.begin();
    HttpCentral centre(knownBy(site, making.deskKeys()), clock, random);
    EnrolmentReport report;
    if (order.firstAgent) {
        makeFirstAgent(making, centre, order);
        report.firstAgent = true;
    }
    exchange(making, centre, clock);
    const auto& description = site.description();
    report.workstation = description.workstation;
    report.log = description.log;
    report.site = description.name;
    report.odsCode = description.odsCode;
    report.rosterVersion = making.roster().content().version;
    const auto& agents = making.roster().content().agents;
    report.agents = static_cast<std::size_t>(std::count_if(agents.begin(), agents.end(), [](const auto& agent) { return agent.active; }));
    report.bootstrap = agents.empty();
    making.finish();
    return report;
}

} // namespace

EnrolmentReport enrolSite(EnrolmentOrder order)
{
    const SystemClock clock;
    SecureRandom random;
    if (fs::exists(order.site) && !fs::is_empty(order.site)) throw StoreError(Failure::of("SITE-EXISTS", order.site.string()));
    const auto authority = pinnedAuthority(order.centreUrl, order.authorityFingerprint);
    DeskMaking making(clock, random);
    const auto asked = making.ask(order.token, order.desk, order.place);
    HttpCentralOptions options;
    options.url = order.centreUrl;
    options.authorityPem = authority.pem();
    HttpCentral stranger(std::move(options), clock, random);
    const auto answer = ask(stranger, asked);
    checkEnrolment(asked, answer, authority, clock.utcMillis());

    const bool wasThere = fs::exists(order.site);
    if (!wasThere && order.site.has_parent_path()) fs::create_directories(order.site.parent_path());
    const auto site = SiteFolder::create(order.site, DeskMaking::describe(answer, order.desk, order.place, order.centreUrl, false, order.tpm ? "tpm" : "file"));
    try {
        return fill(making, site, answer, order, clock, random);
    } catch (...) {
        // Half a site is never opened. The token is spent by now: the centre gives a new one.
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(order.site, ignored)) fs::remove_all(entry.path(), ignored);
        if (!wasThere) fs::remove(order.site, ignored);
        throw;
    }
}

} // namespace cardwright::runtime
