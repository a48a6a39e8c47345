#include "ui/presenters/Words.h"

#include "ui/presenters/WordTable.h"

namespace cardwright::ui::words {

namespace {

constexpr Pair entryKinds[] = {
    {"holder.created", QT_TRANSLATE_NOOP("Words", "Person created, UUID from the block")},
    {"holder.viewed", QT_TRANSLATE_NOOP("Words", "Person looked at")},
    {"holders.searched", QT_TRANSLATE_NOOP("Words", "People searched")},
    {"evidence.checked", QT_TRANSLATE_NOOP("Words", "Identity checked")},
    {"portrait.accepted", QT_TRANSLATE_NOOP("Words", "Photo accepted")},
    {"notice.acknowledged", QT_TRANSLATE_NOOP("Words", "Privacy notice acknowledged")},
    {"terms.accepted", QT_TRANSLATE_NOOP("Words", "Terms accepted and signed by the card")},
    {"card.opened", QT_TRANSLATE_NOOP("Words", "Work on a card begun")},
    {"certificate.requested", QT_TRANSLATE_NOOP("Words", "Certificate asked for")},
    {"card.issued", QT_TRANSLATE_NOOP("Words", "Card issued")},
    {"card.unlocked", QT_TRANSLATE_NOOP("Words", "Card unlocked")},
    {"card.touched", QT_TRANSLATE_NOOP("Words", "Certificates written")},
    {"card.abandoned", QT_TRANSLATE_NOOP("Words", "Card given up")},
    {"card.locked", QT_TRANSLATE_NOOP("Words", "No tries left")},
    {"agent.signedIn", QT_TRANSLATE_NOOP("Words", "Agent signed in")},
    {"agent.signedOut", QT_TRANSLATE_NOOP("Words", "Agent signed out")},
    {"duty.refused", QT_TRANSLATE_NOOP("Words", "Refused by a rule")},
    {"lease.requested", QT_TRANSLATE_NOOP("Words", "New UUIDs asked for")},
    {"log.begun", QT_TRANSLATE_NOOP("Words", "Log begun")},
    {"agent.bootstrapped", QT_TRANSLATE_NOOP("Words", "First agent of the site")},
    {"agent.locked", QT_TRANSLATE_NOOP("Words", "Desk locked")},
    {"session.ended", QT_TRANSLATE_NOOP("Words", "Session ended")},
    {"storeKey.rotated", QT_TRANSLATE_NOOP("Words", "Store key changed")},
    {"storeKey.resealed", QT_TRANSLATE_NOOP("Words", "Store key sealed to the agents anew")},
    {"payload.erased", QT_TRANSLATE_NOOP("Words", "Personal data erased from an entry")},
    {"position.requested", QT_TRANSLATE_NOOP("Words", "Position asked for")},
    {"position.approved", QT_TRANSLATE_NOOP("Words", "Position approved")},
    {"position.refused", QT_TRANSLATE_NOOP("Words", "Position refused")},
    {"position.ended", QT_TRANSLATE_NOOP("Words", "Position ended or given another last day")},
    {"position.defined", QT_TRANSLATE_NOOP("Words", "Catalogue of positions changed")},
    {"position.delegated", QT_TRANSLATE_NOOP("Words", "Delegated list set")},
    {"request.raised", QT_TRANSLATE_NOOP("Words", "Request raised")},
    {"request.decided", QT_TRANSLATE_NOOP("Words", "Request decided")},
    {"request.withdrawn", QT_TRANSLATE_NOOP("Words", "Request taken back")},
    {"exception.requested", QT_TRANSLATE_NOOP("Words", "Exception asked for")},
    {"exception.decided", QT_TRANSLATE_NOOP("Words", "Exception decided")},
    {"roster.received", QT_TRANSLATE_NOOP("Words", "List of agents received")},
    {"policy.changed", QT_TRANSLATE_NOOP("Words", "Policy changed")},
    {"role.changed", QT_TRANSLATE_NOOP("Words", "Role changed")},
    {"siteKey.raised", QT_TRANSLATE_NOOP("Words", "Site key raised")},
    {"transportKey.received", QT_TRANSLATE_NOOP("Words", "Keys of a batch of cards received")},
    {"delivery.applied", QT_TRANSLATE_NOOP("Words", "Delivery from the centre applied")},
    {"workstation.enrolled", QT_TRANSLATE_NOOP("Words", "Desk enrolled")},
    {"data.exported", QT_TRANSLATE_NOOP("Words", "Data taken out")},
    {"card.cancelled", QT_TRANSLATE_NOOP("Words", "Card cancelled")},
    {"card.cleared", QT_TRANSLATE_NOOP("Words", "Card cleared for reuse")},
    {"card.replaced", QT_TRANSLATE_NOOP("Words", "Card replaced")},
    {"card.renewed", QT_TRANSLATE_NOOP("Words", "Card renewed")},
    {"card.verified", QT_TRANSLATE_NOOP("Words", "Card checked")},
    {"card.passcodeChanged", QT_TRANSLATE_NOOP("Words", "Passcode changed")},
    {"card.keysRotated", QT_TRANSLATE_NOOP("Words", "Card given its new keys")},
    {"temporaryCard.lent", QT_TRANSLATE_NOOP("Words", "Temporary card lent")},
    {"card.printed", QT_TRANSLATE_NOOP("Words", "Card printed")},
    {"card.spoiled", QT_TRANSLATE_NOOP("Words", "Card booked as spoiled")},
    {"badge.requested", QT_TRANSLATE_NOOP("Words", "ID badge asked for")},
    {"badge.printed", QT_TRANSLATE_NOOP("Words", "ID badge printed")},
    {"badge.refused", QT_TRANSLATE_NOOP("Words", "ID badge refused")},
    {"temporaryCard.returned", QT_TRANSLATE_NOOP("Words", "Temporary card returned")},
    {"tampering.found", QT_TRANSLATE_NOOP("Words", "Tampering found")},
};

constexpr Pair entryIcons[] = {
    {"holder.created", "person-add"},   {"holder.viewed", "person"},       {"holders.searched", "search"},
    {"notice.acknowledged", "terms"},   {"terms.accepted", "terms"},
    {"evidence.checked", "evidence"},   {"portrait.accepted", "photo"},    {"card.opened", "card"},
    {"certificate.requested", "renew"}, {"card.issued", "card-chip"},      {"card.unlocked", "unlock"},
    {"card.touched", "approve"},        {"card.abandoned", "cancel"},      {"card.locked", "card-locked"},
    {"agent.signedIn", "badge"},        {"agent.signedOut", "badge"},      {"duty.refused", "warning"},
    {"lease.requested", "key"},
    {"log.begun", "records"},           {"agent.locked", "lock"},          {"session.ended", "badge"},
    {"storeKey.rotated", "key"},        {"storeKey.resealed", "key"},      {"payload.erased", "privacy"},
    {"card.printed", "print"},          {"card.spoiled", "cancel"},        {"badge.requested", "badge"},
    {"badge.printed", "print"},         {"badge.refused", "cancel"},
    {"position.requested", "badge"},    {"position.approved", "approve"},  {"position.refused", "cancel"},
    {"position.ended", "clock"},        {"position.defined", "terms"},     {"position.delegated", "terms"},
    {"request.raised", "worklist"},     {"request.decided", "approve"},    {"request.withdrawn", "back"},
    {"exception.requested", "evidence"}, {"exception.decided", "approve"}, {"roster.received", "people"},
    {"policy.changed", "terms"},        {"role.changed", "badge"},         {"siteKey.raised", "key"},
    {"transportKey.received", "key"},
    {"delivery.applied", "centre"},     {"workstation.enrolled", "desk"},  {"data.exported", "document"},
    {"card.cancelled", "cancel"},       {"card.cleared", "clear"},         {"card.replaced", "replace"},
    {"card.renewed", "renew"},          {"card.keysRotated", "key"},       {"tampering.found", "warning"},
    {"card.verified", "check"},         {"card.passcodeChanged", "key"},   {"temporaryCard.lent", "card"},
    {"temporaryCard.returned", "card-locked"},
};

} // namespace

QString entryKind(const std::string& kind)
{
    const auto* text = lookUp(entryKinds, kind);
    return text ? Texts::tr(text) : fromUtf8(kind);
}

QString entryIcon(const std::string& kind)
{
    const auto* icon = lookUp(entryIcons, kind);
    return QString::fromLatin1(icon ? icon : "records");
}

QString queueState(QueueState state)
{
    switch (state) {
    case QueueState::waiting: return Texts::tr("Only on this desk");
    case QueueState::sending: return Texts::tr("On its way");
    case QueueState::accepted: return Texts::tr("At the centre");
    case QueueState::refused: return Texts::tr("Refused: needs a decision");
    }
    return {};
}

} // namespace cardwright::ui::words
