#include "core/crypto/Names.h"

#include "core/base/Tlv.h"
#include "core/crypto/CertificateRequest.h"

#include <array>

namespace cardwright::openssl {

namespace {

/// The first characters of a UTF-8 text, none cut in two.
std::string firstCharacters(const std::string& text, std::size_t most)
{
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && characters++ == most) return text.substr(0, at);
    }
    return text;
}

} // namespace

void addAttribute(X509_NAME* name, int nid, const std::string& whole)
{
    constexpr std::size_t longest = 64; // ub-organization-name, ub-common-name, ub-serial-number: RFC 5280 A.1
    if (whole.empty()) return;
    const auto text = firstCharacters(whole, longest);
    must(X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()),
                                    static_cast<int>(text.size()), -1, 0) == 1,
         "a name's attribute");
}

std::optional<std::string> attributeOf(const X509_NAME* name, int nid)
{
    const int index = X509_NAME_get_index_by_NID(name, nid, -1);
    if (index < 0) return std::nullopt;
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (size < 0) return std::nullopt;
    std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return text;
}

bool namesAPerson(const X509_NAME* name) noexcept
{
    constexpr std::array personal{NID_commonName, NID_givenName, NID_surname,  NID_initials,
                                  NID_pseudonym,  NID_title,     NID_pkcs9_emailAddress, NID_name};
    for (const int nid : personal) {
        if (X509_NAME_get_index_by_NID(name, nid, -1) >= 0) return true;
    }
    return false;
}

std::string textOf(const X509_NAME* name)
{
    const auto writer = owned<Bio>(BIO_new(BIO_s_mem()), "memory");
    must(X509_NAME_print_ex(writer.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0, "a name's text");
    char* text = nullptr;
    const long size = BIO_get_mem_data(writer.get(), &text);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

Extension extensionOf(std::string_view oid, bool critical, ByteView value)
{
    const auto object = owned<Object>(OBJ_txt2obj(std::string(oid).c_str(), 1), "extension");
    const auto octets = owned<Octets>(ASN1_OCTET_STRING_new(), "extension");
    must(ASN1_OCTET_STRING_set(octets.get(), value.data(), intSize(value)) == 1, "extension");
    return owned<Extension>(X509_EXTENSION_create_by_OBJ(nullptr, object.get(), critical ? 1 : 0, octets.get()), "extension");
}

Extensions requestedExtensions(const RequestSubject& subject)
{
    constexpr std::uint32_t uri = 0x86;
    auto list = owned<Extensions>(sk_X509_EXTENSION_new_null(), "extensions");
    const auto push = [&](Extension extension) {
        must(sk_X509_EXTENSION_push(list.get(), extension.get()) > 0, "extensions");
        static_cast<void>(extension.release()); // the list owns it now
    };
    push(extensionOf(oids::subjectAltName, false, tlv(der::sequence, tlv(uri, bytesOf(der::urnOf(subject.card))))));
    if (subject.photoReference) push(extensionOf(oids::biometricInfo, false, der::biometricInfo(*subject.photoReference, subject.card)));
    return list;
}

std::optional<Bytes> extensionValue(const STACK_OF(X509_EXTENSION)* extensions, std::string_view oid)
{
    const auto object = owned<Object>(OBJ_txt2obj(std::string(oid).c_str(), 1), "extension");
    const int index = X509v3_get_ext_by_OBJ(extensions, object.get(), -1);
    if (index < 0) return std::nullopt;
    const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509v3_get_ext(extensions, index));
    return toBytes({ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))});
}

std::optional<Guid> guidOfAltName(ByteView altName)
{
    constexpr std::uint32_t uri = 0x86; // GeneralName [6] IA5String
    TlvReader outer(altName);
    TlvReader names(outer.expect(der::sequence));
    outer.end();
    while (!names.atEnd()) {
        const Tlv name = names.next();
        if (name.tag != uri) continue;
        if (const auto guid = der::guidOfUrn(toText(name.value))) return guid;
    }
    return std::nullopt;
}

} // namespace cardwright::openssl
