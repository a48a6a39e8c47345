#include "tests/support/TempFolder.h"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace cardwright::testing {

TempFolder::TempFolder()
{
    // Short, because the path of a socket in it must stay under 108 octets.
    std::string name = (std::filesystem::temp_directory_path() / "cw-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder: " + name);
    m_path = name;
}

TempFolder::~TempFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

} // namespace cardwright::testing
