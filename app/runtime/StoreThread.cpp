#include "app/runtime/StoreThread.h"

namespace cardwright::runtime {

StoreThread::StoreThread(const SiteFolder& site, Store::Mode mode, const Clock& clock, RandomSource& random, EntrySigners& signers)
    : m_executor("store")
{
    m_executor.call([&] { m_store = std::make_unique<Store>(site, mode, clock, random, signers); });
}

StoreThread::~StoreThread()
{
    m_executor.call([this] { m_store.reset(); });
}

} // namespace cardwright::runtime
