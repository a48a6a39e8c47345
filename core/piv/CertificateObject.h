#pragma once

#include "core/base/Bytes.h"

namespace cardwright {

/// A certificate's data object (SP 800-73-5 pt 1 3.1.3): 70 certificate, 71 CertInfo, FE.
struct CertificateObject {
    Bytes certificate;       ///< DER; gzip (RFC 1952) where `compressed`
    bool compressed = false; ///< CertInfo bit 1: other makers; Cardwright writes plain ones

    static CertificateObject of(ByteView der) { return {toBytes(der), false}; }
    Bytes encode() const;
    /// The certificate itself, unpacked where it is compressed. What it becomes is capped: a few octets of gzip can stand for
    /// gigabytes. Errors: CardDataError (not gzip, cut, larger than any certificate).
    Bytes der() const;
    /// Unknown elements (72 MSCUID) are skipped. Errors: CardDataError (cut, none or two certificates).
    static CertificateObject decode(ByteView content);
    friend bool operator==(const CertificateObject&, const CertificateObject&) = default;
};

} // namespace cardwright
