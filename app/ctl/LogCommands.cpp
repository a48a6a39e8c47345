#include "app/ctl/Commands.h"

#include "core/journal/EntryJson.h"
#include "core/journal/LogExport.h"
#include "core/journal/LogVerifier.h"
#include "core/store/PrivateFiles.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <sstream>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr std::string_view proofBegin = R"({"cardwright.proof":)";

void tellFinding(const Command& command, const LogFinding& finding)
{
    json fields = {{"fault", std::string(nameOf(finding.fault))}, {"line", finding.line}, {"expectedSeq", finding.expectedSeq}, {"words", finding.words}};
    if (finding.seq) fields["seq"] = *finding.seq;
    if (finding.id) fields["id"] = finding.id->text();
    auto place = finding.line == 0 ? std::string("the export") : fmt::format("line {}", finding.line);
    if (finding.seq) place += fmt::format(", entry {}", *finding.seq);
    if (finding.id) place += fmt::format(" ({})", finding.id->text());
    command.output.say("finding", std::move(fields), fmt::format("{}: {}: {}", place, nameOf(finding.fault), finding.words));
}

std::string reportWords(const LogReport& report, std::size_t wrong)
{
    if (wrong > 0) return fmt::format("{} entries, {} findings.", report.entries, wrong);
    auto words = fmt::format("{} entries, each in its place and as it was written.", report.entries);
    if (report.signaturesChecked > 0) words += fmt::format(" {} signatures hold.", report.signaturesChecked);
    if (report.provenSize > 0) {
        words += fmt::format(" A checkpoint vouches for the first {}{}.", report.provenSize, report.countersigned > 0 ? ", with the centre's signature" : "");
    }
    if (report.erasedPayloads > 0) words += fmt::format(" {} payloads were erased; their entries stand.", report.erasedPayloads);
    return words;
}

/// Throws LOG-WRONG when there is a finding. more: findings that were told already.
void tellReport(const Command& command, const LogReport& report, std::size_t more = 0)
{
    for (const auto& finding : report.findings) tellFinding(command, finding);
    const auto wrong = report.findings.size() + more;
    json fields = {{"entries", report.entries},         {"wrong", wrong},
                   {"erasedPayloads", report.erasedPayloads}, {"clockSteps", report.clockSteps},
                   {"signaturesChecked", report.signaturesChecked}, {"checkpoints", report.checkpoints},
                   {"countersigned", report.countersigned},   {"provenSize", report.provenSize}};
    if (report.log) fields["log"] = report.log->text();
    if (report.root) fields["root"] = toHex(*report.root);
    if (report.first) fields["first"] = formatUtc(*report.first);
    if (report.last) fields["last"] = formatUtc(*report.last);
    command.output.say("result", std::move(fields), reportWords(report, wrong));
    if (wrong > 0) throw FailureError(Failure::of("LOG-WRONG"));
}

OutsideTrust trustFrom(const Arguments& arguments)
{
    OutsideTrust trust;
    if (arguments.trust.empty()) return trust;
    std::ifstream file(arguments.trust, std::ios::binary);
    if (!file) throw UsageError(Failure::of("REQUEST-FILE", arguments.trust.string()));
    const std::string pem{std::istreambuf_iterator<char>(file), {}};
    trust.anchors = {Certificate::fromPem(bytesOf(pem))};
    return trust;
}

/// An export or a holder's proof, without any site: what is there decides which.
void verifyFile(const Command& command)
{
    const auto& arguments = command.arguments;
    std::ifstream file(arguments.file, std::ios::binary);
    std::string begin(proofBegin.size(), '\0');
    if (!file || std::filesystem::is_directory(arguments.file)) throw UsageError(Failure::of("REQUEST-FILE", arguments.file.string()));
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    const bool proof = file.gcount() == static_cast<std::streamsize>(begin.size()) && begin == proofBegin;
    file.clear();
    file.seekg(0);
    if (!proof) {
        tellReport(command, LogVerifier::verify(file, trustFrom(arguments)));
        return;
    }
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    tellReport(command, verifyHolderProof(HolderProof::fromText(text), trustFrom(arguments)));
}

/// The site's own log with nobody signed in: order, digests, the workstation's signatures, the tree under its checkpoints. Sessions'
/// signatures need the delegations, which name agents: those are checked in an export.
void verifySite(const Command& command)
{
    const auto desk = openForReading(command);
    const auto [report, found] = desk->store().call([&](Store& store) {
        LogVerifier verifier(store.journal.log());
        store.journal.exportLines([&](std::string_view line) { verifier.addLine(line); });
        return std::pair(verifier.finish(store.journal.size()), store.journal.check());
    });
    for (const auto& finding : found) {
        command.output.say("finding", {{"fault", finding.code}, {"words", finding.place}}, finding.place + ": " + finding.code);
    }
    tellReport(command, report, found.size());
}

