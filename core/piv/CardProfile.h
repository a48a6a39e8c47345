#pragma once

#include "core/base/SecureBytes.h"
#include "core/piv/Outcomes.h"
#include "core/piv/Slot.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

class PivApplication;

/// A kind of work on a card that has a deadline of its own.
enum class CardWork { talk, write, sign, generateEc, generateRsa, reset };

/// What a kind of card can do and how. Data from resources/card-profiles; no code knows a maker.
struct CardProfile {
    /// How the administration key is changed: not at all (SP 800-73 has no command), or FF.
    enum class AdministrationChange { none, setManagementKey };

    std::string id;   ///< "strict", "yubico-like"
    std::string name; ///< for people
    std::optional<CardVersion> version; ///< the card's own, where it was asked

    std::vector<Slot> slots;
    std::vector<Algorithm> keyAlgorithms;            ///< what GENERATE takes, preferred first
    std::vector<Algorithm> administrationAlgorithms; ///< what the administration key may be set to, preferred first

    AdministrationChange administrationChange = AdministrationChange::none;
    bool unlockKeyChange = false;     ///< CHANGE REFERENCE DATA 81
    bool unlockKeyDigitsOnly = true;  ///< false: any eight octets
    bool triesCommand = false;        ///< FA
    bool versionCommand = false;      ///< FD
    bool serialCommand = false;       ///< F8
    bool metadataCommand = false;     ///< F7
    bool attestationCommand = false;  ///< F9
    bool resetCommand = false;        ///< FB
    bool deleteKeyCommand = false;    ///< F6 FF
    bool extendedLength = false;      ///< the card takes extended APDUs (the reader must as well)

    std::optional<std::size_t> objectLimit; ///< largest content of one object
    std::optional<std::size_t> spaceLimit;  ///< for all objects together

    /// The maker's published values. Nothing where a batch comes with its own (a sealed delivery).
    Algorithm factoryAdministrationAlgorithm = Algorithm::tripleDes;
    SecureBytes factoryAdministrationKey() const { return SecureBytes::copyOf(publishedAdministrationKey); }
    SecureBytes factoryPasscode() const { return SecureBytes::copyOf(bytesOf(publishedPasscode)); }
    SecureBytes factoryUnlockKey() const { return SecureBytes::copyOf(bytesOf(publishedUnlockKey)); }
    std::optional<int> factoryPasscodeTries;
    std::optional<int> factoryUnlockKeyTries;

    bool takes(Algorithm keyAlgorithm) const noexcept;
    bool has(Slot slot) const noexcept;
    /// The best administration algorithm to move to: the first of administrationAlgorithms, or the factory's where the
    /// key cannot be changed.
    Algorithm administrationAlgorithm() const noexcept;
    bool administrationKeyChangeable() const noexcept { return administrationChange != AdministrationChange::none; }
    std::chrono::milliseconds deadline(CardWork work) const noexcept;

    /// What this card cannot do, one plain sentence each; empty for a card that can do all.
    std::vector<std::string> limitations() const;

    Bytes publishedAdministrationKey;
    std::string publishedPasscode, publishedUnlockKey;
    std::map<CardWork, std::chrono::milliseconds> deadlines;
    bool unknownCard = false; ///< chosen because nothing else fits
};

/// All profiles that a desk knows.
class ProfileSet {
public:
    /// From the text of profile files. Errors: FailureError CARD-PROFILE (not JSON, a field missing, of another type, or
    /// unknown; nesting beyond the cap; a key twice; no profile "strict"; an id twice).
    static ProfileSet fromJson(const std::vector<std::string>& texts);
    /// Those of resources/card-profiles, compiled in.
    static ProfileSet shipped();

    /// By ATR prefix, SELECT answer, and the answer to FD where it was asked; nothing fits: strict. A profile with several
    /// generations is given as its oldest while the version is not known.
    CardProfile choose(ByteView atr, const SelectAnswer& select, std::optional<CardVersion> version) const;
    /// True where FD would change the choice: the chosen profile has the command, or no ATR or label fits and some profile
    /// is known by its answer to FD.
    bool wantsVersion(ByteView atr, const SelectAnswer& select) const;
    /// choose() with the version asked of the card where wantsVersion() says so: at most one command after SELECT.
    CardProfile recognise(PivApplication& application, const SelectAnswer& select) const;
    /// The profile of this id for this version; nothing when unknown.
    std::optional<CardProfile> named(std::string_view id, std::optional<CardVersion> version) const;

private:
    struct Generation {
        CardVersion from;
        CardProfile profile;
    };
    struct Family {
        std::string id;
        std::vector<Bytes> atrPrefixes;
        std::vector<std::string> labels;
        bool versionAnswer = false;
        std::vector<Generation> generations;
        CardProfile at(std::optional<CardVersion> version) const;
    };
    friend class ProfileReader;
    const Family* fitting(ByteView atr, const SelectAnswer& select) const noexcept;
    std::vector<Family> m_families;
};

} // namespace cardwright
