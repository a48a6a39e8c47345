#include "app/ctl/CardOutput.h"

#include "core/lifecycle/CardJobError.h"
#include "core/piv/Conformance.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

#include <unistd.h>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr const char* agreement = "ERASE";

ConformanceOptions optionsOf(const Command& command)
{
    ConformanceOptions options;
    options.rsa = !command.arguments.act.noRsa;
    options.spendTries = !command.arguments.act.keepTries;
    return options;
}

/// A card that somebody has, or may have, is never tried out: blank ones are, and those that were cancelled here.
bool mustBeCleared(const CardLook& look)
{
    if (look.kind == CardKind::blank) return false;
    const auto& card = look.file.card;
    const bool ended = card && !look.file.jobOpen() && (card->state == CardState::cancelled || card->state == CardState::abandoned);
    if (!ended) throw CardJobError("CONFORMANCE-CARD", std::string(nameOf(look.kind)));
    return true;
}

void warn(const Command& command, const CardProfile& profile, const ConformanceOptions& options, bool clear)
{
    std::vector<std::string> warnings;
    if (clear) warnings.push_back("The card was cancelled; it is cleared first.");
    for (auto& sentence : conformanceWarnings(profile, options)) warnings.push_back(std::move(sentence));
    for (const auto& sentence : warnings) command.output.say("warning", {{"sentence", sentence}}, sentence);
}

/// On a terminal somebody types it; a script says it beforehand.
void requireAgreement(const Command& command)
{
    if (command.arguments.act.yesErase) return;
    std::string typed;
    if (::isatty(STDIN_FILENO) == 1) {
        std::cerr << "Type " << agreement << " to go on: " << std::flush;
        std::getline(std::cin, typed);
    }
    if (typed != agreement) throw RefusedError(Failure::of("CONFORMANCE-NOT-AGREED"));
}

void sayCheck(const Command& command, const ConformanceResult& result)
{
    command.output.say("check", {{"check", result.check}, {"about", result.about}, {"outcome", std::string(nameOf(result.kind))}, {"words", result.words}, {"apdus", result.apdus}},
                       fmt::format("{:<28} {:<8} {:>5}  {}", result.check, nameOf(result.kind), result.apdus, result.kind == ConformanceResult::Kind::passed ? result.about : result.words));
}

} // namespace

void conformance(const Command& command)
{
    auto options = optionsOf(command);
    const SignedDesk desk(command);
    requireDuty(desk, Permission::cardClear);
    const auto name = theReader(command, *desk);
    auto look = desk->look(name, command.stop);
    const bool clear = mustBeCleared(look);
    warn(command, look.profile, options, clear);
    requireAgreement(command);
    if (clear) {
        desk->clearCard(name, watchOf(command));
        look = desk->look(name, command.stop);
    }
    if (!command.output.asJson()) command.output.line(fmt::format("{:<28} {:<8} {:>5}", "check", "outcome", "APDUs"));
    options.progress = [&command](const ConformanceResult& result) { sayCheck(command, result); };
    const auto reader = desk->readers().reader(name);
    const auto results = runConformance(*reader, look.profile, ConformanceKeys::factoryOf(look.profile), desk->random(), options);
    std::map<ConformanceResult::Kind, std::size_t> counts;
    for (const auto& result : results) ++counts[result.kind];
    const bool passed = conforms(results);
    using Kind = ConformanceResult::Kind;
    command.output.say("result", {{"training", isTraining(*desk)}, {"act", "conformance"}, {"profile", look.profile.id}, {"atr", toHex(look.identity.atr)}, {"checks", results.size()},
                                  {"passed", counts[Kind::passed]}, {"cannot", counts[Kind::cannot]}, {"failed", counts[Kind::failed]}, {"skipped", counts[Kind::skipped]}, {"conforms", passed}},
                       fmt::format("{} checks by the profile {}: {} passed, {} the card says it cannot, {} failed, {} skipped.", results.size(), look.profile.id,
                                   counts[Kind::passed], counts[Kind::cannot], counts[Kind::failed], counts[Kind::skipped]));
    if (!passed) throw CardJobError("CONFORMANCE-FAILED");
}

} // namespace cardwright::ctl
