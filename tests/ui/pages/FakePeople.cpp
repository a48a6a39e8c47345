#include "tests/ui/pages/FakeDesk.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QImage>

#include <algorithm>
#include <cctype>

namespace cardwright::ui::test {

namespace {

Date day(int year, unsigned month, unsigned dayOfMonth)
{
    return Date(std::chrono::year(year), std::chrono::month(month), std::chrono::day(dayOfMonth));
}

std::int64_t moment(int year, int month, int dayOfMonth, int hour, int minute)
{
    return QDateTime(QDate(year, month, dayOfMonth), QTime(hour, minute)).toMSecsSinceEpoch();
}

std::int64_t today(int hour, int minute) { return QDateTime(QDate::currentDate(), QTime(hour, minute)).toMSecsSinceEpoch(); }

bool holds(const std::string& text, const std::string& part)
{
    const auto lower = [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); };
    std::string one(text.size(), ' ');
    std::string other(part.size(), ' ');
    std::transform(text.begin(), text.end(), one.begin(), lower);
    std::transform(part.begin(), part.end(), other.begin(), lower);
    return one.find(other) != std::string::npos;
}

} // namespace

Bytes FakeDesk::portrait(int number)
{
    QFile file(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-%1.jpg").arg(number));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto data = file.readAll();
    return {data.begin(), data.end()};
}

Holder FakeDesk::ffion()
{
    Holder holder;
    holder.userNumber = "555041726093";
    holder.legalName = "Ffion Adeyemi";
    holder.givenName = "Ffion";
    holder.familyName = "Adeyemi";
    holder.nameOnCard = "Ffion Adeyemi";
    holder.dateOfBirth = day(1989, 3, 27);
    holder.jobTitle = "Community nurse, Adult nursing";
    holder.portrait = portrait(1);
    holder.pictureTaken = day(2024, 3, 11);
    holder.pictureTakenAt = "Quayside House";
    holder.holderSince = 2024;
    return holder;
}

Holder FakeDesk::callum()
{
    Holder holder;
    holder.userNumber = "555053371840";
    holder.legalName = "Callum Pemberton-Roy";
    holder.givenName = "Callum";
    holder.familyName = "Pemberton-Roy";
    holder.nameOnCard = "Callum Pemberton-Roy";
    holder.dateOfBirth = day(1991, 8, 14);
    holder.jobTitle = "Community physiotherapist";
    holder.portrait = portrait(2);
    return holder;
}

SubjectCard FakeDesk::workingCard()
{
    SubjectCard card;
    card.kind = CardKind::ours;
    card.triesLeft = 3;
    card.cardGuid = "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f";
    card.serial = "20471183";
    card.expires = day(2028, 3, 12);
    card.holder = ffion();
    card.history = {{moment(2026, 9, 14, 11, 2), "card.unlocked", "desk 1", "Joan Mbeki"},
                    {moment(2025, 2, 4, 9, 30), "card.touched", "desk 2", "Tomasz Reid"},
                    {moment(2024, 3, 12, 10, 15), "card.issued", "desk 2", "Tomasz Reid"},
                    {moment(2024, 3, 11, 15, 40), "evidence.checked", "desk 1", "Joan Mbeki"}};
    return card;
}

SubjectCard FakeDesk::lockedCard()
{
    auto card = workingCard();
    card.locked = true;
    card.triesLeft = 0;
    card.history.insert(card.history.begin(), {today(0, 1), "card.locked", "desk 2", "Tomasz Reid"});
    return card;
}

SubjectCard FakeDesk::dueCard()
{
    auto card = workingCard();
    card.due = {{DueKind::certificates, {"9A", "9C"}, today(0, 1), {}}};
    return card;
}

SubjectCard FakeDesk::blankCard()
{
    SubjectCard card;
    card.kind = CardKind::blank;
    card.serial = "20471190";
    card.cardType = "PIV card, P-256, AES-256 administration key";
    return card;
}

SubjectCard FakeDesk::tornCard(bool needsPasscode)
{
    auto card = blankCard();
    card.kind = CardKind::torn;
    card.holder = callum();
    OpenJob job;
    job.kind = "issue";
    job.holderName = "Callum Pemberton-Roy";
    job.userNumber = "555053371840";
    job.lastStep = "keys";
    job.agent = "Joan Mbeki";
    job.startedAt = today(0, 5);
    job.needsPasscode = needsPasscode;
    card.openJob = job;
    return card;
}

SubjectCard FakeDesk::foreignCard()
{
    SubjectCard card;
    card.kind = CardKind::foreign;
    card.failure = Failure::of("CARD-FOREIGN");
    return card;
}

CentreState FakeDesk::connected()
{
    CentreState state;
    state.reach = CentreReach::connected;
    state.authority = {QDateTime::currentDateTime().addDays(5).toMSecsSinceEpoch(), 5, 5, 40, 40, 200, 200, 88, 100};
    return state;
}

CentreState FakeDesk::unreachable(int waiting)
{
    CentreState state;
    state.reach = CentreReach::unreachable;
    state.since = today(9, 14);
    state.nextTry = QDateTime::currentMSecsSinceEpoch() + 48500;
    state.waiting = waiting;
    state.authority = {QDateTime(QDate(2026, 11, 28), QTime(9, 14)).toMSecsSinceEpoch(), 4, 5, 39, 40, 199, 200, 86, 100};
    return state;
}

IssueDraft FakeDesk::callumDraft(bool complete)
{
    auto draft = newDraft();
    draft.person = {"Callum", "Pemberton-Roy", "", "1991-08-14", "", "Community physiotherapist", "HV3 2QD"};
    draft.documents = {{"uk-passport", "4417", "", "", "2031-06-09", true, true, true, false, {}},
                       {"gas-bill", "0386", "Severn & Wye Energy", "2026-10-02", "", true, true, false, true, {}}};
    if (complete) {
        draft.documents.push_back({"photocard-licence", "9Q2X", "", "", "2030-01-31", true, true, true, true, {}});
    } else {
        draft.documents.push_back({"electricity-bill", "7120", "Severn & Wye Energy", "2026-11-03", "", true, true, false, true, {}});
        draft.documents.push_back({"p60", "", "", "2026-04-05", "", true, true, false, false, {}});
    }
    if (complete) {
        draft.portrait = portrait(2);
        draft.photoReference = "9b1c";
    }
    return draft;
}

// ---------------------------------------------------------------- IssuePort

IssueDraft FakeDesk::newDraft()
{
    IssueDraft draft;
    Bytes octets(16, 0x11);
    octets.back() = ++m_drafts;
    draft.id = *Guid::fromBytes(octets);
    return draft;
}

void FakeDesk::keepDraft(const IssueDraft& draft, Then<std::optional<Failure>> then)
{
    drafts[draft.id.text()] = evidence ? evidence->kept(draft).value_or(draft) : draft;
    later([then = std::move(then)] { then(std::nullopt); });
}

void FakeDesk::loadDraft(const Guid& id, Then<std::optional<IssueDraft>> then)
{
    const auto found = drafts.find(id.text());
    later([then = std::move(then), draft = found == drafts.end() ? std::nullopt : std::optional<IssueDraft>(found->second)] { then(draft); });
}

void FakeDesk::dropDraft(const Guid& id) { drafts.erase(id.text()); }

std::vector<DocumentKind> FakeDesk::documentKinds() const
{
    if (evidence)
        return evidence->kinds();
    return {{"uk-passport", "UK passport", true, false, "", "", false, true, true, true, false, {}},
            {"photocard-licence", "Photocard driving licence", true, true, "", "", false, true, true, true, true, {}},
            {"gas-bill", "Gas bill", false, true, "supplier", "", true, false, true, false, true, {}},
            {"electricity-bill", "Electricity bill", false, true, "supplier", "", true, false, true, false, true, {}},
            {"council-tax-bill", "Council tax bill", false, true, "council", "", true, false, true, false, true, {}},
            {"bank-statement", "Bank statement on paper", false, true, "bank", "", true, false, true, false, true, {}},
            {"p60", "P60", false, false, "", "", true, false, false, false, false, {}}};
}

void FakeDesk::checkPerson(const PersonFields& person, Then<PersonCheck> then)
{
    PersonCheck check;
    if (person.givenName.empty())
        check.problems.push_back({"givenName", "A given name, as on the documents."});
    if (person.familyName.empty())
        check.problems.push_back({"familyName", "A family name, as on the documents."});
    if (!parseDate(person.dateOfBirth))
        check.problems.push_back({"dateOfBirth", "A day, a month and a year."});
    for (const auto& known : people)
        if (known.holder.familyName == person.familyName && known.holder.givenName == person.givenName)
            check.doubles.push_back({known.holder.userNumber, known.holder.legalName, known.holder.dateOfBirth, known.holder.jobTitle, known.cardState});
    if (check.doubles.empty() && check.problems.empty())
        check.alike = alikeNumbers;
    check.firstLine = person.preferredName.empty() ? person.givenName : person.preferredName;
    check.secondLine = person.familyName;
    later([then = std::move(then), check] { then(check); });
}

/// Enough of a judge to show every state of the page: a photo and an address, three in all, two suppliers.
void FakeDesk::checkEvidence(const IssueDraft& draft, Then<EvidenceReport> then)
{
    EvidenceReport report;
    if (evidence) {
        report = evidence->report(draft, agentName, std::find(permissions.begin(), permissions.end(), permits::readRestricted) != permissions.end());
        report.exception = standing;
        return later([then = std::move(then), report] { then(report); });
    }
    const auto kinds = documentKinds();
    int photos = 0;
    int addresses = 0;
    std::string supplier;
    for (const auto& document : draft.documents) {
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const DocumentKind& entry) { return entry.id == document.kind; });
        DocumentReport line;
        if (kind->photo && photos < 2) {
            ++photos;
            line = {DocumentStanding::counts, "Counts: photo", ""};
        } else if (!kind->address) {
            line = {DocumentStanding::refused, "Does not count", "A P60 is not a proof of address. A notice of coding from HMRC is."};
        } else if (!document.issuer.empty() && document.issuer == supplier) {
            line = {DocumentStanding::refused, "Does not count", "Same supplier as the gas bill. Two proofs must come from two suppliers."};
        } else {
            ++addresses;
            supplier = document.issuer;
            line = {DocumentStanding::counts, "Counts: address", ""};
        }
        report.documents.push_back(line);
    }
    report.passed = photos >= 1 && addresses >= 1 && photos + addresses >= 3;
    report.missing = report.passed ? 0 : std::max(1, 3 - photos - addresses);
    report.title = report.passed        ? "Enough: who they are is proven"
                   : report.missing == 1 ? "Not enough yet: one proof missing"
                                         : "Not enough yet: " + std::string(report.missing == 2 ? "two" : "three") + " proofs missing";
    report.routes = {{"Two with a photo, one of address", {{"photo", photos > 0}, {"photo", photos > 1}, {"address", addresses > 0}}, {}, photos > 1 && addresses > 0},
                     {"One with a photo, two of address", {{"photo", photos > 0}, {"address", addresses > 0}, {"address", addresses > 1}}, {}, photos > 0 && addresses > 1}};
    report.checks = {{"Names agree", true, ""}, {"Birth date seen", photos > 0, "One document has to show the date of birth."}, {"Address agrees", true, ""},
                     {"Originals seen", true, ""}, {"Document number entered", true, ""}};
    if (!report.passed)
        report.advice = {{"photocard-licence", "Photocard driving licence", "Most people carry it. Fills the first row.", true},
                         {"council-tax-bill", "Council tax bill", "Dated 23 November 2025 or later", true},
                         {"bank-statement", "Bank statement on paper", "Dated 23 May 2026 or later", true},
                         {"electricity-bill", "Water or broadband bill", "23 May 2026 or later, another supplier", true}};
    report.policy = "hvc-evidence 1";
    report.exception = standing;
    later([then = std::move(then), report] { then(report); });
}

