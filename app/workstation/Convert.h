#pragma once

#include "app/runtime/Workstation.h"
#include "core/access/SightOf.h"
#include "ui/bridge/DeskPort.h"
#include "ui/bridge/PeoplePort.h"

namespace cardwright::workstation {

/// Between the window's plain values and core's types. Those with a Store run on the store's thread.
namespace convert {

Person person(const ui::PersonFields& fields);
EvidenceDocument document(const ui::DocumentFields& fields, const EvidencePolicy& policy);
std::vector<EvidenceDocument> documents(const ui::IssueDraft& draft, const EvidencePolicy& policy);
/// Of those much like the applicant: looked at, and somebody else.
std::vector<UserNumber> comparedWith(const std::vector<std::string>& numbers);
/// The draft judged as it is now, for admission or an exception.
IssueApplication application(const ui::IssueDraft& draft, const runtime::Workstation& desk);
EvidenceAnswers answers(const std::vector<ui::ConditionField>& given, const EvidencePolicy& policy);
ui::ZoneReading zoneReading(const std::string& typed, const EvidencePolicy& policy, Date today, const ui::PersonFields& person, const ui::DocumentFields& beside);
ui::EvidenceReport report(const EvidenceVerdict& verdict);
/// As whoever is signed in may see it: own, they hold the documents themselves. Rows stay at their documents' places.
ui::EvidenceReport report(const EvidenceVerdict& verdict, bool own, Sight sight);
ui::EvidenceRules evidenceRules(const EvidencePolicy& policy);
ui::DocumentKind documentKind(const EvidenceKind& kind);
ui::PersonFields personFields(const Person& person);
ui::DocumentFields documentFields(const EvidenceDocument& document);

ui::Holder holder(Store& store, const PersonRecord& record, const std::string& place);
std::vector<ui::HistoryItem> history(Store& store, const UserNumber& person, const std::string& desk);
Person personFrom(const ui::PersonTexts& fields, const std::string& odsCode);
ui::RecordCheck recordCheck(const ui::PersonTexts& fields, const std::string& odsCode, const EvidencePolicy& policy, Date today);
/// Everything of somebody that this reader may see; nothing when nobody has the number.
std::optional<ui::PersonFile> personFile(Store& store, const runtime::SiteMaterial& material, const UserNumber& number, Sight sight);
ui::PersonRow personRow(Store& store, const PersonRecord& record);
ui::OpenJob openJob(Store& store, const JobRecord& job);
ui::QueueState queueState(SendState state);
ui::QueueRow queueRow(Store& store, const OutboxRow& row);
/// roster: opened once for all rows.
ui::JournalRow journalRow(Store& store, const AgentRoster& roster, const JournalEntry& entry, const OutboxRow& row);
ui::LogStanding standing(Store& store);
/// As they stand for this agent: who may decide, and which rule says no. desk: this one's name.
std::vector<ui::ExceptionRow> exceptions(Store& store, const AgentSession& session, const RolesPolicy& policy, const std::string& desk, std::int64_t now);
/// What became of the exception asked for this application, as its person and documents are now; nothing when none was.
std::optional<ui::ExceptionStanding> standing(Store& store, const AgentSession& session, const RolesPolicy& policy, const EvidenceCase& about,
                                              std::int64_t now);
/// What became of the early renewal that this agent asked for this holder last; nothing when none was, or it was used.
std::optional<ui::ExceptionStanding> earlyStanding(Store& store, const AgentSession& session, const RolesPolicy& policy, const UserNumber& holder,
                                                   std::int64_t now);
/// What an exception for this draft is about.
EvidenceCase evidenceCase(const ui::IssueDraft& draft, const std::vector<EvidenceDocument>& documents, const EvidenceVerdict& verdict);
/// As it stands for whoever is signed in. Any thread but the store's: it asks the store itself.
ui::SubjectCard subjectCard(runtime::Workstation& desk, const CardLook& look);
std::optional<ui::TemporaryState> temporary(Store& store, const CardLook& look);
/// What the window measured of a photo; nothing where nothing was. A reason that is none of the policy's any more does not count.
std::optional<PhotoStanding> photoStanding(const std::vector<ui::PhotoMark>& marks, const std::string& reason, const PhotoPolicy& policy);
/// Throws RefusedError CARD-NOT-HERE, CANCEL-REASON.
ReplaceTerms replaceTerms(const ui::ReplaceOrder& order, const runtime::Workstation& desk);
TemporaryLoan loan(const ui::LoanOrder& order);
/// A copy: the choice stays with its job, for a repair that follows.
PasscodeSource passcode(const ui::PasscodeChoice& choice);
ui::PadAsk padAsk(PadAsk ask) noexcept;
ui::LoanRow loanRow(const runtime::LoanItem& item);
ui::Receipt receipt(Store& store, ui::JobKind kind, const CardReceipt& receipt, std::int64_t at);
ui::Authority authority(Store& store, const OfflinePolicy& policy, std::int64_t now);

std::string draftJson(const ui::IssueDraft& draft);
/// Nothing when it is not a draft of this form.
std::optional<ui::IssueDraft> draft(const std::string& json);

} // namespace convert

} // namespace cardwright::workstation
