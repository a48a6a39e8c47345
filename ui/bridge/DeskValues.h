#pragma once

#include "ui/bridge/ActValues.h"
#include "ui/bridge/ApplicationValues.h"
#include "ui/bridge/CardValues.h"
#include "ui/bridge/JobValues.h"
#include "ui/bridge/RecordValues.h"
#include "ui/bridge/Permits.h"
#include "ui/bridge/SessionValues.h"
#include "ui/bridge/TrustValues.h"

// The values that cross between the window and the executors. Plain C++ and nothing of Qt, so that the side that
// fills them needs no Qt either. Texts are UTF-8. What a person reads is worded by the presenters from keys and
// numbers; a text here is data (a name, a number, a supplier) unless its comment says "English words".
