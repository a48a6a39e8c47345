#include "core/central/AuthorityFile.h"

#include "core/central/CmpAuthority.h"
#include "core/central/EntryApplier.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace cardwright::central {

namespace {

constexpr std::size_t mostFile = 256 * 1024;
constexpr std::string_view schema = "cardwright.authority/1";
// What is not answered in this time is asked again under the same transaction.
constexpr auto answerWithin = std::chrono::seconds(10);
constexpr auto finishWithin = std::chrono::seconds(30);
constexpr int longestAnswerSeconds = 600;

std::filesystem::path description(const CentreFolder& folder) { return folder.root / "authority.json"; }
std::filesystem::path cmpFile(const CentreFolder& folder, std::string_view name) { return folder.root / "cmp" / name; }

[[noreturn]] void unfit(std::string detail) { throw StoreError(Failure::of("AUTHORITY-CONFIGURATION", std::move(detail))); }

/// "9C=path,certProfile" as authority.json keeps it: {"9C":{"path","certProfile"}}.
nlohmann::json slotsJson(const std::vector<std::string>& words)
{
    auto slots = nlohmann::json::object();
    for (const auto& word : words) {
        const auto equals = word.find('=');
        const auto comma = word.find(',');
        const auto slot = word.substr(0, equals);
        if (equals == std::string::npos || (slot != "9A" && slot != "9C" && slot != "9D" && slot != "9E")) unfit("a slot's profile is SLOT=PATH or SLOT=PATH,NAME");
        auto path = word.substr(equals + 1, comma == std::string::npos ? comma : comma - equals - 1);
        while (path.starts_with('/')) path.erase(0, 1);
        slots[slot] = {{"path", path}, {"certProfile", comma == std::string::npos ? "" : word.substr(comma + 1)}};
    }
    return slots;
}

std::map<CertificateProfile, CmpProfile> profilesFrom(const nlohmann::json& text, const std::string& file)
{
    std::map<CertificateProfile, CmpProfile> profiles;
    const auto slots = text.value("slots", nlohmann::json::object());
    for (const auto& [slot, row] : slots.items()) {
        const bool known = slot == "9A" || slot == "9C" || slot == "9D" || slot == "9E";
        if (!known || !row.is_object()) unfit(file + ": slots");
        profiles.emplace(profileOfSlot(slot), CmpProfile{row.value("path", ""), row.value("certProfile", "")});
    }
    return profiles;
}

CmpAuthority openCmp(const CentreFolder& folder, CmpServer server, std::map<CertificateProfile, CmpProfile> profiles, RandomSource& random)
{
    const auto pem = readSecretFile(cmpFile(folder, "ra.key"), mostFile);
    CmpRegistrationAuthority own{Certificate::fromPem(readWholeFile(cmpFile(folder, "ra.pem"), mostFile)), PrivateKey::fromPem(pem.view())};
    if (!(own.certificate.publicKey() == own.key.publicKey())) unfit("the key is not that of the registration authority's certificate");
    auto anchors = Certificate::allFromPem(readWholeFile(cmpFile(folder, "trust.pem"), mostFile));
    if (anchors.empty()) unfit("nobody to trust");
    if (server.tls) server.tlsTrust = Certificate::allFromPem(readWholeFile(cmpFile(folder, "tls-trust.pem"), mostFile));
    if (server.tls && server.tlsTrust.empty()) unfit("https needs --tls-trust");
    return {TrainingAuthority::open(folder.root, random), std::move(server), std::move(own), std::move(anchors), std::move(profiles)};
}

} // namespace

