#include "core/crypto/CmsParts.h"

namespace cardwright::openssl {

Object objectOf(std::string_view oid) { return owned<Object>(OBJ_txt2obj(std::string(oid).c_str(), 1), "identifier"); }

Cms signedDataOf(ByteView octets, std::string_view contentType)
{
    const std::uint8_t* at = octets.data();
    Cms cms(octets.empty() ? nullptr : d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(octets.size())));
    if (!cms || at != octets.data() + octets.size()) return nullptr;
    if (OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed) return nullptr;
    const auto wanted = objectOf(contentType);
    const ASN1_OBJECT* found = CMS_get0_eContentType(cms.get());
    if (found == nullptr || OBJ_cmp(found, wanted.get()) != 0) return nullptr;
    return cms;
}

CMS_SignerInfo* onlySignerOf(CMS_ContentInfo* cms, std::string_view contentType)
{
    auto* signers = CMS_get0_SignerInfos(cms);
    if (signers == nullptr || sk_CMS_SignerInfo_num(signers) != 1) return nullptr;
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    X509_ALGOR* digest = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
    const int nid = digest != nullptr ? OBJ_obj2nid(digest->algorithm) : NID_undef;
    if (nid != NID_sha256 && nid != NID_sha384 && nid != NID_sha512) return nullptr;
    const auto typeId = objectOf("1.2.840.113549.1.9.3");
    const auto* named = static_cast<const ASN1_OBJECT*>(CMS_signed_get0_data_by_OBJ(signer, typeId.get(), -3, V_ASN1_OBJECT));
    const auto wanted = objectOf(contentType);
    if (named == nullptr || OBJ_cmp(named, wanted.get()) != 0) return nullptr;
    return signer;
}

std::optional<Bytes> verifiedContent(CMS_ContentInfo* cms, STACK_OF(X509) * candidates, BIO* detached, unsigned flags)
{
    const auto store = owned<Store>(X509_STORE_new(), "trust");
    const auto out = owned<Bio>(BIO_new(BIO_s_mem()), "memory");
    if (CMS_verify(cms, candidates, store.get(), detached, out.get(), flags | CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1) return std::nullopt;
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return toBytes({reinterpret_cast<const std::uint8_t*>(text), static_cast<std::size_t>(size)});
}

std::optional<Certificate> signerCertificateOf(CMS_SignerInfo* info)
{
    X509* signer = nullptr;
    CMS_SignerInfo_get0_algs(info, nullptr, &signer, nullptr, nullptr);
    if (signer == nullptr) return std::nullopt;
    return Certificate::fromDer(derOf(i2d_X509, signer));
}

} // namespace cardwright::openssl
