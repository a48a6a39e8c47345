#include "app/runtime/Workstation.h"

#include "core/journal/EntryDraft.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

// The store key's recipients and its rotation, and the TPM's counter.

namespace cardwright::runtime {

namespace {

/// Fields sealed anew in one transaction: a few milliseconds, so that nobody waits for it.
constexpr std::size_t fieldsAStep = 500;
constexpr const char* countKey = "tpm.count";

bool lacksOne(const std::vector<Bytes>& held, const std::vector<EnvelopeRecipient>& wanted)
{
    return std::any_of(held.begin(), held.end(), [&](const Bytes& identifier) {
        return std::none_of(wanted.begin(), wanted.end(), [&](const auto& recipient) { return recipient.keyIdentifier == identifier; });
    });
}

} // namespace

void Workstation::careForStoreKey()
{
    if (m_writes) careStep(true);
}

void Workstation::careStep(bool first)
{
    m_store->post([this, first](Store& store) {
        if (!store.isOpen()) return; // at the next sign-in
        try {
            if (first) sealForRoster(store);
            if (store.rotation.step(fieldsAStep)) return;
        } catch (const FailureError&) {
            return; // nothing is half done; the next sign-in or delivery begins it again, and diagnose() says how it stands
        }
        careStep(false);
    });
}

void Workstation::sealForRoster(Store& store)
{
    const auto held = roster();
    std::vector<EnvelopeRecipient> wanted{EnvelopeRecipient::of(m_material.recovery)};
    for (const auto& certificate : storeKeyRecipients(held, store.vault().key())) wanted.push_back(EnvelopeRecipient::of(certificate));
    if (storeKeyFile::isFor(m_material.site, wanted)) return;
    const bool gone = lacksOne(storeKeyFile::recipients(m_material.site), wanted);
    // Somebody may open it no more: then it must be another key. Somebody new: the same key, sealed once more.
    if (gone) {
        store.rotation.begin(wanted);
    } else {
        storeKeyFile::seal(m_material.site, store.vault().cipher().key(), wanted);
    }
    const nlohmann::json payload{{"roster", held.content().version}, {"recipients", wanted.size()}};
    Transaction transaction(store.database());
    store.journal.append(transaction, entryOfDesk(gone ? EntryKind::storeKeyRotated : EntryKind::storeKeyResealed, payload, m_random), {});
    transaction.commit();
}

void Workstation::meetCount(Store& store)
{
    const auto counted = m_keys.count();
    if (!counted) return;
    const auto text = store.settings.value(countKey).value_or("");
    std::uint64_t known = 0;
    std::from_chars(text.data(), text.data() + text.size(), known);
    // The store is told the next count before the TPM counts: cut in between, it is one ahead. Behind, it is an older copy.
    if (known >= *counted) return;
    auto contact = store.outbox.contact();
    contact.rolledBack = true;
    Transaction transaction(store.database());
    store.outbox.saveContact(transaction, contact);
    store.leases.voidAll(transaction);
    transaction.commit();
}

void Workstation::countUp(Store& store)
{
    const auto counted = m_keys.count();
    if (!counted || store.outbox.contact().rolledBack) return;
    {
        Transaction transaction(store.database());
        store.settings.set(transaction, countKey, std::to_string(*counted + 1));
        transaction.commit();
    }
    m_keys.increment();
}

} // namespace cardwright::runtime
