#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace cardwright {

/// The steps of a card job as they are shown, in this order. The keys are stable: words for them are the presenters'.
namespace jobsteps {
inline constexpr std::string_view recognise = "recognise";
inline constexpr std::string_view preflight = "preflight";
inline constexpr std::string_view open = "open";
inline constexpr std::string_view administration = "administration"; ///< with the tries, where the card sets them
inline constexpr std::string_view chuid = "chuid";
inline constexpr std::string_view administrationKey = "administration-key";
inline constexpr std::string_view unlockKey = "unlock-key";
inline constexpr std::string_view passcode = "passcode";
inline constexpr std::string_view keys = "keys";
inline constexpr std::string_view requests = "requests"; ///< signed on the card, recorded, and the centre's answer awaited
inline constexpr std::string_view objects = "objects";
inline constexpr std::string_view certificates = "certificates";
inline constexpr std::string_view proof = "proof"; ///< an issue that ends locked spends the tries here
inline constexpr std::string_view close = "close";
} // namespace jobsteps

/// What the holder is to type on the reader's own keys at this moment.
enum class PadAsk {
    none,         ///< nothing, or nothing any more
    known,        ///< the passcode they have, once
    knownThenNew, ///< the one they have, then a new one two times
    newTwice,     ///< a new one, two times
    again,        ///< the new one once more: the proof that it works
};

/// Told on the thread that runs the job, between two card commands. It must return at once.
struct JobProgress {
    enum class State { started, done, skipped, deferred };
    std::string_view step; ///< one of `jobsteps`
    State state = State::started;
    std::string detail; ///< "9A"; never anything secret or personal
    /// started: how long one command of this step may take on this kind of card (its profile); for a watchdog.
    std::chrono::milliseconds within{0};
    PadAsk onReader = PadAsk::none;
};
using JobProgressListener = std::function<void(const JobProgress&)>;

} // namespace cardwright
