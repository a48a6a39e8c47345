#include "tests/unit/cmp/CmpLab.h"

#include "core/base/Clock.h"
#include "core/base/Tlv.h"

#include <openssl/crmf.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace cardwright::test {

namespace {

constexpr std::int64_t hour = 3600LL * 1000;
constexpr std::int64_t day = 24 * hour;

std::int64_t now() { return SystemClock().utcMillis(); }

CertificateContent contentOf(CertificateProfile profile, std::string name)
{
    CertificateContent content;
    content.profile = profile;
    content.commonName = std::move(name);
    content.organisation = "Harbour Valley Community Trust";
    content.notBefore = now() - hour;
    content.notAfter = now() + 365 * day;
    return content;
}

Certificate rootOf(std::string name, const PrivateKey& key, RandomSource& random)
{
    return certify::selfSigned(contentOf(CertificateProfile::root, std::move(name)), key, random);
}

Bytes transactionOf(const OSSL_CMP_MSG* message)
{
    const auto* id = OSSL_CMP_HDR_get0_transactionID(OSSL_CMP_MSG_get0_header(message));
    return {ASN1_STRING_get0_data(id), ASN1_STRING_get0_data(id) + ASN1_STRING_length(id)};
}

template <typename Encode, typename Handle>
Bytes derOf(Encode encode, Handle* handle)
{
    std::uint8_t* out = nullptr;
    const int size = encode(handle, &out);
    if (size < 0) throw std::runtime_error("encoding");
    Bytes octets(out, out + size);
    OPENSSL_free(out);
    return octets;
}

/// RFC 4211 5: the template's public key, [6] IMPLICIT SubjectPublicKeyInfo; OpenSSL 3.0 has no way to ask for it.
PublicKey keyOf(const OSSL_CRMF_CERTTEMPLATE* wanted)
{
    constexpr std::uint32_t publicKey = 0xA6;
    constexpr std::uint32_t sequence = 0x30;
    const Bytes der = derOf(i2d_OSSL_CRMF_CERTTEMPLATE, wanted);
    TlvReader outer(der);
    TlvReader fields(outer.expect(sequence));
    while (!fields.atEnd()) {
        const auto field = fields.next();
        if (field.tag == publicKey) return PublicKey::fromDer(tlv(sequence, field.value));
    }
    throw std::runtime_error("no public key");
}

void upload(X509** out, const Certificate& certificate)
{
    *out = X509_dup(certificate.handle());
}

} // namespace

CmpLab::CmpLab()
    : m_rootKey(PrivateKey::generate(KeyAlgorithm::ecP256)), m_root(rootOf("Loopback CA", m_rootKey, m_random)),
      m_otherRootKey(PrivateKey::generate(KeyAlgorithm::ecP256)), m_otherRoot(rootOf("Another CA", m_otherRootKey, m_random)),
      m_raKey(PrivateKey::generate(KeyAlgorithm::ecP256)),
      m_raCertificate(certify::issue(contentOf(CertificateProfile::tlsClient, "Registration authority"), m_raKey.publicKey(), m_root, m_rootKey, m_random)),
      m_signerKey(PrivateKey::generate(KeyAlgorithm::ecP256)),
      m_signerCertificate(certify::issue(contentOf(CertificateProfile::tlsServer, "CMP signer"), m_signerKey.publicKey(), m_root, m_rootKey, m_random))
{
    m_server = OSSL_CMP_SRV_CTX_new(nullptr, nullptr);
    OSSL_CMP_CTX* context = OSSL_CMP_SRV_CTX_get0_cmp_ctx(m_server);
    X509_STORE* trust = X509_STORE_new();
    const bool ready = m_server != nullptr &&
                       OSSL_CMP_SRV_CTX_init(m_server, this, onRequest, onRevocation, nullptr, onError, onConfirmation, nullptr) == 1 &&
                       OSSL_CMP_CTX_set1_cert(context, m_signerCertificate.handle()) == 1 &&
                       OSSL_CMP_CTX_set1_pkey(context, m_signerKey.handle()) == 1 && X509_STORE_add_cert(trust, m_root.handle()) == 1 &&
                       OSSL_CMP_CTX_set0_trustedStore(context, trust) == 1 && OSSL_CMP_SRV_CTX_set_accept_raverified(m_server, 1) == 1 &&
                       OSSL_CMP_CTX_set_log_cb(context, [](const char*, const char*, int, OSSL_CMP_severity, const char*) { return 1; }) == 1;
    if (!ready) throw std::runtime_error("the CMP server did not start");

    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listener, 4) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no loopback port");
    }
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

CmpLab::~CmpLab()
{
    m_stopping = true;
    m_thread.join();
    ::close(m_listener);
    OSSL_CMP_SRV_CTX_free(m_server);
}

