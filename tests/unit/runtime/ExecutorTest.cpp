#include "app/runtime/Executor.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

using cardwright::runtime::Executor;

TEST_CASE("tasks run in order, on the executor's own thread")
{
    std::vector<int> order;
    std::thread::id where;
    {
        Executor executor("test");
        for (int i = 0; i < 100; ++i) executor.post([&order, i] { order.push_back(i); });
        executor.call([&] { where = std::this_thread::get_id(); });
        CHECK(order.size() == 100);
    }
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(where != std::this_thread::get_id());
}

TEST_CASE("a call hands back results and exceptions, and may nest")
{
    Executor executor("test");
    CHECK(executor.call([] { return 7; }) == 7);
    CHECK_THROWS_AS(executor.call([]() -> int { throw std::runtime_error("x"); }), std::runtime_error);
    CHECK(executor.call([&] { return executor.call([] { return 8; }); }) == 8);
    // The answer is out a moment before its task is over.
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    while (executor.busyFor() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    CHECK_FALSE(executor.busyFor());
}

TEST_CASE("a posted task that throws ends only itself")
{
    Executor executor("test");
    executor.post([] { throw std::runtime_error("x"); });
    CHECK(executor.call([] { return 9; }) == 9);
}

TEST_CASE("what is queued when the executor ends is still done")
{
    std::atomic<int> done = 0;
    {
        Executor executor("test");
        for (int i = 0; i < 50; ++i) executor.post([&done] { ++done; });
    }
    CHECK(done == 50);
}

TEST_CASE("a thread that hangs can be given up without waiting for it")
{
    auto release = std::make_shared<std::promise<void>>();
    auto entered = std::make_shared<std::promise<void>>();
    auto ended = std::make_shared<std::promise<void>>();
    auto endedFuture = ended->get_future();
    {
        Executor executor("hangs");
        executor.post([release, entered, ended] {
            entered->set_value();
            release->get_future().wait();
            ended->set_value();
        });
        entered->get_future().wait();
        CHECK(executor.busyFor());
        bool ran = false;
        executor.post([&ran] { ran = true; });
        executor.abandon();
        CHECK_FALSE(ran);
    }
    release->set_value();
    CHECK(endedFuture.wait_for(std::chrono::seconds(90)) == std::future_status::ready);
}
