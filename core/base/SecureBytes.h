#pragma once

#include "core/base/Bytes.h"

#include <cstddef>

namespace cardwright {

/// Octets of a passcode, a key or a command frame that carries one: move-only, kept in OpenSSL's secure heap
/// (locked, left out of dumps) while it has room, cleared before the memory is given back in every case.
class SecureBytes {
public:
    SecureBytes() noexcept = default;
    explicit SecureBytes(std::size_t size); ///< zero-filled
    ~SecureBytes();
    SecureBytes(SecureBytes&& other) noexcept;
    SecureBytes& operator=(SecureBytes&& other) noexcept;
    SecureBytes(const SecureBytes&) = delete;
    SecureBytes& operator=(const SecureBytes&) = delete;

    static SecureBytes copyOf(ByteView source);
    SecureBytes clone() const { return copyOf(view()); }

    ByteView view() const noexcept { return {m_data, m_size}; }
    std::span<std::uint8_t> writable() noexcept { return {m_data, m_size}; }
    std::size_t size() const noexcept { return m_size; }
    bool empty() const noexcept { return m_size == 0; }

    /// Appends one octet or many; the old memory is cleared when it has to move.
    void append(ByteView more);
    void append(std::uint8_t octet);
    /// Forgets the last octet (a digit taken back in a passcode field).
    void removeLast() noexcept;
    void clear() noexcept;

    /// Compares without stopping at the first difference.
    bool sameAs(ByteView other) const noexcept;

    /// Makes the secure heap (once per process, before the first secret). False where memory cannot be locked:
    /// secrets are then kept in ordinary memory, still cleared.
    static bool prepareHeap() noexcept;

private:
    void release() noexcept;
    std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace cardwright
