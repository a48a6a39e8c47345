#include "core/crypto/Certificate.h"
#include "core/sync/ApiJson.h"
#include "core/sync/HotList.h"
#include "core/sync/InboxApplier.h"

namespace cardwright {

namespace {

using nlohmann::json;

struct DeliveredSlot {
    Slot slot = Slot::authentication;
    PublicKey key;
    Guid request;
    std::optional<Bytes> certificate;
    bool written = false;
};

constexpr std::uint64_t mostVersion = 0x7FFFFFFF;
constexpr std::size_t mostSlots = 8;
constexpr std::size_t mostJobs = 256;

std::optional<std::string> optionalText(const json& body, const char* field)
{
    return body.contains(field) ? std::optional(api::text(body, field)) : std::nullopt;
}

bool truth(const json& body, const char* field)
{
    const auto& value = api::member(body, field);
    if (!value.is_boolean()) api::refuse(field);
    return value.get<bool>();
}

CardState stateFrom(const json& body)
{
    const auto state = api::text(body, "state");
    if (state == "opened") return CardState::opened;
    if (state == "abandoned") return CardState::abandoned;
    if (state == "cancelled") return CardState::cancelled;
    if (state != "issued") api::refuse("state");
    return truth(body, "locked") ? CardState::locked : CardState::issued;
}

Date dateIn(const json& object, const char* field)
{
    const auto date = parseDate(api::text(object, field));
    if (!date) api::refuse(field);
    return *date;
}

CardRecord recordFrom(const json& body, const UserNumber& number)
{
    CardRecord card{api::guid(body, "card"),
                    number,
                    api::guid(body, "job"),
                    stateFrom(body),
                    static_cast<int>(api::number(body, "generation", mostVersion)),
                    static_cast<int>(api::number(body, "siteKeyVersion", mostVersion)),
                    optionalText(body, "serial"),
                    optionalText(body, "profile").value_or(""),
                    api::instant(body, "openedAt"),
                    std::nullopt,
                    std::nullopt};
    if (body.contains("issuedAt")) card.issuedAt = api::instant(body, "issuedAt");
    if (body.contains("expires")) card.expires = dateIn(body, "expires");
    return card;
}

std::vector<DeliveredSlot> slotsFrom(const json& body)
{
    std::vector<DeliveredSlot> slots;
    for (const auto& row : api::list(body, "slots", mostSlots)) {
        const auto slot = slotNamed(api::text(row, "slot"));
        if (!slot) api::refuse("slot");
        DeliveredSlot one{*slot, PublicKey::fromDer(api::base64(row, "publicKey")), api::guid(row, "request"), std::nullopt, truth(row, "written")};
        if (row.contains("certificate")) {
            const auto certificate = Certificate::fromDer(api::base64(row, "certificate"));
            if (!(certificate.publicKey() == one.key)) api::refuse("certificate");
            one.certificate = certificate.der();
        }
        slots.push_back(std::move(one));
    }
    return slots;
}

/// Stands where no date of birth is known; nobody's passcode or search meets it.
constexpr Date unknownBirth = std::chrono::year(1) / std::chrono::January / 1;

/// Where the offline policy keeps the record at the centre: a person of whom this desk knows the number alone.
PersonRecord holderFrom(const json& body, const UserNumber& number, const std::string& organisation, std::int64_t now)
{
    PersonRecord record{number, {}, organisation, std::nullopt, now};
    record.person.dateOfBirth = unknownBirth;
    if (!body.contains("holder")) return record;
    const auto& holder = body.at("holder");
    auto& person = record.person;
    person.givenName = api::text(holder, "givenName");
    person.familyName = api::text(holder, "familyName");
    person.dateOfBirth = dateIn(holder, "dateOfBirth");
    person.nameOnCard = api::text(holder, "nameOnCard");
    person.odsCode = api::text(holder, "odsCode");
    person.jobTitle = api::text(holder, "jobTitle");
    if (holder.contains("photoReference")) record.photo = api::digest(holder, "photoReference");
    return record;
}

/// A key's certificate, asked for by another desk. What this desk generated itself since is not touched.
void putSlot(Store& store, Transaction& transaction, const Guid& card, const DeliveredSlot& delivered)
{
    const auto held = store.cards.slot(card, delivered.slot);
    const bool same = held && held->publicKey == delivered.key.der() && held->request == delivered.request;
    if (!same) {
        store.cards.setKey(transaction, card, delivered.slot, delivered.key);
        store.cards.setRequested(transaction, card, delivered.slot, delivered.request);
    }
    if (!delivered.certificate) return;
    if (!same || held->state == SlotState::requested) store.cards.setReady(transaction, delivered.request, *delivered.certificate);
    if (delivered.written && !(same && held->state == SlotState::written)) store.cards.setWritten(transaction, card, delivered.slot);
}

bool isOpen(JobState state) noexcept { return state == JobState::open || state == JobState::unknown; }

} // namespace

/// A job that some desk of the site began on the card.
struct InboxApplier::DeliveredJob {
    Guid id;
    std::string act;
    bool open = false;
    bool takenUp = false; ///< by another desk than the one that began it
    std::int64_t openedAt = 0;
    std::string atr;
    std::optional<std::string> plan; ///< JSON
};

/// None from a centre that tells of no jobs.
std::vector<InboxApplier::DeliveredJob> InboxApplier::jobsFrom(const json& body)
{
    std::vector<DeliveredJob> jobs;
    if (!body.contains("jobs")) return jobs;
    for (const auto& row : api::list(body, "jobs", mostJobs)) {
        DeliveredJob job{api::guid(row, "job"), api::text(row, "act"), truth(row, "open"), truth(row, "takenUp"), api::instant(row, "openedAt"), api::text(row, "atr"), std::nullopt};
        if (row.contains("plan")) {
            if (!row.at("plan").is_object()) api::refuse("plan");
            job.plan = row.at("plan").dump();
        }
        jobs.push_back(std::move(job));
    }
    return jobs;
}

/// One that is not known here comes with its plan, so that it can be gone on with. One that is open here and finished elsewhere ends;
/// one that is open at both was taken up there, and this desk's record is not the whole of it any more.
void InboxApplier::putJob(const CardRecord& card, const DeliveredJob& delivered)
{
    const auto ended = card.state == CardState::abandoned || card.state == CardState::cancelled ? JobState::abandoned : JobState::done;
    if (const auto known = m_store.jobs.stateOf(delivered.id)) {
        if (!isOpen(*known)) return;
        if (delivered.open) {
            if (delivered.takenUp) m_store.jobs.setElsewhere(m_transaction, delivered.id);
            return;
        }
        m_store.jobs.setState(m_transaction, delivered.id, ended, m_now);
        record(EntryKind::deliveryApplied, {{"kind", "card"}, {"job", delivered.id.text()}, {"ended", true}});
        return;
    }
    if (!delivered.plan || (delivered.open && m_store.jobs.openOnCard(card.guid))) return;
    JobRecord job{delivered.id, delivered.act, delivered.open ? JobState::open : ended, card.guid, card.holder, card.serial, delivered.openedAt, {}, {}, true};
    if (!delivered.open) job.closedAt = m_now;
    job.data = json{{"atr", delivered.atr}, {"plan", json::parse(*delivered.plan)}}.dump();
    m_store.jobs.open(m_transaction, job);
}

/// Cancelled elsewhere: whatever was under way on it here is over, but for what makes the card itself useless or blank.
void InboxApplier::endOpenJob(const CardRecord& card)
{
    const auto open = m_store.jobs.openOnCard(card.guid);
    if (!open || open->kind == "cancel" || open->kind == "clear") return;
    m_store.jobs.setState(m_transaction, open->id, JobState::abandoned, m_now);
    record(EntryKind::deliveryApplied, {{"kind", "card"}, {"job", open->id.text()}, {"ended", true}});
}

/// A card that another desk made, or acted on: the whole of what the centre knows of it. What this desk has begun with it itself
/// comes first: then nothing changes, and the next delivery about the card tells again.
std::string InboxApplier::card(const json& body)
{
    const auto number = UserNumber::parse(api::text(body, "userNumber"));
    if (!number) return "not understood";
    // All of it is read before anything is written: what is not understood halfway must leave nothing behind.
    auto record = recordFrom(body, *number);
    const auto slots = slotsFrom(body);
    const auto jobs = jobsFrom(body);
    const auto holder = holderFrom(body, *number, m_store.site().description().name, m_now);
    if (HotList(m_store).holdsCard(record.guid)) record.state = CardState::cancelled;

    const auto held = m_store.cards.byGuid(record.guid);
    if (held && held->holder != *number) return "of another person";
    if (held) {
        for (const auto& job : jobs) putJob(record, job);
        if (record.state == CardState::cancelled) endOpenJob(record);
    }
    const auto open = m_store.jobs.openOnCard(record.guid);
    // Delivered and not yet begun here, it is no more than a word of the centre's.
    if (open && !(open->elsewhere && m_store.jobs.steps(open->id).empty())) return "a job is open on it here";
    if (!held) {
        if (!m_store.people.byNumber(*number)) m_store.people.add(m_transaction, holder);
        m_store.cards.open(m_transaction, record);
        for (const auto& job : jobs) putJob(record, job);
    } else if (record.generation > held->generation) {
        m_store.cards.setGeneration(m_transaction, record.guid, record.generation, record.siteKeyVersion);
    }
    if (holder.photo) m_store.people.setPhoto(m_transaction, *number, *holder.photo);
    // Cancelled here is cancelled, whatever was sent before the centre heard of it.
    if (held && held->state != record.state && held->state != CardState::cancelled) m_store.cards.setState(m_transaction, record.guid, record.state, m_now);
    for (const auto& slot : slots) putSlot(m_store, m_transaction, record.guid, slot);
    // Their new card was made over there.
    const bool works = record.state == CardState::issued || record.state == CardState::locked;
    const auto waiting = m_store.replacements.of(*number);
    if (works && waiting && waiting->oldCard != record.guid) m_store.replacements.settle(m_transaction, *number);
    return "applied";
}

} // namespace cardwright
