#include "app/runtime/SecretMaterial.h"

#include <utility>

namespace cardwright::runtime {

std::shared_ptr<const SecretMaterial> SecretMaterial::open(const SiteMaterial& material, const StoreVault& vault)
{
    SiteKeys keys;
    for (auto& version : vault.siteKeys(material.site)) keys.add(version.version, std::move(version.key));
    TransportKeys transportKeys;
    for (auto& batch : vault.transportKeys(material.site)) transportKeys.add(std::move(batch));
    return std::make_shared<const SecretMaterial>(
        SecretMaterial{{vault.contentSigningKey(material.site), material.contentSigning}, std::move(keys), std::move(transportKeys)});
}

} // namespace cardwright::runtime
