#include "ui/presenters/DeskPresenter.h"

#include "ui/presenters/Words.h"

#include <QCoreApplication>

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(DeskPresenter)
};

QString holderName(const SubjectCard& card)
{
    return card.holder ? words::fromUtf8(card.holder->legalName) : Texts::tr("Unknown holder");
}

bool certificatesReady(const SubjectCard& card)
{
    for (const auto& item : card.due)
        if (item.kind == DueKind::certificates)
            return true;
    return false;
}

bool keysDue(const SubjectCard& card)
{
    for (const auto& item : card.due)
        if (item.kind == DueKind::keys)
            return true;
    return false;
}

void setPill(DeskView& view, const QString& text, const char* icon, Tone tone)
{
    view.pillText = text;
    view.pillIcon = QString::fromLatin1(icon);
    view.pillTone = tone;
}

void addFacts(DeskView& view, const SubjectCard& card)
{
    if (!card.holder)
        return;
    const auto& holder = *card.holder;
    view.copyNumber = holder.userNumber;
    view.facts.push_back({Texts::tr("UUID"), words::groupedNumber(holder.userNumber)});
    if (!holder.jobTitle.empty())
        view.facts.push_back({Texts::tr("Position"), words::fromUtf8(holder.jobTitle)});
    if (holder.pictureTaken) {
        auto taken = words::date(*holder.pictureTaken);
        if (!holder.pictureTakenAt.empty())
            taken = Texts::tr("%1, %2").arg(taken, words::fromUtf8(holder.pictureTakenAt));
        view.facts.push_back({Texts::tr("Picture"), taken});
    }
}

void addHistory(DeskView& view, const SubjectCard& card, std::int64_t now)
{
    for (const auto& item : card.history) {
        DeskHistoryLine line;
        line.when = words::localMoment(item.at, now);
        line.what = words::entryKind(item.kind);
        QString where = words::fromUtf8(item.where);
        if (!where.isEmpty())
            where[0] = where[0].toUpper();
        const auto agent = words::fromUtf8(item.agent);
        line.who = where.isEmpty() || agent.isEmpty() ? where + agent : Texts::tr("%1, %2").arg(where, agent);
        line.alarm = item.kind == "card.locked" || item.kind == "duty.refused";
        view.history.push_back(line);
    }
}

QString sinceAndUntil(const SubjectCard& card)
{
    QString text;
    if (card.holder && card.holder->holderSince)
        text = Texts::tr("Holder since %1.").arg(*card.holder->holderSince);
    if (card.expires)
        text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + Texts::tr("The card is good until %1.").arg(words::date(*card.expires));
    return text;
}

void addDue(DeskView& view, const SubjectCard& card)
{
    for (const auto& item : card.due) {
        const auto which = words::slotList(item.certificateSlots);
        if (item.kind == DueKind::certificates)
            view.due.push_back({item.certificateSlots.size() == 1 ? Texts::tr("Write the %1 certificate").arg(which)
                                                       : Texts::tr("Write the %1 certificates").arg(which),
                                Texts::tr("They have come from the centre. No passcode is needed.")});
        else if (item.kind == DueKind::keys)
            view.due.push_back({Texts::tr("Renew the card's keys"),
                                Texts::tr("The site's keys were raised. The centre must answer; no passcode is needed.")});
        else
            view.due.push_back({Texts::tr("Certificates asked for: %1").arg(which),
                                Texts::tr("The centre has not answered yet. Until then the card cannot sign in anywhere.")});
    }
    if (!view.due.empty())
        view.dueTitle = certificatesReady(card) || keysDue(card) ? Texts::tr("Due on this card") : Texts::tr("Waiting for the centre");
}

void askLikeness(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    view.asksLikeness = true;
    view.storedPicture = card.holder && !card.holder->portrait.empty();
    view.question = Texts::tr("Is this the person in the picture?");
    view.questionWords = view.storedPicture ? Texts::tr("Look at the face on the card and at the person.")
                                            : Texts::tr("No picture is kept here: compare with the printed face.");
    view.held = answers.likeness != Likeness::yes && answers.likeness != Likeness::printedFace;
    if (!answers.likeness)
        view.below = Texts::tr("Answer the question under the picture first: Y or N.");
    else if (view.held)
        view.below = answers.governanceContact.empty()
                         ? Texts::tr("Held: you were not sure. Keep the card and ask your RA manager.")
                         : Texts::tr("Held: you were not sure. Keep the card and call %1.").arg(words::fromUtf8(answers.governanceContact));
}

