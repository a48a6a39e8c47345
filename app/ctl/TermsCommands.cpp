#include "app/ctl/CardOutput.h"

#include "core/crypto/CmsSignature.h"
#include "core/store/PrivateFiles.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

// terms show, notice, holder-help, status, accept, receipt, verify.

namespace cardwright::ctl {

using nlohmann::json;
using runtime::Workstation;

namespace {

/// Of the site, where one is named; else what ships. Nobody signs in for it: it is written for everybody to read.
TermsPolicy policyOf(const Command& command)
{
    if (command.arguments.site.empty()) return TermsPolicy::shipped();
    return openForReading(command)->material().terms;
}

std::string wordsOf(const std::vector<TextSection>& sections, bool numbered)
{
    std::string words;
    int number = 0;
    for (const auto& section : sections) {
        words += numbered ? fmt::format("\n{}. {}\n", ++number, section.title) : "\n" + section.title + "\n";
        for (const auto& paragraph : section.paragraphs) words += "   " + paragraph + "\n";
    }
    return words;
}

json sectionsOf(const std::vector<TextSection>& sections)
{
    json rows = json::array();
    for (const auto& section : sections) rows.push_back({{"title", section.title}, {"paragraphs", section.paragraphs}});
    return rows;
}

/// The card of the argument: its GUID, or the newest of the holder with these 12 digits.
Guid cardOf(const Command& command, Workstation& desk)
{
    if (const auto card = Guid::parse(command.arguments.text)) return *card;
    const auto cards = desk.cardsOf(numberFrom(command.arguments.text));
    if (cards.empty()) throw RefusedError(Failure::of("CARD-NOT-HERE"));
    return std::max_element(cards.begin(), cards.end(), [](const auto& one, const auto& other) { return one.openedAt < other.openedAt; })->guid;
}

json fieldsOf(const TermsRecord& record)
{
    return {{"id", record.id.text()},
            {"card", record.card.text()},
            {"uuid", record.holder.digits()},
            {"slot", record.slot},
            {"noticeVersion", record.noticeVersion},
            {"noticeDigest", toHex(record.notice)},
            {"termsVersion", record.termsVersion},
            {"termsDigest", toHex(record.terms)},
            {"acceptedAt", formatUtc(record.acceptedAt)}};
}

void writeText(const std::filesystem::path& file, std::string_view text) { writePrivateFile(file, bytesOf(text)); }

/// Everything that somebody needs who has OpenSSL and nothing of ours. The texts only where they are still the ones accepted.
void exportProof(const std::filesystem::path& folder, const runtime::TermsProof& proof, const runtime::SiteMaterial& site)
{
    std::filesystem::create_directories(folder);
    writePrivateFile(folder / "statement.json", proof.record.statement);
    writePrivateFile(folder / "statement.p7s", proof.certificate ? cms::addressedTo(proof.record.signature, StatementType::terms, *proof.certificate) : proof.record.signature);
    if (site.terms.notice.digest == proof.record.notice) writeText(folder / "notice.json", site.terms.notice.octets);
    if (site.terms.terms.digest == proof.record.terms) writeText(folder / "terms.json", site.terms.terms.octets);
    if (proof.certificate) writeText(folder / "card.pem", proof.certificate->pem());
    std::string authorities;
    for (const auto& authority : site.trust) authorities += authority.pem();
    writeText(folder / "ca.pem", authorities);
}

std::string sentenceOf(const runtime::TermsProof& proof)
{
    const auto& check = proof.check;
    const auto head = fmt::format("Terms {} and notice {}, accepted {}: ", proof.record.termsVersion, proof.record.noticeVersion, formatUtc(proof.record.acceptedAt));
    if (!check.signature) return head + "the signature does not hold.";
    if (!check.consistent) return head + "the signature holds, over a statement that says something else than the record.";
    if (!check.certificate) return head + "signed by the key " + proof.record.slot + " of this card; its certificate has not come yet.";
    if (*check.certificate != TrustVerdict::trusted) return head + "signed, but its certificate is not trusted: " + nameOf(*check.certificate) + ".";
    return head + "signed by the key " + proof.record.slot + " of this card, whose certificate is trusted.";
}

} // namespace

std::optional<TermsAcceptance> termsFrom(const Command& command, Workstation& desk)
{
    const auto& said = command.arguments.terms.accepted;
    if (!said) return std::nullopt;
    if (*said != desk.material().terms.terms.version) {
        throw RefusedError(Failure::of("TERMS-CHANGED", fmt::format("version {} is in force", desk.material().terms.terms.version)));
    }
    const auto now = desk.clock().utcMillis();
    return desk.acceptTerms(now, now);
}

void requireTermsSaid(const Command& command, Workstation& desk, const std::optional<UserNumber>& holder)
{
    if (command.arguments.terms.accepted || (holder && !desk.termsOf(*holder).due)) return;
    throw RefusedError(Failure::of("TERMS-NEEDED", fmt::format("version {}", desk.material().terms.terms.version)));
}

void showTerms(const Command& command)
{
    const auto policy = policyOf(command);
    const auto& terms = policy.terms;
    auto words = fmt::format("{}\nVersion {}, in force from {}. Law: {}.\n{}\n", terms.title, terms.version, formatDateForPeople(terms.effective), terms.law, terms.intro);
    words += wordsOf(terms.clauses, true) + "\n" + terms.agreement;
    command.output.say("result", {{"policy", policy.id.text()}, {"version", terms.version}, {"digest", toHex(terms.digest)}, {"title", terms.title}, {"law", terms.law},
                                  {"effective", formatDate(terms.effective)}, {"intro", terms.intro}, {"clauses", sectionsOf(terms.clauses)}, {"agreement", terms.agreement}},
                       words);
}

void showNotice(const Command& command)
{
    const auto policy = policyOf(command);
    const auto& notice = policy.notice;
    command.output.say("result", {{"policy", policy.id.text()}, {"version", notice.version}, {"digest", toHex(notice.digest)}, {"title", notice.title},
                                  {"sections", sectionsOf(notice.sections)}},
                       fmt::format("{}\nVersion {}.\n", notice.title, notice.version) + wordsOf(notice.sections, false));
}

void showHolderHelp(const Command& command)
{
    const auto policy = policyOf(command);
    command.output.say("result", {{"policy", policy.id.text()}, {"sections", sectionsOf(policy.help)}}, "For card holders\n" + wordsOf(policy.help, false));
}

void termsStatus(const Command& command)
{
    const SignedDesk desk(command);
    auto person = UserNumber::parse(command.arguments.text);
    if (!person) {
        const auto card = Guid::parse(command.arguments.text);
        const auto record = card ? desk->store().call([&](Store& store) { return store.cards.byGuid(*card); }) : std::nullopt;
        if (!record) throw RefusedError(Failure::of("CARD-NOT-HERE"));
        person = record->holder;
    }
    const auto standing = desk->termsOf(*person);
    desk->recordView(*person, "shell");
    json fields = {{"training", isTraining(*desk)}, {"uuid", person->digits()}, {"due", standing.due}, {"version", desk->material().terms.terms.version}};
    std::string words = person->grouped() + " has accepted no terms.";
    if (standing.last) {
        fields["accepted"] = fieldsOf(*standing.last);
        words = fmt::format("{} accepted terms {} on {}.", person->grouped(), standing.last->termsVersion, formatDateForPeople(dateOf(standing.last->acceptedAt)));
    }
    if (standing.due) words += fmt::format(" Version {} is to be read and accepted at the next visit.", desk->material().terms.terms.version);
    command.output.say("result", std::move(fields), words);
}

void acceptTerms(const Command& command)
{
    requireByShell(command);
    VisitJob::Terms terms;
    terms.passcode = passcodeFrom(command);
    terms.spendLastTry = command.arguments.lastTry;
    terms.renew = false;
    const SignedDesk desk(command);
    requireTermsSaid(command, *desk, std::nullopt);
    terms.accepted = termsFrom(command, *desk);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto done = desk->touch(reader, std::move(terms), watchOf(command));
    const bool was = done.receipt.termsVersion != 0;
    tell(command, *desk, "terms", was ? "The card of " + grouped(done.receipt.userNumber) + " signed the terms." : "No terms were due on the card of " + grouped(done.receipt.userNumber) + ".",
         done.receipt, Steady::now() - began, {{"termsSigned", was}});
}

void showReceipt(const Command& command)
{
    const SignedDesk desk(command);
    const auto card = cardOf(command, *desk);
    const auto receipt = desk->handoverReceipt(card);
    const auto text = plainText(receipt);
    json certificates = json::array();
    for (const auto& row : receipt.certificates) certificates.push_back({{"slot", row.slot}, {"purpose", row.purpose}, {"until", row.until}});
    json fields = {{"training", isTraining(*desk)}, {"card", card.text()}, {"nameOnCard", receipt.nameOnCard}, {"userNumber", receipt.userNumber}, {"cardEnding", receipt.cardEnding},
                   {"serial", receipt.serial}, {"issuedAt", receipt.issuedAt}, {"issuedOn", receipt.issuedOn}, {"expires", receipt.expires}, {"photoReference", receipt.photoReference},
                   {"locked", receipt.locked}, {"canSignIn", receipt.canSignIn}, {"certificates", certificates}, {"termsVersion", receipt.terms.version},
                   {"systems", receipt.systems}, {"contact", receipt.contact}, {"nextSteps", receipt.nextSteps}};
    if (!command.arguments.file.empty()) {
        writeText(command.arguments.file, text);
        fields["file"] = command.arguments.file.string();
        command.output.say("result", std::move(fields), "The receipt is in " + command.arguments.file.string() + ".");
        return;
    }
    command.output.say("result", std::move(fields), text);
}

void verifyTerms(const Command& command)
{
    const SignedDesk desk(command);
    const auto proofs = desk->termsOfCard(cardOf(command, *desk));
    const auto& newest = proofs.front();
    for (const auto& proof : proofs) {
        auto fields = fieldsOf(proof.record);
        fields["signature"] = proof.check.signature;
        fields["consistent"] = proof.check.consistent;
        if (proof.check.certificate) fields["certificate"] = std::string(nameOf(*proof.check.certificate));
        fields["holds"] = proof.check.holds();
        command.output.say("acceptance", std::move(fields), sentenceOf(proof));
    }
    json fields = {{"training", isTraining(*desk)}, {"acceptances", proofs.size()}, {"holds", newest.check.holds()}};
    std::string words;
    if (!command.arguments.terms.out.empty()) {
        exportProof(command.arguments.terms.out, newest, desk->material());
        fields["folder"] = command.arguments.terms.out.string();
        words = newest.certificate ? "Check it yourself: openssl cms -verify -inform DER -binary -content statement.json -in statement.p7s -CAfile ca.pem "
                                     "-purpose any -out /dev/null"
                                   : "The certificate has not come yet: export again when it has.";
    }
    command.output.say("result", std::move(fields), words);
    if (!newest.check.holds()) throw RefusedError(Failure::of("TERMS-SIGNATURE"));
}

} // namespace cardwright::ctl
