#include "app/workstation/SessionService.h"

namespace cardwright::workstation {

namespace {

std::string keyOf(const std::string& name) { return "window." + name; }

ui::SignInAnswer answerOf(const SignInOutcome& outcome)
{
    ui::SignInAnswer answer;
    answer.triesLeft = outcome.triesLeft;
    switch (outcome.kind) {
    case SignInOutcome::Kind::signedIn:
        answer.outcome = ui::SignInOutcome::signedIn;
        answer.agentName = outcome.session->name;
        answer.agentNumber = outcome.session->number.digits();
        return answer;
    case SignInOutcome::Kind::passcodeWrong: answer.outcome = ui::SignInOutcome::wrongPasscode; break;
    case SignInOutcome::Kind::passcodeBlocked: answer.outcome = ui::SignInOutcome::locked; break;
    default: answer.outcome = ui::SignInOutcome::refused; break;
    }
    answer.failure = Failure::of(codeOf(outcome.kind));
    return answer;
}

} // namespace

SessionService::SessionService(Context& context, ReaderDesk& readers) : m_context(context), m_readers(readers)
{
    m_readers.agentCardLeft = [this] { signOut(ui::SessionEnd::cardRemoved); };
    // Small, read once before the window is shown; later calls answer from memory.
    for (const char* name : {"theme", "animations", "holder-theme"}) {
        const auto value = m_context.desk.store().call([&](Store& store) { return store.settings.value(keyOf(name)); });
        if (value) m_settings[name] = *value;
    }
}

ui::SiteInfo SessionService::site() const
{
    const auto& material = m_context.desk.material();
    const auto& site = material.site.description();
    ui::SiteInfo info;
    info.name = site.name;
    info.odsCode = site.odsCode;
    info.place = site.place;
    info.desk = site.desk;
    info.training = site.training;
    info.idleMinutes = material.issue.idleLockMinutes;
    info.governanceContact = material.issue.governanceContact;
    return info;
}

void SessionService::signIn(SecureBytes passcode, bool lastTryAgreed, ui::Then<ui::SignInAnswer> then)
{
    auto secret = std::make_shared<SecureBytes>(std::move(passcode));
    const auto reader = m_context.agentReader;
    auto task = [&desk = m_context.desk, secret, reader, lastTryAgreed] {
        const auto outcome = desk.signIn(reader, *secret, lastTryAgreed);
        secret->clear();
        return answerOf(outcome);
    };
    const auto sight = m_readers.agentSight();
    auto answered = [this, sight, then = std::move(then)](ui::SignInAnswer answer) {
        // The card left while it was asked: what it answered is of no card that is here.
        if (answer.outcome == ui::SignInOutcome::signedIn && sight != m_readers.agentSight()) return refuseGoneCard(then);
        m_signedIn = m_signedIn || answer.outcome == ui::SignInOutcome::signedIn;
        if (m_signedIn) m_readers.sessionChanged();
        then(std::move(answer));
    };
    m_context.ask<ui::SignInAnswer>(*m_context.agentThread, std::move(task), std::move(answered), [](const Failure& failure) {
        ui::SignInAnswer answer;
        answer.failure = failure;
        return answer;
    });
}

void SessionService::refuseGoneCard(const ui::Then<ui::SignInAnswer>& then)
{
    m_context.ask<bool>(*m_context.agentThread, [&desk = m_context.desk] {
        desk.signOut();
        return true;
    }, [then](bool) {
        ui::SignInAnswer gone;
        gone.failure = Failure::of("CARD-REMOVED");
        then(gone);
    }, nothingOnFailure<bool>());
}

void SessionService::signOut(ui::SessionEnd why)
{
    if (!m_signedIn) return;
    m_signedIn = false;
    m_context.ask<bool>(*m_context.agentThread, [&desk = m_context.desk] {
        desk.signOut();
        return true;
    }, [this, why](bool) {
        if (m_context.events != nullptr) m_context.events->sessionEnded(why);
    }, nothingOnFailure<bool>());
}

std::string SessionService::setting(const std::string& name) const
{
    const auto found = m_settings.find(name);
    return found == m_settings.end() ? std::string() : found->second;
}

void SessionService::setSetting(const std::string& name, const std::string& value)
{
    m_settings[name] = value;
    m_context.ask<bool>([name, value](Store& store) {
        Transaction transaction(store.database());
        store.settings.set(transaction, keyOf(name), value);
        transaction.commit();
        return true;
    }, [](bool) {}, nothingOnFailure<bool>());
}

} // namespace cardwright::workstation
