#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cardwright::pcsc {

/// A program that talks to pcscd at this moment.
struct ReaderHolder {
    pid_t process = 0;
    std::string program; ///< the file name of what runs: "scdaemon"
    std::string text() const; ///< "scdaemon (process 812)"
    friend bool operator==(const ReaderHolder&, const ReaderHolder&) = default;
};

/// Who has pcscd's socket open, this process left out. pcscd tells nobody which of them holds a transaction, so where there are
/// several, all are named.
///
/// The kernel says which sockets of this network namespace are connected to pcscd's (sock_diag), /proc whose those are. Only
/// processes whose descriptors this user may read are found; the others stay unnamed.
std::vector<ReaderHolder> otherUsersOfPcscd();
/// Likewise of another socket than libpcsclite would use (PCSCLITE_CSOCK_NAME, else /run/pcscd/pcscd.comm).
std::vector<ReaderHolder> otherUsersOf(const std::filesystem::path& socket);

/// "scdaemon (process 812) and firefox (process 900)"; empty for none.
std::string textOf(const std::vector<ReaderHolder>& holders);

} // namespace cardwright::pcsc
