#include "core/crypto/CmpBreaker.h"
#include "core/base/Clock.h"
#include "core/crypto/CryptoError.h"
#include "tests/unit/cmp/CmpLab.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <future>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const Sha256Digest portrait = sha256(bytesOf("the exact octets of the portrait"));
const Guid card = Guid::parse("6f1f6a3e-8a53-4c0e-9a35-0f0e8a6f4d11").value();

RequestSubject holder() { return {"555001000017", "Harbour Valley Community Trust", card, portrait}; }

CmpTransaction transaction(std::uint8_t number)
{
    CmpTransaction id{};
    id.fill(number);
    return id;
}

std::optional<std::string> anything(const Certificate&) { return std::nullopt; }

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const CryptoError& error) {
        return error.failure().code;
    }
    return "none";
}

struct Desk {
    CmpLab lab;
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
    CertificateRequest request = CertificateRequest::make(key, holder());
    CmpClient client{lab.server(), lab.registrationAuthority(), {lab.root()}};
};

} // namespace

TEST_CASE("p10cr: the card's request comes back as a certificate of its key, confirmed")
{
    Desk desk;
    const auto certificate = desk.client.request(desk.request, transaction(1), anything);
    CHECK(certificate.publicKey() == desk.key.publicKey());
    CHECK(certificate.subjectSerialNumber() == "555001000017");
    CHECK(certificate.uuid() == card);
    CHECK(certificate.biometricInfo() == portrait);
    CHECK(desk.lab.made() == 1);
    CHECK(desk.lab.valid() == 1);
    CHECK(desk.lab.unconfirmed() == 0);
}

TEST_CASE("cr, RA-verified: a key that cannot sign gets its certificate")
{
    Desk desk;
    const auto algorithm = GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048);
    const auto key = PrivateKey::generate(algorithm).publicKey();
    const auto certificate = desk.client.request(CmpKeyRequest{holder(), key}, transaction(2), anything);
    CHECK(certificate.publicKey() == key);
    CHECK(certificate.subjectSerialNumber() == "555001000017");
    CHECK(certificate.uuid() == card);
    CHECK(certificate.biometricInfo() == portrait);
    CHECK(desk.lab.valid() == 1);
}

TEST_CASE("rr: revoked once; the authority says so the second time")
{
    Desk desk;
    const auto certificate = desk.client.request(desk.request, transaction(3), anything);
    desk.client.revoke(certificate, RevocationReason::keyCompromise, transaction(4));
    CHECK(desk.lab.revoked(certificate));
    CHECK(codeOf([&] { desk.client.revoke(certificate, RevocationReason::keyCompromise, transaction(5)); }) == "CA-REFUSED");
}

TEST_CASE("A certificate that the check refuses is refused to the authority, which takes it back: no orphan")
{
    Desk desk;
    const auto refuse = [](const Certificate&) { return std::optional<std::string>("subject"); };
    CHECK(codeOf([&] { desk.client.request(desk.request, transaction(6), refuse); }) == "CA-CERTIFICATE");
    CHECK(desk.lab.made() == 1);
    CHECK(desk.lab.valid() == 0);
    CHECK(desk.lab.unconfirmed() == 0);
}

TEST_CASE("A certificate of another key never comes through, and is taken back")
{
    Desk desk;
    desk.lab.setMood(CmpLab::Mood::wrongKey);
    CHECK(codeOf([&] { desk.client.request(desk.request, transaction(7), anything); }) == "CA-CERTIFICATE");
    CHECK(desk.lab.valid() == 0);
    CHECK(desk.lab.unconfirmed() == 0);
}

TEST_CASE("A lost answer: asked again under the same transaction, the same certificate comes, once")
{
    Desk desk;
    const auto mood = GENERATE(CmpLab::Mood::losesAnswer, CmpLab::Mood::losesConfirmation);
    desk.lab.setMood(mood);
    CHECK(codeOf([&] { desk.client.request(desk.request, transaction(8), anything); }) == "CA-UNREACHABLE");
    const auto certificate = desk.client.request(desk.request, transaction(8), anything);
    CHECK(certificate.publicKey() == desk.key.publicKey());
    CHECK(desk.lab.made() == 1);
    CHECK(desk.lab.valid() == 1);
}

