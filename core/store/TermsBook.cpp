#include "core/store/TermsBook.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

constexpr std::string_view table = "terms_accepted";
constexpr std::string_view columns = "SELECT id, holder, card, notice_version, notice, terms_version, terms, accepted_at, details FROM terms_accepted ";
constexpr std::string_view newestFirst = " ORDER BY accepted_at DESC, rowid DESC";

} // namespace

void TermsBook::add(Transaction& transaction, const TermsRecord& record)
{
    const auto holder = m_room.idFor(transaction, record.holder);
    const auto details = nlohmann::json{{"statement", toBase64(record.statement)}, {"signature", toBase64(record.signature)}, {"slot", record.slot},
                                        {"publicKey", toBase64(record.publicKey)}}.dump();
    transaction.database()
        .prepare("INSERT INTO terms_accepted (id, holder, card, notice_version, notice, terms_version, terms, accepted_at, details) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET details = excluded.details")
        .bind(record.id).bind(holder).bind(record.card).bind(record.noticeVersion).bind(record.notice)
        .bind(record.termsVersion).bind(record.terms).bind(record.acceptedAt)
        .bind(m_room.seal({table, record.id.bytes(), "details"}, details))
        .run();
}

TermsRecord TermsBook::from(const Statement& row) const
{
    const auto id = row.guid(0);
    const FieldPlace place{table, id.bytes(), "details"};
    const auto details = nlohmann::json::parse(m_room.openText(place, row.blob(8)), nullptr, false);
    if (!details.is_object()) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
    const auto octets = [&](const char* name) { return fromBase64(details.value(name, "")).value_or(Bytes{}); };
    return {id, m_room.numberOf(row.guid(1)), row.guid(2), static_cast<int>(row.integer(3)), row.digest(4), static_cast<int>(row.integer(5)),
            row.digest(6), row.integer(7), octets("statement"), octets("signature"), details.value("slot", ""), octets("publicKey")};
}

std::vector<TermsRecord> TermsBook::all(Statement& row)
{
    m_room.requireOpen();
    std::vector<TermsRecord> found;
    while (row.step()) {
        m_room.passOver([&] { found.push_back(from(row)); });
    }
    return found;
}

std::optional<TermsRecord> TermsBook::lastOf(const UserNumber& holder)
{
    auto found = ofHolder(holder);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<TermsRecord> TermsBook::ofHolder(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return {};
    auto row = m_database.prepare(std::string(columns) + "WHERE holder = ?1" + std::string(newestFirst));
    row.bind(*id);
    return all(row);
}

std::vector<TermsRecord> TermsBook::ofCard(const Guid& card)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE card = ?1" + std::string(newestFirst));
    row.bind(card);
    return all(row);
}

} // namespace cardwright
