#pragma once

#include "core/crypto/Sha256.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cardwright {

/// RFC 6962 2.1: the hash tree over a log's leaves. Leaves are entry digests (leafDigest), already hashed with their prefix 00.
namespace merkle {

Sha256Digest emptyRoot();                                                ///< SHA-256 of nothing
Sha256Digest nodeDigest(const Sha256Digest& left, const Sha256Digest& right); ///< SHA-256(01 || left || right)

/// RFC 9162 2.1.3.2: this leaf is at this index of the tree of this size and root. False for whatever does not prove it.
bool verifyInclusion(const Sha256Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Sha256Digest> path,
                     const Sha256Digest& root);
/// RFC 9162 2.1.4.2: the tree of the first size is the beginning of the second. Size 0 is the beginning of every tree.
bool verifyConsistency(std::uint64_t firstSize, const Sha256Digest& firstRoot, std::uint64_t secondSize,
                       const Sha256Digest& secondRoot, std::span<const Sha256Digest> path);

} // namespace merkle

/// The right edge of the tree: all that is needed to append and to know the root. At most 64 digests, kept with the log.
class MerkleFrontier {
public:
    MerkleFrontier() = default;
    /// As peaks() gave them. Throws JournalError JOURNAL-TREE unless there are as many as the size has bits set.
    MerkleFrontier(std::uint64_t size, std::vector<Sha256Digest> peaks);

    void append(const Sha256Digest& leaf);
    std::uint64_t size() const noexcept { return m_size; }
    Sha256Digest root() const;
    /// Roots of the complete subtrees, the largest first.
    const std::vector<Sha256Digest>& peaks() const noexcept { return m_peaks; }

    friend bool operator==(const MerkleFrontier&, const MerkleFrontier&) = default;

private:
    std::uint64_t m_size = 0;
    std::vector<Sha256Digest> m_peaks;
};

/// The whole tree in memory (64 octets a leaf): every root, inclusion and consistency proof of its past in logarithmic time.
/// Asking beyond its size throws JournalError JOURNAL-TREE.
class MerkleLog {
public:
    MerkleLog();
    void append(const Sha256Digest& leaf);
    std::uint64_t size() const noexcept { return m_levels.front().size(); }
    const Sha256Digest& leaf(std::uint64_t index) const;

    Sha256Digest root() const { return rootAt(size()); }
    Sha256Digest rootAt(std::uint64_t size) const;
    /// index < size <= size().
    std::vector<Sha256Digest> inclusionProof(std::uint64_t index, std::uint64_t size) const;
    /// firstSize <= secondSize <= size(). Empty for 0 and for equal sizes.
    std::vector<Sha256Digest> consistencyProof(std::uint64_t firstSize, std::uint64_t secondSize) const;

private:
    /// Root of the leaves [begin, end): begin is a multiple of the largest power of two below the length.
    Sha256Digest rangeRoot(std::uint64_t begin, std::uint64_t end) const;
    void prove(std::uint64_t firstSize, std::uint64_t begin, std::uint64_t end, bool known, std::vector<Sha256Digest>& path) const;

    std::vector<std::vector<Sha256Digest>> m_levels; ///< [0] leaves, [n] roots of the complete subtrees of 2^n leaves
};

} // namespace cardwright
