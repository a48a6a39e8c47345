#pragma once

#include "app/runtime/TpmSeal.h"
#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/store/SiteFolder.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright::runtime {

/// The two keys that a desk needs while nobody is signed in, tls.key and signing.key: files of their own (0600), or, with a TPM,
/// files that only this machine's TPM opens (workstation/tpm.key holds what it sealed). With a TPM the desk also counts: what was
/// put back from a copy has a lower count than the TPM.
class DeskKeys {
public:
    /// As site.json says ("keyProtection"). Throws TpmError TPM-ABSENT, TPM-REFUSED; StoreError.
    explicit DeskKeys(const SiteFolder& site);
    /// For a new site: with a TPM, its sealed key and a counter are made. tcti: where it is; empty: the machine's own.
    static void prepare(const SiteFolder& site, const std::string& tcti, RandomSource& random);

    bool usesTpm() const noexcept { return m_tpm != nullptr; }

    /// name: "tls.key", "signing.key". Throws StoreError STORE-READ, STORE-TAMPERED.
    SecureBytes read(std::string_view name) const;
    void write(std::string_view name, ByteView pem, RandomSource& random) const;

    /// Nothing without a TPM.
    std::optional<std::uint64_t> count() const;
    std::optional<std::uint64_t> increment() const;

private:
    const SiteFolder& m_site;
    std::unique_ptr<TpmSeal> m_tpm;
    std::uint32_t m_index = 0;
    SecureBytes m_key;
    mutable std::mutex m_mutex; ///< the TPM has one line
};

} // namespace cardwright::runtime
