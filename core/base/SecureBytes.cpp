#include "core/base/SecureBytes.h"

#include <openssl/crypto.h>

#include <malloc.h>
#include <string.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace cardwright {

namespace {

constexpr std::size_t heapSize = 1U << 20;
constexpr std::size_t smallestBlock = 32;

std::uint8_t* acquire(std::size_t size)
{
    if (size == 0) return nullptr;
    void* block = CRYPTO_secure_malloc_initialized() ? OPENSSL_secure_zalloc(size) : nullptr;
    if (block == nullptr) block = OPENSSL_zalloc(size); // the secure heap is absent or full: ordinary memory, still cleared
    if (block == nullptr) throw std::bad_alloc();
    return static_cast<std::uint8_t*>(block);
}

void giveBack(std::uint8_t* block, std::size_t size) noexcept
{
    if (block == nullptr) return;
    if (CRYPTO_secure_allocated(block)) {
        OPENSSL_secure_clear_free(block, size);
    } else {
        OPENSSL_clear_free(block, size);
    }
}

// OpenSSL frees some of its own copies without clearing them: what its decoders read a private key from, for one. So whatever it
// frees is cleared here.

void forget(void* block, const char*, int)
{
    if (block == nullptr) return;
    ::explicit_bzero(block, ::malloc_usable_size(block));
    std::free(block);
}

void* allocate(std::size_t size, const char*, int) { return std::malloc(size); }

void* reallocate(void* block, std::size_t size, const char* file, int line)
{
    if (block == nullptr) return std::malloc(size);
    if (size == 0) {
        forget(block, file, line);
        return nullptr;
    }
    void* roomier = std::malloc(size);
    if (roomier == nullptr) return nullptr;
    std::memcpy(roomier, block, std::min(size, ::malloc_usable_size(block)));
    forget(block, file, line); // realloc itself would leave what it moved from behind
    return roomier;
}

} // namespace

SecureBytes::SecureBytes(std::size_t size) : m_data(acquire(size)), m_size(size), m_capacity(size) {}

SecureBytes::~SecureBytes() { release(); }

SecureBytes::SecureBytes(SecureBytes&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)),
      m_size(std::exchange(other.m_size, 0)),
      m_capacity(std::exchange(other.m_capacity, 0))
{
}

SecureBytes& SecureBytes::operator=(SecureBytes&& other) noexcept
{
    if (this != &other) {
        release();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
        m_capacity = std::exchange(other.m_capacity, 0);
    }
    return *this;
}

SecureBytes SecureBytes::copyOf(ByteView source)
{
    SecureBytes copy(source.size());
    std::copy(source.begin(), source.end(), copy.m_data);
    return copy;
}

void SecureBytes::append(ByteView more)
{
    if (more.empty()) return;
    const std::size_t wanted = m_size + more.size();
    if (wanted > m_capacity) {
        const std::size_t capacity = std::max<std::size_t>(wanted, 2 * m_capacity);
        std::uint8_t* roomier = acquire(capacity);
        std::copy_n(m_data, m_size, roomier);
        std::copy(more.begin(), more.end(), roomier + m_size); // before the release: more may be a part of ourselves
        release();
        m_data = roomier;
        m_capacity = capacity;
    } else {
        std::copy(more.begin(), more.end(), m_data + m_size);
    }
    m_size = wanted;
}

void SecureBytes::append(std::uint8_t octet) { append(ByteView(&octet, 1)); }

void SecureBytes::removeLast() noexcept
{
    if (m_size == 0) return;
    --m_size;
    OPENSSL_cleanse(m_data + m_size, 1);
}

void SecureBytes::clear() noexcept
{
    if (m_data != nullptr) OPENSSL_cleanse(m_data, m_capacity);
    m_size = 0;
}

bool SecureBytes::sameAs(ByteView other) const noexcept
{
    if (other.size() != m_size) return false;
    return m_size == 0 || CRYPTO_memcmp(m_data, other.data(), m_size) == 0;
}

bool SecureBytes::prepareHeap() noexcept
{
    if (CRYPTO_secure_malloc_initialized()) return true;
    CRYPTO_set_mem_functions(allocate, reallocate, forget); // only before OpenSSL's first allocation
    return CRYPTO_secure_malloc_init(heapSize, smallestBlock) == 1;
}

void SecureBytes::release() noexcept
{
    giveBack(m_data, m_capacity);
    m_data = nullptr;
    m_size = 0;
    m_capacity = 0;
}

} // namespace cardwright
