#pragma once

#include "app/ctl/Arguments.h"
#include "app/ctl/Output.h"
#include "app/runtime/Workstation.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace cardwright::ctl {

/// One command's surroundings. Each command throws FailureError; main turns that into its exit code.
struct Command {
    const Arguments& arguments;
    const Output& output;
    std::stop_token stop; ///< Ctrl C: between two card commands
};

/// A desk with its agent signed in for the length of one command. Signs out at its end, whatever became of the command: a session
/// never outlives the process that has its key.
class SignedDesk {
public:
    /// Throws what opening and signing in throw; RefusedError with the outcome's code when the card or the passcode does not do.
    explicit SignedDesk(const Command& command);
    ~SignedDesk();
    SignedDesk(const SignedDesk&) = delete;
    SignedDesk& operator=(const SignedDesk&) = delete;

    runtime::Workstation* operator->() const noexcept { return m_desk.get(); }
    runtime::Workstation& operator*() const noexcept { return *m_desk; }
    /// The agent's passcode, for an act that asks the card again; nothing with a training site's own agent.
    const SecureBytes* passcode() const noexcept { return m_passcode ? &*m_passcode : nullptr; }

private:
    std::unique_ptr<runtime::Workstation> m_desk;
    std::optional<SecureBytes> m_passcode;
};

/// Runs what the arguments ask for.
void run(const Command& command);

/// The desk for reading beside whoever writes: nobody is signed in, so nothing of anybody can be read.
std::unique_ptr<runtime::Workstation> openForReading(const Command& command);
/// The desk for writing with nobody signed in: what a desk does unattended.
std::unique_ptr<runtime::Workstation> openUnattended(const Command& command);
bool isTraining(const runtime::Workstation& desk);
/// Goes on when the agent's role may do it; else duty.refused is recorded and RefusedError thrown.
void requireDuty(const SignedDesk& desk, Permission permission);
/// The user number in one of the arguments. Throws UsageError.
UserNumber numberFrom(const std::string& text);

void siteTrain(const Command& command);
void siteEnrol(const Command& command);
void siteStatus(const Command& command);
void siteDiagnose(const Command& command);
void listReaders(const Command& command);
void showCard(const Command& command);
void issue(const Command& command);
void unlock(const Command& command);
void repair(const Command& command);
void touch(const Command& command);
void listDueCards(const Command& command);
void changePasscode(const Command& command);
void verifyCard(const Command& command);
void renewCard(const Command& command);
void cancelCard(const Command& command);
void clearCard(const Command& command);
void replaceCard(const Command& command);
void makeReplacement(const Command& command);
void listReplacements(const Command& command);
void lendCard(const Command& command);
void returnCard(const Command& command);
void listLoans(const Command& command);
void conformance(const Command& command);
void checkEvidence(const Command& command);
void listEvidence(const Command& command);
void readZone(const Command& command);
void checkPhoto(const Command& command);
void reportPhotos(const Command& command);
void findPeople(const Command& command);
void showPerson(const Command& command);
void addPerson(const Command& command);
void changePerson(const Command& command);
void closePerson(const Command& command);
void reopenPerson(const Command& command);
void importPeople(const Command& command);
void listStarters(const Command& command);
void sayStarter(const Command& command, const ExpectedStarter& one);
void keepLeaver(const Command& command);
void listLeavers(const Command& command);
void showTerms(const Command& command);
void showNotice(const Command& command);
void showHolderHelp(const Command& command);
void termsStatus(const Command& command);
void acceptTerms(const Command& command);
void showReceipt(const Command& command);
void verifyTerms(const Command& command);
void listPositions(const Command& command);
void requestPosition(const Command& command);
void assignPosition(const Command& command);
void approvePosition(const Command& command);
void refusePosition(const Command& command);
void endPosition(const Command& command);
void changePositions(const Command& command);
void listEndingPositions(const Command& command);
void listCatalogue(const Command& command);
void openCatalogue(const Command& command);
void closeCatalogue(const Command& command);
void delegatePositions(const Command& command);
void raiseRequest(const Command& command);
void listRequests(const Command& command);
void showRequest(const Command& command);
void approveRequest(const Command& command);
void refuseRequest(const Command& command);
void withdrawRequest(const Command& command);
void printFront(const Command& command);
void printBack(const Command& command);
void printBoth(const Command& command);
void printReceipt(const Command& command);
void printLeaflet(const Command& command);
void printLater(const Command& command);
void printNever(const Command& command);
void listPrints(const Command& command);
void spoilCard(const Command& command);
void requestBadge(const Command& command);
void importBadges(const Command& command);
void listBadges(const Command& command);
void badgeHistory(const Command& command);
void refuseBadge(const Command& command);
void withdrawBadge(const Command& command);
void printBadges(const Command& command);
void listQueue(const Command& command);
void drainQueue(const Command& command);
void verifyLog(const Command& command);
void exportLog(const Command& command);
void eraseEntry(const Command& command);
void beginLog(const Command& command);
void checkpointLog(const Command& command);
void askException(const Command& command);
void listExceptions(const Command& command);
void decideException(const Command& command);
void listAgents(const Command& command);
void rotateStoreKey(const Command& command);
void listRecipients(const Command& command);

} // namespace cardwright::ctl
