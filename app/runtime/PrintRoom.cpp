#include "app/runtime/PrintRoom.h"

#include "app/runtime/AtRegister.h"
#include "core/portrait/PortraitFile.h"

#include <fstream>

namespace cardwright::runtime {

namespace {

constexpr std::uintmax_t longestList = 8U << 20;

std::function<ByteSource()> openerOf(const std::filesystem::path& path)
{
    return [path]() -> ByteSource {
        auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
        std::error_code unknown;
        const auto size = std::filesystem::file_size(path, unknown);
        if (!*file || unknown || std::filesystem::is_directory(path) || size > longestList) throw UsageError(Failure::of("REQUEST-FILE", path.string()));
        return [file, path](std::span<char> into) {
            file->read(into.data(), static_cast<std::streamsize>(into.size()));
            if (file->bad()) throw UsageError(Failure::of("REQUEST-FILE", path.string()));
            return static_cast<std::size_t>(file->gcount());
        };
    };
}

bool lives(CardState state) noexcept { return state == CardState::opened || state == CardState::issued || state == CardState::locked; }

/// Another desk took the picture, or it was taken before this desk was there.
/// False: the centre is away, and what is drawn says so by its outline.
bool fetchPortrait(Workstation& desk, const std::optional<Sha256Digest>& photo, Bytes& portrait)
{
    if (!portrait.empty() || !photo) return true;
    try {
        portrait = desk.portraitAtCentre(*photo).value_or(Bytes());
        return true;
    } catch (const FailureError&) {
        portrait.clear();
        return false;
    }
}

/// The row's picture lies beside its list; its name is a plain file name.
void addPhoto(const std::filesystem::path& folder, BadgeRow& row)
{
    if (row.reading.photoFile.empty()) return;
    try {
        row.reading.order.photo = PrintRoom::photoFrom(folder / row.reading.photoFile);
    } catch (const FailureError& error) {
        row.problems.push_back({"photo", error.failure().code, error.failure().cause});
    }
}

} // namespace

CardFaceText PrintRoom::cardFace(const Guid& card)
{
    std::optional<Sha256Digest> photo;
    auto face = m_desk.atRegister([&](const RegisterDesk& desk) {
        auto made = FacePrints(desk).face(card);
        if (const auto person = desk.store.people.byNumber(made.holder)) photo = person->photo;
        return made;
    });
    fetchPortrait(m_desk, photo, face.portrait);
    return face;
}

Guid PrintRoom::cardOf(const UserNumber& person)
{
    const auto card = m_desk.atRegister([&](const RegisterDesk& desk) {
        requireDuty(desk, mayDo(desk.agent, Permission::cardIssue), "card face", person);
        return desk.store.cards.activeOf(person);
    });
    if (!card) throw RefusedError(Failure::of("CARD-NOT-HERE"));
    return card->guid;
}

CardPrintRecord PrintRoom::printed(const PrintDone& done)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return FacePrints(desk).printed(done, m_desk.material().print.id); });
}

CardPrintRecord PrintRoom::later(const Guid& card)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return FacePrints(desk).later(card); });
}

CardPrintRecord PrintRoom::never(const Guid& card, const std::string& reason)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return FacePrints(desk).never(card, reason); });
}

std::vector<PrintWaiting> PrintRoom::cardsToPrint()
{
    auto rows = m_desk.atRegister([](const RegisterDesk& desk) { return FacePrints(desk).waiting(); });
    m_desk.recordSearch("cards to print", rows.size());
    return rows;
}

