#include "app/runtime/Process.h"

#include "core/base/SecureBytes.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <ctime>

namespace cardwright::runtime {

void prepareProcess() noexcept
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0);
    ::umask(S_IRWXG | S_IRWXO);
    std::signal(SIGPIPE, SIG_IGN);
    SecureBytes::prepareHeap();
}

namespace {

sigset_t ends() noexcept
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

} // namespace

StopOnSignal::StopOnSignal()
{
    const auto signals = ends();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_thread = std::jthread([this, signals](const std::stop_token& over) {
        // A bounded wait, so that the program's own end is seen as well; the signal itself is never missed.
        constexpr timespec look{0, 100'000'000};
        while (!over.stop_requested()) {
            if (::sigtimedwait(&signals, nullptr, &look) > 0) m_source.request_stop();
        }
    });
}

StopOnSignal::~StopOnSignal() = default;

} // namespace cardwright::runtime
