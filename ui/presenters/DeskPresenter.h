#pragma once

#include "ui/bridge/DeskValues.h"
#include "ui/theme/Theme.h"

#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace cardwright::ui {

/// What a button of the desk page does.
enum class DeskAct {
    issue, unlock, repair, repairLocked, touch, lookAgain, diagnosis,
    visit, ///< all that is due, with the holder's passcode
    renewEarly, ///< before its time: an exception is asked for, or was allowed
    changePasscode, test, cancel, clear, replace, lend, takeBack
};

struct DeskAction {
    DeskAct act = DeskAct::issue;
    QString verb;
    QString line;
    QString icon;
    QString key;
    QString held{}; ///< why it may not be done now; empty: it may
    bool danger = false;
};

struct DeskLine {
    QString title;
    QString words;
    bool optional = false; ///< may be left for another day
};

struct DeskHistoryLine {
    QString when;
    QString what;
    QString who;
    bool alarm = false;
};

enum class DeskFace { none, blank, holder, unknown };

/// The desk page for one card: all words, no widgets. Made anew whenever the card or the answer changes.
struct DeskView {
    DeskFace face = DeskFace::none;
    QString pillText;
    QString pillIcon;
    Tone pillTone = Tone::Plain;
    QString headline;
    QString sub;
    bool asksLikeness = false;
    bool storedPicture = true; ///< false: compare with the printed face
    QString question;
    QString questionWords;
    std::optional<DeskAction> main;
    bool held = false;  ///< the main action stays in its place and waits
    QString below;      ///< what it waits for, or what comes next
    QString dueTitle;
    std::vector<DeskLine> due;
    std::vector<DeskAction> others; ///< beside the likeliest one
    std::vector<DeskAction> more;   ///< behind "More"
    std::vector<DeskLine> facts; ///< title, value
    std::vector<DeskHistoryLine> history;
    QString code; ///< failure code to copy
    std::string copyNumber;
};

/// What the agent has said about this card so far.
struct DeskAnswers {
    std::optional<Likeness> likeness;
    std::string governanceContact;
    std::int64_t now = 0;
    std::function<bool(const std::string& act)> may; ///< Permits.h
    std::string role;
};

DeskView deskView(const SubjectCard& card, const DeskAnswers& answers);

/// The tile of reader 2 in words, the same facts in one line.
struct SubjectTile {
    QString words;
    QString icon;
    QString pillText;
    QString pillIcon;
    Tone tone = Tone::Plain;
};
/// `waiting`: a flow is open and this card is not its own.
SubjectTile subjectTile(const SubjectCard& card, bool waiting);

} // namespace cardwright::ui
