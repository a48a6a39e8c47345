#include "core/piv/Attestation.h"

#include "core/crypto/CryptoError.h"
#include "core/piv/ObjectReading.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/PivApplication.h"

#include <algorithm>

namespace cardwright {

namespace {

// 1.3.6.1.4.1.41482.3, then one octet more
constexpr std::uint8_t arc[] = {0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0xC4, 0x0A, 0x03};
constexpr std::uint8_t versionArc = 0x03;
constexpr std::uint8_t serialArc = 0x07;
constexpr std::uint8_t policyArc = 0x08;
constexpr std::size_t longestChain = 5;

/// What a signature is over and what it is, out of a certificate's DER (RFC 5280 4.1), with the issuer's name and extensions.
struct Parts {
    ByteView signedPart;
    ByteView signature;
    ByteView issuerName;
    std::optional<ByteView> extensions;
};

Parts partsOf(ByteView der)
{
    TlvReader outer(der);
    const auto whole = outer.expect(0x30);
    TlvReader reader(whole);
    const auto begin = whole.data();
    const auto content = reader.expect(0x30);
    Parts parts;
    parts.signedPart = ByteView(begin, static_cast<std::size_t>(content.data() + content.size() - begin));
    reader.expect(0x30); // its algorithm: the issuer's key says which
    const auto bits = reader.expect(0x03);
    if (bits.empty() || bits.front() != 0) throw TlvError("a signature that is not whole octets");
    parts.signature = bits.subspan(1);
    TlvReader fields(content);
    auto field = fields.next();
    if (field.tag == 0xA0) field = fields.next(); // the version before the number
    fields.expect(0x30);
    parts.issuerName = fields.expect(0x30);
    while (!fields.atEnd()) {
        if (const auto next = fields.next(); next.tag == 0xA3) parts.extensions = next.value;
    }
    return parts;
}

std::uint32_t serialOf(ByteView integer)
{
    const auto digits = TlvReader(integer).expect(0x02);
    if (digits.empty() || digits.size() > 5) throw TlvError("a serial number of another size");
    std::uint64_t number = 0;
    for (const auto octet : digits) number = number << 8 | octet;
    if (number > 0xFFFFFFFF) throw TlvError("a serial number of another size");
    return static_cast<std::uint32_t>(number);
}

void readExtension(std::uint8_t which, ByteView value, Attestation& into)
{
    if (which == versionArc) {
        if (value.size() != 3) throw TlvError("a version that is not three octets");
        into.version = CardVersion{value[0], value[1], value[2]};
    }
    if (which == serialArc) into.serial = serialOf(value);
    if (which == policyArc) {
        if (value.size() != 2) throw TlvError("policies that are not two octets");
        into.passcodePolicy = value[0];
        into.touchPolicy = value[1];
    }
}

void readExtensions(ByteView list, Attestation& into)
{
    for (TlvReader reader(TlvReader(list).expect(0x30)); !reader.atEnd();) {
        TlvReader extension(reader.expect(0x30));
        const auto name = extension.expect(0x06);
        auto value = extension.next();
        if (value.tag == 0x01) value = extension.next(); // critical
        if (value.tag != 0x04 || name.size() != sizeof arc + 1 || !equal(name.first(sizeof arc), arc)) continue;
        readExtension(name.back(), value.value, into);
    }
}

Certificate certificateOf(ByteView der)
{
    try {
        return Certificate::fromDer(der);
    } catch (const CryptoError&) {
        throw CardDataError("attestation: no certificate in it");
    }
}

/// False for whatever does not verify, an issuer's key of a kind that we do not take included.
bool signedBy(const Certificate& certificate, const Certificate& issuer)
{
    try {
        const auto parts = partsOf(certificate.der());
        return issuer.publicKey().verify(parts.signedPart, parts.signature);
    } catch (const TlvError&) {
        return false;
    } catch (const CryptoError&) {
        return false;
    }
}

bool isIssuedBy(const Certificate& certificate, const Certificate& issuer)
{
    const auto name = tlv(0x30, partsOf(certificate.der()).issuerName);
    return name == issuer.subjectDer() && signedBy(certificate, issuer);
}

bool withinLife(const Certificate& certificate, std::int64_t at) { return certificate.notBefore() <= at && at <= certificate.notAfter(); }

bool reachesRoot(const Certificate& issuer, const std::vector<Certificate>& makers)
{
    const auto at = issuer.notBefore();
    auto current = issuer;
    for (std::size_t step = 0; step < longestChain; ++step) {
        const auto found = std::find_if(makers.begin(), makers.end(), [&](const auto& one) { return withinLife(one, at) && isIssuedBy(current, one); });
        if (found == makers.end()) return false;
        if (isIssuedBy(*found, *found)) return true; // self-signed: a root
        current = *found;
    }
    return false;
}

} // namespace

Attestation Attestation::decode(ByteView attestation, ByteView issuer)
{
    Attestation read{certificateOf(attestation), certificateOf(issuer), {}, {}, {}, {}};
    readingCardData("attestation", [&] {
        const auto parts = partsOf(read.certificate.der());
        if (parts.extensions) readExtensions(*parts.extensions, read);
    });
    return read;
}

std::string_view nameOf(AttestationVerdict verdict) noexcept
{
    switch (verdict) {
    case AttestationVerdict::proven: return "proven";
    case AttestationVerdict::unsupported: return "unsupported";
    case AttestationVerdict::unknownMaker: return "unknown maker";
    case AttestationVerdict::wrongKey: return "wrong key";
    case AttestationVerdict::broken: return "broken";
    }
    return "broken";
}

AttestationTrust trustInMakers(std::vector<Certificate> roots)
{
    return [roots = std::move(roots)](const Certificate& issuer) {
        try {
            return reachesRoot(issuer, roots);
        } catch (const TlvError&) {
            return false;
        }
    };
}

AttestationVerdict judge(const Attestation& attestation, const CardPublicKey& expected, std::optional<std::uint32_t> serial,
                         const AttestationTrust& trust)
{
    try {
        return judge(attestation, expected.publicKey(), serial, trust);
    } catch (const FailureError&) { // a key of a kind that we do not take
        return AttestationVerdict::broken;
    }
}

AttestationVerdict judge(const Attestation& attestation, const PublicKey& expected, std::optional<std::uint32_t> serial,
                         const AttestationTrust& trust)
{
    try {
        if (!signedBy(attestation.certificate, attestation.issuer)) return AttestationVerdict::broken;
        if (!(attestation.certificate.publicKey() == expected)) return AttestationVerdict::wrongKey;
    } catch (const FailureError&) { // a key of a kind that we do not take
        return AttestationVerdict::broken;
    }
    if (serial && attestation.serial && *serial != *attestation.serial) return AttestationVerdict::wrongKey;
    return trust && trust(attestation.issuer) ? AttestationVerdict::proven : AttestationVerdict::unknownMaker;
}

namespace {

template <typename Key>
AttestationVerdict askedOf(PivApplication& application, Slot slot, const Key& expected, std::optional<std::uint32_t> serial,
                           const AttestationTrust& trust)
{
    try {
        const auto attestation = application.attestation(slot);
        if (!attestation) return AttestationVerdict::unsupported;
        const auto issuer = application.object(objects::attestationCertificate);
        if (!issuer || issuer->empty()) return AttestationVerdict::unsupported;
        return judge(Attestation::decode(*attestation, CertificateObject::decode(*issuer).der()), expected, serial, trust);
    } catch (const CardDataError&) {
        return AttestationVerdict::broken;
    } catch (const CardError&) {
        return AttestationVerdict::broken;
    }
}

} // namespace

AttestationVerdict attested(PivApplication& application, Slot slot, const CardPublicKey& expected, std::optional<std::uint32_t> serial,
                            const AttestationTrust& trust)
{
    return askedOf(application, slot, expected, serial, trust);
}

AttestationVerdict attested(PivApplication& application, Slot slot, const PublicKey& expected, std::optional<std::uint32_t> serial,
                            const AttestationTrust& trust)
{
    return askedOf(application, slot, expected, serial, trust);
}

} // namespace cardwright
