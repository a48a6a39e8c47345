#include "core/journal/JournalError.h"
#include "core/journal/LogTrust.h"
#include "core/journal/LogVerifier.h"

namespace cardwright {

namespace {

void judgeItem(const HolderProof& proof, std::uint64_t position, const LogTrust& trust, LogReport& report)
{
    const auto& item = proof.entries[position - 1];
    const JournalEntry& entry = item.entry;
    const auto add = [&](LogFault fault, std::string words) {
        report.findings.push_back({fault, position, item.index, entry.seq, entry.id, std::move(words)});
    };
    ++report.entries;
    if (!entry.payload) ++report.erasedPayloads;
    if (entry.kind == EntryKind::clockWentBack) ++report.clockSteps;
    if (!report.first) report.first = entry.at;
    report.last = entry.at;
    if (entry.log != *report.log) add(LogFault::otherLog, "This entry is from the log " + entry.log.text() + ".");
    if (entry.seq != item.index) {
        add(LogFault::wrongSequence, "Entry " + std::to_string(entry.seq) + " is offered for place " + std::to_string(item.index) + ".");
    }
    const auto judged = judgeEntry(entry, &trust);
    for (const auto& fault : judged.faults) add(fault.fault, fault.words);
    if (judged.digestHolds && !entry.signature.empty()) ++report.signaturesChecked;
    if (judged.digestHolds && !merkle::verifyInclusion(judged.leaf, item.index, proof.checkpoint.size, item.path, proof.checkpoint.root)) {
        add(LogFault::notIncluded, "Its path does not lead to the checkpoint's root.");
    }
}

} // namespace

LogReport verifyHolderProof(const HolderProof& proof, OutsideTrust outside)
{
    LogReport report;
    const LogTrust trust(proof.header, outside);
    report.log = outside.log.value_or(proof.header.log);
    const auto add = [&](const FoundFault& fault) { report.findings.push_back({fault.fault, 0, 0, {}, {}, fault.words}); };
    for (const auto& fault : trust.faults()) add(fault);
    if (const auto why = trust.whyNotOurs(proof.checkpoint)) {
        add({LogFault::badCheckpoint, "The checkpoint " + *why + "."});
    } else {
        report.checkpoints = 1;
        report.countersigned = trust.isCountersigned(proof.checkpoint) ? 1 : 0;
        report.provenSize = proof.checkpoint.size;
    }
    for (std::uint64_t position = 1; position <= proof.entries.size(); ++position) judgeItem(proof, position, trust, report);
    if (outside.entries && report.entries < *outside.entries) {
        add({LogFault::endsEarly, "The proof has " + std::to_string(report.entries) + " entries; there should be " + std::to_string(*outside.entries) + "."});
    }
    report.whole = report.findings.empty();
    return report;
}

} // namespace cardwright
