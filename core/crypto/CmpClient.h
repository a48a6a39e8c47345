#pragma once

#include "core/base/Random.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/PrivateKey.h"

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

class CmpBreaker;

/// Where a certificate authority listens (RFC 6712, RFC 9811).
struct CmpServer {
    std::string host;
    int port = 80;
    std::string path;        ///< without the leading slash: "pkix/"
    std::string certProfile{}; ///< named in the header of a request (generalInfo id-it-certProfile, RFC 9480 2.1); empty: none
    bool tls = false;        ///< https, TLS 1.2 or later
    std::vector<Certificate> tlsTrust; ///< https: the anchors; the host's name or address must be in the server's certificate
    std::chrono::seconds answerWithin{20};  ///< one message
    std::chrono::seconds finishWithin{120}; ///< the whole transaction, polling included
    std::shared_ptr<CmpBreaker> breaker{};  ///< ends it from another thread; none: only time does
};

/// The registration authority's own: it protects each message (signature-based, RFC 9483 3.2).
struct CmpRegistrationAuthority {
    Certificate certificate;
    PrivateKey key;
};

/// What is asked for a key that cannot sign its own request (an EC key of slot 9D): possession was proven to the registration
/// authority by key agreement, which the message says by raVerified (RFC 4211 4).
struct CmpKeyRequest {
    RequestSubject subject;
    PublicKey key;
};

/// RFC 5280 5.3.1, the reasons that a card has.
enum class RevocationReason { unspecified = 0, keyCompromise = 1, affiliationChanged = 3, superseded = 4, cessationOfOperation = 5 };

/// The transaction's identifier: the desk's request GUID, so that a request asked again after a lost answer is the same one.
using CmpTransaction = std::array<std::uint8_t, 16>;

/// Looks at the certificate before it is confirmed; words when it must not be accepted: they go to the authority as the reason of
/// the rejection, which has the certificate revoked there. They name fields, never what a field holds.
using CmpCertificateCheck = std::function<std::optional<std::string>(const Certificate&)>;

/// CMP client (RFC 4210, RFC 9480, profile RFC 9483) over OpenSSL's own. Every certificate is confirmed explicitly, none by
/// implicitConfirm, and only after the check held. Calls block; each object serves one thread. All throw CryptoError:
/// CA-UNREACHABLE (nobody answers, or not in time; ask again under the same transaction), CA-REFUSED (with the authority's status
/// and failure information), CA-ANSWER (not CMP, not protected by the authority's certificate, another transaction),
/// CA-CERTIFICATE (the check said no, and the authority was told so).
class CmpClient {
public:
    /// authority: anchors for the authority's message protection and for the certificates that it issues.
    CmpClient(CmpServer server, CmpRegistrationAuthority registrationAuthority, std::vector<Certificate> authority);

    /// p10cr: the card's own PKCS#10, forwarded as it is.
    Certificate request(const CertificateRequest& request, const CmpTransaction& transaction, const CmpCertificateCheck& check);
    /// cr with raVerified.
    Certificate request(const CmpKeyRequest& request, const CmpTransaction& transaction, const CmpCertificateCheck& check);
    /// rr.
    void revoke(const Certificate& certificate, RevocationReason reason, const CmpTransaction& transaction);

private:
    CmpServer m_server;
    CmpRegistrationAuthority m_registrationAuthority;
    std::vector<Certificate> m_authority;
};

} // namespace cardwright
