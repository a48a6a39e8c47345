#include "core/store/LockFile.h"

#include "core/store/StoreError.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cardwright {

namespace {

std::string holderIn(int descriptor)
{
    std::array<char, 32> text{};
    const auto got = ::pread(descriptor, text.data(), text.size() - 1, 0);
    std::string holder(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0u);
    while (!holder.empty() && (holder.back() < '0' || holder.back() > '9')) holder.pop_back();
    return holder;
}

[[noreturn]] void busy(int descriptor)
{
    const auto holder = holderIn(descriptor);
    ::close(descriptor);
    throw StoreError(Failure::of("STORE-BUSY", holder.empty() ? "process unknown" : "process " + holder));
}

} // namespace

LockFile::LockFile(std::filesystem::path path) : m_path(std::move(path))
{
    const int descriptor = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) throw StoreError(Failure::of("STORE-WRITE", m_path.filename().string() + ": " + std::strerror(errno)));
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) continue;
        if (errno == EWOULDBLOCK) busy(descriptor);
        const int reason = errno;
        ::close(descriptor);
        throw StoreError(Failure::of("STORE-WRITE", m_path.filename().string() + ": " + std::strerror(reason)));
    }
    m_unclean = !holderIn(descriptor).empty();
    const auto mine = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, mine.data(), mine.size(), 0) != static_cast<ssize_t>(mine.size())) {
        ::close(descriptor);
        throw StoreError(Failure::of("STORE-WRITE", m_path.filename().string()));
    }
    m_descriptor = descriptor;
}

void LockFile::keepUnclean() noexcept { m_endsClean = false; }

LockFile::~LockFile()
{
    if (m_descriptor < 0) return;
    // Emptied before it is let go: whoever comes next must not take a finished process for one that crashed. When it cannot
    // be emptied the next opening checks the store once more than needed.
    if (m_endsClean) [[maybe_unused]] const auto ignored = ::ftruncate(m_descriptor, 0);
    ::close(m_descriptor);
}

} // namespace cardwright
