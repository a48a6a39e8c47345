#include "app/workstation/Convert.h"

#include <nlohmann/json.hpp>

// A draft as this desk keeps it, and as it comes back.

namespace cardwright::workstation::convert {

using nlohmann::json;

namespace {

json jsonOf(const ui::DocumentFields& document)
{
    json conditions = json::array();
    for (const auto& condition : document.conditions) conditions.push_back({{"id", condition.id}, {"value", condition.value}});
    json scores = json::array();
    for (const auto& score : document.scores) scores.push_back({{"id", score.id}, {"value", score.value}});
    return {{"kind", document.kind},       {"numberEnding", numberEndingOf(document.numberEnding)}, {"issuer", document.issuer},
            {"dated", document.dated},     {"expires", document.expires},           {"originalSeen", document.originalSeen},
            {"nameAgrees", document.nameAgrees}, {"birthDateSeen", document.birthDateSeen}, {"addressAgrees", document.addressAgrees},
            {"conditions", conditions},    {"formerName", document.formerName},     {"seenOnCamera", document.seenOnCamera},
            {"refusedFor", document.refusedFor}, {"scores", scores}};
}

ui::DocumentFields documentFrom(const json& value)
{
    ui::DocumentFields document;
    document.kind = value.at("kind");
    document.numberEnding = value.at("numberEnding");
    document.issuer = value.at("issuer");
    document.dated = value.at("dated");
    document.expires = value.at("expires");
    document.originalSeen = value.at("originalSeen");
    document.nameAgrees = value.at("nameAgrees");
    document.birthDateSeen = value.at("birthDateSeen");
    document.addressAgrees = value.at("addressAgrees");
    for (const auto& condition : value.at("conditions")) document.conditions.push_back({condition.at("id"), condition.at("value")});
    document.formerName = value.value("formerName", false); // as the next: drafts of before have none
    document.seenOnCamera = value.value("seenOnCamera", false);
    document.refusedFor = value.value("refusedFor", std::string());
    for (const auto& score : value.value("scores", json::array())) document.scores.push_back({score.at("id"), score.at("value")});
    return document;
}

json photoJson(const ui::IssueDraft& draft)
{
    json marks = json::array();
    for (const auto& mark : draft.photoMarks) {
        marks.push_back({{"check", mark.check}, {"advised", mark.advised}, {"measured", mark.measured}, {"figure", mark.figure}});
    }
    return {{"marks", std::move(marks)}, {"policy", draft.photoPolicy}, {"reason", draft.photoReason}};
}

void readPhoto(const json& from, ui::IssueDraft& draft)
{
    for (const auto& mark : from.at("marks")) draft.photoMarks.push_back({mark.at("check"), mark.at("advised"), mark.at("measured"), mark.at("figure")});
    draft.photoPolicy = from.at("policy");
    draft.photoReason = from.at("reason");
}

} // namespace

std::string draftJson(const ui::IssueDraft& draft)
{
    json documents = json::array();
    for (const auto& document : draft.documents) documents.push_back(jsonOf(document));
    json answers = json::array();
    for (const auto& answer : draft.answers) answers.push_back({{"id", answer.id}, {"value", answer.value}});
    const auto& person = draft.person;
    const json whole = {
        {"person",
         {{"givenName", person.givenName}, {"familyName", person.familyName}, {"preferredName", person.preferredName},
          {"dateOfBirth", person.dateOfBirth}, {"nameOnCard", person.nameOnCard}, {"jobTitle", person.jobTitle}, {"postcode", person.postcode},
          {"nameOnChip", person.nameOnChip}, {"staffNumber", person.staffNumber}}},
        {"answers", answers},
        {"documents", documents}, {"portrait", toBase64(draft.portrait)}, {"photoReference", draft.photoReference},
        {"photo", photoJson(draft)},
        {"step", draft.step},     {"changedAt", draft.changedAt},         {"parked", draft.parked},
        {"agent", draft.agent},   {"agentNumber", draft.agentNumber}, {"comparedWith", draft.comparedWith},   {"whyOther", draft.whyOther}};
    return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<ui::IssueDraft> draft(const std::string& text)
{
    try {
        const auto whole = json::parse(text);
        const auto& person = whole.at("person");
        ui::IssueDraft draft;
        draft.person.givenName = person.at("givenName");
        draft.person.familyName = person.at("familyName");
        draft.person.preferredName = person.at("preferredName");
        draft.person.dateOfBirth = person.at("dateOfBirth");
        draft.person.nameOnCard = person.at("nameOnCard");
        draft.person.jobTitle = person.at("jobTitle");
        draft.person.postcode = person.at("postcode");
        draft.person.nameOnChip = person.value("nameOnChip", std::string());
        draft.person.staffNumber = person.value("staffNumber", std::string()); // drafts of before have none
        for (const auto& answer : whole.value("answers", json::array())) draft.answers.push_back({answer.at("id"), answer.at("value")});
        for (const auto& document : whole.at("documents")) draft.documents.push_back(documentFrom(document));
        draft.portrait = fromBase64(whole.at("portrait").get<std::string>()).value_or(Bytes{});
        draft.photoReference = whole.at("photoReference");
        if (whole.contains("photo")) readPhoto(whole.at("photo"), draft);
        draft.step = whole.at("step");
        draft.changedAt = whole.at("changedAt");
        draft.parked = whole.at("parked");
        draft.agent = whole.value("agent", std::string());
        draft.agentNumber = whole.value("agentNumber", std::string());
        draft.comparedWith = whole.value("comparedWith", std::vector<std::string>());
        draft.whyOther = whole.value("whyOther", std::string());
        return draft;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

} // namespace cardwright::workstation::convert
