#include "core/lifecycle/CardProof.h"

#include "core/crypto/SecureRandom.h"
#include "core/crypto/Sha256.h"
#include "core/lifecycle/CardJobError.h"
#include "core/piv/Preflight.h"

#include <array>

namespace cardwright {

namespace {

constexpr int mostTries = 15;          // all that 63Cx can count
constexpr std::size_t wrongDigits = 8; // as long as a passcode can be: hit by chance once in a hundred million

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

void writeCertificate(PivApplication& piv, const CardProfile& profile, Slot slot, ByteView content)
{
    const auto id = certificateObject(slot);
    const auto room = reservation(profile, id, content.size());
    if (room && *room > content.size()) {
        const auto head = piv.objectHead(id);
        if (!head || head->content.empty()) piv.putObject(id, Bytes(*room, 0));
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
