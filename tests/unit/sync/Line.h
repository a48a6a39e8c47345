#pragma once

#include "core/store/PrivateFiles.h"
#include "core/sync/HttpCentral.h"
#include "tests/unit/crypto/TestAuthority.h"
#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/TlsServer.h"

#include <csignal>

namespace cardwright::test {

/// Both ends' certificates are good for the real clock, since TLS asks that one.
struct Line {
    TemporaryFolder folder;
    TestAuthority authority;
    PrivateKey serverKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey deskKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    std::unique_ptr<TlsServer> server;
    WireRequest last;
    std::string reply = TlsServer::answer(200, R"({"status":"ok"})");

    Line() { std::signal(SIGPIPE, SIG_IGN); }

    Certificate certificate(TestAuthority& issuer, CertificateProfile profile, const PublicKey& key, const std::string& address = "127.0.0.1")
    {
        const auto real = SystemClock().utcMillis();
        CertificateContent content;
        content.profile = profile;
        content.commonName = "cardwright-central";
        content.ipAddresses = {address};
        content.notBefore = real - day;
        content.notAfter = real + day;
        return issuer.issue(content, key);
    }
    void serve(const Certificate& shown, int newestTls = TLS1_3_VERSION, bool clientNeeded = true)
    {
        server = std::make_unique<TlsServer>(authority.root, shown, serverKey, [this](const WireRequest& request) {
            last = request;
            return reply;
        }, newestTls, clientNeeded);
    }
    void serve() { serve(certificate(authority, CertificateProfile::tlsServer, serverKey.publicKey())); }
    /// As the centre takes enrolments: also from somebody without a certificate.
    void serveAnybody() { serve(certificate(authority, CertificateProfile::tlsServer, serverKey.publicKey()), TLS1_3_VERSION, false); }

    HttpCentralOptions options(TestAuthority* deskIssuer = nullptr)
    {
        auto& issuer = deskIssuer == nullptr ? authority : *deskIssuer;
        const auto write = [&](const char* name, ByteView content) {
            writePrivateFile(folder.path() / name, content);
            return folder.path() / name;
        };
        HttpCentralOptions options;
        options.url = "https://127.0.0.1:" + std::to_string(server ? server->port() : 1);
        options.authority = write("ca.pem", bytesOf(authority.root.pem()));
        options.certificate = write("tls.pem", bytesOf(certificate(issuer, CertificateProfile::tlsClient, deskKey.publicKey()).pem()));
        options.key = write("tls.key", deskKey.pem().view());
        return options;
    }
    Failure health(HttpCentralOptions with) { return failureOf([&] { HttpCentral(std::move(with)).health(); }); }
};

} // namespace cardwright::test
