#include "app/ctl/CardOutput.h"
#include "app/ctl/Commands.h"
#include "app/ctl/PrintProgram.h"
#include "app/ctl/PrintRequests.h"
#include "app/runtime/PrintRoom.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

// print face, back, both, receipt, leaflet, later, never, list, spoil.

namespace cardwright::ctl {

using nlohmann::json;

json printRequest(runtime::Workstation& desk, const char* what)
{
    const auto& site = desk.material().site;
    json request{{"schema", "cardwright.print/1"}, {"what", what}, {"site", site.description().name}};
    // The site's own policy was checked when the desk was opened; where it has none, what ships is in force there as well.
    if (std::ifstream file(site.policyFile("print"), std::ios::binary); file) request["policy"] = std::string(std::istreambuf_iterator<char>(file), {});
    return request;
}

namespace {

Guid cardFrom(const Command& command, runtime::PrintRoom& room)
{
    const auto& arguments = command.arguments;
    if (!arguments.act.card.empty()) {
        const auto card = Guid::parse(arguments.act.card);
        if (!card) throw UsageError(Failure::of("USAGE", "--card is a GUID, as people show lists it"));
        return *card;
    }
    if (arguments.holder.empty()) throw UsageError(Failure::of("USAGE", "--card or --person is needed"));
    return room.cardOf(numberFrom(arguments.holder));
}

std::filesystem::path pdfFile(const Command& command)
{
    if (command.arguments.print.pdf.empty()) throw UsageError(Failure::of("USAGE", "--pdf FILE is needed"));
    return command.arguments.print.pdf;
}

void sayDrawn(const Command& command, runtime::Workstation& desk, const char* what, json fields)
{
    fields["what"] = what;
    fields["file"] = pdfFile(command).string();
    fields["training"] = isTraining(desk);
    command.output.say("result", std::move(fields), std::string("Drawn to ") + pdfFile(command).string());
}

void printSides(const Command& command, const char* what)
{
    const auto file = pdfFile(command);
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto card = cardFrom(command, room);
    const auto face = room.cardFace(card);
    auto request = printRequest(*desk, what);
    request["faces"] = json::array({{{"givenName", face.firstLine}, {"familyName", face.secondLine}, {"userNumber", face.holder.digits()},
                                     {"title", face.title}, {"team", face.team}, {"site", face.site}, {"expires", face.expires},
                                     {"portrait", toBase64(face.portrait)}}});
    writePdf(file, drawPdf(request.dump()));
    const auto record = room.printed({card, what, "PDF", 1, command.arguments.print.confirmed});
    sayDrawn(command, *desk, what, {{"card", card.text()}, {"state", nameOf(record.state)}, {"portrait", !face.portrait.empty()}});
}

json receiptJson(const HandoverReceipt& receipt)
{
    json object{{"nameOnCard", receipt.nameOnCard}, {"userNumber", receipt.userNumber}, {"cardEnding", receipt.cardEnding}, {"serial", receipt.serial},
                {"organisation", receipt.organisation}, {"issuedAt", receipt.issuedAt}, {"issuedOn", receipt.issuedOn}, {"expires", receipt.expires},
                {"photoReference", receipt.photoReference}, {"locked", receipt.locked}, {"canSignIn", receipt.canSignIn}, {"contact", receipt.contact},
                {"systems", receipt.systems}, {"nextSteps", receipt.nextSteps}};
    object["certificates"] = json::array();
    for (const auto& one : receipt.certificates) object["certificates"].push_back({{"purpose", one.purpose}, {"slot", one.slot}, {"until", one.until}});
    object["access"] = json::array();
    for (const auto& one : receipt.access) object["access"].push_back({{"role", one.role}, {"until", one.until}, {"systems", one.systems}});
    object["terms"] = {{"version", receipt.terms.version}, {"acceptedOn", receipt.terms.acceptedOn}, {"law", receipt.terms.law}};
    return object;
}

} // namespace

void printFront(const Command& command) { printSides(command, "front"); }

void printBack(const Command& command) { printSides(command, "back"); }

void printBoth(const Command& command) { printSides(command, "both"); }

void printReceipt(const Command& command)
{
    const auto file = pdfFile(command);
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto card = cardFrom(command, room);
    auto request = printRequest(*desk, "receipt");
    const auto receipt = desk->handoverReceipt(card);
    request["receipt"] = receiptJson(receipt);
    writePdf(file, drawPdf(request.dump()));
    sayDrawn(command, *desk, "receipt", {{"card", card.text()}, {"canSignIn", receipt.canSignIn}});
}

void printLeaflet(const Command& command)
{
    const auto file = pdfFile(command);
    const SignedDesk desk(command);
    writePdf(file, drawPdf(printRequest(*desk, "leaflet").dump()));
    sayDrawn(command, *desk, "leaflet", json::object());
}

void printLater(const Command& command)
{
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto record = room.later(cardFrom(command, room));
    command.output.say("result", {{"card", record.card.text()}, {"state", nameOf(record.state)}}, "On the list of cards to print.");
}

void printNever(const Command& command)
{
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto record = room.never(cardFrom(command, room), command.arguments.reason);
    command.output.say("result", {{"card", record.card.text()}, {"state", nameOf(record.state)}}, "This card is not printed.");
}

void listPrints(const Command& command)
{
    const SignedDesk desk(command);
    const auto rows = runtime::PrintRoom(*desk).cardsToPrint();
    for (const auto& row : rows) {
        command.output.say("print", {{"card", row.card.text()}, {"uuid", row.holder.digits()}, {"name", row.name}, {"since", formatUtc(row.since)}},
                           row.card.text() + "  " + row.holder.grouped() + "  " + row.name);
    }
    command.output.say("result", {{"prints", rows.size()}}, rows.empty() ? "No card waits for its print." : "");
}

void spoilCard(const Command& command)
{
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto card = cardFrom(command, room);
    const auto reader = command.arguments.reader.empty() ? std::string() : theReader(command, *desk);
    const auto outcome = room.spoil(reader, card, command.arguments.reason, desk.passcode(), watchOf(command));
    const std::string chip = outcome.cleared ? "Booked as spoiled; its chip is blank." : "Booked as spoiled; the card is cancelled and revoked: cut it through its chip.";
    command.output.say("result",
                       {{"card", card.text()}, {"state", "spoiled"}, {"cleared", outcome.cleared}, {"notCleared", outcome.notCleared}, {"nextWaits", outcome.nextWaits}},
                       chip + (outcome.nextWaits ? " The next card waits as a replacement." : " No next card is ordered: this one had ended before, on other grounds."));
}

} // namespace cardwright::ctl
