#include "core/piv/Algorithm.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

enum class Family { symmetric, rsa, elliptic };

struct Row {
    Algorithm algorithm;
    Family family;
    std::string_view name;
    std::size_t size;  // of a key, a modulus or a coordinate
    std::size_t block; // of a cipher
};

// SP 800-78-5 tables 1, 5 and 9
constexpr std::array rows = {
    Row{Algorithm::tripleDes, Family::symmetric, "3DES", 24, 8},    Row{Algorithm::rsa3072, Family::rsa, "RSA-3072", 384, 0},
    Row{Algorithm::rsa1024, Family::rsa, "RSA-1024", 128, 0},       Row{Algorithm::rsa2048, Family::rsa, "RSA-2048", 256, 0},
    Row{Algorithm::aes128, Family::symmetric, "AES-128", 16, 16},   Row{Algorithm::aes192, Family::symmetric, "AES-192", 24, 16},
    Row{Algorithm::aes256, Family::symmetric, "AES-256", 32, 16},   Row{Algorithm::eccP256, Family::elliptic, "P-256", 32, 0},
    Row{Algorithm::eccP384, Family::elliptic, "P-384", 48, 0},
};

const Row* rowOf(Algorithm algorithm) noexcept
{
    const auto* found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.algorithm == algorithm; });
    return found == rows.end() ? nullptr : found;
}

bool isOf(Algorithm algorithm, Family family) noexcept
{
    const auto* row = rowOf(algorithm);
    return row != nullptr && row->family == family;
}

} // namespace

std::string_view algorithmName(Algorithm algorithm) noexcept
{
    const auto* row = rowOf(algorithm);
    return row == nullptr ? std::string_view("unknown") : row->name;
}

std::optional<Algorithm> algorithmNamed(std::string_view name) noexcept
{
    for (const auto& row : rows) {
        if (row.name == name) return row.algorithm;
    }
    return std::nullopt;
}

bool isSymmetric(Algorithm algorithm) noexcept { return isOf(algorithm, Family::symmetric); }
bool isRsa(Algorithm algorithm) noexcept { return isOf(algorithm, Family::rsa); }
bool isElliptic(Algorithm algorithm) noexcept { return isOf(algorithm, Family::elliptic); }

std::size_t keySize(Algorithm algorithm) noexcept { return isSymmetric(algorithm) ? rowOf(algorithm)->size : 0; }

std::size_t blockSize(Algorithm algorithm) noexcept
{
    const auto* row = rowOf(algorithm);
    return row == nullptr ? 0 : row->block;
}

std::size_t fieldSize(Algorithm algorithm) noexcept
{
    const auto* row = rowOf(algorithm);
    return row == nullptr || row->family == Family::symmetric ? 0 : row->size;
}

} // namespace cardwright
