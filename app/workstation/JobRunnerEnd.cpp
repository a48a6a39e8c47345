#include "app/workstation/Convert.h"
#include "app/workstation/JobRunner.h"

#include <array>
#include <charconv>

// How a job ends and what of it is shown; how long its kind takes.

namespace cardwright::workstation {

namespace {

ui::JobKind shownKind(JobKind kind)
{
    switch (kind) {
    case JobKind::issue: return ui::JobKind::issue;
    case JobKind::unlock: return ui::JobKind::unlock;
    case JobKind::touch:
    case JobKind::rotate: return ui::JobKind::touch;
    case JobKind::passcode: return ui::JobKind::passcode;
    case JobKind::renew: return ui::JobKind::renew;
    case JobKind::clear: return ui::JobKind::clear;
    case JobKind::cancel: return ui::JobKind::cancel;
    case JobKind::lend: return ui::JobKind::lend;
    case JobKind::takeBack: return ui::JobKind::takeBack;
    case JobKind::verify: return ui::JobKind::verify;
    case JobKind::terms: return ui::JobKind::terms;
    }
    return ui::JobKind::repair;
}

const char* nameOf(ui::JobKind kind)
{
    static constexpr std::array names = {"issue", "unlock", "touch", "repair", "passcode", "verify", "renew", "cancel", "clear", "lend", "take-back"};
    return names[static_cast<std::size_t>(kind)];
}

bool setsPasscode(JobKind kind)
{
    return kind == JobKind::unlock || kind == JobKind::passcode || kind == JobKind::lend || kind == JobKind::takeBack;
}

/// Mean length of this kind of job on this kind of card: "count;seconds" in the desk's settings.
std::string timingKey(const std::string& kind, const std::string& cardType) { return "job-time." + kind + "." + cardType; }

std::pair<int, double> timingFrom(const std::optional<std::string>& text)
{
    if (!text) return {0, 0};
    const auto semicolon = text->find(';');
    int count = 0;
    if (semicolon == std::string::npos || std::from_chars(text->data(), text->data() + semicolon, count).ec != std::errc()) return {0, 0};
    return {count, std::strtod(text->c_str() + semicolon + 1, nullptr)};
}

/// An application is over when its person has the card, whichever way that came about.
void discardDrafts(Store& store, Transaction& transaction, const std::string& userNumber)
{
    const auto number = UserNumber::parse(userNumber);
    const auto holder = number ? store.people.byNumber(*number) : std::nullopt;
    if (!holder) return;
    for (const auto& kept : store.drafts.all()) {
        const auto draft = convert::draft(kept.body);
        if (!draft) continue;
        const auto person = convert::person(draft->person);
        const bool same = person.dateOfBirth == holder->person.dateOfBirth && person.legalName() == holder->person.legalName();
        if (same) store.drafts.discard(transaction, kept.id);
    }
}

} // namespace

void JobRunner::nowBegun(const std::optional<Failure>& why)
{
    if (m_job->order.begun) std::exchange(m_job->order.begun, nullptr)(why);
}

void JobRunner::finished(std::uint64_t round, RunResult result)
{
    if (!m_job || m_job->round != round) return;
    m_job->onCard = false;
    m_job->deadline.reset();
    if (const auto* failure = std::get_if<Failure>(&result)) return failed(*failure);
    nowBegun(std::nullopt);
    if (const auto* receipt = std::get_if<CardReceipt>(&result)) return endDone(*receipt, {});
    if (const auto* report = std::get_if<VerifyReport>(&result)) {
        auto receipt = report->receipt;
        receipt.limitations = report->remarks; // of a test: what could not be looked at here
        return endDone(receipt, {{}, {}, report->findings});
    }
    if (const auto* visit = std::get_if<VisitResult>(&result)) return endVisit(*visit);
    if (std::holds_alternative<std::monostate>(result)) return endBare(true);
    const auto& repaired = std::get<RepairResult>(result);
    m_job->progress.kind = shownKind(repaired.job);
    if (repaired.receipt) return endDone(*repaired.receipt, {});
    // Ended without a receipt: of an issue nothing was on the card yet; a card that came back, or that nobody typed for, is locked; else
    // nothing was due any more.
    if (repaired.job != JobKind::issue) return endBare(setsPasscode(repaired.job));
    ui::JobEnd done;
    done.abandoned = true;
    end(std::move(done));
}

/// One receipt of all: the last part proved the card as it is now; what each wrote and counted is added up.
void JobRunner::endVisit(const VisitResult& visit)
{
    CardReceipt whole;
    Extras extras;
    const auto add = [&](const std::optional<CardReceipt>& part, ui::JobKind kind) {
        if (!part) return;
        auto next = *part;
        next.count += whole.count;
        next.commits += whole.commits;
        if (next.objects.empty()) next.objects = whole.objects;
        if (next.publicKeys.empty()) next.publicKeys = whole.publicKeys;
        if (!next.tries) next.tries = whole.tries;
        if (next.termsVersion == 0) next.termsVersion = whole.termsVersion;
        next.written.insert(next.written.begin(), whole.written.begin(), whole.written.end());
        whole = std::move(next);
        extras.parts.push_back(kind);
    };
    add(visit.unlocked, ui::JobKind::unlock);
    add(visit.touched, ui::JobKind::touch);
    add(visit.terms, ui::JobKind::terms);
    add(visit.rotated, ui::JobKind::touch);
    add(visit.renewed, ui::JobKind::renew);
    for (const auto& left : visit.left) extras.left.push_back({shownKind(left.act), left.why});
    if (extras.parts.empty() && !extras.left.empty()) return failed(extras.left.front().why);
    if (extras.parts.empty()) return endBare(false); // what was due has been done elsewhere meanwhile
    if (extras.parts.size() == 1) m_job->progress.kind = extras.parts.front();
    if (extras.parts.size() > 1 && !visit.unlocked) m_job->progress.kind = ui::JobKind::touch;
    endDone(whole, std::move(extras));
}

/// Done, and nothing was proved that could be shown. locked: on purpose, its passcode unknown.
void JobRunner::endBare(bool locked)
{
    ui::Receipt bare;
    bare.kind = m_job->progress.kind;
    bare.holderName = m_job->order.holderName;
    bare.userNumber = m_job->order.userNumber;
    bare.locked = locked;
    bare.at = m_context.desk.clock().utcMillis();
    ui::JobEnd done;
    done.receipt = std::move(bare);
    end(std::move(done));
}

void JobRunner::endDone(const CardReceipt& receipt, Extras extras)
{
    const auto seconds = std::chrono::duration<double>(Steady::now() - m_job->began).count();
    const auto key = timingKey(nameOf(m_job->order.kind), m_job->order.cardType);
    const auto kind = m_job->progress.kind;
    const auto at = m_context.desk.clock().utcMillis();
    auto task = [receipt, kind, at, key, seconds](Store& store) {
        const auto [count, mean] = timingFrom(store.settings.value(key));
        Transaction transaction(store.database());
        store.settings.set(transaction, key, std::to_string(count + 1) + ';' + std::to_string((mean * count + seconds) / (count + 1)));
        if (kind == ui::JobKind::issue) discardDrafts(store, transaction, receipt.userNumber);
        transaction.commit();
        return std::optional(convert::receipt(store, kind, receipt, at));
    };
    m_context.ask<std::optional<ui::Receipt>>(std::move(task), [this, id = m_job->progress.job, extras = std::move(extras)](std::optional<ui::Receipt> shown) {
        if (!m_job || m_job->progress.job != id) return;
        if (shown) {
            shown->parts = extras.parts;
            shown->left = extras.left;
            shown->findings = extras.findings;
        }
        ui::JobEnd done;
        done.receipt = std::move(shown);
        end(std::move(done));
    }, [receipt, kind, at](const Failure&) {
        // The card is done whatever becomes of its timing: what the receipt itself holds is still shown.
        ui::Receipt bare;
        bare.kind = kind;
        bare.userNumber = receipt.userNumber;
        bare.cardGuid = receipt.card.text();
        bare.locked = receipt.locked;
        bare.at = at;
        return std::optional(bare);
    });
}

void JobRunner::failed(const Failure& failure)
{
    if (m_job->order.begun) return end({{}, {}, ui::JobOutcome::failed, {}, failure}); // never begun: said where it was asked for
    if (mendsByReturn(failure.code)) {
        m_job->progress.failure = failure;
        m_job->progress.state = ui::JobState::cardGone;
        tell();
        // The card may be back already (or was only reset): the reader was not looked at while the job had it.
        if (m_readers.tiles().back().condition == ui::ReaderCondition::card) cardBack();
        return;
    }
    if (padFailed(failure)) return;
    if (failure.code == "PASSCODE-NEEDED") {
        m_job->progress.state = ui::JobState::needsPasscode;
        m_job->progress.failure = failure;
        return tell();
    }
    ui::JobEnd over;
    // The session went while the card was being written: what holds, holds, and the same agent or a manager goes on from there.
    const bool sessionGone = !m_context.signedIn && (failure.code == "SESSION-ENDED" || failure.code == "AGENT-NOT-SIGNED-IN" || failure.code == "STORE-SEALED");
    over.outcome = failure.code == "STOPPED" || sessionGone ? ui::JobOutcome::stopped : ui::JobOutcome::failed;
    over.failure = failure;
    // A passcode that the card refused leaves the card as it was.
    const bool byReader = failure.code.rfind("PAD-", 0) == 0; // it asked the card nothing
    const bool begunBefore = m_job->repairing || m_job->order.kind == ui::JobKind::issue || m_job->asks > 1;
    over.repairable = m_job->opened && (byReader ? begunBefore : failure.code.rfind("PASSCODE-", 0) != 0 || m_job->asks > 1);
    end(std::move(over));
}

void JobRunner::end(ui::JobEnd end)
{
    end.job = m_job->progress.job;
    end.kind = m_job->progress.kind;
    const bool shown = !m_job->order.begun;
    nowBegun(end.outcome == ui::JobOutcome::done ? std::nullopt : end.failure);
    m_job.reset(); // the passcode goes with it
    m_readers.setJobWatch(std::nullopt);
    m_readers.forgetSubject(); // before the end is told: nobody sees the card as it was before the job
    if (!shown && end.outcome != ui::JobOutcome::done) return m_readers.lookAgain();
    if (m_context.events != nullptr) {
        m_context.events->jobEnded(end);
        m_context.events->queueChanged();
    }
    if (m_context.recordsChanged) m_context.recordsChanged();
    m_readers.lookAgain();
}

void JobRunner::expectTime()
{
    const auto id = m_job->progress.job;
    const auto key = timingKey(nameOf(m_job->order.kind), m_job->order.cardType);
    using Timing = std::pair<int, double>;
    m_context.ask<Timing>([key](Store& store) { return timingFrom(store.settings.value(key)); }, [this, id](Timing timing) {
        if (!m_job || m_job->progress.job != id || timing.first == 0) return;
        m_job->progress.basedOn = timing.first;
        m_job->usualSeconds = timing.second;
        tell();
    }, nothingOnFailure<Timing>());
}

} // namespace cardwright::workstation
