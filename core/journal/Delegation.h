#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/MessageSigner.h"
#include "core/journal/JournalEntry.h"

#include <string>
#include <string_view>

namespace cardwright {

/// What an agent's card signs at sign-in: this session key may sign entries of this log in the agent's name, so long.
struct DelegationTerms {
    Guid log;
    Guid workstation;
    PublicKey sessionKey; ///< P-256
    std::int64_t from = 0; ///< UTC milliseconds
    std::int64_t until = 0;
};

/// A delegation whose signature, chain and purpose held at `from`.
struct Delegation {
    DelegationTerms terms;
    Certificate signer; ///< the agent's 9A certificate

    Sha256Digest agent() const { return signer.fingerprint(); }
    Sha256Digest session() const; ///< sessionOf(terms.sessionKey)
    EntryAuthor author() const { return {agent(), session()}; }
    /// from <= at < until.
    bool liveAt(std::int64_t at) const noexcept { return terms.from <= at && at < terms.until; }
};

/// The statement's JSON, compact, members in the order of core/journal/README.md.
std::string delegationContent(const DelegationTerms& terms, const Sha256Digest& agent);
/// The CMS statement, signed by the agent's card (one signature by 9A).
Bytes makeDelegation(const DelegationTerms& terms, MessageSigner& card, const Certificate& agent);
/// Throws JournalError: DELEGATION-UNREADABLE (not one, or it names another agent than its signer), DELEGATION-NOT-TRUSTED (the
/// detail is the verdict's words).
Delegation readDelegation(ByteView der, std::span<const Certificate> trust);

} // namespace cardwright
