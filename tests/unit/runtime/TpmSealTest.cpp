#include "app/runtime/TpmSeal.h"

#include "core/crypto/SecureRandom.h"
#include "tests/support/TempFolder.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

using namespace cardwright;
using runtime::TpmError;
using runtime::TpmSeal;

namespace {

/// A TPM of the test's own: swtpm on sockets in a private folder. Ends with the object, and so does what it held.
class SoftwareTpm {
public:
    SoftwareTpm() { start(); }
    ~SoftwareTpm() { stop(); }

    std::string tcti() const { return "swtpm:path=" + socket(); }

    void restart()
    {
        stop();
        start();
    }

private:
    std::string socket() const { return (m_folder.path() / "tpm").string(); }
    void start()
    {
        const std::string server = "type=unixio,path=" + socket();
        const std::string control = "type=unixio,path=" + socket() + ".ctrl";
        const std::string state = "dir=" + m_folder.path().string();
        const char* words[] = {"swtpm", "socket", "--tpm2", "--server", server.c_str(), "--ctrl", control.c_str(), "--tpmstate", state.c_str(),
                               "--flags", "not-need-init,startup-clear", nullptr};
        REQUIRE(::posix_spawnp(&m_process, "swtpm", nullptr, nullptr, const_cast<char**>(words), environ) == 0);
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!std::filesystem::exists(socket()) || !std::filesystem::exists(socket() + ".ctrl")) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    void stop()
    {
        if (m_process <= 0) return;
        ::kill(m_process, SIGTERM);
        ::waitpid(m_process, nullptr, 0);
        m_process = -1;
        std::error_code ignored;
        std::filesystem::remove(socket(), ignored);
        std::filesystem::remove(socket() + ".ctrl", ignored);
    }

    testing::TempFolder m_folder;
    pid_t m_process = -1;
};

SecureBytes someKey()
{
    SecureRandom random;
    SecureBytes key(32);
    random.fill(key.writable());
    return key;
}

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const TpmError& error) {
        return error.failure().code;
    }
    return "";
}

} // namespace

TEST_CASE("what one TPM sealed it opens again, also after a restart of the machine")
{
    SoftwareTpm machine;
    const auto key = someKey();
    const auto blob = TpmSeal(machine.tcti()).seal(key);
    CHECK(TpmSeal(machine.tcti()).unseal(blob).sameAs(key.view()));
    machine.restart();
    CHECK(TpmSeal(machine.tcti()).unseal(blob).sameAs(key.view()));
}

TEST_CASE("another machine's TPM opens nothing, nor does the same one open a bent blob")
{
    SoftwareTpm machine;
    SoftwareTpm other;
    auto blob = TpmSeal(machine.tcti()).seal(someKey());
    CHECK(codeOf([&] { TpmSeal(other.tcti()).unseal(blob); }) == "TPM-REFUSED");
    blob.back() ^= 1;
    CHECK(codeOf([&] { TpmSeal(machine.tcti()).unseal(blob); }) == "TPM-REFUSED");
    blob.resize(20);
    CHECK(codeOf([&] { TpmSeal(machine.tcti()).unseal(blob); }) == "TPM-REFUSED");
}

TEST_CASE("the counter only goes up, and a new one of the same place begins above the old one's last")
{
    SoftwareTpm machine;
    constexpr auto index = TpmSeal::firstIndex;
    std::uint64_t last = 0;
    {
        TpmSeal tpm(machine.tcti());
        CHECK_FALSE(tpm.hasCounter(index));
        CHECK(codeOf([&] { tpm.count(index); }) == "TPM-REFUSED");
        tpm.makeCounter(index);
        CHECK(tpm.hasCounter(index));
        const auto first = tpm.count(index);
        CHECK(tpm.increment(index) == first + 1);
        last = tpm.increment(index);
        CHECK(last == first + 2);
    }
    machine.restart();
    TpmSeal again(machine.tcti());
    CHECK(again.count(index) >= last);
    again.removeCounter(index);
    again.makeCounter(index);
    CHECK(again.count(index) > last);
}

TEST_CASE("a machine without a TPM is told so")
{
    CHECK(codeOf([] { TpmSeal("swtpm:path=/nonexistent/tpm"); }) == "TPM-ABSENT");
}
