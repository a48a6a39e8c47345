#include "ui/presenters/SignInPresenter.h"

#include "ui/presenters/Words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SignInPresenter)
};

/// One trouble: what is said large, why, what to do next, and what somebody else can do about it.
struct TroubleRow {
    SignInTrouble trouble;
    const char* code;
    const char* icon;
    const char* title;
    const char* cause;
    const char* next;
    const char* help; ///< what the helper does
};

// Titles are what the agent would say themselves; causes end with a full stop.
constexpr TroubleRow troubles[] = {
    {SignInTrouble::locked, "PASSCODE-BLOCKED", "card-locked", QT_TRANSLATE_NOOP("SignInPresenter", "Your card is locked"),
     QT_TRANSLATE_NOOP("SignInPresenter", "No passcode try is left on it. Nothing on this desk is lost."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Another agent unlocks it in reader 2, at this desk or another one."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows who unlocks an agent's card when no second agent is here.")},
    {SignInTrouble::notAgent, "AGENT-UNKNOWN", "badge", QT_TRANSLATE_NOOP("SignInPresenter", "Not an agent's card"),
     QT_TRANSLATE_NOOP("SignInPresenter", "A good card, but its holder is no agent of this site."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Put your own agent card in reader 1. Holders' cards go in reader 2."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Puts a new agent on the site's list.")},
    {SignInTrouble::noCertificate, "AGENT-NO-CERTIFICATE", "card", QT_TRANSLATE_NOOP("SignInPresenter", "Nothing to sign in with"),
     QT_TRANSLATE_NOOP("SignInPresenter", "There is no sign-in certificate on this card."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Another agent writes it: the card goes in reader 2."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows which agent can write it.")},
    {SignInTrouble::foreign, "AGENT-NOT-TRUSTED", "warning", QT_TRANSLATE_NOOP("SignInPresenter", "A card from elsewhere"),
     QT_TRANSLATE_NOOP("SignInPresenter", "No authority that this site trusts issued it."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Put in the card that this site's centre issued to you."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Arranges a card of this site.")},
    {SignInTrouble::expired, "AGENT-CARD-EXPIRED", "clock", QT_TRANSLATE_NOOP("SignInPresenter", "Your card is out of date"),
     QT_TRANSLATE_NOOP("SignInPresenter", "The sign-in certificate on it has ended."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Another agent renews it in reader 2; then sign in with it here."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows who renews an agent's card when no second agent is here.")},
    {SignInTrouble::notYetValid, "AGENT-CARD-NOT-YET", "clock", QT_TRANSLATE_NOOP("SignInPresenter", "Your card is not valid yet"),
     QT_TRANSLATE_NOOP("SignInPresenter", "The time of its sign-in certificate has not begun."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Check this computer's date first; it says %1. If that is right, wait or ask."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows from when the card counts.")},
    {SignInTrouble::revoked, "AGENT-CARD-REVOKED", "cancel", QT_TRANSLATE_NOOP("SignInPresenter", "This card was withdrawn"),
     QT_TRANSLATE_NOOP("SignInPresenter", "The centre cancelled it: lost, replaced, or its holder left."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Sign in with the card that replaced it, or hand this one in."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows why, and takes the card back.")},
    {SignInTrouble::cloneSuspected, "AGENT-CLONE", "warning", QT_TRANSLATE_NOOP("SignInPresenter", "This card cannot prove itself"),
     QT_TRANSLATE_NOOP("SignInPresenter", "Its certificate is good, its key is not there: perhaps a copy."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Keep the card, do not use it again, and call now."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Must hear of this today. It is recorded.")},
    {SignInTrouble::rosterOld, "ROSTER-OLD", "people", QT_TRANSLATE_NOOP("SignInPresenter", "The list of agents is too old"),
     QT_TRANSLATE_NOOP("SignInPresenter", "The centre was not heard for longer than policy allows."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Bring the network back: a new list comes by itself, and sign-in works again."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Can hear from the centre why it does not answer.")},
    {SignInTrouble::twoAgentCards, "AGENT-TWO-CARDS", "reader", QT_TRANSLATE_NOOP("SignInPresenter", "Two agents' cards are in"),
     QT_TRANSLATE_NOOP("SignInPresenter", "One in each reader: it is not clear who signs in."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Leave yours in reader 1 and take the other one out of reader 2."), ""},
    {SignInTrouble::wrongReader, "AGENT-WRONG-READER", "reader", QT_TRANSLATE_NOOP("SignInPresenter", "Your card is in the wrong reader"),
     QT_TRANSLATE_NOOP("SignInPresenter", "An agent's card is in reader 2, for holders' cards."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Take it out and put it in reader 1."), ""},
    {SignInTrouble::noKeyManagement, "AGENT-NO-KEY-MANAGEMENT", "key", QT_TRANSLATE_NOOP("SignInPresenter", "Your card cannot open this desk's records"),
     QT_TRANSLATE_NOOP("SignInPresenter", "It has no encryption certificate (slot 9D)."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Another agent writes it: the card goes in reader 2."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows which agent can write it.")},
    {SignInTrouble::storeKeyNotForCard, "STORE-KEY-NOT-FOR-YOU", "key", QT_TRANSLATE_NOOP("SignInPresenter", "This desk does not know your card yet"),
     QT_TRANSLATE_NOOP("SignInPresenter", "Its records were not sealed to your card yet."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Another agent signs in here once, with the centre connected: your card is added by itself."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Knows who can sign in at this desk.")},
    {SignInTrouble::storeKeyDamaged, "STORE-KEY-DAMAGED", "error", QT_TRANSLATE_NOOP("SignInPresenter", "The key to the records does not open"),
     QT_TRANSLATE_NOOP("SignInPresenter", "Your card's copy of it here is damaged or was changed."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Another agent signs in: a new copy is made for you by itself. Tell IT."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Has the recovery key brought, should nobody be able to sign in.")},
    {SignInTrouble::clockUnlikely, "CLOCK-UNLIKELY", "clock", QT_TRANSLATE_NOOP("SignInPresenter", "This computer's clock is wrong"),
     QT_TRANSLATE_NOOP("SignInPresenter", "It says %1; the records say otherwise."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Set date and time right, then put the card in again."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Gets IT to set it.")},
    {SignInTrouble::roleUnknown, "AGENT-ROLE", "badge", QT_TRANSLATE_NOOP("SignInPresenter", "Your role is not known here"),
     QT_TRANSLATE_NOOP("SignInPresenter", "The list of agents gives you one that policy does not have."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Ask for the role or the policy to be put right; it comes by itself."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Puts the role right at the centre.")},
    {SignInTrouble::cardRemoved, "CARD-REMOVED", "card-removed", QT_TRANSLATE_NOOP("SignInPresenter", "The card was taken out"),
     QT_TRANSLATE_NOOP("SignInPresenter", "It left reader 1 before it had answered."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Put it in again and leave it in."), ""},
    {SignInTrouble::passcodeForm, "PASSCODE-FORM", "card", QT_TRANSLATE_NOOP("SignInPresenter", "Not a passcode of this card"),
     QT_TRANSLATE_NOOP("SignInPresenter", "Card passcodes have 6 to 8 digits. No try was spent."),
     QT_TRANSLATE_NOOP("SignInPresenter", "Type yours again."), ""},
};

const TroubleRow* rowOf(SignInTrouble trouble)
{
    const auto* found = std::find_if(std::begin(troubles), std::end(troubles), [&](const TroubleRow& row) { return row.trouble == trouble; });
    return found == std::end(troubles) ? nullptr : found;
}

SignInTrouble troubleOf(const SignInFacts& facts)
{
    if (facts.card.state == AgentCardState::locked)
        return SignInTrouble::locked;
    if (facts.card.state == AgentCardState::refused)
        return facts.card.trouble;
    if (!facts.answer || facts.card.state != AgentCardState::ready)
        return SignInTrouble::none;
    if (facts.answer->outcome == SignInOutcome::locked)
        return SignInTrouble::locked;
    return facts.answer->outcome == SignInOutcome::refused ? facts.answer->trouble : SignInTrouble::none;
}

const Failure* failureOf(const SignInFacts& facts)
{
    if (facts.card.failure)
        return &*facts.card.failure;
    return facts.answer && facts.answer->failure ? &*facts.answer->failure : nullptr;
}

/// The passcode may be typed again after these; the others need another card or somebody else.
bool mayTypeAgain(SignInTrouble trouble)
{
    return trouble == SignInTrouble::none || trouble == SignInTrouble::wrongPasscode || trouble == SignInTrouble::lastTry ||
           trouble == SignInTrouble::passcodeForm || trouble == SignInTrouble::other || trouble == SignInTrouble::cardRemoved;
}

QString withCode(const QString& words, const QString& code) { return words + QStringLiteral(" (") + code + QLatin1Char(')'); }

QString filled(const char* text)
{
    auto words = Texts::tr(text);
    return words.contains(QLatin1String("%1")) ? words.arg(words::todayLong()) : words;
}

void showTrouble(SignInView& view, const SignInFacts& facts, SignInTrouble trouble)
{
    const auto* failure = failureOf(facts);
    const auto* row = rowOf(trouble);
    if (!row) {
        const auto lines = words::failure(failure ? *failure : Failure::of("INTERNAL"));
        view.notice = SignInNotice{Tone::Warning, QStringLiteral("warning"), lines.cause, withCode(lines.next, lines.code)};
        return;
    }
    auto code = QString::fromLatin1(row->code);
    if (failure && !failure->detail.empty())
        code += QStringLiteral(", ") + words::fromUtf8(failure->detail);
    const bool grave = trouble == SignInTrouble::locked || trouble == SignInTrouble::cloneSuspected || trouble == SignInTrouble::revoked;
    view.notice = SignInNotice{grave ? Tone::Danger : Tone::Warning, QString::fromLatin1(row->icon), filled(row->cause), withCode(filled(row->next), code)};
    if (mayTypeAgain(trouble))
        return;
    view.title = Texts::tr(row->title);
    view.cardIcon = QString::fromLatin1(row->icon);
    view.cardGood = false;
    view.held = filled(row->next);
    view.asksPasscode = false;
}

void showCard(SignInView& view, const SignInFacts& facts)
{
    const auto& card = facts.card;
    view.cardIcon = QStringLiteral("card-chip");
    switch (card.state) {
    case AgentCardState::ready:
        view.cardGood = true;
        view.asksPasscode = true;
        view.cardLine = Texts::tr("Your card is in reader 1");
        view.title = facts.workKept ? Texts::tr("Unlock your desk") : words::greeting(facts.hour);
        break;
    case AgentCardState::absent:
        view.cardIcon = QStringLiteral("reader");
        view.cardLine = Texts::tr("Reader 1 is empty");
        view.title = Texts::tr("Put your card in reader 1");
        view.held = Texts::tr("Your own card goes in reader 1 first.");
        break;
    case AgentCardState::reading:
        view.cardLine = Texts::tr("Reading the card in reader 1");
        view.title = Texts::tr("One moment");
        view.held = Texts::tr("The card is being read.");
        break;
    case AgentCardState::locked:
    case AgentCardState::refused: view.cardLine = card.trouble == SignInTrouble::wrongReader ? Texts::tr("Reader 1 is empty") : Texts::tr("The card in reader 1"); break;
    case AgentCardState::unreadable:
        view.cardIcon = QStringLiteral("warning");
        view.cardLine = Texts::tr("The card in reader 1");
        view.title = Texts::tr("Not readable");
        view.held = Texts::tr("Take it out and put it in again, chip up and to the front.");
        break;
    }
}

QString closedWords(DeskClosed closed)
{
    switch (closed) {
    case DeskClosed::firstSignIn: return {};
    case DeskClosed::signedOut: return Texts::tr("Signed out. Everything typed is kept on this desk.");
    case DeskClosed::lockedIdle: return Texts::tr("Locked: nobody was at the desk. Nothing is lost.");
    case DeskClosed::lockedCardRemoved: return Texts::tr("Locked: the agent's card was taken out. Nothing is lost.");
    case DeskClosed::rightsChanged: return Texts::tr("Signed out: the centre changed the agent's rights.");
    case DeskClosed::withdrawn: return Texts::tr("Signed out: the centre withdrew the agent's card.");
    case DeskClosed::hoursOver: return Texts::tr("Signed out: this sign-in was for some hours, and they are over.");
    }
    return {};
}

void showPasscode(SignInView& view, const SignInFacts& facts)
{
    const auto tries = facts.card.triesLeft;
    view.lastTry = tries == 1;
    view.wrong = facts.answer && facts.answer->outcome == SignInOutcome::wrongPasscode && facts.typed == 0;
    view.goWords = view.lastTry ? Texts::tr("Use the last try") : facts.workKept ? Texts::tr("Unlock") : Texts::tr("Sign in");
    if (facts.typed == 0)
        view.held = Texts::tr("Type your passcode first.");
    if (view.wrong)
        view.hint = view.lastTry ? Texts::tr("Wrong passcode. One try is left; a wrong one locks the card.")
                    : tries      ? Texts::tr("Wrong passcode. %1 tries are left.").arg(*tries)
                                 : Texts::tr("Wrong passcode.");
    else if (view.lastTry)
        view.hint = Texts::tr("One try is left. A wrong passcode locks the card.");
    else if (facts.workKept)
        view.hint = Texts::tr("Your work is where you left it. Another agent begins with a clean desk.");
    else
        view.hint = tries ? Texts::tr("The card allows %1 tries. It checks the passcode itself; this desk keeps nothing of it.").arg(*tries)
                          : Texts::tr("The card checks the passcode itself; this desk keeps nothing of it.");
}

QString meanwhile(const CentreState& centre)
{
    QStringList parts;
    if (centre.waiting > 0)
        parts << (centre.waiting == 1 ? Texts::tr("1 record leaves by itself when the centre answers") : Texts::tr("%1 records leave by themselves when the centre answers").arg(centre.waiting));
    else
        parts << Texts::tr("the centre has every record");
    if (centre.sealedWaiting > 0)
        parts << (centre.sealedWaiting == 1 ? Texts::tr("1 delivery waits sealed") : Texts::tr("%1 deliveries wait sealed").arg(centre.sealedWaiting));
    if (centre.exceptionsWaiting > 0)
        parts << (centre.exceptionsWaiting == 1 ? Texts::tr("1 exception waits, and can be decided at another desk")
                                                : Texts::tr("%1 exceptions wait, and can be decided at other desks").arg(centre.exceptionsWaiting));
    auto words = parts.join(QStringLiteral("; "));
    words[0] = words[0].toUpper();
    return words + QLatin1Char('.');
}

void showHelp(SignInView& view, const SignInFacts& facts, SignInTrouble trouble)
{
    const auto contact = words::fromUtf8(facts.site.governanceContact);
    const auto* row = rowOf(trouble);
    if (row && *row->help) {
        view.helpTitle = Texts::tr("Who may help");
        const auto help = Texts::tr(row->help);
        if (!contact.isEmpty())
            view.help.push_back({QStringLiteral("contact"), QStringLiteral("person"), contact, help});
        int more = 0;
        for (const auto& helper : facts.site.helpers)
            if (++more <= 2)
                view.help.push_back({QStringLiteral("contact-%1").arg(more + 1), QStringLiteral("desk"), words::fromUtf8(helper), Texts::tr("Another agent may be there.")});
        if (contact.isEmpty() && facts.site.helpers.empty())
            view.help.push_back({QStringLiteral("contact"), QStringLiteral("person"), Texts::tr("Your RA manager"), help});
        view.help.push_back({QStringLiteral("meanwhile"), QStringLiteral("sync"), Texts::tr("What goes on meanwhile"), meanwhile(facts.centre)});
        return;
    }
    view.helpTitle = Texts::tr("If you cannot sign in");
    view.help = {{QStringLiteral("locked"), QStringLiteral("card-locked"), Texts::tr("Card locked or expired"),
                  contact.isEmpty() ? Texts::tr("Another agent of this site unlocks or renews it, at this desk or the next")
                                    : Texts::tr("Another agent unlocks or renews it, or ask: %1").arg(contact)},
                 {QStringLiteral("forgotten"), QStringLiteral("card"), Texts::tr("Card left at home"),
                  Texts::tr("Nobody signs in for somebody else: ask an agent who has their card")},
                 {QStringLiteral("unknown"), QStringLiteral("reader"), Texts::tr("Card not recognised"),
                  Texts::tr("Chip up and to the front. If that does not help, the diagnosis page says why: F2")}};
}

std::optional<SignInNotice> jobNotice(LeftJob job)
{
    switch (job) {
    case LeftJob::none: return std::nullopt;
    case LeftJob::runs:
        return SignInNotice{Tone::Accent, QStringLiteral("sync"), Texts::tr("The card in reader 2 is still being written"),
                            Texts::tr("It goes on to its next safe point by itself. Leave it in.")};
    case LeftJob::cardGone:
        return SignInNotice{Tone::Warning, QStringLiteral("card-removed"), Texts::tr("The card was taken out of reader 2"),
                            Texts::tr("Put the same one back: its job goes on to a safe point.")};
    case LeftJob::finished:
        return SignInNotice{Tone::Success, QStringLiteral("check"), Texts::tr("The card in reader 2 is finished"), Texts::tr("Its receipt is shown after sign-in.")};
    case LeftJob::stopped:
        return SignInNotice{Tone::Warning, QStringLiteral("repair"), Texts::tr("The job on the card stopped at a safe point"),
                            Texts::tr("Sign in, and repair goes on from there. Its last record waits for the same agent or a manager.")};
    }
    return std::nullopt;
}

} // namespace

const char* codeOf(SignInTrouble trouble)
{
    const auto* row = rowOf(trouble);
    return row ? row->code : trouble == SignInTrouble::wrongPasscode ? "PASSCODE-WRONG" : trouble == SignInTrouble::lastTry ? "PASSCODE-LAST-TRY" : "INTERNAL";
}

SignInView signInView(const SignInFacts& facts)
{
    SignInView view;
    view.goWords = Texts::tr("Sign in");
    showCard(view, facts);
    const auto trouble = troubleOf(facts);
    if (view.asksPasscode)
        showPasscode(view, facts);
    if (facts.card.state == AgentCardState::unreadable && facts.card.failure) {
        const auto lines = words::failure(*facts.card.failure);
        view.notice = SignInNotice{Tone::Warning, QStringLiteral("warning"), lines.cause, withCode(lines.next, lines.code)};
    } else if (trouble != SignInTrouble::none && trouble != SignInTrouble::wrongPasscode && trouble != SignInTrouble::lastTry) {
        showTrouble(view, facts, trouble);
    }
    if (!view.asksPasscode)
        view.hint = view.notice ? QString() : view.held;
    if (const auto why = closedWords(facts.closed); !why.isEmpty() && (facts.card.state == AgentCardState::absent || (view.asksPasscode && !view.wrong)))
        view.cardLine = why;
    view.job = jobNotice(facts.job);
    showHelp(view, facts, trouble);
    const int waiting = facts.centre.waiting;
    view.footer = waiting == 0  ? Texts::tr("Nothing waits for the centre.")
                  : waiting == 1 ? Texts::tr("1 record is only on this desk.")
                                 : Texts::tr("%1 records are only on this desk.").arg(waiting);
    return view;
}

} // namespace cardwright::ui
