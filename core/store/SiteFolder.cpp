#include "core/store/SiteFolder.h"

#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

using nlohmann::json;

constexpr const char* schemaName = "cardwright.site/1";
constexpr std::size_t largestDescription = 64u * 1024;
constexpr std::size_t siteKeySize = 32;

[[noreturn]] void damaged(const std::string& what) { throw StoreError(Failure::of("SITE-DAMAGED", what)); }

const json& member(const json& object, const char* field)
{
    const auto found = object.is_object() ? object.find(field) : object.end();
    if (found == object.end()) damaged(std::string("site.json: ") + field);
    return *found;
}

std::string textOf(const json& object, const char* field)
{
    const auto& value = member(object, field);
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) damaged(std::string("site.json: ") + field);
    return value.get<std::string>();
}

Guid guidOf(const json& object, const char* field)
{
    const auto guid = Guid::parse(textOf(object, field));
    if (!guid || guid->isNone()) damaged(std::string("site.json: ") + field);
    return *guid;
}

SiteDescription descriptionFrom(const json& object)
{
    if (textOf(object, "schema") != schemaName) damaged("site.json: schema");
    // Anything but a plain true is no training site, whatever else may be wrong with it.
    const auto& training = member(object, "training");
    if (!training.is_boolean() || !training.get<bool>()) throw StoreError(Failure::of("SITE-NOT-TRAINING"));
    SiteDescription site;
    site.site = guidOf(object, "site");
    site.name = textOf(object, "name");
    site.odsCode = textOf(object, "odsCode");
    site.place = textOf(object, "place");
    site.desk = textOf(object, "desk");
    site.log = guidOf(object, "log");
    site.workstation = guidOf(object, "workstation");
    site.centreUrl = textOf(member(object, "centre"), "url");
    site.centreName = textOf(member(object, "centre"), "name");
    const auto& version = member(object, "siteKeyVersion");
    if (!version.is_number_unsigned() || version.get<std::uint64_t>() == 0 || version.get<std::uint64_t>() > 0xFFFF) damaged("site.json: siteKeyVersion");
    site.siteKeyVersion = version.get<int>();
    return site;
}

json jsonOf(const SiteDescription& site)
{
    return {{"schema", schemaName},
            {"training", site.training},
            {"site", site.site.text()},
            {"name", site.name},
            {"odsCode", site.odsCode},
            {"place", site.place},
            {"desk", site.desk},
            {"log", site.log.text()},
            {"workstation", site.workstation.text()},
            {"centre", {{"url", site.centreUrl}, {"name", site.centreName}}},
            {"siteKeyVersion", site.siteKeyVersion}};
}

json parsed(const Bytes& text)
{
    try {
        return json::parse(text);
    } catch (const json::exception&) {
        damaged("site.json: not JSON");
    }
}

} // namespace

SiteFolder::SiteFolder(std::filesystem::path root, SiteDescription description)
    : m_root(std::move(root)), m_description(std::move(description))
{
}

SiteFolder SiteFolder::open(const std::filesystem::path& root)
{
    const auto file = root / "site.json";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) throw StoreError(Failure::of("SITE-ABSENT", root.string()));
    SiteFolder folder(root, descriptionFrom(parsed(readWholeFile(file, largestDescription))));
    if (!std::filesystem::is_directory(folder.workstation(), ignored)) damaged("workstation is missing");
    // The keys in there are this desk's own: where others can read them, they are nobody's.
    if (!isPrivate(folder.workstation())) damaged("workstation is open to other accounts");
    return folder;
}

SiteFolder SiteFolder::create(const std::filesystem::path& root, const SiteDescription& description)
{
    std::error_code ignored;
    if (std::filesystem::exists(root, ignored) && !std::filesystem::is_empty(root, ignored)) {
        throw StoreError(Failure::of("SITE-EXISTS", root.string()));
    }
    makePrivateDirectory(root);
    SiteFolder folder(root, description);
    for (const auto& path : {folder.policies(), folder.trust(), folder.workstation(), folder.portraits(), folder.cards(),
                             folder.centre(), folder.centrePortraits()}) {
        makePrivateDirectory(path);
    }
    folder.describe(description);
    return folder;
}

void SiteFolder::describe(const SiteDescription& description)
{
    writePrivateFile(siteFile(), bytesOf(jsonOf(description).dump(2) + "\n"));
    m_description = description;
}

std::filesystem::path SiteFolder::policyFile(std::string_view name) const { return policies() / (std::string(name) + ".json"); }

std::filesystem::path SiteFolder::cardFile(std::string_view name) const { return cards() / (std::string(name) + ".card"); }

SecureBytes SiteFolder::siteKey() const
{
    const auto text = readSecretFile(siteKeyFile(), 1024);
    auto digits = text.view();
    while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r')) digits = digits.first(digits.size() - 1);
    const auto nibble = [](std::uint8_t digit) -> int {
        if (digit >= '0' && digit <= '9') return digit - '0';
        if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
        return -1;
    };
    if (digits.size() != siteKeySize * 2) damaged("workstation/site.key");
    SecureBytes key(siteKeySize);
    for (std::size_t octet = 0; octet < siteKeySize; ++octet) {
        const int high = nibble(digits[octet * 2]);
        const int low = nibble(digits[octet * 2 + 1]);
        if (high < 0 || low < 0) damaged("workstation/site.key");
        key.writable()[octet] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return key;
}

void SiteFolder::writeSiteKey(ByteView key) const
{
    if (key.size() != siteKeySize) throw StoreError(Failure::of("INTERNAL", "site key"));
    constexpr std::string_view hex = "0123456789abcdef";
    SecureBytes text;
    for (const auto octet : key) {
        text.append(static_cast<std::uint8_t>(hex[octet >> 4]));
        text.append(static_cast<std::uint8_t>(hex[octet & 0x0F]));
    }
    text.append(static_cast<std::uint8_t>('\n'));
    writePrivateFile(siteKeyFile(), text.view());
}

} // namespace cardwright
