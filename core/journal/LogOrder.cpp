#include "core/journal/LogOrder.h"

#include "core/journal/JournalError.h"

#include <algorithm>

namespace cardwright {

namespace {

std::string sentence(std::string words)
{
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

} // namespace

LogOrder::Place LogOrder::take(std::uint64_t seq, std::uint64_t line)
{
    if (seq == m_next) {
        ++m_next;
        return Place::asExpected;
    }
    if (seq < m_next) return fillGap(seq) ? Place::late : Place::again;
    m_gaps.emplace(m_next, Gap{seq, line});
    m_next = seq + 1;
    return Place::afterGap;
}

bool LogOrder::fillGap(std::uint64_t seq)
{
    auto gap = m_gaps.upper_bound(seq);
    if (gap == m_gaps.begin()) return false;
    --gap;
    const auto [first, rest] = *gap;
    if (seq >= rest.end) return false;
    m_gaps.erase(gap);
    if (first < seq) m_gaps.emplace(first, Gap{seq, rest.line});
    if (seq + 1 < rest.end) m_gaps.emplace(seq + 1, rest);
    return true;
}

void CheckpointWatch::expect(const std::string& note, const std::string& from, const LogTrust& trust)
{
    try {
        auto checkpoint = Checkpoint::parse(note);
        if (const auto why = trust.whyNotOurs(checkpoint)) {
            m_faults.push_back({LogFault::badCheckpoint, sentence(from) + " " + *why + "."});
            return;
        }
        const auto size = checkpoint.size;
        const bool countersigned = trust.isCountersigned(checkpoint);
        m_expected.emplace(size, Expected{std::move(checkpoint), from, countersigned});
        if (size == 0) m_roots.emplace(0, merkle::emptyRoot());
    } catch (const JournalError& error) {
        m_faults.push_back({LogFault::badCheckpoint, sentence(from) + " is not a checkpoint: " + error.failure().detail + "."});
    }
}

void CheckpointWatch::append(const Sha256Digest& leaf)
{
    if (m_broken) return;
    m_tree.append(leaf);
    if (m_expected.contains(m_tree.size())) m_roots.emplace(m_tree.size(), m_tree.root());
}

CheckpointWatch::Outcome CheckpointWatch::finish()
{
    Outcome outcome;
    if (!m_broken) outcome.root = m_tree.root();
    if (!m_expected.empty()) outcome.largest = m_expected.rbegin()->first;
    for (auto group = m_expected.begin(); group != m_expected.end();) {
        const auto size = group->first;
        const auto end = m_expected.upper_bound(size);
        const Expected* other = nullptr;
        for (auto one = std::next(group); one != end; ++one) {
            if (one->second.checkpoint.root != group->second.checkpoint.root) other = &one->second;
        }
        const auto root = m_roots.find(size);
        if (other != nullptr) {
            m_faults.push_back({LogFault::forkedCheckpoint,
                                sentence(group->second.from) + " and " + other->from + " name two roots for the same " + std::to_string(size) + " entries."});
        } else if (root != m_roots.end() && root->second != group->second.checkpoint.root) {
            m_faults.push_back({LogFault::rootMismatch, "The first " + std::to_string(size) + " entries are not those of " + group->second.from + "."});
        } else if (root != m_roots.end()) {
            outcome.held += static_cast<std::uint64_t>(std::distance(group, end));
            outcome.countersigned += static_cast<std::uint64_t>(std::count_if(group, end, [](const auto& one) { return one.second.countersigned; }));
            outcome.provenSize = size;
        }
        group = end;
    }
    return outcome;
}

} // namespace cardwright
