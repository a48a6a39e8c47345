#include "ui/presenters/ActPresenter.h"

#include "ui/presenters/DeskOffers.h"
#include "ui/presenters/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ActPresenter)
};

void turnToHolder(ActView& view, const SubjectCard& card, HolderAsk ask)
{
    view.turns = true;
    view.ask = ask;
    view.primary = Texts::tr("Turn the screen to the holder");
    view.primaryIcon = QStringLiteral("privacy");
    view.onReader = ask == HolderAsk::Known ? card.padVerifies : card.padModifies;
    if (view.onReader) {
        view.primary = Texts::tr("Begin: the holder types on the reader");
        view.primaryIcon = QStringLiteral("reader");
    }
    if (ask == HolderAsk::NewTwice)
        return;
    if (card.triesLeft == 0 || card.locked) {
        view.held = Texts::tr("The card is locked: unlock it first.");
    } else if (card.triesLeft == 1) {
        view.lastTry = true;
        view.primary = Texts::tr("Use the last try");
        view.warningTitle = Texts::tr("One try is left on this card");
        view.warning = Texts::tr("A wrong passcode locks it. A holder who is not sure gets a new passcode instead.");
        view.holderWarning = Texts::tr("One try is left. A wrong passcode locks your card.");
    }
}

void passcodeView(ActView& view, const SubjectCard& card)
{
    view.kind = JobKind::passcode;
    view.headline = Texts::tr("A new passcode for the old one");
    view.sub = Texts::tr("For a holder who knows their passcode and wants another.");
    view.lines = {{Texts::tr("The holder types the passcode they have"), Texts::tr("The card checks it. This desk keeps nothing of it.")},
                  {Texts::tr("Then the new one, two times"), Texts::tr("The rules are shown while they type; not the old one again.")},
                  {Texts::tr("The card is proven"), Texts::tr("Keys and certificates stay as they are.")}};
    turnToHolder(view, card, HolderAsk::KnownThenNew);
    if (view.onReader)
        view.lines[1].words = Texts::tr("And once more, to prove it. The reader checks only how long it is.");
}

void testView(ActView& view, const SubjectCard& card)
{
    view.kind = JobKind::verify;
    view.headline = Texts::tr("Does all of it work?");
    view.sub = Texts::tr("The holder's proof. Nothing on the card is changed.");
    view.lines = {{Texts::tr("The holder types their passcode once"), Texts::tr("The card checks it itself.")},
                  {Texts::tr("Each key answers a challenge"), Texts::tr("Fresh, and against the certificate it belongs to.")},
                  {Texts::tr("Each object is compared to the octet"), Texts::tr("What does not hold is reported, one line each.")}};
    turnToHolder(view, card, HolderAsk::Known);
}

void visitView(ActView& view, const SubjectCard& card, const DeskAnswers& answers, bool early)
{
    DeskView desk;
    showOurs(desk, card, answers);
    const bool renews = early || std::any_of(card.due.begin(), card.due.end(), [](const DueItem& item) { return item.kind == DueKind::renewal; });
    view.kind = renews ? JobKind::renew : JobKind::terms;
    view.headline = !renews && desk.due.size() == 1 ? Texts::tr("Terms to read and sign") : desk.due.size() + (early ? 1 : 0) > 1 ? Texts::tr("All that is due, in one go") : Texts::tr("New keys and certificates");
    view.sub = Texts::tr("One job, one passcode entry.");
    for (const auto& line : desk.due)
        view.lines.push_back({line.title, line.words});
    if (early)
        view.lines.push_back({Texts::tr("Renew the certificates"), Texts::tr("Before their time, by the exception that was allowed. It is used with this.")});
    if (renews)
        view.lines.push_back({Texts::tr("The card is proven"), Texts::tr("From the first new key on it only goes forward; a pulled card is repaired.")});
    turnToHolder(view, card, HolderAsk::Known);
}

void clearView(ActView& view)
{
    view.kind = JobKind::clear;
    view.headline = Texts::tr("Back to a blank card");
    view.sub = Texts::tr("For another person. What was on it cannot be brought back.");
    view.lines = {{Texts::tr("Its keys are made anew and dropped"), Texts::tr("No certificate works with them.")},
                  {Texts::tr("Its objects are emptied"), Texts::tr("Name, number, photo reference and certificates.")},
                  {Texts::tr("Passcode, unlock and administration key go back to the maker's"), Texts::tr("Then it is proven that the next issue may take it.")}};
    view.primary = Texts::tr("Clear the card");
    view.primaryIcon = QStringLiteral("clear");
}

void takeBackView(ActView& view, const SubjectCard& card)
{
    view.kind = JobKind::takeBack;
    view.headline = Texts::tr("Back into stock");
    view.sub = card.temporary && !card.temporary->borrower.empty() ? Texts::tr("%1 brings it back.").arg(words::fromUtf8(card.temporary->borrower)) : QString();
    view.lines = {{Texts::tr("A passcode that nobody knows"), Texts::tr("Made by chance, and its tries are spent.")},
                  {Texts::tr("The loan ends in the custodian's log"), Texts::tr("With your name and the time.")}};
    view.primary = Texts::tr("Take it back");
    view.primaryIcon = QStringLiteral("card-locked");
    view.noteLabel = Texts::tr("Note for the custodian's log, if any");
}

} // namespace

ActView actView(DeskAct act, const SubjectCard& card, const DeskAnswers& answers)
{
    ActView view;
    switch (act) {
    case DeskAct::changePasscode: passcodeView(view, card); break;
    case DeskAct::test: testView(view, card); break;
    case DeskAct::clear: clearView(view); break;
    case DeskAct::takeBack: takeBackView(view, card); break;
    default: visitView(view, card, answers, act == DeskAct::renewEarly); break;
    }
    return view;
}

QString cancelConsequence(const QString& holder, bool present, const CentreState& centre)
{
    auto words = present ? Texts::tr("%1's card never works again. Its certificates end with this record and its keys are made useless.").arg(holder)
                         : Texts::tr("%1's card never works again. Its certificates end with this record, wherever the card is.").arg(holder);
    if (centre.reach != CentreReach::connected)
        words += Texts::tr(" The centre does not answer: the card still works elsewhere until it has heard.");
    return words;
}

std::vector<std::string> cancelReasons(bool present, bool begun)
{
    std::vector<std::string> reasons;
    if (begun)
        reasons.push_back("not-finished");
    if (!present)
        reasons.insert(reasons.end(), {"lost", "stolen"});
    reasons.insert(reasons.end(), {"left", "misused", "damaged", "made-in-error", "name-changed", "expired"});
    return reasons;
}

std::vector<std::string> replaceReasons(bool present)
{
    if (present)
        return {"damaged", "name-changed", "expired"};
    return {"lost", "stolen", "damaged", "name-changed", "expired"};
}

} // namespace cardwright::ui
