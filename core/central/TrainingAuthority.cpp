#include "core/central/TrainingAuthority.h"

#include "core/base/Clock.h"
#include "core/crypto/CryptoError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::central {

namespace {

constexpr std::size_t mostFile = 64 * 1024;
constexpr std::size_t mostRevoked = std::size_t{64} * 1024 * 1024;
constexpr std::int64_t fiveMinutes = 5 * 60 * 1000; // a desk's clock may be a little behind
constexpr std::int64_t day = 24LL * 3600 * 1000;
constexpr std::int64_t listHolds = 7 * day;
constexpr int rootMonths = 120;

std::int64_t rootEnd(std::int64_t from) { return startOfDay(plusMonths(dateOf(from), rootMonths)); }

std::filesystem::path issuedFile(const std::filesystem::path& directory, const Guid& request)
{
    return directory / "issued" / (request.text() + ".pem");
}

std::filesystem::path revokedFile(const std::filesystem::path& directory) { return directory / "revoked.json"; }
std::filesystem::path listFile(const std::filesystem::path& directory) { return directory / "ca.crl"; }

} // namespace

struct TrainingAuthority::Register {
    mutable std::mutex mutex; ///< the centre's thread and the one that asks
    std::map<Guid, Certificate> issued; ///< of an authority without a folder
    std::vector<RevokedCertificate> revoked;
    std::uint64_t number = 0; ///< of the last list
    std::int64_t publishedAt = 0;
};

TrainingAuthority::TrainingAuthority(Certificate root, PrivateKey key, RandomSource& random)
    : m_root(std::move(root)), m_key(std::move(key)), m_random(random), m_register(std::make_unique<Register>())
{
}

TrainingAuthority::TrainingAuthority(TrainingAuthority&&) noexcept = default;
TrainingAuthority::~TrainingAuthority() = default;

TrainingAuthority TrainingAuthority::create(std::int64_t atMillis, RandomSource& random)
{
    auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    CertificateContent content;
    content.profile = CertificateProfile::root;
    content.commonName = "Cardwright training CA";
    content.notBefore = atMillis - fiveMinutes;
    content.notAfter = rootEnd(atMillis);
    auto root = certify::selfSigned(content, key, random);
    return {std::move(root), std::move(key), random};
}

TrainingAuthority TrainingAuthority::open(const std::filesystem::path& directory, RandomSource& random)
{
    const auto pem = readSecretFile(directory / "ca.key", mostFile);
    TrainingAuthority authority(Certificate::fromPem(readWholeFile(directory / "ca.pem", mostFile)), PrivateKey::fromPem(pem.view()), random);
    authority.m_directory = directory;
    authority.readRevoked();
    return authority;
}

void TrainingAuthority::save(const std::filesystem::path& directory) const
{
    writePrivateFile(directory / "ca.key", m_key.pem().view());
    writePrivateFile(directory / "ca.pem", bytesOf(m_root.pem()));
}

Certificate TrainingAuthority::make(const CardCertificateOrder& order, std::int64_t atMillis)
{
    const auto from = atMillis - fiveMinutes;
    const auto until = std::min(defaultNotAfter(from), m_root.notAfter());
    if (order.pkcs10) return certify::issueFromRequest(*order.pkcs10, order.profile, from, until, m_root, m_key, m_random);
    CertificateContent content;
    content.profile = order.profile;
    content.organisation = order.subject.organisation;
    content.serialNumber = order.subject.userNumber;
    content.uuid = order.subject.card;
    content.photoReference = order.subject.photoReference;
    content.notBefore = from;
    content.notAfter = until;
    return certify::issue(content, order.key, m_root, m_key, m_random);
}

Certificate TrainingAuthority::issue(const CardCertificateOrder& order, const CmpCertificateCheck& check, std::int64_t atMillis)
{
    const std::lock_guard lock(m_register->mutex);
    const auto before = known(order.request);
    if (before && isRevoked(*before)) throw CryptoError(Failure::of("CA-REFUSED", "certRevoked"));
    auto certificate = before ? *before : make(order, atMillis);
    if (const auto objection = check(certificate)) {
        if (before) strike(certificate, RevocationReason::cessationOfOperation, atMillis);
        throw CryptoError(Failure::of("CA-CERTIFICATE", *objection)); // a new one was never kept: there is nothing to take back
    }
    if (!before) keep(order.request, certificate);
    return certificate;
}

