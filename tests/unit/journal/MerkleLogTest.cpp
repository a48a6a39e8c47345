#include "core/journal/JournalError.h"
#include "core/journal/MerkleLog.h"

#include <catch2/catch.hpp>

#include <string>

using namespace cardwright;

namespace {

using Digests = std::vector<Sha256Digest>;

Sha256Digest leafOf(std::uint64_t index) { return sha256(bytesOf("leaf " + std::to_string(index))); }

Digests leaves(std::uint64_t count)
{
    Digests list;
    for (std::uint64_t index = 0; index < count; ++index) list.push_back(leafOf(index));
    return list;
}

/// RFC 6962 2.1 word for word, without anything kept.
Sha256Digest naiveRoot(std::span<const Sha256Digest> list)
{
    if (list.empty()) return sha256({});
    if (list.size() == 1) return list[0];
    std::size_t split = 1;
    while (split * 2 < list.size()) split *= 2;
    constexpr std::uint8_t prefix[] = {0x01};
    return Sha256().add(prefix).add(naiveRoot(list.first(split))).add(naiveRoot(list.subspan(split))).finish();
}

Digests naivePath(std::uint64_t index, std::span<const Sha256Digest> list)
{
    if (list.size() == 1) return {};
    std::size_t split = 1;
    while (split * 2 < list.size()) split *= 2;
    auto path = index < split ? naivePath(index, list.first(split)) : naivePath(index - split, list.subspan(split));
    path.push_back(index < split ? naiveRoot(list.subspan(split)) : naiveRoot(list.first(split)));
    return path;
}

Digests naiveSubproof(std::size_t first, std::span<const Sha256Digest> list, bool known)
{
    if (first == list.size()) return known ? Digests{} : Digests{naiveRoot(list)};
    std::size_t split = 1;
    while (split * 2 < list.size()) split *= 2;
    auto path = first <= split ? naiveSubproof(first, list.first(split), known) : naiveSubproof(first - split, list.subspan(split), false);
    path.push_back(first <= split ? naiveRoot(list.subspan(split)) : naiveRoot(list.first(split)));
    return path;
}

constexpr std::uint64_t largest = 130;

MerkleLog logOf(std::uint64_t count)
{
    MerkleLog log;
    for (std::uint64_t index = 0; index < count; ++index) log.append(leafOf(index));
    return log;
}

} // namespace

TEST_CASE("Roots are those of the definition at every size, and the frontier has the same")
{
    const auto list = leaves(largest);
    MerkleLog log;
    MerkleFrontier frontier;
    CHECK(log.root() == sha256({}));
    CHECK(frontier.root() == log.root());
    for (std::uint64_t size = 1; size <= largest; ++size) {
        log.append(list[size - 1]);
        frontier.append(list[size - 1]);
        REQUIRE(log.size() == size);
        REQUIRE(frontier.size() == size);
        REQUIRE(log.root() == naiveRoot(std::span(list).first(size)));
        REQUIRE(frontier.root() == log.root());
        // Kept and taken up again, it goes on as before.
        REQUIRE(MerkleFrontier(size, frontier.peaks()) == frontier);
    }
    for (std::uint64_t size = 0; size <= largest; ++size) REQUIRE(log.rootAt(size) == naiveRoot(std::span(list).first(size)));
}

TEST_CASE("Every inclusion proof is that of the definition, holds, and holds for nothing else")
{
    const auto list = leaves(largest);
    const auto log = logOf(largest);
    for (std::uint64_t size = 1; size <= largest; ++size) {
        const auto root = log.rootAt(size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto path = log.inclusionProof(index, size);
            if (size <= 40 || index % 7 == 0) REQUIRE(path == naivePath(index, std::span(list).first(size)));
            REQUIRE(merkle::verifyInclusion(list[index], index, size, path, root));
            REQUIRE_FALSE(merkle::verifyInclusion(list[(index + 1) % largest], index, size, path, root));
            REQUIRE_FALSE(merkle::verifyInclusion(list[index], index, size, path, sha256({})));
            if (size > 1) REQUIRE_FALSE(merkle::verifyInclusion(list[index], (index + 1) % size, size, path, root));
            REQUIRE_FALSE(merkle::verifyInclusion(list[index], size, size, path, root));
            if (!path.empty()) {
                REQUIRE_FALSE(merkle::verifyInclusion(list[index], index, size, std::span(path).first(path.size() - 1), root));
                auto bent = path;
                bent[index % bent.size()][5] ^= 1u;
                REQUIRE_FALSE(merkle::verifyInclusion(list[index], index, size, bent, root));
            }
            auto longer = path;
            longer.push_back(root);
            REQUIRE_FALSE(merkle::verifyInclusion(list[index], index, size, longer, root));
        }
    }
}

