#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/MessageSigner.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/JournalEntry.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace cardwright {

/// What an agent's card signs once more before a grave entry: this act, on this subject, in this session.
struct StepUpTerms {
    Sha256Digest session{};
    EntryKind kind = EntryKind::cardCancelled;
    Sha256Digest subject{};
    Sha256Digest about{}; ///< stepUpAbout(payload): its salt makes it good for one entry only
    std::int64_t at = 0;

    friend bool operator==(const StepUpTerms&, const StepUpTerms&) = default;
};

/// A step-up whose signature, chain and purpose held at `at`.
struct StepUp {
    StepUpTerms terms;
    Certificate signer; ///< the agent's 9A certificate
};

/// Between the card's signature and the entry that carries it, either way.
inline constexpr std::int64_t longestStepUpAge = 5 * 60 * 1000;

/// Kinds that an agent's card must sign again. What the workstation does by itself needs none.
bool needsStepUp(EntryKind kind) noexcept;

/// SHA-256 of the payload's JSON without its "stepUp", compact with sorted keys.
Sha256Digest stepUpAbout(const nlohmann::json& payload);
/// What is to be signed for a draft that is otherwise complete. Throws JournalError JOURNAL-ENTRY when its payload is no object.
StepUpTerms stepUpTermsFor(const EntryDraft& draft, const Sha256Digest& session, std::int64_t at);
std::string stepUpContent(const StepUpTerms& terms);
/// The CMS statement, signed by the agent's card (one signature by 9A).
Bytes makeStepUp(const StepUpTerms& terms, MessageSigner& card, const Certificate& agent);
/// Puts it into the payload as "stepUp".
void attachStepUp(EntryDraft& draft, ByteView stepUp);

/// Throws JournalError STEP-UP-UNREADABLE, STEP-UP-NOT-TRUSTED.
StepUp readStepUp(ByteView der, std::span<const Certificate> trust);
/// Does the opened payload of this entry carry the step-up that its kind needs? Nothing is done for an entry that needs none.
/// Throws JournalError: STEP-UP-MISSING, STEP-UP-UNREADABLE, STEP-UP-NOT-TRUSTED, STEP-UP-OTHER (made for another entry, session
/// or agent, or more than five minutes away from the entry's time; the detail names what differs).
void requireStepUp(const JournalEntry& entry, const nlohmann::json& payload, std::span<const Certificate> trust);

} // namespace cardwright
