#include "app/workstation/PeopleService.h"

#include "app/workstation/Convert.h"

#include <algorithm>

// The HR file: looked at, taken, and whom it says goodbye to.

namespace cardwright::workstation {

namespace {

constexpr std::size_t mostLines = 2'000; ///< of a file, shown

std::vector<ui::HrTrouble> troubles(const std::vector<HrProblem>& problems)
{
    std::vector<ui::HrTrouble> rows;
    for (const auto& problem : problems) rows.push_back({problem.line, problem.field, problem.sentence});
    return rows;
}

ui::HrAnswer hrAnswer(const HrPreview& seen, std::vector<ui::HrLine> lines, bool taken)
{
    ui::HrAnswer answer;
    answer.digest = toHex(seen.digest);
    answer.encoding = nameOf(seen.encoding);
    answer.rows = seen.rows;
    answer.starters = seen.starters;
    answer.changes = seen.changes;
    answer.leavers = seen.leavers;
    answer.unchanged = seen.unchanged;
    answer.problemCount = seen.problemCount;
    answer.problems = troubles(seen.problems);
    answer.notes = troubles(seen.notes);
    answer.lines = std::move(lines);
    answer.unusedColumns = seen.unusedColumns;
    answer.taken = taken;
    return answer;
}

HrImport::Listener intoLines(std::vector<ui::HrLine>& lines)
{
    return [&lines](const HrItem& item) {
        if (item.effect == HrEffect::nothing || lines.size() == mostLines) return;
        lines.push_back({item.line, std::string(nameOf(item.effect)), item.name, item.number ? item.number->digits() : std::string(), item.changed, item.on});
    };
}

ui::HrAnswer notTaken(const Failure& failure)
{
    ui::HrAnswer answer;
    answer.failure = failure;
    return answer;
}

} // namespace

std::function<bool()> PeopleService::stillWanted()
{
    return [reading = m_reading, mine = ++*m_reading] { return reading->load() == mine; };
}

void PeopleService::previewFile(const std::string& path, ui::Then<ui::HrAnswer> then)
{
    auto task = [&desk = m_context.desk, path, wanted = stillWanted()] {
        std::vector<ui::HrLine> lines;
        const auto seen = desk.previewHrFile(path, intoLines(lines), wanted);
        return hrAnswer(seen, std::move(lines), false);
    };
    m_context.ask<ui::HrAnswer>(*m_context.hrThread, std::move(task), std::move(then), notTaken);
}

void PeopleService::takeFile(const std::string& path, const std::string& digest, ui::Then<ui::HrAnswer> then)
{
    auto task = [&desk = m_context.desk, path, digest, wanted = stillWanted()] {
        const auto octets = fromHex(digest);
        Sha256Digest previewed{};
        if (!octets || octets->size() != previewed.size()) throw RefusedError(Failure::of("HR-FILE-OTHER"));
        std::copy(octets->begin(), octets->end(), previewed.begin());
        std::vector<ui::HrLine> lines;
        const auto seen = desk.importHrFile(path, previewed, intoLines(lines), wanted);
        return hrAnswer(seen, std::move(lines), true);
    };
    m_context.ask<ui::HrAnswer>(*m_context.hrThread, std::move(task), [this, then = std::move(then)](const ui::HrAnswer& answer) {
        then(answer);
        if (answer.taken) m_context.tellChanged();
    }, notTaken);
}

void PeopleService::leavers(ui::Then<std::vector<ui::LeaverRow>> then)
{
    auto task = [&desk = m_context.desk] {
        std::vector<ui::LeaverRow> rows;
        const auto records = desk.leavers();
        desk.store().call([&](Store& store) {
            for (const auto& record : records) {
                rows.push_back({record.number.digits(), record.person.legalName(), record.leaving->on, record.leaving->cancel, convert::personRow(store, record).cardState});
            }
        });
        return rows;
    };
    m_context.ask<std::vector<ui::LeaverRow>>(*m_context.deskThread, std::move(task), std::move(then), nothingOnFailure<std::vector<ui::LeaverRow>>());
}

} // namespace cardwright::workstation