PrintRoom::Spoiled PrintRoom::spoil(const std::string& reader, const Guid& card, const std::string& reason, const SecureBytes* agentPasscode,
                                    Watch watch)
{
    struct Before {
        std::optional<Failure> refusal;
        CardState state;
    };
    const auto before = m_desk.atRegister([&](const RegisterDesk& desk) {
        auto refusal = FacePrints(desk).spoilRefusal(card, reason);
        return Before{std::move(refusal), desk.store.cards.byGuid(card)->state};
    });
    if (before.refusal && before.refusal->code != "CARD-CHIP-LIVE") throw RefusedError(*before.refusal);
    bool here = false;
    if (!reader.empty()) {
        const auto look = m_desk.look(reader, watch.stop);
        here = look.file.card && look.file.card->guid == card;
        if (!here) throw RefusedError(Failure::of("CARD-OTHER"));
    }
    if (lives(before.state)) {
        const auto note = std::string(spoiledNote) + reason;
        if (here) {
            m_desk.cancelCard(reader, CancelReason::madeInError, note, agentPasscode, watch);
        } else {
            m_desk.cancelWithoutCard(card, CancelReason::madeInError, note, agentPasscode);
        }
    }
    Spoiled outcome;
    if (here) {
        try {
            m_desk.clearCard(reader, watch);
            outcome.cleared = true;
        } catch (const FailureError& error) {
            outcome.notCleared = error.failure().code; // cancelled and revoked it is: the plastic goes through its chip
        }
    }
    const bool locked = before.state == CardState::locked;
    outcome.nextWaits = m_desk.atRegister([&](const RegisterDesk& desk) {
        FacePrints(desk).spoiled(card, reason, locked);
        return desk.store.replacements.of(desk.store.cards.byGuid(card)->holder).has_value();
    });
    return outcome;
}

std::vector<BadgeProblem> PrintRoom::badgeProblems(const BadgeOrder& order)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).problems(order); });
}

BadgeRecord PrintRoom::requestBadge(const BadgeOrder& order)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).request(order); });
}

std::vector<BadgeRecord> PrintRoom::badges()
{
    auto rows = m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).worklist(); });
    m_desk.recordSearch("badges", rows.size());
    return rows;
}

std::vector<BadgeRecord> PrintRoom::badgeHistory(const UserNumber& holder)
{
    auto rows = m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).history(holder); });
    m_desk.recordView(holder, "badges");
    return rows;
}

BadgeRecord PrintRoom::refuseBadge(const Guid& id, const std::string& reason)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).refuse(id, reason); });
}

BadgeRecord PrintRoom::withdrawBadge(const Guid& id, const std::string& reason)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).withdraw(id, reason); });
}

std::vector<BadgeFace> PrintRoom::badgeFaces(const std::vector<Guid>& ids)
{
    auto faces = m_desk.atRegister([&](const RegisterDesk& desk) {
        std::vector<BadgeFace> made;
        for (const auto& id : ids) made.push_back(BadgeDesk(desk, m_desk.material().badges).face(id));
        return made;
    });
    for (auto& face : faces) { // a batch waits for a centre that is away once, not once a face
        if (!fetchPortrait(m_desk, face.badge.photo, face.portrait)) break;
    }
    return faces;
}

std::vector<BadgeRecord> PrintRoom::badgesPrinted(const std::vector<Guid>& ids, const std::string& printer, int copies, bool qualityConfirmed)
{
    return m_desk.atRegister([&](const RegisterDesk& desk) {
        return BadgeDesk(desk, m_desk.material().badges).printed(ids, printer, copies, qualityConfirmed);
    });
}

BadgeReading PrintRoom::readEmail(const std::string& text) const { return readBadgeEmail(m_desk.material().badges, text); }

Bytes PrintRoom::photoFrom(const std::filesystem::path& file) { return PortraitFile::load(file.string()).accept().jpeg; }

BadgePreview PrintRoom::previewList(const std::filesystem::path& file)
{
    auto preview = readBadgeList(m_desk.material().badges, openerOf(file));
    for (auto& row : preview.rows) addPhoto(file.parent_path(), row);
    m_desk.atRegister([&](const RegisterDesk& desk) {
        const BadgeDesk badges(desk, m_desk.material().badges);
        for (auto& row : preview.rows) {
            for (auto& problem : badges.problems(row.reading.order)) row.problems.push_back(std::move(problem));
        }
        return true;
    });
    return preview;
}

std::vector<BadgeRecord> PrintRoom::importList(const std::filesystem::path& file, const Sha256Digest& previewed)
{
    auto preview = previewList(file);
    if (preview.digest != previewed) throw RefusedError(Failure::of("BADGE-LIST", "the file changed after it was looked at"));
    if (preview.wrong() > 0) throw RefusedError(Failure::of("BADGE-LIST", std::to_string(preview.wrong()) + " of " + std::to_string(preview.rows.size()) + " rows"));
    std::vector<BadgeOrder> orders;
    for (auto& row : preview.rows) orders.push_back(std::move(row.reading.order));
    return m_desk.atRegister([&](const RegisterDesk& desk) { return BadgeDesk(desk, m_desk.material().badges).requestAll(orders); });
}

} // namespace cardwright::runtime
