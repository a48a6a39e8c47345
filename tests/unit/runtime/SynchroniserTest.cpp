#include "app/runtime/Synchroniser.h"

#include "tests/unit/store/StoreFixture.h"

#include <catch2/catch.hpp>

#include <future>

using namespace cardwright;
using namespace cardwright::test;
using runtime::StoreThread;
using runtime::Synchroniser;
using runtime::SyncRound;

namespace {

/// What the fakes below share with the test: the synchroniser makes and drops them as it likes.
struct Line {
    std::mutex mutex;
    std::condition_variable changed;
    bool silent = false;        ///< takes a call and never answers
    bool deliveriesFail = false;
    bool interrupted = false;
    int calls = 0;

    void waitForCall()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return calls > 0; });
    }
};

class FakeLine final : public CentralService {
public:
    explicit FakeLine(std::shared_ptr<Line> line) : m_line(std::move(line)) {}
    PostAnswer postEntries(const Guid&, std::span<const JournalEntry> entries, std::string_view) override
    {
        std::unique_lock lock(m_line->mutex);
        ++m_line->calls;
        m_line->changed.notify_all();
        const auto over = [this] { return m_line->interrupted; };
        if (m_line->silent && m_end) m_line->changed.wait_until(lock, *m_end, over);
        if (m_line->silent && !m_end) m_line->changed.wait(lock, over);
        if (m_line->silent) throw CentralError(Failure::of("CENTRE-UNREACHABLE"));
        PostAnswer answer;
        for (const auto& entry : entries) answer.results.push_back({entry.seq, entry.id, true, false, {}, entry.digest});
        m_next += entries.size();
        answer.next = m_next;
        return answer;
    }
    void putPortrait(const Guid&, const Sha256Digest&, ByteView) override {}
    DeliveriesAnswer deliveries(const Guid&, std::uint64_t after, std::chrono::seconds) override
    {
        const std::lock_guard lock(m_line->mutex);
        if (m_line->deliveriesFail) throw CentralError(Failure::of("CENTRE-ANSWER"));
        return {{}, after};
    }
    void health() override {}
    void endBy(std::optional<std::chrono::steady_clock::time_point> instant) override { m_end = instant; }
    void interrupt() noexcept override
    {
        const std::lock_guard lock(m_line->mutex);
        m_line->interrupted = true;
        m_line->changed.notify_all();
    }

private:
    std::shared_ptr<Line> m_line;
    std::optional<std::chrono::steady_clock::time_point> m_end;
    std::uint64_t m_next = 0;
};

struct Bench {
    Desk desk;
    Guid request = Guid::random(desk.random);
    std::shared_ptr<Line> line = std::make_shared<Line>();
    std::unique_ptr<StoreThread> store;
    std::unique_ptr<Synchroniser> synchroniser;

    Bench()
    {
        desk.lease();
        const auto card = desk.openCard(desk.createHolder());
        {
            Transaction act(desk.store().database());
            const auto entry = desk.store().journal.append(act, entryOfDesk(EntryKind::certificateRequested, {}, desk.random), desk.author);
            CertificateRequestRecord record;
            record.id = request;
            record.card = card;
            record.entry = entry.id;
            record.request = record.publicKey = Bytes{0x30};
            desk.store().certificateRequests.add(act, record);
            act.commit();
        }
        desk.close();
        store = std::make_unique<StoreThread>(desk.site, Store::Mode::writer, desk.clock, desk.random, desk.signers);
        store->call([this](Store& opened) { opened.open(desk.storeKey()); });
        synchroniser = std::make_unique<Synchroniser>(*store, OfflinePolicy::shipped(), [this] { return std::make_unique<FakeLine>(line); }, desk.clock,
                                                      desk.random);
    }
};

} // namespace

TEST_CASE("a card job does not wait for a round that a silent centre holds up")
{
    Bench bench;
    bench.line->silent = true;
    bench.synchroniser->start({});
    bench.line->waitForCall();
    const auto answers = bench.synchroniser->await({bench.request}, std::chrono::milliseconds(1), {});
    REQUIRE(answers.requests.size() == 1);
    CHECK_FALSE(answers.requests[0].certificate);
    // And the end of the program does not wait for it either.
    bench.synchroniser->stop();
    CHECK(bench.line->interrupted);
    CHECK(bench.synchroniser->round().failure->code == "CENTRE-UNREACHABLE");
}

TEST_CASE("a silent centre has as long as the job gives it")
{
    Bench bench;
    bench.line->silent = true;
    const auto answers = bench.synchroniser->await({bench.request}, std::chrono::milliseconds(1), {});
    REQUIRE(answers.why);
    CHECK(answers.why->code == "CENTRE-UNREACHABLE");
    CHECK_FALSE(bench.line->interrupted);
}

TEST_CASE("failures in a row are counted whatever failed, so that the pauses grow")
{
    Bench bench;
    bench.line->deliveriesFail = true;
    std::vector<int> attempts;
    std::promise<void> seen;
    bench.synchroniser->start([&](const SyncRound& round) {
        if (attempts.size() == 3) return;
        attempts.push_back(round.failedAttempts);
        if (attempts.size() == 3) seen.set_value();
        bench.synchroniser->wake();
    });
    seen.get_future().wait();
    bench.synchroniser->stop();
    CHECK(attempts == std::vector<int>{1, 2, 3});
}
