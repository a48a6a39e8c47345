#include "app/workstation/IssueService.h"

#include "app/workstation/Convert.h"
#include "app/workstation/PhotoService.h"
#include "core/access/ExceptionRequests.h"
#include "core/identity/TrainingApplicants.h"
#include "core/registers/Duplicates.h"
#include "core/registers/HrImport.h"

#include <fmt/format.h>

#include <algorithm>

namespace cardwright::workstation {

namespace {

/// HR expects somebody of this very name and date of birth: the number under which its next file will name them.
std::string expectedNumber(Store& store, const Person& person)
{
    constexpr std::size_t mostAlike = 50;
    if (!person.dateOfBirth.ok() || person.givenName.empty() || person.familyName.empty()) return {};
    for (const auto& expected : findStarters(store, person.familyName, mostAlike)) {
        if (expected.person.dateOfBirth == person.dateOfBirth && sameLegalName(expected.person.legalName(), person.legalName())) return expected.person.staffNumber;
    }
    return {};
}

} // namespace

Date IssueService::today() const { return dateOf(m_context.desk.clock().utcMillis()); }

ui::IssueDraft IssueService::newDraft()
{
    ui::IssueDraft draft;
    draft.id = Guid::random(m_context.desk.random());
    draft.step = "person";
    draft.changedAt = m_context.desk.clock().utcMillis();
    return draft;
}

void IssueService::keepDraft(const ui::IssueDraft& draft, ui::Then<std::optional<Failure>> then)
{
    auto task = [draft, at = m_context.desk.clock().utcMillis()](Store& store) -> std::optional<Failure> {
        Transaction transaction(store.database());
        store.drafts.save(transaction, {draft.id, "issue", convert::person(draft.person).legalName(), convert::draftJson(draft), at});
        transaction.commit();
        return std::nullopt;
    };
    m_context.ask<std::optional<Failure>>(std::move(task), std::move(then), [](const Failure& failure) { return std::optional(failure); });
}

void IssueService::loadDraft(const Guid& id, ui::Then<std::optional<ui::IssueDraft>> then)
{
    auto task = [id](Store& store) -> std::optional<ui::IssueDraft> {
        const auto record = store.drafts.byId(id);
        auto draft = record ? convert::draft(record->body) : std::nullopt;
        if (draft) draft->id = id;
        return draft;
    };
    m_context.ask<std::optional<ui::IssueDraft>>(std::move(task), std::move(then), nothingOnFailure<std::optional<ui::IssueDraft>>());
}

void IssueService::dropDraft(const Guid& id)
{
    m_context.ask<bool>([id](Store& store) {
        Transaction transaction(store.database());
        store.drafts.discard(transaction, id);
        transaction.commit();
        return true;
    }, [](bool) {}, nothingOnFailure<bool>());
}

std::vector<ui::DocumentKind> IssueService::documentKinds() const
{
    std::vector<ui::DocumentKind> kinds;
    for (const auto& kind : m_context.desk.material().evidence.kinds()) kinds.push_back(convert::documentKind(kind));
    return kinds;
}

void IssueService::checkPerson(const ui::PersonFields& fields, ui::Then<ui::PersonCheck> then)
{
    auto task = [fields, date = today(), &desk = m_context.desk](Store& store) {
        auto person = convert::person(fields);
        person.odsCode = desk.material().site.description().odsCode;
        ui::PersonCheck check;
        for (const auto& problem : problemsOf(person, date, desk.material().evidence.ages())) check.problems.push_back({problem.field, problem.sentence});
        const auto same = store.people.sameAs(person.givenName, person.familyName, person.dateOfBirth);
        for (const auto& record : same) {
            // Known without a card: the same application begun before. It goes on under the number that is taken.
            if (!store.cards.activeOf(record.number)) continue;
            // Two of the very same name and birthday: who has a card is to be compared, and the application may be the other's.
            if (same.size() > 1) check.alike.push_back(record.number.digits());
            else check.doubles.push_back(convert::personRow(store, record));
        }
        // Of others only how many: who they are is shown by the comparison, which is on record.
        if (same.empty() && person.dateOfBirth.ok() && !person.legalName().empty()) {
            for (const auto& number : likelySame(store, person)) check.alike.push_back(number.digits());
        }
        check.staffNumber = same.empty() ? expectedNumber(store, person) : std::string();
        try {
            const auto name = person.cardName();
            check.firstLine = name.firstLine();
            check.secondLine = name.secondLine();
            check.onChip = name.onChip();
        } catch (const RefusedError&) {
            // A name that cannot be printed yet is one of the problems above.
        }
        return check;
    };
    m_context.ask<ui::PersonCheck>(std::move(task), std::move(then), nothingOnFailure<ui::PersonCheck>());
}

void IssueService::checkEvidence(const ui::IssueDraft& draft, ui::Then<ui::EvidenceReport> then)
{
    // The policy is in memory and judging takes microseconds; only the answer keeps its place in the queue.
    const auto& policy = m_context.desk.material().evidence;
    const auto documents = convert::documents(draft, policy);
    const auto verdict = policy.judge(documents, today(), convert::answers(draft.answers, policy));
    const auto session = m_context.desk.session();
    // What is guarded shows in the form of whoever began the application, and to whom the roles policy says.
    auto report = convert::report(verdict, session && ui::begunBy(draft, session->number.digits(), session->name), session ? sightOf(*session) : Sight{});
    if (verdict.passed || !session) {
        m_context.toGui([then = std::move(then), report = std::move(report)] { then(report); });
        return;
    }
    // What became of an exception is the store's to say; without its answer the verdict stands alone.
    auto task = [report, session = *session, about = convert::evidenceCase(draft, documents, verdict), &roles = m_context.desk.material().roles.policy(),
                 now = m_context.desk.clock().utcMillis()](Store& store) mutable {
        report.exception = convert::standing(store, session, roles, about, now);
        return report;
    };
    m_context.ask<ui::EvidenceReport>(std::move(task), std::move(then), [report](const Failure&) { return report; });
}

ui::PortraitAnswer IssueService::portraitAnswer(const PortraitFile& file)
{
    const auto& policy = m_context.desk.material().photo;
    const auto box = file.proposedCrop();
    const auto cut = file.cut(box, 0);
    if (!m_judge) m_judge = std::make_unique<PhotoJudge>();
    return workstation::portraitAnswer(m_judge->judge(cut, box.width, policy.bounds), PortraitFile::encode(cut), file.width(), file.height(), policy);
}

std::vector<ui::SampleApplicant> IssueService::samples() const
{
    std::vector<ui::SampleApplicant> all;
    if (!m_context.desk.material().site.description().training) return all;
    for (const auto& applicant : trainingApplicants(today())) all.push_back({applicant.id, applicant.name, applicant.words});
    return all;
}

void IssueService::loadSample(const std::string& id, ui::Then<std::optional<ui::IssueDraft>> then)
{
    auto task = [this, id, draft = newDraft(), date = today()]() mutable -> std::optional<ui::IssueDraft> {
        const auto all = trainingApplicants(date);
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& applicant) { return applicant.id == id; });
        if (found == all.end()) return std::nullopt;
        draft.person = convert::personFields(found->request.person);
        for (const auto& document : found->request.documents) draft.documents.push_back(convert::documentFields(document));
        const auto portrait = portraitAnswer(PortraitFile::fromBytes(toBytes(found->portrait)));
        draft.portrait = portrait.jpeg;
        draft.photoReference = portrait.photoReference;
        draft.photoMarks = portrait.marks;
        draft.photoPolicy = portrait.policy;
        return draft;
    };
    m_context.ask<std::optional<ui::IssueDraft>>(*m_context.fileThread, std::move(task), std::move(then),
                                                 nothingOnFailure<std::optional<ui::IssueDraft>>());
}

} // namespace cardwright::workstation
