#include "ui/presenters/DeskOffers.h"

#include "ui/presenters/Words.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(DeskPresenter)
};

const char* permitOf(DeskAct act)
{
    switch (act) {
    case DeskAct::issue: return permits::issueCard;
    case DeskAct::unlock: return permits::unlockCard;
    case DeskAct::repair:
    case DeskAct::repairLocked:
    case DeskAct::touch: return permits::repairCard;
    case DeskAct::visit:
    case DeskAct::renewEarly: return permits::renewCard;
    case DeskAct::changePasscode: return permits::changePasscode;
    case DeskAct::test: return permits::testCard;
    case DeskAct::cancel: return permits::cancelCard;
    case DeskAct::clear: return permits::clearCard;
    case DeskAct::replace: return permits::replaceCard;
    case DeskAct::lend:
    case DeskAct::takeBack: return permits::lendCard;
    case DeskAct::lookAgain:
    case DeskAct::diagnosis: break;
    }
    return nullptr;
}

const DueItem* dueItem(const SubjectCard& card, DueKind kind)
{
    const auto found = std::find_if(card.due.begin(), card.due.end(), [kind](const DueItem& item) { return item.kind == kind; });
    return found == card.due.end() ? nullptr : &*found;
}

QString dayOf(std::int64_t at)
{
    const auto day = QDateTime::fromMSecsSinceEpoch(at).date();
    return words::date(Date(std::chrono::year(day.year()), std::chrono::month(static_cast<unsigned>(day.month())), std::chrono::day(static_cast<unsigned>(day.day()))));
}

QString renewalWords(const DueItem& item, std::int64_t now)
{
    const auto ends = item.ends.value_or(now);
    if (ends <= now)
        return Texts::tr("They ended on %1").arg(dayOf(ends));
    const auto days = QDateTime::fromMSecsSinceEpoch(now).daysTo(QDateTime::fromMSecsSinceEpoch(ends));
    return days == 1 ? Texts::tr("They end tomorrow")
                     : Texts::tr("They end on %1, in %2 days").arg(dayOf(ends)).arg(days);
}

