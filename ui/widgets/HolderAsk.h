#pragma once

namespace cardwright::ui {

/// What the holder is asked for.
enum class HolderAsk {
    NewTwice,   ///< a passcode they choose, two times
    Known,      ///< the one they have, once
    KnownThenNew ///< the one they have, then a new one two times
};

} // namespace cardwright::ui
