#include "core/identity/EvidenceRules.h"

#include <algorithm>

namespace cardwright::evidence {

namespace {

/// "6 calendar months: counts until 28 February 2027 (the month has no 31st day)".
std::string span(Date from, int months)
{
    const Date last = plusMonths(from, months);
    auto text = counted(months, "calendar month") + ": counts until " + formatDateForPeople(last);
    if (last.day() < from.day()) text += ", the last day of that month";
    return text;
}

std::optional<Objection> ageObjection(const EvidenceUse& use, const EvidenceDocument& document, Date today)
{
    if (use.maxAgeMonths == 0) return std::nullopt;
    if (!document.dated) {
        return Objection{"date-missing", "Type its date: it counts for " + counted(use.maxAgeMonths, "month") + " from then.", &use};
    }
    const Date last = plusMonths(*document.dated, use.maxAgeMonths);
    if (today <= last) return std::nullopt;
    return Objection{"too-old", "Too old by " + counted(daysBetween(last, today), "day") + ". " +
                                    formatDateForPeople(earliestAccepted(today, use.maxAgeMonths)) + " or later.", &use};
}

std::optional<Objection> expiryObjection(const EvidenceUse& use, const EvidenceDocument& document, Date today)
{
    if (!use.mustBeInDate && !(use.inDateIfShown && document.expires)) return std::nullopt;
    if (!document.expires) return Objection{"expiry-missing", "Type the day until which it is good.", &use};
    const Date last = plusMonths(*document.expires, use.expiredGraceMonths);
    if (today <= last) return std::nullopt;
    const auto ended = formatDateForPeople(*document.expires);
    if (use.expiredGraceMonths == 0) {
        return Objection{"expired", "Expired " + counted(daysBetween(last, today), "day") + " ago, on " + ended + ". It must be in date.", &use};
    }
    return Objection{"expired", "Expired on " + ended + ". It still counted for " + counted(use.expiredGraceMonths, "month") + ", until " +
                                    formatDateForPeople(last) + ": " + counted(daysBetween(last, today), "day") + " ago.", &use};
}

std::optional<Objection> conditionObjection(const EvidenceCondition& condition, const EvidenceUse& use, const EvidenceDocument& document, Date today)
{
    if (!condition.isDate) {
        if (document.confirmed.contains(condition.id)) return std::nullopt;
        return Objection{condition.id, condition.refusal, &use};
    }
    const auto found = document.conditionDates.find(condition.id);
    if (found == document.conditionDates.end()) return Objection{condition.id, "Type the date: " + condition.words + ".", &use};
    if (found->second > today) return Objection{condition.id, formatDateForPeople(found->second) + " is still to come.", &use};
    const Date last = plusMonths(found->second, condition.maxAgeMonths);
    if (today <= last) return std::nullopt;
    return Objection{condition.id, condition.refusal + " That was until " + formatDateForPeople(last) + ", " +
                                       counted(daysBetween(last, today), "day") + " ago.", &use};
}

} // namespace

std::string counted(int number, std::string_view unit)
{
    return std::to_string(number) + ' ' + std::string(unit) + (number == 1 ? "" : "s");
}

std::string arithmeticOf(const EvidenceUse& use, const EvidenceDocument& document)
{
    std::string text;
    const auto sentence = [&](const std::string& words) { text += (text.empty() ? "" : " ") + words + '.'; };
    if (use.maxAgeMonths > 0 && document.dated) sentence("Dated " + formatDateForPeople(*document.dated) + ", and " + span(*document.dated, use.maxAgeMonths));
    if ((use.mustBeInDate || use.inDateIfShown) && document.expires) {
        auto words = "Good until " + formatDateForPeople(*document.expires);
        if (use.expiredGraceMonths > 0) words += ", and " + span(*document.expires, use.expiredGraceMonths);
        sentence(words);
    }
    for (const auto& condition : use.conditions) {
        const auto found = document.conditionDates.find(condition.id);
        if (!condition.isDate || found == document.conditionDates.end()) continue;
        sentence(condition.words + ' ' + formatDateForPeople(found->second) + ", and " + span(found->second, condition.maxAgeMonths));
    }
    return text;
}

std::optional<Objection> disbelief(const EvidencePolicy& policy, const EvidenceKind& kind, const EvidenceDocument& document, Date today)
{
    const auto& bounds = policy.dateBounds();
    if (kind.wantsDated() && document.dated && *document.dated > today) {
        return Objection{"dated-ahead", "Dated " + formatDateForPeople(*document.dated) + ", which is still to come."};
    }
    if (kind.wantsDated() && document.dated && *document.dated < plusMonths(today, -12 * bounds.oldestYears)) {
        return Objection{"dated-unbelievable", "Dated " + formatDateForPeople(*document.dated) + ", more than " + counted(bounds.oldestYears, "year") +
                                                   " ago. Look at the year again."};
    }
    if (kind.wantsExpires() && document.expires && *document.expires > plusMonths(today, 12 * bounds.validYears)) {
        return Objection{"expiry-unbelievable", "Good until " + formatDateForPeople(*document.expires) + ", more than " + counted(bounds.validYears, "year") +
                                                    " from today. Look at the year again."};
    }
    return std::nullopt;
}

std::optional<Objection> useObjection(const EvidencePolicy& policy, const EvidenceKind& kind, const EvidenceUse& use,
                                      const EvidenceDocument& document, Date today)
{
    if (kind.recordsDate && !document.dated) return Objection{"date-missing", "Type its date: it is recorded.", &use};
    if (auto objection = ageObjection(use, document, today)) return objection;
    if (auto objection = expiryObjection(use, document, today)) return objection;
    for (const auto& condition : use.conditions) {
        if (auto objection = conditionObjection(condition, use, document, today)) return objection;
    }
    const auto& group = *policy.group(use.group);
    if (group.wantsAddress && !document.addressAgrees) return Objection{"address-differs", "It does not show the current address.", &use};
    if (group.onePerIssuer && !kind.issuerWord.empty() && comparableIssuer(document.issuer).empty()) {
        return Objection{"issuer-missing", "Type its " + kind.issuerWord + ": two proofs must come from two " + kind.issuerWord + "s.", &use};
    }
    return std::nullopt;
}

bool isMet(const EvidenceWant& want, const EvidenceAnswers& answers, Date today)
{
    using Form = EvidenceWant::Form;
    switch (want.form) {
    case Form::tick: return answers.ticks.contains(want.id);
    case Form::approval: return answers.approvals.contains(want.approver);
    case Form::choice: {
        const auto found = answers.choices.find(want.id);
        return found != answers.choices.end() && std::find(want.choices.begin(), want.choices.end(), found->second) != want.choices.end();
    }
    case Form::date: break;
    }
    const auto found = answers.dates.find(want.id);
    if (found == answers.dates.end() || found->second > today) return false;
    if (want.leastMonths > 0 && plusMonths(found->second, want.leastMonths) > today) return false;
    return want.mostMonths == 0 || plusMonths(found->second, want.mostMonths) >= today;
}

std::string remedyOf(const EvidenceWant& want, const EvidenceAnswers& answers, Date today)
{
    using Form = EvidenceWant::Form;
    if (want.form == Form::approval) {
        return want.words + ". It is asked for as an exception; whoever checked the documents cannot give it.";
    }
    if (want.form == Form::choice) {
        std::string list;
        for (const auto& choice : want.choices) list += (list.empty() ? "" : ", ") + choice;
        return want.words + ": one of " + list + '.';
    }
    const auto found = answers.dates.find(want.id);
    if (want.form == Form::tick || found == answers.dates.end()) return want.words + '.';
    if (found->second > today) return want.words + ". " + formatDateForPeople(found->second) + " is still to come.";
    if (want.leastMonths > 0 && plusMonths(found->second, want.leastMonths) > today) {
        const Date first = plusMonths(found->second, want.leastMonths);
        return want.words + ". From " + formatDateForPeople(found->second) + ", " + counted(want.leastMonths, "calendar month") + " are over on " +
               formatDateForPeople(first) + ": " + counted(daysBetween(today, first), "day") + " from today.";
    }
    const Date last = plusMonths(found->second, want.mostMonths);
    return want.words + ". From " + formatDateForPeople(found->second) + ", " + counted(want.mostMonths, "calendar month") + " were over on " +
           formatDateForPeople(last) + ": " + counted(daysBetween(last, today), "day") + " ago.";
}

} // namespace cardwright::evidence
