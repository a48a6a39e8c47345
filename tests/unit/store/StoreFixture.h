#pragma once

#include "tests/support/StoreFixture.h"
