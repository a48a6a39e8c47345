#include "core/journal/MerkleLog.h"

#include "core/journal/JournalError.h"

#include <algorithm>
#include <array>
#include <bit>

namespace cardwright {

namespace {

[[noreturn]] void notWhole(const char* what) { throw JournalError(Failure::of("JOURNAL-TREE", what)); }

/// The largest power of two below a size of at least two.
std::uint64_t splitOf(std::uint64_t size) noexcept { return std::bit_floor(size - 1); }

} // namespace

namespace merkle {

Sha256Digest emptyRoot() { return sha256({}); }

Sha256Digest nodeDigest(const Sha256Digest& left, const Sha256Digest& right)
{
    constexpr std::uint8_t nodePrefix = 0x01;
    std::array<std::uint8_t, 65> octets{nodePrefix};
    std::copy(left.begin(), left.end(), octets.begin() + 1);
    std::copy(right.begin(), right.end(), octets.begin() + 33);
    return sha256(octets);
}

bool verifyInclusion(const Sha256Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Sha256Digest> path,
                     const Sha256Digest& root)
{
    if (index >= size) return false;
    std::uint64_t at = index;
    std::uint64_t last = size - 1;
    Sha256Digest digest = leaf;
    for (const auto& sibling : path) {
        if (last == 0) return false;
        if ((at & 1) != 0 || at == last) {
            digest = nodeDigest(sibling, digest);
            while ((at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            digest = nodeDigest(digest, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && digest == root;
}

bool verifyConsistency(std::uint64_t firstSize, const Sha256Digest& firstRoot, std::uint64_t secondSize, const Sha256Digest& secondRoot,
                       std::span<const Sha256Digest> path)
{
    if (firstSize > secondSize) return false;
    if (firstSize == 0) return path.empty() && firstRoot == emptyRoot();
    if (firstSize == secondSize) return path.empty() && firstRoot == secondRoot;
    // The proof begins with the first tree's own root when that is a complete subtree: then it is left out.
    std::vector<Sha256Digest> whole;
    if (std::has_single_bit(firstSize)) whole.push_back(firstRoot);
    whole.insert(whole.end(), path.begin(), path.end());
    if (whole.empty()) return false;
    std::uint64_t at = firstSize - 1;
    std::uint64_t last = secondSize - 1;
    while ((at & 1) != 0) {
        at >>= 1;
        last >>= 1;
    }
    Sha256Digest first = whole.front();
    Sha256Digest second = whole.front();
    for (std::size_t i = 1; i < whole.size(); ++i) {
        if (last == 0) return false;
        if ((at & 1) != 0 || at == last) {
            first = nodeDigest(whole[i], first);
            second = nodeDigest(whole[i], second);
            while ((at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            second = nodeDigest(second, whole[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && first == firstRoot && second == secondRoot;
}

} // namespace merkle

MerkleFrontier::MerkleFrontier(std::uint64_t size, std::vector<Sha256Digest> peaks) : m_size(size), m_peaks(std::move(peaks))
{
    if (m_peaks.size() != static_cast<std::size_t>(std::popcount(size))) notWhole("peaks");
}

void MerkleFrontier::append(const Sha256Digest& leaf)
{
    // Adding one to the size carries as far as its lowest bits are set: each carry joins two subtrees of one height.
    Sha256Digest digest = leaf;
    for (std::uint64_t bits = m_size; (bits & 1) != 0; bits >>= 1) {
        digest = merkle::nodeDigest(m_peaks.back(), digest);
        m_peaks.pop_back();
    }
    m_peaks.push_back(digest);
    ++m_size;
}

Sha256Digest MerkleFrontier::root() const
{
    if (m_peaks.empty()) return merkle::emptyRoot();
    Sha256Digest digest = m_peaks.back();
    for (auto peak = std::next(m_peaks.rbegin()); peak != m_peaks.rend(); ++peak) digest = merkle::nodeDigest(*peak, digest);
    return digest;
}

MerkleLog::MerkleLog() : m_levels(1) {}

void MerkleLog::append(const Sha256Digest& leaf)
{
    m_levels.front().push_back(leaf);
    for (std::size_t level = 0; m_levels[level].size() % 2 == 0; ++level) {
        const auto& below = m_levels[level];
        const auto joined = merkle::nodeDigest(below[below.size() - 2], below.back());
        if (level + 1 == m_levels.size()) m_levels.emplace_back();
        m_levels[level + 1].push_back(joined);
    }
}

const Sha256Digest& MerkleLog::leaf(std::uint64_t index) const
{
    if (index >= size()) notWhole("index");
    return m_levels.front()[index];
}

Sha256Digest MerkleLog::rangeRoot(std::uint64_t begin, std::uint64_t end) const
{
    const std::uint64_t length = end - begin;
    if (std::has_single_bit(length)) {
        const auto level = static_cast<std::size_t>(std::countr_zero(length));
        return m_levels[level][begin >> level];
    }
    const std::uint64_t split = begin + splitOf(length);
    return merkle::nodeDigest(rangeRoot(begin, split), rangeRoot(split, end));
}

Sha256Digest MerkleLog::rootAt(std::uint64_t wanted) const
{
    if (wanted > size()) notWhole("size");
    return wanted == 0 ? merkle::emptyRoot() : rangeRoot(0, wanted);
}

std::vector<Sha256Digest> MerkleLog::inclusionProof(std::uint64_t index, std::uint64_t wanted) const
{
    if (wanted > size() || index >= wanted) notWhole("index");
    std::vector<Sha256Digest> path;
    std::uint64_t begin = 0;
    std::uint64_t end = wanted;
    while (end - begin > 1) {
        const std::uint64_t split = begin + splitOf(end - begin);
        if (index < split) {
            path.push_back(rangeRoot(split, end));
            end = split;
        } else {
            path.push_back(rangeRoot(begin, split));
            begin = split;
        }
    }
    return {path.rbegin(), path.rend()};
}

std::vector<Sha256Digest> MerkleLog::consistencyProof(std::uint64_t firstSize, std::uint64_t secondSize) const
{
    if (secondSize > size() || firstSize > secondSize) notWhole("size");
    std::vector<Sha256Digest> path;
    if (firstSize != 0 && firstSize != secondSize) prove(firstSize, 0, secondSize, true, path);
    return path;
}

/// RFC 6962 2.1.2, SUBPROOF: known says that the reader has this subtree's root as the first tree's.
void MerkleLog::prove(std::uint64_t firstSize, std::uint64_t begin, std::uint64_t end, bool known, std::vector<Sha256Digest>& path) const
{
    if (firstSize == end - begin) {
        if (!known) path.push_back(rangeRoot(begin, end));
        return;
    }
    const std::uint64_t length = splitOf(end - begin);
    const std::uint64_t split = begin + length;
    if (firstSize <= length) {
        prove(firstSize, begin, split, known, path);
        path.push_back(rangeRoot(split, end));
    } else {
        prove(firstSize - length, split, end, false, path);
        path.push_back(rangeRoot(begin, split));
    }
}

} // namespace cardwright
