#include "app/workstation/SessionService.h"

namespace cardwright::workstation {

namespace {

constexpr const char* ofTheWindow = "window.";

ui::SignInTrouble troubleOf(SignInOutcome::Kind kind)
{
    using Kind = SignInOutcome::Kind;
    using Trouble = ui::SignInTrouble;
    switch (kind) {
    case Kind::signedIn: return Trouble::none;
    case Kind::passcodeWrong: return Trouble::wrongPasscode;
    case Kind::passcodeBlocked: return Trouble::locked;
    case Kind::lastTry: return Trouble::lastTry;
    case Kind::passcodeForm: return Trouble::passcodeForm;
    case Kind::noCertificate: return Trouble::noCertificate;
    case Kind::notTrusted: return Trouble::foreign;
    case Kind::notInRoster: return Trouble::notAgent;
    case Kind::expired: return Trouble::expired;
    case Kind::notYetValid: return Trouble::notYetValid;
    case Kind::revoked: return Trouble::revoked;
    case Kind::rosterOld: return Trouble::rosterOld;
    case Kind::wrongReader: return Trouble::wrongReader;
    case Kind::twoAgentCards: return Trouble::twoAgentCards;
    case Kind::noKeyManagement: return Trouble::noKeyManagement;
    case Kind::storeKeyNotForYou: return Trouble::storeKeyNotForCard;
    case Kind::storeKeyDamaged: return Trouble::storeKeyDamaged;
    case Kind::cloneSuspected: return Trouble::cloneSuspected;
    case Kind::clockUnlikely: return Trouble::clockUnlikely;
    case Kind::roleUnknown: return Trouble::roleUnknown;
    case Kind::anotherAgent: break;
    }
    return Trouble::other;
}

void fillSession(ui::SignInAnswer& answer, const AgentSession& session)
{
    answer.outcome = ui::SignInOutcome::signedIn;
    answer.agentName = session.name;
    answer.agentNumber = session.number.digits();
    answer.role = session.role;
    answer.deputy = session.deputy;
    for (const auto permission : allPermissions()) {
        if (session.permissions.allows(permission)) answer.permissions.emplace_back(nameOf(permission));
    }
    if (session.deputy && !session.permissions.allows(Permission::exceptionDecide)) answer.permissions.emplace_back(nameOf(Permission::exceptionDecide));
    if (!session.certificateDer.empty()) answer.cardExpires = dateOf(Certificate::fromDer(session.certificateDer).notAfter());
}

ui::SignInAnswer answerOf(const SignInOutcome& outcome)
{
    ui::SignInAnswer answer;
    answer.triesLeft = outcome.triesLeft;
    answer.trouble = troubleOf(outcome.kind);
    if (outcome.signedIn() && outcome.session) {
        fillSession(answer, *outcome.session);
        return answer;
    }
    answer.outcome = outcome.kind == SignInOutcome::Kind::passcodeWrong     ? ui::SignInOutcome::wrongPasscode
                     : outcome.kind == SignInOutcome::Kind::passcodeBlocked ? ui::SignInOutcome::locked
                                                                            : ui::SignInOutcome::refused;
    answer.failure = outcome.failure();
    return answer;
}

runtime::LockReason reasonOf(ui::SessionEnd why)
{
    return why == ui::SessionEnd::idle ? runtime::LockReason::idle : runtime::LockReason::cardRemoved;
}

/// Why the desk ended the session by itself.
ui::SessionEnd endOf(const std::optional<SignInOutcome::Kind>& why)
{
    if (why == SignInOutcome::Kind::notInRoster) return ui::SessionEnd::rightsChanged;
    if (why == SignInOutcome::Kind::revoked) return ui::SessionEnd::withdrawn;
    return why == SignInOutcome::Kind::expired ? ui::SessionEnd::hoursOver : ui::SessionEnd::signedOut;
}

} // namespace

SessionService::SessionService(Context& context, ReaderDesk& readers) : m_context(context), m_readers(readers)
{
    m_context.sessionLost = [this] { signOut(endOf(m_context.desk.endedBecause())); };
    m_readers.agentCardLeft = [this] { signOut(ui::SessionEnd::cardRemoved); };
    // Small, read once before the window is shown; later calls answer from memory.
    m_settings = m_context.desk.store().call([](Store& store) { return store.settings.beginningWith(ofTheWindow); });
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
    info.print = std::make_shared<const PrintPolicy>(material.print);
    return info;
}

void SessionService::signIn(SecureBytes passcode, bool lastTryAgreed, ui::Then<ui::SignInAnswer> then)
{
    auto secret = std::make_shared<SecureBytes>(std::move(passcode));
    const auto reader = m_context.agentReader;
    auto task = [&desk = m_context.desk, secret, reader, lastTryAgreed, subject = m_context.subjectReader] {
        const auto outcome = desk.signIn(reader, *secret, lastTryAgreed, subject);
        secret->clear();
        return answerOf(outcome);
    };
    const auto sight = m_readers.agentSight();
    auto answered = [this, sight, then = std::move(then)](ui::SignInAnswer answer) {
        // The card left while it was asked: what it answered is of no card that is here.
        if (answer.outcome == ui::SignInOutcome::signedIn && sight != m_readers.agentSight()) return refuseGoneCard(then);
        m_context.signedIn = m_context.signedIn || answer.outcome == ui::SignInOutcome::signedIn;
        then(std::move(answer));
        if (m_context.signedIn) m_readers.sessionChanged();
        m_readers.lookAtAgentAgain(); // the tries shown are the card's
        if (m_context.recordsChanged) m_context.recordsChanged();
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
        gone.trouble = ui::SignInTrouble::cardRemoved;
        gone.failure = Failure::of("CARD-REMOVED");
        then(gone);
    }, nothingOnFailure<bool>());
}

void SessionService::signOut(ui::SessionEnd why)
{
    if (!m_context.signedIn) return;
    m_context.signedIn = false;
    if (m_context.sessionEnded) m_context.sessionEnded();
    m_readers.sessionChanged();
    // The window closes at once; the keys go as soon as the card thread is done with the command under way.
    m_context.toGui([this, why] {
        if (m_context.events != nullptr) m_context.events->sessionEnded(why);
    });
    m_context.ask<bool>(*m_context.agentThread, [&desk = m_context.desk, why] {
        if (ui::isLock(why)) {
            desk.lock(reasonOf(why));
        } else {
            desk.signOut();
        }
        return true;
    }, [this](bool) {
        if (m_context.recordsChanged) m_context.recordsChanged();
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
        store.settings.set(transaction, ofTheWindow + name, value);
        transaction.commit();
        return true;
    }, [](bool) {}, nothingOnFailure<bool>());
}

} // namespace cardwright::workstation
