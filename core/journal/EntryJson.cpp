#include "core/journal/EntryJson.h"

#include "core/base/Clock.h"
#include "core/journal/JournalError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

using nlohmann::json;

[[noreturn]] void refuse(const char* field) { throw JournalError(Failure::of("JOURNAL-ENTRY", field)); }

const json& member(const json& object, const char* field)
{
    if (!object.is_object()) refuse("entry");
    const auto found = object.find(field);
    if (found == object.end()) refuse(field);
    return *found;
}

std::string textOf(const json& object, const char* field)
{
    const auto& value = member(object, field);
    if (!value.is_string()) refuse(field);
    return value.get<std::string>();
}

template<class T> T required(const std::optional<T>& value, const char* field)
{
    if (!value) refuse(field);
    return *value;
}

Sha256Digest digestOf(const json& object, const char* field)
{
    return required(sha256DigestFromHex(textOf(object, field)), field);
}

std::uint64_t numberOf(const json& object, const char* field)
{
    const auto& value = member(object, field);
    if (!value.is_number_unsigned()) refuse(field);
    return value.get<std::uint64_t>();
}

/// Time in the one form that we write: what does not come out the same would have another digest.
std::int64_t instantOf(const json& object, const char* field)
{
    const auto text = textOf(object, field);
    const auto at = required(parseUtc(text), field);
    if (formatUtc(at) != text) refuse(field);
    return at;
}

json commonFields(const JournalEntry& entry)
{
    return {{"seq", entry.seq},
            {"id", entry.id.text()},
            {"at", formatUtc(entry.at)},
            {"kind", nameOf(entry.kind)},
            {"agent", toHex(entry.author.agent)},
            {"session", toHex(entry.author.session)},
            {"subject", toHex(entry.subject)},
            {"payload", entry.payload ? json(toBase64(*entry.payload)) : json(nullptr)},
            {"digest", toHex(entry.digest)},
            {"signature", toBase64(entry.signature)}};
}

JournalEntry readCommonFields(const json& object)
{
    JournalEntry entry;
    entry.seq = numberOf(object, "seq");
    entry.id = required(Guid::parse(textOf(object, "id")), "id");
    entry.at = instantOf(object, "at");
    entry.kind = required(entryKindFrom(textOf(object, "kind")), "kind");
    entry.author = {digestOf(object, "agent"), digestOf(object, "session")};
    entry.subject = digestOf(object, "subject");
    if (!member(object, "payload").is_null()) entry.payload = required(fromBase64(textOf(object, "payload")), "payload");
    entry.digest = digestOf(object, "digest");
    entry.signature = required(fromBase64(textOf(object, "signature")), "signature");
    return entry;
}

} // namespace

json entryToJson(const JournalEntry& entry)
{
    if (!entry.payload) refuse("payload");
    return commonFields(entry);
}

JournalEntry entryFromJson(const json& object, const Guid& log)
{
    auto entry = readCommonFields(object);
    if (!entry.payload) refuse("payload");
    entry.log = log;
    entry.payloadDigest = sha256(*entry.payload);
    return entry;
}

std::string exportLine(const JournalEntry& entry)
{
    auto line = commonFields(entry);
    line["log"] = entry.log.text();
    line["payloadDigest"] = toHex(entry.payloadDigest);
    return line.dump();
}

JournalEntry entryFromLine(std::string_view line)
{
    // An entry is flat: anything deeper is not one, and is not followed down.
    const auto flat = [](int depth, json::parse_event_t, json&) {
        if (depth > 4) refuse("entry");
        return true;
    };
    json object;
    try {
        object = json::parse(line, flat);
    } catch (const json::exception&) {
        refuse("entry");
    }
    auto entry = readCommonFields(object);
    entry.log = required(Guid::parse(textOf(object, "log")), "log");
    entry.payloadDigest = digestOf(object, "payloadDigest");
    return entry;
}

} // namespace cardwright
