// Card profiles as JSON. Every field must be there and known: a slip in a profile must not show on a card first.
#include "core/piv/CardProfile.h"

#include "core/base/Failure.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

using nlohmann::json;

constexpr int depthLimit = 8;
constexpr std::size_t textLimit = 256 * 1024;
constexpr std::string_view schema = "cardwright.card-profile/1";

[[noreturn]] void refuse(const std::string& what) { throw FailureError(Failure::of("CARD-PROFILE", what)); }

json parse(const std::string& text)
{
    if (text.size() > textLimit) refuse("the file is too long");
    std::vector<std::set<std::string>> keys;
    const auto look = [&](int depth, json::parse_event_t event, json& value) {
        if (depth > depthLimit) refuse("nested too deeply");
        if (event == json::parse_event_t::object_start) keys.emplace_back();
        if (event == json::parse_event_t::object_end) keys.pop_back();
        if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second) {
            refuse("'" + value.get<std::string>() + "' stands there twice");
        }
        return true;
    };
    try {
        return json::parse(text, look);
    } catch (const json::exception&) {
        refuse("not JSON");
    }
}

/// Takes fields out of an object and, at the end, refuses what nobody took.
class Fields {
public:
    Fields(const json& object, std::string name) : m_object(object), m_name(std::move(name))
    {
        if (!object.is_object()) refuse("'" + m_name + "' is not an object");
    }
    const json* maybe(const char* key)
    {
        m_taken.insert(key);
        const auto found = m_object.find(key);
        return found == m_object.end() ? nullptr : &*found;
    }
    const json& at(const char* key)
    {
        const auto* value = maybe(key);
        if (value == nullptr) refuse("'" + m_name + "' has no '" + key + "'");
        return *value;
    }
    std::string text(const char* key)
    {
        const auto& value = at(key);
        if (!value.is_string()) wrong(key);
        return value.get<std::string>();
    }
    bool flag(const char* key)
    {
        const auto& value = at(key);
        if (!value.is_boolean()) wrong(key);
        return value.get<bool>();
    }
    std::optional<std::size_t> number(const char* key, std::size_t atMost)
    {
        const auto* value = maybe(key);
        if (value == nullptr) return std::nullopt;
        if (!value->is_number_unsigned() || value->get<std::size_t>() == 0 || value->get<std::size_t>() > atMost) wrong(key);
        return value->get<std::size_t>();
    }
    std::vector<std::string> texts(const char* key)
    {
        const auto& value = at(key);
        if (!value.is_array()) wrong(key);
        std::vector<std::string> all;
        for (const auto& one : value) {
            if (!one.is_string()) wrong(key);
            all.push_back(one.get<std::string>());
        }
        return all;
    }
    [[noreturn]] void wrong(const char* key) const { refuse("'" + m_name + "." + key + "' has another form"); }
    void end() const
    {
        for (const auto& [key, value] : m_object.items()) {
            if (!m_taken.contains(key)) refuse("'" + m_name + "' has an unknown field '" + key + "'");
        }
    }

private:
    const json& m_object;
    std::string m_name;
    std::set<std::string> m_taken;
};

Algorithm algorithmOf(const std::string& name, bool symmetric)
{
    const auto algorithm = algorithmNamed(name);
    if (!algorithm || isSymmetric(*algorithm) != symmetric) refuse("unknown algorithm '" + name + "'");
    return *algorithm;
}

std::vector<Algorithm> algorithmsOf(const std::vector<std::string>& names, bool symmetric)
{
    std::vector<Algorithm> all;
    for (const auto& name : names) all.push_back(algorithmOf(name, symmetric));
    if (all.empty()) refuse("a list of algorithms is empty");
    return all;
}

Bytes hex(const std::string& text)
{
    const auto octets = fromHex(text);
    if (!octets) refuse("not hexadecimal");
    return *octets;
}

