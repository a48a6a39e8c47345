#include "core/central/TrainingCentre.h"

#include "core/central/LeaseOffice.h"
#include "core/central/Schema.h"
#include "core/central/SiteOffice.h"
#include "core/central/TrainingAuthority.h"
#include "core/policy/Embedded.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

void describe(const CentreFolder& folder, const CentreOrder& order, RandomSource& random)
{
    const auto site = order.site.isNone() ? Guid::random(random) : order.site;
    const nlohmann::json description{
        {"schema", "cardwright.centre/1"}, {"site", site.text()}, {"name", order.organisation}, {"odsCode", order.odsCode}};
    writePrivateFile(folder.description(), bytesOf(description.dump(2) + "\n"));
}

/// Each policy that ships, as the site's version 1.
std::vector<SignedPolicy> publishShipped(Transaction& transaction, SiteOffice& site)
{
    constexpr std::string_view head = "policies/";
    constexpr std::string_view tail = ".json";
    std::vector<SignedPolicy> published;
    for (const auto& file : embeddedFiles()) {
        if (!file.name.starts_with(head) || !file.name.ends_with(tail)) continue;
        const auto name = file.name.substr(head.size(), file.name.size() - head.size() - tail.size());
        published.push_back(site.publish(transaction, name, toText(file.content)));
    }
    return published;
}

} // namespace

void makeTrainingCentre(const CentreOrder& order, const Clock& clock, RandomSource& random)
{
    const CentreFolder folder{order.directory};
    if (std::filesystem::exists(folder.database())) throw StoreError(Failure::of("SITE-EXISTS", folder.root.string()));
    const auto now = clock.utcMillis();
    auto authority = TrainingAuthority::create(now, random);
    authority.save(folder.root);
    CentreKeys::create(folder, authority, {order.organisation, order.dnsNames, order.ipAddresses}, now);
    makePrivateDirectory(folder.portraits());
    describe(folder, order, random);

    Centre centre(folder.root, authority, clock, random);
    centre.setAuthorityTerms(order.authority);
    SiteOffice site(centre.parts());
    std::vector<SignedPolicy> policies;
    {
        Transaction transaction(centre.database());
        LeaseOffice(centre.database()).setFirstNumber(transaction, order.firstNumber);
        centre.database()
            .prepare("INSERT INTO settings (name, value) VALUES ('leaseCount', ?1)")
            .bind(std::to_string(order.leaseCount))
            .run();
        policies = publishShipped(transaction, site);
        site.raiseKey(transaction);
        transaction.commit();
    }
    for (const auto& policy : policies) site.write(policy);
}

} // namespace cardwright::central
