#include "core/registers/HrImport.h"

#include "core/journal/EntryDraft.h"
#include "core/registers/HrRows.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright {

namespace {

/// The same octets, and the digest of them: what is taken is what was looked at, whatever became of the file since.
ByteSource watched(ByteSource source, std::shared_ptr<Sha256> digest)
{
    return [source = std::move(source), digest = std::move(digest)](std::span<char> into) {
        const auto size = source(into);
        digest->add(bytesOf(std::string_view(into.data(), size)));
        return size;
    };
}

} // namespace

std::string_view nameOf(HrEffect effect) noexcept
{
    static constexpr std::array<std::string_view, 7> names{"expect", "expect-again", "change", "leave", "leave-keep", "forget", "nothing"};
    return names[static_cast<std::size_t>(effect)];
}

void requireImport(const RegisterDesk& desk)
{
    for (const auto permission : {Permission::holderCreate, Permission::holderChange}) {
        requireDuty(desk, mayDo(desk.agent, permission), nameOf(EntryKind::holdersImported));
    }
}

struct HrLook::State {
    State(SourceOpener opener, HrFilePolicy rules, std::string ods, Date day, const AgeLimits& limits)
        : open(std::move(opener)), policy(std::move(rules)), odsCode(std::move(ods)), today(day), ages(limits), text(survey(open())),
          file(TextDecoder(open(), text.encoding), policy, odsCode, today, ages)
    {
        tally.found.digest = text.digest;
        tally.found.encoding = text.encoding;
        tally.found.unusedColumns = file.unusedColumns();
    }

    SourceOpener open;
    HrFilePolicy policy;
    std::string odsCode;
    Date today;
    AgeLimits ages;
    TextSurvey text;
    HrFile file;
    HrTally tally{};
    std::vector<HrRow> rows{}; ///< read, not yet compared
    std::vector<bool> due{};   ///< of each row of the file: taking it writes something
};

HrLook::HrLook(SourceOpener open, HrFilePolicy policy, std::string odsCode, Date today, const AgeLimits& ages)
    : m_state(std::make_unique<State>(std::move(open), std::move(policy), std::move(odsCode), today, ages))
{
}

HrLook::~HrLook() = default;
HrLook::HrLook(HrLook&&) noexcept = default;

const HrPreview& HrLook::seen() const noexcept { return m_state->tally.found; }

bool HrLook::read(std::size_t rows)
{
    m_state->rows.clear();
    HrRow one;
    while (m_state->rows.size() < rows && m_state->file.next(one)) {
        if (++m_state->tally.found.rows > m_state->policy.mostRows) throw RefusedError(Failure::of("HR-FILE-LONG"));
        m_state->rows.push_back(std::move(one));
    }
    return !m_state->rows.empty();
}

void HrLook::compare(const RegisterDesk& desk, const HrListener& each)
{
    requireImport(desk);
    HrRows work(desk, m_state->file, m_state->tally, each);
    for (auto& row : m_state->rows) m_state->due.push_back(work.row(row));
    m_state->rows.clear();
}

HrPreview HrLook::take(const RegisterDesk& desk, const Sha256Digest& previewed, const HrListener& each)
{
    requireImport(desk);
    auto& state = *m_state;
    if (state.text.digest != previewed) throw RefusedError(Failure::of("HR-FILE-OTHER"));
    const auto refuse = [](const HrPreview& found) {
        throw RefusedError(Failure::of("HR-FILE-ROWS", std::to_string(found.problemCount) + " rows, the first on line " + std::to_string(found.problems.front().line)));
    };
    if (state.tally.found.problemCount > 0) refuse(state.tally.found);

    const auto digest = std::make_shared<Sha256>();
    HrFile file(TextDecoder(watched(state.open(), digest), state.text.encoding), state.policy, state.odsCode, state.today, state.ages);
    HrTally tally;
    Transaction act(desk.store.database());
    HrRows work(desk, file, tally, each, &act, toHex(previewed));
    HrRow one;
    while (file.next(one)) {
        const auto place = tally.found.rows++;
        if (place >= state.due.size()) break; // it grew meanwhile: the digest says so
        if (state.due[place]) work.row(one);
        else ++tally.found.unchanged;
    }
    if (tally.found.rows != state.due.size() || digest->finish() != previewed) throw RefusedError(Failure::of("HR-FILE-OTHER"));
    auto& found = tally.found;
    if (found.problemCount > 0) refuse(found); // what somebody did meanwhile stands against it
    found.digest = previewed;
    found.encoding = state.text.encoding;
    found.unusedColumns = file.unusedColumns();
    found.notes = state.tally.found.notes;
    const nlohmann::json payload{{"file", toHex(previewed)},    {"rows", found.rows},       {"starters", found.starters},
                                 {"changes", found.changes},    {"leavers", found.leavers}, {"unchanged", found.unchanged},
                                 {"policy", {{"id", desk.policy.id.id}, {"version", desk.policy.id.version}}}};
    desk.store.journal.append(act, entryOfDesk(EntryKind::holdersImported, payload, desk.random), desk.agent.author());
    act.commit();
    return found;
}

HrImport::HrImport(RegisterDesk desk, SourceOpener open) : m_desk(std::move(desk)), m_open(std::move(open)) { requireImport(m_desk); }

HrLook HrImport::look(const Listener& each)
{
    constexpr std::size_t rowsOfOneStep = 500;
    HrLook look(m_open, m_desk.policy.hr, m_desk.store.site().description().odsCode, dateOf(m_desk.clock.utcMillis()), m_desk.ages);
    while (look.read(rowsOfOneStep)) look.compare(m_desk, each);
    return look;
}

HrPreview HrImport::preview(const Listener& each) { return look(each).seen(); }

HrPreview HrImport::apply(const Sha256Digest& previewed, const Listener& each)
{
    if (survey(m_open()).digest != previewed) throw RefusedError(Failure::of("HR-FILE-OTHER"));
    return look({}).take(m_desk, previewed, each);
}

} // namespace cardwright
