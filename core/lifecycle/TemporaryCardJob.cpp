#include "core/lifecycle/TemporaryCardJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

char upper(char letter) noexcept { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; }
bool isLetter(char sign) noexcept { return upper(sign) >= 'A' && upper(sign) <= 'Z'; }
bool isDigit(char sign) noexcept { return sign >= '0' && sign <= '9'; }

bool looksLikeTelephone(const std::string& text)
{
    constexpr int fewest = 4; // an extension
    return std::count_if(text.begin(), text.end(), isDigit) >= fewest;
}

bool looksLikeEmail(const std::string& text)
{
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos && text.find(' ') == std::string::npos;
}

void requireLoan(CardDesk& desk, const TemporaryLoan& loan)
{
    const auto& who = loan.responsible;
    if (tidied(who.name).empty() || !looksLikeTelephone(who.telephone) || !looksLikeEmail(who.email)) {
        throw RefusedError(Failure::of("TEMPORARY-RESPONSIBLE"));
    }
    const auto& borrower = loan.borrower;
    if (!borrower.present || tidied(borrower.name).empty() || tidied(borrower.identifiedBy).empty()) {
        throw RefusedError(Failure::of("TEMPORARY-BORROWER"));
    }
    if (borrower.number) requireOtherThanAgent(desk, *borrower.number, "lend");
}

std::string aboutLoan(const std::string& name, const TemporaryLoan& loan)
{
    nlohmann::json about{{"name", name},
                         {"responsible", {{"name", loan.responsible.name}, {"telephone", loan.responsible.telephone}, {"email", loan.responsible.email}}},
                         {"borrower", {{"name", loan.borrower.name}, {"identifiedBy", loan.borrower.identifiedBy}}}};
    if (loan.borrower.number) about["borrower"]["userNumber"] = loan.borrower.number->digits();
    if (!loan.reason.empty()) about["reason"] = loan.reason;
    if (loan.until) about["until"] = formatDate(*loan.until);
    return about.dump();
}

} // namespace

bool isTemporaryCardName(std::string_view name, std::string_view odsCode) noexcept
{
    constexpr std::string_view mark = "TAC";
    constexpr std::size_t letters = 2;
    const auto same = [](char left, char right) { return upper(left) == upper(right); };
    if (odsCode.empty() || name.size() < odsCode.size() + mark.size() + letters) return false;
    if (!std::equal(odsCode.begin(), odsCode.end(), name.begin(), same)) return false;
    name.remove_prefix(odsCode.size());
    if (!std::equal(mark.begin(), mark.end(), name.begin(), same)) return false;
    name.remove_prefix(mark.size());
    return isLetter(name[0]) && isLetter(name[1]);
}

TemporaryCardJob::TemporaryCardJob(CardDesk desk, CardLook look) : m_desk(std::move(desk)), m_look(std::move(look)) {}

std::string TemporaryCardJob::requireTemporary() const
{
    requireIssued(m_look);
    if (!m_look.file.holder) throw CardJobError("CARD-NOT-HERE", "its profile");
    const auto& profile = m_look.file.holder->person;
    for (const auto& name : {profile.nameOnCard, profile.familyName}) {
        if (isTemporaryCardName(name, profile.odsCode)) return name;
    }
    throw RefusedError(Failure::of("TEMPORARY-NAME"));
}

CardReceipt TemporaryCardJob::lend(const TemporaryLoan& loan, PasscodeSource passcode)
{
    const auto name = requireTemporary();
    const auto& card = *m_look.file.card;
    if (card.state != CardState::locked) throw RefusedError(Failure::of("TEMPORARY-ON-LOAN"));
    requireLoan(m_desk, loan);
    if (m_look.file.slot(Slot::authentication) == nullptr) throw CardJobError("CARD-NOT-HERE", "its key 9A");
    requireRules(m_desk, passcodeSubjectOf(m_look), passcode);
    guardUnlockTries(m_look.unlockKeyTries, false);

    PasscodeTerms terms;
    terms.act = JobKind::lend;
    terms.about = aboutLoan(name, loan);
    auto job = newJob(m_desk, JobKind::lend, card.guid, card.holder, m_look.identity, terms.json(m_look.identity));
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent
    return onRecord(recorder, [&] { return runUnlock(m_desk, recorder, m_look, passcode, terms); });
}

void TemporaryCardJob::takeBack(const std::string& note)
{
    const auto name = requireTemporary();
    const auto& card = *m_look.file.card;
    guardUnlockTries(m_look.unlockKeyTries, false);
    nlohmann::json about{{"name", name}};
    if (!note.empty()) about["note"] = note;
    PasscodeTerms terms;
    terms.act = JobKind::takeBack;
    terms.about = about.dump();
    auto job = newJob(m_desk, JobKind::takeBack, card.guid, card.holder, m_look.identity, terms.json(m_look.identity));
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job);
    onRecord(recorder, [&] { runLocking(m_desk, recorder, m_look, terms); });
}

} // namespace cardwright
