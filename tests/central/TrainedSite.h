#pragma once

#include "core/store/PrivateFiles.h"
#include "tests/central/CentreProcess.h"
#include "tests/central/HttpClient.h"
#include "tests/unit/central/TestCentre.h"

#include <fstream>

namespace cardwright::test {

/// A training site's centre on disk, real time, with its desk's files; the centre itself is another process.
class TrainedSite : public Site {
public:
    TrainedSite() : Site(&realTime)
    {
        write("ca.pem", authority->root().pem());
        write("desk", *desk.tlsCertificate, desk.tls);
        CertificateContent content;
        content.profile = CertificateProfile::signIn;
        content.notBefore = time.utcMillis() - 1000;
        content.notAfter = time.utcMillis() + 86'400'000;
        content.serialNumber = "555001000001";
        const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
        write("agent", authority->issue(content, key.publicKey()), key);
        content.profile = CertificateProfile::tlsServer;
        write("server", authority->issue(content, key.publicKey()), key);
        auto other = central::TrainingAuthority::create(time.utcMillis(), random);
        content.profile = CertificateProfile::tlsClient;
        write("stranger", other.issue(content, key.publicKey()), key);
        signIn();
        spare = centre->issueToken();
        centre.reset(); // one process at a time
    }
    std::filesystem::path root() const { return folder.path(); }
    std::filesystem::path log() const { return files.path() / "stderr"; }
    std::string logText() const
    {
        std::ifstream file(log());
        return {std::istreambuf_iterator<char>(file), {}};
    }
    HttpClient client(const CentreProcess& running, const std::string& who = "desk") const
    {
        HttpClient one;
        one.url = running.url();
        one.authority = files.path() / "ca.pem";
        if (!who.empty()) {
            one.certificate = files.path() / (who + ".pem");
            one.key = files.path() / (who + ".key");
        }
        return one;
    }
    std::string path(const std::string& rest) const { return "/v1/log/" + desk.log.text() + "/" + rest; }
    void write(const std::string& who, const Certificate& certificate, const PrivateKey& own) const
    {
        write(who + ".pem", certificate.pem());
        writePrivateFile(files.path() / (who + ".key"), own.pem().view());
    }
    void write(const std::string& name, const std::string& text) const { writePrivateFile(files.path() / name, bytesOf(text)); }

    Scratch files;
    SecureBytes spare; ///< a token that nobody has used

private:
    static inline const SystemClock realTime;
};

} // namespace cardwright::test
