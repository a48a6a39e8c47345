#include "ui/presenters/DeskPresenter.h"

#include "ui/presenters/DeskOffers.h"
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

void oursView(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    showOurs(view, card, answers);
    if (view.sub.isEmpty())
        view.sub = sinceAndUntil(card);
    if (!card.temporary)
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
    view.main = offered(answers, DeskAct::repair, Texts::tr("Repair"), Texts::tr("The job goes on where it stopped"), "repair", QStringLiteral("Enter"));
    if (card.openJob && card.openJob->needsPasscode)
        view.others.push_back(offered(answers, DeskAct::repairLocked, Texts::tr("Finish it locked"), {}, "card-locked", QStringLiteral("R")));
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
        view.main = offered(answers, DeskAct::issue, Texts::tr("Issue a card"), Texts::tr("For a person with three documents"), "card-chip",
                            QStringLiteral("Enter"));
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
        view.main = offered(answers, DeskAct::issue, Texts::tr("Issue a card"), Texts::tr("Begin with the person and three documents"), "card-chip",
                            QStringLiteral("Enter"));
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
        if (card.cancelled)
            set(holderName(card), "cancel", Texts::tr("Cancelled"), "cancel", Tone::Danger);
        else if (card.temporary)
            set(words::fromUtf8(card.temporary->name), "card", card.temporary->lentAt ? Texts::tr("On loan") : Texts::tr("In stock"),
                card.temporary->lentAt ? "person" : "lock", card.temporary->lentAt ? Tone::Warning : Tone::Plain);
        else if (card.expired)
            set(holderName(card), "card-chip", Texts::tr("Expired"), "clock", Tone::Danger);
        else if (card.locked)
            set(holderName(card), "card-locked", Texts::tr("Locked"), "lock", Tone::Danger);
        else if (isDue(card, DueKind::certificates))
            set(holderName(card), "card-chip", Texts::tr("Certificates due"), "renew", Tone::Accent);
        else if (isDue(card, DueKind::renewal))
            set(holderName(card), "card-chip", Texts::tr("Renewal due"), "renew", Tone::Accent);
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
