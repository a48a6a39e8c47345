#pragma once

#include <unistd.h>
#include <utility>

namespace cardwright {

/// A file descriptor that closes with its owner. Below zero: none.
class Descriptor {
public:
    explicit Descriptor(int number = -1) noexcept : m_number(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        if (this != &other) {
            close();
            m_number = std::exchange(other.m_number, -1);
        }
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const noexcept { return m_number; }
    bool open() const noexcept { return m_number >= 0; }
    /// False when the system says that what was written through it may not have arrived.
    bool close() noexcept
    {
        const int number = std::exchange(m_number, -1);
        return number < 0 || ::close(number) == 0;
    }

private:
    int m_number;
};

} // namespace cardwright
