#pragma once

#include "core/base/Failure.h"
#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <optional>
#include <string>

namespace cardwright::central {

/// Something for the authority, complete: whoever carries it out needs no database. Either `order` or `certificate` is there.
struct AuthorityTask {
    std::optional<CardCertificateOrder> order; ///< to be issued
    bool unwanted = false;                     ///< withdrawn since it was first asked: whatever comes is taken back
    std::optional<Certificate> certificate;    ///< to be revoked
    RevocationReason reason = RevocationReason::unspecified;
    Guid transaction; ///< of a revocation; an order's is its request
};

struct AuthorityOutcome {
    std::optional<Certificate> issued;  ///< checked and confirmed
    std::optional<Certificate> refused; ///< seen, and sent back
    std::optional<Failure> failure;
};

/// Asks the authority and checks what it answers. No database; any thread. Never throws.
AuthorityOutcome perform(CertificateAuthority& authority, const AuthorityTask& task, std::int64_t atMillis) noexcept;
/// Nobody answered, or not the authority: the same is asked again later.
bool isPassing(const Failure& failure);

/// What waits for the authority: requests and revocations. A task is marked as asked before it is asked, so that one whose answer
/// was lost is never mistaken for one that nobody saw: withdrawn then, it is asked once more in order to be taken back.
class IssuingOffice {
public:
    explicit IssuingOffice(CentreParts& parts) : m_parts(parts) {}

    struct Request {
        CardCertificateOrder order;
        std::string slot;
        Sha256Digest digest{}; ///< of what was asked; the same number with another one is refused
        Guid log;
        Guid entry;
        std::uint64_t seq = 0;
    };
    /// A request seen before is delivered, or refused, once more, to this entry. Problem request-reused.
    void record(Transaction& transaction, const Request& request);
    /// Does not want this certificate any more: never asked for, or taken back and on the hot list. card: what the entry says; another
    /// card's request is left alone.
    void end(Transaction& transaction, const Guid& request, const Guid& card, RevocationReason reason);
    /// All of a card's.
    void endCard(Transaction& transaction, const Guid& card, RevocationReason reason);
    void revoke(Transaction& transaction, const Certificate& certificate, RevocationReason reason);
    bool anyWaiting(const Guid& card);

    /// The task that is due longest, marked as asked; nothing when none is due.
    std::optional<AuthorityTask> take(Transaction& transaction);
    /// Commits what came of it: certificate and sealed delivery, refusal, or another try later.
    void settle(Transaction& transaction, const AuthorityTask& task, const AuthorityOutcome& outcome);
    /// When the next one is due, as things are.
    std::optional<std::int64_t> nextAt();
    /// All that waits is due now: a centre that was just opened.
    void hurry(Transaction& transaction);

private:
    struct Row;
    Row rowOf(const Guid& request);
    void settleOrder(Transaction& transaction, const AuthorityTask& task, const AuthorityOutcome& outcome);
    void settleRevocation(Transaction& transaction, const AuthorityTask& task, const AuthorityOutcome& outcome);
    void keep(Transaction& transaction, const Row& row, const Certificate& certificate);
    void deliver(Transaction& transaction, const Row& row, ByteView certificate);
    void deliverRefusal(Transaction& transaction, const Row& row);
    void adoptWhenComplete(Transaction& transaction, const Guid& card);
    void close(const Guid& request, std::string_view state, const std::optional<std::string>& problem);
    AuthorityTask orderTask(const Guid& request);
    AuthorityTask revocationTask(ByteView certificate);

    CentreParts& m_parts;
};

} // namespace cardwright::central