/// To the file that was named, or to standard output.
class Sink {
public:
    explicit Sink(const Command& command) : m_command(command) {}
    void line(std::string_view text)
    {
        if (m_command.arguments.file.empty()) m_command.output.line(std::string(text));
        else m_collected.append(text).push_back('\n');
    }
    /// Written whole, 0600, or not at all.
    void finish(const json& fields, const std::string& sentence)
    {
        if (m_command.arguments.file.empty()) return;
        writePrivateFile(m_command.arguments.file, bytesOf(m_collected));
        m_command.output.say("result", fields, sentence);
    }

private:
    const Command& m_command;
    std::string m_collected;
};

void exportHolder(const Command& command, const SignedDesk& desk, Sink& sink)
{
    const auto number = numberFrom(command.arguments.holder);
    const auto text = desk->exportProof(number);
    const auto proof = HolderProof::fromText(text);
    if (command.arguments.proof) {
        sink.line(text);
    } else {
        for (const auto& item : proof.entries) sink.line(exportLine(item.entry));
    }
    const auto count = proof.entries.size();
    const auto file = command.arguments.file.string();
    sink.finish({{"training", isTraining(*desk)}, {"entries", count}, {"file", file}, {"uuid", number.digits()}, {"proof", command.arguments.proof}},
                fmt::format("{} entries about {} written to {}.", count, number.grouped(), file));
}

} // namespace

void verifyLog(const Command& command)
{
    if (command.arguments.file.empty()) verifySite(command);
    else verifyFile(command);
}

void exportLog(const Command& command)
{
    if (command.arguments.proof && command.arguments.holder.empty()) throw UsageError(Failure::of("USAGE", "--proof needs --holder"));
    const SignedDesk desk(command);
    Sink sink(command);
    if (!command.arguments.holder.empty()) {
        exportHolder(command, desk, sink);
        return;
    }
    std::size_t lines = 0;
    desk->exportLog([&](std::string_view line) {
        ++lines;
        sink.line(line);
    });
    const auto entries = lines == 0 ? 0 : lines - 1; // the header is none
    const auto file = command.arguments.file.string();
    sink.finish({{"training", isTraining(*desk)}, {"entries", entries}, {"file", file}}, fmt::format("{} entries written to {}.", entries, file));
}

void eraseEntry(const Command& command)
{
    const auto entry = Guid::parse(command.arguments.text);
    if (!entry) throw UsageError(Failure::of("USAGE", "the entry's id is a GUID, as an export or 'queue list' shows it"));
    const SignedDesk desk(command);
    desk->erasePayload(*entry, command.arguments.reason, desk.passcode());
    command.output.say("result", {{"training", isTraining(*desk)}, {"erased", entry->text()}},
                       "What entry " + entry->text() + " said is gone from this desk; that it was there, and that you erased it, stays on record.");
}

void beginLog(const Command& command)
{
    const SignedDesk desk(command);
    const auto former = desk->material().site.description().log;
    const auto log = desk->beginNewLog(command.arguments.reason);
    command.output.say("result", {{"training", isTraining(*desk)}, {"log", log.text()}, {"former", former.text()}},
                       "Log " + log.text() + " begins. The one before, " + former.text() +
                           ", is closed at the centre and stays readable here; what it had not yet sent stays in it.");
}

void checkpointLog(const Command& command)
{
    const auto desk = openUnattended(command);
    const auto [note, countersigned] = desk->store().call([](Store& store) {
        Transaction transaction(store.database());
        auto made = store.journal.checkpoint(transaction);
        transaction.commit();
        return std::pair(std::move(made), store.journal.lastCountersigned());
    });
    if (!command.arguments.file.empty()) writePrivateFile(command.arguments.file, bytesOf(note.text()));
    json fields = {{"training", isTraining(*desk)}, {"log", note.log.text()}, {"size", note.size}, {"root", toHex(note.root)}, {"note", note.text()}};
    if (countersigned) fields["countersigned"] = {{"size", countersigned->size}, {"at", formatUtc(countersigned->at)}, {"note", countersigned->note}};
    auto words = command.arguments.file.empty() ? note.text() : fmt::format("The checkpoint over {} entries is in {}.", note.size, command.arguments.file.string());
    command.output.say("result", std::move(fields), words);
}

} // namespace cardwright::ctl
