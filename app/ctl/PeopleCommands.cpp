#include "app/ctl/Commands.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr const char* shell = "shell";

/// NI number and former names are not told: nobody at a desk finds or shows a person by them.
json personFields(const PersonRecord& record)
{
    json fields = {{"uuid", record.number.digits()},
                   {"legalName", record.person.legalName()},
                   {"dateOfBirth", formatDate(record.person.dateOfBirth)},
                   {"odsCode", record.person.odsCode},
                   {"jobTitle", record.person.jobTitle},
                   {"createdAt", formatUtc(record.createdAt)},
                   {"closed", record.closedAt.has_value()}};
    for (const auto field : {"preferredName", "staffNumber", "email", "phone", "team", "site"}) {
        if (auto text = fieldOf(record.person, field); !text.empty()) fields[field] = std::move(text);
    }
    if (record.photo) fields["photoReference"] = toHex(*record.photo);
    if (record.closedAt) fields["closedAt"] = formatUtc(*record.closedAt);
    if (record.leaving) fields["leaving"] = {{"on", formatDate(record.leaving->on)}, {"proposal", record.leaving->cancel ? "cancel" : "keep"}};
    return fields;
}

/// What will be printed, and its plain letters for the chip. Somebody known by number alone has none, nor has a name from elsewhere that no
/// letters were typed for: the record is shown all the same.
void addCardName(json& fields, const Person& person)
{
    try {
        if (person.legalName().empty()) return;
        const auto name = person.cardName();
        fields["nameOnCard"] = name.printed();
        fields["nameOnChip"] = name.onChip();
    } catch (const RefusedError& refused) {
        fields["nameOnCard"] = nullptr;
        fields["nameTrouble"] = refused.failure().code;
    }
}

json cardFields(Store& store, const CardRecord& card)
{
    json fields = {{"card", card.guid.text()}, {"state", std::string(nameOf(card.state))}, {"profile", card.profile}};
    if (card.serial) fields["serial"] = *card.serial;
    if (card.expires) fields["expires"] = formatDate(*card.expires);
    json slots = json::object();
    for (const auto& slot : store.cards.slots(card.guid)) slots[std::string(slotName(slot.slot))] = std::string(nameOf(slot.state));
    fields["slots"] = slots;
    return fields;
}

} // namespace

void findPeople(const Command& command)
{
    const SignedDesk desk(command);
    requireDuty(desk, Permission::holderFind);
    constexpr std::size_t mostStarters = 20;
    const auto& typed = command.arguments.text;
    const auto found = desk->store().call([&](Store& store) { return store.people.search(typed); });
    const auto expected = desk->store().call([&](Store& store) { return findStarters(store, typed, mostStarters); });
    desk->recordSearch(typed, found.size() + expected.size()); // before anything is said: what is not on record is not shown
    for (const auto& record : found) {
        command.output.say("person", personFields(record),
                           record.number.grouped() + "  " + record.person.legalName() + ", born " + formatDateForPeople(record.person.dateOfBirth) + (record.closedAt ? " (closed)" : ""));
    }
    for (const auto& one : expected) sayStarter(command, one);
    command.output.say("result", {{"training", isTraining(*desk)}, {"found", found.size()}, {"starters", expected.size()}},
                       found.empty() && expected.empty() ? "Nobody here has that name, number, card or birth date." : "");
}

void showPerson(const Command& command)
{
    const auto number = numberFrom(command.arguments.text);
    const SignedDesk desk(command);
    requireDuty(desk, Permission::holderFind);
    const bool training = isTraining(*desk);
    const auto today = dateOf(desk->clock().utcMillis());
    const auto& policy = desk->material().people;
    const auto fields = desk->store().call([&](Store& store) {
        const auto record = store.people.byNumber(number);
        if (!record) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
        auto person = personFields(*record);
        person["training"] = training;
        addCardName(person, record->person);
        person["newCardDue"] = newCardDue(store, *record);
        person["ownedByHr"] = json::array();
        if (record->fromHr) person["ownedByHr"] = policy.hr.ownedFields;
        person["positions"] = json::array();
        for (const auto& held : positionsInForce(store, number, today)) {
            person["positions"].push_back({{"position", held.id.text()}, {"jobRole", held.position.jobRole}, {"area", held.position.area}, {"systems", held.position.systems}});
        }
        person["cards"] = json::array();
        for (const auto& card : store.cards.ofHolder(number)) person["cards"].push_back(cardFields(store, card));
        return person;
    });
    desk->recordView(number, shell);
    std::string words = number.grouped() + "  " + fields["legalName"].get<std::string>();
    for (const auto& card : fields["cards"]) words += "\ncard " + card["card"].get<std::string>() + ": " + card["state"].get<std::string>();
    command.output.say("result", fields, words);
}

} // namespace cardwright::ctl
