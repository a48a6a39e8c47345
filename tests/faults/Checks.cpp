#include "core/lifecycle/SiteKeys.h"
#include "tests/faults/Lab.h"

#include <algorithm>
#include <array>
#include <set>

// What must be true after any fault, read from the simulated card's memory and from the store, not asked of the jobs.

namespace cardwright::faults {

namespace {

std::string in(Slot slot) { return " in " + std::string(slotName(slot)); }

std::uint32_t tagOf(const std::string& id) { return static_cast<std::uint32_t>(std::stoul(id, nullptr, 16)); }

bool isActive(CardState state) { return state == CardState::opened || state == CardState::issued || state == CardState::locked; }

} // namespace

/// What a kind of card cannot do, it is told so whatever else went wrong, and stays as it is.
void Lab::checkRefused(const Cut& cut, const std::string& code)
{
    expect(!cut.code.empty(), "it came through although this kind of card cannot do it");
    powerCycle();
    const auto second = attempt();
    expect(second.code == code, "refused with " + second.code + " instead of " + code);
    readJournal();
    expect(m_entries.empty(), "a refusal before anything was begun left entries");
    expect(bench.desk.store().jobs.openJobs().empty(), "a job is open");
    expect(!m_scenario.makesCard || reading().isBlank(), "the card is not as blank as before");
}

void Lab::checkEnd(const Course& course)
{
    auto& store = bench.desk.store();
    expect(store.jobs.openJobs().empty(), "a job is still open");
    const auto owned = store.cards.ofHolder(*who);
    expect(std::count_if(owned.begin(), owned.end(), [](const auto& each) { return isActive(each.state); }) <= 1, "two active cards");
    checkJournal();
    checkPasscode(course);
    if (m_scenario.told == Told::makers) {
        expect(reading().isBlank(), "the card is not blank");
        expect(bench.look().kind == CardKind::blank, "a look does not say blank");
    } else {
        checkOurs();
        checkCertificates();
        checkReceipt();
    }
    m_scenario.check(*this);
}

void Lab::checkPasscode(const Course& course)
{
    const auto on = reading();
    const auto& passcode = on.state().passcode;
    constexpr std::array<std::string_view, 4> known{firstPasscode, jobPasscode, repairPasscode, "123456"};
    switch (m_scenario.told) {
    case Told::makers: return;
    case Told::nobody:
        expect(passcode.tries == 0, "the passcode has tries left on a card that is said to be locked");
        for (const auto digits : known) expect(!on.passcodeIs(digits), "a locked card holds a passcode that somebody knows");
        return;
    case Told::asBefore:
    case Told::chosen: break;
    }
    const auto said = course.passcode ? *course.passcode : std::string(m_scenario.told == Told::chosen ? jobPasscode : firstPasscode);
    expect(on.passcodeIs(said), "the card does not hold the passcode that its holder was told");
    expect(passcode.tries == passcode.triesAtMost, "a passcode try was spent: " + std::to_string(passcode.tries));
}

/// Identity, derived keys, objects that every card of ours carries.
void Lab::checkOurs()
{
    const auto seen = bench.look();
    expect(seen.kind == CardKind::ours, "a look says " + std::string(nameOf(seen.kind)));
    if (seen.kind != CardKind::ours || !seen.file.card) return;
    const auto& record = *seen.file.card;
    const auto on = reading();
    expect(record.holder == *who, "another holder's card");
    expect(on.guid() == record.guid, "the CHUID names another card");
    const CardKeyName keys{record.siteKeyVersion, record.generation};
    if (seen.profile.unlockKeyChange) {
        expect(on.state().unlockKey.value.sameAs(bench.keys.unlockKey(keys, record.guid).view()), "the unlock key is not the one on record");
    }
    expect(on.state().unlockKey.tries >= 2, "the unlock key has " + std::to_string(on.state().unlockKey.tries) + " tries left");
    if (seen.profile.administrationKeyChangeable()) {
        const auto algorithm = seen.profile.administrationAlgorithm();
        expect(on.state().administrationKey.sameAs(bench.keys.administrationKey(keys, record.guid, algorithm).view()),
               "the administration key is not the one on record");
    }
    for (const std::uint32_t tag : {0x5FC109U, 0x5FC107U, 0x5FC106U}) {
        expect(on.content(tag).has_value(), "an object is missing");
    }
}

/// No certificate is lost: each one that was asked for is on the card, or was withdrawn by an entry.
void Lab::checkCertificates()
{
    auto& store = bench.desk.store();
    const auto active = reading().guid();
    const auto found = active ? store.cards.byGuid(*active) : std::nullopt;
    if (!found) return complain("a card that the store does not know");
    const auto on = reading();
    const bool works = found->state != CardState::cancelled;
    std::set<Guid> counted;
    for (const auto& row : store.cards.slots(found->guid)) {
        if (!works) continue;
        expect(row.state == SlotState::written && row.certificate, "no certificate is on record as written" + in(row.slot));
        expect(on.publicKey(row.slot) == row.publicKey, "another key than the one on record" + in(row.slot));
        expect(row.certificate && on.certificate(row.slot) == row.certificate, "another certificate on the card" + in(row.slot));
        if (row.certificate) expect(Certificate::fromDer(*row.certificate).publicKey().der() == row.publicKey, "its certificate is another key's" + in(row.slot));
        if (row.request) counted.insert(*row.request);
    }
    expect(!works || counted.size() == bench.issuePolicy.slots.size(), "not every slot has its request");
    std::size_t requests = 0;
    std::size_t withdrawn = 0;
    for (const auto& owned : store.cards.ofHolder(*who)) {
        for (const auto& request : store.certificateRequests.ofCard(owned.guid)) {
            ++requests;
            if (request.withdrawn) ++withdrawn;
            const bool ended = request.withdrawn || owned.state == CardState::cancelled;
            expect(ended || counted.contains(request.id), "a certificate that no slot holds and nobody withdrew");
        }
    }
    expect(requests - m_requestsBefore == entries(EntryKind::certificateRequested), "requests and their entries do not agree");
    const auto superseded = payload(m_scenario.closing).value("superseded", nlohmann::json::array()).size();
    if (works) {
        expect(withdrawn - m_withdrawnBefore == entries(EntryKind::certificateWithdrawn) + superseded, "withdrawn requests and their entries do not agree");
    }
}

/// The signed receipt against the card's memory, octet for octet.
void Lab::checkReceipt()
{
    const auto& closing = payload(m_scenario.closing);
    if (!closing.contains("receipt")) return;
    const auto& receipt = closing.at("receipt");
    const auto on = reading();
    for (const auto& object : receipt.value("objects", nlohmann::json::array())) {
        const auto id = object.at("id").get<std::string>();
        const auto content = on.content(tagOf(id));
        expect(content && toHex(sha256(*content)) == object.at("sha256"), "the object " + id + " is not the one of the receipt");
    }
    for (const auto& key : receipt.value("publicKeys", nlohmann::json::array())) {
        const auto slot = slotNamed(key.at("slot").get<std::string>());
        const auto there = slot ? on.publicKey(*slot) : std::nullopt;
        expect(there && toHex(sha256(*there)) == key.at("sha256"), "the key of the receipt is not on the card");
    }
}

/// What happened is told, once: nothing is opened without an end, and the job has one end.
void Lab::checkJournal()
{
    static constexpr std::array ordinary{EntryKind::cardOpened, EntryKind::cardAbandoned, EntryKind::certificateRequested,
                                         EntryKind::certificateWithdrawn};
    for (const auto& [kind, payloads] : m_entries) {
        const bool expected = kind == m_scenario.closing || std::find(ordinary.begin(), ordinary.end(), kind) != ordinary.end() ||
                              (m_scenario.name == "cancel" && kind == EntryKind::cardCancelled) ||
                              (m_scenario.name == "replace-new" && kind == EntryKind::cardReplaced) ||
                              (m_scenario.name.ends_with("-terms") && (kind == EntryKind::noticeAcknowledged || kind == EntryKind::termsAccepted));
        expect(expected, "an entry that nobody expects: " + std::string(nameOf(kind)));
    }
    const auto closings = entries(m_scenario.closing);
    // A test that found something wrong is on record too; only the last one counts.
    const bool once = m_scenario.closing == EntryKind::cardVerified ? closings >= 1 : closings == 1;
    expect(once, std::to_string(closings) + " closing entries");
    // What another desk could go on with is told when it is begun.
    const bool begins = m_scenario.makesCard || m_scenario.closing == EntryKind::cardRenewed || m_scenario.closing == EntryKind::cardKeysRotated;
    const std::size_t made = begins ? 1 : 0;
    expect(entries(EntryKind::cardOpened) == entries(EntryKind::cardAbandoned) + made, "cards opened and ended do not agree");
    const auto& closing = payload(m_scenario.closing);
    const auto job = Guid::parse(closing.value("job", ""));
    const auto record = job ? bench.desk.store().jobs.byId(*job) : std::nullopt;
    expect(record && record->state == JobState::done, "the closing entry names no job that is done");
    const auto about = Guid::parse(closing.value("card", ""));
    expect(about && (m_scenario.makesCard || about == card), "the closing entry names another card");
    if (!bench.desk.store().findings().empty()) complain("the store says that it was tampered with");
}

} // namespace cardwright::faults
