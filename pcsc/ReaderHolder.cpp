#include "pcsc/ReaderHolder.h"

#include "core/base/Descriptor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <set>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <system_error>
#include <unistd.h>

namespace cardwright::pcsc {

namespace {

using Inode = std::uint64_t;
namespace fs = std::filesystem;

struct Seen {
    Inode own = 0;
    Inode peer = 0;
    std::string name;
    Inode file = 0;       ///< of the file that it is bound to
    std::uint32_t device = 0;
};

Seen readMessage(const nlmsghdr& header)
{
    const auto* message = static_cast<const unix_diag_msg*>(NLMSG_DATA(&header));
    Seen seen;
    seen.own = message->udiag_ino;
    auto left = header.nlmsg_len - NLMSG_LENGTH(sizeof *message);
    const auto* place = reinterpret_cast<const char*>(message) + NLMSG_ALIGN(sizeof *message);
    while (left >= sizeof(nlattr)) {
        nlattr attribute{};
        std::memcpy(&attribute, place, sizeof attribute);
        if (attribute.nla_len < sizeof attribute || attribute.nla_len > left) break;
        const auto* value = place + sizeof attribute;
        const std::size_t size = attribute.nla_len - sizeof attribute;
        if (attribute.nla_type == UNIX_DIAG_NAME) seen.name.assign(value, size);
        if (attribute.nla_type == UNIX_DIAG_VFS && size == sizeof(unix_diag_vfs)) {
            unix_diag_vfs file{};
            std::memcpy(&file, value, sizeof file);
            seen.file = file.udiag_vfs_ino;
            seen.device = file.udiag_vfs_dev;
        }
        std::uint32_t peer = 0;
        if (attribute.nla_type == UNIX_DIAG_PEER && size == sizeof peer) {
            std::memcpy(&peer, value, sizeof peer);
            seen.peer = peer;
        }
        const auto step = std::min<std::size_t>(NLMSG_ALIGN(attribute.nla_len), left);
        place += step;
        left -= static_cast<std::uint32_t>(step);
    }
    while (!seen.name.empty() && seen.name.back() == '\0') seen.name.pop_back();
    return seen;
}

/// All unix sockets with name and peer; empty where the kernel does not tell.
std::vector<Seen> unixSockets()
{
    const Descriptor link(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (link.number() < 0) return {};
    struct {
        nlmsghdr header;
        unix_diag_req request;
    } ask{};
    ask.header.nlmsg_len = sizeof ask;
    ask.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    ask.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    ask.request.sdiag_family = AF_UNIX;
    ask.request.udiag_states = ~0U;
    ask.request.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER;
    if (::send(link.number(), &ask, sizeof ask, 0) != static_cast<ssize_t>(sizeof ask)) return {};
    std::vector<Seen> seen;
    alignas(nlmsghdr) std::array<char, 32 * 1024> buffer;
    for (;;) {
        const auto got = ::recv(link.number(), buffer.data(), buffer.size(), 0);
        if (got <= 0) return seen;
        auto left = static_cast<unsigned>(got);
        for (const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data()); NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR) return seen;
            if (header->nlmsg_type == SOCK_DIAG_BY_FAMILY && header->nlmsg_len >= NLMSG_LENGTH(sizeof(unix_diag_msg))) seen.push_back(readMessage(*header));
        }
    }
}

/// The kernel's own form of a device number, which is not that of stat().
std::uint32_t kernelDevice(dev_t device) noexcept { return static_cast<std::uint32_t>(major(device) << 20 | minor(device)); }

/// The sockets at the other end of those that the service accepted. A service in a mount namespace of its own knows its socket by
/// another name, but the file is the same.
std::set<Inode> clientsOf(const fs::path& socket)
{
    struct stat file {};
    const bool there = ::stat(socket.c_str(), &file) == 0;
    std::set<Inode> clients;
    for (const auto& one : unixSockets()) {
        const bool sameFile = there && one.file == static_cast<std::uint32_t>(file.st_ino) && one.device == kernelDevice(file.st_dev);
        if (one.peer != 0 && (one.name == socket.string() || sameFile)) clients.insert(one.peer);
    }
    return clients;
}

std::set<Inode> socketsOpenIn(const fs::path& process)
{
    constexpr std::string_view head = "socket:[";
    std::set<Inode> inodes;
    std::error_code error;
    for (fs::directory_iterator place(process / "fd", error), end; !error && place != end; place.increment(error)) {
        std::error_code gone;
        const auto target = fs::read_symlink(place->path(), gone).string();
        if (gone || !target.starts_with(head)) continue;
        Inode inode = 0;
        std::from_chars(target.data() + head.size(), target.data() + target.size(), inode);
        inodes.insert(inode);
    }
    return inodes;
}

bool meets(const std::set<Inode>& left, const std::set<Inode>& right)
{
    return std::any_of(left.begin(), left.end(), [&](auto inode) { return right.contains(inode); });
}

std::string programOf(const fs::path& process)
{
    std::error_code error;
    auto name = fs::read_symlink(process / "exe", error).filename().string();
    if (const auto deleted = name.find(" (deleted)"); deleted != std::string::npos) name.resize(deleted); // replaced while it runs
    if (!error && !name.empty()) return name;
    std::ifstream(process / "comm") >> name;
    return name;
}

std::string socketOfPcscd()
{
    const char* own = std::getenv("PCSCLITE_CSOCK_NAME");
    return own != nullptr && *own != '\0' ? own : "/run/pcscd/pcscd.comm";
}

} // namespace

std::string ReaderHolder::text() const { return program + " (process " + std::to_string(process) + ")"; }

std::vector<ReaderHolder> otherUsersOfPcscd() { return otherUsersOf(socketOfPcscd()); }

std::vector<ReaderHolder> otherUsersOf(const fs::path& socket)
{
    const auto clients = clientsOf(socket);
    std::vector<ReaderHolder> holders;
    std::error_code error;
    for (fs::directory_iterator place("/proc", error), end; !error && place != end; place.increment(error)) {
        const auto name = place->path().filename().string();
        pid_t process = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), process);
        if (read.ec != std::errc() || read.ptr != name.data() + name.size() || process == ::getpid()) continue;
        if (meets(socketsOpenIn(place->path()), clients)) holders.push_back({process, programOf(place->path())});
    }
    std::sort(holders.begin(), holders.end(), [](const auto& left, const auto& right) { return left.process < right.process; });
    return holders;
}

std::string textOf(const std::vector<ReaderHolder>& holders)
{
    std::string text;
    for (std::size_t place = 0; place < holders.size(); ++place) {
        if (place > 0) text += place + 1 == holders.size() ? " and " : ", ";
        text += holders[place].text();
    }
    return text;
}

} // namespace cardwright::pcsc
