#pragma once

#include "core/crypto/PublicKey.h"
#include "core/lifecycle/Administration.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/lifecycle/JobRecorder.h"
#include "core/lifecycle/PasscodeEntry.h"
#include "core/piv/CardPublicKey.h"

#include <map>
#include <optional>
#include <set>

namespace cardwright {

/// The steps of an issue (and of a renewal or a rotation of the derived keys: IssuePlan::act), first run and resume alike: each looks at the step record and does, probes or passes over. What the
/// record does not settle is asked of the card, by the rules of design card.md ("When the outcome of a step is unknown").
///
/// A certificate request is the entry certificate.requested:
///   {"request":guid, "card":guid, "slot":"9A", "csr":base64 PKCS#10, "photoReference":hex64, "userNumber":.., "salt":..}
/// An elliptic key of 9D signs nothing, so it has no PKCS#10. The desk proves in the same session, by ECDH with a fresh key, that the
/// card holds it, and asks with RA-verified possession (RFC 4210 5.2.8.4, raVerified):
///   {"request":guid, "card":guid, "slot":"9D", "publicKey":base64 SubjectPublicKeyInfo, "proof":"ecdh", "organisation":text,
///    "photoReference":hex64, "userNumber":12 digits, "salt":..}
/// The subject is made of userNumber (serialNumber), organisation (O) and card (urn:uuid), as in a PKCS#10 of ours.
/// CertificateRequestRecord::request is then empty. 9E names no person: no photoReference, and its PKCS#10 has no serialNumber.
class IssueRun {
public:
    /// passcode: the holder's. For a card that ends locked a random one is made here and forgotten; so it is where the holder types on the
    /// reader: that is asked for once all else is proved (readersPasscode), so that nobody waits at the keys for the network, and no more
    /// often than needed: the new passcode two times, and once more for the proof.
    IssueRun(CardDesk& desk, JobRecorder& recorder, const IssuePlan& plan, CardIdentity identity, CardProfile profile,
             PasscodeSource passcode);

    /// Renew: the passcode given is the card's own, verified in this transaction. Without it, it is set with the unlock key.
    void passcodeIsVerified() noexcept;

    /// The administration key that pre-flight found out: this transaction authenticated with it.
    void administrationIsHeld() noexcept { m_administrationHeld = true; }

    /// session: the transaction in which the card was recognised; ended here.
    CardReceipt run(CardSession& session);

private:
    // First transaction: IssueRun.cpp, IssueKeys.cpp
    void personalise(CardSession& session);
    std::vector<AdministrationCandidate> administrationHeld() const;
    void administration(CardSession& session);
    AdministrationCandidate heldOnBlank(CardSession& session);
    void tries(CardSession& session);
    void chuid(CardSession& session);
    void administrationKey(CardSession& session);
    void unlockKey(CardSession& session);
    bool unlockKeyByMetadata(CardSession& session);
    void unlockKeyByAttempts(CardSession& session);
    bool changeUnlockKey(CardSession& session, bool confirm, bool mayTryAgain);
    void passcode(CardSession& session);
    void setPasscode(PasscodeEntry& entry, std::string_view step);
    SecureBytes unlockKeyItCameWith() const;
    bool verifyFactoryPasscode(CardSession& session, bool begun);
    SecureBytes unlockKeyBefore() const;
    SecureBytes unlockKeyInForce() const;
    void keys(CardSession& session);
    void generate(CardSession& session, const PlannedKey& key);
    void requests(CardSession& session);
    void signTerms(HolderKeys& holder);
    bool requestStands(HolderKeys& holder, CardSession& session, Slot slot, const Guid& asked);
    JobWrite::Request askFor(HolderKeys& holder, CardSession& session, const PlannedKey& key);
    Bytes provenRequest(HolderKeys& holder, CardSession& session, const PlannedKey& key, const RequestSubject& subject);
    void requireAttested(CardSession& session, Slot slot, const CardPublicKey& made);

    // Second transaction: IssueFinish.cpp
    void awaitAnswers();
    void finish();
    void objects(CardSession& session);
    void certificates(CardSession& session);
    void certificate(CardSession& session, Slot slot, const Bytes& content);
    void proof(CardSession& session);
    void proveTries(CardSession& session);
    void proveNoFactorySecret(CardSession& session);
    void lock(CardSession& session);
    bool holderIsAsked() const noexcept;
    void readersPasscode(CardSession& session);
    std::string proofData() const;
    void restoreProof();
    void close();
    EntryDraft closingEntry();

    void tell(std::string_view step, JobProgress::State state, CardWork work = CardWork::talk, std::string detail = {});
    const PlannedKey& planned(Slot slot) const;
    std::vector<Slot> slots() const;

    CardDesk& m_desk;
    JobRecorder& m_recorder;
    const IssuePlan& m_plan;
    CardIdentity m_identity;
    CardProfile m_profile;
    PasscodeSource m_given;    ///< the holder's
    PasscodeSource m_passcode; ///< what the card has while it is worked on
    bool m_heldNew = false;          ///< the administration key that the plan names is in force
    bool m_administrationHeld = false;
    bool m_passcodeVerified = false;
    std::map<Slot, PublicKey> m_keys;
    std::map<Slot, Guid> m_requests;
    std::map<Slot, Bytes> m_answers; ///< certificates that came and fit
    std::set<Slot> m_renewed;        ///< slots whose key was made anew in this run
    CardReceipt m_receipt;
};

} // namespace cardwright
