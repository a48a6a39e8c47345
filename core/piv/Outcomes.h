#pragma once

#include "core/base/Bytes.h"
#include "core/piv/Algorithm.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What the card says of a passcode or unlock key that it was given. `triesLeft` comes only from the card: nothing when the
/// card accepted, or refused without a count (6300).
struct PasscodeOutcome {
    enum class Kind {
        accepted, ///< 9000
        wrong,    ///< 63Cx with x > 0, 6300: a try was spent
        blocked,  ///< 6983 or 63C0: no try is left (the last one may have gone just now)
        form,     ///< 6A80: the card does not take a value of this form; no try was spent
    };
    Kind kind = Kind::blocked;
    std::optional<int> triesLeft;

    bool accepted() const noexcept { return kind == Kind::accepted; }
    friend bool operator==(const PasscodeOutcome&, const PasscodeOutcome&) = default;
};

/// How many digits a reader's own keys take: all that it can check of a passcode.
struct PadLength {
    int fewest = 6;
    int most = 8;
};

/// What became of an entry at the reader's own keys.
struct PadOutcome {
    enum class Kind {
        sent,      ///< the card answered: see `card`
        timedOut,  ///< nobody typed in time (6400)
        cancelled, ///< 6401
        different, ///< the two entries of the new passcode differ (6402)
        form,      ///< too short or too long (6403)
        unfit,     ///< the reader does not take what it was to send (6B80)
    };
    Kind kind = Kind::sent;
    PasscodeOutcome card; ///< meaningful with `sent` alone; in all other cases no try was spent
    bool accepted() const noexcept { return kind == Kind::sent && card.accepted(); }
    friend bool operator==(const PadOutcome&, const PadOutcome&) = default;
};

/// The answer to an empty VERIFY: 9000 says "verified in this session", which tells nothing of the tries.
struct TriesLeft {
    bool verified = false;
    std::optional<int> tries; ///< nothing when verified; 0 = blocked
    bool blocked() const noexcept { return !verified && tries == 0; }
    friend bool operator==(const TriesLeft&, const TriesLeft&) = default;
};

/// What became of one attempt with one administration key.
enum class AdministrationOutcome {
    accepted,        ///< both sides proved that they hold the key
    keyRefused,      ///< another key; some cards count these unseen: one attempt each
    algorithmRefused, ///< the card's administration key is of another algorithm; nothing was tried
    blocked,         ///< 6983
};

/// The version a card gives to FD.
struct CardVersion {
    std::uint8_t major = 0, minor = 0, patch = 0;
    std::string text() const; ///< "5.7.1"
    static std::optional<CardVersion> parse(std::string_view text);
    friend auto operator<=>(const CardVersion&, const CardVersion&) = default;
};

/// What SELECT says of the application, SP 800-73-5 pt 2 3.1.1.
struct SelectAnswer {
    Bytes whole;                        ///< as it came, for the choice of a profile
    Bytes applicationId;                ///< 4F: without or with the RID
    std::string label;                  ///< 50
    std::string url;                    ///< 5F50
    std::vector<Algorithm> algorithms;  ///< AC; empty where the card does not say
};

/// The head of a data object, as much as one short answer holds (256 octets with the object's own tag and length).
struct ObjectHead {
    Bytes content;        ///< the first octets of what object() would return
    std::size_t size = 0; ///< the length that the card announces for the whole content
    bool whole() const noexcept { return content.size() == size; }
};

/// Answer to F7 (some makers): what the card knows of a key or a reference. Absent elements stay empty.
struct KeyMetadata {
    std::optional<Algorithm> algorithm;       ///< 01; FF (a passcode) is left out
    std::optional<std::uint8_t> passcodePolicy; ///< 02, first octet
    std::optional<std::uint8_t> touchPolicy;    ///< 02, second octet
    std::optional<std::uint8_t> origin;       ///< 03: 1 generated here, 2 imported
    Bytes publicKey;                          ///< 04: 86 or 81 82 as in GENERATE's answer
    std::optional<bool> factoryValue;         ///< 05: still the maker's default
    std::optional<int> triesInAll;            ///< 06, first octet
    std::optional<int> triesLeft;             ///< 06, second octet
};

} // namespace cardwright
