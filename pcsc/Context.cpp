#include "pcsc/Context.h"

#include "core/card/CardErrors.h"
#include "pcsc/ScardFailure.h"

#include <winscard.h>

#include <cstring>
#include <type_traits>

namespace cardwright::pcsc {

static_assert(std::is_same_v<SCARDCONTEXT, long>, "the public header keeps the context as what pcsc-lite makes of it");

Context::Context()
{
    const LONG result = ::SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &m_handle);
    // Here alone this value means that service and library speak different versions of their protocol.
    if (result == SCARD_E_SERVICE_STOPPED) throw TransportError("PCSC-VERSION", "pcscd");
    check(result, "pcscd");
}

Context::~Context() { ::SCardReleaseContext(m_handle); }

bool Context::valid() const noexcept { return ::SCardIsValidContext(m_handle) == SCARD_S_SUCCESS; }

std::vector<std::string> Context::readerNames() const
{
    std::vector<std::string> names;
    DWORD size = 0;
    LONG result = ::SCardListReaders(m_handle, nullptr, nullptr, &size);
    std::string list;
    while (result == SCARD_S_SUCCESS) { // a reader plugged in between the two calls makes the first size too small
        list.assign(size, '\0');
        result = ::SCardListReaders(m_handle, nullptr, list.data(), &size);
        if (result == SCARD_S_SUCCESS) break;
        if (result == SCARD_E_INSUFFICIENT_BUFFER) result = ::SCardListReaders(m_handle, nullptr, nullptr, &size);
    }
    if (result == SCARD_E_NO_READERS_AVAILABLE) return names;
    check(result, "the list of readers");
    for (const char* name = list.c_str(); *name != '\0'; name += std::strlen(name) + 1) names.emplace_back(name);
    return names;
}

void Context::cancel() noexcept { ::SCardCancel(m_handle); }

} // namespace cardwright::pcsc
