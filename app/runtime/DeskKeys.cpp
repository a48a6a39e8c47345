#include "app/runtime/DeskKeys.h"

#include "core/crypto/FieldCipher.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright::runtime {

namespace {

constexpr std::size_t fileLimit = 64 * 1024;
constexpr std::size_t keySize = 32;
constexpr std::uint32_t places = 64; ///< for several desks' folders on one machine

std::filesystem::path keyFile(const SiteFolder& site, std::string_view name) { return site.workstation() / name; }
std::filesystem::path tpmFile(const SiteFolder& site) { return site.workstation() / "tpm.key"; }

Bytes placeOf(std::string_view name) { return fieldPlace({"tpm", name, "1"}); }

std::uint32_t freeIndex(TpmSeal& tpm)
{
    for (std::uint32_t i = 0; i < places; ++i) {
        if (!tpm.hasCounter(TpmSeal::firstIndex + i)) return TpmSeal::firstIndex + i;
    }
    throw TpmError(Failure::of("TPM-REFUSED", "no counter is free"));
}

} // namespace

void DeskKeys::prepare(const SiteFolder& site, const std::string& tcti, RandomSource& random)
{
    TpmSeal tpm(tcti);
    SecureBytes key(keySize);
    random.fill(key.writable());
    const auto index = freeIndex(tpm);
    tpm.makeCounter(index);
    const nlohmann::json file{{"schema", "cardwright.tpm/1"}, {"tcti", tcti}, {"counter", index}, {"sealed", toBase64(tpm.seal(key))}};
    writePrivateFile(tpmFile(site), bytesOf(file.dump()));
}

DeskKeys::DeskKeys(const SiteFolder& site) : m_site(site)
{
    if (site.description().keyProtection != "tpm") return;
    const auto text = readWholeFile(tpmFile(site), fileLimit);
    const auto file = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    const auto sealed = file.is_object() && file.contains("sealed") && file["sealed"].is_string() ? fromBase64(file["sealed"].get<std::string>()) : std::nullopt;
    if (!sealed || !file.contains("counter") || !file["counter"].is_number_unsigned()) throw StoreError(Failure::of("SITE-DAMAGED", "tpm.key"));
    m_tpm = std::make_unique<TpmSeal>(file.contains("tcti") && file["tcti"].is_string() ? file["tcti"].get<std::string>() : std::string());
    m_index = file["counter"].get<std::uint32_t>();
    m_key = m_tpm->unseal(*sealed);
}

SecureBytes DeskKeys::read(std::string_view name) const
{
    if (!m_tpm) return readSecretFile(keyFile(m_site, name), fileLimit);
    const auto sealed = readWholeFile(keyFile(m_site, name), fileLimit);
    try {
        return FieldCipher(m_key.clone()).open(sealed, placeOf(name));
    } catch (const FailureError& error) {
        if (error.failure().code != "FIELD-SEAL") throw;
        throw StoreError(Failure::of("STORE-TAMPERED", std::string(name)));
    }
}

void DeskKeys::write(std::string_view name, ByteView pem, RandomSource& random) const
{
    if (!m_tpm) return writePrivateFile(keyFile(m_site, name), pem);
    writePrivateFile(keyFile(m_site, name), FieldCipher(m_key.clone()).seal(pem, placeOf(name), random));
}

std::optional<std::uint64_t> DeskKeys::count() const
{
    if (!m_tpm) return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return m_tpm->count(m_index);
}

std::optional<std::uint64_t> DeskKeys::increment() const
{
    if (!m_tpm) return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return m_tpm->increment(m_index);
}

} // namespace cardwright::runtime
