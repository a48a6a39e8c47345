#pragma once

#include "ui/presenters/DeskPresenter.h"
#include "ui/widgets/HolderAsk.h"

namespace cardwright::ui {

/// The screen before an act on the card in reader 2: what will be done, what must be known, and how it begins. All words.
struct ActView {
    JobKind kind = JobKind::touch;
    QString headline;
    QString sub;
    std::vector<DeskLine> lines; ///< what will be done, in this order
    QString warningTitle;
    QString warning;
    QString primary;
    QString primaryIcon;
    QString held;                ///< why it may not begin
    bool turns = false;          ///< the screen is turned to the holder first
    HolderAsk ask = HolderAsk::NewTwice;
    bool onReader = false;       ///< the holder types on the keys of reader 2: the screen turns when it asks
    bool lastTry = false;        ///< the holder's last one would be spent
    QString holderWarning;       ///< on the holder's screen
    QString noteLabel;           ///< a line that the agent may add; empty: none
};

/// changePasscode, test, visit, renewEarly, clear, takeBack.
ActView actView(DeskAct act, const SubjectCard& card, const DeskAnswers& answers);

/// What a cancellation means, in one paragraph. `present`: the card is in reader 2.
QString cancelConsequence(const QString& holder, bool present, const CentreState& centre);
/// The reasons that may be given, by their names in core.
std::vector<std::string> cancelReasons(bool present, bool begun);
std::vector<std::string> replaceReasons(bool present);

} // namespace cardwright::ui
