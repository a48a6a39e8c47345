#pragma once

#include "core/store/StoreRoom.h"

#include <cstdint>
#include <span>

namespace cardwright {

/// How far a rotation of the store key has come.
struct RotationState {
    bool underWay = false;
    std::int64_t begunAt = 0;
    std::uint64_t fieldsLeft = 0; ///< sealed under the previous key still
};

/// A new store key for everything: the previous one is kept, sealed under the new one, until each field and file was sealed anew.
/// May be cut at any instant and goes on at the next sign-in, by the agent's card under whichever key the file holds.
///
///     store.rotation.begin(recipients);               // new key, new store-key.cms; old recipients open nothing from here on
///     while (!store.rotation.step(500)) {}            // in the background, each step a transaction of its own
///
/// The entry storeKey.rotated is its caller's to append. Throws StoreError STORE-SEALED while closed.
class Rotation {
public:
    explicit Rotation(StoreRoom& room) : m_room(room) {}

    /// Makes a new key and seals it to these recipients (from the signed roster and the recovery certificate). One that is under
    /// way is brought to its end first. From here on everything new is sealed under the new key.
    void begin(std::span<const EnvelopeRecipient> recipients);
    /// Seals up to `fields` fields anew. True when nothing is left and the previous key was destroyed (or none is under way). A
    /// field that does not open is noted (Store::findings()) and left as it is.
    bool step(std::size_t fields);
    RotationState state();

    /// For Store::open(): is this key the store's? Finds and opens the previous key; a rotation whose new key never reached its file is
    /// given up. Throws StoreError STORE-KEY-OTHER.
    void meet();

private:
    bool stepTable(Transaction& transaction, std::size_t& budget);
    void resealFiles();
    void settle(); ///< the new key is in its file: it is the store's from now on
    StoreRoom& m_room;
    std::size_t m_table = 0;
    std::int64_t m_cursor = 0;
};

} // namespace cardwright
