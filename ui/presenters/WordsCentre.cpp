#include "ui/presenters/Words.h"

#include "ui/presenters/WordTable.h"

namespace cardwright::ui::words {

PillWords centrePill(const CentreState& state)
{
    PillWords pill;
    switch (state.reach) {
    case CentreReach::connected:
        pill.good = true;
        pill.text = state.waiting == 0 ? Texts::tr("Centre connected") : Texts::tr("Centre connected, %1 on the way").arg(state.waiting);
        return pill;
    case CentreReach::unknown:
        pill.icon = QStringLiteral("sync");
        pill.text = Texts::tr("Asking the centre");
        return pill;
    case CentreReach::refusedTls:
        pill.icon = QStringLiteral("warning");
        pill.text = Texts::tr("Not the centre: wrong certificate, %1 waiting").arg(state.waiting);
        return pill;
    case CentreReach::unreachable: break;
    }
    pill.icon = QStringLiteral("offline");
    pill.text = state.since ? Texts::tr("Not reachable since %1").arg(localTime(*state.since)) : Texts::tr("Not reachable");
    if (state.waiting > 0)
        pill.text += Texts::tr(", %1 waiting").arg(state.waiting);
    if (state.authority.until)
        pill.text += state.authority.daysLeft == 1 ? Texts::tr(", 1 day left") : Texts::tr(", %1 days left").arg(state.authority.daysLeft);
    return pill;
}

StandingWords logStanding(LogStanding standing)
{
    switch (standing) {
    case LogStanding::good: return {};
    case LogStanding::begunAnew:
        return {Texts::tr("This desk began a new log"),
                Texts::tr("The one before was closed at the centre. Its entries stay here, readable, under Records: what had not left in time is exported from there."), false};
    case LogStanding::rolledBack:
        return {Texts::tr("The centre knows more of this log than this disk does"),
                Texts::tr("The disk was put back to an older state. Issuing stops and its UUIDs are void; what is on it is kept. IT begins a new log: "
                          "cardwrightctl site enrol. (STORE-ROLLED-BACK)"), true};
    case LogStanding::forked:
        return {Texts::tr("The centre has another history of this log"),
                Texts::tr("Two disks wrote under one log, or somebody changed one. Issuing stops. Keep this computer as it is and call the RA manager. "
                          "(CHECKPOINT-FORKED)"), true};
    }
    return {};
}

} // namespace cardwright::ui::words
