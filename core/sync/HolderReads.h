#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/sync/SessionProof.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What is searched for at the centre: a number, or the start of a name and perhaps a birth date.
struct HolderQuery {
    std::optional<UserNumber> number;
    std::string name;
    std::optional<Date> born;
    int limit = 20; ///< 1 to 50
};

/// Somebody as the centre's search names them.
struct HolderFound {
    UserNumber number;
    std::string name;
    std::optional<Date> born;
    std::string organisation; ///< ODS code
};

struct HolderPage {
    std::vector<HolderFound> holders;
    bool more = false; ///< there are others: narrow it
};

/// A holder's record with their cards.
struct HolderRecord {
    struct Card {
        Guid guid;
        std::string state; ///< the centre's word: "issued", "cancelled" ...
        std::optional<std::int64_t> changedAt; ///< when it came into this state
    };
    HolderFound holder;
    std::optional<Sha256Digest> portrait;
    std::vector<Card> cards;
    std::string json; ///< the whole answer, for what this version does not know
};

/// Port: reads about people at the centre. Each call is one exchange, signed by a live session (design journal.md, "Nobody signed
/// in"); the workstation's certificate alone is refused. Throws CentralError: CENTRE-READ-REFUSED (session, role), CENTRE-BUSY with
/// retryAfter (rate), PERSON-UNKNOWN, and what every exchange throws.
class HolderReads {
public:
    virtual ~HolderReads() = default;
    virtual HolderPage search(const HolderQuery& query, const SessionProof& session) = 0;
    virtual HolderRecord holder(const UserNumber& number, const SessionProof& session) = 0;
    /// The JPEG, checked against its name. Nothing when the centre has none.
    virtual std::optional<Bytes> portrait(const Sha256Digest& reference, const SessionProof& session) = 0;
};

} // namespace cardwright
