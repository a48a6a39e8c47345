#include "app/ctl/Options.h"

#include <CLI/CLI.hpp>

namespace cardwright::ctl {

void readerOption(CLI::App& command, Arguments& arguments)
{
    command.add_option("--reader", arguments.reader, "the holder's card: reader's name, or a part that only it has")->required();
}

void passcodeOption(CLI::App& command, Arguments& arguments)
{
    command.add_option("--passcode-fd", arguments.passcodeFd, "file descriptor from which the holder's passcode is read");
    command.add_flag("--on-reader", arguments.onReader, "the holder types on the reader's own keys");
}

void termsOption(CLI::App& command, Arguments& arguments)
{
    command.add_option("--terms-accepted", arguments.terms.accepted, "training: the version of the terms that the holder has read and accepted");
}

void apduOption(CLI::App& command, Arguments& arguments)
{
    command.add_flag("--apdu-summary", arguments.apduSummary, "APDUs, bytes each way, card time and host time");
}

CLI::App* child(CLI::App& parent, Arguments& arguments, const std::string& command, const std::string& words)
{
    const auto name = command.substr(command.find(' ') == std::string::npos ? 0 : command.find(' ') + 1);
    auto* made = parent.add_subcommand(name, words)->fallthrough();
    made->callback([&arguments, command] { arguments.command = command; });
    return made;
}

namespace {

void addRecordCommands(CLI::App& app, Arguments& arguments)
{
    auto* people = app.add_subcommand("people", "holders")->require_subcommand(1)->fallthrough();
    child(*people, arguments, "people find", "by name, user number, card or date of birth")
        ->add_option("text", arguments.text, "how a part of the name begins, the number's first digits, a date as 1978-06-19, or a card's GUID")
        ->required();
    child(*people, arguments, "people show", "one holder and their cards")->add_option("number", arguments.text, "12 digits")->required();
    auto* add = child(*people, arguments, "people add", "record somebody; says first who may be here already");
    auto* change = child(*people, arguments, "people change", "what is other; a legal name or date of birth takes papers");
    for (auto* command : {add, change}) {
        command->add_option("--request", arguments.request, "JSON of resources/schemas/person-request.schema.json")->required();
    }
    add->add_flag("--preview", arguments.preview, "only who may be here already");
    auto* close = child(*people, arguments, "people close", "cancels their cards and ends their positions; your card signs for each card");
    close->add_option("--reason", arguments.reason, "one of the people policy's: left, long-absence, duplicate, misuse, deceased")->required();
    close->add_option("--note", arguments.act.note, "your words");
    close->add_option("--typed", arguments.typed, "the word CLOSE")->required();
    auto* reopen = child(*people, arguments, "people reopen", "a closed record may be worked with again");
    reopen->add_option("--reason", arguments.reason, "why; it is recorded")->required();
    auto* keep = child(*people, arguments, "people keep", "a leaver stays and keeps the card: the HR file's word is settled");
    keep->add_option("--reason", arguments.reason, "why; it is recorded")->required();
    for (auto* command : {change, close, reopen, keep}) command->add_option("number", arguments.text, "12 digits")->required();
    auto* import = child(*people, arguments, "people import", "an HR file of starters, changes and leavers: all of it or nothing");
    import->add_option("file", arguments.file, "CSV in UTF-8, UTF-16 or Windows-1252")->required();
    import->add_flag("--preview", arguments.preview, "what each row would do, and what is wrong with the others");
    child(*people, arguments, "people starters", "whom the HR file expects and nobody has met");
    child(*people, arguments, "people leavers", "whom the HR file says goodbye to: cancel the card or keep it");
    auto* queue = app.add_subcommand("queue", "records on their way to the centre")->require_subcommand(1)->fallthrough();
    child(*queue, arguments, "queue list", "what waits and what was refused");
    child(*queue, arguments, "queue drain", "send what waits, take what was delivered")
        ->add_flag("--unattended", arguments.unattended, "with nobody signed in: what was delivered sealed waits for a sign-in");
}

void addTermsCommands(CLI::App& app, Arguments& arguments)
{
    auto* terms = app.add_subcommand("terms", "what holders are told and agree to")->require_subcommand(1)->fallthrough();
    child(*terms, arguments, "terms show", "the terms, clause by clause; needs no site");
    child(*terms, arguments, "terms notice", "the privacy notice that comes first; needs no site");
    child(*terms, arguments, "terms holder-help", "how records are protected, who may ask for access logs; needs no site");
    auto* status = child(*terms, arguments, "terms status", "what somebody accepted, and whether they are asked again");
    auto* accept = child(*terms, arguments, "terms accept", "training: the card signs the terms that its holder accepted");
    readerOption(*accept, arguments);
    passcodeOption(*accept, arguments);
    apduOption(*accept, arguments);
    termsOption(*accept, arguments);
    auto* receipt = child(*terms, arguments, "terms receipt", "what the holder was given with this card");
    receipt->add_option("--file", arguments.file, "to this file instead of standard output");
    auto* verify = child(*terms, arguments, "terms verify", "the signatures under what was accepted on this card");
    verify->add_option("--out", arguments.terms.out, "a folder for statement, signature, certificates and texts: OpenSSL can check them");
    for (auto* command : {status, receipt, verify}) command->add_option("card", arguments.text, "the card's GUID, or its holder's 12 digits")->required();
}

void addPositionCommands(CLI::App& app, Arguments& arguments)
{
    auto& access = arguments.access;
    auto* position = app.add_subcommand("position", "what somebody works as, and the systems which that opens")->require_subcommand(1)->fallthrough();
    child(*position, arguments, "position list", "one person's")->add_option("number", access.holder, "12 digits")->required();
    auto* request = child(*position, arguments, "position request", "somebody else decides it");
    auto* assign = child(*position, arguments, "position assign", "given at once: by your role, or from your delegated list");
    for (auto* command : {request, assign}) {
        command->add_option("--holder", access.holder, "for whom: 12 digits")->required();
        command->add_option("--position", access.position, "its id in the catalogue")->required();
        command->add_option("--begins", access.begins, "a date; else today");
        command->add_option("--ends", access.ends, "the last day");
        command->add_option("--reason", arguments.reason, "why; the decider reads it");
    }
    auto* approve = child(*position, arguments, "position approve", "asked for by somebody else, for somebody else");
    auto* refuse = child(*position, arguments, "position refuse", "likewise; with a reason");
    auto* end = child(*position, arguments, "position end", "from now on; also takes back what you asked for");
    for (auto* command : {approve, refuse, end}) {
        command->add_option("position", access.id, "its id")->required();
        command->add_option("--reason", arguments.reason, "why; it is recorded");
    }
    auto* change = child(*position, arguments, "position change", "several at once: another last day, or their end; all or nothing");
    change->add_option("positions", access.ids, "their ids")->required();
    change->add_option("--ends", access.ends, "the last day; without it they end now");
    change->add_option("--reason", arguments.reason, "why; it is recorded")->required();
    child(*position, arguments, "position ending", "what ends soon, or is over and nobody acted on it")->add_option("--days", access.days, "how far ahead: 7, 30, 60, 90");
    child(*position, arguments, "position catalogue", "what can be asked for, and delegated lists")->add_flag("--closed", access.closedToo, "closed ones as well");
    auto* open = child(*position, arguments, "position open", "a new position of the catalogue, or another form of one");
    open->add_option("--id", access.position, "else made of the title");
    open->add_flag("--change", access.changes, "the one that is there");
    open->add_option("--title", access.title)->required();
    open->add_option("--job-role", access.jobRole)->required();
    open->add_option("--area", access.area, "of work")->required();
    open->add_option("--activity", access.activities);
    open->add_option("--system", access.systems, "what it opens: ESR, SystmOne, e-Referral");
    open->add_option("--ods", access.odsCode, "the organisation; else that of whoever holds it");
    auto* close = child(*position, arguments, "position close", "a position of the catalogue: nobody can ask for it any more");
    close->add_option("position", access.position, "its id in the catalogue")->required();
    close->add_option("--approved-by", access.approvedBy, "who approved that it closes");
    close->add_option("--typed", arguments.typed, "the word CLOSE");
    close->add_option("--reason", arguments.reason, "why");
    auto* delegate = child(*position, arguments, "position delegate", "what a sponsor gives without asking: the whole list");
    delegate->add_option("sponsor", access.holder, "12 digits")->required();
    delegate->add_option("positions", access.ids, "ids of the catalogue; none: the list is taken away");
}

void addRequestCommands(CLI::App& app, Arguments& arguments)
{
    auto& access = arguments.access;
    auto* request = app.add_subcommand("request", "what your role may ask for and another one does")->require_subcommand(1)->fallthrough();
    auto* raise = child(*request, arguments, "request raise", "to record somebody, change or close their record");
    raise->add_option("--kind", access.kind, "create, change or close")->required();
    raise->add_option("--holder", access.holder, "whose record: 12 digits");
    raise->add_option("--request", arguments.request, "the fields, JSON of resources/schemas/person-request.schema.json");
    raise->add_option("--close-reason", access.closeReason, "one of the people policy's: left, long-absence, duplicate, misuse, deceased");
    raise->add_option("--reason", arguments.reason, "why; the decider reads it");
    auto* list = child(*request, arguments, "request list", "with positions; a sponsor sees their own");
    list->add_option("--which", access.which, "open, closed (in the last 30 days), mine");
    list->add_option("--kind", access.kind, "position, create, change or close");
    list->add_option("--text", access.text, "in the name, the number, the title or the reason");
    auto* show = child(*request, arguments, "request show", "one of them");
    auto* approve = child(*request, arguments, "request approve", "and carries it out, as if you did it");
    auto* refuse = child(*request, arguments, "request refuse", "with a reason");
    auto* withdraw = child(*request, arguments, "request withdraw", "what you asked for yourself");
    for (auto* command : {show, approve, refuse, withdraw}) command->add_option("request", access.id, "its id")->required();
    for (auto* command : {approve, refuse, withdraw}) command->add_option("--reason", arguments.reason, "why; whoever asked reads it");
    approve->add_option("--request", arguments.request, "what carrying it out asks of you: papers seen, who was compared (person-request.schema.json)");
    approve->add_option("--typed", arguments.typed, "for a closing: the word CLOSE");
    approve->add_option("--note", arguments.act.note, "for a closing: your words");
}

void addPrintCommands(CLI::App& app, Arguments& arguments)
{
    auto* print = app.add_subcommand("print", "card faces, receipt and leaflet")->require_subcommand(1)->fallthrough();
    print->add_option("--pdf", arguments.print.pdf, "the document's file");
    print->add_option("--card", arguments.act.card, "GUID of the card");
    print->add_option("--person", arguments.holder, "or whose: 12 digits");
    print->add_flag("--confirmed", arguments.print.confirmed, "somebody looked at the print, and it does");
    child(*print, arguments, "print face", "the front");
    child(*print, arguments, "print back", "the back");
    child(*print, arguments, "print both", "front and back");
    child(*print, arguments, "print receipt", "what the holder was given");
    child(*print, arguments, "print leaflet", "welcome, hours, whom to call");
    child(*print, arguments, "print later", "onto the list of cards to print");
    child(*print, arguments, "print list", "cards to print");
    auto* never = child(*print, arguments, "print never", "this card stays blank outside");
    auto* spoil = child(*print, arguments, "print spoil", "the plastic is waste: first its chip is cancelled and cleared; your card signs again");
    spoil->add_option("--reader", arguments.reader, "where the card is; without it the card is cancelled alone");
    for (auto* command : {never, spoil}) command->add_option("--reason", arguments.reason, "why; it is recorded")->required();

    auto* badge = app.add_subcommand("badge", "ID badges")->require_subcommand(1)->fallthrough();
    auto* request = child(*badge, arguments, "badge request", "ask for one");
    request->add_option("--event", arguments.print.event, "of the badges policy: title-change, name-change, broken, lost, new-photo, new-starter");
    request->add_option("--fields", arguments.print.fields, "a file, JSON: {\"name\": \"...\", \"title\", \"team\", \"site\", \"incident\", \"likeness\" ...}");
    request->add_option("--email", arguments.print.email, "a file with the lines of a request e-mail");
    request->add_option("--photo", arguments.print.photo, "the manager's photograph: JPEG or PNG");
    request->add_option("--person", arguments.holder, "12 digits, where they have them");
    request->add_flag("--preview", arguments.preview, "only what is missing");
    auto* import = child(*badge, arguments, "badge import", "the list of an induction day: all of it or nothing");
    import->add_option("file", arguments.file, "CSV; photographs lie beside it")->required();
    import->add_flag("--preview", arguments.preview, "only what is wrong");
    child(*badge, arguments, "badge list", "what is asked for, and what became of it");
    child(*badge, arguments, "badge history", "all of one person")->add_option("person", arguments.holder, "12 digits")->required();
    auto* refuse = child(*badge, arguments, "badge refuse", "with a reason");
    auto* withdraw = child(*badge, arguments, "badge withdraw", "what you asked for yourself, while nobody decided");
    for (auto* command : {refuse, withdraw}) {
        command->add_option("badge", arguments.text, "its id")->required();
        command->add_option("--reason", arguments.reason, "why; it is recorded")->required();
    }
    auto* batch = child(*badge, arguments, "badge print", "one document, a page each");
    batch->add_option("badges", arguments.print.badges, "ids; none: all that wait and have a photograph");
    batch->add_option("--pdf", arguments.print.pdf, "the document's file")->required();
    batch->add_flag("--confirmed", arguments.print.confirmed, "somebody looked at the print, and it does");
}

} // namespace

void addRegisterCommands(CLI::App& app, Arguments& arguments)
{
    addRecordCommands(app, arguments);
    addTermsCommands(app, arguments);
    addPositionCommands(app, arguments);
    addRequestCommands(app, arguments);
    addPrintCommands(app, arguments);
}

} // namespace cardwright::ctl
