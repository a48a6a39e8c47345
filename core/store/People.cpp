#include "core/store/People.h"

#include "core/base/WrittenDate.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::string_view table = "person";
constexpr std::string_view select = "SELECT names, date_of_birth, employment, photo, created_at, identifiers, details, closing, leaving, closed_at, "
                                    "identity_changed_at, from_hr FROM person WHERE id = ?1";

/// Several texts in one field, each ended by a NUL: a name has none.
template<std::size_t Count> std::string joined(const std::array<std::string_view, Count>& parts)
{
    std::string text;
    for (const auto part : parts) {
        if (part.find('\0') != std::string_view::npos) throw StoreError(Failure::of("STORE-WRITE", "a text with a NUL in it"));
        text.append(part).push_back('\0');
    }
    return text;
}

template<std::size_t Count> std::array<std::string_view, Count> parted(std::string_view text, const FieldPlace& place)
{
    std::array<std::string_view, Count> parts;
    for (auto& part : parts) {
        const auto end = text.find('\0');
        if (end == std::string_view::npos) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
        part = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    return parts;
}

/// Given, family, preferred, on the card, on the chip.
constexpr std::size_t nameCount = 5;
using Names = std::array<std::string_view, nameCount>;

std::string withoutBlanks(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        if (letter != ' ') out += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return out;
}

PeopleIndex::Entry entryFrom(const Guid& id, std::uint64_t number, const Names& names, Date born)
{
    PeopleIndex::Entry entry;
    entry.id = id;
    entry.number = number;
    entry.isPerson = true;
    entry.given = PeopleIndex::folded(names[0]);
    entry.family = PeopleIndex::folded(names[1]);
    for (const auto more : {names[2], names[3]}) {
        if (!more.empty()) entry.more.append(" ").append(PeopleIndex::folded(more));
    }
    entry.dateOfBirth = born;
    return entry;
}

void addIdentifiers(PeopleIndex::Entry& entry, std::string_view niNumber, std::string_view staffNumber)
{
    if (!niNumber.empty()) entry.identifiers.push_back(PeopleIndex::identifierKey("ni", withoutBlanks(niNumber)));
    if (!staffNumber.empty()) entry.identifiers.push_back(PeopleIndex::identifierKey("staff", withoutBlanks(staffNumber)));
}

Names namesOf(const Person& person)
{
    return {person.givenName, person.familyName, person.preferredName, person.nameOnCard, person.nameOnChip};
}

PeopleIndex::Entry entryOf(const Guid& id, const PersonRecord& record)
{
    auto entry = entryFrom(id, record.number.value(), namesOf(record.person), record.person.dateOfBirth);
    addIdentifiers(entry, record.person.niNumber, record.person.staffNumber);
    entry.isClosed = record.closedAt.has_value();
    return entry;
}

} // namespace

std::optional<PersonRecord> People::record(const Guid& id)
{
    auto row = m_database.prepare(select);
    row.bind(id);
    if (!row.step()) return std::nullopt;
    PersonRecord found{m_room.numberOf(id), {}, {}, std::nullopt, row.integer(4)};
    auto& person = found.person;
    const auto open = [&](std::string_view column, int place) { return m_room.openText({table, id.bytes(), column}, row.blob(place)); };
    const auto names = open("names", 0);
    const auto parts = parted<nameCount>(names, {table, id.bytes(), "names"});
    person.givenName = parts[0];
    person.familyName = parts[1];
    person.preferredName = parts[2];
    person.nameOnCard = parts[3];
    person.nameOnChip = parts[4];
    const FieldPlace bornPlace{table, id.bytes(), "date_of_birth"};
    const auto born = parseDate(open("date_of_birth", 1));
    if (!born) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(bornPlace)));
    person.dateOfBirth = *born;
    const auto work = open("employment", 2);
    const auto employment = parted<3>(work, {table, id.bytes(), "employment"});
    person.odsCode = employment[0];
    person.jobTitle = employment[1];
    found.organisation = employment[2];
    if (!row.isNull(3)) found.photo = sha256DigestFrom(m_room.openBytes({table, id.bytes(), "photo"}, row.blob(3)));
    if (!row.isNull(5)) {
        const auto text = open("identifiers", 5);
        const auto identifiers = parted<2>(text, {table, id.bytes(), "identifiers"});
        person.niNumber = identifiers[0];
        person.staffNumber = identifiers[1];
    }
    if (!row.isNull(6)) {
        const auto text = open("details", 6);
        const auto details = parted<4>(text, {table, id.bytes(), "details"});
        person.email = details[0];
        person.phone = details[1];
        person.team = details[2];
        person.site = details[3];
    }
    if (!row.isNull(7)) {
        const auto text = open("closing", 7);
        const auto closing = parted<2>(text, {table, id.bytes(), "closing"});
        found.closing = Closing{std::string(closing[0]), std::string(closing[1])};
    }
    if (!row.isNull(8)) {
        const FieldPlace place{table, id.bytes(), "leaving"};
        const auto text = open("leaving", 8);
        const auto leaving = parted<2>(text, place);
        const auto on = parseDate(leaving[0]);
        if (!on) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
        found.leaving = Leaving{*on, leaving[1] == "cancel"};
    }
    found.closedAt = row.optionalInteger(9);
    found.identityChangedAt = row.optionalInteger(10);
    found.fromHr = row.integer(11) != 0;
    return found;
}

