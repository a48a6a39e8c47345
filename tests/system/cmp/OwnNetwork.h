#pragma once

#include <string>

namespace cardwright::testing {

/// A network namespace of its own for this thread and what it starts from then on, with nothing in it but its loopback interface.
/// Where the machine forbids namespaces it says so and the test goes on, on the machine's loopback.
class OwnNetwork {
public:
    OwnNetwork();
    bool isolated() const noexcept { return m_why.empty(); }
    const std::string& why() const noexcept { return m_why; } ///< not isolated: the reason

    /// A port of 127.0.0.1 on which nobody listens.
    int freePort() const;

private:
    std::string m_why;
};

} // namespace cardwright::testing
