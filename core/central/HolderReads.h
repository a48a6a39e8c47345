#pragma once

#include "core/central/CentreParts.h"
#include "core/central/WorkstationBook.h"

#include <map>
#include <string>
#include <string_view>

namespace cardwright::central {

/// A call that a live session must have signed.
struct SignedCall {
    std::string method;
    std::string target;     ///< path and query, as sent
    std::string_view body;
    std::string delegation; ///< Cardwright-Delegation: base64
    std::string signature;  ///< Cardwright-Signature: at=<UTC>;nonce=<32 hex digits>;signature=<base64>
};

/// Who asks, once the signature is good.
struct SignedCaller {
    Sha256Digest agent{};
    Sha256Digest session{};
    std::string userNumber;
    std::string role;
};

/// Reads about people. Each is checked (delegation, signature over "METHOD\nPATH?QUERY\nAT\nNONCE\nSHA-256(body) hex", at most five
/// minutes old, nonce once, agent active, role, rate), kept to this organisation's holders, and written to the read log, refused ones
/// with their problem.
/// Problems: signature-missing, session-not-delegated, session-expired, signature-wrong, signature-stale, nonce-used, agent-inactive,
/// role-not-allowed, rate-limited (Problem::retryAfter).
class HolderReads {
public:
    explicit HolderReads(CentreParts& parts) : m_parts(parts) {}

    /// act: "holders.search", "holder.view", "log.begin".
    SignedCaller check(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act);

    /// query: number=12 digits | name=text (start of any name, at least 2 letters) & born=yyyy-mm-dd, limit=1..50.
    /// Answer: {"holders":[...],"more":bool}. Problem request-unreadable.
    std::string search(const EnrolledWorkstation& workstation, const SignedCall& call);
    /// The record with its cards. Problem holder-unknown, also for somebody of another organisation.
    std::string holder(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view userNumber);
    /// JPEG. Problem not-found, also for the portrait of somebody of another organisation.
    Bytes portrait(const EnrolledWorkstation& workstation, const SignedCall& call, const Sha256Digest& reference);

private:
    struct Bucket {
        double tokens = 0;
        std::int64_t at = 0;
    };
    SignedCaller checked(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act);
    void spend(const Sha256Digest& session);
    template <typename Read> auto logged(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act, Read read);
    void log(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act, const SignedCaller* caller,
             std::string_view outcome);

    CentreParts& m_parts;
    std::map<Sha256Digest, Bucket> m_buckets;
};

} // namespace cardwright::central
