#pragma once

#include "core/central/AgentOffice.h"
#include "core/central/Payload.h"
#include "core/central/WorkstationBook.h"
#include "core/journal/JournalEntry.h"
#include "core/store/Transaction.h"

namespace cardwright::central {

/// What must hold of an entry before anybody looks at what it asks for.
class EntryCheck {
public:
    EntryCheck(Transaction& transaction, CentreParts& parts, const EnrolledWorkstation& workstation)
        : m_transaction(transaction), m_parts(parts), m_workstation(workstation)
    {
    }

    /// Sealed to exactly the centre and this desk, by our algorithms; opened. Problems envelope-*, payload-malformed.
    Payload open(const JournalEntry& entry);
    /// Signed by the session it names, delegated by that agent's card, live; by the workstation only where no agent is needed; by
    /// the card once more where that is needed. An agent.signedIn entry brings its own delegation and is kept with it.
    /// Nothing: the workstation's own entry. Problems: signature-wrong, author-missing, author-wrong, session-unknown,
    /// session-not-delegated, session-expired, agent-unknown, agent-inactive, step-up-missing, step-up-wrong, subject-wrong, bootstrap-over.
    std::optional<AgentOffice::Record> check(const JournalEntry& entry, const Payload& payload);

private:
    PublicKey sessionKey(const JournalEntry& entry, const Payload& payload);
    PublicKey begun(const JournalEntry& entry, const Payload& payload);
    void requireBootstrapOf(const Payload& payload);
    void requireStepUpOf(const JournalEntry& entry, const Payload& payload);

    Transaction& m_transaction;
    CentreParts& m_parts;
    const EnrolledWorkstation& m_workstation;
};

/// Opens an envelope that must be for the centre and this desk. Problems envelope-*.
SecureBytes openFromDesk(CentreParts& parts, const Guid& workstation, ByteView der);

} // namespace cardwright::central
