#pragma once

#include "core/crypto/Sha256.h"
#include "core/store/Store.h"

#include <vector>

namespace cardwright {

/// Certificates and cards that the centre withdrew, as delivered so far (delivery "revocation"). Read and written with the store closed.
class HotList {
public:
    explicit HotList(Store& store) : m_store(store) {}

    std::vector<Sha256Digest> certificates();
    bool holdsCertificate(const Sha256Digest& certificate);
    bool holdsCard(const Guid& card);
    /// Adds what is new; how many that were.
    std::size_t add(Transaction& transaction, const std::vector<Sha256Digest>& certificates, const std::vector<Guid>& cards);

private:
    Store& m_store;
};

} // namespace cardwright
