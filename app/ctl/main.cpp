#include "app/ctl/Commands.h"
#include "app/ctl/Options.h"
#include "app/runtime/Process.h"

#include <CLI/CLI.hpp>

namespace {

using namespace cardwright::ctl;

void addPersonCardCommands(CLI::App& app, Arguments& arguments)
{
    auto* issue = child(app, arguments, "issue", "make a blank card into a person's card");
    issue->add_option("--request", arguments.request, "the application, JSON of resources/schemas/issue-request.schema.json")->required();
    issue->add_option("--exception", arguments.exception.request, "the exception that was allowed for evidence that is not enough");
    auto* unlock = child(app, arguments, "unlock", "a new passcode for a locked card");
    unlock->add_option("--likeness", arguments.likeness, "what the agent compared the holder with: portrait or printed-face");
    unlock->add_flag("--all-due", arguments.allDue, "and all else that is due on the card, with the same passcode");
    auto* repair = child(app, arguments, "repair", "go on with the job that was not finished on this card");
    auto* touch = child(app, arguments, "touch", "all that is due on this card; new certificates take its passcode");
    for (auto* command : {issue, unlock, repair, touch}) {
        readerOption(*command, arguments);
        passcodeOption(*command, arguments);
        apduOption(*command, arguments);
    }
    for (auto* command : {issue, unlock, touch}) termsOption(*command, arguments);
    for (auto* command : {issue, repair}) command->add_flag("--locked", arguments.locked, "nobody types a passcode: the card ends locked");
    auto* conformance = child(app, arguments, "conformance", "whether a card does what it should; ERASES the card");
    readerOption(*conformance, arguments);
    conformance->add_flag("--yes-erase", arguments.act.yesErase, "for scripts: agreed to beforehand");
    conformance->add_flag("--no-rsa", arguments.act.noRsa, "without RSA keys, which may take minutes");
    conformance->add_flag("--keep-tries", arguments.act.keepTries, "without counting down passcode and unlock key");
}

void addLoanCommands(CLI::App& card, Arguments& arguments)
{
    auto& act = arguments.act;
    auto* lend = child(card, arguments, "card lend", "a temporary access card goes out, with a passcode that its borrower types");
    lend->add_option("--responsible", act.responsible, "who answers for the card");
    lend->add_option("--telephone", act.telephone, "theirs");
    lend->add_option("--email", act.email, "theirs");
    lend->add_option("--borrower", act.borrower, "who takes it");
    lend->add_option("--borrower-number", act.borrowerNumber, "their user number, where they have one");
    lend->add_option("--identified-by", act.identifiedBy, "how you know them: 'passport ending 4471'");
    lend->add_flag("--present", act.present, "they stand here");
    lend->add_option("--reason", arguments.reason, "what for");
    lend->add_option("--until", act.until, "a date as 2026-11-21");
    passcodeOption(*lend, arguments);
    auto* back = child(card, arguments, "card return", "it came back: nobody knows its passcode any more");
    back->add_option("--note", act.note, "your words");
    for (auto* command : {lend, back}) readerOption(*command, arguments);
    child(card, arguments, "card loans", "the custodian's log of temporary cards");
}

void addEndingCommands(CLI::App& card, Arguments& arguments)
{
    auto& act = arguments.act;
    auto* cancel = child(card, arguments, "card cancel", "for good; your card signs again");
    cancel->add_option("--reader", arguments.reader, "the card is here");
    cancel->add_option("--card", act.card, "or it is not: its GUID");
    cancel->add_option("--note", act.note, "your words");
    auto* replace = child(card, arguments, "card replace", "the old card ends, the blank one in the reader takes its place; your card signs again");
    readerOption(*replace, arguments);
    replace->add_option("--card", act.card, "the old card's GUID")->required();
    replace->add_option("--incident", act.incident, "the incident's reference: lost, stolen, or not brought back");
    replace->add_flag("--returned", act.returned, "the old plastic is here");
    replace->add_flag("--cut-through", act.cutThrough, "and was cut through its chip");
    replace->add_option("--request", arguments.request, "the fresh check of who the person is, and a new photo: as for issue");
    replace->add_flag("--likeness", arguments.act.likeness, "name changed: you looked, and the photo on record is still a likeness");
    auto* waiting = child(card, arguments, "card replacement", "the new card of a replacement that waits for it; nothing is asked again");
    waiting->add_option("number", arguments.text, "12 digits")->required();
    readerOption(*waiting, arguments);
    child(card, arguments, "card replacements", "people whose old card has ended and whose new one is not made");
    for (auto* command : {replace, waiting}) {
        command->add_flag("--locked", arguments.locked, "nobody types a passcode: the new card ends locked");
        passcodeOption(*command, arguments);
        termsOption(*command, arguments);
        apduOption(*command, arguments);
    }
    for (auto* command : {cancel, replace}) {
        command->add_option("--reason", arguments.reason, "lost, stolen, damaged, name-changed, expired, left, misused, made-in-error, not-finished")->required();
    }
}

void addCardCommands(CLI::App& app, Arguments& arguments)
{
    auto* card = app.add_subcommand("card", "a card")->require_subcommand(1)->fallthrough();
    auto* show = child(*card, arguments, "card show", "whose card it is and in what state");
    child(*card, arguments, "card due", "cards that get new keys at their next touch, since the site key was raised");
    auto* passcode = child(*card, arguments, "card passcode", "its holder knows the passcode and wants another");
    passcode->add_option("--new-passcode-fd", arguments.act.newPasscodeFd, "file descriptor from which the new one is read");
    auto* verify = child(*card, arguments, "card verify", "test my card: passcode, every key, every object; changes nothing");
    auto* renew = child(*card, arguments, "card renew", "new keys and certificates, near the end of the old ones or after it");
    renew->add_option("--ask", arguments.act.ask, "before its time: ask for an exception with this reason instead; once allowed, renew again");
    renew->add_flag("--while-alone", arguments.act.whileAlone, "although the centre does not answer, where policy allows it");
    auto* clear = child(*card, arguments, "card clear", "a cancelled card becomes blank again");
    for (auto* command : {show, passcode, verify, renew, clear}) {
        readerOption(*command, arguments);
        apduOption(*command, arguments);
    }
    for (auto* command : {passcode, verify, renew}) passcodeOption(*command, arguments);
    addEndingCommands(*card, arguments);
    addLoanCommands(*card, arguments);
    addPersonCardCommands(app, arguments);
}

void addPhotoCommands(CLI::App& app, Arguments& arguments)
{
    auto* photo = app.add_subcommand("photo", "pictures for cards, by the photo policy")->require_subcommand(1)->fallthrough();
    auto* check = child(*photo, arguments, "photo check", "what is measured of a picture and what would help; needs no site");
    check->add_option("file", arguments.file, "JPEG or PNG")->required();
    check->add_option("--crop", arguments.photo.crop, "the part to use: left,top,width,height in pixels; else round the face");
    check->add_option("--turn", arguments.photo.turn, "degrees clockwise, -15 to 15");
    check->add_option("--policy", arguments.photo.policy, "this photo policy; else the site's, else the one that ships");
    child(*photo, arguments, "photo report", "how often a photo was used with a reason, by reason and check; names nobody");
}

void addEvidenceCommands(CLI::App& app, Arguments& arguments)
{
    auto* evidence = app.add_subcommand("evidence", "who somebody is, by the evidence policy; needs no site")->require_subcommand(1)->fallthrough();
    auto* check = child(*evidence, arguments, "evidence check", "whether the documents of a request are enough, and why");
    check->add_option("file", arguments.file, "an issue request, or JSON of resources/schemas/evidence-check.schema.json")->required();
    auto* mrz = child(*evidence, arguments, "evidence mrz", "reads a machine readable zone from standard input");
    mrz->add_option("--request", arguments.request, "compare it with the person of this request");
    auto* documents = child(*evidence, arguments, "evidence documents", "what the policy accepts, and what it always refuses");
    for (auto* command : {check, mrz, documents}) {
        command->add_option("--policy", arguments.evidence.policy, "this evidence policy; else the site's, else the one that ships");
    }
    for (auto* command : {check, mrz}) command->add_option("--on", arguments.evidence.on, "as on this day: 2026-11-21; else today");
}

void addLogCommands(CLI::App& app, Arguments& arguments)
{
    auto* log = app.add_subcommand("log", "the journal")->require_subcommand(1)->fallthrough();
    auto* verify = child(*log, arguments, "log verify", "every entry, signature and checkpoint of an export; needs no site and no store");
    verify->add_option("file,--file", arguments.file, "the export; without it, the log of the site");
    verify->add_option("--trust", arguments.trust, "the CA certificate (PEM) that you hold yourself; else the export vouches for itself");
    auto* exporting = child(*log, arguments, "log export", "all entries, one JSON object per line");
    exporting->add_option("--file", arguments.file, "to this file instead of standard output");
    exporting->add_option("--holder", arguments.holder, "the entries about this person only: 12 digits");
    exporting->add_flag("--proof", arguments.proof, "with --holder: inclusion proofs under a checkpoint");
    auto* erase = child(*log, arguments, "log erase", "a payload goes, its entry stays in the tree; your card signs again");
    erase->add_option("entry", arguments.text, "the entry's id")->required();
    erase->add_option("--reason", arguments.reason, "why; it is recorded")->required();
    child(*log, arguments, "log begin", "a new log after a loss or a copy that was put back; the centre closes the one before")
        ->add_option("--reason", arguments.reason, "why; it is recorded")
        ->required();
    child(*log, arguments, "log checkpoint", "the signed note over the log as it stands")->add_option("--file", arguments.file, "to this file instead of standard output");
}

void addAgentCommands(CLI::App& app, Arguments& arguments)
{
    auto& exception = arguments.exception;
    auto* parent = app.add_subcommand("exception", "what a rule forbids unless somebody else allows it")->require_subcommand(1)->fallthrough();
    auto* ask = child(*parent, arguments, "exception ask", "put the question; a manager or deputy at any desk decides");
    ask->add_option("--act", exception.act, "what is to be allowed");
    ask->add_option("--holder", exception.subject, "for whom: 12 digits");
    ask->add_option("--request", arguments.request, "instead of both: the application whose evidence is not enough");
    ask->add_option("--reason", arguments.reason, "why; the decider reads it")->required();
    child(*parent, arguments, "exception list", "what was asked for and what became of it");
    auto* decide = child(*parent, arguments, "exception decide", "yes or no to somebody else's question; your card signs again");
    decide->add_option("request", exception.request, "its id")->required();
    auto* yes = decide->add_flag("--allow", exception.allow);
    decide->add_flag("--refuse", exception.refuse)->excludes(yes);
    decide->add_option("--reason", arguments.reason, "why; the asker reads it")->required();
    auto* agents = app.add_subcommand("agents", "who may sign in here")->require_subcommand(1)->fallthrough();
    child(*agents, arguments, "agents list", "the signed roster as this desk has it");
    auto* store = app.add_subcommand("store", "the key over the desk's records")->require_subcommand(1)->fallthrough();
    child(*store, arguments, "store rotate", "a new store key for the agents of the roster; resumes where it was stopped");
    child(*store, arguments, "store recipients", "which cards open the store key");
}

void addSiteCommands(CLI::App& app, Arguments& arguments)
{
    auto& enrol = arguments.enrol;
    auto* site = app.add_subcommand("site", "the site")->require_subcommand(1)->fallthrough();
    child(*site, arguments, "site train", "make a training site; starts nothing")
        ->add_option("--centre-port", arguments.centrePort, "where its centre will listen on loopback; else a free port");
    auto* command = child(*site, arguments, "site enrol", "make this computer a workstation of a centre");
    command->add_option("--centre", enrol.centre, "the centre's address: https://HOST:PORT")->required();
    auto* print = command->add_option("--authority", enrol.authority, "SHA-256 of the centre's CA certificate, as read to you over another way");
    command->add_option("--trust", enrol.trust, "or that certificate itself (PEM)")->excludes(print);
    command->add_option("--token-fd", enrol.tokenFd, "file descriptor from which the one-time token is read")->required();
    command->add_option("--name", enrol.name, "what this workstation is called")->required();
    command->add_option("--place", enrol.place, "where it stands");
    command->add_option("--key-protection", enrol.keyProtection, "file or tpm");
    command->add_option("--tpm", enrol.tpm, "where the TPM is, as tpm2-tss names it (\"swtpm:path=SOCKET\"); else the machine's own");
    command->add_option("--first-agent-reader", enrol.firstAgentReader, "reader with the blank card of the first agent of a site that has none");
    command->add_option("--first-agent-number", enrol.firstAgentNumber, "their user number: 12 digits");
    command->add_option("--first-agent-name", enrol.firstAgentName, "their name");
    command->add_option("--first-agent-passcode-fd", enrol.firstAgentPasscodeFd, "file descriptor with the passcode of that card from now on");
    child(*site, arguments, "site status", "what this desk is, what it may do alone, what waits; names nobody");
    child(*site, arguments, "site diagnose", "looks at files, keys, policies, clock, readers and the centre, and says what is wrong");
}

void describe(CLI::App& app, Arguments& arguments)
{
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--site", arguments.site, "the site's folder");
    app.add_flag("--json", arguments.json, "one JSON object per line (app/ctl/README.md)");
    app.add_option("--agent-reader", arguments.agentReader, "the reader with the agent's own card");
    app.add_option("--agent-passcode-fd", arguments.agentPasscodeFd, "file descriptor from which the agent's passcode is read");
    app.add_flag("--last-try", arguments.lastTry, "yes, spend the last try of the agent's passcode or of the unlock key");
    app.add_option("--tray-card", arguments.trayCard, "training: this card file is in 'Training reader 2' during the command");
    addSiteCommands(app, arguments);
    child(app, arguments, "readers", "the readers and whether a card is in them");
    addCardCommands(app, arguments);
    addEvidenceCommands(app, arguments);
    addPhotoCommands(app, arguments);
    addRegisterCommands(app, arguments);
    addLogCommands(app, arguments);
    addAgentCommands(app, arguments);
}

} // namespace

int main(int argc, char** argv)
{
    cardwright::runtime::prepareProcess();
    Arguments arguments;
    CLI::App app("cardwrightctl: every act of the desk, from the shell");
    describe(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        const cardwright::ctl::Output output(arguments.json);
        output.fail(cardwright::Failure::of("USAGE", error.what()));
        return cardwright::exitCodeOf(cardwright::FailureKind::usage);
    }
    const cardwright::runtime::StopOnSignal interruption;
    const cardwright::ctl::Output output(arguments.json);
    try {
        cardwright::ctl::run({arguments, output, interruption.token()});
        return 0;
    } catch (...) {
        const auto failure = cardwright::failureFrom(std::current_exception());
        output.fail(failure);
        return cardwright::exitCodeOf(failure.kind);
    }
}
