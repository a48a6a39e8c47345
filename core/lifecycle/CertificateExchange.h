#pragma once

#include "core/base/Failure.h"
#include "core/lifecycle/JobLedger.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <vector>

namespace cardwright {

/// What the centre has said of some requests so far.
struct CertificateAnswers {
    /// Each request as it stands: with its certificate, or without, which is "deferred".
    std::vector<CertificateRequestRecord> requests;
    /// Why there is none: the centre refused, or cannot be reached. Nothing when time was simply over.
    std::optional<Failure> why;
};

/// Port: the way from a certificate request to its certificate. A request is a journal entry and its answer a delivery,
/// online as offline; this only hurries the outbox along and waits a few seconds for the inbox.
class CertificateExchange {
public:
    virtual ~CertificateExchange() = default;
    /// Why the centre cannot be reached now, where that is known: asked before a job that should not end half way for want of it
    /// (renewal, rotation). Nothing: it answers, or nobody knows.
    virtual std::optional<Failure> unreachable(std::stop_token) { return std::nullopt; }
    /// Returns when all are answered, when the centre refused or cannot be reached, or when the time is over. Called while no
    /// card transaction is open. Throws StoreError, StoppedError.
    virtual CertificateAnswers await(const std::vector<Guid>& requests, std::chrono::milliseconds deadline, std::stop_token stop) = 0;
};

/// The exchange of a desk that is alone: nothing comes now.
class NoExchange final : public CertificateExchange {
public:
    explicit NoExchange(JobLedger& ledger) noexcept : m_ledger(ledger) {}
    std::optional<Failure> unreachable(std::stop_token) override { return Failure::of("CENTRE-UNREACHABLE"); }
    CertificateAnswers await(const std::vector<Guid>& requests, std::chrono::milliseconds, std::stop_token) override
    {
        return {m_ledger.requests(requests), Failure::of("CENTRE-UNREACHABLE")};
    }

private:
    JobLedger& m_ledger;
};

} // namespace cardwright
