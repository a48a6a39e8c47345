#include "core/store/Portraits.h"

#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

constexpr std::size_t largestPortrait = 4u * 1024 * 1024;

} // namespace

Portraits::Portraits(std::filesystem::path folder) : m_folder(std::move(folder)) {}

std::filesystem::path Portraits::fileOf(const Sha256Digest& reference) const { return m_folder / (toHex(reference) + ".jpg"); }

Sha256Digest Portraits::put(ByteView jpeg)
{
    if (jpeg.size() > largestPortrait) throw StoreError(Failure::of("STORE-WRITE", "a portrait of more than 4 MiB"));
    makePrivateDirectory(m_folder);
    const auto reference = sha256(jpeg);
    // One that is there and whole stays; one that is damaged is mended by the right octets.
    try {
        if (get(reference)) return reference;
    } catch (const StoreError&) {
    }
    writePrivateFile(fileOf(reference), jpeg);
    return reference;
}

std::optional<Bytes> Portraits::get(const Sha256Digest& reference) const
{
    const auto file = fileOf(reference);
    if (!std::filesystem::exists(file)) return std::nullopt;
    auto jpeg = readWholeFile(file, largestPortrait);
    if (sha256(jpeg) != reference) throw StoreError(Failure::of("STORE-PORTRAIT", file.filename().string()));
    return jpeg;
}

bool Portraits::has(const Sha256Digest& reference) const { return std::filesystem::exists(fileOf(reference)); }

} // namespace cardwright
