#pragma once

#include "core/base/Failure.h"

namespace cardwright {

/// A card job cannot go on: what the card is, can do or proved is not what the job needs. Codes: CARD-OTHER, CARD-BLANK,
/// CARD-FOREIGN, CARD-OURS, CARD-TORN, CARD-NOT-HERE, CARD-UNFIT, CARD-ADMIN-KEY, CARD-NOT-FACTORY, CARD-PROOF, UNLOCK-KEY-*.
class CardJobError : public FailureError {
public:
    using FailureError::FailureError;
    explicit CardJobError(std::string_view code, std::string detail = {}) : FailureError(Failure::of(code, std::move(detail))) {}
};

} // namespace cardwright
