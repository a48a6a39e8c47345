#include "ui/presenters/Words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace cardwright::ui::words {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QLocale locale() { return QLocale(QLocale::English, QLocale::UnitedKingdom); }

QDate qtDate(const Date& day)
{
    return QDate(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                 static_cast<int>(static_cast<unsigned>(day.day())));
}

struct Pair {
    const char* key;
    const char* text;
};

template <std::size_t N>
const char* lookUp(const Pair (&table)[N], const std::string& key)
{
    const auto* found = std::find_if(std::begin(table), std::end(table), [&](const Pair& row) { return key == row.key; });
    return found == std::end(table) ? nullptr : found->text;
}

constexpr Pair entryKinds[] = {
    {"holder.created", QT_TRANSLATE_NOOP("Words", "Person created, UUID from the block")},
    {"holder.viewed", QT_TRANSLATE_NOOP("Words", "Person looked at")},
    {"holders.searched", QT_TRANSLATE_NOOP("Words", "People searched")},
    {"evidence.checked", QT_TRANSLATE_NOOP("Words", "Identity checked")},
    {"portrait.accepted", QT_TRANSLATE_NOOP("Words", "Photo accepted")},
    {"card.opened", QT_TRANSLATE_NOOP("Words", "Card begun")},
    {"certificate.requested", QT_TRANSLATE_NOOP("Words", "Certificate asked for")},
    {"card.issued", QT_TRANSLATE_NOOP("Words", "Card issued")},
    {"card.unlocked", QT_TRANSLATE_NOOP("Words", "Card unlocked")},
    {"card.touched", QT_TRANSLATE_NOOP("Words", "Certificates written")},
    {"card.abandoned", QT_TRANSLATE_NOOP("Words", "Card given up")},
    {"card.locked", QT_TRANSLATE_NOOP("Words", "No tries left")},
    {"agent.signedIn", QT_TRANSLATE_NOOP("Words", "Agent signed in")},
    {"agent.signedOut", QT_TRANSLATE_NOOP("Words", "Agent signed out")},
    {"duty.refused", QT_TRANSLATE_NOOP("Words", "Refused by a rule")},
    {"lease.requested", QT_TRANSLATE_NOOP("Words", "New UUIDs asked for")},
};

constexpr Pair entryIcons[] = {
    {"holder.created", "person-add"},   {"holder.viewed", "person"},       {"holders.searched", "search"},
    {"evidence.checked", "evidence"},   {"portrait.accepted", "photo"},    {"card.opened", "card"},
    {"certificate.requested", "renew"}, {"card.issued", "card-chip"},      {"card.unlocked", "unlock"},
    {"card.touched", "approve"},        {"card.abandoned", "cancel"},      {"card.locked", "card-locked"},
    {"agent.signedIn", "badge"},        {"agent.signedOut", "badge"},      {"duty.refused", "warning"},
    {"lease.requested", "key"},
};

constexpr Pair steps[] = {
    {"recognise", QT_TRANSLATE_NOOP("Words", "Card recognised")},
    {"preflight", QT_TRANSLATE_NOOP("Words", "Space and key types checked")},
    {"pre-flight", QT_TRANSLATE_NOOP("Words", "Space and key types checked")},
    {"open", QT_TRANSLATE_NOOP("Words", "Card opened in the journal")},
    {"administration", QT_TRANSLATE_NOOP("Words", "Administration proven")},
    {"tries", QT_TRANSLATE_NOOP("Words", "Number of tries set")},
    {"chuid", QT_TRANSLATE_NOOP("Words", "Card identity written")},
    {"administration-key", QT_TRANSLATE_NOOP("Words", "Administration key set")},
    {"unlock-key", QT_TRANSLATE_NOOP("Words", "Unlock key set")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "Passcode set")},
    {"keys", QT_TRANSLATE_NOOP("Words", "Keys made")},
    {"requests", QT_TRANSLATE_NOOP("Words", "Requests signed")},
    {"objects", QT_TRANSLATE_NOOP("Words", "Name, number and picture written")},
    {"certificates", QT_TRANSLATE_NOOP("Words", "Certificates written")},
    {"proof", QT_TRANSLATE_NOOP("Words", "Everything read back and proven")},
    {"lock", QT_TRANSLATE_NOOP("Words", "Passcode tries spent: the card is locked")},
    {"close", QT_TRANSLATE_NOOP("Words", "Receipt made, card closed")},
};

