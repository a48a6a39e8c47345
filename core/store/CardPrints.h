#pragma once

#include "core/base/Guid.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

enum class PrintState {
    waiting, ///< later
    printed,
    never,
    spoiled, ///< the plastic is waste
};
std::string_view nameOf(PrintState state) noexcept; ///< "waiting"

/// What became of a card's face.
struct CardPrintRecord {
    Guid card;
    PrintState state = PrintState::waiting;
    std::int64_t askedAt = 0;
    std::optional<std::int64_t> doneAt{};
    int copies = 0;
    std::string printer{};
    std::string reason{}; ///< never, spoiled: why

    friend bool operator==(const CardPrintRecord&, const CardPrintRecord&) = default;
};

/// Cards and their faces. Names nobody: the card does.
class CardPrints {
public:
    explicit CardPrints(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// Adds, or replaces the one of this card; askedAt of one that is there stays. Throws StoreError STORE-WRITE of a card that is not here.
    void put(Transaction& transaction, const CardPrintRecord& print);
    std::optional<CardPrintRecord> of(const Guid& card);
    /// Cards to print, the longest waiting first.
    std::vector<CardPrintRecord> waiting(std::size_t limit);

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
