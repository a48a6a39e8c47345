#include "app/workstation/PeopleService.h"

#include "app/workstation/Convert.h"
#include "app/workstation/ExceptionService.h"
#include "core/access/DutyRules.h"
#include "core/identity/DocumentReading.h"
#include "core/registers/PersonActs.h"
#include "core/store/LogFigures.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::workstation {

namespace {

constexpr std::size_t mostStarters = 20;

UserNumber numberFrom(const std::string& text)
{
    const auto number = UserNumber::parse(text);
    if (!number) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
    return *number;
}

ui::StarterRow starterRow(const ExpectedStarter& expected)
{
    ui::StarterRow row{expected.person.legalName(), expected.person.staffNumber, expected.person.odsCode, expected.person.jobTitle, expected.startsOn, {}};
    for (const auto field : personFields()) {
        if (auto text = fieldOf(expected.person, field); !text.empty()) row.fields[std::string(field)] = std::move(text);
    }
    return row;
}

ui::DuplicatePerson duplicatePerson(const Duplicate& duplicate)
{
    ui::DuplicatePerson row{duplicate.record.number.digits(), duplicate.record.person.legalName(), std::string(nameOf(duplicate.level)), duplicate.score,
                            duplicate.record.closedAt.has_value(), duplicate.reasons, {}};
    for (const auto& field : duplicate.comparison) row.rows.push_back({field.label, field.typed, field.theirs, std::string(nameOf(field.verdict))});
    return row;
}

/// What somebody works as is for everybody who looks at them; who asked for what, no sponsor sees of another.
void hideOthersRequests(Store& store, const AgentSession& agent, const UserNumber& number, ui::PersonFile& file)
{
    const auto held = store.positions.ofHolder(number); // in the order of the file's lines
    std::vector<ui::PositionLine> seen;
    for (std::size_t at = 0; at < file.positions.size() && at < held.size(); ++at) {
        if (held[at].state == PositionState::approved || seesRequestsOf(agent, held[at].sponsor)) seen.push_back(file.positions[at]);
    }
    file.positions = std::move(seen);
}

ui::RecordAnswer notRecorded(const Failure& failure)
{
    ui::RecordAnswer answer;
    answer.failure = failure;
    return answer;
}

} // namespace

Date PeopleService::today() const { return dateOf(m_context.desk.clock().utcMillis()); }

template <class Answer, class Task, class Otherwise, class Done>
void PeopleService::record(Task task, ui::Then<Answer> then, Otherwise otherwise, Done done)
{
    m_context.ask<Answer>(*m_context.deskThread, std::move(task), [this, then = std::move(then), done](const Answer& answer) {
        then(answer);
        if (done(answer)) m_context.tellChanged();
    }, otherwise);
}

void PeopleService::act(std::function<void()> task, ui::Then<ui::ActAnswer> then)
{
    auto run = [task = std::move(task)] {
        task();
        ui::ActAnswer answer;
        answer.done = true;
        return answer;
    };
    const auto otherwise = [](const Failure& failure) {
        ui::ActAnswer answer;
        answer.failure = failure;
        return answer;
    };
    record<ui::ActAnswer>(std::move(run), std::move(then), otherwise, [](const ui::ActAnswer& answer) { return answer.done; });
}

// ---------------------------------------------------------------- from memory

ui::PeopleRules PeopleService::rules() const
{
    const auto& policy = m_context.desk.material().people;
    ui::PeopleRules rules;
    for (const auto& reason : policy.closeReasons) rules.closeReasons.push_back({reason.id, reason.title});
    for (const auto& paper : policy.identityEvidence) rules.identityPapers.push_back({paper.id, paper.title, paper.restricted, policy.shows(paper, "familyName"), policy.shows(paper, "niNumber")});
    rules.hrOwned = policy.hr.ownedFields;
    rules.odsCode = m_context.desk.material().site.description().odsCode;
    return rules;
}

ui::EvidenceRules PeopleService::evidenceRules() const { return convert::evidenceRules(m_context.desk.material().evidence); }

ui::RecordCheck PeopleService::checkRecord(const ui::PersonTexts& fields) const
{
    const auto& material = m_context.desk.material();
    return convert::recordCheck(fields, material.site.description().odsCode, material.evidence, today());
}

ui::ZoneReading PeopleService::readZone(const std::string& typed, const ui::PersonFields& fields, const ui::DocumentFields& document) const
{
    return convert::zoneReading(typed, m_context.desk.material().evidence, today(), fields, document);
}

std::vector<std::string> PeopleService::numberWarnings(const std::string& kind, const std::string& number, const ui::PersonFields& person) const
{
    const auto* known = m_context.desk.material().evidence.kind(kind);
    return known == nullptr || number.empty() ? std::vector<std::string>() : cardwright::numberWarnings(*known, number, convert::person(person));
}

// ---------------------------------------------------------------- finding and reading

