#include "ui/presenters/ApplicationPresenter.h"

#include "ui/presenters/Words.h"

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int keepAfterMillis = 400; // typing pauses; the draft is on disk before the agent looks up

const char* stepName(FlowStep step)
{
    switch (step) {
    case FlowStep::person: return "person";
    case FlowStep::evidence: return "evidence";
    case FlowStep::photo: return "photo";
    case FlowStep::access: return "access";
    default: return "passcode";
    }
}

FlowStep stepOf(const std::string& name)
{
    if (name == "evidence")
        return FlowStep::evidence;
    if (name == "photo")
        return FlowStep::photo;
    if (name == "access")
        return FlowStep::access;
    return name == "passcode" ? FlowStep::passcode : FlowStep::person;
}

} // namespace

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
        askAccess();
    });
}

void ApplicationPresenter::begin()
{
    auto draft = m_hub.port().issue().newDraft();
    draft.agent = m_hub.agentName();
    draft.agentNumber = m_hub.agentNumber();
    take(std::move(draft));
}

void ApplicationPresenter::take(IssueDraft draft)
{
    ++m_generation;
    m_draft = std::move(draft);
    m_draft.parked = false;
    m_person = {};
    m_personKnown = false;
    m_evidence = {};
    m_access = {};
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

void ApplicationPresenter::beginCheck(const PersonFields& person, const Holder& known)
{
    m_checkOnly = true;
    m_known = known;
    IssueDraft draft;
    draft.person = person;
    draft.step = "evidence";
    take(std::move(draft));
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
    leave();
}

void ApplicationPresenter::leave()
{
    m_keep.stop();
    m_ask.stop();
    ++m_personAsked; // late answers are of somebody who is not here any more
    ++m_evidenceAsked;
    ++m_accessAsked;
    m_active = false;
    m_draft = {};
    m_known = {};
    m_person = {};
    m_evidence = {};
    m_access = {};
    m_portrait = {};
    Q_EMIT changed();
}

void ApplicationPresenter::askAgain()
{
    if (m_active)
        m_ask.start();
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

void ApplicationPresenter::setAnswer(const std::string& id, const std::string& value)
{
    if (answer(id) == value)
        return;
    std::erase_if(m_draft.answers, [&](const ConditionField& one) { return one.id == id; });
    if (!value.empty())
        m_draft.answers.push_back({id, value});
    edited();
}

std::string ApplicationPresenter::answer(const std::string& id) const
{
    for (const auto& one : m_draft.answers)
        if (one.id == id)
            return one.value;
    return {};
}

void ApplicationPresenter::offerPerson(const PersonFields& seen)
{
    if (m_checkOnly)
        return; // they are on record
    auto person = m_draft.person;
    for (const auto member : {&PersonFields::givenName, &PersonFields::familyName, &PersonFields::dateOfBirth})
        if ((person.*member).empty())
            person.*member = seen.*member;
    if (person.givenName == m_draft.person.givenName && person.familyName == m_draft.person.familyName && person.dateOfBirth == m_draft.person.dateOfBirth)
        return;
    ++m_generation; // the person's page fills its fields anew
    setPerson(person);
}

void ApplicationPresenter::beginPhoto()
{
    m_portraitLoading = true;
    Q_EMIT changed();
}

void ApplicationPresenter::takePhoto(const PortraitAnswer& answer)
{
    const bool fresh = m_portraitLoading; // another picture, not another part of the same
    m_portraitLoading = false;
    if (answer.failure) { // the one before stays, with what was measured of it
        m_portrait.failure = answer.failure;
    } else {
        m_portrait = answer;
        m_draft.portrait = answer.jpeg;
        m_draft.photoReference = answer.photoReference;
        m_draft.photoMarks = answer.marks;
        m_draft.photoPolicy = answer.policy;
        if (fresh || !photoAdvised())
            m_draft.photoReason.clear();
        edited();
    }
    Q_EMIT portraitAnswered();
    Q_EMIT changed();
}

void ApplicationPresenter::setPhotoReason(const std::string& reason)
{
    m_draft.photoReason = reason;
    edited();
}

void ApplicationPresenter::dropPhoto()
{
    ++m_generation; // the picture in the hand belongs to it, and is put away
    m_portraitLoading = false;
    m_portrait = {};
    m_draft.portrait.clear();
    m_draft.photoReference.clear();
    m_draft.photoMarks.clear();
    m_draft.photoPolicy.clear();
    m_draft.photoReason.clear();
    edited();
}

bool ApplicationPresenter::photoAdvised() const
{
    return std::any_of(m_draft.photoMarks.begin(), m_draft.photoMarks.end(), [](const PhotoMark& mark) { return mark.advised; });
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
    if (!m_active || m_checkOnly)
        return;
    m_hub.port().issue().keepDraft(m_draft, guarded<std::optional<Failure>>(this, [this](const std::optional<Failure>& failure) {
        m_keepFailure = failure ? words::failure(*failure).cause : QString();
        Q_EMIT changed();
    }));
}

void ApplicationPresenter::askPerson()
{
    if (m_checkOnly)
        return; // they are on record
    const int asked = ++m_personAsked;
    m_hub.port().issue().checkPerson(m_draft.person, guarded<PersonCheck>(this, [this, asked](PersonCheck check) {
        if (asked != m_personAsked)
            return;
        // HR's number goes with whom HR expects, and leaves again when the name or the date becomes another.
        auto& number = m_draft.person.staffNumber;
        if (number.empty() || number == m_person.staffNumber)
            number = check.staffNumber;
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

void ApplicationPresenter::askAccess()
{
    auto* port = m_hub.port().access();
    if (m_checkOnly || port == nullptr)
        return;
    const int asked = ++m_accessAsked;
    port->accessOf(m_draft, guarded<PersonAccess>(this, [this, asked](PersonAccess access) {
        if (asked != m_accessAsked)
            return;
        m_access = std::move(access);
        Q_EMIT changed();
    }));
}

bool ApplicationPresenter::personDone() const { return m_personKnown && m_person.problems.empty() && m_person.doubles.empty() && !comparisonDue(); }

bool ApplicationPresenter::comparisonDue() const
{
    const auto& compared = m_draft.comparedWith;
    const bool all = std::all_of(m_person.alike.begin(), m_person.alike.end(), [&](const std::string& number) {
        return std::find(compared.begin(), compared.end(), number) != compared.end();
    });
    return !m_person.alike.empty() && (!all || m_draft.whyOther.empty());
}

void ApplicationPresenter::setCompared(std::vector<std::string> with, const std::string& whyOther)
{
    if (with == m_draft.comparedWith && whyOther == m_draft.whyOther)
        return;
    m_draft.comparedWith = std::move(with);
    m_draft.whyOther = whyOther;
    edited();
}

FlowStep ApplicationPresenter::firstUnfinished() const
{
    if (!personDone())
        return FlowStep::person;
    if (!evidenceDone())
        return FlowStep::evidence;
    if (!photoDone())
        return FlowStep::photo;
    return accessDone() ? FlowStep::passcode : FlowStep::access;
}

} // namespace cardwright::ui
