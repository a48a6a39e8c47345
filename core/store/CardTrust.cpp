#include "core/store/CardTrust.h"

#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SiteCertificates.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::cardTrust {

namespace {

constexpr std::size_t mostOctets = 256 * 1024;
constexpr std::size_t mostAnchors = 64;

CardTrust read(const nlohmann::json& content, const Guid& site)
{
    CardTrust list;
    if (content.at("schema") != schema || Guid::parse(content.at("site").get<std::string>()) != site) return list;
    const auto& anchors = content.at("anchors");
    if (!anchors.is_array() || anchors.size() > mostAnchors) return list;
    for (const auto& one : anchors) list.anchors.push_back(Certificate::fromDer(fromBase64(one.get<std::string>()).value_or(Bytes{})));
    list.version = content.at("version").get<std::uint64_t>(); // last: with a version the list is whole
    return list;
}

} // namespace

std::optional<CardTrust> verify(ByteView statement, std::span<const Certificate> trust, const Certificate& centreSigning, const Guid& site)
{
    // Pinned to the centre's own certificate, so its days do not matter.
    const auto verdict = cms::verifyStatement(statement, StatementType::authority, trust, centreSigning.notBefore());
    if (!verdict || !verdict.signer || *verdict.signer != centreSigning) return std::nullopt;
    try {
        auto list = read(nlohmann::json::parse(toText(verdict.content)), site);
        if (list.version > 0) return list;
    } catch (const nlohmann::json::exception&) {
    } catch (const CryptoError&) {
    }
    return std::nullopt;
}

std::filesystem::path file(const SiteFolder& site) { return site.trust() / "card-authorities.p7m"; }

std::vector<Certificate> anchors(const SiteFolder& site, SiteCertificates& certificates)
{
    auto all = certificates.trust();
    if (!std::filesystem::exists(file(site))) return all; // a desk enrolled before there was such a list: the centre's own root
    const auto list = verify(readWholeFile(file(site), mostOctets), certificates.trust(), certificates.centreSigning(), site.description().site);
    if (!list) throw StoreError(Failure::of("SITE-DAMAGED", "trust/card-authorities.p7m"));
    for (const auto& one : list->anchors) {
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
    return all;
}

} // namespace cardwright::cardTrust