void PeopleService::search(const std::string& text, std::size_t most, ui::Then<ui::PeopleFound> then)
{
    constexpr std::size_t firstPage = 50;
    auto task = [&desk = m_context.desk, text, most] {
        // More of the same search is the same entry; it takes the same permission.
        if (most > firstPage) desk.requireSearch();
        auto found = desk.store().call([&](Store& store) {
            ui::PeopleFound page;
            auto records = store.people.search(text, most + 1);
            page.more = records.size() > most;
            if (page.more) records.pop_back();
            for (const auto& record : records) {
                page.rows.push_back(convert::personRow(store, record));
                if (record.closedAt) page.closed.push_back(record.number.digits());
            }
            for (const auto& expected : findStarters(store, text, mostStarters)) page.starters.push_back(starterRow(expected));
            return page;
        });
        // What is found is shown once the search itself is on record.
        if (most <= firstPage) desk.recordSearch(text, found.rows.size() + found.starters.size());
        return found;
    };
    m_context.ask<ui::PeopleFound>(*m_context.deskThread, std::move(task), std::move(then), [](const Failure& failure) {
        ui::PeopleFound none;
        none.failure = failure;
        return none;
    });
}

void PeopleService::open(const std::string& userNumber, ui::Then<std::optional<ui::PersonFile>> then)
{
    const auto session = m_context.desk.session();
    const auto number = UserNumber::parse(userNumber);
    if (!session || !number) return m_context.toGui([then = std::move(then)] { then(std::nullopt); });
    auto task = [&desk = m_context.desk, agent = *session, sight = sightOf(*session), number = *number]() -> std::optional<ui::PersonFile> {
        auto file = desk.store().call([&](Store& store) {
            auto found = convert::personFile(store, desk.material(), number, sight);
            if (found) hideOthersRequests(store, agent, number, *found);
            return found;
        });
        if (file) desk.recordView(number, "person-page");
        return file;
    };
    m_context.ask<std::optional<ui::PersonFile>>(*m_context.deskThread, std::move(task), std::move(then), nothingOnFailure<std::optional<ui::PersonFile>>());
}

void PeopleService::compare(const ui::PersonTexts& fields, ui::Then<ui::DuplicatesAnswer> then)
{
    auto task = [&desk = m_context.desk, person = convert::personFrom(fields, m_context.desk.material().site.description().odsCode)] {
        ui::DuplicatesAnswer answer;
        for (const auto& duplicate : desk.duplicatesOf(person)) answer.people.push_back(duplicatePerson(duplicate));
        return answer;
    };
    m_context.ask<ui::DuplicatesAnswer>(*m_context.deskThread, std::move(task), std::move(then), [](const Failure& failure) {
        ui::DuplicatesAnswer none;
        none.failure = failure;
        return none;
    });
}

// ---------------------------------------------------------------- acts

void PeopleService::create(const ui::NewRecord& asked, ui::Then<ui::RecordAnswer> then)
{
    auto task = [&desk = m_context.desk, asked] {
        NewPerson made{convert::personFrom(asked.fields, desk.material().site.description().odsCode), {}, asked.whyOther};
        for (const auto& number : asked.comparedWith) made.comparedWith.push_back(numberFrom(number));
        ui::RecordAnswer answer;
        answer.userNumber = desk.createPerson(made).number.digits();
        return answer;
    };
    record<ui::RecordAnswer>(std::move(task), std::move(then), notRecorded, [](const ui::RecordAnswer& answer) { return !answer.failure; });
}

void PeopleService::change(const ui::RecordChange& asked, ui::Then<ui::RecordAnswer> then)
{
    auto task = [&desk = m_context.desk, asked] {
        PersonChange change{numberFrom(asked.userNumber), asked.fields, asked.reason, {}};
        for (const auto& paper : asked.papers) {
            if (!paper.dated.empty() && !parseDate(paper.dated)) throw RefusedError(Failure::of("PERSON-EVIDENCE"));
            change.evidence.push_back({paper.kind, paper.number, parseDate(paper.dated), paper.originalSeen});
        }
        const auto changed = desk.changePerson(change);
        ui::RecordAnswer answer;
        answer.userNumber = changed.record.number.digits();
        answer.changed = changed.fields;
        answer.overwritten = changed.overwritten;
        answer.newCardDue = changed.newCardDue;
        return answer;
    };
    record<ui::RecordAnswer>(std::move(task), std::move(then), notRecorded, [](const ui::RecordAnswer& answer) { return !answer.failure; });
}

void PeopleService::close(const ui::CloseRecord& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    auto secret = std::make_shared<SecureBytes>(std::move(again.passcode));
    auto task = [&desk = m_context.desk, reader = m_context.agentReader, secret, order] {
        auto answer = actWithCard(desk, reader, [&] { desk.closePerson({numberFrom(order.userNumber), order.reason, order.note, order.typed}, secret.get()); });
        secret->clear();
        return answer;
    };
    m_context.ask<ui::ActAnswer>(*m_context.agentThread, std::move(task), [this, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        m_context.tellChanged(); // cut between, some cards have ended all the same
    }, [](const Failure& failure) {
        ui::ActAnswer answer;
        answer.failure = failure;
        return answer;
    });
}

void PeopleService::reopen(const std::string& userNumber, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, userNumber, reason] { desk.reopenPerson(numberFrom(userNumber), reason); }, std::move(then));
}

void PeopleService::keepLeaver(const std::string& userNumber, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, userNumber, reason] { desk.keepLeaver(numberFrom(userNumber), reason); }, std::move(then));
}

} // namespace cardwright::workstation
