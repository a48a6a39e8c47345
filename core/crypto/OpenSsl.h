#pragma once

// Inside core/crypto only: owners for OpenSSL's handles and the one way its failures leave this room.

#include "core/base/Bytes.h"
#include "core/crypto/CryptoError.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <limits>
#include <memory>
#include <string_view>

namespace cardwright::openssl {

template <auto freeFunction>
struct Freer {
    template <typename T>
    void operator()(T* handle) const noexcept
    {
        freeFunction(handle);
    }
};

inline void freeExtensions(STACK_OF(X509_EXTENSION)* list) noexcept { sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free); }
inline void freeCertificates(STACK_OF(X509)* list) noexcept { sk_X509_free(list); } // the certificates belong to others
inline void freeText(char* text) noexcept { OPENSSL_free(text); }

using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Object = std::unique_ptr<ASN1_OBJECT, Freer<ASN1_OBJECT_free>>;
using Octets = std::unique_ptr<ASN1_OCTET_STRING, Freer<ASN1_OCTET_STRING_free>>;
using Name = std::unique_ptr<X509_NAME, Freer<X509_NAME_free>>;
using X509Handle = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Extensions = std::unique_ptr<STACK_OF(X509_EXTENSION), Freer<freeExtensions>>;
using CertificateList = std::unique_ptr<STACK_OF(X509), Freer<freeCertificates>>;
using Store = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;
using Cms = std::unique_ptr<CMS_ContentInfo, Freer<CMS_ContentInfo_free>>;
using Text = std::unique_ptr<char, Freer<freeText>>;

/// Empties the thread's error queue when it goes out of scope, so that no text of ours or theirs waits there for a
/// later, unrelated caller (a TLS face reads the same queue).
class QueueDrain {
public:
    QueueDrain() noexcept { ERR_clear_error(); }
    ~QueueDrain() { ERR_clear_error(); }
    QueueDrain(const QueueDrain&) = delete;
    QueueDrain& operator=(const QueueDrain&) = delete;
};

/// detail: words of ours about which step it was, never data.
[[noreturn]] inline void fail(std::string_view code, std::string_view detail = {})
{
    ERR_clear_error();
    throw CryptoError(Failure::of(code, std::string(detail)));
}

inline void must(bool held, std::string_view detail)
{
    if (!held) fail("CRYPTO-FAILED", detail);
}

template <typename Owner, typename Raw>
Owner owned(Raw* handle, std::string_view detail)
{
    must(handle != nullptr, detail);
    return Owner(handle);
}

inline int intSize(ByteView octets)
{
    must(octets.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()), "length");
    return static_cast<int>(octets.size());
}

/// A BIO that reads the octets in place: valid as long as they are.
inline Bio readerOf(ByteView octets)
{
    static constexpr std::uint8_t none = 0; // an empty span may have no address, which BIO_new_mem_buf takes as a failure
    return owned<Bio>(BIO_new_mem_buf(octets.empty() ? &none : octets.data(), intSize(octets)), "memory");
}

/// DER by one of the i2d functions.
template <typename Encode, typename Handle>
Bytes derOf(Encode encode, Handle* handle)
{
    std::uint8_t* out = nullptr;
    const int size = encode(handle, &out);
    must(size >= 0 && out != nullptr, "encoding");
    Bytes octets(out, out + size);
    OPENSSL_free(out);
    return octets;
}

} // namespace cardwright::openssl
