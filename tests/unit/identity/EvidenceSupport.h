#pragma once

#include "core/identity/EvidencePolicy.h"

#include <string>
#include <vector>

/// Documents in a few letters, for tables. Today is Monday 23 November 2026, the day of the design pictures.
namespace evidencetest {

inline const cardwright::Date today = *cardwright::parseDate("2026-11-23");

inline cardwright::Date day(const char* text) { return *cardwright::parseDate(text); }

inline const cardwright::EvidencePolicy& policy()
{
    static const auto shipped = cardwright::EvidencePolicy::shipped();
    return shipped;
}

/// A document of this kind with nothing wrong; each gets its own number.
inline cardwright::EvidenceDocument good(const std::string& kind, const std::string& number = "")
{
    cardwright::EvidenceDocument document;
    document.kind = kind;
    document.numberEnding = number.empty() ? kind.substr(0, 4) : number;
    document.issuer = "Sender of " + kind;
    document.dated = cardwright::plusDays(today, -30);
    document.expires = cardwright::plusMonths(today, 24);
    document.originalSeen = true;
    policy().tickWhatItShows(document);
    const auto* described = policy().kind(kind);
    if (described == nullptr) return document;
    for (const auto& use : described->uses) {
        for (const auto& condition : use.conditions) {
            if (condition.isDate) document.conditionDates[condition.id] = cardwright::plusMonths(today, -3);
            else document.confirmed.insert(condition.id);
        }
    }
    return document;
}

/// All that route C of the shipped policy wants, the manager's approval included.
inline cardwright::EvidenceAnswers routeC()
{
    cardwright::EvidenceAnswers answers;
    answers.approvals.insert("manager");
    for (const auto& route : policy().routes()) {
        if (route.id != "C") continue;
        for (const auto& want : route.wants) {
            if (want.form == cardwright::EvidenceWant::Form::tick) answers.ticks.insert(want.id);
            if (want.form == cardwright::EvidenceWant::Form::choice) answers.choices[want.id] = want.choices.front();
            if (want.form == cardwright::EvidenceWant::Form::date) answers.dates[want.id] = cardwright::plusMonths(today, -want.leastMonths);
        }
    }
    return answers;
}

inline cardwright::EvidenceDocument dated(const std::string& kind, const char* date)
{
    auto document = good(kind);
    document.dated = day(date);
    return document;
}

inline cardwright::EvidenceDocument until(const std::string& kind, const char* date)
{
    auto document = good(kind);
    document.expires = day(date);
    return document;
}

inline cardwright::EvidenceDocument from(const std::string& kind, const std::string& issuer)
{
    auto document = good(kind);
    document.issuer = issuer;
    return document;
}

} // namespace evidencetest