void addDue(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    for (const auto& item : card.due) {
        const auto which = words::slotList(item.certificateSlots);
        switch (item.kind) {
        case DueKind::certificates:
            view.due.push_back({item.certificateSlots.size() == 1 ? Texts::tr("Write the %1 certificate").arg(which)
                                                                  : Texts::tr("Write the %1 certificates").arg(which),
                                Texts::tr("They have come from the centre. No passcode is needed.")});
            break;
        case DueKind::keys:
            view.due.push_back({Texts::tr("Renew the card's keys"), Texts::tr("The site's keys were raised. The centre must answer; no passcode is needed.")});
            break;
        case DueKind::renewal: view.due.push_back({Texts::tr("Renew the certificates"), renewalWords(item, answers.now), true}); break;
        case DueKind::terms:
            view.due.push_back({Texts::tr("Terms to read and sign"), Texts::tr("The holder reads the notice and the terms and types the passcode once.")});
            break;
        case DueKind::certificatesAsked:
            view.due.push_back({Texts::tr("Certificates asked for: %1").arg(which),
                                Texts::tr("The centre has not answered yet. Until then the card cannot sign in anywhere.")});
            break;
        }
    }
    if (view.due.empty())
        return;
    const bool something = isDue(card, DueKind::certificates) || isDue(card, DueKind::keys) || isDue(card, DueKind::renewal) || isDue(card, DueKind::terms);
    view.dueTitle = !something                                            ? Texts::tr("Waiting for the centre")
                    : card.locked || isDue(card, DueKind::renewal) || isDue(card, DueKind::terms) ? Texts::tr("Done in the same go, with one passcode")
                                                                          : Texts::tr("Due on this card");
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

void next(DeskView& view, const QString& words)
{
    if (!view.held)
        view.below = words;
}

QString turnWords() { return Texts::tr("Turn the screen to the holder. You will see only that they are typing."); }

/// The likeliest act on a card that works or could work again.
void chooseMain(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    const auto enter = QStringLiteral("Enter");
    const auto* renewal = dueItem(card, DueKind::renewal);
    if (card.expired) {
        setPill(view, Texts::tr("Expired"), "clock", Tone::Danger);
        view.headline = Texts::tr("The card itself has ended");
        view.main = offered(answers, DeskAct::replace, Texts::tr("Replace"), Texts::tr("The holder gets a new card"), "replace", enter);
        next(view, Texts::tr("A blank card is asked for when the old one has ended."));
    } else if (card.locked) {
        const bool more = renewal || isDue(card, DueKind::certificates) || isDue(card, DueKind::keys) || isDue(card, DueKind::terms);
        setPill(view, Texts::tr("Locked"), "lock", Tone::Danger);
        view.headline = Texts::tr("Locked after wrong passcodes");
        view.main = offered(answers, DeskAct::unlock, Texts::tr("Unlock"),
                            more ? Texts::tr("A new passcode, and all that is due") : Texts::tr("The holder chooses a new passcode"),
                            "unlock", enter);
        next(view, turnWords());
    } else if (renewal) {
        const bool ended = renewal->ends && *renewal->ends <= answers.now;
        setPill(view, ended ? Texts::tr("Certificates ended") : Texts::tr("Renewal due"), "renew", ended ? Tone::Danger : Tone::Accent);
        view.headline = ended ? Texts::tr("The certificates have ended") : Texts::tr("The certificates end soon");
        view.main = offered(answers, DeskAct::visit, Texts::tr("Renew"), Texts::tr("The holder types their passcode once"), "renew", enter);
        if (ended && answers.may && view.main->held.isEmpty() && !answers.may(permits::renewExpired))
            view.main->held = words::notPermitted(permits::renewExpired, answers.role);
        next(view, turnWords());
    } else if (isDue(card, DueKind::terms)) {
        setPill(view, Texts::tr("Terms due"), "terms", Tone::Accent);
        view.headline = Texts::tr("There are terms to read and sign");
        view.main = offered(answers, DeskAct::visit, Texts::tr("Read and sign"), Texts::tr("The holder reads, accepts and types their passcode once"), "privacy", enter);
        next(view, Texts::tr("Turn the screen to the holder. You will see only that they are reading."));
    } else if (isDue(card, DueKind::certificates)) {
        setPill(view, Texts::tr("Certificates due"), "renew", Tone::Accent);
        view.headline = Texts::tr("The certificates have come");
        view.main = offered(answers, DeskAct::touch, Texts::tr("Write the certificates"), Texts::tr("A few seconds, no passcode"), "renew", enter);
        next(view, Texts::tr("After this the card can sign in."));
    } else if (isDue(card, DueKind::keys)) {
        setPill(view, Texts::tr("Keys due"), "renew", Tone::Accent);
        view.headline = Texts::tr("This site's keys were raised");
        view.main = offered(answers, DeskAct::touch, Texts::tr("Bring up to date"), Texts::tr("The card's keys are renewed, no passcode"), "renew", enter);
        next(view, Texts::tr("The holder's passcode and certificates stay as they are."));
    } else {
        const bool waits = !card.due.empty();
        setPill(view, waits ? Texts::tr("Certificates to follow") : Texts::tr("Working"), waits ? "clock" : "check", waits ? Tone::Warning : Tone::Success);
        view.headline = waits ? Texts::tr("Cannot sign in yet") : Texts::tr("A working card, nothing is due");
        view.main = offered(answers, DeskAct::unlock, Texts::tr("New passcode"), Texts::tr("For a holder who has forgotten it"), "unlock", enter);
        next(view, turnWords());
    }
}

/// Held where the card itself says no; a reason of the role goes first.
DeskAction unless(DeskAction action, bool not_, const QString& why)
{
    if (not_ && action.held.isEmpty())
        action.held = why;
    return action;
}

QString renewHeld(const SubjectCard& card)
{
    if (card.expired)
        return Texts::tr("The card itself has ended: replace it.");
    if (!card.renewableFrom)
        return Texts::tr("It has no certificates yet.");
    return notBefore(*card.renewableFrom);
}

/// An exception is about the day alone: a card that has ended, is locked or still waits for certificates is not renewed by one either.
bool mayBeEarly(const SubjectCard& card, std::int64_t now)
{
    return !card.expired && !card.locked && card.renewableFrom && now < *card.renewableFrom && !isDue(card, DueKind::renewal) &&
           !isDue(card, DueKind::certificates) && !isDue(card, DueKind::certificatesAsked);
}

DeskAction earlyAction(const SubjectCard& card, const DeskAnswers& answers)
{
    const auto until = notBefore(*card.renewableFrom);
    auto action = offered(answers, DeskAct::renewEarly, Texts::tr("Renew"), until + QLatin1Char(' ') + Texts::tr("Sooner by an exception."), "renew", QStringLiteral("W"));
    const bool asks = !answers.may || answers.may(permits::askException);
    return unless(std::move(action), !asks, until + QLatin1Char(' ') + words::notPermitted(permits::askException, answers.role));
}

void addMore(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    const auto whileLocked = Texts::tr("The card is locked: unlock it first.");
    const auto main = view.main ? view.main->act : DeskAct::lookAgain;
    if (main != DeskAct::unlock)
        view.more.push_back(unless(offered(answers, DeskAct::unlock, Texts::tr("New passcode"), Texts::tr("The holder has forgotten it"), "unlock", QStringLiteral("U")),
                                   card.expired, Texts::tr("The card itself has ended: replace it.")));
    view.more.push_back(unless(offered(answers, DeskAct::changePasscode, Texts::tr("Change the passcode"), Texts::tr("The holder knows it and wants another"),
                                       "key", QStringLiteral("P")), card.locked, whileLocked));
    view.more.push_back(unless(offered(answers, DeskAct::test, Texts::tr("Test the card"), Texts::tr("The holder's proof that all of it works"), "check",
                                       QStringLiteral("T")), card.locked, whileLocked));
    const bool renewal = isDue(card, DueKind::renewal);
    if (main != DeskAct::visit && mayBeEarly(card, answers.now))
        view.more.push_back(earlyAction(card, answers));
    else if (main != DeskAct::visit)
        view.more.push_back(unless(unless(offered(answers, DeskAct::visit, Texts::tr("Renew"), Texts::tr("New keys and certificates on this card"), "renew",
                                                  QStringLiteral("W")), !renewal, renewHeld(card)),
                                   card.locked, Texts::tr("Done with the unlock.")));
    view.more.push_back(unless(offered(answers, DeskAct::clear, Texts::tr("Clear for reuse"), Texts::tr("Blank again, for another person"), "clear", QStringLiteral("C")), true,
                               Texts::tr("It is still in use: cancel it first.")));
}

DeskAction cancelAction(const DeskAnswers& answers)
{
    auto action = offered(answers, DeskAct::cancel, Texts::tr("Cancel card"), {}, "cancel", QStringLiteral("X"));
    action.danger = true;
    return action;
}

void cancelledView(DeskView& view, const DeskAnswers& answers)
{
    setPill(view, Texts::tr("Cancelled"), "cancel", Tone::Danger);
    view.headline = Texts::tr("This card was cancelled");
    view.sub = Texts::tr("It works nowhere any more. Keep it from its holder.");
    view.main = offered(answers, DeskAct::clear, Texts::tr("Clear for reuse"), Texts::tr("Blank again, for another person"), "clear", QStringLiteral("Enter"));
    view.below = Texts::tr("Or cut it through the chip and throw it away.");
}

void temporaryView(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    const auto& state = *card.temporary;
    const bool out = state.lentAt.has_value();
    setPill(view, out ? Texts::tr("On loan") : Texts::tr("In stock"), out ? "person" : "lock", out ? Tone::Warning : Tone::Plain);
    view.headline = Texts::tr("Temporary access card");
    view.facts.push_back({Texts::tr("Name"), words::fromUtf8(state.name)});
    const auto enter = QStringLiteral("Enter");
    if (out) {
        view.sub = state.borrower.empty() ? Texts::tr("Out since %1.").arg(words::momentInline(*state.lentAt, answers.now))
                                          : Texts::tr("With %1 since %2.").arg(words::fromUtf8(state.borrower), words::momentInline(*state.lentAt, answers.now));
        view.main = offered(answers, DeskAct::takeBack, Texts::tr("Take it back"), Texts::tr("Nobody knows its passcode afterwards"), "card-locked", enter);
        view.below = Texts::tr("A few seconds, no passcode.");
    } else {
        view.sub = Texts::tr("Nobody knows its passcode.");
        view.main = offered(answers, DeskAct::lend, Texts::tr("Lend it"), Texts::tr("The borrower chooses a passcode"), "card", enter);
        view.below = Texts::tr("Somebody answers for it, the borrower is identified and present.");
    }
    view.others.push_back(cancelAction(answers));
}

} // namespace

