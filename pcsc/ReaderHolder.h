#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cardwright::pcsc {

/// A program that talks to pcscd at this moment.
struct ReaderHolder {
    pid_t process = 0;
    std::string program; ///< the file name of what runs ("scdaemon"); "a program of another user" where that is not to be seen
    friend bool operator==(const ReaderHolder&, const ReaderHolder&) = default;
    std::string text() const; ///< "scdaemon (process 812)"
};

/// Who besides this process has pcscd's socket open. pcscd itself tells nobody which of them holds a transaction, so where
/// there are several, all are named. The kernel tells whose sockets are connected to pcscd's (sock_diag, unix), /proc whose
/// those are; only processes whose descriptors this user may read can be named. `proc` and `socket` are for tests.
std::vector<ReaderHolder> otherUsersOfPcscd(const std::filesystem::path& proc = "/proc", const std::string& socket = {});

/// "scdaemon (process 812), firefox (process 900)"; empty for none.
std::string textOf(const std::vector<ReaderHolder>& holders);

} // namespace cardwright::pcsc
