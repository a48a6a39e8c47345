#include "core/lifecycle/PasscodeEntry.h"

#include "core/lifecycle/CardJobError.h"

namespace cardwright {

namespace {

/// For each time that something is typed: the reader's own half a minute to the first key and another one after it.
constexpr std::chrono::seconds patience{60};

/// The reader's own words: the card was not asked.
[[noreturn]] void refusedByReader(PadOutcome::Kind kind)
{
    switch (kind) {
    case PadOutcome::Kind::timedOut: throw CardJobError("PAD-TIMEOUT");
    case PadOutcome::Kind::cancelled: throw CardJobError("PAD-CANCELLED");
    case PadOutcome::Kind::different: throw CardJobError("PAD-DIFFERENT");
    case PadOutcome::Kind::form: throw CardJobError("PAD-LENGTH");
    case PadOutcome::Kind::unfit:
    case PadOutcome::Kind::sent: break;
    }
    throw CardJobError("PAD-UNFIT");
}

} // namespace

void PasscodeEntry::require(bool verifies, bool modifies)
{
    if (!onReader()) return;
    if (!m_desk.passcodePolicy.pinPads) throw RefusedError(Failure::of("PAD-NOT-ALLOWED"));
    const bool able = (!verifies || m_piv.padVerifies()) && (!modifies || m_piv.padModifies());
    if (!able) throw CardJobError("PAD-ABSENT", m_desk.reader.name());
}

PadLength PasscodeEntry::lengths() const noexcept { return {m_desk.passcodePolicy.minimumDigits, m_desk.passcodePolicy.maximumDigits}; }

/// Says what is to be typed, and afterwards, whatever became of it, that nothing is to be typed any more.
template <class Ask>
PasscodeOutcome PasscodeEntry::onPad(PadAsk what, int entries, Ask&& ask)
{
    require(what == PadAsk::known || what == PadAsk::again, what == PadAsk::knownThenNew || what == PadAsk::newTwice);
    if (m_desk.stop.stop_requested()) throw StoppedError(); // the last moment: nobody stops a reader that asks
    const auto tell = [&](PadAsk now, std::chrono::milliseconds within) {
        if (m_desk.progress) m_desk.progress({m_step, JobProgress::State::started, {}, within, now});
    };
    tell(what, patience * entries);
    struct Over {
        decltype(tell)& said;
        ~Over() { said(PadAsk::none, {}); }
    };
    PadOutcome outcome;
    {
        const Over over{tell};
        outcome = ask();
    }
    if (outcome.kind != PadOutcome::Kind::sent) refusedByReader(outcome.kind);
    return outcome.card;
}

PasscodeOutcome PasscodeEntry::verify(bool again)
{
    if (!onReader()) return m_piv.verifyPasscode(m_source.digits());
    // One of another time may be of another policy's length: any that a card can hold.
    return onPad(again ? PadAsk::again : PadAsk::known, 1, [&] { return m_piv.verifyPasscodeOnPad(); });
}

PasscodeOutcome PasscodeEntry::reset(const SecureBytes& unlockKey)
{
    if (!onReader()) return m_piv.resetRetryCounter(unlockKey, m_source.digits());
    return onPad(PadAsk::newTwice, 2, [&] { return m_piv.resetRetryCounterOnPad(unlockKey, lengths()); });
}

PasscodeOutcome PasscodeEntry::changeFrom(const PasscodeSource& old)
{
    if (old.kind() != m_source.kind()) throw UsageError(Failure::of("USAGE", "one passcode here and the other on the reader"));
    if (!onReader()) return m_piv.changeReference(KeyReference::passcode, old.digits(), m_source.digits());
    return onPad(PadAsk::knownThenNew, 3, [&] { return m_piv.changePasscodeOnPad(lengths()); });
}

} // namespace cardwright
