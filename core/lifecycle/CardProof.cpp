#include "core/lifecycle/CardProof.h"

#include "core/crypto/SecureRandom.h"
#include "core/crypto/Sha256.h"
#include "core/lifecycle/CardJobError.h"
#include "core/piv/FacialImage.h"
#include "core/piv/Preflight.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr int mostTries = 15;          // all that 63Cx can count
constexpr std::size_t wrongDigits = 8; // as long as a passcode can be: hit by chance once in a hundred million

/// Signatures differ by a few octets from time to time; a printed name by as much as the object can hold.
std::size_t roomFor(const CardProfile& profile, ObjectId id, std::size_t size)
{
    constexpr std::size_t signatureSpread = 16;
    constexpr std::size_t mostPrinted = 245; // SP 800-73-5 pt 1 table 10
    const auto room = reservation(profile, id, size);
    if (!room) return size;
    if (id == objects::printedInformation) return std::max(size, mostPrinted);
    // The next holder's picture may be as large as any.
    if (id == objects::facialImage) return std::max(size, std::min(FacialImage::mostOctets, profile.contentLimit(false).value_or(size)));
    return id == objects::chuid || id == objects::securityObject ? size + signatureSpread : *room;
}

/// Printed information and portrait cannot be read without the passcode: they count as empty.
bool looksEmpty(PivApplication& piv, ObjectId id)
{
    if (id == objects::printedInformation || id == objects::facialImage) return true;
    const auto head = piv.objectHead(id);
    return !head || head->content.empty();
}

} // namespace

std::string objectName(ObjectId id)
{
    auto hex = toHex(std::array{static_cast<std::uint8_t>(id.tag >> 16), static_cast<std::uint8_t>(id.tag >> 8),
                                static_cast<std::uint8_t>(id.tag)});
    for (auto& letter : hex) {
        if (letter >= 'a') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return hex;
}

CardReceipt::Object proveObject(PivApplication& piv, ObjectId id, ByteView expected)
{
    const auto found = piv.object(id);
    if (!found || !equal(*found, expected)) throw CardJobError("CARD-PROOF", std::string(id.name));
    return {objectName(id), toHex(sha256(*found))};
}

void writeObject(PivApplication& piv, const CardProfile& profile, ObjectId id, ByteView content)
{
    const auto room = roomFor(profile, id, content.size());
    if (room > content.size() && looksEmpty(piv, id)) {
        auto padded = toBytes(content); // the GUID at its place from the first write on
        padded.resize(room, 0);
        try {
            piv.putObject(id, padded);
        } catch (const CardError& error) {
            // In an earlier life of this card the object had a smaller room; the content itself may still find place.
            if (error.failure().code != "CARD-FULL") throw;
        }
    }
    piv.putObject(id, content);
}

int spendTries(PivApplication& piv, const SecureBytes& right, RandomSource& random)
{
    int spent = 0;
    while (spent <= mostTries) {
        const auto wrong = randomDigits(random, wrongDigits);
        if (wrong.sameAs(right.view())) continue;
        const auto outcome = piv.verifyPasscode(wrong);
        ++spent;
        // After a restart nobody knows what is right: should chance hit it, the count begins again.
        if (outcome.accepted()) spent = 0;
        if (outcome.kind != PasscodeOutcome::Kind::blocked) continue;
        if (piv.passcodeTries().blocked()) return spent; // 6983: the card's own word
        break;
    }
    throw CardJobError("CARD-PROOF", "the tries do not end");
}

} // namespace cardwright
