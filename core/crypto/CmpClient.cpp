#include "core/crypto/CmpClient.h"

#include "core/base/Tlv.h"
#include "core/crypto/CmpTransport.h"
#include "core/crypto/Names.h"

#include <openssl/cmp.h>
#include <openssl/crmf.h>
#include <openssl/httperr.h>

namespace cardwright {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;
using Context = std::unique_ptr<OSSL_CMP_CTX, openssl::Freer<OSSL_CMP_CTX_free>>;

/// What one transaction carries into OpenSSL's callbacks.
struct Exchange {
    const CmpCertificateCheck* check = nullptr;
    std::string objection; ///< must outlive the confirmation message
    std::exception_ptr thrown;
};

/// OpenSSL would write its progress to standard error.
int silent(const char*, const char*, int, OSSL_CMP_severity, const char*) { return 1; }

/// 0 accepts; a PKIFailureInfo bit rejects, and the authority takes the certificate back (RFC 4210 5.3.18).
int confirm(OSSL_CMP_CTX* context, X509* certificate, int failInfo, const char** text)
{
    constexpr int incorrectData = 1 << OSSL_CMP_PKIFAILUREINFO_incorrectData;
    auto& exchange = *static_cast<Exchange*>(OSSL_CMP_CTX_get_certConf_cb_arg(context));
    try {
        // Looked at also when OpenSSL has found it to be of another key: who is to take it back must have seen it.
        const auto read = Certificate::fromDer(openssl::derOf(i2d_X509, certificate));
        const auto objection = (*exchange.check)(read);
        if (!objection && failInfo == 0) return 0;
        exchange.objection = objection.value_or("key");
    } catch (...) {
        exchange.thrown = std::current_exception();
        exchange.objection = "unreadable";
    }
    *text = exchange.objection.c_str();
    return failInfo != 0 ? failInfo : incorrectData;
}

openssl::Store storeOf(const std::vector<Certificate>& anchors)
{
    auto store = owned<openssl::Store>(X509_STORE_new(), "trust");
    for (const auto& anchor : anchors) must(X509_STORE_add_cert(store.get(), anchor.handle()) == 1, "trust");
    return store;
}

openssl::Octets octetsOf(ByteView value)
{
    auto octets = owned<openssl::Octets>(ASN1_OCTET_STRING_new(), "octets");
    must(ASN1_OCTET_STRING_set(octets.get(), value.data(), openssl::intSize(value)) == 1, "octets");
    return octets;
}

void setServer(OSSL_CMP_CTX* context, const CmpServer& server)
{
    const auto seconds = [](std::chrono::seconds value) { return static_cast<int>(value.count()); };
    must(OSSL_CMP_CTX_set1_server(context, server.host.c_str()) == 1 && OSSL_CMP_CTX_set_serverPort(context, server.port) == 1 &&
             OSSL_CMP_CTX_set1_serverPath(context, server.path.c_str()) == 1 &&
             // What the environment says about proxies is not policy.
             OSSL_CMP_CTX_set1_no_proxy(context, server.host.c_str()) == 1 &&
             OSSL_CMP_CTX_set_option(context, OSSL_CMP_OPT_MSG_TIMEOUT, seconds(server.answerWithin)) == 1 &&
             OSSL_CMP_CTX_set_option(context, OSSL_CMP_OPT_TOTAL_TIMEOUT, seconds(server.finishWithin)) == 1,
         "the authority's address");
}

/// CertProfileValue ::= SEQUENCE OF UTF8String (RFC 9480 2.1).
void nameProfile(OSSL_CMP_CTX* context, const std::string& name)
{
    constexpr const char* certProfile = "1.3.6.1.5.5.7.4.21";
    constexpr std::uint32_t sequence = 0x30;
    constexpr std::uint32_t utf8 = 0x0C;
    const auto der = tlv(sequence, tlv(utf8, bytesOf(name)));
    auto text = owned<openssl::Octets>(ASN1_STRING_type_new(V_ASN1_SEQUENCE), "profile");
    must(ASN1_STRING_set(text.get(), der.data(), openssl::intSize(der)) == 1, "profile");
    std::unique_ptr<ASN1_TYPE, openssl::Freer<ASN1_TYPE_free>> value(ASN1_TYPE_new());
    must(value != nullptr, "profile");
    ASN1_TYPE_set(value.get(), V_ASN1_SEQUENCE, text.release());
    OSSL_CMP_ITAV* line = OSSL_CMP_ITAV_create(OBJ_txt2obj(certProfile, 1), value.release());
    must(line != nullptr && OSSL_CMP_CTX_push0_geninfo_ITAV(context, line) == 1, "profile");
}

Context contextOf(const CmpServer& server, const CmpRegistrationAuthority& own, const std::vector<Certificate>& authority,
                  const CmpTransaction& transaction)
{
    must(!authority.empty(), "a certificate authority needs an anchor");
    auto context = owned<Context>(OSSL_CMP_CTX_new(nullptr, nullptr), "CMP");
    must(OSSL_CMP_CTX_set_log_cb(context.get(), silent) == 1, "CMP");
    setServer(context.get(), server);
    const auto id = octetsOf(transaction);
    auto store = storeOf(authority);
    must(OSSL_CMP_CTX_set1_cert(context.get(), own.certificate.handle()) == 1 &&
             OSSL_CMP_CTX_set1_pkey(context.get(), own.key.handle()) == 1 &&
             OSSL_CMP_CTX_set1_recipient(context.get(), X509_get_subject_name(authority.front().handle())) == 1 &&
             OSSL_CMP_CTX_set1_transactionID(context.get(), id.get()) == 1,
         "CMP");
    must(OSSL_CMP_CTX_set0_trustedStore(context.get(), store.release()) == 1, "trust");
    if (!server.certProfile.empty()) nameProfile(context.get(), server.certProfile);
    return context;
}

/// The names of the bits of PKIFailureInfo (RFC 4210 5.2.3) that an authority gives for what we send.
std::string failureWords(int failInfo)
{
    static constexpr std::pair<int, std::string_view> names[] = {
        {OSSL_CMP_PKIFAILUREINFO_badAlg, "badAlg"},
        {OSSL_CMP_PKIFAILUREINFO_badMessageCheck, "badMessageCheck"},
        {OSSL_CMP_PKIFAILUREINFO_badRequest, "badRequest"},
        {OSSL_CMP_PKIFAILUREINFO_badTime, "badTime"},
        {OSSL_CMP_PKIFAILUREINFO_badCertId, "badCertId"},
        {OSSL_CMP_PKIFAILUREINFO_badDataFormat, "badDataFormat"},
        {OSSL_CMP_PKIFAILUREINFO_incorrectData, "incorrectData"},
        {OSSL_CMP_PKIFAILUREINFO_badPOP, "badPOP"},
        {OSSL_CMP_PKIFAILUREINFO_certRevoked, "certRevoked"},
        {OSSL_CMP_PKIFAILUREINFO_badCertTemplate, "badCertTemplate"},
        {OSSL_CMP_PKIFAILUREINFO_signerNotTrusted, "signerNotTrusted"},
        {OSSL_CMP_PKIFAILUREINFO_transactionIdInUse, "transactionIdInUse"},
        {OSSL_CMP_PKIFAILUREINFO_notAuthorized, "notAuthorized"},
        {OSSL_CMP_PKIFAILUREINFO_systemUnavail, "systemUnavail"},
        {OSSL_CMP_PKIFAILUREINFO_systemFailure, "systemFailure"},
        {OSSL_CMP_PKIFAILUREINFO_duplicateCertReq, "duplicateCertReq"},
    };
    std::string words;
    for (const auto& [bit, name] : names) {
        if (failInfo < 0 || (static_cast<unsigned>(failInfo) & (1U << static_cast<unsigned>(bit))) == 0) continue;
        if (!words.empty()) words += ", ";
        words += name;
    }
    return words.empty() ? "no reason given" : words;
}

/// Whether the message or its answer got lost, rather than that something else than CMP came. Empties the error queue.
bool lostOnTheWay()
{
    bool lost = false;
    while (const unsigned long error = ERR_get_error()) {
        const int library = ERR_GET_LIB(error);
        const int reason = ERR_GET_REASON(error);
        if (library == ERR_LIB_ASN1) return false;
        if (library == ERR_LIB_HTTP && (reason == HTTP_R_MISSING_ASN1_ENCODING || reason == HTTP_R_UNEXPECTED_CONTENT_TYPE)) return false;
        lost = lost || (library == ERR_LIB_CMP && (reason == CMP_R_TRANSFER_ERROR || reason == CMP_R_TOTAL_TIMEOUT));
    }
    return lost;
}

[[noreturn]] void explain(OSSL_CMP_CTX* context, const Exchange& exchange)
{
    if (exchange.thrown) std::rethrow_exception(exchange.thrown);
    if (!exchange.objection.empty()) fail("CA-CERTIFICATE", exchange.objection);
    const int status = OSSL_CMP_CTX_get_status(context);
    if (status == OSSL_CMP_PKISTATUS_rejection) fail("CA-REFUSED", failureWords(OSSL_CMP_CTX_get_failInfoCode(context)));
    if (status == OSSL_CMP_PKISTATUS_waiting || lostOnTheWay()) fail("CA-UNREACHABLE");
    fail("CA-ANSWER");
}

Certificate exchangeCertificate(OSSL_CMP_CTX* context, int type, const CmpCertificateCheck& check)
{
    Exchange exchange;
    exchange.check = &check;
    must(OSSL_CMP_CTX_set_certConf_cb(context, confirm) == 1 && OSSL_CMP_CTX_set_certConf_cb_arg(context, &exchange) == 1, "CMP");
    // The certificate belongs to the context.
    X509* certificate = OSSL_CMP_exec_certreq(context, type, nullptr);
    if (certificate == nullptr || !exchange.objection.empty()) explain(context, exchange);
    return Certificate::fromDer(openssl::derOf(i2d_X509, certificate));
}

void setTemplate(OSSL_CMP_CTX* context, const CmpKeyRequest& request)
{
    const auto name = owned<openssl::Name>(X509_NAME_new(), "name");
    openssl::addAttribute(name.get(), NID_organizationName, request.subject.organisation);
    openssl::addAttribute(name.get(), NID_serialNumber, request.subject.userNumber);
    auto extensions = openssl::requestedExtensions(request.subject);
    must(OSSL_CMP_CTX_set1_subjectName(context, name.get()) == 1 &&
             OSSL_CMP_CTX_set0_reqExtensions(context, extensions.release()) == 1 &&
             OSSL_CMP_CTX_set_option(context, OSSL_CMP_OPT_POPO_METHOD, OSSL_CRMF_POPO_RAVERIFIED) == 1,
         "certificate template");
    must(EVP_PKEY_up_ref(request.key.handle()) == 1, "key");
    if (OSSL_CMP_CTX_set0_newPkey(context, 0, request.key.handle()) != 1) {
        EVP_PKEY_free(request.key.handle());
        fail("CRYPTO-FAILED", "key");
    }
}

} // namespace

