#pragma once

#include <string>

namespace cardwright::testing {

/// While it lives, what this process writes to standard output and standard error goes into a file of its own.
class OutputCatch {
public:
    OutputCatch();
    ~OutputCatch();
    OutputCatch(const OutputCatch&) = delete;
    OutputCatch& operator=(const OutputCatch&) = delete;
    std::string text() const;

private:
    int m_file = -1;
    int m_out = -1;
    int m_error = -1;
};

} // namespace cardwright::testing
