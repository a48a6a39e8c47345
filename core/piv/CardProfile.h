#pragma once

#include "core/base/SecureBytes.h"
#include "core/piv/Outcomes.h"
#include "core/piv/Slot.h"

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

class PivApplication;

/// A kind of work on a card that has a deadline of its own.
enum class CardWork { talk, write, sign, generateEc, generateRsa, reset };

/// What not every card can do, or not by SP 800-73. A profile says which of these its cards cannot; the conformance suite
/// proves both sides.
enum class CardStep {
    changeAdministrationKey,
    changeUnlockKey,
    setTries,
    tellVersion,
    tellSerial,
    tellMetadata,
    attest,
    wipe,
    deleteKey,
    extendedLength,
    growObject,          ///< write an object again with more octets than it first had
    keepFacialImage,     ///< 12704 octets in 5FC108
    signWithKeyManagement, ///< an EC signature by 9D: by the book no card does
    generateP256,
    generateP384,
    generateRsa2048,
    generateRsa3072,
};
std::string_view stepName(CardStep step) noexcept; ///< "change-administration-key": for machines
std::span<const CardStep> allCardSteps() noexcept;

/// What a kind of card can do and how. Data from resources/card-profiles; no code knows a maker.
struct CardProfile {
    /// How the administration key is changed: not at all (SP 800-73 has no command), or FF.
    enum class AdministrationChange { none, setManagementKey };

    std::string id;   ///< "strict", "yubico-like"
    std::string name; ///< for people
    std::optional<CardVersion> version; ///< the card's own, where it was asked

    std::vector<Slot> slots;
    std::vector<Algorithm> keyAlgorithms;            ///< what GENERATE takes, preferred first
    std::map<Slot, std::vector<Algorithm>> slotAlgorithms; ///< narrower, for slots whose key objects are fixed beforehand
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
    bool growingRewrite = true;       ///< false: the first content written to an object is the largest it will ever take
    bool keyManagementSigns = false;  ///< 9D signs with an EC key, which by the book it does not

    std::vector<std::uint32_t> objectTags;  ///< the only objects it keeps; empty = all of SP 800-73
    std::optional<std::size_t> chainLimit;  ///< most octets of one chained command in short APDUs
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
    bool takes(Slot slot, Algorithm keyAlgorithm) const noexcept;
    bool has(Slot slot) const noexcept;
    bool keeps(ObjectId object) const noexcept;
    /// The largest content of one object, as things are: a chain of short APDUs may end before the object does.
    std::optional<std::size_t> contentLimit(bool extendedApdus) const noexcept;
    /// The best administration algorithm to move to: the first of administrationAlgorithms, or the factory's where the
    /// key cannot be changed.
    Algorithm administrationAlgorithm() const noexcept;
    bool administrationKeyChangeable() const noexcept { return administrationChange != AdministrationChange::none; }
    std::chrono::milliseconds deadline(CardWork work) const noexcept;

    bool can(CardStep step) const noexcept;
    /// What this card cannot do, one plain sentence each, for people: the list that an agent reads before issuing and that the
    /// proof expects. Empty for a card that can do all. What only the book forbids (9D signing) is not a lack and not told.
    std::vector<std::string> cannotDo() const;
    std::vector<std::string> limitations() const { return cannotDo(); }

    /// Commands that are asked about before they are believed; see ProfileSet::probed().
    std::vector<CardStep> probes;
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

    /// By ATR prefix, SELECT answer (the beginning of its label), and the answer to FD where it was asked; nothing fits: strict.
    /// A profile with several generations is given as its oldest while the version is not known. Key algorithms that the SELECT
    /// answer leaves out, where it lists any, are left out.
    CardProfile choose(ByteView atr, const SelectAnswer& select, std::optional<CardVersion> version) const;
    /// True where FD would change the choice: the chosen profile has the command, or no ATR or label fits and some profile
    /// is known by its answer to FD.
    bool wantsVersion(ByteView atr, const SelectAnswer& select) const;
    /// choose() with the version asked of the card where wantsVersion() says so: at most one command after SELECT.
    CardProfile recognise(PivApplication& application, const SelectAnswer& select) const;
    /// The profile with its probes answered: each is one harmless command (F7 of the administration key, F8, FD) that spends no
    /// try and changes nothing. What the card does not answer, it cannot do. F7 also tells the algorithm of an administration
    /// key that is still the maker's. Errors: those of the channel.
    static CardProfile probed(PivApplication& application, CardProfile profile);
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
