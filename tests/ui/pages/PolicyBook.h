#pragma once

#include "tests/ui/pages/FakeRegister.h"

#include <memory>

namespace cardwright::ui::test {

/// The evidence policy that ships, judged by the core, on 22 November 2026. `scores`, `remote`: with what it has switched off.
std::shared_ptr<EvidenceBook> shippedEvidence(bool scores = false, bool remote = false);

} // namespace cardwright::ui::test
