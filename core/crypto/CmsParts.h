#pragma once

// Inside core/crypto only: what reading any CMS SignedData of ours has in common.

#include "core/crypto/Certificate.h"
#include "core/crypto/OpenSsl.h"

#include <optional>
#include <string_view>

namespace cardwright::openssl {

Object objectOf(std::string_view oid);

/// SignedData of this content type, nothing behind it; nothing for anything else.
Cms signedDataOf(ByteView octets, std::string_view contentType);
/// The only signer, whose digest is of the SHA-2 family and whose signed attributes name the content's type; or nullptr.
CMS_SignerInfo* onlySignerOf(CMS_ContentInfo* cms, std::string_view contentType);
/// The content when signature and digest hold; the chain is judged apart, at a time of ours.
std::optional<Bytes> verifiedContent(CMS_ContentInfo* cms, STACK_OF(X509) * candidates, BIO* detached, unsigned flags);
/// The certificate that verifiedContent() found for the signer.
std::optional<Certificate> signerCertificateOf(CMS_SignerInfo* info);

} // namespace cardwright::openssl
