#include "core/sync/DeskClock.h"

#include <charconv>

namespace cardwright {

namespace {

constexpr std::string_view centreTimeKey = "clock.centre";

} // namespace

void noteCentreTime(Store& store, Transaction& transaction, std::optional<std::int64_t> centreTime)
{
    if (centreTime) store.settings.set(transaction, centreTimeKey, std::to_string(*centreTime));
}

ClockFacts clockFacts(Store& store, const Certificate& tls)
{
    ClockFacts facts;
    if (const auto size = store.journal.size(); size > 0) {
        if (const auto last = store.journal.entry(size - 1)) facts.lastEntry = last->at;
    }
    facts.lastContact = store.outbox.contact().lastContact;
    if (const auto text = store.settings.value(centreTimeKey)) {
        std::int64_t value = 0;
        const auto end = text->data() + text->size();
        if (const auto [stopped, failure] = std::from_chars(text->data(), end, value); failure == std::errc() && stopped == end) facts.centreTime = value;
    }
    facts.notBefore = tls.notBefore();
    facts.notAfter = tls.notAfter();
    return facts;
}

} // namespace cardwright
