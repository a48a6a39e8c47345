#pragma once

#include "core/crypto/Certificate.h"
#include "core/store/SiteFolder.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cardwright {

class SiteCertificates;

/// Who certifies the cards of this site: what the centre's authority is, beside the centre's own root. A statement of the centre's
/// (StatementType::authority) {"schema":"cardwright.card-trust/1","site","version","issuedAt","anchors":[base64 DER]}, kept as it came
/// in trust/card-authorities.p7m. Its anchors judge certificates on cards and what cards sign; the centre's own word and desks'
/// certificates are judged by trust/ca.pem alone.
struct CardTrust {
    std::uint64_t version = 0;
    std::vector<Certificate> anchors;
};

namespace cardTrust {

inline constexpr std::string_view schema = "cardwright.card-trust/1";

/// Nothing: not the word of this site's centre.
std::optional<CardTrust> verify(ByteView statement, std::span<const Certificate> trust, const Certificate& centreSigning, const Guid& site);

std::filesystem::path file(const SiteFolder& site);
/// trust/ca.pem and whom the statement names, each once. Throws StoreError SITE-DAMAGED when the file is not the centre's.
std::vector<Certificate> anchors(const SiteFolder& site, SiteCertificates& certificates);

} // namespace cardTrust

} // namespace cardwright
