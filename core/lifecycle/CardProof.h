#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/piv/CardProfile.h"
#include "core/piv/PivApplication.h"

namespace cardwright {

/// "5FC102"
std::string objectName(ObjectId id);

/// Reads an object back and compares it to the octet; its line of the receipt. Errors: CardJobError CARD-PROOF.
CardReceipt::Object proveObject(PivApplication& piv, ObjectId id, ByteView expected);

/// PUT DATA. Where no object grows, the first content makes the room for all later ones, so a longer one goes before it: a
/// certificate of a renewal, or the objects of the card's next life, may be longer than the first.
void writeObject(PivApplication& piv, const CardProfile& profile, ObjectId id, ByteView content);

/// Gives wrong passcodes until the card itself says that it is locked; how many it took. `right` is never given.
/// Errors: CardJobError CARD-PROOF when the tries do not end.
int spendTries(PivApplication& piv, const SecureBytes& right, RandomSource& random);

} // namespace cardwright
