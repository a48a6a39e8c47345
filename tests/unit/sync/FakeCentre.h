#pragma once

#include "core/sync/CentralService.h"

#include <functional>
#include <map>
#include <set>

namespace cardwright::test {

/// A centre by the book, in memory: stores each entry once, in order, answers repeats with its first answer. The line to it
/// can be cut before a request arrives, or after it was done and before its answer is heard.
class FakeCentre final : public CentralService {
public:
    enum class Cut { none, before, after };

    PostAnswer postEntries(const Guid&, std::span<const JournalEntry> entries, std::string_view checkpoint) override
    {
        ++requests;
        cutIf(Cut::before);
        PostAnswer answer;
        for (const auto& entry : entries) {
            if (entry.seq > stored.size()) break; // a gap: nothing from here on
            answer.results.push_back(take(entry));
        }
        answer.next = stored.size();
        notes.emplace_back(checkpoint);
        if (countersign) answer.checkpoint = countersign(checkpoint);
        answer.centreTime = time;
        cutIf(Cut::after);
        return answer;
    }
    void putPortrait(const Guid&, const Sha256Digest& reference, ByteView portrait) override
    {
        cutIf(Cut::before);
        if (refusePortraits) throw CentralError(Failure::of("CENTRE-REFUSED", "status 422"));
        portraits[reference] = toBytes(portrait);
        portraitsBefore.push_back(stored.size());
        cutIf(Cut::after);
    }
    DeliveriesAnswer deliveries(const Guid&, std::uint64_t after, std::chrono::seconds) override
    {
        cutIf(Cut::before);
        DeliveriesAnswer answer{{}, after, time};
        for (const auto& delivery : outgoing) {
            if (delivery.cursor <= after) continue;
            answer.deliveries.push_back(delivery);
            answer.cursor = delivery.cursor;
        }
        cutIf(Cut::after);
        return answer;
    }
    void health() override {}
    void endBy(std::optional<std::chrono::steady_clock::time_point>) override {}
    void interrupt() noexcept override {}

    void deliver(std::string kind, std::string body, const Guid& id, bool sealed = false)
    {
        outgoing.push_back({outgoing.size() + 1, id, std::move(kind), std::move(body), sealed});
    }

    std::function<Cut()> line; ///< asked at each call; empty: the line holds
    std::function<bool(const JournalEntry&)> refuses;
    std::function<std::string(std::string_view note)> countersign; ///< empty: gives no countersignature
    std::vector<std::string> notes; ///< the checkpoints that came with batches
    std::optional<std::int64_t> time; ///< what its clock says
    bool refusePortraits = false;
    std::vector<JournalEntry> stored;
    std::map<Guid, int> applied; ///< how often each entry took effect
    std::map<Sha256Digest, Bytes> portraits;
    std::vector<std::size_t> portraitsBefore; ///< how many entries were there when each portrait came
    std::vector<Delivery> outgoing;
    int requests = 0;

private:
    EntryAnswer take(const JournalEntry& entry)
    {
        EntryAnswer answer{entry.seq, entry.id, false, entry.seq < stored.size(), {}, entry.digest};
        if (answer.repeated) {
            if (stored[entry.seq].digest != entry.digest) throw CentralError(Failure::of("LOG-FORKED"));
        } else {
            stored.push_back(entry);
            ++applied[entry.id];
        }
        answer.accepted = !refuses || !refuses(entry);
        if (!answer.accepted) answer.problem = R"({"title":"The number is taken."})";
        return answer;
    }
    void cutIf(Cut when)
    {
        if (when == Cut::before) m_now = line ? line() : Cut::none;
        if (m_now == when && when != Cut::none) throw CentralError(Failure::of("CENTRE-UNREACHABLE"), std::chrono::seconds(7));
    }
    Cut m_now = Cut::none;
};

} // namespace cardwright::test