std::vector<PersonRecord> People::records(const std::vector<Guid>& ids)
{
    std::vector<PersonRecord> found;
    for (const auto& id : ids) {
        m_room.passOver([&] {
            if (auto person = record(id)) found.push_back(std::move(*person));
        });
    }
    return found;
}

void People::loadIndex()
{
    m_room.requireOpen();
    m_room.index.clear();
    m_room.index.reserve(static_cast<std::size_t>(count()) + 16);
    auto row = m_database.prepare("SELECT subject.id, subject.number, person.names, person.date_of_birth, person.identifiers, person.closed_at "
                                  "FROM subject LEFT JOIN person ON person.id = subject.id");
    while (row.step()) {
        m_room.passOver([&] {
            const auto id = row.guid(0);
            const FieldPlace place{"subject", id.bytes(), "number"};
            const auto number = UserNumber::parse(m_room.openText(place, row.blob(1)));
            if (!number) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
            PeopleIndex::Entry plain;
            plain.id = id;
            plain.number = number->value();
            m_room.index.put(std::move(plain));
            if (row.isNull(2)) return;
            // A person whose names were tampered with is still known by number: nobody may get a second card by that.
            const FieldPlace namesPlace{table, id.bytes(), "names"};
            const auto names = m_room.openText(namesPlace, row.blob(2));
            const FieldPlace bornPlace{table, id.bytes(), "date_of_birth"};
            const auto born = parseDate(m_room.openText(bornPlace, row.blob(3)));
            if (!born) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(bornPlace)));
            auto entry = entryFrom(id, number->value(), parted<nameCount>(names, namesPlace), *born);
            entry.isClosed = !row.isNull(5);
            if (!row.isNull(4)) {
                const FieldPlace identifiersPlace{table, id.bytes(), "identifiers"};
                const auto text = m_room.openText(identifiersPlace, row.blob(4));
                const auto identifiers = parted<2>(text, identifiersPlace);
                addIdentifiers(entry, identifiers[0], identifiers[1]);
            }
            m_room.index.put(std::move(entry));
        });
    }
}

void People::add(Transaction& transaction, const PersonRecord& added)
{
    m_room.requireOpen();
    const auto* known = m_room.index.byNumber(added.number);
    if (known != nullptr && known->isPerson) throw StoreError(Failure::of("STORE-WRITE", "a person who is there already"));
    const auto id = m_room.idFor(transaction, added.number);
    std::optional<Bytes> photo;
    if (added.photo) photo = m_room.seal({table, id.bytes(), "photo"}, *added.photo);
    transaction.database()
        .prepare("INSERT INTO person (id, names, date_of_birth, employment, photo, created_at) VALUES (?1, x'', x'', x'', ?2, ?3)")
        .bind(id).bind(photo).bind(added.createdAt)
        .run();
    const auto before = *m_room.index.byId(id);
    write(transaction, id, added);
    transaction.onRollback([&room = m_room, before] { room.index.put(before); });
}

void People::change(Transaction& transaction, const PersonRecord& person)
{
    const auto id = m_room.idOf(person.number);
    const auto held = id ? record(*id) : std::nullopt;
    if (!held) throw StoreError(Failure::of("STORE-WRITE", "a person who is not there"));
    write(transaction, *id, person);
    transaction.onRollback([&room = m_room, before = entryOf(*id, *held)] { room.index.put(before); });
}

