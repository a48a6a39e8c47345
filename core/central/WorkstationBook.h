#pragma once

#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright::central {

/// A desk that the centre knows, by the certificate it shows; exactly one of its logs is open.
struct EnrolledWorkstation {
    Guid id;
    Guid log;                   ///< the open one
    Sha256Digest certificate{}; ///< fingerprint of its TLS client certificate
    std::string name;
    std::string place;
    bool stolen = false;        ///< its certificate is refused
    std::int64_t enrolledAt = 0;
};

/// The desks, their certificates and logs.
class WorkstationBook {
public:
    explicit WorkstationBook(CentreParts& parts) : m_parts(parts) {}

    struct Certificates {
        Certificate tls;
        Certificate signing;
        Certificate store;
        Certificate contentSigning;
    };
    void add(Transaction& transaction, const EnrolledWorkstation& workstation, const Certificates& certificates);
    std::optional<EnrolledWorkstation> byCertificate(const Sha256Digest& tls);
    std::optional<EnrolledWorkstation> byId(const Guid& id);
    /// Of an open or closed log. Problem log-unknown.
    EnrolledWorkstation ofLog(const Guid& log);
    /// Problem log-closed, log-unknown.
    void requireOpen(const Guid& log);
    std::vector<EnrolledWorkstation> all();
    std::vector<EnrolledWorkstation> active();
    Certificate signingCertificate(const Guid& workstation);
    Certificate storeCertificate(const Guid& workstation);
    void setStolen(Transaction& transaction, const Guid& workstation);
    /// Closes the open log of this desk and begins another.
    Guid beginLog(Transaction& transaction, const Guid& workstation, std::string_view reason);

private:
    std::optional<EnrolledWorkstation> one(std::string_view where, ByteView value);
    Certificate certificateOf(const Guid& workstation, std::string_view column);
    CentreParts& m_parts;
};

} // namespace cardwright::central
