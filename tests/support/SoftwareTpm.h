#pragma once

#include "tests/support/TempFolder.h"

#include <string>
#include <sys/types.h>

namespace cardwright::testing {

/// A TPM of the test's own: swtpm on sockets in a private folder. Ends with the object, and so does what it held.
class SoftwareTpm {
public:
    SoftwareTpm() { start(); }
    ~SoftwareTpm() { stop(); }
    SoftwareTpm(const SoftwareTpm&) = delete;
    SoftwareTpm& operator=(const SoftwareTpm&) = delete;

    std::string tcti() const { return "swtpm:path=" + socket(); } ///< as tpm2-tss names it
    void start();
    void stop(); ///< what it holds stays for the next start()

private:
    std::string socket() const { return (m_folder.path() / "tpm").string(); }
    TempFolder m_folder;
    pid_t m_process = -1;
};

} // namespace cardwright::testing
