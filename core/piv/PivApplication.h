#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/card/CardChannel.h"
#include "core/piv/Algorithm.h"
#include "core/piv/CardPublicKey.h"
#include "core/piv/ObjectId.h"
#include "core/piv/Outcomes.h"
#include "core/piv/Slot.h"

#include <optional>

namespace cardwright {

/// The PIV card application, SP 800-73-5 pt 2, over an open transaction. Each call is one command as the card means it;
/// no call repeats what may have spent a try, none keeps a secret.
///
/// Besides what is listed, each throws what CardChannel::send throws (TransportError, CardDataError, StoppedError), and
/// CardError with code CARD-REFUSED for a status word that is not named. Every call that authenticates asks the transport
/// to reset the card when its transaction ends.
///
/// Passcodes and unlock keys are given as their digits (6 to 8); they are padded with FF to eight octets here. Anything
/// that is not 1 to 8 octets long throws UsageError before the card is asked.
class PivApplication {
public:
    explicit PivApplication(CardChannel& channel) : m_channel(channel) {}

    CardChannel& channel() noexcept { return m_channel; }

    /// SELECT by the PIV application identifier. Drops a previous administration on many cards.
    /// Errors: CardError CARD-NOT-PIV (any status word but 9000); CardDataError.
    SelectAnswer select();

    /// GET DATA: what stands inside 53 (or inside 7E, 7F61). Nothing = absent (6A82); no octets = present and empty.
    /// Errors: CardError CARD-NEEDS-PASSCODE (6982); CardDataError.
    std::optional<Bytes> object(ObjectId id);
    /// The first answer only, at most 256 octets; what more the card announces is not fetched.
    /// Errors: as object().
    std::optional<ObjectHead> objectHead(ObjectId id);

    /// PUT DATA; empty content empties the object. Needs administration.
    /// Errors: CardError CARD-FULL (6A84), CARD-NEEDS-ADMIN (6982), CARD-OBJECT-UNKNOWN (6A81, 6A82, 6A86, 6A88).
    void putObject(ObjectId id, ByteView content);

    /// VERIFY 80. Spends a try when it is wrong; call it once for each time that a person typed.
    /// Errors: CardError.
    PasscodeOutcome verifyPasscode(const SecureBytes& passcode);
    /// VERIFY 80 without data: spends nothing.
    TriesLeft passcodeTries();
    /// VERIFY with P1 = FF: "not verified" again. False where the card has no such form.
    bool forgetPasscode();

    // The same by the reader's own keys, where CardTransport::pinPad() gives them: the digits never come into this computer.
    /// Errors: UsageError where the reader has no such keys; those of verifyPasscode().
    PadOutcome verifyPasscodeOnPad(PadLength length = {});
    /// CHANGE REFERENCE DATA 80, the old and (twice) the new passcode typed there.
    PadOutcome changePasscodeOnPad(PadLength length = {});
    /// RESET RETRY COUNTER: the unlock key from here, the new passcode (twice) from there. The tries told are the unlock key's.
    PadOutcome resetRetryCounterOnPad(const SecureBytes& unlockKey, PadLength length = {});
    bool padVerifies(); ///< the reader has keys for VERIFY
    bool padModifies(); ///< and for the other two

    /// CHANGE REFERENCE DATA for the passcode (80) or the unlock key (81). Spends a try of that reference when `old` is wrong.
    /// Errors: UsageError for any other reference; CardError CARD-CANNOT (6A81, 6A86, 6A88, 6D00: the card has no such change).
    PasscodeOutcome changeReference(KeyReference reference, const SecureBytes& oldValue, const SecureBytes& newValue);

    /// RESET RETRY COUNTER: sets a new passcode with the unlock key. The tries told are those of the unlock key.
    /// Does not verify the passcode.
    PasscodeOutcome resetRetryCounter(const SecureBytes& unlockKey, const SecureBytes& newPasscode);

    /// GENERAL AUTHENTICATE 9B, mutual (SP 800-73-5 pt 2 A.1.2): the card's witness deciphered, our challenge answered.
    /// Errors: UsageError (key of another size); CardDataError when the card does not prove that it holds the key.
    AdministrationOutcome authenticateAdministration(Algorithm algorithm, const SecureBytes& key, RandomSource& random);

    /// GENERATE ASYMMETRIC KEY PAIR; may take minutes for RSA. Needs administration. The public key is checked.
    /// Errors: UsageError; CardError CARD-ALGORITHM (6A80, 6A81, 6A86, 6A88), CARD-NEEDS-ADMIN; CardDataError.
    CardPublicKey generateKey(Slot slot, Algorithm algorithm);

    /// A signature over a SHA-256, SHA-384 or SHA-512 digest (told by its length): ECDSA as DER, or RSA PKCS#1 v1.5 whose
    /// padded block is built here (RFC 8017 9.2). Errors: UsageError; CardError CARD-NEEDS-PASSCODE (6982), CARD-NO-KEY
    /// (6A80, 6A81, 6A82, 6A86, 6A88); CardDataError (a signature that cannot be one).
    Bytes sign(Slot slot, Algorithm algorithm, ByteView digest);
    /// The private RSA operation on one block of the modulus' length: decipherment, or proof of a 9D key.
    SecureBytes rsaPrivate(Slot slot, Algorithm algorithm, ByteView block);
    /// ECDH (9D): the x coordinate shared with the other party's point 04 || X || Y. Errors: as sign().
    SecureBytes keyAgreement(Slot slot, Algorithm algorithm, ByteView otherPoint);

    // What some makers add. Each returns nothing (or false) where the card does not know the command.
    std::optional<CardVersion> version();                  ///< FD
    std::optional<std::uint32_t> serial();                 ///< F8
    std::optional<KeyMetadata> metadata(Slot slot);        ///< F7; also nothing when the slot holds no key (6A88, 6A82)
    std::optional<KeyMetadata> metadata(KeyReference reference);
    std::optional<Bytes> attestation(Slot slot);           ///< F9: an X.509 certificate by the card's own key
    /// FF: a new administration key, no touch. Needs administration. Errors: CardError CARD-CANNOT, CARD-NEEDS-ADMIN.
    void setAdministrationKey(Algorithm algorithm, const SecureBytes& key);
    /// FA: tries of passcode and unlock key; **sets both back to the maker's defaults**. Needs administration and a verified
    /// passcode. Errors: UsageError (1 to 15); CardError CARD-CANNOT, CARD-NEEDS-ADMIN.
    void setTries(int passcode, int unlockKey);
    /// FB: wipes everything. False when the card refuses because passcode or unlock key are not yet blocked (6985, 6982).
    /// Errors: CardError CARD-CANNOT.
    bool resetApplication();
    /// F6 with P1 = FF: deletes the slot's key. False where the card does not know it or the slot is empty.
    bool deleteKey(Slot slot);

private:
    std::optional<KeyMetadata> metadataOf(std::uint8_t reference);
    PasscodeOutcome twoReferences(std::uint8_t ins, std::uint8_t reference, const SecureBytes& first, const SecureBytes& second);
    ResponseApdu getData(ObjectId id, bool headOnly);
    PadOutcome padOutcome(Bytes answer, std::uint8_t ins);
    SecureBytes privateKeyOperation(Slot slot, Algorithm algorithm, std::uint8_t tag, ByteView input);
    CardChannel& m_channel;
};

} // namespace cardwright
