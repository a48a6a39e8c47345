#pragma once

#include "core/crypto/Certificate.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/piv/PivApplication.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cardwright {

/// What a card itself proves of the objects that were written at its issue, to a desk that holds no plan of it.
struct SignatureCheck {
    std::vector<CardReceipt::Object> objects; ///< read, and held by a signature under our authority
    std::vector<std::string> findings;        ///< what does not hold, one plain sentence each

    /// CHUID: signed under `trust`, and of this card. Security object: by the same signer; each object that it names is read and its
    /// digest compared. The passcode was verified in this transaction (printed information is read with it).
    /// Errors: TransportError, CardError as PivApplication::object.
    static SignatureCheck of(PivApplication& piv, const Guid& card, const std::vector<Certificate>& trust, std::int64_t now);
};

} // namespace cardwright
