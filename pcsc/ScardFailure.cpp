#include "pcsc/ScardFailure.h"

#include "core/card/CardErrors.h"

#include <winscard.h>

#include <array>
#include <cstdio>

namespace cardwright::pcsc {

bool serviceGone(long result) noexcept
{
    // INVALID_HANDLE is what an old context gets from a pcscd that was started anew.
    return result == SCARD_E_NO_SERVICE || result == SCARD_E_SERVICE_STOPPED || result == SCARD_F_COMM_ERROR
        || result == SCARD_E_INVALID_HANDLE;
}

std::string_view codeOf(long result) noexcept
{
    if (serviceGone(result)) return "PCSC-ABSENT";
    switch (result) {
    case SCARD_W_REMOVED_CARD: return "CARD-REMOVED";
    case SCARD_W_RESET_CARD: return "CARD-RESET";
    case SCARD_E_NO_SMARTCARD: return "CARD-ABSENT";
    case SCARD_E_SHARING_VIOLATION: return "READER-BUSY";
    case SCARD_E_UNKNOWN_READER:
    case SCARD_E_READER_UNAVAILABLE: return "READER-UNKNOWN";
    case SCARD_E_NO_READERS_AVAILABLE: return "READER-ABSENT";
    case SCARD_W_UNRESPONSIVE_CARD:
    case SCARD_W_UNPOWERED_CARD:
    case SCARD_E_NOT_TRANSACTED:
    case SCARD_E_TIMEOUT: return "CARD-SILENT";
    case SCARD_E_PROTO_MISMATCH:
    case SCARD_W_UNSUPPORTED_CARD:
    case SCARD_E_CARD_UNSUPPORTED: return "CARD-PROTOCOL";
    case SCARD_W_SECURITY_VIOLATION:
    case SCARD_E_NO_ACCESS: return "PCSC-DENIED";
    case SCARD_E_INSUFFICIENT_BUFFER: return "CARD-DATA";
    case SCARD_E_NO_MEMORY: return "OUT-OF-MEMORY";
    default: return "READER-FAULT";
    }
}

void fail(long result, const std::string& detail)
{
    const std::string_view code = codeOf(result);
    if (code != "READER-FAULT") throw TransportError(code, detail);
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), " (%08lX)", static_cast<unsigned long>(result) & 0xFFFFFFFFUL);
    throw TransportError(code, detail + number.data());
}

} // namespace cardwright::pcsc
