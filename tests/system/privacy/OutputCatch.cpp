#include "tests/system/privacy/OutputCatch.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <stdexcept>

namespace cardwright::testing {

OutputCatch::OutputCatch() : m_file(::memfd_create("caught", MFD_CLOEXEC)), m_out(::dup(STDOUT_FILENO)), m_error(::dup(STDERR_FILENO))
{
    std::fflush(nullptr);
    std::cout.flush();
    if (m_file < 0 || m_out < 0 || m_error < 0 || ::dup2(m_file, STDOUT_FILENO) < 0 || ::dup2(m_file, STDERR_FILENO) < 0) throw std::runtime_error("output cannot be caught");
}

OutputCatch::~OutputCatch()
{
    std::fflush(nullptr);
    std::cout.flush();
    ::dup2(m_out, STDOUT_FILENO);
    ::dup2(m_error, STDERR_FILENO);
    for (const int one : {m_out, m_error, m_file}) ::close(one);
}

std::string OutputCatch::text() const
{
    std::fflush(nullptr);
    std::cout.flush();
    std::string all;
    std::array<char, 65'536> piece{};
    off_t at = 0;
    for (ssize_t count = 0; (count = ::pread(m_file, piece.data(), piece.size(), at)) > 0; at += count) all.append(piece.data(), static_cast<std::size_t>(count));
    return all;
}

} // namespace cardwright::testing