TEST_CASE("Refused, silent, garbled, absent: each by its own code")
{
    Desk desk;
    const auto ask = [&] { return codeOf([&] { desk.client.request(desk.request, transaction(9), anything); }); };
    desk.lab.setMood(CmpLab::Mood::rejects);
    CHECK(ask() == "CA-REFUSED");
    desk.lab.setMood(CmpLab::Mood::garbage);
    CHECK(ask() == "CA-ANSWER");
    desk.lab.setMood(CmpLab::Mood::silent);
    auto hasty = desk.lab.server();
    hasty.answerWithin = std::chrono::seconds(1);
    CmpClient waiting(hasty, desk.lab.registrationAuthority(), {desk.lab.root()});
    CHECK(codeOf([&] { waiting.request(desk.request, transaction(9), anything); }) == "CA-UNREACHABLE");

    auto nowhere = desk.lab.server();
    nowhere.port = 1;
    CmpClient lost(nowhere, desk.lab.registrationAuthority(), {desk.lab.root()});
    CHECK(codeOf([&] { lost.request(desk.request, transaction(10), anything); }) == "CA-UNREACHABLE");
}

TEST_CASE("An authority that is not ours, and a registration authority that is not theirs")
{
    CmpLab lab;
    CmpLab other;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto request = CertificateRequest::make(key, holder());
    CmpClient deceived(lab.server(), lab.registrationAuthority(), {other.root()});
    CHECK(codeOf([&] { deceived.request(request, transaction(11), anything); }) == "CA-ANSWER");
    CmpClient stranger(lab.server(), other.registrationAuthority(), {lab.root()});
    const auto code = codeOf([&] { stranger.request(request, transaction(12), anything); });
    CHECK((code == "CA-REFUSED" || code == "CA-ANSWER"));
    CHECK(lab.valid() == 0);
}

TEST_CASE("What a check throws comes through, after the authority was told")
{
    Desk desk;
    const auto breaks = [](const Certificate&) -> std::optional<std::string> { throw std::runtime_error("broken"); };
    CHECK_THROWS_WITH(desk.client.request(desk.request, transaction(13), breaks), "broken");
    CHECK(desk.lab.valid() == 0);
    CHECK(desk.lab.unconfirmed() == 0);
}

namespace {

/// Listens and takes nobody: whoever connects after the first few waits.
class FullPort {
public:
    FullPort()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(m_listener, 0) == 0);
        REQUIRE(::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        m_port = ntohs(address.sin_port);
        for (auto& socket : m_before) {
            socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            static_cast<void>(::connect(socket, reinterpret_cast<sockaddr*>(&address), size));
        }
    }
    ~FullPort()
    {
        for (const int socket : m_before) ::close(socket);
        ::close(m_listener);
    }
    FullPort(const FullPort&) = delete;
    FullPort& operator=(const FullPort&) = delete;
    int port() const { return m_port; }
    /// How many are on their way to it (SYN sent, no answer).
    int knocking() const
    {
        std::ifstream table("/proc/self/net/tcp");
        std::array<char, 5> hex{};
        std::snprintf(hex.data(), hex.size(), "%04X", static_cast<unsigned>(m_port));
        const auto wanted = "0100007F:" + std::string(hex.data()) + " 02";
        int count = 0;
        for (std::string line; std::getline(table, line);) count += line.find(wanted) != std::string::npos ? 1 : 0;
        return count;
    }

private:
    int m_listener = -1;
    int m_port = 0;
    std::array<int, 4> m_before{};
};

} // namespace

TEST_CASE("A connection that is still being made is broken off as well")
{
    Desk desk;
    const FullPort full;
    const int before = full.knocking();
    auto server = desk.lab.server();
    server.port = full.port();
    server.answerWithin = std::chrono::seconds(600);
    server.finishWithin = std::chrono::seconds(600);
    server.breaker = std::make_shared<CmpBreaker>();
    auto asked = std::async(std::launch::async, [&] {
        CmpClient client(server, desk.lab.registrationAuthority(), {desk.lab.root()});
        return codeOf([&] { client.request(desk.request, transaction(14), anything); });
    });
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    while (full.knocking() <= before && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
    REQUIRE(full.knocking() > before);
    server.breaker->breakOff();
    REQUIRE(asked.wait_for(std::chrono::seconds(90)) == std::future_status::ready); // not the ten minutes that a connection has
    CHECK(asked.get() == "CA-UNREACHABLE");
    // And none is begun any more.
    CmpClient after(server, desk.lab.registrationAuthority(), {desk.lab.root()});
    CHECK(codeOf([&] { after.request(desk.request, transaction(15), anything); }) == "CA-UNREACHABLE");
}
