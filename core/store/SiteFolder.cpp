#include "core/store/SiteFolder.h"

#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

using nlohmann::json;

constexpr const char* schemaName = "cardwright.site/2";
constexpr std::size_t largestDescription = 64u * 1024;

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
    const auto& training = member(object, "training");
    if (!training.is_boolean()) damaged("site.json: training");
    SiteDescription site;
    site.training = training.get<bool>();
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
    site.keyProtection = textOf(object, "keyProtection");
    if (site.keyProtection != "file" && site.keyProtection != "tpm") damaged("site.json: keyProtection");
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
            {"siteKeyVersion", site.siteKeyVersion},
            {"keyProtection", site.keyProtection}};
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
    for (const auto& path : {folder.policies(), folder.trust(), folder.workstation(), folder.sealed(), folder.portraits()}) {
        makePrivateDirectory(path);
    }
    if (description.training) {
        for (const auto& path : {folder.cards(), folder.centre(), folder.centrePortraits()}) makePrivateDirectory(path);
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

std::filesystem::path SiteFolder::policySignatureFile(std::string_view name) const { return policies() / (std::string(name) + ".json.p7s"); }

std::filesystem::path SiteFolder::sealedFile(std::string_view name) const { return sealed() / name; }

std::filesystem::path SiteFolder::cardFile(std::string_view name) const { return cards() / (std::string(name) + ".card"); }

} // namespace cardwright
