#include "core/store/PrivateFiles.h"

#include "core/base/Descriptor.h"
#include "core/store/StoreError.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace cardwright {

namespace {

[[noreturn]] void fail(const char* code, const std::filesystem::path& path, int reason)
{
    throw StoreError(Failure::of(code, path.filename().string() + ": " + std::strerror(reason)));
}

bool writeAll(int descriptor, ByteView content)
{
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// So that the name, not only the content, is there after a power cut.
void flushFolder(const std::filesystem::path& folder)
{
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.number() < 0 || ::fsync(directory.number()) != 0) fail("STORE-WRITE", folder, errno);
}

std::size_t sizeOf(const Descriptor& file, const std::filesystem::path& path, std::size_t limit)
{
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0) fail("STORE-READ", path, errno);
    if (!S_ISREG(facts.st_mode)) fail("STORE-READ", path, EINVAL);
    if (facts.st_size < 0 || static_cast<std::uint64_t>(facts.st_size) > limit) fail("STORE-READ", path, EFBIG);
    return static_cast<std::size_t>(facts.st_size);
}

void fillFrom(const Descriptor& file, const std::filesystem::path& path, std::span<std::uint8_t> target)
{
    while (!target.empty()) {
        const auto got = ::read(file.number(), target.data(), target.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("STORE-READ", path, errno);
        if (got == 0) fail("STORE-READ", path, EIO); // shorter than it said
        target = target.subspan(static_cast<std::size_t>(got));
    }
}

} // namespace

void makePrivateDirectory(const std::filesystem::path& path)
{
    if (::mkdir(path.c_str(), 0700) != 0) {
        if (errno != EEXIST) fail("STORE-WRITE", path, errno);
        if (!std::filesystem::is_directory(path)) fail("STORE-WRITE", path, ENOTDIR);
        if (::chmod(path.c_str(), 0700) != 0) fail("STORE-WRITE", path, errno);
    }
}

void writePrivateFile(const std::filesystem::path& path, ByteView content)
{
    auto name = (path.parent_path() / ("." + path.filename().string() + ".XXXXXX")).string();
    Descriptor file(::mkostemp(name.data(), O_CLOEXEC)); // 0600 by itself
    if (file.number() < 0) fail("STORE-WRITE", path, errno);
    if (!writeAll(file.number(), content) || ::fsync(file.number()) != 0 || !file.close() || ::rename(name.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(name.c_str());
        fail("STORE-WRITE", path, reason);
    }
    flushFolder(path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path());
}

Bytes readWholeFile(const std::filesystem::path& path, std::size_t limit)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) fail("STORE-READ", path, errno);
    Bytes content(sizeOf(file, path, limit));
    fillFrom(file, path, content);
    return content;
}

SecureBytes readSecretFile(const std::filesystem::path& path, std::size_t limit)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) fail("STORE-READ", path, errno);
    SecureBytes content(sizeOf(file, path, limit));
    fillFrom(file, path, content.writable());
    return content;
}

bool isPrivate(const std::filesystem::path& path)
{
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077u) == 0;
}

} // namespace cardwright