TEST_CASE("Every consistency proof is that of the definition, holds, and holds for nothing else")
{
    const auto list = leaves(largest);
    const auto log = logOf(largest);
    for (std::uint64_t second = 1; second <= largest; ++second) {
        for (std::uint64_t first = 0; first <= second; ++first) {
            const auto path = log.consistencyProof(first, second);
            const auto from = log.rootAt(first);
            const auto to = log.rootAt(second);
            if (first > 0 && (second <= 40 || first % 7 == 0)) {
                REQUIRE(path == naiveSubproof(first, std::span(list).first(second), true));
            }
            REQUIRE(merkle::verifyConsistency(first, from, second, to, path));
            if (first == 0 || first == second) continue;
            auto other = from;
            other[0] ^= 1u;
            REQUIRE_FALSE(merkle::verifyConsistency(first, other, second, to, path));
            REQUIRE_FALSE(merkle::verifyConsistency(first, from, second, other, path));
            REQUIRE_FALSE(merkle::verifyConsistency(second, to, first, from, path));
            auto bent = path;
            bent[first % bent.size()][9] ^= 1u;
            REQUIRE_FALSE(merkle::verifyConsistency(first, from, second, to, bent));
            bent = path;
            bent.pop_back();
            REQUIRE_FALSE(merkle::verifyConsistency(first, from, second, to, bent));
            bent = path;
            bent.push_back(to);
            REQUIRE_FALSE(merkle::verifyConsistency(first, from, second, to, bent));
        }
    }
    CHECK_FALSE(merkle::verifyConsistency(3, log.rootAt(3), 3, log.rootAt(4), {}));
    CHECK_FALSE(merkle::verifyConsistency(0, log.rootAt(1), 3, log.rootAt(3), {}));
}

TEST_CASE("The published tree vectors of RFC 6962's reference implementation")
{
    // certificate-transparency, merkletree tests: the eight inputs and their roots.
    const char* inputs[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                           "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                           "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                           "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                           "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                           "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                           "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    constexpr std::uint8_t leafPrefix[] = {0x00};
    MerkleLog log;
    for (std::size_t i = 0; i < 8; ++i) {
        log.append(Sha256().add(leafPrefix).add(fromHex(inputs[i]).value()).finish());
        CHECK(toHex(log.root()) == roots[i]);
    }
}

TEST_CASE("A million leaves are held, and any of them is proven in twenty steps")
{
    constexpr std::uint64_t million = 1'000'000;
    MerkleLog log;
    MerkleFrontier frontier;
    Sha256Digest leaf{};
    const auto put = [&](std::uint64_t index) {
        for (std::size_t i = 0; i < 8; ++i) leaf[i] = static_cast<std::uint8_t>(index >> (8 * i));
        return leaf;
    };
    for (std::uint64_t index = 0; index < million; ++index) {
        log.append(put(index));
        frontier.append(leaf);
    }
    CHECK(frontier.root() == log.root());
    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{524'287}, std::uint64_t{524'288}, million - 1}) {
        const auto path = log.inclusionProof(index, million);
        CHECK(path.size() <= 20);
        CHECK(merkle::verifyInclusion(put(index), index, million, path, log.root()));
    }
    const auto path = log.consistencyProof(777'777, million);
    CHECK(merkle::verifyConsistency(777'777, log.rootAt(777'777), million, log.root(), path));
}

TEST_CASE("What the tree does not hold cannot be asked of it")
{
    const auto log = logOf(5);
    CHECK_THROWS_AS(log.rootAt(6), JournalError);
    CHECK_THROWS_AS(log.leaf(5), JournalError);
    CHECK_THROWS_AS(log.inclusionProof(5, 5), JournalError);
    CHECK_THROWS_AS(log.inclusionProof(0, 6), JournalError);
    CHECK_THROWS_AS(log.consistencyProof(4, 6), JournalError);
    CHECK_THROWS_AS(log.consistencyProof(4, 3), JournalError);
    CHECK_THROWS_AS(MerkleFrontier(5, Digests(1)), JournalError);
    CHECK(log.leaf(4) == leafOf(4));
}
