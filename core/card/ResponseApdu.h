#pragma once

#include "core/base/Bytes.h"
#include "core/card/StatusWord.h"

namespace cardwright {

/// What the card said: the whole data of all 61xx parts, and the last status word.
struct ResponseApdu {
    Bytes data;
    StatusWord sw;
};

} // namespace cardwright
