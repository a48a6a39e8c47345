#include "app/ctl/Commands.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

/// What a refusal says of its kind. Its personal part is sealed, and the shell's list has nobody signed in who could open it.
json problemFields(const std::string& problem)
{
    auto fields = json::parse(problem, nullptr, false);
    if (fields.is_object()) fields.erase("sealed");
    return fields;
}

json queueFields(const OutboxRow& row)
{
    json fields = {{"seq", row.seq}, {"id", row.id.text()}, {"at", formatUtc(row.at)}, {"kind", std::string(nameOf(row.kind))},
                   {"state", std::string(nameOf(row.state))}, {"words", std::string(wordsOf(row.state))}};
    if (!row.problem.empty()) fields["problem"] = problemFields(row.problem);
    return fields;
}

/// Whether the centre still owes an answer to a certificate request. What lies sealed in the inbox counts as one.
bool answersAreDue(runtime::Workstation& desk)
{
    return desk.store().call([](Store& store) { return store.certificateRequests.countOpen() > store.inbox.countSealed(); });
}

/// The centre asks its authority after it took the entries, so the answers come a moment later: they are waited for as long as a
/// card job would wait. What comes later comes with the next drain.
runtime::SyncRound drained(const Command& command, runtime::Workstation& desk)
{
    constexpr std::chrono::seconds poll(2);
    std::optional<std::chrono::steady_clock::time_point> until;
    runtime::SyncRound whole;
    for (;;) {
        const auto round = desk.synchroniser().round(until ? poll : std::chrono::seconds(0));
        whole.accepted += round.accepted;
        whole.refused += round.refused;
        whole.applied += round.applied;
        whole.waiting = round.waiting;
        if (round.failure) throw FailureError(*round.failure);
        if (command.stop.stop_requested()) return whole;
        if (round.waiting > 0) continue;
        const auto now = std::chrono::steady_clock::now();
        if (!until && whole.accepted > 0) until = now + std::chrono::seconds(desk.material().issue.centreWaitSeconds);
        if (!until || now >= *until || !answersAreDue(desk)) return whole;
    }
}

void tellDrained(const Command& command, runtime::Workstation& desk, const runtime::SyncRound& whole)
{
    const auto sealed = desk.status().deliveries;
    auto words = fmt::format("{} entries went to the centre, {} deliveries were taken in; {} wait, {} need a decision.", whole.accepted + whole.refused,
                             whole.applied, whole.waiting, whole.refused);
    if (sealed > 0) words += fmt::format(" {} deliveries wait sealed for a sign-in.", sealed);
    command.output.say("result",
                       {{"training", isTraining(desk)}, {"sent", whole.accepted + whole.refused}, {"accepted", whole.accepted},
                        {"refused", whole.refused}, {"applied", whole.applied}, {"waiting", whole.waiting}, {"sealed", sealed}},
                       words);
}

} // namespace

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
    command.output.say("result",
                       {{"training", isTraining(*desk)}, {"waiting", counts.waiting}, {"accepted", counts.accepted}, {"refused", counts.refused}},
                       fmt::format("{} recorded here and not yet at the centre, {} at the centre, {} need a decision.", counts.waiting, counts.accepted, counts.refused));
}

/// Signed in, what was delivered sealed is opened and applied; the sign-out is sent with the rest, so that nothing is left waiting.
/// A live site without --agent-reader drains as a desk does that nobody sits at.
void drainQueue(const Command& command)
{
    const auto& arguments = command.arguments;
    const bool training = !arguments.site.empty() && SiteFolder::open(arguments.site).description().training;
    if (arguments.unattended || (!training && arguments.agentReader.empty())) {
        const auto desk = openUnattended(command);
        tellDrained(command, *desk, drained(command, *desk));
        return;
    }
    const SignedDesk desk(command);
    auto whole = drained(command, *desk);
    desk->signOut();
    const auto last = drained(command, *desk);
    whole.accepted += last.accepted;
    whole.refused += last.refused;
    whole.applied += last.applied;
    whole.waiting = last.waiting;
    tellDrained(command, *desk, whole);
}

} // namespace cardwright::ctl