void CmpLab::setMood(Mood mood)
{
    const std::lock_guard lock(m_mutex);
    m_mood = mood;
}

CmpServer CmpLab::server() const
{
    CmpServer server;
    server.host = "127.0.0.1";
    server.port = m_port;
    server.path = "pkix/";
    server.answerWithin = std::chrono::seconds(60);
    server.finishWithin = std::chrono::seconds(180);
    return server;
}

std::size_t CmpLab::made() const
{
    const std::lock_guard lock(m_mutex);
    return m_issued.size();
}

std::size_t CmpLab::valid() const
{
    const std::lock_guard lock(m_mutex);
    std::size_t count = 0;
    for (const auto& [id, issued] : m_issued) count += issued.confirmed && !issued.revoked ? 1U : 0U;
    return count;
}

std::size_t CmpLab::unconfirmed() const
{
    const std::lock_guard lock(m_mutex);
    std::size_t count = 0;
    for (const auto& [id, issued] : m_issued) count += !issued.confirmed && !issued.revoked ? 1U : 0U;
    return count;
}

bool CmpLab::revoked(const Certificate& certificate) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [id, issued] : m_issued) {
        if (issued.certificate == certificate) return issued.revoked;
    }
    return false;
}

Certificate CmpLab::make(CertificateContent content, PublicKey key)
{
    if (m_mood == Mood::wrongKey) key = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey();
    if (m_mood == Mood::wrongSubject) content.serialNumber = "555001000999";
    if (m_mood == Mood::noPhotoReference) content.photoReference.reset();
    if (m_mood == Mood::expired) content.notBefore = now() - 2 * day, content.notAfter = now() - day;
    if (m_mood == Mood::foreignIssuer) return certify::issue(content, key, m_otherRoot, m_otherRootKey, m_random);
    return certify::issue(content, key, m_root, m_rootKey, m_random);
}

Certificate CmpLab::certificateFor(const Bytes& transaction, const OSSL_CRMF_MSG* crm, const X509_REQ* p10cr)
{
    if (const auto found = m_issued.find(transaction); found != m_issued.end()) return found->second.certificate;
    CertificateContent content = contentOf(oneProfileAPath && m_askedForSignature ? CertificateProfile::signature : CertificateProfile::signIn, "");
    const auto fill = [&](const CertificateRequest& request) {
        content.serialNumber = request.subjectSerialNumber().value_or("");
        content.organisation = request.organisation().value_or("");
        content.uuid = request.uuid();
        content.photoReference = request.photoReference();
    };
    std::optional<Certificate> certificate;
    if (p10cr != nullptr) {
        const auto request = CertificateRequest::fromDer(derOf(i2d_X509_REQ, p10cr));
        if (!request.provesPossession()) throw std::runtime_error("possession");
        fill(request);
        certificate = make(content, request.publicKey());
    } else {
        // The template read through a request of the same subject and extensions, whose signature nobody looks at.
        const OSSL_CRMF_CERTTEMPLATE* wanted = OSSL_CRMF_MSG_get0_tmpl(crm);
        std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)> carrier(X509_REQ_new(), X509_REQ_free);
        const auto key = keyOf(wanted);
        X509_REQ_set_subject_name(carrier.get(), OSSL_CRMF_CERTTEMPLATE_get0_subject(wanted));
        X509_REQ_add_extensions(carrier.get(), OSSL_CRMF_CERTTEMPLATE_get0_extensions(wanted));
        X509_REQ_set_pubkey(carrier.get(), key.handle());
        X509_REQ_sign(carrier.get(), m_rootKey.handle(), EVP_sha256());
        fill(CertificateRequest::fromDer(derOf(i2d_X509_REQ, carrier.get())));
        content.profile = CertificateProfile::keyManagement;
        certificate = make(content, key);
    }
    m_issued.emplace(transaction, Issued{*certificate});
    return *certificate;
}

OSSL_CMP_PKISI* CmpLab::onRequest(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, int, const OSSL_CRMF_MSG* crm, const X509_REQ* p10cr,
                                  X509** certificate, STACK_OF(X509)**, STACK_OF(X509)**)
{
    auto& self = *static_cast<CmpLab*>(OSSL_CMP_SRV_CTX_get0_custom_ctx(server));
    const std::lock_guard lock(self.m_mutex);
    if (self.m_mood == Mood::rejects) {
        return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_rejection, 1 << OSSL_CMP_PKIFAILUREINFO_badCertTemplate, "no");
    }
    try {
        upload(certificate, self.certificateFor(transactionOf(request), crm, p10cr));
        self.m_dropAnswer = self.m_mood == Mood::losesAnswer;
        if (self.m_dropAnswer) self.m_mood = Mood::good;
        return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_accepted, 0, nullptr);
    } catch (const std::exception&) {
        return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_rejection, 1 << OSSL_CMP_PKIFAILUREINFO_badPOP, nullptr);
    }
}

