#pragma once

#include <filesystem>

namespace cardwright {

/// The mark of the one writing process: an advisory lock on a file beside the store that holds its process id. The lock
/// goes with the process, however it ends; an id left in the file tells the next writer that the end was not clean.
class LockFile {
public:
    /// Throws StoreError STORE-BUSY naming the process that holds it, STORE-WRITE when the file cannot be made.
    explicit LockFile(std::filesystem::path path);
    ~LockFile(); ///< a clean end: empties the file and lets go
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

    bool lastEndWasUnclean() const noexcept { return m_unclean; }
    /// Leaves the process id behind: the opening did not come to its end, so the next one must check again.
    void keepUnclean() noexcept;

private:
    std::filesystem::path m_path;
    int m_descriptor = -1;
    bool m_unclean = false;
    bool m_endsClean = true;
};

} // namespace cardwright
