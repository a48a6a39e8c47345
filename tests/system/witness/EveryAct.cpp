#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/ClearJob.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/PasscodeChangeJob.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/RotateJob.h"
#include "core/lifecycle/TemporaryCardJob.h"
#include "core/lifecycle/VerifyJob.h"
#include "tests/system/witness/ActLab.h"

#include <stdexcept>

namespace cardwright::testing {

namespace {

using Steady = std::chrono::steady_clock;

// Budgets of design card.md.
constexpr int recogniseBudget = 6;
constexpr int unlockBudget = 5;
/// card.md's five are an EC key's. An RSA-2048 challenge is a block longer than one APDU and its answer needs a GET RESPONSE.
constexpr int rsaProofMore = 2;
constexpr int unlockCommits = 4;
constexpr int issueFixed = 18;
constexpr int perEcSlot = 3;
constexpr int perRsaSlot = 8;
constexpr int deferredFixed = 4;
constexpr int deferredCommits = 2; ///< and one for each certificate: card.md's three are of one
constexpr int commitsPerStep = 2;
constexpr int issueSteps = 14;

double millis(Steady::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }
int rounded(std::size_t octets, std::size_t part) { return static_cast<int>((octets + part - 1) / part); }

/// ceil((n+5)/255) to write an object of n octets, ceil(n/256) to read it back.
int writtenAndRead(std::size_t octets) { return rounded(octets + 5, 255) + rounded(octets, 256); }

class Acts {
public:
    Acts(ActLab& lab, const ActObserver& observer) : m_lab(lab), m_observer(observer) {}

    void firstLife();
    void repairedLife();
    void deferredLife();
    void temporaryLife();

private:
    /// One act, and its figure. `commitsOf` reads them from what the work gave.
    template <class Work, class Complete>
    auto measured(const std::string& act, Work&& work, Complete&& complete)
    {
        if (m_observer.before) m_observer.before(act);
        m_lab.traffic.count = {};
        m_lab.traffic.ins.clear();
        m_lab.watched->waited = {};
        const auto began = Steady::now();
        auto result = work();
        ActFigure figure{act, m_lab.traffic.count, 0, millis(Steady::now() - began), millis(m_lab.watched->waited), {}, {}, 0};
        complete(figure, result);
        if (m_observer.after) m_observer.after(figure);
        return result;
    }
    template <class Work>
    CardReceipt withReceipt(const std::string& act, Work&& work)
    {
        return measured(act, work, [](ActFigure& figure, const CardReceipt& receipt) { figure.commits = receipt.commits; });
    }
    CardLook look(const std::string& act)
    {
        return measured(act, [&] { return m_lab.look(); }, [](ActFigure& figure, const CardLook&) {
            figure.budget = recogniseBudget;
            figure.commitBudget = 0;
        });
    }
    CardReceipt issue(const std::string& act, const UserNumber& who, bool locked)
    {
        return measured(act, [&] { return locked ? m_lab.issueLockedTo(who) : m_lab.issueTo(who, firstCode); },
                        [&](ActFigure& figure, const CardReceipt& receipt) {
                            figure.commits = receipt.commits;
                            figure.reserved = reservedFor(receipt);
                            figure.budget = issueBudget(receipt) + figure.reserved;
                            figure.commitBudget = commitsPerStep * issueSteps;
                        });
    }
    int issueBudget(const CardReceipt& receipt) const;
    int reservedFor(const CardReceipt& receipt) const;
    std::size_t sizeOf(const std::string& object) const;

