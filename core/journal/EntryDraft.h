#pragma once

#include "core/base/Guid.h"
#include "core/base/Random.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/journal/EntryKind.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace cardwright {

/// An entry before it has its place in the log: what happened, to whom. The store's Journal gives it seq, id and time.
struct EntryDraft {
    EntryKind kind = EntryKind::agentSignedIn;
    Bytes payload;
    Sha256Digest subject{};
    /// Local marks, never in the canonical bytes: they let the store find a person's or a card's entries, what depends
    /// on a refused one, and the portrait that must reach the centre first.
    std::optional<UserNumber> about;
    std::optional<Guid> card;
    std::optional<Sha256Digest> portrait;
};

/// An entry that concerns a person: adds "salt" (16 random octets, hexadecimal) and "userNumber" to the payload and makes the
/// subject from both. payload must be a JSON object.
EntryDraft entryAbout(const UserNumber& person, EntryKind kind, nlohmann::json payload, RandomSource& random);
/// An entry that concerns nobody in particular: adds "salt" only.
EntryDraft entryOfDesk(EntryKind kind, nlohmann::json payload, RandomSource& random);

} // namespace cardwright
