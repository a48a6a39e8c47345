#include "app/workstation/TermsService.h"

#include "app/workstation/Convert.h"
#include "core/lifecycle/CardJobError.h"
#include "core/store/PrivateFiles.h"

namespace cardwright::workstation {

namespace {

std::vector<ui::HolderText> textsOf(const std::vector<TextSection>& sections)
{
    std::vector<ui::HolderText> texts;
    for (const auto& section : sections) texts.push_back({section.title, section.paragraphs});
    return texts;
}

Guid cardFrom(const std::string& text)
{
    const auto card = Guid::parse(text);
    if (!card) throw CardJobError("CARD-NOT-HERE");
    return *card;
}

ui::HandoverView viewOf(const HandoverReceipt& receipt)
{
    ui::HandoverView view;
    const auto add = [&](const char* label, const std::string& value) {
        if (!value.empty()) view.lines.push_back({label, value});
    };
    add("Name on the card", receipt.nameOnCard);
    add("UUID", receipt.userNumber);
    add("Card", "ending " + receipt.cardEnding + (receipt.serial.empty() ? "" : ", serial number " + receipt.serial));
    add("Issued", receipt.issuedOn);
    add("Expires", receipt.expires);
    for (const auto& row : receipt.certificates) add(row.purpose.c_str(), row.until.empty() ? "comes later" : "until " + row.until);
    add("Terms", receipt.terms.version == 0 ? "not accepted yet" : "version " + std::to_string(receipt.terms.version) + ", " + receipt.terms.acceptedOn);
    add("Whom to call", receipt.contact);
    view.systems = receipt.systems;
    view.nextSteps = receipt.nextSteps;
    view.canSignIn = receipt.canSignIn;
    return view;
}

} // namespace

ui::HolderTexts TermsService::texts() const
{
    const auto& policy = m_context.desk.material().terms;
    ui::HolderTexts texts;
    texts.noticeVersion = policy.notice.version;
    texts.noticeTitle = policy.notice.title;
    texts.notice = textsOf(policy.notice.sections);
    texts.termsVersion = policy.terms.version;
    texts.termsTitle = policy.terms.title;
    texts.law = policy.terms.law;
    texts.effective = policy.terms.effective;
    texts.intro = policy.terms.intro;
    texts.clauses = textsOf(policy.terms.clauses);
    texts.agreement = policy.terms.agreement;
    texts.help = textsOf(policy.help);
    texts.contact = m_context.desk.material().issue.governanceContact;
    return texts;
}

void TermsService::standing(const ui::TermsReader& reader, ui::Then<ui::TermsStanding> then)
{
    const auto& policy = m_context.desk.material().terms;
    m_context.ask<ui::TermsStanding>(
        [&policy, reader](Store& store) {
            auto number = UserNumber::parse(reader.userNumber);
            if (!number && reader.applicant) {
                const auto person = convert::person(*reader.applicant);
                const auto same = samePeople(store, person, convert::comparedWith(reader.comparedWith));
                if (same.size() == 1) number = same.front().number;
            }
            ui::TermsStanding standing;
            const auto last = number ? store.terms.lastOf(*number) : std::nullopt;
            standing.due = termsDue(policy, last);
            if (last) {
                standing.acceptedVersion = last->termsVersion;
                standing.acceptedAt = last->acceptedAt;
            }
            return standing;
        },
        std::move(then), [](const Failure& failure) {
            ui::TermsStanding unknown; // asked once too often is better than not at all
            unknown.failure = failure;
            return unknown;
        });
}

void TermsService::accept(std::uint64_t sight, std::int64_t noticeAt)
{
    m_context.readTerms = Context::ReadTerms{sight, noticeAt, m_context.desk.clock().utcMillis()};
}

void TermsService::decline(const std::string& userNumber, const std::string& act)
{
    m_context.readTerms.reset();
    const auto number = UserNumber::parse(userNumber);
    if (!number) return; // an applicant: nobody is on record yet
    m_context.ask<bool>(*m_context.deskThread, [&desk = m_context.desk, number = *number, act] { return desk.termsDeclined(number, act), true; },
                        [this](bool recorded) {
                            if (recorded) m_context.tellChanged();
                        },
                        nothingOnFailure<bool>());
}

void TermsService::receipt(const std::string& card, ui::Then<ui::HandoverView> then)
{
    m_context.ask<ui::HandoverView>(*m_context.deskThread, [&desk = m_context.desk, card] { return viewOf(desk.handoverReceipt(cardFrom(card))); }, std::move(then),
                                    [](const Failure& failure) {
                                        ui::HandoverView view;
                                        view.failure = failure;
                                        return view;
                                    });
}

void TermsService::saveReceipt(const std::string& card, const std::string& path, ui::Then<ui::ActAnswer> then)
{
    m_context.ask<ui::ActAnswer>(*m_context.deskThread,
                                 [&desk = m_context.desk, card, path]() -> ui::ActAnswer {
                                     writePrivateFile(path, bytesOf(plainText(desk.handoverReceipt(cardFrom(card)))));
                                     ui::ActAnswer answer;
                                     answer.done = true;
                                     return answer;
                                 },
                                 std::move(then), [](const Failure& failure) {
                                     ui::ActAnswer answer;
                                     answer.failure = failure;
                                     return answer;
                                 });
}

} // namespace cardwright::workstation
