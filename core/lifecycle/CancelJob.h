#pragma once

#include "core/journal/EntryDraft.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cardwright {

/// Why a card is cancelled: the closed list of the entries.
enum class CancelReason { lost, stolen, damaged, nameChanged, expired, left, misused, madeInError, notFinished, replaced };
std::string_view nameOf(CancelReason reason) noexcept; ///< "lost", "name-changed", "not-finished": begun, and the card is gone
std::optional<CancelReason> cancelReasonOf(std::string_view name) noexcept;
std::span<const CancelReason> allCancelReasons() noexcept;

/// What the entry card.cancelled says: {"card","reason","cardPresent","note"?}.
struct CancelTerms {
    Guid card;
    UserNumber holder;
    CancelReason reason = CancelReason::lost;
    bool cardPresent = false;
    std::string note{}; ///< the agent's words, at most 500 octets
};

/// The entry, complete but for its step-up. The caller has the agent's card sign stepUpTermsFor(draft, ..) and attaches it
/// (core/journal/StepUp.h: makeStepUp, attachStepUp); then the draft is handed to CancelJob as it is.
EntryDraft cancelDraft(const CancelTerms& terms, RandomSource& random);

/// Irreversible. The entry is committed first, before the card is touched: from that commit on the certificates end (centre,
/// hot list), whatever becomes of the card. A job that is still open on the card is given up in the same commit, requests that wait
/// are withdrawn, and the person may have another card.
class CancelJob {
public:
    /// With the card in the reader: every key that it holds is then made anew and dropped (deleted where the card can). Its end is an
    /// entry card.touched {"card","job","written":[],"keysErased":["9A",..],"receipt"}. Cut, RepairJob goes on without a passcode.
    /// look: of this card, just now; also a torn one.
    CancelJob(CardDesk desk, CardLook look, EntryDraft confirmed);

    /// Errors: RefusedError AGENT-IS-SUBJECT, STEP-UP-MISSING, CANCEL-REASON; CardJobError CARD-BLANK, CARD-FOREIGN, CARD-NOT-HERE,
    /// CARD-CANCELLED, CARD-OTHER (the draft is of another card), CARD-ADMIN-KEY, CARD-PROOF; TransportError; StoreError;
    /// StoppedError. After the first commit the card stays cancelled, whatever is thrown.
    CardReceipt run();

    /// Without the card: the entry alone. Also frees a person whose card was begun and is gone.
    /// Errors: as run(); CardJobError CARD-NOT-HERE for a card that this desk does not know.
    static void withoutCard(CardDesk& desk, EntryDraft confirmed);

private:
    CardDesk m_desk;
    CardLook m_look;
    EntryDraft m_confirmed;
};

} // namespace cardwright
