#pragma once

#include "core/base/Bytes.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace cardwright::test {

/// A folder of its own, gone at the end, in which programs that are not ours are run.
class Scratch {
public:
    Scratch()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "cardwright-unit-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        m_path = pattern;
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    void put(const std::string& name, ByteView octets) const
    {
        std::ofstream file(m_path / name, std::ios::binary);
        file.write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
    }
    Bytes take(const std::string& name) const
    {
        std::ifstream file(m_path / name, std::ios::binary);
        const std::string text((std::istreambuf_iterator<char>(file)), {});
        return toBytes(bytesOf(text));
    }
    bool run(const std::string& command) const
    {
        return std::system(("cd '" + m_path.string() + "' && " + command + " >said 2>&1").c_str()) == 0;
    }
    /// What the last command said.
    std::string said() const { return toText(take("said")); }

private:
    std::filesystem::path m_path;
};

} // namespace cardwright::test
