#pragma once

#include "app/runtime/Workstation.h"
#include "core/registers/Badges.h"
#include "core/registers/FacePrints.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::runtime {

/// What is printed, over one open desk: card faces, and ID badges. Blocks as the desk's own calls; each act asks its duties in core.
class PrintRoom {
public:
    explicit PrintRoom(Workstation& desk) : m_desk(desk) {}

    /// A portrait that is not here is asked of the centre; without it the face has the quiet outline of a person.
    CardFaceText cardFace(const Guid& card);
    /// The card that this person has. RefusedError CARD-NOT-HERE.
    Guid cardOf(const UserNumber& person);
    CardPrintRecord printed(const PrintDone& done);
    CardPrintRecord later(const Guid& card);
    CardPrintRecord never(const Guid& card, const std::string& reason);
    std::vector<PrintWaiting> cardsToPrint(); ///< recorded as a search is

    struct Spoiled {
        bool cleared = false;   ///< the chip is blank; else the card is cancelled and revoked
        std::string notCleared; ///< why not: a failure's code
        bool nextWaits = false; ///< the holder's next card is ordered; not for one that was cancelled on other grounds before
    };
    /// The chip first: cancelled (asks the agent's card again), then cleared where the card is in `reader` and lets itself; only then the
    /// plastic is booked as spoiled, and the holder's next card waits as a replacement where the card ended by this alone.
    Spoiled spoil(const std::string& reader, const Guid& card, const std::string& reason, const SecureBytes* agentPasscode, Watch watch);

    std::vector<BadgeProblem> badgeProblems(const BadgeOrder& order);
    BadgeRecord requestBadge(const BadgeOrder& order);
    std::vector<BadgeRecord> badges();
    std::vector<BadgeRecord> badgeHistory(const UserNumber& holder);
    BadgeRecord refuseBadge(const Guid& id, const std::string& reason);
    BadgeRecord withdrawBadge(const Guid& id, const std::string& reason);
    std::vector<BadgeFace> badgeFaces(const std::vector<Guid>& ids);
    std::vector<BadgeRecord> badgesPrinted(const std::vector<Guid>& ids, const std::string& printer, int copies, bool qualityConfirmed);
    /// Throws UsageError BADGE-EMAIL.
    BadgeReading readEmail(const std::string& text) const;
    /// A picture file, cropped as a portrait is. Throws PortraitError.
    static Bytes photoFrom(const std::filesystem::path& file);
    /// Each row judged; photographs are looked for beside the list. Writes nothing. UsageError REQUEST-FILE; RefusedError BADGE-LIST.
    BadgePreview previewList(const std::filesystem::path& file);
    /// All rows of the very file that was previewed, or none. RefusedError BADGE-LIST.
    std::vector<BadgeRecord> importList(const std::filesystem::path& file, const Sha256Digest& previewed);

private:
    Workstation& m_desk;
};

} // namespace cardwright::runtime
