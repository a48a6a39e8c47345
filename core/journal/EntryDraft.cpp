#include "core/journal/EntryDraft.h"

#include "core/journal/JournalEntry.h"
#include "core/journal/JournalError.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright {

namespace {

using Salt = std::array<std::uint8_t, 16>;

/// The salt keeps two entries of one person from showing the same subject, and lets the payload be erased for good.
Salt addSalt(nlohmann::json& payload, RandomSource& random)
{
    if (payload.is_null()) payload = nlohmann::json::object();
    if (!payload.is_object()) throw JournalError(Failure::of("JOURNAL-ENTRY", "payload"));
    Salt salt{};
    random.fill(salt);
    payload["salt"] = toHex(salt);
    return salt;
}

Bytes octetsOf(const nlohmann::json& payload)
{
    // Text that is not UTF-8 cannot be sent: it is a defect of whoever made the payload, said without quoting it.
    try {
        return toBytes(bytesOf(payload.dump()));
    } catch (const nlohmann::json::exception&) {
        throw JournalError(Failure::of("JOURNAL-ENTRY", "payload"));
    }
}

} // namespace

EntryDraft entryAbout(const UserNumber& person, EntryKind kind, nlohmann::json payload, RandomSource& random)
{
    const auto salt = addSalt(payload, random);
    const auto digits = person.digits();
    payload["userNumber"] = digits;
    EntryDraft draft;
    draft.kind = kind;
    draft.payload = octetsOf(payload);
    draft.subject = subjectDigest(salt, digits);
    draft.about = person;
    return draft;
}

EntryDraft entryOfDesk(EntryKind kind, nlohmann::json payload, RandomSource& random)
{
    addSalt(payload, random);
    EntryDraft draft;
    draft.kind = kind;
    draft.payload = octetsOf(payload);
    return draft;
}

} // namespace cardwright
