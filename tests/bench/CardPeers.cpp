#include "tests/bench/CardPeers.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace cardwright::bench {

using testing::PrivatePcscd;
using testing::ToolResult;

namespace {

/// Octets behind "APDU: " and "SW: " of pcscd's log: "00 A4 04 00".
struct Lines {
    std::size_t lines = 0;
    std::size_t octets = 0;
};

Lines linesOf(const std::string& log, const std::string& mark)
{
    Lines found;
    std::istringstream stream(log);
    for (std::string line; std::getline(stream, line);) {
        const auto at = line.find(mark);
        if (at == std::string::npos) continue;
        ++found.lines;
        std::istringstream octets(line.substr(at + mark.size()));
        for (std::string octet; octets >> octet;) found.octets += octet.size() == 2 ? 1U : 0U;
    }
    return found;
}

std::string lastLineOf(const std::string& text)
{
    std::istringstream lines(text);
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty()) last = line;
    }
    return last;
}

class Peers {
public:
    explicit Peers(PrivatePcscd& pcscd) : m_pcscd(pcscd) {}

    ToolResult openssl(std::vector<std::string> line)
    {
        line.insert(line.begin(), "openssl");
        auto done = testing::ToolRun(line).folder(m_pcscd.folder()).run();
        if (done.exitCode != 0) throw std::runtime_error("openssl: " + done.all());
        return done;
    }
    /// tellsOctets: the exit code is how many octets were written, modulo 256 (piv-tool); a word on its standard error is its failure.
    bool act(const std::string& name, std::vector<std::string> line, bool tellsOctets = false)
    {
        const auto before = m_pcscd.log().size();
        const auto began = std::chrono::steady_clock::now();
        const auto done = m_pcscd.tool(std::move(line)).env("PIV_EXT_AUTH_KEY", (m_pcscd.folder() / "factory.key").string()).folder(m_pcscd.folder()).run();
        PeerFigure figure{name, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count(), 0, 0, 0, {}};
        const auto log = m_pcscd.log().substr(before);
        const auto out = linesOf(log, "APDU: ");
        figure.apdus = out.lines;
        figure.bytesOut = out.octets;
        figure.bytesIn = linesOf(log, "SW: ").octets;
        if (done.exitCode == 127) throw std::runtime_error("not installed: " + done.all());
        const bool good = tellsOctets ? done.err.empty() && done.exitCode > 0 : done.exitCode == 0;
        if (!good) figure.refused = lastLineOf(done.all()).empty() ? "exit " + std::to_string(done.exitCode) : lastLineOf(done.all());
        figures.push_back(figure);
        return good;
    }
    bool piv(const std::string& name, std::vector<std::string> words)
    {
        words.insert(words.begin(), {"yubico-piv-tool", "-r", m_pcscd.readerName(0)});
        return act("yubico-piv-tool " + name, std::move(words));
    }
    std::vector<PeerFigure> figures;

private:
    PrivatePcscd& m_pcscd;
};

void writeInputs(const std::filesystem::path& folder)
{
    std::ofstream(folder / "factory.key") << "01:02:03:04:05:06:07:08:01:02:03:04:05:06:07:08:01:02:03:04:05:06:07:08";
    std::string chuid("\x53\x3B\x30\x19", 4);
    chuid += std::string(25, '\x11');
    chuid += std::string("\x34\x10", 2) + std::string(16, '\x22') + std::string("\x35\x08", 2) + "20301231" + std::string("\x3E\x00\xFE\x00", 4);
    std::ofstream(folder / "chuid.bin", std::ios::binary) << chuid;
}

} // namespace

std::vector<PeerFigure> peerActs(PrivatePcscd& pcscd, const std::string& personality)
{
    static int cards = 0;
    const auto fresh = [&] { return pcscd.makeCard("peer-" + std::to_string(++cards), personality); };
    pcscd.insert(0, fresh());
    Peers peers(pcscd);
    writeInputs(pcscd.folder());
    peers.openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Bench CA"});
    peers.piv("status", {"-a", "status"});
    peers.piv("set-chuid", {"-a", "set-chuid"});
    peers.piv("set-ccc", {"-a", "set-ccc"});
    const auto slot = [&](const std::string& where, const std::string& algorithm) {
        const auto label = " " + where + " " + algorithm;
        if (!peers.piv("generate" + label, {"-s", where, "-A", algorithm, "-o", where + ".pem", "-a", "generate"})) return;
        peers.openssl({"x509", "-new", "-force_pubkey", where + ".pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-subj", "/CN=holder", "-days", "30", "-out",
                       where + ".crt"});
        peers.piv("import-certificate" + label, {"-s", where, "-i", where + ".crt", "-a", "import-certificate"});
        peers.piv("test-signature" + label, {"-P", "123456", "-a", "verify-pin", "-s", where, "-i", where + ".crt", "-a", "test-signature"});
    };
    slot("9a", "ECCP256");
    slot("9c", "ECCP256");
    peers.piv("verify-pin", {"-a", "verify-pin", "-P", "123456"});
    peers.piv("change-pin", {"-a", "change-pin", "-P", "123456", "-N", "87654321"});
    peers.piv("change-puk", {"-a", "change-puk", "-P", "12345678", "-N", "11223344"});
    peers.piv("unblock-pin", {"-a", "unblock-pin", "-P", "11223344", "-N", "123456"});
    slot("9c", "RSA2048");
    peers.act("piv-tool write CHUID", {"piv-tool", "-r", "0", "-A", "M:9B:03", "-O", "3000", "-i", "chuid.bin"}, true);
    peers.act("piv-tool write certificate 9A", {"piv-tool", "-r", "0", "-A", "M:9B:03", "-C", "9A", "-i", "9a.crt"}, true);
    peers.piv("set-mgm-key", {"-n", "0a0b0c0d0e0f1011121314151617181920212223242526ff", "-a", "set-mgm-key"});
    pcscd.pull(0);
    return std::move(peers.figures);
}

} // namespace cardwright::bench