Certificate TrainingAuthority::issue(const CertificateContent& content, const PublicKey& key)
{
    return certify::issue(content, key, m_root, m_key, m_random);
}

void TrainingAuthority::revoke(const Certificate& certificate, RevocationReason reason, const Guid&, std::int64_t atMillis)
{
    const std::lock_guard lock(m_register->mutex);
    if (certificate.issuer() != m_root.subject()) throw CryptoError(Failure::of("CA-REFUSED", "badCertId"));
    if (isRevoked(certificate)) throw CryptoError(Failure::of("CA-REFUSED", "certRevoked"));
    strike(certificate, reason, atMillis);
}

void TrainingAuthority::keepUp(std::int64_t atMillis)
{
    const std::lock_guard lock(m_register->mutex);
    if (m_directory.empty()) return;
    const auto age = atMillis - m_register->publishedAt;
    if (age >= 0 && age < day && std::filesystem::exists(listFile(m_directory))) return;
    publish(atMillis);
}

std::vector<RevokedCertificate> TrainingAuthority::revoked() const
{
    const std::lock_guard lock(m_register->mutex);
    return m_register->revoked;
}

std::optional<Certificate> TrainingAuthority::known(const Guid& request) const
{
    if (m_directory.empty()) {
        const auto found = m_register->issued.find(request);
        return found == m_register->issued.end() ? std::nullopt : std::optional(found->second);
    }
    const auto file = issuedFile(m_directory, request);
    if (!std::filesystem::exists(file)) return std::nullopt;
    return Certificate::fromPem(readWholeFile(file, mostFile));
}

void TrainingAuthority::keep(const Guid& request, const Certificate& certificate)
{
    if (m_directory.empty()) {
        m_register->issued.emplace(request, certificate);
        return;
    }
    const auto file = issuedFile(m_directory, request);
    if (!std::filesystem::exists(file.parent_path())) makePrivateDirectory(file.parent_path());
    writePrivateFile(file, bytesOf(certificate.pem()));
}

bool TrainingAuthority::isRevoked(const Certificate& certificate) const
{
    const auto number = serialNumberOf(certificate);
    return std::any_of(m_register->revoked.begin(), m_register->revoked.end(), [&](const auto& one) { return one.serialNumber == number; });
}

void TrainingAuthority::strike(const Certificate& certificate, RevocationReason reason, std::int64_t atMillis)
{
    m_register->revoked.push_back({serialNumberOf(certificate), atMillis, reason});
    if (!m_directory.empty()) publish(atMillis);
}

void TrainingAuthority::readRevoked()
{
    const auto file = revokedFile(m_directory);
    if (!std::filesystem::exists(file)) return;
    const auto damaged = [&] { return StoreError(Failure::of("SITE-DAMAGED", file.string())); };
    const auto text = nlohmann::json::parse(toText(readWholeFile(file, mostRevoked)), nullptr, false);
    if (!text.is_object()) throw damaged();
    try {
        m_register->number = text.at("number").get<std::uint64_t>();
        m_register->publishedAt = text.at("publishedAt").get<std::int64_t>();
        for (const auto& one : text.at("revoked")) {
            const auto serial = fromHex(one.at("serialNumber").get<std::string>());
            if (!serial) throw damaged();
            m_register->revoked.push_back({*serial, one.at("at").get<std::int64_t>(), static_cast<RevocationReason>(one.at("reason").get<int>())});
        }
    } catch (const nlohmann::json::exception&) {
        throw damaged();
    }
}

/// First what is revoked, then the list made of it: a cut between the two is mended by the next keepUp.
void TrainingAuthority::publish(std::int64_t atMillis)
{
    auto& book = *m_register;
    nlohmann::json rows = nlohmann::json::array();
    for (const auto& one : book.revoked) rows.push_back({{"serialNumber", toHex(one.serialNumber)}, {"at", one.at}, {"reason", static_cast<int>(one.reason)}});
    const auto write = [&] {
        const nlohmann::json text{{"number", book.number}, {"publishedAt", book.publishedAt}, {"revoked", rows}};
        writePrivateFile(revokedFile(m_directory), bytesOf(text.dump()));
    };
    ++book.number;
    book.publishedAt = 0;
    write();
    const auto list = revocationList(book.revoked, book.number, atMillis - fiveMinutes, atMillis + listHolds, m_root, m_key);
    writePrivateFile(listFile(m_directory), bytesOf(revocationListPem(list)));
    book.publishedAt = atMillis;
    write();
}

} // namespace cardwright::central
