#include "ui/pages/StripView.h"

#include "ui/presenters/DeskPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ReaderStrip.h"

#include <QCoreApplication>

namespace cardwright::ui {

namespace {

using Kind = ReaderTileState::Kind;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(StripView)
};

/// What the reader itself says, where that decides: no reader, used by another program, mute card.
bool readerDecides(ReaderTileState& state, const ReaderTile& tile)
{
    switch (tile.condition) {
    case ReaderCondition::absent:
        state.kind = Kind::Absent;
        state.words = Texts::tr("No reader");
        state.buttonWords = Texts::tr("Why");
        state.buttonKey = QStringLiteral("F2");
        return true;
    case ReaderCondition::inUse:
        state.kind = Kind::InUse;
        state.words = tile.usedBy.empty() ? Texts::tr("In use by another program") : Texts::tr("In use by %1").arg(words::fromUtf8(tile.usedBy));
        state.buttonWords = Texts::tr("Why");
        state.buttonKey = QStringLiteral("F2");
        return true;
    case ReaderCondition::mute:
        state.kind = Kind::Unreadable;
        state.words = Texts::tr("Card not readable: chip up, to the front");
        return true;
    case ReaderCondition::empty:
        state.kind = Kind::Empty;
        state.words = Texts::tr("Empty");
        return true;
    case ReaderCondition::reading:
    case ReaderCondition::card: return false;
    }
    return false;
}

ReaderTileState agentTile(const DeskHub& hub, const ReaderTile& tile)
{
    ReaderTileState state;
    state.caption = Texts::tr("Reader 1: your card");
    if (readerDecides(state, tile))
        return state;
    const auto& card = hub.agentCard();
    state.kind = Kind::Known;
    switch (card.state) {
    case AgentCardState::absent:
    case AgentCardState::reading:
        state.kind = Kind::Reading;
        state.words = Texts::tr("Reading the card");
        break;
    case AgentCardState::ready:
        state.words = hub.signedIn() ? Texts::tr("%1, signed in").arg(words::fromUtf8(hub.agentName())) : Texts::tr("A card is in");
        if (hub.signedIn()) {
            state.pillIcon = QStringLiteral("check");
            state.pillWords = Texts::tr("Signed in");
        }
        break;
    case AgentCardState::locked:
        state.words = Texts::tr("Card locked");
        state.tone = Tone::Danger;
        state.pillIcon = QStringLiteral("lock");
        state.pillWords = Texts::tr("Locked");
        break;
    case AgentCardState::refused:
        state.kind = Kind::Unreadable;
        state.words = Texts::tr("No sign-in with this card");
        break;
    case AgentCardState::unreadable:
        state.kind = Kind::Unreadable;
        state.words = Texts::tr("Not readable");
        break;
    }
    return state;
}

ReaderTileState holderTile(const DeskHub& hub, const ReaderTile& tile, const StripSituation& now)
{
    ReaderTileState state;
    state.caption = Texts::tr("Reader 2: for the holder");
    const auto& card = hub.subjectCard();
    if (now.jobRunning && now.cardMissing && card.kind == CardKind::none) {
        state.kind = Kind::Removed;
        state.words = hub.signedIn() ? Texts::tr("Empty, waiting for %1").arg(now.jobHolder) : Texts::tr("Empty, waiting for the same card");
        state.tone = Tone::Warning;
        state.pillIcon = QStringLiteral("card-removed");
        state.pillWords = Texts::tr("Card removed");
        return state;
    }
    if (readerDecides(state, tile))
        return state;
    if (!hub.signedIn()) { // nothing of whose card it is
        state.kind = Kind::Known;
        state.words = now.jobRunning ? Texts::tr("Goes on to its next safe point") : Texts::tr("A card is in");
        if (now.jobRunning) {
            state.tone = Tone::Accent;
            state.pillIcon = QStringLiteral("sync");
            state.pillWords = Texts::tr("Being written");
        }
        return state;
    }
    if (now.jobRunning && !now.cardMissing) {
        state.kind = Kind::Known;
        state.words = now.jobHolder;
        state.tone = Tone::Accent;
        state.pillIcon = QStringLiteral("sync");
        state.pillWords = Texts::tr("Being written");
        return state;
    }
    const bool waits = now.flowOpen && !now.jobRunning && cardWaits(card);
    const auto words = subjectTile(card, waits);
    state.words = words.words;
    state.tone = words.tone;
    state.kind = waits                                   ? Kind::Waiting
                 : card.kind == CardKind::none       ? Kind::Empty
                 : card.kind == CardKind::reading    ? Kind::Reading
                 : card.kind == CardKind::blank      ? Kind::Blank
                 : card.kind == CardKind::unreadable || card.kind == CardKind::foreign || card.kind == CardKind::otherSite ? Kind::Unreadable
                                                     : Kind::Known;
    if (waits) {
        state.buttonWords = Texts::tr("Serve it now");
        state.buttonKey = QStringLiteral("F8");
    } else if (!words.pillText.isEmpty()) {
        state.pillIcon = words.pillIcon;
        state.pillWords = words.pillText;
    }
    return state;
}

} // namespace

bool cardWaits(const SubjectCard& card)
{
    return card.kind != CardKind::none && card.kind != CardKind::reading && card.kind != CardKind::blank;
}

void showReaders(ReaderStrip& strip, const DeskHub& hub, const StripSituation& situation)
{
    const auto tile = [&](std::size_t at) { return at < hub.readers().size() ? hub.readers()[at] : ReaderTile{}; };
    strip.agent()->setState(agentTile(hub, tile(0)));
    strip.holder()->setState(holderTile(hub, tile(1), situation));
}

} // namespace cardwright::ui
