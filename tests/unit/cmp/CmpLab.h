#pragma once

#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/CmpClient.h"
#include "core/crypto/SecureRandom.h"

#include <openssl/cmp.h>

#include <atomic>
#include <map>
#include <set>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace cardwright::test {

/// A certificate authority on loopback, on OpenSSL's CMP server: HTTP in a thread of its own, one connection at a time.
class CmpLab {
public:
    /// What the next certificate answers do.
    enum class Mood {
        good,
        losesAnswer,      ///< the certificate is made and the connection closed before it is sent (once, then good)
        losesConfirmation,///< the confirmation arrives and its answer is lost (once, then good)
        wrongKey,
        wrongSubject,
        noPhotoReference,
        expired,
        foreignIssuer,    ///< signed by another authority
        rejects,          ///< PKIStatus rejection, badCertTemplate
        garbage,          ///< HTTP with something that is no CMP
        silent,           ///< takes the request and says nothing
    };

    CmpLab();
    ~CmpLab();
    CmpLab(const CmpLab&) = delete;
    CmpLab& operator=(const CmpLab&) = delete;

    void setMood(Mood mood);
    CmpServer server() const;
    CmpRegistrationAuthority registrationAuthority() const { return {m_raCertificate, m_raKey}; }
    const Certificate& root() const { return m_root; }
    PrivateKey rootKey() const { return m_rootKey; }

    /// Certificates made; confirmed and not revoked; revoked; made and never confirmed.
    std::size_t made() const;
    std::size_t valid() const;
    bool revoked(const Certificate& certificate) const;
    std::size_t unconfirmed() const;
    /// Certifies signatures only where it is asked for them: by a path with "signature" in it, or by the profile card-signature.
    bool oneProfileAPath = false;
    /// Somebody waits for an answer that does not come (Mood::silent).
    bool holding() const { return m_holding; }

private:
    struct Issued {
        Certificate certificate;
        bool confirmed = false;
        bool revoked = false;
    };
    static OSSL_CMP_PKISI* onRequest(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, int id, const OSSL_CRMF_MSG* crm, const X509_REQ* p10cr,
                                     X509** certificate, STACK_OF(X509)** chain, STACK_OF(X509)** caPubs);
    static OSSL_CMP_PKISI* onRevocation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, const X509_NAME* issuer, const ASN1_INTEGER* serial);
    static int onConfirmation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, int id, const ASN1_OCTET_STRING* hash, const OSSL_CMP_PKISI* status);
    static void onError(OSSL_CMP_SRV_CTX*, const OSSL_CMP_MSG*, const OSSL_CMP_PKISI*, const ASN1_INTEGER*, const OSSL_CMP_PKIFREETEXT*) {}

    Certificate certificateFor(const Bytes& transaction, const OSSL_CRMF_MSG* crm, const X509_REQ* p10cr);
    Certificate make(CertificateContent content, PublicKey key);
    void serve();
    void answer(int connection);

    SecureRandom m_random;
    PrivateKey m_rootKey;
    Certificate m_root;
    PrivateKey m_otherRootKey;
    Certificate m_otherRoot;
    PrivateKey m_raKey;
    Certificate m_raCertificate;
    PrivateKey m_signerKey;
    Certificate m_signerCertificate;

    mutable std::mutex m_mutex;
    Mood m_mood = Mood::good;
    std::map<Bytes, Issued> m_issued; ///< by transaction
    bool m_dropAnswer = false;
    bool m_askedForSignature = false;
    OSSL_CMP_SRV_CTX* m_server = nullptr;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_holding = false;
    std::thread m_thread;
};

} // namespace cardwright::test
