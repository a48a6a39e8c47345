#pragma once

#include "core/base/Tlv.h"
#include "core/card/CardErrors.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Runs a reader of TLV; what it finds cut or in disorder becomes CardDataError that names the object.
template <typename Read>
auto readingCardData(std::string_view what, Read read) -> decltype(read())
{
    try {
        return read();
    } catch (const TlvError& error) {
        throw CardDataError(std::string(what) + ": " + error.what());
    }
}

/// Tells which elements came already: a data object has each of its own at most once.
class ElementsOnce {
public:
    void note(std::uint32_t tag)
    {
        if (has(tag)) throw TlvError("an element stands there twice");
        m_seen.push_back(tag);
    }
    bool has(std::uint32_t tag) const { return std::find(m_seen.begin(), m_seen.end(), tag) != m_seen.end(); }

private:
    std::vector<std::uint32_t> m_seen;
};

} // namespace cardwright
