#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>

namespace cardwright::testing {

/// Stands between a desk and its centre on the loopback interface, passes the octets of TLS through without understanding
/// them, and cuts one connection by plan. What it cuts is closed at both ends at once.
class CuttingProxy {
public:
    /// Where in a turn. A turn is what the desk says until the centre answers: 1 is the greeting of TLS, the next one or
    /// two its end and the first request, then one a request.
    enum class Where {
        beforeRequest, ///< nothing of the turn reaches the centre
        insideRequest, ///< half of its first octets do
        beforeAnswer,  ///< the centre has it and has answered; the answer does not reach the desk
    };
    struct Cut {
        int turn = 0; ///< from 1, counted over all connections since plan()
        Where where = Where::beforeRequest;
        bool staysDead = false; ///< and nobody gets through any more, until the next plan()
    };

    explicit CuttingProxy(std::uint16_t target);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    std::uint16_t port() const noexcept { return m_port; }
    /// Counts turns anew. After its cut it passes everything again, unless the line stays dead.
    void plan(std::optional<Cut> cut);
    /// While true nothing is passed either way; connections are taken and kept.
    void hold(bool held) noexcept { m_held = held; }
    int turns() const noexcept { return m_turns; }
    bool hasCut() const noexcept { return m_hasCut; }
    int connections() const noexcept { return m_connections; }

private:
    struct Pair;
    void run();
    void accept();
    /// False when the pair is to be closed.
    bool passFromDesk(Pair& pair);
    bool passFromCentre(Pair& pair);
    bool isCut(CuttingProxy::Where where);

    std::uint16_t m_target;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    std::atomic<bool> m_stop{false};
    std::atomic<bool> m_held{false};
    std::atomic<bool> m_hasCut{false};
    std::atomic<bool> m_staysDead{false};
    std::atomic<int> m_turns{0};
    std::atomic<int> m_connections{0};
    std::atomic<int> m_cutTurn{0}; ///< 0: none
    std::atomic<Where> m_cutWhere{Where::beforeRequest};
    struct Pairs;
    std::unique_ptr<Pairs> m_pairs;
    std::thread m_thread;
};

} // namespace cardwright::testing
