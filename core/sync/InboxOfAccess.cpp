// Positions, requests, the catalogue and delegated lists, as the centre knows them: what it says counts, whatever was decided here.
#include "core/sync/ApiJson.h"
#include "core/sync/InboxApplier.h"

#include <algorithm>

namespace cardwright {

namespace {

using nlohmann::json;

constexpr std::size_t mostListed = 200;

std::string textOr(const json& object, const char* field) { return object.contains(field) ? api::text(object, field) : std::string(); }

std::vector<std::string> textsIn(const json& object, const char* field)
{
    std::vector<std::string> texts;
    for (const auto& text : api::list(object, field, mostListed)) {
        if (!text.is_string()) api::refuse(field);
        texts.push_back(text.get<std::string>());
    }
    return texts;
}

UserNumber numberIn(const json& object, const char* field)
{
    const auto number = UserNumber::parse(api::text(object, field));
    if (!number) api::refuse(field);
    return *number;
}

Date dateIn(const json& object, const char* field)
{
    const auto date = parseDate(api::text(object, field));
    if (!date) api::refuse(field);
    return *date;
}

bool truth(const json& object, const char* field)
{
    const auto& value = api::member(object, field);
    if (!value.is_boolean()) api::refuse(field);
    return value.get<bool>();
}

/// Somebody of whom this desk has heard nothing yet.
std::optional<PersonRecord> newcomer(const json& body, const UserNumber& number, const std::string& organisation, std::int64_t now)
{
    if (!body.contains("holder")) return std::nullopt;
    const auto& holder = body.at("holder");
    PersonRecord record{number, {}, organisation, std::nullopt, now};
    record.person.givenName = api::text(holder, "givenName");
    record.person.familyName = api::text(holder, "familyName");
    record.person.dateOfBirth = dateIn(holder, "dateOfBirth");
    record.person.nameOnCard = api::text(holder, "nameOnCard");
    record.person.odsCode = api::text(holder, "odsCode");
    record.person.jobTitle = api::text(holder, "jobTitle");
    return record;
}

PositionRecord positionFrom(const json& body)
{
    const auto state = positionStateFrom(api::text(body, "state"));
    if (!state) api::refuse("state");
    PositionRecord record{api::guid(body, "position"), numberIn(body, "userNumber"), numberIn(body, "sponsor"), *state, dateIn(body, "begins"), std::nullopt,
                          api::instant(body, "askedAt"), std::nullopt, {}, api::text(body, "reason"), std::nullopt};
    if (body.contains("ends")) record.ends = dateIn(body, "ends");
    if (body.contains("decidedAt")) record.decidedAt = api::instant(body, "decidedAt");
    if (body.contains("decider")) record.decider = numberIn(body, "decider");
    record.decisionReason = api::text(body, "decisionReason");
    record.assigned = truth(body, "assigned");
    record.position = {api::text(body, "jobRole"), api::text(body, "area"), textsIn(body, "activities"), api::text(body, "odsCode"), textsIn(body, "systems"),
                       textOr(body, "catalogue")};
    return record;
}

RequestRecord requestFrom(const json& body)
{
    const auto kind = requestKindFrom(api::text(body, "kind"));
    const auto state = requestStateFrom(api::text(body, "state"));
    if (!kind || !state) api::refuse("state");
    RequestRecord request{api::guid(body, "request"), *kind, *state, std::nullopt, numberIn(body, "sponsor"), api::instant(body, "askedAt"), std::nullopt,
                          {}, api::text(body, "reason"), std::nullopt};
    if (body.contains("userNumber")) request.subject = numberIn(body, "userNumber");
    if (body.contains("decidedAt")) request.decidedAt = api::instant(body, "decidedAt");
    if (body.contains("decider")) request.decider = numberIn(body, "decider");
    request.decisionReason = api::text(body, "decisionReason");
    for (const auto& [field, text] : api::member(body, "fields").items()) {
        if (!text.is_string()) api::refuse("fields");
        request.fields[field] = text.get<std::string>();
    }
    return request;
}

/// Nobody's own word: a centre that lets somebody decide what they asked for is not believed.
template <class Record>
bool decidedAlone(const Record& record, const std::optional<UserNumber>& subject)
{
    return record.decider && (*record.decider == record.sponsor || (subject && *record.decider == *subject));
}

} // namespace

std::string InboxApplier::position(const json& body)
{
    auto told = positionFrom(body);
    using State = PositionState;
    const bool decision = told.state == State::approved || told.state == State::refused;
    if (decision && !told.assigned && decidedAlone(told, told.holder)) return "DUTY-OWN-REQUEST";
    if (told.decider == told.holder) return "DUTY-OWN-CASE";
    const auto held = m_store.positions.byId(told.id);
    if (held && (held->holder != told.holder || held->sponsor != told.sponsor)) return "of another person";
    // What was decided here and has not arrived there yet is not taken back by older news; it is refused there, or told of again.
    if (held && held->state != State::requested && told.state == State::requested) return "repeated";
    if (held && held->state == State::ended && told.state == State::approved) return "repeated";
    if (held) {
        told.overruled = held->overruled;
        const bool another = held->decider && held->decider != told.decider;
        const bool goesOn = held->state == State::approved && told.state == State::ended;
        if (another && !goesOn && told.state != State::requested) told.overruled = nameOf(held->state);
        if (told == *held) return "repeated";
    } else if (!m_store.people.byNumber(told.holder)) {
        const auto person = newcomer(body, told.holder, m_store.site().description().name, m_now);
        if (!person) return "of nobody known here";
        m_store.people.add(m_transaction, *person);
    }
    m_store.positions.put(m_transaction, told);
    return "applied";
}

std::string InboxApplier::request(const json& body)
{
    auto told = requestFrom(body);
    using State = RequestState;
    const bool decision = told.state == State::approved || told.state == State::refused;
    if (decision && decidedAlone(told, told.subject)) return "DUTY-OWN-REQUEST";
    const auto held = m_store.requests.byId(told.id);
    if (held && (held->kind != told.kind || held->sponsor != told.sponsor)) return "of another person";
    if (held && held->state != State::open && told.state == State::open) return "repeated";
    if (held) {
        told.overruled = held->overruled;
        if (held->state != State::open && held->decider != told.decider) told.overruled = nameOf(held->state);
        if (told == *held) return "repeated";
    }
    if (told.subject && !m_store.people.byNumber(*told.subject)) {
        if (const auto person = newcomer(body, *told.subject, m_store.site().description().name, m_now)) m_store.people.add(m_transaction, *person);
    }
    m_store.requests.put(m_transaction, told);
    return "applied";
}

std::string InboxApplier::catalogue(const json& body)
{
    const CatalogueChange told{{api::text(body, "id"), api::text(body, "title"), api::text(body, "jobRole"), api::text(body, "area"), textsIn(body, "activities"),
                                api::text(body, "odsCode"), textsIn(body, "systems")},
                               truth(body, "closed"),
                               api::instant(body, "at")};
    const auto held = m_store.catalogue.change(told.position.id);
    if (held && (held->at > told.at || *held == told)) return "repeated";
    m_store.catalogue.put(m_transaction, told);
    return "applied";
}

std::string InboxApplier::delegation(const json& body)
{
    const DelegatedList told{numberIn(body, "sponsor"), textsIn(body, "positions"), api::instant(body, "at")};
    const auto held = m_store.catalogue.listOf(told.sponsor);
    if (held && (held->at > told.at || *held == told)) return "repeated";
    m_store.catalogue.putList(m_transaction, told);
    return "applied";
}

} // namespace cardwright
