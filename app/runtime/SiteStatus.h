#pragma once

#include "core/base/Failure.h"
#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::runtime {

/// What `site status` and the set-up page say: true signed in or out, and nothing of anybody in it.
struct SiteStatus {
    std::string site;
    std::string odsCode;
    std::string place;
    std::string desk;
    bool training = false;
    std::string keyProtection; ///< "file", "tpm"
    Guid workstation;
    Guid log;
    std::string centreUrl;

    std::uint64_t entries = 0;      ///< in the log
    std::uint64_t waiting = 0;      ///< not yet at the centre
    std::uint64_t refused = 0;      ///< in need of a decision
    std::uint64_t deliveries = 0;   ///< received and not applied: those with personal data wait for a sign-in
    std::optional<std::int64_t> lastContact; ///< UTC milliseconds

    std::optional<std::uint64_t> rosterVersion;
    std::optional<std::int64_t> rosterIssuedAt;
    std::optional<std::int64_t> rosterUntil; ///< older than this nobody signs in by it
    std::size_t agents = 0;                  ///< active ones of the roster

    std::size_t storeKeyRecipients = 0; ///< agents' cards that open the store key; the recovery certificate not counted
    bool rotating = false;              ///< a new store key is taking the place of the old one
    int siteKeyVersion = 0;
    std::vector<std::string> batches;   ///< of blank cards, whose keys the desk holds; empty while nobody is signed in

    std::optional<std::int64_t> authorityUntil;
    int authorityDaysLeft = 0;

    std::optional<std::uint64_t> checkpointSize; ///< the last one that the centre has countersigned
    std::optional<std::int64_t> checkpointAt;
    std::optional<std::uint64_t> highWater;      ///< entries the TPM's counter has seen; nothing without a TPM
};

/// One line of `site diagnose`.
struct Finding {
    enum class Mark { good, note, bad };
    std::string subject; ///< "roster", "policies", "smartcard service" ...
    Mark mark = Mark::good;
    std::string sentence;
    std::optional<Failure> failure; ///< with bad
};
using Diagnosis = std::vector<Finding>;

} // namespace cardwright::runtime