std::optional<CmpServer> cmpServerOf(std::string_view url)
{
    constexpr std::string_view plain = "http://";
    constexpr std::string_view secure = "https://";
    constexpr int plainPort = 80;
    constexpr int securePort = 443;
    constexpr int mostPort = 65535;
    CmpServer server;
    server.tls = url.starts_with(secure);
    if (!server.tls && !url.starts_with(plain)) return std::nullopt;
    url.remove_prefix(server.tls ? secure.size() : plain.size());
    const auto slash = url.find('/');
    auto authority = url.substr(0, slash);
    if (slash != std::string_view::npos) server.path = url.substr(slash + 1);
    server.port = server.tls ? securePort : plainPort;
    if (const auto colon = authority.rfind(':'); colon != std::string_view::npos) {
        const auto digits = authority.substr(colon + 1);
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), server.port);
        if (failure != std::errc() || end != digits.data() + digits.size() || server.port < 1 || server.port > mostPort) return std::nullopt;
        authority = authority.substr(0, colon);
    }
    if (authority.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
    server.host = authority;
    server.answerWithin = answerWithin;
    server.finishWithin = finishWithin;
    return server;
}

void useCmp(const CentreFolder& folder, const CmpOrder& order)
{
    const auto server = cmpServerOf(order.url);
    const auto slots = slotsJson(order.slots);
    if (!server) unfit("the address is not http://host:port/path or https://...");
    if (server->tls && order.tlsTrust.empty()) unfit("https needs --tls-trust");
    const auto certificate = Certificate::fromPem(readWholeFile(order.raCertificate, mostFile));
    const auto pem = readSecretFile(order.raKey, mostFile);
    if (!(certificate.publicKey() == PrivateKey::fromPem(pem.view()).publicKey())) unfit("the key is not that of the registration authority's certificate");
    const auto copy = [&](const std::filesystem::path& from, std::string_view name) {
        const auto text = readWholeFile(from, mostFile);
        if (Certificate::allFromPem(text).empty()) unfit(from.string() + " holds no certificate");
        writePrivateFile(cmpFile(folder, name), text);
    };
    if (!std::filesystem::exists(folder.root / "cmp")) makePrivateDirectory(folder.root / "cmp");
    copy(order.trust, "trust.pem");
    if (server->tls) copy(order.tlsTrust, "tls-trust.pem");
    writePrivateFile(cmpFile(folder, "ra.pem"), bytesOf(certificate.pem()));
    writePrivateFile(cmpFile(folder, "ra.key"), pem.view());
    writePrivateFile(description(folder), bytesOf(nlohmann::json{{"schema", schema}, {"kind", "cmp"}, {"url", order.url}, {"slots", slots}}.dump(2) + "\n"));
}

void useEmbedded(const CentreFolder& folder)
{
    writePrivateFile(description(folder), bytesOf(nlohmann::json{{"schema", schema}, {"kind", "embedded"}}.dump(2) + "\n"));
}

std::unique_ptr<CertificateAuthority> openAuthority(const CentreFolder& folder, RandomSource& random)
{
    const auto file = description(folder);
    const auto embedded = [&] { return std::make_unique<TrainingAuthority>(TrainingAuthority::open(folder.root, random)); };
    if (!std::filesystem::exists(file)) return embedded();
    const auto text = nlohmann::json::parse(toText(readWholeFile(file, mostFile)), nullptr, false);
    if (!text.is_object() || text.value("schema", "") != schema) throw StoreError(Failure::of("SITE-DAMAGED", file.string()));
    if (text.value("kind", "") == "embedded") return embedded();
    auto server = cmpServerOf(text.value("url", ""));
    if (text.value("kind", "") != "cmp" || !server) unfit(file.string());
    if (const auto within = text.find("answerSeconds"); within != text.end()) {
        if (!within->is_number_integer() || *within < 1 || *within > longestAnswerSeconds) unfit(file.string() + ": answerSeconds");
        server->answerWithin = std::chrono::seconds(within->get<int>());
        server->finishWithin = std::max(server->finishWithin, 3 * server->answerWithin);
    }
    return std::make_unique<CmpAuthority>(openCmp(folder, *server, profilesFrom(text, file.string()), random));
}

} // namespace cardwright::central
