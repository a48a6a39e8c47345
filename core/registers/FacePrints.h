#pragma once

#include "core/registers/RegisterDesk.h"
#include "core/journal/EntryDraft.h"
#include "core/store/CardPrints.h"
#include "core/store/Cards.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What is drawn on one card: words and the portrait's JPEG. Never a former name.
struct CardFaceText {
    Guid card;
    UserNumber holder;
    std::string organisation{}; ///< the site's
    std::string firstLine{};    ///< of the name on card; may be empty
    std::string secondLine{};
    std::string title{};
    std::string team{};
    std::string site{};
    std::string expires{};      ///< "November 2031"; empty where it is not known
    Bytes portrait{};           ///< empty: none is on record here
};

/// A card whose face waits to be printed.
struct PrintWaiting {
    Guid card;
    UserNumber holder;
    std::string name;
    std::int64_t since = 0;
};

/// One print, as it went.
struct PrintDone {
    Guid card;
    std::string what;     ///< "front", "front and back", "receipt"
    std::string printer;  ///< as the system calls it; "PDF" for a file
    int copies = 1;
    bool qualityConfirmed = false; ///< whoever printed looked at it, and it does
};

/// How the note of a cancellation begins whose only ground is the spoiled plastic.
inline constexpr std::string_view spoiledNote = "spoiled in printing: ";

/// Faces of cards: read, printed, put off, not wanted, spoiled. Permission card.issue; nobody prints their own.
class FacePrints {
public:
    explicit FacePrints(RegisterDesk desk) : m_desk(desk) {}

    /// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, CARD-NOT-HERE, PERSON-UNKNOWN, PRINT-SPOILED.
    CardFaceText face(const Guid& card);
    /// Entry card.printed {"card","what","printer","copies","qualityConfirmed","policy"}. Errors: as face(); PRINT-COPIES.
    CardPrintRecord printed(const PrintDone& done, const PolicyId& policy);
    /// The worklist takes it. Errors: as face().
    CardPrintRecord later(const Guid& card);
    /// Errors: as face(); PRINT-REASON.
    CardPrintRecord never(const Guid& card, const std::string& reason);
    std::vector<PrintWaiting> waiting();
    /// Why the plastic is not booked as spoiled yet: its chip is still somebody's. Nothing: it may be.
    std::optional<Failure> spoilRefusal(const Guid& card, const std::string& reason);
    /// Entry card.spoiled {"card","reason"}, after the chip was cleared, or the card cancelled. Errors: as face(); CARD-CHIP-LIVE,
    /// PRINT-REASON. Where the card ended by that alone (spoiledNote) or was given up, the holder's next card then waits as a replacement
    /// that is ordered: no step is repeated. A card that was cancelled on other grounds orders none.
    CardPrintRecord spoiled(const Guid& card, const std::string& reason, bool issuedLocked = false);

private:
    CardRecord known(const Guid& card, std::string_view attempted);
    CardPrintRecord unspoiled(const Guid& card);
    bool endedInPrinting(const CardRecord& card);
    CardPrintRecord put(CardPrintRecord record, std::optional<EntryDraft> entry);
    RegisterDesk m_desk;
};

} // namespace cardwright
