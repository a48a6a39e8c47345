#include "app/ctl/Commands.h"

#include "app/ctl/PasscodeInput.h"
#include "app/runtime/Enrolment.h"
#include "app/runtime/TrainingSite.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

[[noreturn]] void misused(const std::string& why) { throw UsageError(Failure::of("USAGE", why)); }

/// The authority that is believed: by its fingerprint, or by the certificate the installer was given.
Sha256Digest pinnedAuthority(const EnrolArguments& enrol)
{
    if (!enrol.trust.empty()) {
        std::ifstream file(enrol.trust, std::ios::binary);
        if (!file) throw UsageError(Failure::of("REQUEST-FILE", enrol.trust.string()));
        const std::string pem{std::istreambuf_iterator<char>(file), {}};
        return Certificate::fromPem(bytesOf(pem)).fingerprint();
    }
    auto digits = enrol.authority;
    std::erase(digits, ':');
    const auto octets = fromHex(digits);
    Sha256Digest print{};
    if (!octets || octets->size() != print.size()) misused("one of --authority (64 hexadecimal digits) and --trust is needed");
    std::copy(octets->begin(), octets->end(), print.begin());
    return print;
}

std::optional<runtime::FirstAgentOrder> firstAgent(const EnrolArguments& enrol)
{
    const bool none = enrol.firstAgentReader.empty() && enrol.firstAgentNumber.empty() && enrol.firstAgentName.empty() && !enrol.firstAgentPasscodeFd;
    if (none) return std::nullopt;
    if (enrol.firstAgentReader.empty() || enrol.firstAgentNumber.empty() || enrol.firstAgentName.empty() || !enrol.firstAgentPasscodeFd) {
        misused("a first agent needs --first-agent-reader, -number, -name and -passcode-fd");
    }
    return runtime::FirstAgentOrder{enrol.firstAgentReader, numberFrom(enrol.firstAgentNumber), enrol.firstAgentName,
                                    readPasscode(*enrol.firstAgentPasscodeFd)};
}

std::string enrolledWords(const runtime::EnrolmentReport& made)
{
    auto words = fmt::format("This is now a workstation of {} ({}). A new log was begun; {} agents may sign in.", made.site, made.odsCode, made.agents);
    if (made.firstAgent) words += " The first agent's card is made, and that is on record.";
    if (made.bootstrap) words += " Nobody can sign in yet: the site has no agent. Run 'site enrol' in the first agent's presence with --first-agent-reader.";
    return words;
}

/// Fields that are there only when known.
template <class Value>
void put(json& fields, const char* name, const std::optional<Value>& value)
{
    if (value) fields[name] = *value;
}

void putTime(json& fields, const char* name, const std::optional<std::int64_t>& at)
{
    if (at) fields[name] = formatUtc(*at);
}

json statusFields(const runtime::SiteStatus& status)
{
    json fields = {{"training", status.training},
                   {"site", status.site},
                   {"odsCode", status.odsCode},
                   {"place", status.place},
                   {"desk", status.desk},
                   {"keyProtection", status.keyProtection},
                   {"workstation", status.workstation.text()},
                   {"log", status.log.text()},
                   {"centre", status.centreUrl},
                   {"entries", status.entries},
                   {"waiting", status.waiting},
                   {"refused", status.refused},
                   {"deliveries", status.deliveries},
                   {"agents", status.agents},
                   {"storeKeyRecipients", status.storeKeyRecipients},
                   {"rotating", status.rotating},
                   {"siteKeyVersion", status.siteKeyVersion},
                   {"batches", status.batches},
                   {"authorityDaysLeft", status.authorityDaysLeft}};
    putTime(fields, "lastContact", status.lastContact);
    put(fields, "rosterVersion", status.rosterVersion);
    putTime(fields, "rosterIssuedAt", status.rosterIssuedAt);
    putTime(fields, "rosterUntil", status.rosterUntil);
    putTime(fields, "authorityUntil", status.authorityUntil);
    put(fields, "checkpointSize", status.checkpointSize);
    putTime(fields, "checkpointAt", status.checkpointAt);
    put(fields, "highWater", status.highWater);
    return fields;
}

std::string statusWords(const runtime::SiteStatus& status)
{
    const auto day = [](const std::optional<std::int64_t>& at, const char* never) { return at ? formatDateForPeople(dateOf(*at)) : std::string(never); };
    auto words = fmt::format("{} ({}), {}, {}{}\n", status.site, status.odsCode, status.place, status.desk, status.training ? ", a training site" : "");
    words += fmt::format("Keys: {}. Store key: {} cards open it{}. Site key version {}.\n", status.keyProtection, status.storeKeyRecipients,
                         status.rotating ? ", and it is being replaced" : "", status.siteKeyVersion);
    if (!status.batches.empty()) words += fmt::format("Batches of blank cards whose keys are here: {}.\n", fmt::join(status.batches, ", "));
    words += fmt::format("Log: {} entries; {} recorded here and not yet at the centre, {} need a decision, {} deliveries wait for a sign-in.\n",
                         status.entries, status.waiting, status.refused, status.deliveries);
    words += fmt::format("Centre: {}, last contact {}. It may work alone for {} more days.\n", status.centreUrl, day(status.lastContact, "never"),
                         status.authorityDaysLeft);
    words += fmt::format("Roster: {} agents, issued {}, good until {}.\n", status.agents, day(status.rosterIssuedAt, "never"), day(status.rosterUntil, "nothing is said"));
    words += status.checkpointSize ? fmt::format("The centre has countersigned the log up to {} entries.", *status.checkpointSize)
                                   : std::string("The centre has countersigned nothing of this log yet.");
    return words;
}