void readCommands(const std::vector<std::string>& names, CardProfile& profile)
{
    const std::map<std::string, bool CardProfile::*> known = {
        {"tries", &CardProfile::triesCommand},       {"version", &CardProfile::versionCommand},
        {"serial", &CardProfile::serialCommand},     {"metadata", &CardProfile::metadataCommand},
        {"attestation", &CardProfile::attestationCommand}, {"reset", &CardProfile::resetCommand},
        {"delete-key", &CardProfile::deleteKeyCommand},
    };
    for (const auto& name : names) {
        const auto found = known.find(name);
        if (found == known.end()) refuse("unknown command '" + name + "'");
        profile.*found->second = true;
    }
}

/// Those of the optional commands that can be asked about without changing anything.
void readProbes(const std::vector<std::string>& names, CardProfile& profile)
{
    const std::map<std::string, CardStep> known = {
        {"version", CardStep::tellVersion}, {"serial", CardStep::tellSerial}, {"metadata", CardStep::tellMetadata}};
    for (const auto& name : names) {
        const auto found = known.find(name);
        if (found == known.end()) refuse("'" + name + "' cannot be probed");
        if (!profile.can(found->second)) refuse("'" + name + "' is probed but not among the commands");
        profile.probes.push_back(found->second);
    }
}

std::uint32_t tagOf(const std::string& text)
{
    const auto octets = hex(text);
    if (octets.empty() || octets.size() > 3) refuse("'" + text + "' is no tag of an object");
    std::uint32_t tag = 0;
    for (const auto octet : octets) tag = tag << 8 | octet;
    return tag;
}

void readObjectTags(const json& list, CardProfile& profile)
{
    if (!list.is_array() || list.empty()) refuse("'objectTags' has another form");
    for (const auto& one : list) {
        if (!one.is_string()) refuse("'objectTags' has another form");
        profile.objectTags.push_back(tagOf(one.get<std::string>()));
    }
}

void readSlotAlgorithms(const json& object, CardProfile& profile)
{
    if (!object.is_object()) refuse("'slotAlgorithms' is not an object");
    for (const auto& [name, list] : object.items()) {
        const auto slot = slotNamed(name);
        if (!slot || !profile.has(*slot) || !list.is_array()) refuse("'slotAlgorithms." + name + "' has another form");
        std::vector<std::string> names;
        for (const auto& one : list) names.push_back(one.is_string() ? one.get<std::string>() : "");
        profile.slotAlgorithms[*slot] = algorithmsOf(names, false);
    }
}

void readFactory(const json& object, CardProfile& profile)
{
    Fields fields(object, "factory");
    profile.factoryAdministrationAlgorithm = algorithmOf(fields.text("administrationAlgorithm"), true);
    profile.publishedAdministrationKey = hex(fields.text("administrationKey"));
    profile.publishedPasscode = fields.text("passcode");
    profile.publishedUnlockKey = fields.text("unlockKey");
    if (const auto tries = fields.number("passcodeTries", 15)) profile.factoryPasscodeTries = static_cast<int>(*tries);
    if (const auto tries = fields.number("unlockKeyTries", 15)) profile.factoryUnlockKeyTries = static_cast<int>(*tries);
    fields.end();
    if (profile.publishedAdministrationKey.size() != keySize(profile.factoryAdministrationAlgorithm)) fields.wrong("administrationKey");
    if (profile.publishedPasscode.size() < 6 || profile.publishedPasscode.size() > 8) fields.wrong("passcode");
    if (profile.publishedUnlockKey.size() < 6 || profile.publishedUnlockKey.size() > 8) fields.wrong("unlockKey");
}

void readDeadlines(const json& object, CardProfile& profile)
{
    Fields fields(object, "deadlines");
    constexpr std::pair<const char*, CardWork> works[] = {
        {"talk", CardWork::talk},           {"write", CardWork::write},             {"sign", CardWork::sign},
        {"generateEc", CardWork::generateEc}, {"generateRsa", CardWork::generateRsa}, {"reset", CardWork::reset},
    };
    for (const auto& [name, work] : works) {
        const auto seconds = fields.number(name, 3600);
        if (!seconds) refuse("'deadlines' has no '" + std::string(name) + "'");
        profile.deadlines[work] = std::chrono::seconds(*seconds);
    }
    fields.end();
}

