// ID badges as another desk asked for them, refused or printed them.
#include "core/sync/ApiJson.h"
#include "core/sync/InboxApplier.h"

namespace cardwright {

namespace {
constexpr std::size_t mostFields = 20;
constexpr std::string_view formerName = "previousName";
} // namespace

/// {"badge","event","state","fields","requester","askedAt","photo"?,"userNumber"?,"decider"?,"decidedAt"?,"reason"?}
std::string InboxApplier::badge(const json& body)
{
    const auto id = api::guid(body, "badge");
    const auto requester = UserNumber::parse(api::text(body, "requester"));
    const auto state = badgeStateFrom(api::text(body, "state"));
    if (!requester || !state) return "not understood";
    const auto held = m_store.badges.byId(id);
    BadgeRecord record = held.value_or(BadgeRecord{id, std::nullopt, *requester, api::text(body, "event")});
    record.state = *state;
    record.askedAt = api::instant(body, "askedAt");
    if (body.contains("userNumber")) record.holder = UserNumber::parse(api::text(body, "userNumber"));
    if (body.contains("photo")) record.photo = api::digest(body, "photo");
    if (body.contains("decidedAt")) record.decidedAt = api::instant(body, "decidedAt");
    if (body.contains("decider")) record.decider = UserNumber::parse(api::text(body, "decider"));
    if (body.contains("reason")) record.reason = api::text(body, "reason");
    const auto& fields = api::member(body, "fields");
    if (!fields.is_object() || fields.size() > mostFields) api::refuse("fields");
    for (const auto& [field, text] : fields.items()) {
        if (!text.is_string()) api::refuse("fields");
        // The desk that asked keeps what it was told; no other desk hears a former name.
        if (field != formerName) record.fields[field] = text.get<std::string>();
    }
    if (held && *held == record) return "repeated";
    m_store.badges.put(m_transaction, record);
    return "applied";
}

} // namespace cardwright
