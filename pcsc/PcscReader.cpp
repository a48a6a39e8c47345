#include "pcsc/PcscReader.h"

#include "core/card/CardErrors.h"
#include "pcsc/Connection.h"
#include "pcsc/Context.h"
#include "pcsc/ReaderStates.h"
#include "pcsc/Transaction.h"

#include <future>
#include <thread>

namespace cardwright::pcsc {

namespace {

/// In a thread that may be left behind: what it still gets after its time is ended by its own destructors.
std::unique_ptr<Transaction> openWithin(const std::shared_ptr<Context>& context, const std::string& name,
                                        std::chrono::milliseconds within)
{
    std::packaged_task<std::unique_ptr<Transaction>()> task(
        [context, name] { return std::make_unique<Transaction>(std::make_unique<Connection>(context, name)); });
    auto opened = task.get_future();
    std::thread(std::move(task)).detach();
    if (opened.wait_for(within) != std::future_status::ready) return nullptr;
    return opened.get();
}

[[noreturn]] void tellWhoHoldsIt(const std::string& name)
{
    const Context context; // another one: the one that waits is not ours to use any more
    ReaderStates states(context);
    states.wait(std::chrono::milliseconds(0));
    throw TransportError(states.inUse(name) ? "READER-BUSY" : "CARD-SILENT", name);
}

} // namespace

PcscReader::PcscReader(std::string name, std::chrono::milliseconds within) : m_name(std::move(name)), m_within(within) {}

PcscReader::~PcscReader() = default;

std::unique_ptr<CardTransport> PcscReader::open()
{
    const bool used = m_context != nullptr;
    if (!used) m_context = std::make_shared<Context>();
    std::unique_ptr<Transaction> transaction;
    try {
        transaction = openWithin(m_context, m_name, m_within);
    } catch (const TransportError& error) {
        if (!used || error.failure().code != "PCSC-ABSENT") throw;
        m_context = nullptr; // pcscd may have been started anew since the last time
        m_context = std::make_shared<Context>();
        transaction = openWithin(m_context, m_name, m_within);
    }
    if (transaction) return transaction;
    m_context = nullptr;
    tellWhoHoldsIt(m_name);
}

} // namespace cardwright::pcsc
