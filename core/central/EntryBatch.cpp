#include "core/central/EntryBatch.h"

#include "core/central/Problem.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace cardwright::central {

namespace {

constexpr JsonLimits batchLimits{std::size_t{4} * 1024 * 1024, 8};
constexpr std::size_t mostEntries = 200;

std::string textOf(const nlohmann::json& entry, const char* field, std::size_t longest)
{
    const auto found = entry.find(field);
    if (found == entry.end() || !found->is_string() || found->get_ref<const std::string&>().size() > longest) refuse("request-unreadable", field);
    return found->get<std::string>();
}

ReceivedEntry readOne(const nlohmann::json& entry)
{
    if (!entry.is_object()) refuse("request-unreadable", "entries");
    const auto seq = entry.find("seq");
    if (seq == entry.end() || !seq->is_number_unsigned()) refuse("request-unreadable", "seq");
    const auto number = seq->get<std::uint64_t>();
    if (number >= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) refuse("request-unreadable", "seq");
    const auto id = Guid::parse(textOf(entry, "id", 36));
    const auto digest = sha256DigestFromHex(textOf(entry, "digest", 64));
    if (!id || id->isNone()) refuse("request-unreadable", "id");
    if (!digest) refuse("request-unreadable", "digest");
    return {number, *id, *digest, textOf(entry, "kind", 64), entry.dump()};
}

} // namespace

ReceivedBatch readBatch(std::string_view body)
{
    if (body.size() > batchLimits.bytes) refuse("batch-too-long");
    nlohmann::json whole;
    if (const auto problem = parseJson(body, whole, batchLimits)) refuse("request-unreadable", problem->text());
    const auto list = whole.is_object() ? whole.find("entries") : whole.end();
    if (!whole.is_object() || list == whole.end() || !list->is_array()) refuse("request-unreadable", "entries");
    if (list->size() > mostEntries) refuse("batch-too-long");
    ReceivedBatch batch;
    auto& entries = batch.entries;
    entries.reserve(list->size());
    for (const auto& entry : *list) {
        entries.push_back(readOne(entry));
        if (entries.size() > 1 && entries.back().seq <= entries[entries.size() - 2].seq) refuse("request-unreadable", "entries are not in order");
    }
    constexpr std::size_t longestNote = 4096;
    const auto note = whole.find("checkpoint");
    if (note != whole.end() && !note->is_null()) batch.checkpoint = textOf(whole, "checkpoint", longestNote);
    return batch;
}

} // namespace cardwright::central
