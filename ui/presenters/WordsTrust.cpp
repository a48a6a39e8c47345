#include "ui/presenters/Words.h"

#include "ui/presenters/WordTable.h"

namespace cardwright::ui::words {

namespace {

constexpr Pair roles[] = {
    {"agent", QT_TRANSLATE_NOOP("Words", "RA agent")},       {"manager", QT_TRANSLATE_NOOP("Words", "RA manager")},
    {"sponsor", QT_TRANSLATE_NOOP("Words", "sponsor")},      {"checker", QT_TRANSLATE_NOOP("Words", "ID checker")},
    {"seniorAgent", QT_TRANSLATE_NOOP("Words", "advanced RA agent")},
    {"helpdesk", QT_TRANSLATE_NOOP("Words", "help desk")},   {"auditor", QT_TRANSLATE_NOOP("Words", "auditor")},
};

constexpr Pair acts[] = {
    {"evidence-unmet", QT_TRANSLATE_NOOP("Words", "Identity check not passed")},
    {"early-renewal", QT_TRANSLATE_NOOP("Words", "Renewal before its time")},
    {"unlock-own-card", QT_TRANSLATE_NOOP("Words", "An agent's own card")},
    {"renew-expired", QT_TRANSLATE_NOOP("Words", "Renewal of an expired card")},
};

constexpr Pair dutiesHold[] = {
    {"approver-is-manager-or-deputy", QT_TRANSLATE_NOOP("Words", "You are a manager or a named deputy")},
    {"approver-is-not-requester", QT_TRANSLATE_NOOP("Words", "Somebody else asked for it")},
    {"approver-is-not-subject", QT_TRANSLATE_NOOP("Words", "It is about somebody else")},
};

constexpr Pair dutiesFail[] = {
    {"approver-is-manager-or-deputy", QT_TRANSLATE_NOOP("Words", "You are neither manager nor named deputy")},
    {"approver-is-not-requester", QT_TRANSLATE_NOOP("Words", "You asked for it yourself")},
    {"approver-is-not-subject", QT_TRANSLATE_NOOP("Words", "It is about you")},
};

constexpr Pair permissions[] = {
    {"exception.ask", QT_TRANSLATE_NOOP("Words", "Your role does not ask for exceptions.")},
    {"exception.decide", QT_TRANSLATE_NOOP("Words", "A manager or a named deputy decides.")},
    {"payload.erase", QT_TRANSLATE_NOOP("Words", "A manager erases personal data.")},
    {"journal.export", QT_TRANSLATE_NOOP("Words", "A manager or an auditor takes the log out.")},
    {"card.replace", QT_TRANSLATE_NOOP("Words", "An RA agent replaces cards.")},
    {"card.unlock", QT_TRANSLATE_NOOP("Words", "An RA agent unlocks cards.")},
    {"card.passcode", QT_TRANSLATE_NOOP("Words", "An RA agent changes passcodes.")},
    {"card.verify", QT_TRANSLATE_NOOP("Words", "An RA agent tests cards.")},
    {"card.repair", QT_TRANSLATE_NOOP("Words", "An RA agent repairs cards.")},
    {"card.clear", QT_TRANSLATE_NOOP("Words", "An RA agent clears cards.")},
    {"card.cancel", QT_TRANSLATE_NOOP("Words", "An RA agent cancels cards.")},
    {"card.renew", QT_TRANSLATE_NOOP("Words", "An RA agent renews cards.")},
    {"card.renewExpired", QT_TRANSLATE_NOOP("Words", "An RA agent renews cards that have ended.")},
    {"card.lend", QT_TRANSLATE_NOOP("Words", "An RA agent lends temporary cards.")},
    {"holder.find", QT_TRANSLATE_NOOP("Words", "An RA agent or a sponsor finds people.")},
    {"holder.create", QT_TRANSLATE_NOOP("Words", "An RA agent or an ID checker makes records of people.")},
    {"holder.change", QT_TRANSLATE_NOOP("Words", "An RA agent or an ID checker changes records of people.")},
    {"holder.close", QT_TRANSLATE_NOOP("Words", "An RA agent closes and reopens records of people.")},
    {"holder.restricted", QT_TRANSLATE_NOOP("Words", "An RA manager reads what is restricted.")},
    {"card.issue", QT_TRANSLATE_NOOP("Words", "An RA agent issues cards.")},
    {"position.assign", QT_TRANSLATE_NOOP("Words", "An RA agent gives positions; a sponsor gives those of their list.")},
    {"position.manage", QT_TRANSLATE_NOOP("Words", "A manager or an advanced RA agent keeps the catalogue and the lists.")},
    {"request.raise", QT_TRANSLATE_NOOP("Words", "A sponsor or an RA agent asks for others.")},
    {"request.decide", QT_TRANSLATE_NOOP("Words", "An RA agent decides requests.")},
    {"report.read", QT_TRANSLATE_NOOP("Words", "Your role reads no reports.")},
    {"policy.change", QT_TRANSLATE_NOOP("Words", "A manager changes policies, at the centre.")},
    {"role.change", QT_TRANSLATE_NOOP("Words", "A manager changes roles, at the centre.")},
    {"storeKey.rotate", QT_TRANSLATE_NOOP("Words", "An RA agent changes the store key.")},
};

constexpr Pair faults[] = {
    {"unsigned", QT_TRANSLATE_NOOP("Words", "not signed")},
    {"badSignature", QT_TRANSLATE_NOOP("Words", "its signature is not good")},
    {"notDelegated", QT_TRANSLATE_NOOP("Words", "signed by a session that no agent's card began")},
    {"delegationExpired", QT_TRANSLATE_NOOP("Words", "signed after its session had ended")},
    {"wrongAgent", QT_TRANSLATE_NOOP("Words", "signed by another agent's session")},
    {"missing", QT_TRANSLATE_NOOP("Words", "missing")},
    {"reordered", QT_TRANSLATE_NOOP("Words", "not in its place")},
    {"rootMismatch", QT_TRANSLATE_NOOP("Words", "does not fit the signed checkpoint")},
    {"badCheckpoint", QT_TRANSLATE_NOOP("Words", "the checkpoint's signature is not good")},
    {"forkedCheckpoint", QT_TRANSLATE_NOOP("Words", "two checkpoints of one size differ")},
};

template <std::size_t N>
QString known(const Pair (&table)[N], const std::string& key)
{
    const auto* text = lookUp(table, key);
    return text ? Texts::tr(text) : fromUtf8(key);
}

} // namespace

QString roleName(const std::string& role) { return known(roles, role); }
QString exceptionAct(const std::string& act) { return known(acts, act); }

QString exceptionState(ExceptionState state)
{
    switch (state) {
    case ExceptionState::waiting: return Texts::tr("Waits for a decision");
    case ExceptionState::approved: return Texts::tr("Approved");
    case ExceptionState::refused: return Texts::tr("Refused");
    case ExceptionState::lapsed: return Texts::tr("Lapsed");
    }
    return {};
}

QString dutyWords(const DutyLine& duty) { return duty.holds ? known(dutiesHold, duty.rule) : known(dutiesFail, duty.rule); }

QString notPermitted(const std::string& act, const std::string& role)
{
    const auto* text = lookUp(permissions, act);
    return text ? Texts::tr("%1 You are signed in as %2.").arg(Texts::tr(text), roleName(role)) : Texts::tr("Your role, %1, does not do this.").arg(roleName(role));
}

QString faultWords(const VerifyFault& fault)
{
    const auto what = fault.words.empty() ? known(faults, fault.kind) : lookUp(faults, fault.kind) ? known(faults, fault.kind) : fromUtf8(fault.words);
    return fault.seq ? Texts::tr("Entry %1: %2").arg(*fault.seq).arg(what) : what;
}

} // namespace cardwright::ui::words