constexpr Pair stepsUnderWay[] = {
    {"recognise", QT_TRANSLATE_NOOP("Words", "it was being recognised")},
    {"preflight", QT_TRANSLATE_NOOP("Words", "its space was being checked")},
    {"open", QT_TRANSLATE_NOOP("Words", "it was being opened in the journal")},
    {"administration", QT_TRANSLATE_NOOP("Words", "the desk proved itself to it")},
    {"chuid", QT_TRANSLATE_NOOP("Words", "its identity was being written")},
    {"administration-key", QT_TRANSLATE_NOOP("Words", "the administration key was being set")},
    {"unlock-key", QT_TRANSLATE_NOOP("Words", "the unlock key was being set")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "the passcode was being set")},
    {"keys", QT_TRANSLATE_NOOP("Words", "the keys were being made")},
    {"requests", QT_TRANSLATE_NOOP("Words", "the requests were being signed")},
    {"objects", QT_TRANSLATE_NOOP("Words", "name, number and picture were being written")},
    {"certificates", QT_TRANSLATE_NOOP("Words", "the certificates were being written")},
    {"proof", QT_TRANSLATE_NOOP("Words", "it was being read back")},
};

constexpr Pair stepsRunning[] = {
    {"recognise", QT_TRANSLATE_NOOP("Words", "Recognising the card")},
    {"preflight", QT_TRANSLATE_NOOP("Words", "Checking space and key types")},
    {"open", QT_TRANSLATE_NOOP("Words", "Opening the card in the journal")},
    {"administration", QT_TRANSLATE_NOOP("Words", "Proving the desk to the card")},
    {"chuid", QT_TRANSLATE_NOOP("Words", "Writing the card's identity")},
    {"administration-key", QT_TRANSLATE_NOOP("Words", "Setting the administration key")},
    {"unlock-key", QT_TRANSLATE_NOOP("Words", "Setting the unlock key")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "Setting the passcode")},
    {"keys", QT_TRANSLATE_NOOP("Words", "Making the keys")},
    {"requests", QT_TRANSLATE_NOOP("Words", "Signing the requests, asking the centre")},
    {"objects", QT_TRANSLATE_NOOP("Words", "Writing name, number and picture")},
    {"certificates", QT_TRANSLATE_NOOP("Words", "Writing the certificates")},
    {"proof", QT_TRANSLATE_NOOP("Words", "Reading everything back")},
    {"close", QT_TRANSLATE_NOOP("Words", "Making the receipt")},
};

constexpr Pair stepsMore[] = {
    {"keys", QT_TRANSLATE_NOOP("Words", "The card makes them inside itself; they never leave the card.")},
    {"requests", QT_TRANSLATE_NOOP("Words", "The centre is given a few seconds; later is good too.")},
    {"proof", QT_TRANSLATE_NOOP("Words", "Each object is compared and each key challenged.")},
};

constexpr Pair slotNames[] = {
    {"9A", QT_TRANSLATE_NOOP("Words", "sign-in")},
    {"9C", QT_TRANSLATE_NOOP("Words", "signature")},
    {"9D", QT_TRANSLATE_NOOP("Words", "encryption")},
    {"9E", QT_TRANSLATE_NOOP("Words", "door")},
};

constexpr Pair receiptLines[] = {
    {"5FC102", QT_TRANSLATE_NOOP("Words", "Card identity, signed by this desk")},
    {"5FC107", QT_TRANSLATE_NOOP("Words", "What the card can do")},
    {"5FC109", QT_TRANSLATE_NOOP("Words", "Name, UUID and organisation")},
    {"5FC106", QT_TRANSLATE_NOOP("Words", "Photo reference and digests, signed")},
    {"5FC105", QT_TRANSLATE_NOOP("Words", "Sign-in certificate")},
    {"5FC10A", QT_TRANSLATE_NOOP("Words", "Signature certificate")},
    {"9A", QT_TRANSLATE_NOOP("Words", "Sign-in key, challenged")},
    {"9C", QT_TRANSLATE_NOOP("Words", "Signature key, challenged")},
};

