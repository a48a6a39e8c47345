#pragma once

// Inside core/crypto only: reading and making distinguished names, and the extensions that certificates and requests share.

#include "core/crypto/Der.h"
#include "core/crypto/OpenSsl.h"

#include <initializer_list>
#include <optional>
#include <string>

namespace cardwright {
struct RequestSubject;
}

namespace cardwright::openssl {

/// Adds an attribute as PrintableString where the standard wants it, else UTF8String. An empty text adds nothing; what is
/// beyond 64 characters is left out.
void addAttribute(X509_NAME* name, int nid, const std::string& text);
/// The first attribute of this type in UTF-8.
std::optional<std::string> attributeOf(const X509_NAME* name, int nid);
/// True when an attribute that names or describes a person is there.
bool namesAPerson(const X509_NAME* name) noexcept;
std::string textOf(const X509_NAME* name);

Extension extensionOf(std::string_view oid, bool critical, ByteView value);
/// What a request for a card asks for: subject alternative name, and biometricInfo where there is a portrait.
Extensions requestedExtensions(const RequestSubject& subject);
/// The value of the first extension with this identifier.
std::optional<Bytes> extensionValue(const STACK_OF(X509_EXTENSION)* extensions, std::string_view oid);
/// The urn:uuid: among the URIs of an encoded SubjectAltName. Throws TlvError.
std::optional<Guid> guidOfAltName(ByteView altName);

namespace oids {
constexpr std::string_view biometricInfo = "1.3.6.1.5.5.7.1.2";
constexpr std::string_view subjectAltName = "2.5.29.17";
constexpr std::string_view basicConstraints = "2.5.29.19";
constexpr std::string_view keyUsage = "2.5.29.15";
constexpr std::string_view extendedKeyUsage = "2.5.29.37";
constexpr std::string_view subjectKeyId = "2.5.29.14";
constexpr std::string_view authorityKeyId = "2.5.29.35";
constexpr std::string_view clientAuth = "1.3.6.1.5.5.7.3.2";
constexpr std::string_view serverAuth = "1.3.6.1.5.5.7.3.1";
constexpr std::string_view emailProtection = "1.3.6.1.5.5.7.3.4";
constexpr std::string_view smartcardLogon = "1.3.6.1.4.1.311.20.2.2";
constexpr std::string_view pivContentSigning = "2.16.840.1.101.3.6.7"; // SP 800-73-5 part 1, FIPS 201-3 4.2.1
constexpr std::string_view pivCardAuthentication = "2.16.840.1.101.3.6.8";
constexpr std::string_view chuidContent = "2.16.840.1.101.3.6.1";
constexpr std::string_view pivSignerName = "2.16.840.1.101.3.6.5";
// Our own, from random UUIDs (X.667): nobody else's certificate has them.
constexpr std::string_view statementSigning = "2.25.116714519797643542831714156256045908776";
constexpr std::string_view workstationSigning = "2.25.179905669688103725819280992015998284053";
constexpr std::string_view delegationContent = "2.25.325857896697642692999072561211291397494";
constexpr std::string_view stepUpContent = "2.25.221471897840358461948272935014197411086";
constexpr std::string_view rosterContent = "2.25.90067925251338244398332011547834123946";
constexpr std::string_view policyContent = "2.25.164953498588563479356310512081335759";
constexpr std::string_view authorityContent = "2.25.271971319041876483287503177700021754146";
constexpr std::string_view termsContent = "2.25.219767645019422509426100547706540712257";
constexpr std::string_view ldsContent = "2.23.136.1.1.1";
} // namespace oids

} // namespace cardwright::openssl
