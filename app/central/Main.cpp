#include "app/central/Arguments.h"
#include "app/central/Log.h"
#include "app/central/OrderSocket.h"
#include "app/central/Server.h"
#include "core/central/AuthorityFile.h"
#include "core/central/BatchOffice.h"
#include "core/central/TrainingCentre.h"
#include "core/crypto/SecureRandom.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SiteFolder.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace cardwright;
using namespace cardwright::central;

namespace {

constexpr std::size_t mostFile = 64 * 1024;
constexpr std::size_t mostPolicy = 1024 * 1024;

/// The authority's key is in this memory: none of it may land in a core file.
void forbidCoreDumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/// A training site's folder holds its centre.
CentreFolder folderOf(const Arguments& arguments)
{
    const CentreFolder inside{arguments.folder / "centre"};
    return std::filesystem::exists(inside.description()) ? inside : CentreFolder{arguments.folder};
}

std::uint16_t portOf(const Arguments& arguments)
{
    if (arguments.port >= 0) return static_cast<std::uint16_t>(arguments.port);
    if (!std::filesystem::exists(arguments.folder / "site.json")) throw UsageError(Failure::of("USAGE", "give --port"));
    const auto url = SiteFolder::open(arguments.folder).description().centreUrl;
    const auto colon = url.rfind(':');
    const auto number = colon == std::string::npos ? 0 : std::strtoul(url.c_str() + colon + 1, nullptr, 10);
    if (number == 0 || number > 65535) throw UsageError(Failure::of("USAGE", "site.json names no port: give --port"));
    return static_cast<std::uint16_t>(number);
}

void serve(const Arguments& arguments)
{
    const auto folder = folderOf(arguments);
    SecureRandom random;
    const SystemClock clock;
    if (!std::filesystem::exists(folder.description())) throw StoreError(Failure::of("SITE-ABSENT", folder.root.string()));
    const auto authority = openAuthority(folder, random);
    Centre centre(folder.root, *authority, clock, random);
    Api api(centre, clock);
    ServerOptions options;
    options.address = arguments.address;
    options.port = portOf(arguments);
    options.orders = folder.orders();
    options.authority = authority->root().pem();
    options.certificate = toText(readWholeFile(folder.certificate("tls"), mostFile));
    options.key = readSecretFile(folder.key("tls"), mostFile);
    Server server(std::move(options), api);
    if (arguments.asJson) {
        std::printf("%s\n", nlohmann::json{{"event", "listening"}, {"port", server.port()}}.dump().c_str());
    } else {
        std::printf("The centre listens on https://%s:%u\n", arguments.address.c_str(), static_cast<unsigned>(server.port()));
    }
    std::fflush(stdout);
    logEvent("listening", {{"port", server.port()}});
    server.run();
    logEvent("stopped", nlohmann::json::object());
}

void make(const Arguments& arguments)
{
    SecureRandom random;
    const SystemClock clock;
    if (!std::filesystem::exists(arguments.folder)) makePrivateDirectory(arguments.folder);
    CentreOrder order;
    order.directory = arguments.folder;
    order.organisation = arguments.name;
    order.odsCode = arguments.odsCode;
    order.dnsNames.insert(order.dnsNames.end(), arguments.dnsNames.begin(), arguments.dnsNames.end());
    order.ipAddresses.insert(order.ipAddresses.end(), arguments.ipAddresses.begin(), arguments.ipAddresses.end());
    makeTrainingCentre(order, clock, random);
    const CentreFolder folder{arguments.folder};
    const auto fingerprint = toHex(Certificate::fromPem(readWholeFile(folder.certificate("ca"), mostFile)).fingerprint());
    if (arguments.asJson) {
        std::printf("%s\n", nlohmann::json{{"event", "made"}, {"authority", fingerprint}, {"recoveryKey", folder.key("recovery").string()}}.dump().c_str());
        return;
    }
    std::printf("The centre of %s is made.\nFingerprint of its authority, for each enrolment: %s\nTake %s away and keep it under lock: it opens every "
                "desk's store.\nNext: cardwright-central token %s\n",
                arguments.name.c_str(), fingerprint.c_str(), folder.key("recovery").c_str(), arguments.folder.c_str());
}

/// In force from the next start: a running centre goes on with the authority that it has.
void chooseAuthority(const Arguments& arguments)
{
    const auto folder = folderOf(arguments);
    if (!std::filesystem::exists(folder.description())) throw StoreError(Failure::of("SITE-ABSENT", folder.root.string()));
    const auto& cmp = arguments.cmp;
    if (arguments.embedded) useEmbedded(folder);
    else useCmp(folder, {cmp.url, cmp.raCertificate, cmp.raKey, cmp.trust, cmp.tlsTrust, cmp.slots});
    if (arguments.asJson) {
        std::printf("%s\n", nlohmann::json{{"event", "authority"}, {"kind", arguments.embedded ? "embedded" : "cmp"}}.dump().c_str());
        return;
    }
    std::printf("Cards' certificates come from %s as soon as the centre is started anew.\n", arguments.embedded ? "the embedded authority" : cmp.url.c_str());
}

/// The keys are sealed here, before they are part of any text.
std::string batchOrder(const Arguments& arguments)
{
    auto order = nlohmann::json::parse(arguments.order);
    const auto centre = Certificate::fromPem(readWholeFile(folderOf(arguments).certificate("centre-envelope"), mostFile));
    order["sealed"] = toBase64(sealedForCentre(readBatch(arguments.batch), centre));
    return order.dump();
}

std::string orderText(const Arguments& arguments)
{
    if (arguments.batch.keyFd >= 0) return batchOrder(arguments);
    if (arguments.policyFile.empty()) return arguments.order;
    auto order = nlohmann::json::parse(arguments.order);
    order["body"] = toText(readWholeFile(arguments.policyFile, mostPolicy));
    return order.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// By the centre that runs on this folder, else here.
SecureBytes carriedOut(const CentreFolder& folder, std::string_view order)
{
    if (!std::filesystem::exists(folder.description())) throw StoreError(Failure::of("SITE-ABSENT", folder.root.string()));
    if (auto answer = sendOrder(folder.orders(), order)) return std::move(*answer);
    SecureRandom random;
    const SystemClock clock;
    const auto authority = openAuthority(folder, random);
    Centre centre(folder.root, *authority, clock, random);
    return Api(centre, clock).carryOut(order);
}

void print(const SecureBytes& text)
{
    std::fwrite(text.view().data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
}

void printForPeople(const nlohmann::json& answer)
{
    for (const auto& one : answer.value("agents", nlohmann::json::array())) {
        std::printf("%s  %-12s %s%s%s  %s\n", one["userNumber"].get<std::string>().c_str(), one["role"].get<std::string>().c_str(),
                    one["revoked"] ? "revoked" : (one["active"] ? "active" : "inactive"), one["deputy"] ? ", deputy" : "",
                    (", certificate " + one["certificate"].get<std::string>().substr(0, 16)).c_str(), one["name"].get<std::string>().c_str());
    }
    for (const auto& one : answer.value("workstations", nlohmann::json::array())) {
        std::printf("%s  %s%s, %s\n", one["workstation"].get<std::string>().c_str(), one["name"].get<std::string>().c_str(),
                    one["stolen"] ? " (stolen)" : "", one["place"].get<std::string>().c_str());
    }
    for (const auto& one : answer.value("batches", nlohmann::json::array())) {
        const auto serials = one.contains("serials") ? " " + std::to_string(one["serials"]["first"].get<std::uint32_t>()) + "-" +
                                                           std::to_string(one["serials"]["last"].get<std::uint32_t>())
                                                     : std::string();
        std::printf("%s  %s, %s%s%s%s, added %s%s\n", one["batch"].get<std::string>().c_str(), one["profile"].get<std::string>().c_str(),
                    one["algorithm"].get<std::string>().c_str(), serials.c_str(), one["unlockKey"] ? ", own unlock key" : "",
                    one["passcode"] ? ", own passcode" : "", one["addedAt"].get<std::string>().c_str(),
                    one.contains("endedAt") ? (", ended " + one["endedAt"].get<std::string>()).c_str() : "");
    }
    if (answer.contains("ended")) std::printf("Batch %s has ended: every desk in use forgets its keys.\n", answer["batch"].get<std::string>().c_str());
    if (answer.contains("replaced")) {
        std::printf("The keys of batch %s go sealed to every desk in use%s.\n", answer["batch"].get<std::string>().c_str(),
                    answer["replaced"] ? ", in the place of those before" : "");
    }
    if (answer.contains("version")) std::printf("Version %d goes to every desk in use.\n", answer["version"].get<int>());
    if (answer.contains("siteKeyVersion")) {
        std::printf("The desk is refused from now on; site key version %d goes to the others.\n", answer["siteKeyVersion"].get<int>());
    }
    if (answer.contains("changed")) std::printf("Done; the new roster goes to every desk in use.\n");
}

/// The token alone, so that it can be read into a pipe.
void printToken(const SecureBytes& answer)
{
    constexpr std::string_view head = R"({"token":")";
    const auto rest = answer.view().subspan(head.size());
    const auto end = std::find(rest.begin(), rest.end(), static_cast<std::uint8_t>('"'));
    print(SecureBytes::copyOf(rest.first(static_cast<std::size_t>(end - rest.begin()))));
}

int order(const Arguments& arguments)
{
    const auto answer = carriedOut(folderOf(arguments), orderText(arguments));
    const std::string_view text(reinterpret_cast<const char*>(answer.view().data()), answer.size());
    if (text.starts_with(R"({"token")")) {
        arguments.asJson ? print(answer) : printToken(answer);
        return 0;
    }
    const auto object = nlohmann::json::parse(text);
    if (object.contains("failure")) {
        throw FailureError(Failure::of(object["failure"].value("code", ""), object["failure"].value("detail", "")));
    }
    if (object.contains("problem")) {
        const auto& problem = object["problem"];
        if (arguments.asJson) print(answer);
        else std::fprintf(stderr, "%s: %s %s\n", problem.value("code", "").c_str(), problem.value("title", "").c_str(), problem.value("detail", "").c_str());
        return exitCodeOf(FailureKind::refused);
    }
    if (arguments.asJson) print(answer);
    else printForPeople(object);
    return 0;
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
    int exitCode = 0;
    const auto arguments = readArguments(argc, argv, exitCode);
    if (!arguments) return exitCode;
    try {
        if (arguments->act == Arguments::Act::order) return order(*arguments);
        if (arguments->act == Arguments::Act::make) {
            make(*arguments);
            return 0;
        }
        if (arguments->act == Arguments::Act::authority) {
            chooseAuthority(*arguments);
            return 0;
        }
        prepareLog();
        serve(*arguments);
        return 0;
    } catch (...) {
        return say(failureFrom(std::current_exception()), arguments->asJson);
    }
}
