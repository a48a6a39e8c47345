#include "ui/presenters/ApplicationPresenter.h"

#include "core/base/WrittenDate.h"
#include "ui/presenters/Words.h"

#include <QDate>
#include <QRegularExpression>

// What an application says of itself: its steps, what is missing, its head; and dates as agents type them.

namespace cardwright::ui {

QString understoodDate(const QString& typed)
{
    const auto text = typed.simplified();
    if (const auto day = parseWrittenDate(text.toStdString()); day && static_cast<int>(day->year()) > 1800)
        return words::fromUtf8(formatDate(*day));
    static const QRegularExpression eight(QStringLiteral("^(\\d{2})(\\d{2})(\\d{4})$"));
    if (const auto match = eight.match(text); match.hasMatch()) {
        const QDate day(match.captured(3).toInt(), match.captured(2).toInt(), match.captured(1).toInt());
        if (day.isValid())
            return day.toString(Qt::ISODate);
    }
    return text;
}

QString shownDate(const std::string& iso)
{
    const auto day = parseDate(iso);
    return day ? words::date(*day) : words::fromUtf8(iso);
}

std::vector<FlowStepView> ApplicationPresenter::steps() const
{
    std::vector<FlowStepView> views;
    FlowStepView person{tr("Person"), {}, personDone(), false};
    if (person.done)
        person.second = m_person.alike.empty() ? tr("No double found") : tr("Compared");
    else if (!m_person.doubles.empty() || comparisonDue())
        person.second = tr("Perhaps known already"), person.warns = true;
    else if (m_personKnown && !m_draft.person.familyName.empty())
        person.second = m_person.problems.size() == 1 ? tr("One field to mend") : tr("%1 fields to mend").arg(m_person.problems.size()), person.warns = true;
    views.push_back(person);

    FlowStepView evidence{tr("Evidence"), {}, evidenceDone(), false};
    if (evidence.done)
        evidence.second = byException() ? tr("By exception") : tr("Passed");
    else if (exceptionWaits())
        evidence.second = tr("Exception asked for"), evidence.warns = true;
    else if (!m_draft.documents.empty())
        evidence.second = m_evidence.missing == 1 ? tr("One proof missing")
                          : m_evidence.missing > 1 ? tr("%1 proofs missing").arg(m_evidence.missing)
                                                   : tr("Not enough yet"),
        evidence.warns = true;
    views.push_back(evidence);

    FlowStepView photo{tr("Photo"), {}, photoDone(), false};
    if (m_portrait.failure)
        photo.second = tr("Not taken over"), photo.warns = !photo.done;
    else if (photoAdvised() && m_draft.photoReason.empty())
        photo.second = m_portrait.adviceTitle.empty() ? tr("Look at it again") : words::fromUtf8(m_portrait.adviceTitle), photo.warns = true;
    else if (photoAdvised())
        photo.second = tr("With a reason");
    else if (photo.done)
        photo.second = tr("Taken over");
    views.push_back(photo);
    FlowStepView access{tr("Access"), {}, accessDone(), false};
    if (m_access.neededBeforeIssue && !access.done)
        access.second = m_access.positions.empty() ? tr("No position asked for") : tr("Waits for a decision"), access.warns = true;
    else if (!m_access.issueHeld.empty())
        access.second = tr("You sponsored it"), access.warns = true;
    else
        access.second = m_access.finished && !m_access.positions.empty() ? tr("Position approved") : tr("Not needed first");
    views.push_back(access);
    views.push_back({tr("Terms"), readyForCard() ? tr("And the passcode") : tr("After the rest"), false, false});
    views.push_back({tr("Card"), {}, false, false});
    views.push_back({tr("Print"), {}, false, false});
    views.push_back({tr("Done"), {}, false, false});
    return views;
}

std::vector<QString> ApplicationPresenter::missing() const
{
    std::vector<QString> lines;
    for (const auto& problem : m_person.problems)
        lines.push_back(words::fromUtf8(problem.sentence));
    if (!m_person.doubles.empty())
        lines.push_back(tr("Somebody with this name and date of birth is known already"));
    if (m_person.doubles.empty() && comparisonDue())
        lines.push_back(tr("Somebody here is much like this person; compare them first"));
    if (exceptionWaits())
        lines.push_back(tr("Its exception waits for a decision"));
    else if (!evidenceDone())
        lines.push_back(m_evidence.title.empty() ? tr("No document seen yet") : words::fromUtf8(m_evidence.title));
    for (const auto& check : m_evidence.checks)
        if (!check.holds && !check.remedy.empty() && !m_draft.documents.empty())
            lines.push_back(words::fromUtf8(check.remedy));
    if (!photoDone())
        lines.push_back(m_draft.portrait.empty() ? tr("No photo yet") : tr("The photo is outside what is advised, and nobody said why it is used"));
    if (!accessDone())
        lines.push_back(m_access.positions.empty() ? tr("No position was asked for; here one is approved first") : tr("The position waits for somebody else's decision"));
    return lines;
}

QString ApplicationPresenter::name() const
{
    const auto full = (words::fromUtf8(m_draft.person.givenName) + QLatin1Char(' ') + words::fromUtf8(m_draft.person.familyName)).simplified();
    return full.isEmpty() ? tr("A new person") : full;
}

QString ApplicationPresenter::headRest() const
{
    QStringList parts;
    if (const auto born = parseDate(m_draft.person.dateOfBirth))
        parts << tr("born %1").arg(words::date(*born));
    if (!m_draft.person.jobTitle.empty())
        parts << words::fromUtf8(m_draft.person.jobTitle);
    if (!m_draft.person.staffNumber.empty())
        parts << tr("staff number %1").arg(words::fromUtf8(m_draft.person.staffNumber));
    return parts.join(QStringLiteral(", "));
}

Holder ApplicationPresenter::holder() const
{
    if (m_checkOnly && !m_known.userNumber.empty()) {
        auto known = m_known;
        if (!m_draft.portrait.empty())
            known.portrait = m_draft.portrait;
        return known;
    }
    Holder holder;
    holder.legalName = name().toStdString();
    holder.givenName = m_person.firstLine.empty() ? m_draft.person.givenName : m_person.firstLine;
    holder.familyName = m_person.secondLine.empty() ? m_draft.person.familyName : m_person.secondLine;
    holder.nameOnCard = holder.givenName + " " + holder.familyName;
    holder.dateOfBirth = parseDate(m_draft.person.dateOfBirth);
    holder.jobTitle = m_draft.person.jobTitle;
    holder.portrait = m_draft.portrait;
    return holder;
}

} // namespace cardwright::ui