constexpr Pair cardStates[] = {
    {"none", QT_TRANSLATE_NOOP("Words", "No card")},
    {"issued", QT_TRANSLATE_NOOP("Words", "Working card")},
    {"locked", QT_TRANSLATE_NOOP("Words", "Card issued locked")},
    {"deferred", QT_TRANSLATE_NOOP("Words", "Certificates to follow")},
    {"open", QT_TRANSLATE_NOOP("Words", "Card not finished")},
};

} // namespace

QString fromUtf8(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString groupedNumber(const std::string& digits)
{
    const auto text = fromUtf8(digits);
    if (text.size() != 12)
        return text;
    return text.left(3) + QLatin1Char(' ') + text.mid(3, 4) + QLatin1Char(' ') + text.mid(7);
}

QString date(const Date& day) { return locale().toString(qtDate(day), QStringLiteral("d MMMM yyyy")); }
QString shortDate(const Date& day) { return locale().toString(qtDate(day), QStringLiteral("d MMM yyyy")); }

QString localTime(std::int64_t utcMillis)
{
    return QDateTime::fromMSecsSinceEpoch(utcMillis).toString(QStringLiteral("HH:mm"));
}

QString localMoment(std::int64_t utcMillis, std::int64_t now)
{
    const auto then = QDateTime::fromMSecsSinceEpoch(utcMillis);
    if (then.date() == QDateTime::fromMSecsSinceEpoch(now).date())
        return Texts::tr("Today, %1").arg(then.toString(QStringLiteral("HH:mm")));
    return locale().toString(then.date(), QStringLiteral("d MMM yyyy"));
}

QString countdown(std::int64_t millis)
{
    const auto whole = std::max<std::int64_t>(0, millis / 1000);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString seconds(double value)
{
    return value < 10 ? Texts::tr("%1 s").arg(value, 0, 'f', 1) : Texts::tr("%1 s").arg(std::lround(value));
}

QString entryKind(const std::string& kind)
{
    const auto* text = lookUp(entryKinds, kind);
    return text ? Texts::tr(text) : fromUtf8(kind);
}

QString entryIcon(const std::string& kind)
{
    const auto* icon = lookUp(entryIcons, kind);
    return QString::fromLatin1(icon ? icon : "records");
}

QString jobTitle(JobKind kind)
{
    switch (kind) {
    case JobKind::issue: return Texts::tr("Issue a card");
    case JobKind::unlock: return Texts::tr("Unlock a card");
    case JobKind::touch: return Texts::tr("Write the certificates");
    case JobKind::repair: return Texts::tr("Repair a card");
    }
    return {};
}

QString jobNoun(const std::string& kind)
{
    if (kind == "issue")
        return Texts::tr("The issue");
    if (kind == "unlock")
        return Texts::tr("The unlock");
    if (kind == "touch")
        return Texts::tr("The certificates");
    return Texts::tr("The job");
}

QString stepWords(const JobStep& step)
{
    const auto* text = lookUp(steps, step.key);
    if (!text)
        return fromUtf8(step.words.empty() ? step.key : step.words);
    return Texts::tr(text);
}

QString stepRunning(const std::string& key)
{
    const auto* text = lookUp(stepsRunning, key);
    return text ? Texts::tr(text) : QString();
}

QString stepMore(const std::string& key)
{
    const auto* text = lookUp(stepsMore, key);
    return text ? Texts::tr(text) : QString();
}

QString stepDoing(const std::string& key)
{
    const auto* text = lookUp(stepsUnderWay, key);
    return text ? Texts::tr(text) : QString();
}

QString queueState(QueueState state)
{
    switch (state) {
    case QueueState::waiting: return Texts::tr("Only on this desk");
    case QueueState::sending: return Texts::tr("On its way");
    case QueueState::accepted: return Texts::tr("At the centre");
    case QueueState::refused: return Texts::tr("Refused: needs a decision");
    }
    return {};
}

QString receiptLine(const ReceiptLine& line)
{
    if (const auto* text = lookUp(receiptLines, line.key))
        return Texts::tr(text);
    return fromUtf8(line.words.empty() ? line.key : line.words);
}

QString slotName(const std::string& slot)
{
    const auto* text = lookUp(slotNames, slot);
    return text ? Texts::tr(text) : fromUtf8(slot);
}

QString slotList(const std::vector<std::string>& codes)
{
    QStringList names;
    for (const auto& slot : codes)
        names << slotName(slot);
    if (names.size() < 2)
        return names.join(QString());
    const auto last = names.takeLast();
    return Texts::tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
}

QString cardState(const std::string& state)
{
    const auto* text = lookUp(cardStates, state);
    return text ? Texts::tr(text) : fromUtf8(state);
}

std::vector<RuleLine> passcodeRules(const PasscodeReport& report, int typed)
{
    std::vector<RuleLine> lines;
    const auto fold = [&](std::initializer_list<const char*> keys, const QString& text) {
        RuleLine line{text, {}, true};
        bool any = false;
        for (const auto& rule : report.rules)
            for (const auto* key : keys)
                if (rule.key == key) {
                    any = true;
                    line.holds = line.holds && rule.holds && typed > 0;
                    if (rule.shortBy > 0 && typed > 0)
                        line.rest = rule.shortBy == 1 ? Texts::tr("one more to go") : Texts::tr("%1 more to go").arg(rule.shortBy);
                }
        if (any)
            lines.push_back(line);
    };
    fold({"length", "digits"}, Texts::tr("%1 to %2 digits").arg(report.minDigits).arg(report.maxDigits));
    fold({"date-of-birth"}, Texts::tr("Not your date of birth"));
    fold({"user-number", "card-serial"}, Texts::tr("Not a number on your card"));
    fold({"run", "repeat", "pattern"}, Texts::tr("Not a run like 123456, not one digit repeated"));
    static constexpr std::string_view known[] = {"length", "digits", "date-of-birth", "user-number", "card-serial", "run", "repeat", "pattern"};
    for (const auto& rule : report.rules)
        if (std::find(std::begin(known), std::end(known), rule.key) == std::end(known))
            lines.push_back({fromUtf8(rule.words.empty() ? rule.key : rule.words), {}, rule.holds && typed > 0});
    return lines;
}

FailureLines failure(const Failure& what)
{
    FailureLines lines;
    lines.cause = QCoreApplication::translate("Failure", what.cause.c_str());
    lines.next = QCoreApplication::translate("Failure", what.nextStep.c_str());
    lines.code = fromUtf8(what.code);
    if (!what.detail.empty())
        lines.code += QStringLiteral(", ") + fromUtf8(what.detail);
    if (what.statusWord)
        lines.code += QStringLiteral(", ") + QStringLiteral("%1").arg(*what.statusWord, 4, 16, QLatin1Char('0')).toUpper();
    return lines;
}

PillWords centrePill(const CentreState& state)
{
    PillWords pill;
    switch (state.reach) {
    case CentreReach::connected:
        pill.good = true;
        pill.text = state.waiting == 0 ? Texts::tr("Centre connected") : Texts::tr("Centre connected, %1 on the way").arg(state.waiting);
        return pill;
    case CentreReach::unknown:
        pill.icon = QStringLiteral("sync");
        pill.text = Texts::tr("Asking the centre");
        return pill;
    case CentreReach::refusedTls:
        pill.icon = QStringLiteral("warning");
        pill.text = Texts::tr("Not the centre: wrong certificate, %1 waiting").arg(state.waiting);
        return pill;
    case CentreReach::unreachable: break;
    }
    pill.icon = QStringLiteral("offline");
    pill.text = state.since ? Texts::tr("Not reachable since %1").arg(localTime(*state.since)) : Texts::tr("Not reachable");
    if (state.waiting > 0)
        pill.text += Texts::tr(", %1 waiting").arg(state.waiting);
    if (state.authority.until)
        pill.text += state.authority.daysLeft == 1 ? Texts::tr(", 1 day left") : Texts::tr(", %1 days left").arg(state.authority.daysLeft);
    return pill;
}

QString greeting(const QString& givenName, int hour)
{
    if (hour < 12)
        return Texts::tr("Good morning, %1").arg(givenName);
    return hour < 18 ? Texts::tr("Good afternoon, %1").arg(givenName) : Texts::tr("Good evening, %1").arg(givenName);
}

QString initials(const QString& name)
{
    const auto parts = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (parts.isEmpty())
        return {};
    QString letters = parts.first().left(1);
    if (parts.size() > 1)
        letters += parts.last().left(1);
    return letters.toUpper();
}

} // namespace cardwright::ui::words
