#pragma once

#include "ui/bridge/DeskValues.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

// The sentences that several pages share. A page never words a state by itself: it asks here, so that a thing has
// one name in the whole window. British, short, cause before remedy.

namespace cardwright::ui::words {

QString fromUtf8(const std::string& text);

/// 555 0417 26093: grouped for reading. Anything that is not 12 digits comes back as it is.
QString groupedNumber(const std::string& digits);

QString date(const Date& day);                 ///< 12 March 2028
QString shortDate(const Date& day);            ///< 12 Mar 2028
QString todayLong();                           ///< 21 November 2026, 09:14
QString localTime(std::int64_t utcMillis);     ///< 10:41
QString localMoment(std::int64_t utcMillis, std::int64_t now); ///< Today, 10:41 | 14 Sep 2026
QString momentInline(std::int64_t utcMillis, std::int64_t now); ///< the same inside a sentence: today, 10:41 | 14 Sep 2026
QString countdown(std::int64_t millis);        ///< 0:48
QString seconds(double value);                 ///< 0.2 s | 6 s

QString entryKind(const std::string& kind);    ///< card.unlocked -> Card unlocked
QString entryIcon(const std::string& kind);    ///< icon name of a journal entry
QString jobTitle(JobKind kind);                ///< Issue a card
QString jobNoun(const std::string& kind);      ///< issue -> issue
QString stepWords(const JobStep& step);        ///< by key, else the core's own words
QString stepRunning(const std::string& key);   ///< keys -> Making the keys
QString stepMore(const std::string& key);      ///< second line of a running step; often empty
QString stepDoing(const std::string& key);     ///< keys -> the keys were being made
QString queueState(QueueState state);          ///< Only on this desk
QString receiptLine(const ReceiptLine& line);   ///< 5FC102 -> Card identity
QString slotName(const std::string& slot);     ///< 9A -> sign-in
QString slotList(const std::vector<std::string>& codes);
QString cardState(const std::string& state);   ///< issued -> Working card

/// The holder's four lines, made of core's rules.
struct RuleLine {
    QString words;
    QString rest; ///< "one more to go"
    bool holds = false;
};
std::vector<RuleLine> passcodeRules(const PasscodeReport& report, int typed);

/// A failure as the window shows it: cause, next step, code (and step).
/// What the holder does at the reader's own keys, as their screen says it.
struct PadLines {
    QString title;
    QString line;
};
PadLines padAsk(PadAsk ask);

struct FailureLines {
    QString cause;
    QString next;
    QString code; ///< CARD-REMOVED, step keys
};
FailureLines failure(const Failure& failure);

/// The connection pill's words: always the whole truth.
struct PillWords {
    QString text;
    QString icon;      ///< empty: a dot
    bool good = false;
};
PillWords centrePill(const CentreState& state);

QString greeting(int hour); ///< Good morning; of nobody in particular, since nobody is signed in yet
/// How the log stands with the centre, where that is not well; the title is empty where it is.
struct StandingWords {
    QString title;
    QString words;
    bool stopsIssuing = false;
};
StandingWords logStanding(LogStanding standing);

QString roleName(const std::string& role);       ///< agent -> RA agent
QString exceptionAct(const std::string& act);    ///< evidence-unmet -> Identity check not passed
QString exceptionState(ExceptionState state);    ///< Waits for a decision
QString dutyWords(const DutyLine& duty);         ///< You did not ask for it yourself
/// Why an act is not the signed-in agent's to do: "Only a manager or a named deputy decides. You are signed in as RA agent."
QString notPermitted(const std::string& act, const std::string& role);
QString cancelReason(const std::string& reason); ///< left -> Left the organisation
QString cancelReasonMore(const std::string& reason); ///< when it is the right one
QString faultWords(const VerifyFault& fault);    ///< Entry 212: its signature is not good

QString initials(const QString& name);

} // namespace cardwright::ui::words