std::vector<SampleApplicant> FakeDesk::samples() const
{
    return {{"callum-pemberton-roy", "Callum Pemberton-Roy", "Passes: passport, driving licence, gas bill"},
            {"owen-tregarth", "Owen Tregarth", "Does not pass: two bills of one supplier"}};
}

void FakeDesk::loadSample(const std::string& id, Then<std::optional<IssueDraft>> then)
{
    auto draft = callumDraft(id == "callum-pemberton-roy");
    later([then = std::move(then), draft = std::optional<IssueDraft>(draft)] { then(draft); });
}

// ---------------------------------------------------------------- RecordsPort

void FakeDesk::searchPeople(const std::string& text, Then<std::vector<PersonRow>> then)
{
    searched.push_back(text);
    std::vector<PersonRow> rows;
    for (const auto& known : people)
        if (holds(known.holder.legalName, text) || holds(known.holder.userNumber, text))
            rows.push_back({known.holder.userNumber, known.holder.legalName, known.holder.dateOfBirth, known.holder.jobTitle, known.cardState});
    later([then = std::move(then), rows] { then(rows); });
}

void FakeDesk::person(const std::string& userNumber, Then<std::optional<PersonCard>> then)
{
    viewed.push_back(userNumber);
    std::optional<PersonCard> found;
    for (const auto& known : people)
        if (known.holder.userNumber == userNumber)
            found = known;
    later([then = std::move(then), found] { then(found); });
}