void People::write(Transaction& transaction, const Guid& id, const PersonRecord& written)
{
    const auto& person = written.person;
    const auto seal = [&](std::string_view column, std::string_view text) { return m_room.seal({table, id.bytes(), column}, text); };
    std::optional<Bytes> closing;
    if (written.closing) closing = seal("closing", joined<2>({written.closing->reason, written.closing->note}));
    std::optional<Bytes> leaving;
    if (written.leaving) leaving = seal("leaving", joined<2>({formatDate(written.leaving->on), written.leaving->cancel ? "cancel" : "keep"}));
    transaction.database()
        .prepare("UPDATE person SET names = ?2, date_of_birth = ?3, employment = ?4, identifiers = ?5, details = ?6, closing = ?7, leaving = ?8, "
                 "closed_at = ?9, identity_changed_at = ?10, from_hr = ?11 WHERE id = ?1")
        .bind(id).bind(seal("names", joined(namesOf(person)))).bind(seal("date_of_birth", formatDate(person.dateOfBirth)))
        .bind(seal("employment", joined<3>({person.odsCode, person.jobTitle, written.organisation})))
        .bind(seal("identifiers", joined<2>({withoutBlanks(person.niNumber), withoutBlanks(person.staffNumber)})))
        .bind(seal("details", joined<4>({person.email, person.phone, person.team, person.site})))
        .bind(closing).bind(leaving).bind(written.closedAt).bind(written.identityChangedAt).bind(written.fromHr)
        .run();
    m_room.index.put(entryOf(id, written));
}

void People::setPhoto(Transaction& transaction, const UserNumber& person, const Sha256Digest& photo)
{
    const auto id = m_room.idOf(person);
    if (!id) return;
    transaction.database().prepare("UPDATE person SET photo = ?1 WHERE id = ?2")
        .bind(m_room.seal({table, id->bytes(), "photo"}, photo)).bind(*id).run();
}

std::optional<PersonRecord> People::byNumber(const UserNumber& number)
{
    const auto id = m_room.idOf(number);
    return id ? record(*id) : std::nullopt;
}

std::optional<PersonRecord> People::byCard(const Guid& card)
{
    m_room.requireOpen();
    auto statement = m_database.prepare("SELECT holder FROM card WHERE guid = ?1");
    statement.bind(card);
    return statement.step() ? record(statement.guid(0)) : std::nullopt;
}

std::vector<PersonRecord> People::find(const PersonQuery& query)
{
    m_room.requireOpen();
    PeopleIndex::Query asked{PeopleIndex::wordsIn(PeopleIndex::folded(query.words)), query.dateOfBirth, {}, query.limit};
    std::copy_if(query.digits.begin(), query.digits.end(), std::back_inserter(asked.digits), [](char digit) { return digit >= '0' && digit <= '9'; });
    return records(m_room.index.find(asked));
}

std::vector<PersonRecord> People::search(const std::string& typed, std::size_t most)
{
    if (const auto card = Guid::parse(typed)) {
        const auto holder = byCard(*card);
        return holder ? std::vector{*holder} : std::vector<PersonRecord>{};
    }
    PersonQuery query;
    query.limit = most;
    if (const auto date = parseWrittenDate(typed)) {
        query.dateOfBirth = date;
    } else if (typed.find_first_not_of("0123456789 ") == std::string::npos) {
        query.digits = typed;
    } else {
        query.words = typed;
    }
    return find(query);
}

std::vector<PersonRecord> People::sameAs(std::string_view givenName, std::string_view familyName, Date dateOfBirth)
{
    m_room.requireOpen();
    return records(m_room.index.sameAs(PeopleIndex::folded(givenName), PeopleIndex::folded(familyName), dateOfBirth));
}

std::vector<PersonRecord> People::withIdentifier(Identifier kind, std::string_view value)
{
    m_room.requireOpen();
    const auto wanted = withoutBlanks(value);
    if (wanted.empty()) return {};
    const bool isNi = kind == Identifier::niNumber;
    auto found = records(m_room.index.withIdentifier(PeopleIndex::identifierKey(isNi ? "ni" : "staff", wanted)));
    std::erase_if(found, [&](const PersonRecord& one) { return (isNi ? one.person.niNumber : one.person.staffNumber) != wanted; });
    return found;
}

std::optional<PersonRecord> People::byId(const Guid& row)
{
    m_room.requireOpen();
    return record(row);
}

std::vector<PersonRecord> People::leavers()
{
    m_room.requireOpen();
    std::vector<Guid> ids;
    auto row = m_database.prepare("SELECT id FROM person WHERE leaving IS NOT NULL AND closed_at IS NULL");
    while (row.step()) ids.push_back(row.guid(0));
    auto found = records(ids);
    std::sort(found.begin(), found.end(), [](const PersonRecord& left, const PersonRecord& right) {
        return left.leaving->on != right.leaving->on ? left.leaving->on < right.leaving->on : left.number < right.number;
    });
    return found;
}

std::uint64_t People::count()
{
    auto statement = m_database.prepare("SELECT count(*) FROM person");
    return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

} // namespace cardwright
