#include "core/base/FailureCatalogue.h"
#include "core/card/CardErrors.h"
#include "pcsc/Connection.h"
#include "pcsc/ScardFailure.h"

#include <catch2/catch.hpp>
#include <winscard.h>

using namespace cardwright;

TEST_CASE("each PC/SC return value that a desk can meet has its code, and the code its words")
{
    struct Row {
        LONG result;
        const char* code;
    };
    for (const auto& [result, code] : {Row{SCARD_W_REMOVED_CARD, "CARD-REMOVED"}, Row{SCARD_W_RESET_CARD, "CARD-RESET"},
                                       Row{SCARD_E_NO_SMARTCARD, "CARD-ABSENT"}, Row{SCARD_E_SHARING_VIOLATION, "READER-BUSY"},
                                       Row{SCARD_E_UNKNOWN_READER, "READER-UNKNOWN"}, Row{SCARD_E_NO_READERS_AVAILABLE, "READER-ABSENT"},
                                       Row{SCARD_E_READER_UNAVAILABLE, "READER-UNKNOWN"}, Row{SCARD_E_NO_SERVICE, "PCSC-ABSENT"},
                                       Row{SCARD_E_SERVICE_STOPPED, "PCSC-ABSENT"}, Row{SCARD_F_COMM_ERROR, "PCSC-ABSENT"},
                                       Row{SCARD_E_INVALID_HANDLE, "PCSC-ABSENT"}, Row{SCARD_W_UNRESPONSIVE_CARD, "CARD-SILENT"},
                                       Row{SCARD_W_UNPOWERED_CARD, "CARD-SILENT"}, Row{SCARD_E_NOT_TRANSACTED, "CARD-SILENT"},
                                       Row{SCARD_E_PROTO_MISMATCH, "CARD-PROTOCOL"}, Row{SCARD_E_NO_ACCESS, "PCSC-DENIED"},
                                       Row{SCARD_E_INSUFFICIENT_BUFFER, "CARD-DATA"}, Row{SCARD_F_INTERNAL_ERROR, "READER-FAULT"}}) {
        INFO(code);
        CHECK(pcsc::codeOf(result) == code);
        CHECK(failureWords(code) != nullptr);
        CHECK_THROWS_AS(pcsc::check(result, "Reader 1"), TransportError);
    }
    CHECK_NOTHROW(pcsc::check(SCARD_S_SUCCESS, "Reader 1"));
    try {
        pcsc::fail(SCARD_F_INTERNAL_ERROR, "Reader 1");
    } catch (const TransportError& error) {
        CHECK(error.failure().detail == "Reader 1 (80100001)");
    }
}

TEST_CASE("the ATR says whether the card takes extended length; what is cut or strange says no")
{
    const auto says = [](const char* hex) { return pcsc::atrSaysExtendedLength(*fromHex(hex)); };
    CHECK(says("3bfd1300008131fe158073c021c057597562694b657940"));       // 73 C0 21 C0
    CHECK_FALSE(says("3bfd1300008131fe158073c0218057597562694b657940")); // the bit taken away
    CHECK_FALSE(says("3bf81300008131fe454a434f5076323431b7"));           // no COMPACT-TLV
    for (const char* strange : {"", "3b", "3bff", "3bfd13", "3bfd1300008131fe158073c0", "3b00", "3b8080", "3bf0ffffffff"}) CHECK_FALSE(says(strange));
}
