#include "app/central/Log.h"
#include "app/central/Server.h"
#include "core/central/TrainingAuthority.h"
#include "core/crypto/SecureRandom.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SiteFolder.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace cardwright;
using namespace cardwright::central;

namespace {

constexpr std::size_t mostFile = 64 * 1024;

/// The authority's key is in this memory: none of it may land in a core file.
void forbidCoreDumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

std::uint16_t portOf(const std::string& url)
{
    const auto colon = url.rfind(':');
    const auto number = colon == std::string::npos ? 0 : std::strtoul(url.c_str() + colon + 1, nullptr, 10);
    if (number == 0 || number > 65535) throw UsageError(Failure::of("USAGE", "site.json names no port: give --port"));
    return static_cast<std::uint16_t>(number);
}

void serve(const std::filesystem::path& root, int port, bool asJson)
{
    const auto site = SiteFolder::open(root);
    SecureRandom random;
    const SystemClock clock;
    auto authority = TrainingAuthority::open(site.centre(), random);
    Centre centre(site.centre(), authority, clock, random);
    Api api(centre, clock);
    ServerOptions options;
    options.port = port < 0 ? portOf(site.description().centreUrl) : static_cast<std::uint16_t>(port);
    options.authority = authority.root().pem();
    options.certificate = toText(readWholeFile(site.centreTlsCertificateFile(), mostFile));
    options.key = readSecretFile(site.centreTlsKeyFile(), mostFile);
    Server server(std::move(options), api);
    if (asJson) {
        std::printf("%s\n", nlohmann::json{{"event", "listening"}, {"port", server.port()}}.dump().c_str());
    } else {
        std::printf("The centre listens on https://127.0.0.1:%u\n", static_cast<unsigned>(server.port()));
    }
    std::fflush(stdout);
    logEvent("listening", {{"port", server.port()}});
    server.run();
    logEvent("stopped", nlohmann::json::object());
}

int say(const Failure& failure, bool asJson)
{
    if (asJson) {
        const nlohmann::json line{{"event", "failed"}, {"code", failure.code}, {"cause", failure.cause}, {"nextStep", failure.nextStep}, {"detail", failure.detail}};
        std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        std::fprintf(stderr, "%s: %s %s%s%s\n", failure.code.c_str(), failure.cause.c_str(), failure.nextStep.c_str(),
                     failure.detail.empty() ? "" : " - ", failure.detail.c_str());
    }
    return exitCodeOf(failure.kind);
}

} // namespace

int main(int argc, char** argv)
{
    forbidCoreDumps();
    SecureBytes::prepareHeap();
    std::filesystem::path site;
    int port = -1;
    bool asJson = false;
    CLI::App app("The central service of a Cardwright training site: HTTPS on 127.0.0.1, TLS 1.3, client certificates.");
    app.add_option("--site", site, "Folder of the site")->required()->envname("CARDWRIGHT_SITE");
    app.add_option("--port", port, "Port; 0: any free one; left out: the one site.json names")->check(CLI::Range(0, 65535));
    app.add_flag("--json", asJson, "Say where it listens, or why not, as a line of JSON");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    try {
        prepareLog();
        serve(site, port, asJson);
        return 0;
    } catch (...) {
        return say(failureFrom(std::current_exception()), asJson);
    }
}
