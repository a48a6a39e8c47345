#include "core/central/BatchOffice.h"

#include "core/central/Centre.h"
#include "core/central/DeliveryBook.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/piv/CardProfile.h"
#include "core/piv/TransportBatch.h"
#include "core/card/CardErrors.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright::central {

namespace {

/// The newest generation says what is possible at all; which one a card is of shows at the desk.
std::optional<CardProfile> newestOf(const std::string& profile)
{
    constexpr CardVersion newest{255, 255, 255};
    return ProfileSet::shipped().named(profile, newest);
}

bool takes(const CardProfile& profile, Algorithm algorithm)
{
    const auto& settable = profile.administrationAlgorithms;
    return algorithm == profile.factoryAdministrationAlgorithm || std::find(settable.begin(), settable.end(), algorithm) != settable.end();
}

} // namespace

TransportBatch BatchOffice::opened(ByteView sealed) const
{
    PrivateEnvelopeKey own(m_parts.keys.envelopeKey, m_parts.keys.envelope);
    try {
        const auto octets = envelope::open(sealed, own);
        return TransportBatch::decode(octets.view());
    } catch (const CardDataError& error) {
        refuse("batch-malformed", error.failure().detail);
    } catch (const CryptoError& error) {
        refuse("batch-malformed", error.failure().code);
    }
}

void BatchOffice::requireFit(const TransportBatch& batch)
{
    const auto profile = newestOf(batch.profile);
    if (!profile) refuse("batch-malformed", "no card profile has the name " + batch.profile);
    if (!takes(*profile, batch.algorithm)) refuse("batch-malformed", "such a card has no " + std::string(algorithmName(batch.algorithm)) + " key");
    if (!batch.serials) return;
    for (const auto& other : all()) {
        if (other.endedAt || other.name == batch.name || other.profile != batch.profile || !other.firstSerial) continue;
        // Of two batches that claim a card, a desk could only guess, and each guess may cost the card an attempt.
        const bool apart = *other.lastSerial < batch.serials->first || batch.serials->last < *other.firstSerial;
        if (!apart) refuse("batch-malformed", "batch " + other.name + " has some of these serials");
    }
}

bool BatchOffice::add(Transaction& transaction, ByteView sealed, std::string& name)
{
    const auto batch = opened(sealed);
    requireFit(batch);
    name = batch.name;
    auto before = m_parts.database.prepare("SELECT 1 FROM batches WHERE name = ?1 AND ended_at IS NULL");
    const bool replaced = before.bind(batch.name).step();
    const auto serial = [&](auto member) { return batch.serials ? std::optional<std::int64_t>((*batch.serials).*member) : std::nullopt; };
    m_parts.database
        .prepare("INSERT INTO batches (name, profile, algorithm, first_serial, last_serial, unlock_key, passcode, sealed, added_at) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (name) DO UPDATE SET profile = ?2, algorithm = ?3, first_serial = ?4, "
                 "last_serial = ?5, unlock_key = ?6, passcode = ?7, sealed = ?8, added_at = ?9, ended_at = NULL")
        .bind(batch.name)
        .bind(batch.profile)
        .bind(algorithmName(batch.algorithm))
        .bind(serial(&TransportBatch::Serials::first))
        .bind(serial(&TransportBatch::Serials::last))
        .bind(batch.unlockKey.has_value())
        .bind(batch.passcode.has_value())
        .bind(sealed)
        .bind(m_parts.clock.utcMillis())
        .run();
    for (const auto& desk : WorkstationBook(m_parts).active()) tell(transaction, desk.log, batch);
    return replaced;
}

void BatchOffice::tell(Transaction& transaction, const Guid& log, const TransportBatch& batch)
{
    WorkstationBook book(m_parts);
    const std::array recipients{EnvelopeRecipient::of(book.storeCertificate(book.ofLog(log).id))};
    const auto sealed = envelope::seal(batch.encode().view(), recipients);
    DeliveryBook(m_parts).add(transaction, log, "transportKey", nlohmann::json{{"sealed", toBase64(sealed)}}.dump());
}

void BatchOffice::tellAll(Transaction& transaction, const Guid& log)
{
    std::vector<Bytes> kept;
    {
        auto query = m_parts.database.prepare("SELECT sealed FROM batches WHERE ended_at IS NULL ORDER BY added_at, name");
        while (query.step()) kept.push_back(query.blob(0));
    }
    for (const auto& sealed : kept) tell(transaction, log, opened(sealed));
}

void BatchOffice::end(Transaction& transaction, std::string_view name)
{
    auto known = m_parts.database.prepare("SELECT 1 FROM batches WHERE name = ?1 AND ended_at IS NULL");
    if (!known.bind(name).step()) refuse("batch-unknown", std::string(name));
    // Its keys go from here too: what nobody opens any more need not be kept.
    m_parts.database.prepare("UPDATE batches SET ended_at = ?2, sealed = x'' WHERE name = ?1").bind(name).bind(m_parts.clock.utcMillis()).run();
    DeliveryBook(m_parts).addForAll(transaction, "transportKey", nlohmann::json{{"batch", name}, {"ended", true}}.dump());
}

std::vector<BatchOffice::Batch> BatchOffice::all()
{
    auto query = m_parts.database.prepare("SELECT name, profile, algorithm, first_serial, last_serial, unlock_key, passcode, added_at, ended_at "
                                          "FROM batches ORDER BY name");
    std::vector<Batch> found;
    while (query.step()) {
        Batch batch{query.text(0), query.text(1), query.text(2), std::nullopt, std::nullopt, query.integer(5) != 0, query.integer(6) != 0,
                    query.integer(7), query.optionalInteger(8)};
        if (const auto first = query.optionalInteger(3)) batch.firstSerial = static_cast<std::uint32_t>(*first);
        if (const auto last = query.optionalInteger(4)) batch.lastSerial = static_cast<std::uint32_t>(*last);
        found.push_back(std::move(batch));
    }
    return found;
}

Bytes sealedForCentre(const TransportBatch& batch, const Certificate& centreEnvelope)
{
    const std::array recipients{EnvelopeRecipient::of(centreEnvelope)};
    return envelope::seal(batch.encode().view(), recipients);
}

} // namespace cardwright::central
