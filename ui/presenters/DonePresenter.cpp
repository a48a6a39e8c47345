#include "ui/presenters/JobPresenter.h"

#include "ui/presenters/Words.h"

#include <QCoreApplication>
#include <QStringList>

// What a job that is done says: what was made true, what is still to come, and where the record is.

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(JobPresenter)
};

QString headlineOf(const Receipt& receipt)
{
    const bool passcodeUnset = receipt.kind == JobKind::unlock || receipt.kind == JobKind::passcode || receipt.kind == JobKind::lend;
    if (receipt.locked && passcodeUnset) // its job was ended, and nobody was there to type
        return Texts::tr("The card is locked");
    switch (receipt.kind) {
    case JobKind::issue: return receipt.locked ? Texts::tr("Card issued, locked") : Texts::tr("Card issued");
    case JobKind::unlock: return receipt.parts.size() > 1 ? Texts::tr("Card unlocked and up to date") : Texts::tr("Card unlocked");
    case JobKind::touch: return Texts::tr("Card up to date");
    case JobKind::repair: return Texts::tr("Card repaired");
    case JobKind::passcode: return Texts::tr("Passcode changed");
    case JobKind::verify: return receipt.findings.empty() ? Texts::tr("The card passed its test") : Texts::tr("The card did not pass its test");
    case JobKind::renew: return Texts::tr("Card renewed");
    case JobKind::cancel: return Texts::tr("Card cancelled");
    case JobKind::clear: return Texts::tr("Card cleared");
    case JobKind::lend: return Texts::tr("Temporary card lent");
    case JobKind::takeBack: return Texts::tr("Temporary card taken back");
    case JobKind::terms: return Texts::tr("Terms signed");
    }
    return {};
}

QString closingOf(const Receipt& receipt)
{
    switch (receipt.kind) {
    case JobKind::cancel: return Texts::tr("Keep the card. Clear it for another person, or cut it through the chip.");
    case JobKind::clear: return Texts::tr("The card is blank stock again.");
    case JobKind::lend: return Texts::tr("Give the card to the borrower. It comes back to this desk.");
    case JobKind::takeBack: return Texts::tr("Put the card back into its place. Nobody knows its passcode.");
    case JobKind::verify: return receipt.findings.empty() ? Texts::tr("Give the card back to the holder.") : Texts::tr("Keep the card: renew or replace it.");
    default: return Texts::tr("Give the card to the holder. Nobody uses it without their passcode.");
    }
}

void addLeft(DoneView& view, const Receipt& receipt)
{
    QStringList lines;
    for (const auto& left : receipt.left) {
        const auto why = words::failure(left.why);
        lines << Texts::tr("%1: %2 %3 (%4)").arg(words::jobTitle(left.act), why.cause, why.next, why.code);
    }
    view.warningTitle = Texts::tr("Not done this time");
    view.warning = lines.join(QLatin1Char(' '));
}

void addDeferred(DoneView& view, const Receipt& receipt, const QString& name)
{
    view.warningTitle = Texts::tr("This card cannot sign in yet");
    view.warning = Texts::tr("The %1 certificates follow when the centre answers. %2 comes back once, for a few seconds, without a passcode. "
                             "Tell them now.")
                       .arg(words::slotList(receipt.deferredSlots), name);
    if (receipt.deferredSlots.size() == 1)
        view.warning.replace(Texts::tr("certificates follow"), Texts::tr("certificate follows"));
}

} // namespace

DoneView doneView(const JobEnd& end)
{
    DoneView view;
    view.writtenTitle = Texts::tr("Written, read back and proven");
    if (end.abandoned) {
        view.headline = Texts::tr("The card is blank again");
        view.sub = Texts::tr("Nothing had been written to it yet. It can be issued anew.");
        return view;
    }
    if (!end.receipt)
        return view;
    const auto& receipt = *end.receipt;
    const auto name = words::fromUtf8(receipt.holderName);
    view.headline = headlineOf(receipt);
    view.closing = closingOf(receipt);
    view.sub = receipt.userNumber.empty() ? name : Texts::tr("%1, UUID %2").arg(name, words::groupedNumber(receipt.userNumber));
    if (receipt.kind == JobKind::verify)
        view.writtenTitle = receipt.findings.empty() ? Texts::tr("Each was asked and answered") : Texts::tr("What did answer");
    for (const auto& finding : receipt.findings)
        view.findings.push_back(words::fromUtf8(finding));
    if (receipt.kind == JobKind::verify && !receipt.limitations.empty()) {
        QStringList unseen;
        for (const auto& line : receipt.limitations)
            unseen << words::fromUtf8(line);
        view.warningTitle = Texts::tr("Not compared here");
        view.warning = unseen.join(QLatin1Char(' '));
    }
    for (const auto& line : receipt.written)
        view.written.emplace_back(words::receiptLine(line), words::fromUtf8(line.detail));
    if (receipt.triesLeft)
        view.written.emplace_back(Texts::tr("Passcode tries left"), QString::number(*receipt.triesLeft));
    if (receipt.commands > 0)
        view.written.emplace_back(Texts::tr("Card time"), Texts::tr("%1, %2 commands").arg(words::seconds(receipt.cardSeconds)).arg(receipt.commands));
    if (!receipt.deferredSlots.empty()) {
        addDeferred(view, receipt, name);
    } else if (!receipt.left.empty()) {
        addLeft(view, receipt);
    } else if (receipt.locked && receipt.kind != JobKind::takeBack && receipt.kind != JobKind::clear && receipt.kind != JobKind::cancel) {
        view.warningTitle = Texts::tr("This card is locked");
        view.warning = Texts::tr("%1 unlocks it at a desk and chooses a passcode there.").arg(name);
    }
    view.record = receipt.atCentre ? Texts::tr("The record is at the centre.")
                                   : Texts::tr("The record is only on this desk. It leaves by itself when the centre answers.");
    return view;
}

} // namespace cardwright::ui
