#pragma once

#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

class Store;

/// What of the site stands on a receipt: from its policies and its description.
struct HandoverSite {
    std::string organisation;     ///< "Quayside NHS Trust"
    std::string desk;             ///< "Enrolment desk 2"; may be empty
    std::string contact;          ///< the RA's: name, telephone
    std::string law;              ///< of the terms
};

/// What a holder was given, in words for paper and screen: drawn by ui/print, written plainly by plainText(). All texts are ready to be
/// shown; an empty one has nothing to say and its line is left out. Names no restricted document and no former name.
struct HandoverReceipt {
    std::string nameOnCard;
    std::string userNumber;       ///< "555 0123 45678"
    std::string cardEnding;       ///< the last eight digits of the card's GUID
    std::string serial;           ///< as the maker prints it; may be empty
    std::string organisation;
    std::string issuedAt;         ///< desk and site in one line
    std::string issuedOn;         ///< "21 November 2026"; of a card that is not finished, when it was begun
    std::string expires;          ///< "20 November 2031"
    std::string photoReference;   ///< 64 hexadecimal digits; may be empty
    bool locked = false;          ///< nobody knows its passcode: unlock it at a desk first

    struct Certificate {
        std::string purpose;      ///< "Signing in"
        std::string slot;         ///< "9A"
        std::string until;        ///< "21 November 2028"; empty: it comes later
    };
    std::vector<Certificate> certificates;
    bool canSignIn = false;       ///< the certificate for signing in is on the card

    struct Terms {
        int version = 0;          ///< 0: not accepted yet
        std::string acceptedOn;   ///< "21 November 2026 at 09:14"
        std::string law;
    };
    Terms terms;

    struct Access {
        std::string role;         ///< job role and area of work
        std::string until;        ///< may be empty
        std::vector<std::string> systems; ///< "try each of these"
    };
    std::vector<Access> access;
    std::vector<std::string> systems; ///< of all positions, each once
    std::string contact;          ///< whom to call
    std::vector<std::string> nextSteps; ///< sentences for the holder
};

/// Of a card that this desk knows. Reads only. Errors: RefusedError CARD-NOT-HERE; StoreError.
HandoverReceipt handoverReceipt(Store& store, const Guid& card, const HandoverSite& site, std::int64_t now);

/// For a shell, a file or a plain printer: lines of at most 78 letters.
std::string plainText(const HandoverReceipt& receipt);

} // namespace cardwright
