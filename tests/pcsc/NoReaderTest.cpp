#include "core/base/Failure.h"
#include "pcsc/PcscReader.h"
#include "pcsc/ReaderMonitor.h"
#include "tests/support/FailureCode.h"
#include "tests/support/PrivatePcscd.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace cardwright;
using namespace cardwright::testing;
using namespace std::chrono_literals;

TEST_CASE("a desk without a reader, then without pcscd: an empty list, told once, and plain codes")
{
    PrivatePcscd::Options options;
    options.readers = false;
    PrivatePcscd pcscd(options);
    pcsc::ReaderMonitor monitor;
    CHECK(monitor.readers().empty());
    CHECK(codeOf([&] { monitor.reader("Any"); }) == "READER-UNKNOWN");
    CHECK(codeOf([&] { pcsc::PcscReader("Any").open(); }) == "READER-UNKNOWN");

    std::mutex mutex;
    std::condition_variable signal;
    int calls = 0;
    bool sawReader = false;
    monitor.start([&](const std::vector<ReaderState>& list) {
        const std::lock_guard lock(mutex);
        ++calls;
        sawReader = sawReader || !list.empty();
        signal.notify_all();
    });
    {
        std::unique_lock lock(mutex);
        REQUIRE(signal.wait_for(lock, longEnough, [&] { return calls == 1; }));
    }
    pcscd.stop();
    CHECK(codeOf([&] { monitor.readers(); }) == "PCSC-ABSENT");
    monitor.stop();
    monitor.start([&](const std::vector<ReaderState>& list) {
        const std::lock_guard lock(mutex);
        ++calls;
        sawReader = sawReader || !list.empty();
        signal.notify_all();
    });
    {
        std::unique_lock lock(mutex);
        REQUIRE(signal.wait_for(lock, longEnough, [&] { return calls == 2; }));
    }
    monitor.stop();
    CHECK(calls == 2);
    CHECK_FALSE(sawReader);
}