    ActLab& m_lab;
    const ActObserver& m_observer;
};

std::size_t Acts::sizeOf(const std::string& object) const
{
    return m_lab.state().objects.at(static_cast<std::uint32_t>(std::stoul(object, nullptr, 16))).size();
}

/// Not in card.md: on a card whose objects never grow the first writing of an object takes all the room that it may ever need. One
/// look whether it is the first, and the blocks of that room.
int Acts::reservedFor(const CardReceipt& receipt) const
{
    constexpr std::size_t head = 4;
    const auto state = m_lab.state();
    int more = 0;
    for (const auto& object : receipt.objects) {
        const auto tag = static_cast<std::uint32_t>(std::stoul(object.id, nullptr, 16));
        const auto room = state.rooms.find(tag);
        if (room == state.rooms.end() || room->second + head <= state.objects.at(tag).size()) continue;
        more += 1 + rounded(room->second + head + 5, 255);
    }
    return more;
}

int Acts::issueBudget(const CardReceipt& receipt) const
{
    const auto& traffic = m_lab.traffic;
    int budget = issueFixed + static_cast<int>(traffic.of(0xFD) + traffic.of(0xF8) + traffic.of(0xF7)) + (traffic.of(0xFA) > 0 ? 2 : 0);
    for (const auto& slot : m_lab.issuePolicy.slots) budget += slot.algorithm.rfind("RSA", 0) == 0 ? perRsaSlot : perEcSlot;
    for (const auto& object : receipt.objects) budget += writtenAndRead(sizeOf(object.id));
    return budget;
}

void Acts::firstLife()
{
    m_lab.newCard();
    look("look, blank");
    const auto who = m_lab.holder();
    issue("issue", who, false);
    const auto known = look("look, known");
    withReceipt("passcode change", [&] {
        return PasscodeChangeJob(m_lab.cardDesk(), known, m_lab.typed(firstCode), m_lab.typed(secondCode), {}).run();
    });
    const auto report = measured("test my card", [&] { return VerifyJob(m_lab.cardDesk(), known, m_lab.typed(secondCode), {}).run(); },
                                 [](ActFigure& figure, const VerifyReport& done) { figure.commits = done.receipt.commits; });
    if (!report.passed()) throw std::runtime_error("the card that was just issued does not pass: " + report.findings.front());
    m_lab.spendTries();
    const auto locked = m_lab.look();
    const bool rsa = m_lab.issuePolicy.slots.front().algorithm == "RSA-2048";
    measured("unlock", [&] { return UnlockJob(m_lab.cardDesk(), locked, m_lab.typed(thirdCode), {}).run(); },
             [rsa](ActFigure& figure, const CardReceipt& receipt) {
                 figure.commits = receipt.commits;
                 figure.budget = unlockBudget + (rsa ? rsaProofMore : 0);
                 figure.commitBudget = unlockCommits;
             });
    m_lab.raiseSiteKey();
    const auto older = m_lab.look();
    withReceipt("rotate", [&] { return RotateJob(m_lab.cardDesk(), older).run(); });
    const auto issuedAt = m_lab.desk.clock.now;
    m_lab.desk.clock.now = *DueWork::of(m_lab.look(), m_lab.issuePolicy, m_lab.keys, issuedAt).ends - test::day;
    const auto ending = m_lab.look();
    withReceipt("renew", [&] { return RenewJob(m_lab.cardDesk(), ending, m_lab.typed(thirdCode), {}).run(); });
    const auto whole = m_lab.look();
    withReceipt("cancel", [&] { return CancelJob(m_lab.cardDesk(), whole, m_lab.cancellation(who)).run(); });
    const auto cancelled = m_lab.look();
    withReceipt("clear", [&] { return ClearJob(m_lab.cardDesk(), cancelled).run(); });
    if (m_lab.look().kind != CardKind::blank) throw std::runtime_error("the cleared card is not blank");
    m_lab.desk.clock.now = issuedAt;
}

void Acts::repairedLife()
{
    m_lab.newCard();
    m_lab.reader->crashAtIns(0x47, true); // the first key is made, and nobody hears of it
    try {
        m_lab.issueTo(m_lab.holder(), firstCode);
        throw std::runtime_error("the issue was not cut");
    } catch (const test::Crash&) {
        m_lab.restartDesk();
    }
    measured("repair", [&] { return RepairJob(m_lab.cardDesk(), m_lab.typed(secondCode)).run(); },
             [&](ActFigure& figure, const RepairResult& result) {
                 if (result.kind != RepairResult::Kind::finished) throw std::runtime_error("the cut issue was not finished");
                 figure.commits = result.receipt->commits;
                 figure.reserved = reservedFor(*result.receipt);
             });
    m_lab.madeCards.push_back(m_lab.look().file.card->guid);
}

void Acts::deferredLife()
{
    m_lab.newCard();
    m_lab.exchange->online = false;
    const auto who = m_lab.holder();
    const auto receipt = issue("issue, centre away", who, false);
    m_lab.exchange->online = true;
    std::vector<Guid> asked;
    for (const auto& slot : m_lab.look().file.slots) asked.push_back(*slot.request);
    m_lab.exchange->answer(asked);
    const auto due = m_lab.look();
    measured("touch", [&] { return TouchJob(m_lab.cardDesk(), due).run(); },
             [&](ActFigure& figure, const CardReceipt& done) {
                 if (done.written.size() != receipt.deferred.size()) throw std::runtime_error("not every certificate was written");
                 figure.commits = done.commits;
                 figure.reserved = reservedFor(done);
                 figure.budget = deferredFixed + figure.reserved;
                 figure.commitBudget = deferredCommits + static_cast<int>(done.written.size());
                 for (const auto& object : done.objects) *figure.budget += writtenAndRead(sizeOf(object.id));
             });
    m_lab.newCard();
    issue("issue locked", m_lab.holder(), true);
}

void Acts::temporaryLife()
{
    auto profile = test::aPerson("Night", "Ward");
    profile.nameOnCard = profile.odsCode + "TACNIGHT";
    m_lab.newCard();
    m_lab.issueLockedTo(m_lab.desk.createHolder(profile));
    TemporaryLoan loan;
    loan.responsible = {"Wen Ward", "0113 496 0000", "wen@example.org"};
    loan.borrower = {"Bo Bank", {}, "passport ending 4471", true};
    const auto stock = m_lab.look();
    withReceipt("lend", [&] { return TemporaryCardJob(m_lab.cardDesk(), stock).lend(loan, m_lab.typed(secondCode)); });
    const auto lent = m_lab.look();
    measured("take back", [&] {
        TemporaryCardJob(m_lab.cardDesk(), lent).takeBack({});
        return true;
    }, [](ActFigure&, bool) {});
    if (!m_lab.look().locked()) throw std::runtime_error("the card that came back is not locked");
}

} // namespace

void everyAct(ActLab& lab, const ActObserver& observer)
{
    Acts acts(lab, observer);
    acts.firstLife();
    acts.repairedLife();
    acts.deferredLife();
    acts.temporaryLife();
    lab.pull();
}

} // namespace cardwright::testing
