#include "ui/presenters/Words.h"

#include "ui/presenters/WordTable.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace cardwright::ui::words {

namespace {

QLocale locale() { return QLocale(QLocale::English, QLocale::UnitedKingdom); }

QDate qtDate(const Date& day)
{
    return QDate(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                 static_cast<int>(static_cast<unsigned>(day.day())));
}

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

QString todayLong() { return locale().toString(QDateTime::currentDateTime(), QStringLiteral("d MMMM yyyy, HH:mm")); }

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

QString momentInline(std::int64_t utcMillis, std::int64_t now)
{
    auto text = localMoment(utcMillis, now);
    if (!text.isEmpty())
        text[0] = text[0].toLower();
    return text;
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

QString cardState(const std::string& state)
{
    const auto* text = lookUp(cardStates, state);
    return text ? Texts::tr(text) : fromUtf8(state);
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

QString greeting(int hour)
{
    if (hour < 12)
        return Texts::tr("Good morning");
    return hour < 18 ? Texts::tr("Good afternoon") : Texts::tr("Good evening");
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