CardProfile readCard(const json& object, const std::string& id, const std::string& name)
{
    CardProfile profile;
    profile.id = id;
    profile.name = name;
    Fields fields(object, "card");
    for (const auto& slot : fields.texts("slots")) {
        const auto known = slotNamed(slot);
        if (!known || profile.has(*known)) fields.wrong("slots");
        profile.slots.push_back(*known);
    }
    profile.keyAlgorithms = algorithmsOf(fields.texts("keyAlgorithms"), false);
    profile.administrationAlgorithms = algorithmsOf(fields.texts("administrationAlgorithms"), true);
    const auto change = fields.text("administrationChange");
    if (change != "none" && change != "set-management-key") fields.wrong("administrationChange");
    if (change != "none") profile.administrationChange = CardProfile::AdministrationChange::setManagementKey;
    profile.unlockKeyChange = fields.flag("unlockKeyChange");
    profile.unlockKeyDigitsOnly = fields.flag("unlockKeyDigitsOnly");
    readCommands(fields.texts("commands"), profile);
    readProbes(fields.texts("probes"), profile);
    profile.extendedLength = fields.flag("extendedLength");
    profile.growingRewrite = fields.flag("growingRewrite");
    profile.keyManagementSigns = fields.flag("keyManagementSigns");
    if (const auto* narrower = fields.maybe("slotAlgorithms")) readSlotAlgorithms(*narrower, profile);
    if (const auto* tags = fields.maybe("objectTags")) readObjectTags(*tags, profile);
    profile.chainLimit = fields.number("chainLimit", 65535);
    profile.objectLimit = fields.number("objectLimit", 65535);
    profile.spaceLimit = fields.number("spaceLimit", 16U << 20);
    readFactory(fields.at("factory"), profile);
    readDeadlines(fields.at("deadlines"), profile);
    fields.end();
    return profile;
}

} // namespace

/// The one that may fill a ProfileSet.
class ProfileReader {
public:
    static ProfileSet::Family read(const std::string& text)
    {
        const auto document = parse(text);
        Fields fields(document, "profile");
        if (fields.text("schema") != schema) fields.wrong("schema");
        ProfileSet::Family family;
        family.id = fields.text("id");
        if (family.id.empty()) fields.wrong("id");
        const auto name = fields.text("name");
        readMatch(fields.at("match"), family);
        const auto& card = fields.at("card");
        family.generations.push_back({{}, readCard(card, family.id, name)});
        const auto& later = fields.at("generations");
        if (!later.is_array()) fields.wrong("generations");
        for (const auto& one : later) readGeneration(one, card, name, family);
        fields.end();
        return family;
    }

    static void add(ProfileSet& set, ProfileSet::Family family)
    {
        if (set.named(family.id, std::nullopt)) refuse("two profiles are named '" + family.id + "'");
        set.m_families.push_back(std::move(family));
    }

private:
    static void readMatch(const json& object, ProfileSet::Family& family)
    {
        Fields fields(object, "match");
        for (const auto& prefix : fields.texts("atrPrefixes")) {
            family.atrPrefixes.push_back(hex(prefix));
            if (family.atrPrefixes.back().empty()) fields.wrong("atrPrefixes");
        }
        family.labels = fields.texts("labels");
        if (std::find(family.labels.begin(), family.labels.end(), "") != family.labels.end()) fields.wrong("labels");
        family.versionAnswer = fields.flag("versionAnswer");
        fields.end();
    }

    /// A later generation says only what differs (RFC 7396 merge patch over `card`).
    static void readGeneration(const json& object, const json& card, const std::string& name, ProfileSet::Family& family)
    {
        Fields fields(object, "generation");
        const auto from = CardVersion::parse(fields.text("from"));
        if (!from || *from <= family.generations.back().from) fields.wrong("from");
        auto merged = card;
        merged.merge_patch(fields.at("card"));
        family.generations.push_back({*from, readCard(merged, family.id, name)});
        fields.end();
    }
};

ProfileSet ProfileSet::fromJson(const std::vector<std::string>& texts)
{
    ProfileSet set;
    for (const auto& text : texts) ProfileReader::add(set, ProfileReader::read(text));
    if (!set.named("strict", std::nullopt)) refuse("there is no profile 'strict'");
    return set;
}

} // namespace cardwright
