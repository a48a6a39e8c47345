#pragma once

#include "tests/system/window/Seat.h"

namespace cardwright::testing {

/// From the desk with no card in reader 2 to the step that asks for the blank card: everything typed.
void typedApplication(Seat& seat, const QString& givenName, const QString& familyName);
/// The first page of it. nameOnCard: where it is to be another than the names.
void typedPerson(Seat& seat, const QString& givenName, const QString& familyName, const QString& nameOnCard = {});
/// From there to the step that asks for the blank card.
void typedEvidence(Seat& seat);
/// Likewise, with the sample applicant of this number.
void sampleApplication(Seat& seat, int number);

/// What a card job did, as the window was told.
class JobLog {
public:
    explicit JobLog(Seat& seat);
    int pictures() const { return m_pictures; }
    bool waited() const { return m_waited; } ///< for a card that was gone
    /// Called once, when this step is first seen under way.
    void at(const std::string& step, std::function<void()> act);

private:
    QObject m_life;
    int m_pictures = 0;
    bool m_waited = false;
    std::string m_step;
    std::function<void()> m_act;
};

} // namespace cardwright::testing
