#pragma once

#include <stop_token>
#include <thread>

namespace cardwright::runtime {

/// The first call of every program of ours that meets a secret: the locked heap for secrets, no core dump, no other process of
/// this account may look into its memory, no file it makes is open to others, and a peer that goes away is an answer, not a signal.
void prepareProcess() noexcept;

/// Turns SIGINT and SIGTERM into a stop request. Made before any other thread, so that all of them leave the signals to it.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::jthread m_thread;
};

} // namespace cardwright::runtime
