#include "core/store/StoreError.h"
#include "tests/unit/store/StoreFixture.h"

#include <catch2/catch.hpp>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cardwright;
using namespace cardwright::test;

namespace {

struct Picture {
    std::uint64_t entries = 0;
    std::uint64_t people = 0;
    std::uint32_t taken = 0;
    std::optional<UserNumber> next;
    friend bool operator==(const Picture&, const Picture&) = default;
};

Picture pictureOf(Store& store)
{
    return {store.journal.size(), store.people.count(), store.leases.counts().taken, store.leases.next()};
}

} // namespace

TEST_CASE("Whichever write of an act fails, the state before stays whole and the act can be done again")
{
    Desk desk;
    desk.lease();
    desk.createHolder();
    const auto before = pictureOf(desk.store());
    int failed = 0;
    for (std::uint64_t number = 1;; ++number) {
        desk.store().database().failOn([&](WritePoint point, std::uint64_t at) { return point == WritePoint::statement && at == number; });
        const auto failure = failureOf([&] { desk.createHolder(); });
        desk.store().database().failOn({});
        if (failure.code.empty()) break;
        ++failed;
        CHECK(failure.code == "STORE-WRITE");
        CHECK(failure.kind == FailureKind::store);
        CHECK_FALSE(desk.store().database().inTransaction());
        CHECK(pictureOf(desk.store()) == before);
    }
    CHECK(failed >= 4); // number taken twice over, person, entry
    CHECK(pictureOf(desk.store()).entries == before.entries + 1);
    desk.store().database().checkIntegrity();
}

TEST_CASE("A commit that fails keeps nothing")
{
    Desk desk;
    desk.lease();
    const auto before = pictureOf(desk.store());
    desk.store().database().failOn([](WritePoint point, std::uint64_t) { return point == WritePoint::commit; });
    CHECK(failureOf([&] { desk.createHolder(); }).code == "STORE-WRITE");
    desk.store().database().failOn({});
    CHECK(pictureOf(desk.store()) == before);
    CHECK(desk.createHolder() == number(firstLeased));
}

TEST_CASE("A commit whose answer is lost is there at the next start")
{
    Desk desk;
    desk.lease();
    desk.store().database().failOn([](WritePoint point, std::uint64_t) { return point == WritePoint::afterCommit; });
    CHECK(failureOf([&] { desk.createHolder(); }).code == "STORE-WRITE");
    desk.reopen();
    CHECK(desk.store().journal.size() == 1);
    CHECK(desk.store().people.byNumber(number(firstLeased)));
    CHECK(desk.store().leases.next() == number(firstLeased + 1));
}

TEST_CASE("A disk that refuses to grow stops the act and keeps what was there")
{
    // The limit of the file size makes the operating system itself refuse the write, in a process of its own.
    Desk desk;
    desk.lease();
    desk.createHolder();
    const auto before = pictureOf(desk.store());
    desk.close();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        int result = 1;
        try {
            desk.reopen();
            const rlimit limit{20'000, 20'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            for (int act = 0; act < 50; ++act) desk.createHolder();
        } catch (const StoreError& error) {
            result = error.failure().code == "STORE-WRITE" || error.failure().code == "DISK-FULL" ? 0 : 2;
        } catch (...) {
            result = 3;
        }
        ::_exit(result);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    desk.reopen();
    CHECK(desk.store().database().checkedAfterCrash());
    const auto after = pictureOf(desk.store());
    CHECK(after.entries == after.people);
    CHECK(after.entries == after.taken);
    CHECK(after.entries >= before.entries);
    desk.createHolder();
}

TEST_CASE("The process that ends without a word leaves every act whole")
{
    Desk desk;
    desk.lease();
    desk.close();
    for (std::uint64_t number = 1; number <= 8; ++number) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            desk.random = SeededRandom(static_cast<unsigned>(number) + 100); // a copy of the parent's would make the same ids
            try {
                desk.reopen();
                // Ends at once, as a power cut would: no destructor, no rollback, no clean close.
                desk.store().database().failOn([&](WritePoint, std::uint64_t at) -> bool {
                    if (at == number) ::_exit(0);
                    return false;
                });
                for (;;) desk.createHolder();
            } catch (...) {
                ::_exit(1);
            }
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFEXITED(status));
        REQUIRE(WEXITSTATUS(status) == 0);
        desk.reopen();
        CHECK(desk.store().database().checkedAfterCrash());
        const auto after = pictureOf(desk.store());
        CHECK(after.entries == after.people);
        CHECK(after.entries == after.taken);
        desk.close();
    }
    desk.reopen();
    CHECK_FALSE(desk.store().database().checkedAfterCrash());
}
