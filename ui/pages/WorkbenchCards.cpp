#include "ui/pages/ActPage.h"
#include "ui/pages/CancelPage.h"
#include "ui/pages/DeskPage.h"
#include "ui/pages/EarlyPage.h"
#include "ui/pages/EvidenceStep.h"
#include "ui/pages/LendPage.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PeoplePage.h"
#include "ui/pages/PhotoStep.h"
#include "ui/pages/ReplacePage.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/Words.h"

// The further acts on a card: which page asks for what, and what begins then.

namespace cardwright::ui {

void Workbench::connectActs()
{
    for (CardActPage* page : std::initializer_list<CardActPage*>{m_act, m_early, m_cancel, m_replace, m_lend}) {
        connect(page, &CardActPage::left, this, &Workbench::actLeft);
        connect(page, &CardActPage::said, this, &Workbench::said);
    }
    connect(m_act, &ActPage::begins, this, &Workbench::beginAct);
    connect(m_early, &EarlyPage::renewalWanted, this, [this] {
        m_act->open(DeskAct::renewEarly, m_early->card(), m_desk->answers());
        showAct(m_act);
    });
    connect(m_lend, &LendPage::holderTurnWanted, this, &Workbench::beginLend);
    connect(m_cancel, &CancelPage::jobBegan, this, [this] {
        m_issueJob = false;
        m_shown = Shown::job;
        m_job->begin(JobKind::cancel, m_cancel->target().holder,
                     [this](const QString& second, bool warns) { return cardActSteps(JobKind::cancel, second, warns, false); });
        if (!m_window->isFull())
            showDeskPlace();
    });
    connect(m_cancel, &CancelPage::cancelled, this, [this] {
        actLeft();
        m_people->refresh();
        said(tr("%1's card is cancelled").arg(words::fromUtf8(m_cancel->target().holder.legalName)));
    });
    const auto showCheck = [this](FlowPage* step) {
        m_checking = step;
        showDeskPlace();
    };
    connect(m_replace, &ReplacePage::evidenceWanted, this, [this, showCheck] { showCheck(m_checkStep); });
    connect(m_replace, &ReplacePage::photoWanted, this, [this, showCheck] { showCheck(m_checkPhoto); });
    for (FlowPage* step : std::initializer_list<FlowPage*>{m_checkStep, m_checkPhoto}) {
        for (auto signal : {&FlowPage::backWanted, &FlowPage::nextWanted})
            connect(step, signal, this, [showCheck] { showCheck(nullptr); });
        connect(step, &FlowPage::said, this, &Workbench::said);
    }
    connect(m_replace, &ReplacePage::holderTurnWanted, this, [this] {
        const auto holder = m_replace->newHolder();
        turnToHolder(words::fromUtf8(holder.legalName), subjectOf(holder, m_hub->subjectCard().serial), {HolderAsk::NewTwice, {}, TermsReader{holder.userNumber, std::nullopt}, "replace"},
                     [this](HolderTyped typed) { beginReplacement(std::move(typed.chosen)); });
    });
    connect(m_replace, &ReplacePage::lockedIssueWanted, this, [this] {
        PasscodeChoice none;
        none.locked = true;
        beginReplacement(std::move(none));
    });
    connect(m_desk, &DeskPage::replacementWanted, this, [this](const ReplacementRow& row) {
        m_actFrom = Place::desk;
        m_replace->openWaiting({row.holder, row.oldCard, false, false});
        showAct(m_replace);
    });
    connect(m_people, &PeoplePage::cancelWanted, this, &Workbench::cancelFrom);
    connect(m_people, &PeoplePage::replaceWanted, this, &Workbench::replaceFrom);
    connect(m_hub, &DeskHub::subjectCardUpdated, this, &Workbench::followActCard);
}

void Workbench::openAct(DeskAct what)
{
    const auto card = m_hub->subjectCard();
    const auto holder = card.holder.value_or(Holder{});
    m_actFrom = Place::desk;
    switch (what) {
    case DeskAct::cancel:
        m_cancel->open({holder, card.cardGuid, card.sight, true, card.kind == CardKind::torn});
        return showAct(m_cancel);
    case DeskAct::replace: return openReplace(holder, card.cardGuid, true, card.expired);
    case DeskAct::renewEarly: m_early->open(card); return showAct(m_early);
    case DeskAct::lend: m_lend->open(card); return showAct(m_lend);
    default: break;
    }
    m_act->open(what, card, m_desk->answers());
    showAct(m_act);
}

void Workbench::openReplace(const Holder& holder, const std::string& card, bool present, bool expired)
{
    m_checking = nullptr;
    m_replace->open({holder, card, present, expired});
    showAct(m_replace);
}

void Workbench::cancelFrom(const PersonCard& person)
{
    m_actFrom = Place::people;
    m_cancel->open({person.holder, person.cardGuid, 0, false, person.cardState == "open"});
    showAct(m_cancel);
}

void Workbench::replaceFrom(const PersonCard& person)
{
    m_actFrom = Place::people;
    openReplace(person.holder, person.cardGuid, false, false);
}

void Workbench::showAct(CardActPage* page)
{
    m_shownAct = page;
    m_shown = Shown::act;
    showDeskPlace();
}

void Workbench::actLeft()
{
    m_shown = Shown::desk;
    m_replacing = false;
    m_checking = nullptr;
    if (m_actFrom == Place::people)
        go(Place::people);
    else
        showDeskPlace();
}

/// The page was of the card in reader 2. Another one there, or none: nothing was begun, and the desk shows what is. The same one looked
/// at again may have other tries.
void Workbench::followActCard()
{
    if (m_shown != Shown::act || m_shownAct == m_replace || (m_shownAct == m_cancel && !m_cancel->target().present))
        return;
    const auto& card = m_hub->subjectCard();
    const auto sight = m_shownAct == m_act ? m_act->card().sight : m_shownAct == m_early ? m_early->card().sight : m_shownAct == m_lend ? m_lend->card().sight : m_cancel->target().sight;
    if (card.sight == sight) {
        if (m_shownAct == m_act && m_act->view().turns && card.kind == CardKind::ours)
            m_act->open(m_act->act(), card, m_desk->answers());
        return;
    }
    m_shown = Shown::desk;
    if (m_place != Place::desk || !m_hub->signedIn() || m_window->isFull())
        return;
    showDeskPlace();
    said(tr("The card was taken out: nothing was begun."));
}

void Workbench::beginJob(JobKind kind, const Holder& holder, const std::function<void(Then<JobStart>)>& start)
{
    m_issueJob = false;
    m_replacing = false;
    m_shown = Shown::job;
    m_job->begin(kind, holder, [this, kind](const QString& second, bool warns) { return cardActSteps(kind, second, warns, false); });
    start(guarded<JobStart>(this, [this](const JobStart& answer) {
        if (!answer.started)
            m_job->refuse(answer.failure.value_or(Failure::of("INTERNAL")));
        refreshStrip();
    }));
    if (!m_window->isFull())
        showDeskPlace();
}

void Workbench::beginVisitUnlock(const SubjectCard& card, Likeness likeness, PasscodeChoice chosen)
{
    beginJob(JobKind::unlock, card.holder.value_or(Holder{}), [&](Then<JobStart> then) {
        VisitOrder order;
        order.passcode = std::move(chosen);
        order.unlock = likeness;
        order.renew = m_desk->renews();
        m_hub->port().acts().startVisit(card.sight, std::move(order), std::move(then));
    });
}

void Workbench::beginAct()
{
    const auto card = m_act->card();
    const auto view = m_act->view();
    const auto what = m_act->act();
    const auto holder = card.holder.value_or(Holder{});
    auto& acts = m_hub->port().acts();
    if (what == DeskAct::clear)
        return beginJob(view.kind, holder, [&](Then<JobStart> then) { acts.startClear(card.sight, std::move(then)); });
    if (what == DeskAct::takeBack)
        return beginJob(view.kind, holder, [&](Then<JobStart> then) { acts.startTakeBack(card.sight, m_act->note().toStdString(), std::move(then)); });
    auto turn = what == DeskAct::visit || what == DeskAct::renewEarly ? termsTurn(card, "touch") : HolderTurn{};
    turn.ask = view.ask;
    turn.warning = view.holderWarning;
    turnToHolder(words::fromUtf8(holder.legalName), subjectOf(card), std::move(turn), [this, card, view, what, holder](HolderTyped typed) {
        auto& port = m_hub->port().acts();
        beginJob(view.kind, holder, [&](Then<JobStart> then) {
            if (what == DeskAct::changePasscode)
                return port.startPasscodeChange(card.sight, {std::move(typed.known), view.lastTry}, std::move(typed.chosen), std::move(then));
            if (what == DeskAct::test)
                return port.startTest(card.sight, {std::move(typed.known), view.lastTry}, std::move(then));
            VisitOrder order;
            order.passcode = std::move(typed.known);
            order.lastTryAgreed = view.lastTry;
            order.early = what == DeskAct::renewEarly;
            port.startVisit(card.sight, std::move(order), std::move(then));
        });
    });
}

void Workbench::beginLend()
{
    const auto card = m_lend->card();
    const auto loan = m_lend->order();
    PasscodeSubject subject;
    subject.serial = card.serial;
    subject.userNumber = loan.borrowerNumber;
    turnToHolder(words::fromUtf8(loan.borrowerName), std::move(subject), {}, [this, card, loan](HolderTyped typed) {
        beginJob(JobKind::lend, card.holder.value_or(Holder{}), [&](Then<JobStart> then) {
            m_hub->port().acts().startLend(card.sight, loan, std::move(typed.chosen), std::move(then));
        });
    });
}

void Workbench::beginReplacement(PasscodeChoice passcode)
{
    m_issueJob = false;
    m_replacing = true;
    m_shown = Shown::job;
    m_job->begin(JobKind::issue, m_replace->newHolder(), [this](const QString& second, bool warns) { return m_replace->steps(second, warns); });
    m_hub->port().acts().startReplacement(m_hub->subjectCard().sight, m_replace->target().holder.userNumber, std::move(passcode),
                                          guarded<JobStart>(this, [this](const JobStart& start) {
                                              if (start.started)
                                                  return;
                                              const auto why = start.failure.value_or(Failure::of("INTERNAL"));
                                              m_job->refuse(why);
                                              m_replace->showFailure(why);
                                              m_shown = Shown::act; // nothing was begun: back to the page, the reason in it
                                              if (!m_window->isFull())
                                                  showDeskPlace();
                                          }));
    if (!m_window->isFull())
        showDeskPlace();
}

} // namespace cardwright::ui
