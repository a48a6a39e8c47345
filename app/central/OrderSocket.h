#pragma once

#include "core/base/SecureBytes.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace cardwright::central {

/// A socket in the centre's own folder (0600 in 0700), for orders from a shell of the same account while the centre runs. One order
/// per connection: its text until the other side ends writing, then the answer. Another account's connection is closed unread.
class OrderSocket {
public:
    using CarryOut = std::function<SecureBytes(std::string_view order)>;

    /// Whoever holds the database's lock is the only one here: a socket that is left over goes. Throws StoreError STORE-WRITE.
    OrderSocket(boost::asio::io_context& io, const std::filesystem::path& path, CarryOut carryOut);
    ~OrderSocket();
    void close() noexcept;

private:
    class Desk;
    std::shared_ptr<Desk> m_desk;
};

/// The other side: nothing when nobody listens there. Throws StoreError STORE-READ when the connection breaks.
std::optional<SecureBytes> sendOrder(const std::filesystem::path& path, std::string_view order);

} // namespace cardwright::central
