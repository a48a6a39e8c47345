#include "app/runtime/Workstation.h"

#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/lifecycle/CardSession.h"
#include "core/store/CardTrust.h"
#include "core/store/StoreError.h"
#include "core/sync/HotList.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

// The store key's recipients and its rotation, and the TPM's counter.

namespace cardwright::runtime {

namespace {

/// Fields sealed anew in one transaction: a few milliseconds, so that nobody waits for it.
constexpr std::size_t fieldsAStep = 500;
constexpr const char* countKey = "tpm.count";
constexpr const char* rosterBeforeKey = "roster.before"; ///< core/sync keeps it as long as no agent of the roster opens the store

bool hasOne(const std::vector<Bytes>& identifiers, const Bytes& identifier)
{
    return std::find(identifiers.begin(), identifiers.end(), identifier) != identifiers.end();
}

/// Not only replaced: the centre withdrew the card, or says of its agent that they are one no more.
bool dismissed(const Roster& held, const std::vector<Sha256Digest>& revoked, const Sha256Digest& certificate)
{
    const auto* named = held.findAny(certificate);
    return held.revoked(certificate) || (named != nullptr && !named->active) || std::find(revoked.begin(), revoked.end(), certificate) != revoked.end();
}

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

std::optional<Roster> Workstation::rosterBefore(Store& store) const
{
    const auto der = fromBase64(store.settings.value(rosterBeforeKey).value_or(std::string()));
    if (!der || der->empty()) return std::nullopt;
    try {
        return Roster::verify(*der, m_material.trust, m_material.centreSigning, m_material.site.description().site);
    } catch (const FailureError&) {
        return std::nullopt; // whoever wrote it was not the centre
    }
}

std::vector<EnvelopeRecipient> Workstation::keptRecipients(Store& store, const Roster& held)
{
    std::vector<EnvelopeRecipient> kept;
    const auto before = rosterBefore(store);
    if (!before) return kept;
    const auto revoked = HotList(store).certificates();
    const auto present = storeKeyFile::recipients(m_material.site);
    for (const auto& certificate : storeKeyRecipients(*before, store.vault().key())) {
        const auto recipient = EnvelopeRecipient::of(certificate);
        const auto& agents = before->content().agents;
        const auto agent = std::find_if(agents.begin(), agents.end(), [&](const RosterAgent& one) { return one.keyIdentifier == recipient.keyIdentifier; });
        if (agent == agents.end() || !hasOne(present, recipient.keyIdentifier) || dismissed(held, revoked, agent->certificate)) continue;
        kept.push_back(recipient);
    }
    return kept;
}

void Workstation::sealForRoster(Store& store)
{
    const auto held = roster();
    const auto wanted = recipientsOf(store, held);
    if (storeKeyFile::isFor(m_material.site, wanted)) return;
    bool gone = lacksOne(storeKeyFile::recipients(m_material.site), wanted);
    auto recipients = wanted;
    const auto* opener = [&]() -> const RosterAgent* {
        const auto current = session();
        return current ? held.find(current->certificate) : nullptr;
    }();
    if (gone && opener == nullptr) {
        // Opened by a card that the roster has replaced: it stays until its successor has opened the store.
        for (auto& one : keptRecipients(store, held)) {
            if (!std::any_of(wanted.begin(), wanted.end(), [&](const auto& each) { return each.keyIdentifier == one.keyIdentifier; })) recipients.push_back(std::move(one));
        }
        if (recipients.size() > wanted.size()) gone = false;
        if (storeKeyFile::isFor(m_material.site, recipients)) return;
    }
    // Somebody may open it no more: then it must be another key. Somebody new: the same key, sealed once more.
    if (gone) {
        store.rotation.begin(recipients);
    } else {
        storeKeyFile::seal(m_material.site, store.vault().cipher().key(), recipients);
    }
    const nlohmann::json payload{{"roster", held.content().version}, {"recipients", recipients.size()}};
    Transaction transaction(store.database());
    store.journal.append(transaction, entryOfDesk(gone ? EntryKind::storeKeyRotated : EntryKind::storeKeyResealed, payload, m_random), {});
    if (gone) store.settings.set(transaction, rosterBeforeKey, "");
    transaction.commit();
}

std::vector<EnvelopeRecipient> Workstation::recipientsOf(Store& store, const Roster& held) const
{
    std::vector<EnvelopeRecipient> recipients{EnvelopeRecipient::of(m_material.recovery)};
    for (const auto& certificate : storeKeyRecipients(held, store.vault().key())) recipients.push_back(EnvelopeRecipient::of(certificate));
    return recipients;
}

void Workstation::deliveriesApplied()
{
    careForStoreKey(); // before: with the session the store is closed
    takeRaisedSiteKey();
    takeCardAnchors();
    try {
        judgeSession();
    } catch (const RosterError&) {
        return; // a list that cannot be read takes nobody's rights away in the middle of work; nobody signs in by it, and diagnose() names it
    }
}

std::shared_ptr<const std::vector<Certificate>> Workstation::trustInForce() const
{
    const std::lock_guard lock(m_mutex);
    return m_trust;
}

/// Another authority for cards, while the desk goes on working: the next look and the next job go by it.
void Workstation::takeCardAnchors()
{
    try {
        auto anchors = m_store->call([this](Store& store) { return cardTrust::anchors(m_material.site, store.certificates()); });
        auto fresh = std::make_shared<const std::vector<Certificate>>(std::move(anchors));
        const std::lock_guard lock(m_mutex);
        m_trust = std::move(fresh);
    } catch (const StoreError&) {
        return; // a file that is not the centre's takes no anchor away in the middle of work; diagnose() names it
    }
}

namespace {

bool sameBatches(const TransportKeys& left, const TransportKeys& right)
{
    return std::equal(left.batches().begin(), left.batches().end(), right.batches().begin(), right.batches().end(),
                      [](const TransportBatch& one, const TransportBatch& other) { return one.sameAs(other); });
}

} // namespace

/// And the keys of batches of blank cards that came, were replaced or ended.
void Workstation::takeRaisedSiteKey()
{
    auto secrets = m_store->call([this](Store& store) {
        return store.isOpen() ? SecretMaterial::open(m_material, store.vault()) : std::shared_ptr<const SecretMaterial>();
    });
    const std::lock_guard lock(m_mutex);
    if (!secrets || !m_live) return;
    const bool raised = secrets->keys.newestVersion() > m_live->secrets->keys.newestVersion();
    if (raised || !sameBatches(secrets->transportKeys, m_live->secrets->transportKeys)) m_live->secrets = std::move(secrets);
}

void Workstation::handOver(CardReader& reader, const SecureBytes& passcode, bool mayUseLastTry, SignInOutcome& outcome)
{
    const auto held = roster();
    const auto [before, log] = m_store->call([&](Store& store) { return std::pair(rosterBefore(store), store.journal.log()); });
    if (!before) return;
    const auto present = storeKeyFile::recipients(m_material.site);
    const auto& agents = held.content().agents;
    if (std::any_of(agents.begin(), agents.end(), [&](const RosterAgent& agent) { return agent.active && hasOne(present, agent.keyIdentifier); })) return;
    auto revoked = m_store->call([](Store& store) { return HotList(store).certificates(); });
    revoked.insert(revoked.end(), held.content().revoked.begin(), held.content().revoked.end());
    for (const auto& agent : agents) {
        if (!agent.active) revoked.push_back(agent.certificate);
    }
    const auto storeKey = storeKeyFile::read(m_material.site);
    const auto trust = trustInForce();
    const SignInTerms terms{*trust, *before, m_material.roles, storeKey, log, m_material.site.description().workstation, clockFacts(), mayUseLastTry, revoked};
    auto opened = [&] {
        CardSession card(reader, {});
        return cardwright::signIn(card.piv(), passcode, terms, m_clock, m_random);
    }();
    if (!opened.signedIn()) {
        outcome = std::move(opened);
        return;
    }
    // No session: the roster names this card no more. Its key serves once, for the card that does.
    if (auto another = takeLive()) end(std::move(*another), EntryKind::agentSignedOut, "another-sign-in");
    m_store->call([&](Store& store) {
        struct Drop {
            Store& store;
            ~Drop() { store.close(); }
        } drop{store};
        store.open(opened.keys->takeStoreKey());
        sealForRoster(store);
    });
    outcome.detail = "another card has taken its place, and opens this desk from now on";
}

bool Workstation::beginStoreKeyRotation(const SecureBytes* passcode)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::storeKeyRotate), nameOf(Permission::storeKeyRotate));
    if (storeKeyRotation().underWay) return false;
    const auto held = roster();
    const auto recipients = m_store->call([&](Store& store) { return recipientsOf(store, held); });
    auto identifiers = nlohmann::json::array();
    for (const auto& each : recipients) identifiers.push_back(toHex(each.keyIdentifier));
    auto draft = entryOfDesk(EntryKind::storeKeyRotated, {{"recipients", std::move(identifiers)}, {"why", "asked"}}, m_random);
    stepUp(draft, passcode);
    m_store->call([&](Store& store) {
        store.rotation.begin(recipients);
        Transaction transaction(store.database());
        store.journal.append(transaction, draft, agent.author());
        transaction.commit();
    });
    m_synchroniser->wake();
    return true;
}

bool Workstation::stepStoreKeyRotation(std::size_t fields)
{
    return m_store->call([&](Store& store) { return store.rotation.step(fields); });
}

RotationState Workstation::storeKeyRotation()
{
    return m_store->call([](Store& store) { return store.rotation.state(); });
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
