#pragma once

#include "app/runtime/Workstation.h"
#include "tests/bench/Figures.h"
#include "tests/support/TempFolder.h"

#include <memory>

namespace cardwright::bench {

/// A training site of its own with its desk open. On the disk of Size::folder where that is given: that is the disk measured.
class Site {
public:
    explicit Site(const Size& size);
    ~Site();
    runtime::Workstation& desk() noexcept { return *m_desk; }
    const std::filesystem::path& folder() const noexcept { return m_folder; }
    /// Throws unless the training agent is signed in then.
    void signIn();

private:
    testing::TempFolder m_own;
    std::filesystem::path m_folder;
    std::unique_ptr<runtime::Workstation> m_desk;
};

} // namespace cardwright::bench
