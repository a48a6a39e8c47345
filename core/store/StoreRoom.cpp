#include "core/store/StoreRoom.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::string_view formVersion = "1"; // of the tables: a field of another form's table does not open in this one

[[noreturn]] void tampered(const FieldPlace& place) { throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place))); }

} // namespace

std::string wordsOf(const FieldPlace& place)
{
    return std::string(place.table) + ", row " + toHex(place.row) + ", " + std::string(place.column);
}

Bytes StoreRoom::placeOf(const FieldPlace& place)
{
    return fieldPlace({place.table, {reinterpret_cast<const char*>(place.row.data()), place.row.size()}, place.column, formVersion});
}

void StoreRoom::requireOpen() const { (void)vault.cipher(); }

Bytes StoreRoom::seal(const FieldPlace& place, ByteView plain) const { return vault.cipher().seal(plain, placeOf(place), random); }

Bytes StoreRoom::sealAlways(const FieldPlace& place, std::string_view text) const
{
    if (vault.isOpen()) return seal(place, text);
    // The envelope has no additional data of its own: where it belongs goes inside.
    const auto head = placeOf(place);
    const auto size = static_cast<std::uint32_t>(head.size());
    const Bytes length{static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16), static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    const std::vector<EnvelopeRecipient> recipients{EnvelopeRecipient::of(certificates.store())};
    return envelope::seal(concat({length, head, bytesOf(text)}), recipients);
}

std::string StoreRoom::openText(const FieldPlace& place, ByteView sealed) const
{
    requireOpen();
    const auto* cipher = vault.cipherFor(sealed);
    if (cipher == nullptr) tampered(place);
    std::string plain;
    try {
        cipher->openInto(plain, sealed, placeOf(place));
    } catch (const CryptoError&) {
        tampered(place);
    }
    return plain;
}

Bytes StoreRoom::openBytes(const FieldPlace& place, ByteView sealed) const { return toBytes(bytesOf(openText(place, sealed))); }

std::string StoreRoom::openAlways(const FieldPlace& place, ByteView sealed)
{
    constexpr std::uint8_t derSequence = 0x30;
    if (sealed.empty() || sealed.front() != derSequence) return openText(place, sealed);
    requireOpen();
    try {
        const auto content = vault.openEnvelope(sealed);
        const auto head = placeOf(place);
        if (content.size() < 4 + head.size() || !equal(content.view().subspan(4, head.size()), head)) tampered(place);
        return toText(content.view().subspan(4 + head.size()));
    } catch (const CryptoError&) {
        tampered(place);
    }
}

std::optional<Guid> StoreRoom::idOf(const UserNumber& number) const
{
    requireOpen();
    const auto* entry = index.byNumber(number);
    return entry == nullptr ? std::nullopt : std::optional(entry->id);
}

Guid StoreRoom::idFor(Transaction& transaction, const UserNumber& number)
{
    if (const auto known = idOf(number)) return *known;
    const auto id = Guid::random(random);
    transaction.database().prepare("INSERT INTO subject (id, number) VALUES (?1, ?2)")
        .bind(id).bind(seal({"subject", id.bytes(), "number"}, number.digits())).run();
    PeopleIndex::Entry entry;
    entry.id = id;
    entry.number = number.value();
    index.put(std::move(entry));
    transaction.onRollback([this, id] { index.remove(id); });
    return id;
}

UserNumber StoreRoom::numberOf(const Guid& id) const
{
    requireOpen();
    const auto* entry = index.byId(id);
    const auto number = entry == nullptr ? std::nullopt : UserNumber::fromValue(entry->number);
    if (!number) tampered({"subject", id.bytes(), "number"});
    return *number;
}

void StoreRoom::note(TamperingFinding finding)
{
    if (std::find(m_findings.begin(), m_findings.end(), finding) == m_findings.end()) m_findings.push_back(std::move(finding));
}

bool StoreRoom::passOver(const std::function<void()>& work)
{
    try {
        work();
        return true;
    } catch (const StoreError& error) {
        if (error.failure().code != "STORE-TAMPERED" && error.failure().code != "STORE-DAMAGED") throw;
        note({error.failure().code, error.failure().detail});
        return false;
    }
}

} // namespace cardwright