void FakeDesk::queue(Then<std::vector<QueueRow>> then)
{
    later([then = std::move(then), rows = queueRows] { then(rows); });
}

void FakeDesk::journal(std::size_t, Then<std::vector<JournalRow>> then)
{
    later([then = std::move(then), rows = journalRows] { then(rows); });
}

void FakeDesk::worklist(Then<Worklist> then)
{
    auto answer = lists;
    answer.exceptions = exceptionLists.rows;
    for (const auto& [id, draft] : drafts)
        if (draft.parked)
            answer.drafts.push_back({draft.id, draft.person.givenName + " " + draft.person.familyName, draft.step, draft.changedAt, {"One proof missing"},
                                     draft.agent, draft.agent == agentName});
    later([then = std::move(then), answer] { then(answer); });
}

std::vector<PolicyLine> FakeDesk::policies() const
{
    return {{"hvc-evidence 1", "Routes A and B; utility bills count for 6 months, council tax for 12"},
            {"hvc-passcode 1", "6 to 8 digits, no run, no repeat, no date of birth, three tries"},
            {"hvc-issue 1", "9A and 9C, P-256, five years"},
            {"hvc-offline 1", "5 days alone, 40 issues, 200 unlocks"}};
}

void FakeDesk::diagnose(Then<std::vector<DiagnosisRow>> then)
{
    later([then = std::move(then), rows = findings] { then(rows); });
}

void FakeDesk::tryCentreNow() { ++triedCentre; }

} // namespace cardwright::ui::test
