#include "ui/presenters/ApplicationPresenter.h"

#include "ui/presenters/Words.h"

#include <QDate>
#include <QLocale>
#include <QRegularExpression>

namespace cardwright::ui {

namespace {

constexpr int keepAfterMillis = 400; // typing pauses; the draft is on disk before the agent looks up

const char* stepName(FlowStep step)
{
    switch (step) {
    case FlowStep::person: return "person";
    case FlowStep::evidence: return "evidence";
    case FlowStep::photo: return "photo";
    default: return "passcode";
    }
}

FlowStep stepOf(const std::string& name)
{
    if (name == "evidence")
        return FlowStep::evidence;
    if (name == "photo")
        return FlowStep::photo;
    return name == "passcode" ? FlowStep::passcode : FlowStep::person;
}

} // namespace

QString understoodDate(const QString& typed)
{
    const auto text = typed.simplified();
    const QLocale english(QLocale::English, QLocale::UnitedKingdom);
    for (const auto* form : {"yyyy-MM-dd", "d M yyyy", "d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "d MMMM yyyy", "d MMM yyyy"}) {
        const auto day = english.toDate(text, QString::fromLatin1(form));
        if (day.isValid() && day.year() > 1800)
            return day.toString(Qt::ISODate);
    }
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

ApplicationPresenter::ApplicationPresenter(DeskHub& hub, QObject* parent) : QObject(parent), m_hub(hub)
{
    m_keep.setSingleShot(true);
    m_keep.setInterval(keepAfterMillis);
    connect(&m_keep, &QTimer::timeout, this, &ApplicationPresenter::keepNow);
    m_ask.setSingleShot(true);
    m_ask.setInterval(0); // several fields changed at once are one question
    connect(&m_ask, &QTimer::timeout, this, [this] {
        askPerson();
        askEvidence();
    });
}

void ApplicationPresenter::begin() { take(m_hub.port().issue().newDraft()); }

void ApplicationPresenter::take(IssueDraft draft)
{
    ++m_generation;
    m_draft = std::move(draft);
    m_draft.parked = false;
    m_person = {};
    m_personKnown = false;
    m_evidence = {};
    m_portrait = {};
    m_portrait.jpeg = m_draft.portrait;
    m_portrait.photoReference = m_draft.photoReference;
    m_portraitLoading = false;
    m_active = true;
    m_step = stepOf(m_draft.step);
    m_ask.start();
    Q_EMIT stepChanged();
    Q_EMIT changed();
}

void ApplicationPresenter::end()
{
    if (!m_active)
        return;
    m_keep.stop();
    m_active = false;
    m_hub.port().issue().dropDraft(m_draft.id);
    m_draft = {};
    Q_EMIT changed();
}

void ApplicationPresenter::keep() { keepNow(); }

void ApplicationPresenter::park()
{
    m_draft.parked = true;
    keepNow();
    m_active = false;
    m_draft = {};
    Q_EMIT changed();
}

void ApplicationPresenter::goTo(FlowStep step)
{
    if (m_step == step)
        return;
    m_step = step;
    m_draft.step = stepName(step);
    keepNow();
    Q_EMIT stepChanged();
    Q_EMIT changed();
}

void ApplicationPresenter::setPerson(const PersonFields& person)
{
    m_draft.person = person;
    edited();
}

void ApplicationPresenter::putDocument(int index, const DocumentFields& document)
{
    if (index < 0 || index >= static_cast<int>(m_draft.documents.size()))
        m_draft.documents.push_back(document);
    else
        m_draft.documents[static_cast<std::size_t>(index)] = document;
    edited();
}

void ApplicationPresenter::removeDocument(int index)
{
    if (index < 0 || index >= static_cast<int>(m_draft.documents.size()))
        return;
    m_draft.documents.erase(m_draft.documents.begin() + index);
    edited();
}

void ApplicationPresenter::loadPortrait(const QString& path)
{
    m_portraitLoading = true;
    Q_EMIT changed();
    m_hub.port().issue().loadPortrait(path.toStdString(), guarded<PortraitAnswer>(this, [this](PortraitAnswer answer) {
        m_portraitLoading = false;
        if (!answer.failure) {
            m_draft.portrait = answer.jpeg;
            m_draft.photoReference = answer.photoReference;
        }
        const bool refused = answer.failure.has_value();
        if (refused) { // what was there before stays: going back loses nothing
            answer.jpeg = m_draft.portrait;
            answer.photoReference = m_draft.photoReference;
        }
        m_portrait = std::move(answer);
        if (!refused)
            edited();
        Q_EMIT portraitAnswered();
        Q_EMIT changed();
    }));
}

void ApplicationPresenter::edited()
{
    m_keep.start();
    m_ask.start();
    Q_EMIT changed();
}

void ApplicationPresenter::keepNow()
{
    m_keep.stop();
    if (!m_active)
        return;
    m_hub.port().issue().keepDraft(m_draft, guarded<std::optional<Failure>>(this, [this](const std::optional<Failure>& failure) {
        m_keepFailure = failure ? words::failure(*failure).cause : QString();
        Q_EMIT changed();
    }));
}

void ApplicationPresenter::askPerson()
{
    const int asked = ++m_personAsked;
    m_hub.port().issue().checkPerson(m_draft.person, guarded<PersonCheck>(this, [this, asked](PersonCheck check) {
        if (asked != m_personAsked)
            return;
        m_person = std::move(check);
        m_personKnown = true;
        Q_EMIT changed();
    }));
}

void ApplicationPresenter::askEvidence()
{
    const int asked = ++m_evidenceAsked;
    m_hub.port().issue().checkEvidence(m_draft, guarded<EvidenceReport>(this, [this, asked](EvidenceReport report) {
        if (asked != m_evidenceAsked)
            return;
        m_evidence = std::move(report);
        Q_EMIT changed();
    }));
}

bool ApplicationPresenter::personDone() const { return m_personKnown && m_person.problems.empty() && m_person.doubles.empty(); }

FlowStep ApplicationPresenter::firstUnfinished() const
{
    if (!personDone())
        return FlowStep::person;
    if (!evidenceDone())
        return FlowStep::evidence;
    return photoDone() ? FlowStep::passcode : FlowStep::photo;
}

std::vector<FlowStepView> ApplicationPresenter::steps() const
{
    std::vector<FlowStepView> views;
    FlowStepView person{tr("Person"), {}, personDone(), false};
    if (person.done)
        person.second = tr("No double found");
    else if (!m_person.doubles.empty())
        person.second = tr("Perhaps known already"), person.warns = true;
    else if (m_personKnown && !m_draft.person.familyName.empty())
        person.second = m_person.problems.size() == 1 ? tr("One field to mend") : tr("%1 fields to mend").arg(m_person.problems.size()), person.warns = true;
    views.push_back(person);

    FlowStepView evidence{tr("Evidence"), {}, evidenceDone(), false};
    if (evidence.done)
        evidence.second = tr("Passed");
    else if (!m_draft.documents.empty())
        evidence.second = m_evidence.missing == 1 ? tr("One proof missing")
                          : m_evidence.missing > 1 ? tr("%1 proofs missing").arg(m_evidence.missing)
                                                   : tr("Not enough yet"),
        evidence.warns = true;
    views.push_back(evidence);

    FlowStepView photo{tr("Photo"), {}, photoDone(), false};
    if (m_portrait.failure)
        photo.second = tr("Not taken over"), photo.warns = !photo.done;
    else if (photo.done)
        photo.second = tr("From a file");
    views.push_back(photo);
    views.push_back({tr("Passcode"), readyForCard() ? QString() : tr("After the rest"), false, false});
    views.push_back({tr("Card"), {}, false, false});
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
    if (!evidenceDone())
        lines.push_back(m_evidence.title.empty() ? tr("No document seen yet") : words::fromUtf8(m_evidence.title));
    for (const auto& check : m_evidence.checks)
        if (!check.holds && !check.remedy.empty() && !m_draft.documents.empty())
            lines.push_back(words::fromUtf8(check.remedy));
    if (!photoDone())
        lines.push_back(tr("No photo yet"));
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
    return parts.join(QStringLiteral(", "));
}

Holder ApplicationPresenter::holder() const
{
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
