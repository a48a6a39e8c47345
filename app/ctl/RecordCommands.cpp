#include "app/ctl/Commands.h"

#include "core/journal/LogVerifier.h"
#include "core/store/PrivateFiles.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

json personFields(const PersonRecord& record)
{
    json fields = {{"uuid", record.number.digits()},
                   {"legalName", record.person.legalName()},
                   {"dateOfBirth", formatDate(record.person.dateOfBirth)},
                   {"odsCode", record.person.odsCode},
                   {"jobTitle", record.person.jobTitle},
                   {"createdAt", formatUtc(record.createdAt)}};
    if (record.photo) fields["photoReference"] = toHex(*record.photo);
    return fields;
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

json queueFields(const OutboxRow& row)
{
    json fields = {{"seq", row.seq}, {"id", row.id.text()}, {"at", formatUtc(row.at)}, {"kind", std::string(nameOf(row.kind))},
                   {"state", std::string(nameOf(row.state))}, {"words", std::string(wordsOf(row.state))}};
    if (row.about) fields["uuid"] = row.about->digits();
    if (!row.problem.empty()) fields["problem"] = json::parse(row.problem, nullptr, false);
    return fields;
}

void tellReport(const Command& command, const LogReport& report)
{
    for (const auto& finding : report.findings) {
        json fields = {{"fault", std::string(nameOf(finding.fault))}, {"line", finding.line}, {"expectedSeq", finding.expectedSeq}, {"words", finding.words}};
        if (finding.seq) fields["seq"] = *finding.seq;
        if (finding.id) fields["id"] = finding.id->text();
        command.output.say("finding", std::move(fields), finding.words);
    }
    json fields = {{"entries", report.entries}, {"wrong", report.findings.size()}, {"erasedPayloads", report.erasedPayloads}, {"clockSteps", report.clockSteps}};
    if (report.log) fields["log"] = report.log->text();
    command.output.say("result", std::move(fields),
                       report.whole ? fmt::format("{} entries, each in its place and as it was written.", report.entries)
                                    : fmt::format("{} entries, {} of them wrong.", report.entries, report.findings.size()));
    if (!report.whole) throw FailureError(Failure::of("LOG-WRONG"));
}

} // namespace

void findPeople(const Command& command)
{
    const auto desk = openForReading(command);
    const auto found = desk->store().call([&](Store& store) { return store.people.search(command.arguments.text); });
    for (const auto& record : found) {
        command.output.say("person", personFields(record),
                           record.number.grouped() + "  " + record.person.legalName() + ", born " + formatDateForPeople(record.person.dateOfBirth));
    }
    command.output.say("result", {{"training", true}, {"found", found.size()}}, found.empty() ? "Nobody here has that name, number, card or birth date." : "");
}

void showPerson(const Command& command)
{
    const auto number = UserNumber::parse(command.arguments.text);
    if (!number) throw UsageError(Failure::of("USAGE", "a user number has 12 digits"));
    const auto desk = openForReading(command);
    const auto fields = desk->store().call([&](Store& store) {
        const auto record = store.people.byNumber(*number);
        if (!record) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
        auto person = personFields(*record);
        person["training"] = true;
        person["cards"] = json::array();
        for (const auto& card : store.cards.ofHolder(*number)) person["cards"].push_back(cardFields(store, card));
        return person;
    });
    std::string words = number->grouped() + "  " + fields["legalName"].get<std::string>();
    for (const auto& card : fields["cards"]) words += "\ncard " + card["card"].get<std::string>() + ": " + card["state"].get<std::string>();
    command.output.say("result", fields, words);
}

void listQueue(const Command& command)
{
    const auto desk = openForReading(command);
    const auto [rows, counts] = desk->store().call([](Store& store) {
        auto all = store.outbox.refused();
        const auto waiting = store.outbox.waiting(10'000);
        all.insert(all.end(), waiting.begin(), waiting.end());
        return std::pair(std::move(all), store.outbox.counts());
    });
    for (const auto& row : rows) {
        command.output.say("entry", queueFields(row), fmt::format("{:>6}  {}  {}: {}", row.seq, formatUtc(row.at), nameOf(row.kind), wordsOf(row.state)));
    }
    command.output.say("result", {{"training", true}, {"waiting", counts.waiting}, {"accepted", counts.accepted}, {"refused", counts.refused}},
                       fmt::format("{} recorded here and not yet at the centre, {} at the centre, {} need a decision.", counts.waiting, counts.accepted, counts.refused));
}

void drainQueue(const Command& command)
{
    const auto desk = openForAct(command);
    runtime::SyncRound whole;
    for (;;) {
        const auto round = desk->synchroniser().round();
        whole.accepted += round.accepted;
        whole.refused += round.refused;
        whole.applied += round.applied;
        whole.waiting = round.waiting;
        if (round.failure) throw FailureError(*round.failure);
        if (round.waiting == 0 || command.stop.stop_requested()) break;
    }
    command.output.say("result", {{"training", true}, {"sent", whole.accepted + whole.refused}, {"accepted", whole.accepted}, {"refused", whole.refused},
                                  {"applied", whole.applied}, {"waiting", whole.waiting}},
                       fmt::format("{} entries went to the centre, {} deliveries came; {} wait, {} need a decision.", whole.accepted + whole.refused,
                                   whole.applied, whole.waiting, whole.refused));
}

void verifyLog(const Command& command)
{
    if (!command.arguments.file.empty()) {
        std::ifstream file(command.arguments.file);
        if (!file) throw UsageError(Failure::of("REQUEST-FILE", command.arguments.file.string()));
        tellReport(command, LogVerifier::verify(file));
        return;
    }
    const auto desk = openForReading(command);
    const auto report = desk->store().call([&](Store& store) {
        LogVerifier verifier(store.journal.log());
        store.journal.exportLines([&](std::string_view line) { verifier.addLine(line); });
        return verifier.finish(store.journal.size());
    });
    tellReport(command, report);
}

void exportLog(const Command& command)
{
    const auto desk = openForAct(command);
    const auto agent = *desk->session();
    std::ostringstream collected;
    const auto entries = desk->store().call([&](Store& store) {
        Transaction transaction(store.database());
        store.journal.append(transaction, entryOfDesk(EntryKind::dataExported, {{"what", "log"}}, desk->random()), {agent.certificate, {}});
        transaction.commit();
        store.journal.exportLines([&](std::string_view line) { collected << line << '\n'; });
        return store.journal.size();
    });
    const auto text = collected.str();
    if (command.arguments.file.empty()) {
        command.output.line(text.substr(0, text.empty() ? 0 : text.size() - 1));
        return;
    }
    writePrivateFile(command.arguments.file, bytesOf(text));
    command.output.say("result", {{"training", true}, {"entries", entries}, {"file", command.arguments.file.string()}},
                       fmt::format("{} entries written to {}.", entries, command.arguments.file.string()));
}

} // namespace cardwright::ctl
