// Who has pcscd's socket open: with a socket of our own in pcscd's place, and a real other process that is connected to it.
#include "pcsc/ReaderHolder.h"
#include "tests/support/TempFolder.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cardwright;
using namespace cardwright::testing;

namespace {

sockaddr_un addressOf(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

/// Another program, connected for as long as it is let live.
class Client {
public:
    Client(const std::filesystem::path& socket, int listening)
    {
        int ready[2] = {-1, -1};
        REQUIRE(::pipe(ready) == 0);
        const auto address = addressOf(socket);
        m_process = ::fork();
        if (m_process == 0) { // nothing but system calls here: the parent may have threads
            const int connection = ::socket(AF_UNIX, SOCK_STREAM, 0);
            const char fine = ::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 1 : 0;
            if (::write(ready[1], &fine, 1) != 1) ::_exit(1);
            ::pause();
            ::_exit(0);
        }
        char fine = 0;
        REQUIRE(::read(ready[0], &fine, 1) == 1);
        REQUIRE(fine == 1);
        ::close(ready[0]);
        ::close(ready[1]);
        m_accepted = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC); // as pcscd does: before that, nobody is at the other end
        REQUIRE(m_accepted >= 0);
    }
    ~Client()
    {
        ::close(m_accepted);
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    pid_t process() const noexcept { return m_process; }

private:
    pid_t m_process = -1;
    int m_accepted = -1;
};

struct Listening {
    TempFolder folder;
    std::filesystem::path path = folder / "pcscd.comm";
    int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    Listening()
    {
        const auto address = addressOf(path);
        REQUIRE(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(descriptor, 8) == 0);
    }
    ~Listening() { ::close(descriptor); }
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;
};

} // namespace

TEST_CASE("nobody, one program, two, and none again; this process is never named")
{
    Listening service;
    CHECK(pcsc::otherUsersOf(service.path).empty());
    const auto own = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = addressOf(service.path);
    REQUIRE(::connect(own, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const auto accepted = ::accept4(service.descriptor, nullptr, nullptr, SOCK_CLOEXEC);
    {
        const Client first(service.path, service.descriptor);
        const auto one = pcsc::otherUsersOf(service.path);
        REQUIRE(one.size() == 1);
        CHECK(one[0].process == first.process());
        CHECK(one[0].program == "pcsc_codes");
        CHECK(one[0].text() == "pcsc_codes (process " + std::to_string(first.process()) + ")");
        const Client second(service.path, service.descriptor);
        CHECK(pcsc::otherUsersOf(service.path).size() == 2);
    }
    CHECK(pcsc::otherUsersOf(service.path).empty());
    ::close(own);
    ::close(accepted);
}

TEST_CASE("a socket of another name has nothing to do with it")
{
    Listening service;
    Listening other;
    const Client client(other.path, other.descriptor);
    CHECK(pcsc::otherUsersOf(service.path).empty());
    CHECK(pcsc::otherUsersOf(other.path).size() == 1);
}

TEST_CASE("programs are listed as a sentence lists them")
{
    using pcsc::ReaderHolder;
    CHECK(pcsc::textOf({}).empty());
    CHECK(pcsc::textOf({ReaderHolder{812, "scdaemon"}}) == "scdaemon (process 812)");
    CHECK(pcsc::textOf({ReaderHolder{1, "a"}, ReaderHolder{2, "b"}, ReaderHolder{3, "c"}}) == "a (process 1), b (process 2) and c (process 3)");
}