OSSL_CMP_PKISI* CmpLab::onRevocation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG*, const X509_NAME*, const ASN1_INTEGER* serial)
{
    auto& self = *static_cast<CmpLab*>(OSSL_CMP_SRV_CTX_get0_custom_ctx(server));
    const std::lock_guard lock(self.m_mutex);
    for (auto& [id, issued] : self.m_issued) {
        if (ASN1_INTEGER_cmp(X509_get0_serialNumber(issued.certificate.handle()), serial) != 0) continue;
        if (issued.revoked) return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_rejection, 1 << OSSL_CMP_PKIFAILUREINFO_certRevoked, nullptr);
        issued.revoked = true;
        return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_accepted, 0, nullptr);
    }
    return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_rejection, 1 << OSSL_CMP_PKIFAILUREINFO_badCertId, nullptr);
}

int CmpLab::onConfirmation(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, int, const ASN1_OCTET_STRING*, const OSSL_CMP_PKISI* status)
{
    auto& self = *static_cast<CmpLab*>(OSSL_CMP_SRV_CTX_get0_custom_ctx(server));
    const std::lock_guard lock(self.m_mutex);
    const auto found = self.m_issued.find(transactionOf(request));
    if (found == self.m_issued.end()) return 0;
    std::array<char, 256> words{};
    const bool accepted = status == nullptr || (OSSL_CMP_snprint_PKIStatusInfo(status, words.data(), words.size()) != nullptr &&
                                                std::strstr(words.data(), "accepted") != nullptr);
    found->second.confirmed = accepted;
    found->second.revoked = !accepted;
    self.m_dropAnswer = self.m_mood == Mood::losesConfirmation;
    if (self.m_dropAnswer) self.m_mood = Mood::good;
    return 1;
}

void CmpLab::serve()
{
    while (!m_stopping) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, 50) <= 0) continue;
        const int connection = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        answer(connection);
        ::close(connection);
    }
}

namespace {

/// One HTTP request's body; nothing when the peer went away.
std::optional<Bytes> bodyOf(int connection, std::string& head)
{
    char octet = 0;
    while (head.find("\r\n\r\n") == std::string::npos) {
        if (::recv(connection, &octet, 1, 0) != 1) return std::nullopt;
        head += octet;
    }
    const auto field = head.find("Content-Length: ");
    if (field == std::string::npos) return std::nullopt;
    Bytes body(static_cast<std::size_t>(std::stoul(head.substr(field + 16))));
    if (::recv(connection, body.data(), body.size(), MSG_WAITALL) != static_cast<ssize_t>(body.size())) return std::nullopt;
    return body;
}

void send(int connection, ByteView body)
{
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/pkixcmp\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    const Bytes message = concat({bytesOf(head), bytesOf("Connection: close\r\n\r\n"), body});
    ::send(connection, message.data(), message.size(), MSG_NOSIGNAL);
}

} // namespace

void CmpLab::answer(int connection)
{
    std::string head;
    const auto body = bodyOf(connection, head);
    if (!body) return;
    {
        const auto named = bytesOf("card-signature");
        const std::lock_guard lock(m_mutex);
        m_askedForSignature = head.find("signature") != std::string::npos || std::search(body->begin(), body->end(), named.begin(), named.end()) != body->end();
    }
    const Mood mood = [this] {
        const std::lock_guard lock(m_mutex);
        return m_mood;
    }();
    if (mood == Mood::garbage) return send(connection, bytesOf("no CMP message"));
    if (mood == Mood::silent) {
        pollfd peer{connection, POLLIN, 0}; // until the other side gives up
        m_holding = true;
        while (!m_stopping && ::poll(&peer, 1, 50) == 0) {}
        m_holding = false;
        return;
    }
    std::unique_ptr<BIO, decltype(&BIO_free_all)> in(BIO_new_mem_buf(body->data(), static_cast<int>(body->size())), BIO_free_all);
    std::unique_ptr<OSSL_CMP_MSG, decltype(&OSSL_CMP_MSG_free)> request(d2i_OSSL_CMP_MSG_bio(in.get(), nullptr), OSSL_CMP_MSG_free);
    if (!request) return;
    std::unique_ptr<OSSL_CMP_MSG, decltype(&OSSL_CMP_MSG_free)> reply(OSSL_CMP_SRV_process_request(m_server, request.get()), OSSL_CMP_MSG_free);
    const bool drop = [this] {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_dropAnswer, false);
    }();
    if (!reply || drop) return;
    std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), BIO_free_all);
    i2d_OSSL_CMP_MSG_bio(out.get(), reply.get());
    const char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    send(connection, Bytes(data, data + size));
}

} // namespace cardwright::test
