#pragma once

#include "core/lifecycle/IssueJob.h"
#include "core/lifecycle/RepairJob.h"
#include "core/lifecycle/StoreJobLedger.h"
#include "core/lifecycle/TouchJob.h"
#include "core/lifecycle/UnlockJob.h"
#include "pcsc/simulator/CardState.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/unit/crypto/TestAuthority.h"
#include "tests/unit/store/StoreFixture.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cardwright::test {

using simulator::Fault;
using simulator::FaultPlan;
using simulator::Personality;

/// What a SIGKILL is to a test: nothing of the program's own runs after it. Deliberately no std::exception.
struct Crash {};

/// A reader that notes each command's INS and can end the program before or after the card acted on one.
class ProbeReader final : public CardReader {
public:
    explicit ProbeReader(std::unique_ptr<CardReader> inner) : m_inner(std::move(inner)) {}
    const std::string& name() const override { return m_inner->name(); }
    std::unique_ptr<CardTransport> open() override { return std::make_unique<Probe>(*this, m_inner->open()); }

    void crashAt(std::size_t command, bool afterIt)
    {
        m_crashAt = command;
        m_crashAfter = afterIt;
    }
    /// At the first command with this INS.
    void crashAtIns(std::uint8_t which, bool afterIt)
    {
        m_crashIns = which;
        m_crashAfter = afterIt;
    }
    std::vector<std::uint8_t> ins;
    std::size_t count(std::uint8_t which) const { return static_cast<std::size_t>(std::count(ins.begin(), ins.end(), which)); }

private:
    class Probe final : public CardTransport {
    public:
        Probe(ProbeReader& owner, std::unique_ptr<CardTransport> inner) : m_owner(owner), m_inner(std::move(inner)) {}
        Bytes transmit(ByteView command) override
        {
            m_owner.ins.push_back(command[1]);
            const bool here = m_owner.ins.size() == m_owner.m_crashAt || command[1] == m_owner.m_crashIns;
            if (here && !m_owner.m_crashAfter) throw Crash{};
            auto answer = m_inner->transmit(command);
            if (here) throw Crash{};
            return answer;
        }
        const Bytes& atr() const override { return m_inner->atr(); }
        bool extendedLength() const override { return m_inner->extendedLength(); }
        void resetAtEnd() noexcept override { m_inner->resetAtEnd(); }
        PinPad* pinPad() override { return m_inner->pinPad(); }

    private:
        ProbeReader& m_owner;
        std::unique_ptr<CardTransport> m_inner;
    };
    std::unique_ptr<CardReader> m_inner;
    std::size_t m_crashAt = 0;
    std::optional<std::uint8_t> m_crashIns;
    bool m_crashAfter = false;
};

/// A training authority that answers at once, by the store's own way of taking deliveries; or not at all.
class TestExchange final : public CertificateExchange {
public:
    TestExchange(Desk& desk, TestAuthority& authority) : m_desk(desk), m_authority(authority) {}
    bool online = true;
    bool photoForgotten = false; ///< the certificate comes without its photo reference
    int asked = 0;

    std::optional<Failure> unreachable(std::stop_token) override
    {
        return online ? std::nullopt : std::optional(Failure::of("CENTRE-UNREACHABLE"));
    }

    CertificateAnswers await(const std::vector<Guid>& requests, std::chrono::milliseconds, std::stop_token) override
    {
        ++asked;
        if (online) answer(requests);
        CertificateAnswers answers;
        for (const auto& id : requests) answers.requests.push_back(*m_desk.store().certificateRequests.byId(id));
        if (!online) answers.why = Failure::of("CENTRE-UNREACHABLE");
        return answers;
    }