const char* nameOf(runtime::Finding::Mark mark)
{
    switch (mark) {
    case runtime::Finding::Mark::good: return "good";
    case runtime::Finding::Mark::note: return "note";
    case runtime::Finding::Mark::bad: break;
    }
    return "bad";
}

} // namespace

void siteTrain(const Command& command)
{
    if (command.arguments.site.empty()) misused("--site DIR is needed");
    const auto made = runtime::makeTrainingSite(command.arguments.site, command.arguments.centrePort);
    command.output.say("result",
                       {{"training", true},
                        {"site", command.arguments.site.string()},
                        {"name", made.name},
                        {"odsCode", made.odsCode},
                        {"desk", made.desk},
                        {"agent", {{"name", made.agentName}, {"uuid", made.agentNumber}}},
                        {"centrePort", made.centrePort},
                        {"leased", made.leased},
                        {"cards", made.cards},
                        {"requests", made.requests}},
                       "A training site stands in " + command.arguments.site.string() + ": " + made.name + ", " + made.desk + ".\n" + made.agentName +
                           " is its agent; the passcode of that card is in cards/agent.passcode. Nothing in it is real.");
}

void siteEnrol(const Command& command)
{
    const auto& enrol = command.arguments.enrol;
    if (command.arguments.site.empty()) misused("--site DIR is needed");
    if (enrol.keyProtection != "file" && enrol.keyProtection != "tpm") misused("--key-protection is file or tpm");
    if (!enrol.tpm.empty() && enrol.keyProtection != "tpm") misused("--tpm goes with --key-protection tpm");
    runtime::EnrolmentOrder order;
    order.site = command.arguments.site;
    order.centreUrl = enrol.centre;
    order.authorityFingerprint = pinnedAuthority(enrol);
    order.token = readToken(*enrol.tokenFd);
    order.desk = enrol.name;
    order.place = enrol.place;
    order.tpm = enrol.keyProtection == "tpm";
    order.tcti = enrol.tpm;
    order.firstAgent = firstAgent(enrol);
    const auto made = runtime::enrolSite(std::move(order));
    command.output.say("result",
                       {{"training", false},
                        {"workstation", made.workstation.text()},
                        {"log", made.log.text()},
                        {"site", made.site},
                        {"odsCode", made.odsCode},
                        {"rosterVersion", made.rosterVersion},
                        {"agents", made.agents},
                        {"firstAgent", made.firstAgent},
                        {"bootstrap", made.bootstrap}},
                       enrolledWords(made));
}

void siteStatus(const Command& command)
{
    const auto desk = openForReading(command);
    const auto status = desk->status();
    command.output.say("result", statusFields(status), statusWords(status));
}

void siteDiagnose(const Command& command)
{
    const auto desk = openForReading(command);
    const auto findings = desk->diagnose();
    std::size_t bad = 0;
    std::optional<Failure> first;
    for (const auto& finding : findings) {
        json fields = {{"subject", finding.subject}, {"mark", nameOf(finding.mark)}, {"sentence", finding.sentence}};
        if (finding.failure) fields["code"] = finding.failure->code;
        command.output.say("finding", std::move(fields), fmt::format("{:<5} {}: {}", nameOf(finding.mark), finding.subject, finding.sentence));
        if (finding.mark != runtime::Finding::Mark::bad) continue;
        ++bad;
        if (!first) first = finding.failure;
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"findings", findings.size()}, {"bad", bad}},
                       bad == 0 ? "Nothing is wrong." : fmt::format("{} of {} are wrong.", bad, findings.size()));
    if (first) throw FailureError(*first);
}

void listReaders(const Command& command)
{
    const auto desk = openForReading(command);
    const auto states = desk->readersNow();
    if (states.empty()) throw TransportError("READER-ABSENT");
    for (const auto& state : states) {
        const char* words = state.mute ? "a card that does not answer" : state.present ? "a card" : "empty";
        command.output.say("reader",
                           {{"reader", state.name}, {"present", state.present}, {"exclusive", state.exclusive}, {"mute", state.mute}, {"atr", toHex(state.atr)}},
                           state.name + ": " + words + (state.exclusive ? ", held by another program" : ""));
    }
}

} // namespace cardwright::ctl
