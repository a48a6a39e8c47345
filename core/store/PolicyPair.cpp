#include "core/store/PolicyPair.h"

#include "core/store/PrivateFiles.h"

#include <system_error>

namespace cardwright::policyPair {

namespace {

constexpr std::size_t largest = std::size_t{1} << 20;

} // namespace

std::filesystem::path nextSignatureFile(const SiteFolder& site, std::string_view name)
{
    auto file = site.policySignatureFile(name);
    file += ".next";
    return file;
}

void write(const SiteFolder& site, std::string_view name, ByteView text, ByteView signature)
{
    const auto next = nextSignatureFile(site, name);
    writePrivateFile(next, signature);
    writePrivateFile(site.policyFile(name), text);
    writePrivateFile(site.policySignatureFile(name), signature);
    std::error_code left; // harmless: it signs the text that lies there
    std::filesystem::remove(next, left);
}

Held read(const SiteFolder& site, std::string_view name)
{
    Held held;
    held.text = readWholeFile(site.policyFile(name), largest);
    for (const auto& file : {site.policySignatureFile(name), nextSignatureFile(site, name)}) {
        std::error_code unknown;
        if (std::filesystem::exists(file, unknown)) held.signatures.push_back(readWholeFile(file, largest));
    }
    return held;
}

} // namespace cardwright::policyPair