    /// Deliveries for all of these come in.
    void answer(const std::vector<Guid>& requests)
    {
        for (const auto& id : requests) {
            const auto record = *m_desk.store().certificateRequests.byId(id);
            if (record.certificate) continue;
            const auto der = certificate(record);
            Transaction act(m_desk.store().database());
            m_desk.store().certificateRequests.setAnswer(act, id, der, m_desk.clock.now);
            m_desk.store().cards.setReady(act, id, der);
            act.commit();
        }
    }

private:
    static CertificateProfile profileOf(Slot slot)
    {
        switch (slot) {
        case Slot::authentication: return CertificateProfile::signIn;
        case Slot::keyManagement: return CertificateProfile::keyManagement;
        case Slot::cardAuthentication: return CertificateProfile::cardAuthentication;
        case Slot::signature: break;
        }
        return CertificateProfile::signature;
    }

    Bytes certificate(const CertificateRequestRecord& record)
    {
        const auto profile = profileOf(record.slot);
        auto content = m_authority.contentFor(profile);
        content.notBefore = m_desk.clock.now - day;
        content.notAfter = defaultNotAfter(content.notBefore);
        content.commonName.clear();
        content.uuid = record.card;
        if (record.slot != Slot::cardAuthentication) content.serialNumber = m_desk.store().cards.byGuid(record.card)->holder.digits();
        if (!photoForgotten) content.photoReference = record.photo;
        if (record.request.empty()) return m_authority.issue(content, PublicKey::fromDer(record.publicKey)).der(); // vouched for
        const auto request = CertificateRequest::fromDer(record.request);
        if (photoForgotten) return m_authority.issue(content, request.publicKey()).der();
        return certify::issueFromRequest(request, profile, content.notBefore, content.notAfter, m_authority.root, m_authority.rootKey,
                                         m_authority.random)
            .der();
    }
    Desk& m_desk;
    TestAuthority& m_authority;
};

inline SecureBytes digits(std::string_view text) { return SecureBytes::copyOf(bytesOf(text)); }
inline const std::string subjectReader = "Training reader 2";
inline constexpr std::string_view chosen = "739152";
inline constexpr std::string_view another = "846203";

/// A desk with its store, authority, tray and one card in reader 2.
struct Bench {
    explicit Bench(Personality which, std::uint32_t numbers = 100) : personality(which)
    {
        desk.lease(numbers);
        issuePolicy.allowUnchangeableAdministrationKey = true;
        keys.add(1, SecureBytes::copyOf(Bytes(32, 0x4B)));
        exchange = std::make_unique<TestExchange>(desk, authority);
    }

    /// A blank card of its own file goes into reader 2.
    void newCard(FaultPlan faults = {})
    {
        file = desk.folder.path() / ("card-" + std::to_string(++cards) + ".card");
        simulator::VirtualCard::create(file, personality, desk.random);
        insert(std::move(faults));
    }
    void insert(FaultPlan faults = {})
    {
        tray.pull(subjectReader);
        tray.insert(subjectReader, file, std::move(faults));
        reader = std::make_unique<ProbeReader>(tray.reader(subjectReader));
    }
    /// As after a SIGKILL or a power cut: everything in memory is gone, the card lost power.
    void restart(FaultPlan faults = {})
    {
        desk.reopen();
        insert(std::move(faults));
    }

    CardDesk cardDesk()
    {
        ledger = std::make_unique<StoreJobLedger>(desk.store(), desk.author, desk.clock, desk.random);
        CardDesk made{*reader, *ledger, *exchange, profiles, keys, signer, trust, issuePolicy, passcodePolicy, desk.clock, desk.random,
                      agent,   {},      {}};
        made.transportKeys = &transport;
        return made;
    }
    CardLook look()
    {
        StoreJobLedger direct(desk.store(), desk.author, desk.clock, desk.random);
        return CardLook::recognise(*reader, direct, profiles, trust, desk.clock.now);
    }
    UserNumber holder()
    {
        return desk.createHolder(aPerson("Case", "Number " + std::to_string(++people)));
    }
    IssueOrder order(const UserNumber& who, bool locked = false)
    {
        IssueOrder made{who};
        made.nameOnChip = "CASE NUMBER";
        made.odsCode = "HVC00";
        made.organisation = "Harbour Valley Community Trust";
        made.dateOfBirth = *parseDate("1988-04-17");
        made.photoReference = sha256(bytesOf("portrait"));
        made.locked = locked;
        return made;
    }
    CardReceipt issue(const UserNumber& who, std::string_view passcode = chosen)
    {
        return IssueJob(cardDesk(), order(who), digits(passcode)).run();
    }
    CardReceipt issueLocked(const UserNumber& who) { return IssueJob(cardDesk(), order(who, true), PasscodeSource::locked()).run(); }
    RepairResult repair(std::string_view passcode = another)
    {
        return RepairJob(cardDesk(), digits(passcode)).run();
    }
    simulator::CardState state() { return simulator::CardState::load(file); }
    CardRecord cardOf(const UserNumber& who) { return desk.store().cards.ofHolder(who).back(); }

