#pragma once

#include "app/runtime/Workstation.h"

#include "core/store/Store.h"

namespace cardwright::runtime {

/// Runs an act of core/registers for whoever is signed in, on the store's thread, and waits for it.
template <class Work>
auto Workstation::atRegister(Work&& work)
{
    const auto agent = requireSession();
    struct Wake {
        Synchroniser& synchroniser;
        ~Wake() { synchroniser.wake(); } // a refused attempt is an entry too
    } wake{*m_synchroniser};
    return m_store->call([&](Store& store) { return work(RegisterDesk{store, m_material.people, agent, m_clock, m_random, {}, m_material.evidence.ages()}); });
}

} // namespace cardwright::runtime
