#include "core/base/FailureCatalogue.h"

#include <algorithm>

namespace cardwright {

namespace {

using enum FailureKind;

// Sorted by kind, then by code. A new code goes into its group; each has a page in the built-in help.
constexpr FailureWords rows[] = {
    // usage
    {"PASSCODE-INPUT", usage, "No passcode came through the descriptor that was named.", "Give its digits, and nothing else, through --passcode-fd or --agent-passcode-fd."},
    {"REQUEST-FILE", usage, "The request file cannot be read.", "Check its path and that you may read it."},
    {"REQUEST-JSON", usage, "The request is not JSON.", "Mend it where the detail says and send it again."},
    {"REQUEST-SCHEMA", usage, "The request does not have the form of the schema.", "Mend the field named and send it again; the schema is in resources/schemas."},
    {"TOKEN-INPUT", usage, "No enrolment token came through the descriptor that was named.", "Give the token as the centre printed it, and nothing else, through --token-fd."},
    {"USAGE", usage, "The command's words are off.", "See --help."},

    // refused by a rule
    {"AGENT-IS-SUBJECT", refused, "This is your own card or your own record. Nobody serves themselves.", "Ask another agent."},
    {"AGENT-CARD", refused, "This is an agent's card; it was not made at this desk.", "Use the card that is to be issued or unlocked in reader 2."},
    {"AGENT-KEY", refused, "The card in reader 1 does not hold the key of its own certificate.", "Do not use this card; give it to the RA manager."},
    {"AGENT-NO-CERTIFICATE", refused, "The card in reader 1 holds no sign-in certificate.", "Sign in with your own agent card."},
    {"AGENT-NOT-SIGNED-IN", refused, "No agent is signed in.", "Put your own card in reader 1 and sign in."},
    {"AGENT-NOT-TRUSTED", refused, "The certificate on the card in reader 1 is not from this site's authority, or is out of date.", "Sign in with your own agent card; have it renewed when it is out of date."},
    {"AGENT-UNKNOWN", refused, "The card in reader 1 is not that of an agent of this site.", "Sign in with your own agent card."},
    {"AUTHORITY-ENDED", refused, "The time this desk may work alone is over.", "Connect to the centre. Unlocked cards, records and the queue stay as they are."},
    {"AUTHORITY-NONE", refused, "The centre has not yet said what this desk may do alone.", "Connect to the centre once."},
    {"AUTHORITY-SPENT", refused, "This desk has done as many of these alone as the centre allows.", "Connect to the centre; the rest of the work goes on."},
    {"EVIDENCE-NOT-ENOUGH", refused, "The documents do not yet prove who this is.", "See what is missing, add it, and check again."},
    {"ISSUE-LOCKED-REFUSED", refused, "Policy does not let a card be issued locked.", "Issue it with a passcode that the holder types."},
    {"JOB-OF-ANOTHER", refused, "The agent whose job this is left before it could be closed.", "That agent or a manager signs in and goes on with it."},
    {"JOB-RUNNING", refused, "Another card job is under way at this desk.", "Let it end, or stop it, first."},
    {"LIKENESS-NOT-SURE", refused, "The agent was not sure that this is the person in the picture.", "Ask the governance contact before anything is done with this card."},
    {"LEASE-EMPTY", refused, "No new user number is left on this desk.", "Connect to the centre; it hands out the next block."},
    {"NAME-ON-CARD", refused, "This name does not fit on the card as it is.", "Type a shorter name for the card."},
    {"NAME-ON-CHIP", refused, "This name has letters that the card's chip cannot hold.", "Type the name for the chip in plain letters, A to Z."},
    {"NAME-TOO-LONG", refused, "The chip holds a name of at most 125 letters.", "Type a shorter name for the chip."},
    {"NOTHING-TO-REPAIR", refused, "No job is open on this card.", "Go on with the card as it is."},
    {"PASSCODE-NEEDED", refused, "The job needs the holder's passcode to go on, and no record keeps it.", "Let the holder type a passcode again, or end with the card locked."},
    {"PASSCODE-NOT-BY-SHELL", refused, "At a live site nobody but the holder types the holder's passcode.", "Let the holder type it in the window or on a reader with keys, or end with the card locked."},
    {"PASSCODE-RULE", refused, "The passcode breaks a rule.", "The holder chooses another one."},
    {"PERSON-HAS-CARD", refused, "This person already has a working card.", "Unlock, renew or replace that card."},
    {"PERSON-UNKNOWN", refused, "Nobody with that user number is known at this desk.", "Check the number, or find the person by name."},
    {"PERSON-CARD-OPEN", refused, "A card for this person was begun and not finished.", "Put that card back and repair it."},
    {"PERSON-DETAILS", refused, "Something in the person's details is not right yet.", "Mend the field named and check again."},
    {"PORTRAIT-DAMAGED", refused, "The picture file is not whole.", "Save or copy the picture again, or take another one."},
    {"PORTRAIT-FORMAT", refused, "The portrait is not a JPEG or PNG picture.", "Choose a JPEG or PNG file."},
    {"PORTRAIT-MISSING", refused, "There is no portrait in the place named.", "Check the path, or choose another picture."},
    {"PORTRAIT-TOO-LARGE", refused, "The picture is too large: at most 20 MB and 60 million pixels.", "Save it smaller and choose it again."},
    {"PORTRAIT-TOO-SMALL", refused, "The picture is too small for a card.", "Take one of at least 600 by 750 pixels."},
    {"SESSION-ENDED", refused, "The session that this belongs to has ended; its key is gone.", "Sign in again; the same agent or a manager can close what is open."},
    {"STEP-UP-MISSING", refused, "This act needs the agent's card once more, and it did not sign.", "Sign in with your own agent card and confirm the act with its passcode."},
    {"STEP-UP-NOT-TRUSTED", refused, "The card that confirmed this act is not one of this site's authority, or was out of date.", "Confirm the act with your own agent card; have it renewed when it is out of date."},
    {"STEP-UP-OTHER", refused, "The card's confirmation was made for another act.", "Confirm this act with your own agent card."},
    {"SITE-EXISTS", refused, "That folder is not empty.", "Name a new or empty folder; nothing there was touched."},
    {"SITE-NOT-TRAINING", refused, "This version opens training sites only; this site is not marked as one.", "Open a training site, or make one with 'cardwrightctl site train'."},
    {"STOPPED", refused, "The job was stopped between two commands.", "It is kept; go on with it when you like."},

    // card, reader, PC/SC
    {"CARD-ABSENT", card, "There is no card in the reader.", "Put the card in, chip first."},
    {"CARD-ADMIN-KEY", card, "The card refused every administration key this desk knows.", "It belongs to another site, or was changed elsewhere. Use another card, or ask the centre."},
    {"CARD-ALGORITHM", card, "The card does not make keys of this kind.", "Use a card whose list of kinds has it."},
    {"CARD-BLANK", card, "This card is blank.", "Issue it; there is nothing on it to unlock or to repair."},
    {"CARD-CANNOT", card, "This kind of card has no command for that.", "See what the card cannot do; use another kind of card where it matters."},
    {"CARD-DATA", card, "The card answered with data that make no sense.", "Take the card out and put it in again; if it stays, use another card."},
    {"CARD-FILE-ABSENT", card, "There is no training card in that file.", "Check the path, or make one with 'cardwright-vcard --create'."},
    {"CARD-FILE-DAMAGED", card, "The training card's file is not whole.", "Make a new card; this file cannot be mended."},
    {"CARD-FILE-EXISTS", card, "There is a file of that name already.", "Choose another name; a card is never overwritten."},
    {"CARD-FILE-IN-USE", card, "That training card is in another reader.", "Pull it there first."},
    {"CARD-FILE-WRITE", card, "The training card's file cannot be written.", "Check the folder and the disk; the card did not answer the command."},
    {"CARD-FOREIGN", card, "This card was not made here and is not blank.", "Use a blank card, or clear this one where its keys allow."},
    {"CARD-FULL", card, "There is no room on the card for this.", "Use a card that holds more, or leave the portrait off the card."},
    {"CARD-NEEDS-ADMIN", card, "The card wants its administration key first.", "Begin again with the card; the job proves the key anew."},
    {"CARD-NEEDS-PASSCODE", card, "The card wants its passcode first.", "The holder types it; the job goes on."},
    {"CARD-NO-KEY", card, "The card has no such key, or does not use it this way.", "Repair or replace the card."},
    {"CARD-NOT-FACTORY", card, "This card looks blank, but its keys are not the maker's.", "Use another card; this one was in use before."},
    {"CARD-NOT-HERE", card, "This card was made at another desk, and this desk does not hold its record yet.", "Connect to the centre, or go to the desk that made it."},
    {"CARD-NOT-PIV", card, "This card has no PIV application.", "Use a PIV card."},
    {"CARD-OBJECT-UNKNOWN", card, "The card does not keep this kind of data.", "Use a card that does, or leave that data off the card."},
    {"CARD-OTHER", card, "This is another card than the one this job began with.", "Put the same card back to go on."},
    {"CARD-OURS", card, "This card is already somebody's.", "Use a blank card."},
    {"CARD-REMOVED", card, "The card was removed.", "Put the same card back and the job goes on."},
    {"CARD-RESET", card, "Another program reset the card.", "Nothing is lost; the job goes on after a new look at the card."},
    {"CARD-PROTOCOL", card, "The reader and the card do not understand each other.", "Clean the chip and try again, then use another card or reader."},
    {"CARD-PROOF", card, "The finished card did not pass its proof.", "Repair it; if it fails again, use another card."},
    {"CARD-REFUSED", card, "The card refused a command.", "The code tells which; try the job again, then another card."},
    {"CARD-SILENT", card, "The card does not answer.", "Take it out and put it in again; the job is kept and goes on."},
    {"CARD-TORN", card, "An earlier job on this card was not finished.", "Repair it: the job goes on where it stopped."},
    {"CARD-UNFIT", card, "This kind of card cannot do what policy wants.", "Use another kind of card; the detail names what it lacks."},
    {"CERTIFICATE-UNREADABLE", card, "A certificate cannot be read.", "Try the card again; if it stays, the certificate has to be issued anew."},
    {"KEY-UNUSABLE", card, "A key is not one that may be used: wrong size, wrong curve, or not on its curve.", "Use another card; tell whoever looks after this desk which card it was."},
    {"PASSCODE-BLOCKED", card, "The card is locked: no passcode try is left.", "Unlock it."},
    {"PASSCODE-FORM", card, "The card takes no passcode of this form; no try was spent.", "Type 6 to 8 digits."},
    {"PASSCODE-LAST-TRY", card, "One try is left; a wrong passcode now locks the card.", "Say so explicitly if you are sure of the passcode, or have the card unlocked."},
    {"PASSCODE-WRONG", card, "The passcode is wrong.", "The holder types it again; the number of tries left is shown."},
    {"PCSC-ABSENT", card, "The smartcard service (pcscd) is not running.", "Start it, or ask IT to: 'systemctl start pcscd'."},
    {"PCSC-DENIED", card, "This user may not use the smartcard service.", "Ask IT to allow it."},
    {"READER-ABSENT", card, "No smartcard reader is connected.", "Plug a reader in."},
    {"READER-BUSY", card, "Another program is using the reader.", "It usually frees it within seconds; try again."},
    {"READER-FAULT", card, "The reader reported a fault.", "Unplug the reader and plug it in again."},
    {"READER-UNKNOWN", card, "There is no reader of that name.", "See the readers' names with 'cardwrightctl readers'."},
    {"REQUEST-UNREADABLE", card, "A certificate request cannot be read.", "Start the step again; a new request is made."},
    {"SIGNATURE-WRONG", card, "A signature does not belong to the key it was asked of.", "Start the step again; if it stays, use another card."},
    {"SIGNED-DATA-UNREADABLE", card, "A signed object cannot be read.", "Repair the card: its objects are written anew."},
    {"UNLOCK-KEY-BLOCKED", card, "The card's unlock key is blocked: it cannot be unlocked any more.", "Replace the card."},
    {"UNLOCK-KEY-LAST-TRY", card, "One try of the card's unlock key is left; it is not spent on a guess.", "This card needs the centre."},
    {"UNLOCK-KEY-WRONG", card, "The card refused this desk's unlock key.", "This card needs the centre."},
    {"VPCD-UNREACHABLE", card, "The virtual reader does not answer.", "Start pcscd with the vpcd driver, and check the host and the port."},

    // centre
    {"CA-ANSWER", centre, "The certificate authority answered with something that is not protected by it, or not CMP at all.", "Nothing was written. Tell IT: the authority's address, its certificate or the version is not the expected one."},
    {"CA-CERTIFICATE", centre, "The certificate authority sent a certificate that is not what was asked for; it was sent back.", "Nothing was written to the card. Tell IT which field differs."},
    {"CA-REFUSED", centre, "The certificate authority refused the request.", "See the reason; the authority's own staff can say what it wants."},
    {"CA-UNREACHABLE", centre, "The certificate authority did not answer.", "The same request is asked again by itself; nothing is lost."},
    {"CENTRE-ANSWER", centre, "The centre answered with something this desk does not understand.", "Nothing is lost and what waits is kept. Tell IT: the versions may differ."},
    {"CENTRE-PORT", centre, "The port of the centre is taken.", "Name another with --port, or end the program that has it."},
    {"CENTRE-REFUSED", centre, "The centre refused.", "See the reason; it needs a decision."},
    {"CERTIFICATE-UNFIT", centre, "The certificate that came does not fit this card or its holder; it was not written.", "Tell the centre; the card waits for another one."},
    {"CENTRE-TLS", centre, "What answered is not the centre: its certificate is not the expected one.", "Do not go on trying from this network; tell IT. The queue keeps everything."},
    {"CENTRE-UNREACHABLE", centre, "The centre cannot be reached.", "Go on working; what waits leaves by itself when it answers."},

    // store
    {"CARD-PROFILE", store, "A card profile does not have the form it should.", "Mend or restore the file that the detail names."},
    {"DISK-FULL", store, "The disk is nearly full; work stops before a record could be lost.", "Free some space and start again."},
    {"POLICY-ABSENT", store, "A policy file of this site cannot be read.", "Restore it from the copy that IT keeps."},
    {"POLICY-DAMAGED", store, "A policy file of this site does not have the form it must have.", "Restore it from the copy that IT keeps; the detail says what is off."},
    {"KEY-FILE", store, "A key file of this site cannot be used.", "Restore it from the copy that IT keeps."},
    {"TPM-ABSENT", store, "This machine's TPM cannot be reached.", "See that it is switched on and that this account may use /dev/tpmrm0."},
    {"TPM-REFUSED", store, "This machine's TPM does not open what it should.", "If the disk or the board was changed, enrol this desk anew; else tell IT the detail."},
    {"SITE-ABSENT", store, "There is no site in that folder.", "Name the site's folder with --site, or make one with 'cardwrightctl site train'."},
    {"SITE-KEY-ABSENT", store, "This desk does not hold the site key that the card's keys follow from.", "Connect to the centre; it hands out the site's keys."},
    {"JOURNAL-ENTRY", store, "This is not a journal entry.", "Check where it comes from; an export is one entry a line."},
    {"CHECKPOINT-UNREADABLE", store, "This is not a checkpoint of a log.", "Check where it comes from; the detail names the line."},
    {"DELEGATION-NOT-TRUSTED", store, "A session was delegated by a card that is not of this site's authority, or was out of date.", "Keep the record as it is and tell IT."},
    {"DELEGATION-UNREADABLE", store, "This is not a delegation by an agent's card.", "Keep the record as it is and tell IT."},
    {"ENVELOPE-ALGORITHM", store, "A sealed record uses another algorithm than the ones allowed.", "Keep it as it is and tell IT: it does not come from this program."},
    {"ENVELOPE-BROKEN", store, "A sealed record was changed after it was sealed.", "Keep it as it is and tell IT; the other records are untouched."},
    {"ENVELOPE-NOT-FOR-US", store, "A sealed record is not for this key.", "It belongs to another desk, or was sealed before a key was renewed. Tell IT."},
    {"ENVELOPE-RECIPIENTS", store, "A sealed record is for others than it should be.", "Keep it as it is and tell IT; it was not accepted."},
    {"ENVELOPE-UNREADABLE", store, "This is not a sealed record.", "Keep it as it is and tell IT; the other records are untouched."},
    {"FIELD-SEAL", store, "A sealed field does not open: it was changed, cut, or put in another's place.", "Keep the store as it is and tell IT; the other records are untouched."},
    {"JOURNAL-EXPORT", store, "This is not an export of a log.", "Export it again; the detail names what is off."},
    {"JOURNAL-TREE", store, "The tree of the log is not whole.", "Stop here and keep the folder as it is; tell IT."},
    {"LOG-FORKED", store, "The centre holds another entry under one of this desk's numbers: two copies of this store were used.", "Issuing stops here. Tell IT: this desk needs a new log."},
    {"LOG-WRONG", store, "The log is not whole.", "Keep the file as it is and tell IT; each finding names its entry."},
    {"SITE-DAMAGED", store, "The site's files are not whole.", "Restore them from the copy that IT keeps."},
    {"STEP-UP-UNREADABLE", store, "The card's confirmation of an act cannot be read.", "Keep the record as it is and tell IT."},
    {"STORE-BUSY", store, "Another Cardwright program is writing this site's store.", "Close it first; the detail names its process."},
    {"STORE-DAMAGED", store, "The store did not pass its check.", "Stop here and keep the folder as it is; tell IT."},
    {"STORE-NEWER", store, "This store was made by a newer Cardwright.", "Install that version."},
    {"STORE-OLDER", store, "This store has the form of an older Cardwright.", "Start cardwright once: it keeps a copy and brings the store up to date."},
    {"STORE-PORTRAIT", store, "A portrait's file is not the one that was stored.", "Restore it from the copy that IT keeps; the record itself is whole."},
    {"STORE-READ", store, "A file of the site cannot be read.", "Check that it is there and that this account may read it."},
    {"STORE-ROLLED-BACK", store, "The centre holds later entries of this desk than this store: an older copy was put back.", "Issuing stops here. Tell IT: this desk needs a new log."},
    {"STORE-WRITE", store, "The store could not write.", "Check the disk; nothing half-done was kept."},

    // internal
    {"INTERNAL", internal, "Something inside Cardwright is wrong.", "What was recorded is safe. Start again; if it stays, tell whoever looks after this desk."},
    {"CRYPTO-FAILED", internal, "A cryptographic operation failed.", "Nothing half-done was kept. Start again; if it stays, tell whoever looks after this desk."},
    {"OUT-OF-MEMORY", internal, "This computer is out of memory.", "Close other programs and start again."},
};

} // namespace

std::span<const FailureWords> failureCatalogue() noexcept { return rows; }

const FailureWords* failureWords(std::string_view code) noexcept
{
    const auto* found = std::find_if(std::begin(rows), std::end(rows), [&](const auto& row) { return row.code == code; });
    return found == std::end(rows) ? nullptr : found;
}

} // namespace cardwright