    std::vector<std::string> entryKinds()
    {
        std::vector<std::string> kinds;
        for (const auto& entry : desk.store().journal.range(0, 100'000)) kinds.emplace_back(nameOf(entry.kind));
        return kinds;
    }
    std::size_t entries(std::string_view kind)
    {
        const auto kinds = entryKinds();
        return static_cast<std::size_t>(std::count(kinds.begin(), kinds.end(), kind));
    }

    Personality personality;
    Desk desk;
    TestAuthority authority;
    simulator::VirtualTray tray{desk.random};
    ProfileSet profiles = ProfileSet::shipped();
    IssuePolicy issuePolicy = IssuePolicy::shipped();
    PasscodePolicy passcodePolicy = PasscodePolicy::shipped();
    cardwright::SiteKeys keys;
    TransportKeys transport; ///< of batches; none: the makers' published keys
    ContentSigner signer{authority.signerKey, authority.signer};
    std::vector<Certificate> trust{authority.root};
    AgentSession agent{Guid::random(desk.random), number(999'000'000'001), "Alex Agent", "agent", sha256(bytesOf("agent")), {}, desk.clock.now};
    std::unique_ptr<TestExchange> exchange;
    std::unique_ptr<ProbeReader> reader;
    std::unique_ptr<StoreJobLedger> ledger;
    std::filesystem::path file;
    int cards = 0;
    int people = 0;
};

enum class Cut { removedBefore, removedAfter, reset, killedBefore, killedAfter };
inline constexpr Cut allCuts[] = {Cut::removedBefore, Cut::removedAfter, Cut::reset, Cut::killedBefore, Cut::killedAfter};

inline const char* nameOf(Cut cut)
{
    constexpr const char* names[] = {"removed before", "removed after", "reset", "killed before", "killed after"};
    return names[static_cast<int>(cut)];
}

inline FaultPlan faultOf(Cut cut, std::size_t command)
{
    Fault fault;
    fault.at = command;
    fault.when = cut == Cut::removedAfter ? Fault::When::after : Fault::When::before;
    fault.action = cut == Cut::reset ? Fault::Action::reset : Fault::Action::removed;
    return FaultPlan({fault});
}

/// True when the act came through although it was cut.
template <class Act>
bool cutAct(Bench& bench, Cut cut, std::size_t command, Act&& act)
{
    const bool killed = cut == Cut::killedBefore || cut == Cut::killedAfter;
    bench.insert(killed ? FaultPlan{} : faultOf(cut, command));
    if (killed) bench.reader->crashAt(command, cut == Cut::killedAfter);
    try {
        act();
        return true;
    } catch (const Crash&) {
        return false;
    } catch (const TransportError&) {
        return false;
    }
}

/// Changes what the card remembers, behind everybody's back.
inline void changeCard(Bench& bench, const std::function<void(simulator::CardState&)>& change)
{
    bench.tray.pull(subjectReader);
    auto state = bench.state();
    change(state);
    state.save(bench.file);
    bench.insert();
}

/// Whether its administration key stays the maker's, there being no command for it.
inline bool keepsAdministration(Personality personality)
{
    return personality == Personality::strict || personality == Personality::openFips;
}

inline Bytes padded(std::string_view digitsText)
{
    Bytes octets = toBytes(bytesOf(digitsText));
    octets.resize(8, 0xFF);
    return octets;
}

} // namespace cardwright::test
