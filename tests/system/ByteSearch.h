#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cardwright::testing {

/// Something that must not be found where nobody is signed in.
struct Planted {
    std::string label;
    std::string octets;
    bool text = false; ///< written in many ways: other case, UTF-16, hexadecimal, base64
};

/// Looks through every file below a folder for data in all the ways in which it could stand there.
class ByteSearch {
public:
    explicit ByteSearch(std::vector<Planted> data);

    struct Hit {
        std::string label;
        std::string form;
        std::string file;
    };
    std::vector<Hit> in(const std::filesystem::path& folder) const;
    std::vector<Hit> inText(const std::string& octets, const std::string& name) const;
    std::size_t size() const noexcept { return m_data.size(); }
    const std::vector<Planted>& data() const noexcept { return m_data; }
    std::size_t filesRead() const noexcept { return m_files; }

private:
    struct Needle {
        std::string label;
        std::string form;
        std::string octets;
        bool folded = false; ///< looked for in the small-lettered copy
    };
    std::vector<Planted> m_data;
    std::vector<Needle> m_needles;
    mutable std::size_t m_files = 0;
};

} // namespace cardwright::testing
