#pragma once

#include "core/base/Failure.h"
#include "core/base/SecureBytes.h"

#include <cstdint>
#include <memory>
#include <string>

namespace cardwright::runtime {

/// The TPM is absent or refuses: TPM-ABSENT, TPM-REFUSED (the detail names the call and its answer).
class TpmError : public FailureError {
public:
    using FailureError::FailureError;
};

/// This machine's TPM 2.0 (TCG Library, through tpm2-tss): seals a small secret so that no other machine opens it, and counts in a
/// way that nobody can turn back. The storage key is made anew each time from the owner's seed (ECC P-256, a fixed template), so
/// nothing is kept in the TPM but the counter. What it answers is encrypted on its bus. Not for two threads at once.
class TpmSeal {
public:
    /// Built with tpm2-tss. Without, every constructor throws TPM-ABSENT.
    static bool supported() noexcept;
    /// tcti: where the TPM is, as tpm2-tss names it ("device:/dev/tpmrm0", "swtpm:path=SOCKET"); empty: the kernel's own.
    explicit TpmSeal(const std::string& tcti = {});
    ~TpmSeal();
    TpmSeal(const TpmSeal&) = delete;
    TpmSeal& operator=(const TpmSeal&) = delete;

    /// At most 128 octets. The blob may lie on any disk.
    Bytes seal(const SecureBytes& secret);
    /// Throws TPM-REFUSED for a blob of another TPM, or a bent one.
    SecureBytes unseal(ByteView blob);

    /// A counter that starts where the TPM says and only goes up; its index is this desk's own.
    static constexpr std::uint32_t firstIndex = 0x01C0CA00;
    bool hasCounter(std::uint32_t index);
    void makeCounter(std::uint32_t index);
    /// TPM-REFUSED when there is none.
    std::uint64_t count(std::uint32_t index);
    std::uint64_t increment(std::uint32_t index);
    void removeCounter(std::uint32_t index);

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

} // namespace cardwright::runtime
