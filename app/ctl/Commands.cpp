#include "app/ctl/Commands.h"

#include "app/ctl/PasscodeInput.h"
#include "pcsc/simulator/VirtualTray.h"

#include <map>

namespace cardwright::ctl {

using runtime::Workstation;

namespace {

constexpr const char* trayReader = "Training reader 2";

std::unique_ptr<Workstation> open(const Command& command, Store::Mode mode)
{
    if (command.arguments.site.empty()) throw UsageError(Failure::of("USAGE", "--site DIR is needed"));
    Workstation::Options options;
    options.site = command.arguments.site;
    options.mode = mode;
    options.tray = !command.arguments.trayCard.empty();
    const bool tray = options.tray;
    auto desk = std::make_unique<Workstation>(std::move(options));
    desk->readers().tellWhenBusy([&command](const std::string&, const std::optional<std::string>& holder) {
        if (!holder) return;
        command.output.aside("Another program is using the reader" + (holder->empty() ? std::string() : ": " + *holder) + ". It usually frees it within seconds; trying again.");
    });
    if (tray && !isTraining(*desk)) throw UsageError(Failure::of("USAGE", "--tray-card is for training sites"));
    if (desk->tray() != nullptr) desk->tray()->insert(trayReader, command.arguments.trayCard);
    return desk;
}

SignInOutcome signIn(const Command& command, Workstation& desk, const SecureBytes* passcode)
{
    if (passcode == nullptr) return desk.signInTrainingAgent();
    return desk.signIn(desk.readers().resolve(command.arguments.agentReader), *passcode, command.arguments.lastTry);
}

std::optional<SecureBytes> agentPasscode(const Arguments& arguments)
{
    if (arguments.agentReader.empty() != !arguments.agentPasscodeFd) {
        throw UsageError(Failure::of("USAGE", "--agent-reader and --agent-passcode-fd go together"));
    }
    if (!arguments.agentPasscodeFd) return std::nullopt;
    return readPasscode(*arguments.agentPasscodeFd);
}

} // namespace

SignedDesk::SignedDesk(const Command& command) : m_passcode(agentPasscode(command.arguments))
{
    m_desk = open(command, Store::Mode::writer);
    const auto outcome = signIn(command, *m_desk, passcode());
    if (outcome.signedIn()) return;
    throw RefusedError(outcome.failure());
}

SignedDesk::~SignedDesk()
{
    try {
        m_desk->signOut();
    } catch (...) {
        // The disk may be full or gone: what the command itself came to has been told already, and the keys end with the process.
        return;
    }
}

std::unique_ptr<Workstation> openForReading(const Command& command) { return open(command, Store::Mode::reader); }

std::unique_ptr<Workstation> openUnattended(const Command& command) { return open(command, Store::Mode::writer); }

bool isTraining(const Workstation& desk) { return desk.material().site.description().training; }

void requireDuty(const SignedDesk& desk, Permission permission) { desk->requireDuty(mayDo(*desk->session(), permission), nameOf(permission)); }

UserNumber numberFrom(const std::string& text)
{
    const auto number = UserNumber::parse(text);
    if (!number) throw UsageError(Failure::of("USAGE", "a user number has 12 digits"));
    return *number;
}

void run(const Command& command)
{
    static const std::map<std::string, void (*)(const Command&)> commands = {
        {"site train", siteTrain},       {"site enrol", siteEnrol},         {"site status", siteStatus},
        {"site diagnose", siteDiagnose}, {"readers", listReaders},          {"card show", showCard},
        {"issue", issue},                {"unlock", unlock},                {"repair", repair},
        {"touch", touch},                {"card due", listDueCards},
        {"card passcode", changePasscode}, {"card verify", verifyCard},     {"card renew", renewCard},
        {"card cancel", cancelCard},     {"card clear", clearCard},         {"card replace", replaceCard},
        {"card replacement", makeReplacement}, {"card replacements", listReplacements},
        {"card lend", lendCard},         {"card return", returnCard},       {"card loans", listLoans},
        {"conformance", conformance},
        {"photo check", checkPhoto}, {"photo report", reportPhotos},
        {"evidence check", checkEvidence}, {"evidence documents", listEvidence}, {"evidence mrz", readZone},
        {"people find", findPeople},       {"people show", showPerson},
        {"people add", addPerson},       {"people change", changePerson},   {"people close", closePerson},
        {"people reopen", reopenPerson}, {"people import", importPeople},   {"people starters", listStarters},
        {"people leavers", listLeavers}, {"people keep", keepLeaver},
        {"terms show", showTerms},       {"terms notice", showNotice},      {"terms holder-help", showHolderHelp},
        {"terms status", termsStatus},   {"terms accept", acceptTerms},     {"terms receipt", showReceipt},  {"terms verify", verifyTerms},
        {"position list", listPositions}, {"position request", requestPosition}, {"position assign", assignPosition},
        {"position approve", approvePosition}, {"position refuse", refusePosition}, {"position end", endPosition},
        {"position change", changePositions}, {"position ending", listEndingPositions}, {"position catalogue", listCatalogue},
        {"position open", openCatalogue}, {"position close", closeCatalogue}, {"position delegate", delegatePositions},
        {"request raise", raiseRequest}, {"request list", listRequests}, {"request show", showRequest},
        {"request approve", approveRequest}, {"request refuse", refuseRequest}, {"request withdraw", withdrawRequest},
        {"print face", printFront},      {"print back", printBack},         {"print both", printBoth},
        {"print receipt", printReceipt}, {"print leaflet", printLeaflet},   {"print later", printLater},
        {"print never", printNever},     {"print list", listPrints},        {"print spoil", spoilCard},
        {"badge request", requestBadge}, {"badge import", importBadges},    {"badge list", listBadges},
        {"badge history", badgeHistory}, {"badge refuse", refuseBadge},     {"badge withdraw", withdrawBadge},
        {"badge print", printBadges},
        {"queue list", listQueue},       {"queue drain", drainQueue},       {"log verify", verifyLog},
        {"log export", exportLog},       {"log erase", eraseEntry},         {"log checkpoint", checkpointLog}, {"log begin", beginLog},
        {"exception ask", askException}, {"exception list", listExceptions}, {"exception decide", decideException},
        {"agents list", listAgents},     {"store rotate", rotateStoreKey},  {"store recipients", listRecipients}};
    const auto found = commands.find(command.arguments.command);
    if (found == commands.end()) throw UsageError(Failure::of("USAGE", command.arguments.command));
    found->second(command);
}

} // namespace cardwright::ctl
