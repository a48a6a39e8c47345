#pragma once

#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/central/CentreFolder.h"
#include "core/central/CentreKeys.h"
#include "core/central/CertificateAuthority.h"
#include "core/store/Database.h"

namespace cardwright::central {

/// What each office of the centre works with. Lives as long as the Centre.
struct CentreParts {
    CentreFolder folder;
    Database database;
    CentreKeys keys;
    CertificateAuthority& authority;
    const Clock& clock;
    RandomSource& random;
    Guid site;
    std::string siteName;
    std::string odsCode;
};

} // namespace cardwright::central
