#include "pcsc/PcscReader.h"

#include "core/card/CardErrors.h"
#include "pcsc/Connection.h"
#include "pcsc/Context.h"
#include "pcsc/OwnUse.h"
#include "pcsc/ReaderFeatures.h"
#include "pcsc/ReaderHolder.h"
#include "pcsc/ReaderStates.h"
#include "pcsc/ScardFailure.h"
#include "pcsc/Transaction.h"

#include <winscard.h>

#include <algorithm>
#include <future>
#include <thread>

namespace cardwright::pcsc {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Of another program's transaction nobody is told: that open() takes longer than a look at a card is the first sign of it.
constexpr auto beforeTelling = 400ms;
/// pcscd tells nobody when an exclusive connection ends.
constexpr auto betweenAttempts = 100ms;

using Opened = std::future<std::unique_ptr<Transaction>>;

/// In a thread that may be left behind: what it still gets after its time is ended by its own destructors.
Opened openInThread(const std::shared_ptr<Context>& context, const std::string& name, const std::shared_ptr<OwnUse>& use)
{
    std::packaged_task<std::unique_ptr<Transaction>()> task(
        [context, name, use] { return std::make_unique<Transaction>(std::make_unique<Connection>(context, name), use); });
    auto opened = task.get_future();
    std::thread(std::move(task)).detach();
    return opened;
}

[[noreturn]] void tellWhoHoldsIt(const std::string& name)
{
    const Context context; // another one: the one that waits is not ours to use any more
    ReaderStates states(context);
    states.wait(0ms);
    if (!states.inUse(name)) throw TransportError("CARD-SILENT", name);
    const auto holders = textOf(otherUsersOfPcscd());
    if (holders.empty()) throw TransportError("READER-BUSY", name);
    throw TransportError(Failure::because("READER-BUSY", "The reader is in use by " + holders + ".", name));
}

} // namespace

PcscReader::PcscReader(std::string name, std::chrono::milliseconds within, std::shared_ptr<OwnUse> use)
    : m_name(std::move(name)), m_within(within), m_use(use ? std::move(use) : std::make_shared<OwnUse>())
{
}

PcscReader::~PcscReader() = default;

void PcscReader::tellBusy()
{
    if (m_told || !m_busy) return;
    m_told = true;
    m_busy(textOf(otherUsersOfPcscd()));
}

/// Nothing when the time is over.
std::unique_ptr<CardTransport> PcscReader::openWaiting()
{
    const auto begun = Clock::now();
    const auto end = begun + m_within;
    for (;;) {
        auto opened = openInThread(m_context, m_name, m_use);
        if (opened.wait_until(std::min(end, begun + beforeTelling)) != std::future_status::ready) {
            if (Clock::now() < end) tellBusy();
            if (opened.wait_until(end) != std::future_status::ready) return nullptr;
        }
        try {
            return opened.get();
        } catch (const TransportError& error) {
            if (error.failure().code != "READER-BUSY") throw; // that one comes at once, and means: held by another program alone
        }
        tellBusy(); // known for certain, and pcscd tells nobody how long it lasts
        if (Clock::now() + betweenAttempts >= end) return nullptr;
        std::this_thread::sleep_for(betweenAttempts);
    }
}

std::unique_ptr<CardTransport> PcscReader::open()
{
    m_told = false;
    const auto before = m_use->commandIn(m_name);
    const bool used = m_context != nullptr;
    if (!used) m_context = std::make_shared<Context>();
    std::unique_ptr<CardTransport> transaction;
    try {
        transaction = openWaiting();
    } catch (const TransportError& error) {
        if (!used || error.failure().code != "PCSC-ABSENT") throw;
        m_context = nullptr; // pcscd may have been started anew since the last time
        m_context = std::make_shared<Context>();
        transaction = openWaiting();
    }
    if (transaction) return transaction;
    m_context = nullptr;
    const auto now = m_use->commandIn(m_name);
    if (before.number == 0 || now.number != before.number) tellWhoHoldsIt(m_name);
    // Ours, all this time. Beyond what such a command may take on this card it hangs; before that the card is at work, or a person types.
    if (!now.person && Clock::now() >= now.until) throw TransportError("CARD-SILENT", m_name);
    throw TransportError(Failure::because("READER-BUSY", now.person ? "Somebody types on the reader's keys." : "The card is at work for this desk; making a key may take minutes.",
                                          m_name));
}

ReaderAttributes PcscReader::attributes()
{
    const Context context;
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    check(::SCardConnect(context.handle(), m_name.c_str(), SCARD_SHARE_DIRECT, 0, &handle, &protocol), m_name);
    auto attributes = attributesOf(handle);
    ::SCardDisconnect(handle, SCARD_LEAVE_CARD);
    return attributes;
}

} // namespace cardwright::pcsc