CmpClient::CmpClient(CmpServer server, CmpRegistrationAuthority registrationAuthority, std::vector<Certificate> authority)
    : m_server(std::move(server)), m_registrationAuthority(std::move(registrationAuthority)), m_authority(std::move(authority))
{
}

Certificate CmpClient::request(const CertificateRequest& request, const CmpTransaction& transaction, const CmpCertificateCheck& check)
{
    const openssl::QueueDrain drain;
    const auto context = contextOf(m_server, m_registrationAuthority, m_authority, transaction);
    const openssl::CmpTransport transport(context.get(), m_server);
    must(OSSL_CMP_CTX_set1_p10CSR(context.get(), request.handle()) == 1, "request");
    return exchangeCertificate(context.get(), OSSL_CMP_P10CR, check);
}

Certificate CmpClient::request(const CmpKeyRequest& request, const CmpTransaction& transaction, const CmpCertificateCheck& check)
{
    const openssl::QueueDrain drain;
    const auto context = contextOf(m_server, m_registrationAuthority, m_authority, transaction);
    const openssl::CmpTransport transport(context.get(), m_server);
    setTemplate(context.get(), request);
    return exchangeCertificate(context.get(), OSSL_CMP_CR, check);
}

void CmpClient::revoke(const Certificate& certificate, RevocationReason reason, const CmpTransaction& transaction)
{
    const openssl::QueueDrain drain;
    const auto context = contextOf(m_server, m_registrationAuthority, m_authority, transaction);
    const openssl::CmpTransport transport(context.get(), m_server);
    must(OSSL_CMP_CTX_set1_oldCert(context.get(), certificate.handle()) == 1 &&
             OSSL_CMP_CTX_set_option(context.get(), OSSL_CMP_OPT_REVOCATION_REASON, static_cast<int>(reason)) == 1,
         "revocation");
    if (OSSL_CMP_exec_RR_ses(context.get()) != 1) explain(context.get(), {});
}

} // namespace cardwright
