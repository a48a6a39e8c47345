#include "pcsc/simulator/CardFile.h"

#include "pcsc/simulator/VirtualCard.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cardwright::simulator {

namespace {

[[noreturn]] void cannotWrite(const std::filesystem::path& path, const char* what)
{
    throw SimulatorError("CARD-FILE-WRITE", path.string() + ": " + what + ": " + std::strerror(errno));
}

SecureBytes readAll(int descriptor, const std::filesystem::path& path)
{
    struct stat about {};
    if (::fstat(descriptor, &about) != 0) throw SimulatorError("CARD-FILE-ABSENT", path.string());
    SecureBytes octets(static_cast<std::size_t>(about.st_size));
    std::size_t done = 0;
    while (done < octets.size()) {
        const ssize_t got = ::pread(descriptor, octets.writable().data() + done, octets.size() - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw SimulatorError("CARD-FILE-DAMAGED", path.string() + ": it ends while it is read");
        done += static_cast<std::size_t>(got);
    }
    return octets;
}

void writeAll(int descriptor, ByteView octets, const std::filesystem::path& path)
{
    while (!octets.empty()) {
        const ssize_t written = ::write(descriptor, octets.data(), octets.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) cannotWrite(path, "write");
        octets = octets.subspan(static_cast<std::size_t>(written));
    }
}

/// The new file under the old name, still open, and locked before it got that name.
Descriptor replaceKeepingLock(const std::filesystem::path& path, ByteView octets)
{
    const std::filesystem::path beside = path.string() + ".new";
    Descriptor file(::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.number() < 0) cannotWrite(beside, "open");
    if (::fchmod(file.number(), 0600) != 0) cannotWrite(beside, "mode");
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) cannotWrite(beside, "lock");
    writeAll(file.number(), octets, beside);
    if (::fsync(file.number()) != 0) cannotWrite(beside, "fsync");
    if (::rename(beside.c_str(), path.c_str()) != 0) cannotWrite(path, "rename");
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    Descriptor place(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (place.number() < 0 || ::fsync(place.number()) != 0) cannotWrite(folder, "fsync");
    return file;
}

} // namespace

CardFile::CardFile(std::filesystem::path path) : m_path(std::move(path))
{
    for (;;) {
        Descriptor file(::open(m_path.c_str(), O_RDWR | O_CLOEXEC));
        if (file.number() < 0) throw SimulatorError("CARD-FILE-ABSENT", m_path.string() + ": " + std::strerror(errno));
        if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) throw SimulatorError("CARD-FILE-IN-USE", m_path.string());
        struct stat opened {};
        struct stat named {};
        if (::fstat(file.number(), &opened) != 0 || ::stat(m_path.c_str(), &named) != 0)
            throw SimulatorError("CARD-FILE-ABSENT", m_path.string());
        // Its last user may have replaced the file between our open and our lock: then this is the old one.
        if (opened.st_ino != named.st_ino || opened.st_dev != named.st_dev) continue;
        m_descriptor = std::move(file);
        return;
    }
}

SecureBytes CardFile::read() const { return readAll(m_descriptor.number(), m_path); }

void CardFile::replace(ByteView octets) { m_descriptor = replaceKeepingLock(m_path, octets); }

SecureBytes readWhole(const std::filesystem::path& path)
{
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) throw SimulatorError("CARD-FILE-ABSENT", path.string() + ": " + std::strerror(errno));
    return readAll(file.number(), path);
}

void replaceWhole(const std::filesystem::path& path, ByteView octets) { replaceKeepingLock(path, octets); }

} // namespace cardwright::simulator
