#include "core/journal/EntryJson.h"

#include "core/journal/JsonFields.h"

namespace cardwright {

namespace {

using nlohmann::json;

constexpr std::string_view code = "JOURNAL-ENTRY";

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

JournalEntry readCommonFields(const JsonFields& fields)
{
    JournalEntry entry;
    entry.seq = fields.number("seq");
    entry.id = fields.guid("id");
    entry.at = fields.instant("at");
    entry.kind = fields.required(entryKindFrom(fields.text("kind")), "kind");
    entry.author = {fields.digest("agent"), fields.digest("session")};
    entry.subject = fields.digest("subject");
    if (!fields.member("payload").is_null()) entry.payload = fields.base64("payload");
    entry.digest = fields.digest("digest");
    entry.signature = fields.base64("signature");
    return entry;
}

} // namespace

json entryToJson(const JournalEntry& entry)
{
    if (!entry.payload) throw JournalError(Failure::of(code, "payload"));
    return commonFields(entry);
}

JournalEntry entryFromJson(const json& object, const Guid& log)
{
    const JsonFields fields(object, code, "entry");
    auto entry = readCommonFields(fields);
    if (!entry.payload) fields.refuse("payload");
    entry.log = log;
    entry.payloadDigest = sha256(*entry.payload);
    return entry;
}

json exportedToJson(const JournalEntry& entry)
{
    auto line = commonFields(entry);
    line["log"] = entry.log.text();
    line["payloadDigest"] = toHex(entry.payloadDigest);
    return line;
}

JournalEntry exportedFromJson(const json& object)
{
    const JsonFields fields(object, code, "entry");
    auto entry = readCommonFields(fields);
    entry.log = fields.guid("log");
    entry.payloadDigest = fields.digest("payloadDigest");
    return entry;
}

std::string exportLine(const JournalEntry& entry) { return exportedToJson(entry).dump(); }

JournalEntry entryFromLine(std::string_view line)
{
    constexpr int deepest = 4; // an entry is flat
    return exportedFromJson(JsonFields::parse(line, deepest, code, "entry"));
}

} // namespace cardwright
