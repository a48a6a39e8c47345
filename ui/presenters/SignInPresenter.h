#pragma once

#include "ui/bridge/DeskValues.h"
#include "ui/theme/Theme.h"

#include <QString>

#include <optional>
#include <vector>

namespace cardwright::ui {

/// Why the desk shows its sign-in page.
enum class DeskClosed { firstSignIn, signedOut, lockedIdle, lockedCardRemoved, rightsChanged, withdrawn, hoursOver };

/// A card job that nobody is signed in for any more.
enum class LeftJob { none, runs, cardGone, finished, stopped };

/// What the page knows; nothing of it says whose card or whose record anything is.
struct SignInFacts {
    AgentCard card;
    std::optional<SignInAnswer> answer; ///< the last one about this card
    SiteInfo site;
    CentreState centre;
    DeskClosed closed = DeskClosed::firstSignIn;
    bool workKept = false; ///< an open application or page lies under the lock
    LeftJob job = LeftJob::none;
    int typed = 0;         ///< digits in the field
    int hour = 12;
};

struct SignInNotice {
    Tone tone = Tone::Warning;
    QString icon;
    QString title;
    QString words;
};

struct SignInHelp {
    QString name; ///< object name's ending
    QString icon;
    QString title;
    QString words;
};

/// The sign-in and lock page in words.
struct SignInView {
    QString cardIcon;
    bool cardGood = false;
    QString cardLine;
    QString title;
    bool asksPasscode = false;
    bool wrong = false;
    QString held; ///< why the button waits; empty: it may be pressed
    QString goWords;
    QString hint;
    std::optional<SignInNotice> notice; ///< what is wrong, with its code
    std::optional<SignInNotice> job;    ///< a card job that goes on
    QString helpTitle;
    std::vector<SignInHelp> help;
    QString footer;
    bool lastTry = false;
};

SignInView signInView(const SignInFacts& facts);

/// The code of the catalogue that stands for this trouble.
const char* codeOf(SignInTrouble trouble);

} // namespace cardwright::ui
