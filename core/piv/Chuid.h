#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/base/Guid.h"

#include <array>
#include <optional>
#include <string>

namespace cardwright {

/// The Federal Agency Smart Credential Number (TIG SCEPACS 2.2): 40 characters of five bits (four of BCD, least significant
/// first, and odd parity), 25 octets. Outside the US government its first three numbers are all nines.
struct FascN {
    std::string agency = "9999";
    std::string system = "9999";
    std::string credential = "999999";
    std::string series = "0";
    std::string issue = "1";
    std::string person = "0000000000";
    std::string category = "3";
    std::string organisation = "0000";
    std::string association = "1";

    /// Errors: UsageError when a number is not digits of its length.
    std::array<std::uint8_t, 25> encode() const;
    /// Nothing where sentinels, separators, parity or the check character do not hold.
    static std::optional<FascN> decode(ByteView octets);
    friend bool operator==(const FascN&, const FascN&) = default;
};

/// Card Holder Unique Identifier, 5FC102 (SP 800-73-5 pt 1 3.1.2): who the card is. Read without a passcode.
struct Chuid {
    Bytes fascN;                 ///< 25 octets as on the card; other makers' are kept as they are
    Guid guid;                   ///< 34: the card's GUID
    Date expiry{};               ///< 35
    std::optional<Guid> holder;  ///< 36: the holder's UUID where another issuer wrote one
    Bytes signature;             ///< 3E: CMS, detached, over signedPortion(); empty where there is none

    /// A new one with the non-federal FASC-N.
    static Chuid of(Guid guid, Date expiry);

    /// Elements in the order of the table, with FE at the end. Errors: UsageError (a part that has no PIV form).
    Bytes encode() const;
    /// What the issuer's CMS is over (SP 800-73-5 pt 1 3.1.2, FIPS 201-3 table B-1: the concatenated contents of the CHUID
    /// without the signature field): every element but 3E in its order, FE included. The old buffer length EE never counted.
    Bytes signedPortion() const;

    /// From what object() returned. Elements in any order; unknown ones are skipped but stay part of signedPortion().
    /// Errors: CardDataError (cut, GUID or date missing or of another size or form, neither signature nor end, one twice).
    static Chuid decode(ByteView content);
    /// The GUID from the first octets of a CHUID, which may be cut behind it; nothing where it is not in them.
    static std::optional<Guid> guidInHead(ByteView head) noexcept;

    friend bool operator==(const Chuid&, const Chuid&) = default;

    Bytes asRead; ///< the signed portion as it stood on the card, where it is not what encode() would write
};

} // namespace cardwright
