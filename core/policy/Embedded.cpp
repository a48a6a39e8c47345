#include "core/policy/Embedded.h"

#include <stdexcept>

namespace cardwright {

ByteView embeddedFile(std::string_view name)
{
    for (const auto& file : embeddedFiles()) {
        if (file.name == name) return file.content;
    }
    throw std::out_of_range("no embedded file " + std::string(name));
}

std::string_view embeddedText(std::string_view name)
{
    const auto content = embeddedFile(name);
    return {reinterpret_cast<const char*>(content.data()), content.size()};
}

} // namespace cardwright