void oursView(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    view.face = DeskFace::holder;
    addDue(view, card);
    askLikeness(view, card, answers);
    const bool ready = certificatesReady(card);
    const DeskAction unlock{DeskAct::unlock, Texts::tr("Unlock"), Texts::tr("The holder chooses a new passcode"), QStringLiteral("unlock"),
                            QStringLiteral("Enter")};
    if (card.locked) {
        setPill(view, Texts::tr("Locked"), "lock", Tone::Danger);
        view.headline = Texts::tr("Locked after wrong passcodes");
        view.main = unlock;
        if (!view.held)
            view.below = Texts::tr("Turn the screen to the holder. You will see only that they are typing.");
    } else if (ready) {
        setPill(view, Texts::tr("Certificates due"), "renew", Tone::Accent);
        view.headline = Texts::tr("The certificates have come");
        view.main = DeskAction{DeskAct::touch, Texts::tr("Write the certificates"), Texts::tr("A few seconds, no passcode"),
                               QStringLiteral("renew"), QStringLiteral("Enter")};
        if (!view.held)
            view.below = Texts::tr("After this the card can sign in.");
        view.others.push_back({DeskAct::unlock, Texts::tr("New passcode"), {}, QStringLiteral("unlock"), QStringLiteral("R")});
    } else if (keysDue(card)) {
        setPill(view, Texts::tr("Keys due"), "renew", Tone::Accent);
        view.headline = Texts::tr("This site's keys were raised");
        view.main = DeskAction{DeskAct::touch, Texts::tr("Bring up to date"), Texts::tr("The card's keys are renewed, no passcode"),
                               QStringLiteral("renew"), QStringLiteral("Enter")};
        if (!view.held)
            view.below = Texts::tr("The holder's passcode and certificates stay as they are.");
        view.others.push_back({DeskAct::unlock, Texts::tr("New passcode"), {}, QStringLiteral("unlock"), QStringLiteral("R")});
    } else {
        const bool waits = !card.due.empty();
        setPill(view, waits ? Texts::tr("Certificates to follow") : Texts::tr("Working"), waits ? "clock" : "check",
                waits ? Tone::Warning : Tone::Success);
        view.headline = waits ? Texts::tr("Cannot sign in yet") : Texts::tr("A working card, nothing is due");
        view.main = DeskAction{DeskAct::unlock, Texts::tr("New passcode"), Texts::tr("For a holder who has forgotten it"),
                               QStringLiteral("unlock"), QStringLiteral("Enter")};
        if (!view.held)
            view.below = Texts::tr("Turn the screen to the holder. You will see only that they are typing.");
    }
    view.sub = sinceAndUntil(card);
    addFacts(view, card);
}

void tornView(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    view.face = card.holder ? DeskFace::holder : DeskFace::blank;
    setPill(view, Texts::tr("Not finished"), "repair", Tone::Warning);
    view.headline = Texts::tr("A job on this card was not finished");
    if (card.openJob) {
        const auto& job = *card.openJob;
        view.sub = Texts::tr("%1 for %2 stopped %3.")
                       .arg(words::jobNoun(job.kind), words::fromUtf8(job.holderName), words::momentInline(job.startedAt, answers.now));
        if (const auto doing = words::stepDoing(job.lastStep); !doing.isEmpty())
            view.sub += QStringLiteral(" ") + Texts::tr("It stopped while %1.").arg(doing);
        view.below = job.needsPasscode ? Texts::tr("The holder types the passcode again.") : Texts::tr("Nothing that holds is done twice.");
    }
    view.main = DeskAction{DeskAct::repair, Texts::tr("Repair"), Texts::tr("The job goes on where it stopped"), QStringLiteral("repair"),
                           QStringLiteral("Enter")};
    if (card.openJob && card.openJob->needsPasscode)
        view.others.push_back({DeskAct::repairLocked, Texts::tr("Finish it locked"), {}, QStringLiteral("card-locked"), QStringLiteral("R")});
    addFacts(view, card);
}

void refusedView(DeskView& view, const SubjectCard& card, const Failure& fallback, const QString& pill, const char* icon, Tone tone)
{
    const auto& what = card.failure ? *card.failure : fallback;
    const auto lines = words::failure(what);
    setPill(view, pill, icon, tone);
    view.headline = lines.cause;
    if (view.headline.endsWith(QLatin1Char('.')))
        view.headline.chop(1);
    view.sub = lines.next;
    view.code = lines.code;
}

} // namespace

