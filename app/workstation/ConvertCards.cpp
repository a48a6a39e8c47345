#include "app/workstation/Convert.h"

#include "core/piv/ObjectId.h"

namespace cardwright::workstation::convert {

namespace {

ui::CardKind kindOf(const CardLook& look, const std::optional<AgentSession>& session)
{
    const auto holder = look.holder();
    if (session && ((look.agent && look.agent->number == session->number) || (holder && *holder == session->number))) return ui::CardKind::agentsOwn;
    switch (look.kind) {
    case CardKind::blank: return ui::CardKind::blank;
    case CardKind::torn: return ui::CardKind::torn;
    case CardKind::ours: return look.file.card ? ui::CardKind::ours : ui::CardKind::otherSite;
    case CardKind::agent: return ui::CardKind::otherSite;
    case CardKind::foreign: break;
    }
    return ui::CardKind::foreign;
}

/// `work` tells what is to be done; what the centre has not answered yet is beside it.
std::vector<ui::DueItem> dueItems(Store& store, const CardLook& look, const DueWork& work)
{
    std::vector<ui::DueItem> items;
    if (work.rotation) items.push_back({ui::DueKind::keys, {}, {}, {}});
    if (work.terms) items.push_back({ui::DueKind::terms, {}, {}, {}});
    if (work.renewal) items.push_back({ui::DueKind::renewal, {}, {}, work.ends});
    if (!look.identity.guid) return items;
    const auto due = store.cards.due(*look.identity.guid);
    if (!due) return items;
    const auto add = [&](ui::DueKind kind, const std::vector<Slot>& which) {
        if (which.empty()) return;
        ui::DueItem item;
        item.kind = kind;
        item.since = due->card.issuedAt;
        for (const auto slot : which) item.certificateSlots.emplace_back(slotName(slot));
        items.push_back(std::move(item));
    };
    add(ui::DueKind::certificates, due->ready);
    add(ui::DueKind::certificatesAsked, due->waiting);
    return items;
}

std::string wordsOfObject(const std::string& id)
{
    const auto octets = fromHex(id);
    std::uint32_t tag = 0;
    if (octets) {
        for (const auto octet : *octets) tag = tag << 8 | octet;
    }
    const auto known = objectWithTag(tag);
    auto words = known ? std::string(known->name) : id;
    if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
    return words;
}

ui::SubjectCard shownCard(Store& store, const CardLook& look, const std::optional<AgentSession>& session, const SiteDescription& site,
                          const DueWork& work)
{
    ui::SubjectCard card;
    card.kind = kindOf(look, session);
    card.locked = look.locked();
    card.triesLeft = look.passcodeTries;
    card.cardType = look.profile.name;
    card.serial = look.identity.serialPrinted();
    if (look.identity.guid) card.cardGuid = look.identity.guid->text();
    if (look.file.card) card.expires = look.file.card->expires;
    if (look.file.holder) {
        card.holder = holder(store, *look.file.holder, site.place);
        card.history = history(store, look.file.holder->number, site.desk);
    }
    if (card.kind == ui::CardKind::agentsOwn) card.failure = Failure::of("AGENT-IS-SUBJECT");
    if (card.kind == ui::CardKind::foreign) card.failure = Failure::of("CARD-FOREIGN");
    if (card.kind == ui::CardKind::otherSite) card.failure = Failure::of(look.kind == CardKind::agent ? "AGENT-CARD" : "CARD-NOT-HERE");
    if (card.kind == ui::CardKind::torn && look.file.job) {
        card.openJob = openJob(store, *look.file.job);
        card.openJob->needsPasscode = RepairJob::needsPasscode(look);
    }
    if (card.kind != ui::CardKind::ours) return card;
    card.cancelled = look.file.card->state == CardState::cancelled;
    card.expired = work.cardExpired;
    card.renewableFrom = work.renewableFrom;
    card.temporary = temporary(store, look);
    if (!card.cancelled) card.due = dueItems(store, look, work);
    return card;
}

} // namespace

ui::SubjectCard subjectCard(runtime::Workstation& desk, const CardLook& look)
{
    const auto session = desk.session();
    DueWork work;
    try {
        if (session) work = desk.due(look);
    } catch (const RefusedError&) {
        // The session ended meanwhile: nothing is due for nobody.
    }
    auto card = desk.store().call([&](Store& store) { return shownCard(store, look, session, desk.material().site.description(), work); });
    const bool allowed = desk.material().passcode.pinPads;
    card.padVerifies = allowed && look.padVerifies;
    card.padModifies = allowed && look.padVerifies && look.padModifies; // a new one is typed once more, to prove it
    return card;
}

ui::PadAsk padAsk(PadAsk ask) noexcept
{
    switch (ask) {
    case PadAsk::known: return ui::PadAsk::known;
    case PadAsk::knownThenNew: return ui::PadAsk::knownThenNew;
    case PadAsk::newTwice: return ui::PadAsk::newTwice;
    case PadAsk::again: return ui::PadAsk::again;
    case PadAsk::none: break;
    }
    return ui::PadAsk::none;
}

PasscodeSource passcode(const ui::PasscodeChoice& choice)
{
    if (choice.onReader) return PasscodeSource::readersKeys();
    if (choice.locked) return PasscodeSource::locked();
    return choice.passcode.clone();
}

ui::Receipt receipt(Store& store, ui::JobKind kind, const CardReceipt& proof, std::int64_t at)
{
    ui::Receipt shown;
    shown.kind = kind;
    shown.userNumber = proof.userNumber;
    if (const auto number = UserNumber::parse(proof.userNumber)) {
        if (const auto record = store.people.byNumber(*number)) shown.holderName = record->person.legalName();
    }
    shown.cardGuid = proof.card.text();
    for (const auto& object : proof.objects) shown.written.push_back({object.id, wordsOfObject(object.id), object.sha256.substr(0, 16)});
    for (const auto& key : proof.publicKeys) shown.written.push_back({key.slot, "Key " + key.slot + " answered its challenge", key.sha256.substr(0, 16)});
    if (proof.termsVersion != 0) shown.written.push_back({"terms", "Terms signed by this card", "version " + std::to_string(proof.termsVersion)});
    for (const auto& slot : proof.deferred) shown.deferredSlots.push_back(slot.slot);
    shown.limitations = proof.limitations;
    shown.locked = proof.locked;
    shown.triesLeft = proof.tries;
    shown.at = at;
    shown.cardSeconds = static_cast<double>(proof.count.cardMicros) / 1e6;
    shown.commands = static_cast<int>(proof.count.apdus);
    shown.atCentre = store.outbox.counts().waiting == 0;
    return shown;
}

} // namespace cardwright::workstation::convert