QString notBefore(std::int64_t from) { return Texts::tr("Not before %1, when its certificates come near their end.").arg(dayOf(from)); }

bool isDue(const SubjectCard& card, DueKind kind) { return dueItem(card, kind) != nullptr; }

void setPill(DeskView& view, const QString& text, const char* icon, Tone tone)
{
    view.pillText = text;
    view.pillIcon = QString::fromLatin1(icon);
    view.pillTone = tone;
}

DeskAction offered(const DeskAnswers& answers, DeskAct act, const QString& verb, const QString& line, const char* icon, const QString& key)
{
    DeskAction action{act, verb, line, QString::fromLatin1(icon), key};
    const auto* permit = permitOf(act);
    if (permit && answers.may && !answers.may(permit))
        action.held = words::notPermitted(permit, answers.role);
    return action;
}

void showOurs(DeskView& view, const SubjectCard& card, const DeskAnswers& answers)
{
    view.face = DeskFace::holder;
    if (card.cancelled)
        return cancelledView(view, answers);
    if (card.temporary)
        return temporaryView(view, card, answers);
    addDue(view, card, answers);
    askLikeness(view, card, answers);
    chooseMain(view, card, answers);
    if (!card.expired)
        view.others.push_back(offered(answers, DeskAct::replace, Texts::tr("Replace card"), {}, "replace", QStringLiteral("R")));
    view.others.push_back(cancelAction(answers));
    addMore(view, card, answers);
}

} // namespace cardwright::ui