DeskView deskView(const SubjectCard& card, const DeskAnswers& answers)
{
    DeskView view;
    switch (card.kind) {
    case CardKind::none:
        view.headline = Texts::tr("Ready for the next person");
        view.sub = Texts::tr("Put a card in reader 2 and this page shows what it needs.");
        view.main = DeskAction{DeskAct::issue, Texts::tr("Issue a card"), Texts::tr("For a person with three documents"),
                               QStringLiteral("card-chip"), QStringLiteral("Enter")};
        view.below = Texts::tr("The blank card is asked for when everything else is done.");
        break;
    case CardKind::reading:
        view.face = DeskFace::blank;
        setPill(view, Texts::tr("Reading"), "sync", Tone::Accent);
        view.headline = Texts::tr("Reading the card");
        view.sub = Texts::tr("Leave it in reader 2.");
        break;
    case CardKind::blank:
        view.face = DeskFace::blank;
        setPill(view, Texts::tr("Blank"), "card", Tone::Plain);
        view.headline = Texts::tr("A blank card, ready to be issued");
        view.sub = card.cardType.empty() ? Texts::tr("Its factory keys were accepted.") : words::fromUtf8(card.cardType);
        view.main = DeskAction{DeskAct::issue, Texts::tr("Issue a card"), Texts::tr("Begin with the person and three documents"),
                               QStringLiteral("card-chip"), QStringLiteral("Enter")};
        view.below = Texts::tr("The card may stay in reader 2 meanwhile.");
        break;
    case CardKind::ours: oursView(view, card, answers); break;
    case CardKind::torn: tornView(view, card, answers); break;
    case CardKind::foreign:
        view.face = DeskFace::unknown;
        refusedView(view, card, Failure::of("CARD-FOREIGN"), Texts::tr("Not ours"), "warning", Tone::Warning);
        break;
    case CardKind::otherSite:
        view.face = DeskFace::unknown;
        refusedView(view, card, Failure::of("CARD-ADMIN-KEY"), Texts::tr("Another site's"), "warning", Tone::Warning);
        break;
    case CardKind::agentsOwn:
        view.face = card.holder ? DeskFace::holder : DeskFace::unknown;
        refusedView(view, card, Failure::of("AGENT-IS-SUBJECT"), Texts::tr("Your own"), "privacy", Tone::Warning);
        break;
    case CardKind::unreadable:
        view.face = DeskFace::unknown;
        refusedView(view, card, Failure::of("CARD-SILENT"), Texts::tr("Not readable"), "error", Tone::Danger);
        view.main = DeskAction{DeskAct::lookAgain, Texts::tr("Look again"), Texts::tr("Reads the card once more"), QStringLiteral("sync"),
                               QStringLiteral("Enter")};
        view.others.push_back({DeskAct::diagnosis, Texts::tr("Why"), {}, QStringLiteral("help"), QStringLiteral("F2")});
        break;
    }
    addHistory(view, card, answers.now);
    return view;
}

SubjectTile subjectTile(const SubjectCard& card, bool waiting)
{
    SubjectTile tile;
    const auto set = [&](const QString& text, const char* icon, const QString& pill, const char* pillIcon, Tone tone) {
        tile = {text, QString::fromLatin1(icon), pill, QString::fromLatin1(pillIcon), tone};
    };
    switch (card.kind) {
    case CardKind::none: set(Texts::tr("Empty"), "reader", {}, "", Tone::Plain); break;
    case CardKind::reading: set(Texts::tr("Reading the card"), "sync", {}, "", Tone::Accent); break;
    case CardKind::blank: set(Texts::tr("Blank card"), "card", Texts::tr("Ready"), "check", Tone::Plain); break;
    case CardKind::ours:
        if (card.locked)
            set(holderName(card), "card-locked", Texts::tr("Locked"), "lock", Tone::Danger);
        else if (certificatesReady(card))
            set(holderName(card), "card-chip", Texts::tr("Certificates due"), "renew", Tone::Accent);
        else
            set(holderName(card), "card-chip", Texts::tr("Known"), "check", Tone::Plain);
        break;
    case CardKind::torn: set(Texts::tr("Card not finished"), "repair", Texts::tr("Repair"), "repair", Tone::Warning); break;
    case CardKind::foreign: set(Texts::tr("Unknown card"), "warning", Texts::tr("Not ours"), "warning", Tone::Warning); break;
    case CardKind::otherSite: set(Texts::tr("Another site's card"), "warning", Texts::tr("Not ours"), "warning", Tone::Warning); break;
    case CardKind::agentsOwn: set(Texts::tr("Your own card"), "card-chip", Texts::tr("Not here"), "privacy", Tone::Warning); break;
    case CardKind::unreadable: set(Texts::tr("Not readable"), "error", Texts::tr("Not readable"), "error", Tone::Danger); break;
    }
    if (waiting && card.kind != CardKind::none && card.kind != CardKind::reading)
        tile.words = card.kind == CardKind::ours
                         ? (card.locked ? Texts::tr("%1 waits, card locked") : Texts::tr("%1 waits")).arg(holderName(card))
                         : Texts::tr("%1 waits").arg(tile.words);
    return tile;
}

} // namespace cardwright::ui
