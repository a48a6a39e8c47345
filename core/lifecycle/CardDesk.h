#pragma once

#include "core/access/AgentSession.h"
#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/card/CardTransport.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/PrivateKey.h"
#include "core/lifecycle/CertificateExchange.h"
#include "core/lifecycle/JobLedger.h"
#include "core/lifecycle/JobProgress.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/lifecycle/TransportKeys.h"
#include "core/piv/CardProfile.h"
#include "core/policy/IssuePolicy.h"
#include "core/policy/PasscodePolicy.h"
#include "core/policy/TermsPolicy.h"

#include <stop_token>
#include <vector>

namespace cardwright {

/// The desk's content-signing key: signs CHUID and security object, also when the desk is alone.
struct ContentSigner {
    PrivateKey key;
    Certificate certificate;
};

/// What every card job works with. The owner (app/runtime, a test) keeps all of it alive while a job runs; jobs own nothing
/// but their steps. Used from one thread at a time.
struct CardDesk {
    CardReader& reader;
    JobLedger& ledger;
    CertificateExchange& exchange;
    const ProfileSet& profiles;
    const SiteKeys& keys;
    const ContentSigner& signer;
    const std::vector<Certificate>& trust; ///< the site's certificate authorities
    const IssuePolicy& issuePolicy;
    const PasscodePolicy& passcodePolicy;
    const Clock& clock;
    RandomSource& random;
    const AgentSession& agent;    ///< who does it; never its subject
    JobProgressListener progress; ///< may be empty
    std::stop_token stop;         ///< looked at between two APDUs, and while the centre is awaited
    const TransportKeys* transportKeys = nullptr; ///< of batches of blank cards; none: the makers' published keys alone
    const TermsPolicy* terms = nullptr; ///< what holders are to have accepted; without it nobody is asked
};

} // namespace cardwright
