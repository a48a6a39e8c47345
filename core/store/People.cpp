#include "core/store/People.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::string_view table = "person";
constexpr std::string_view select = "SELECT id, names, date_of_birth, employment, photo, created_at FROM person WHERE id = ?1";

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

PeopleIndex::Entry entryFrom(const Guid& id, std::uint64_t number, const std::array<std::string_view, nameCount>& names, Date born)
{
    PeopleIndex::Entry entry;
    entry.id = id;
    entry.number = number;
    entry.isPerson = true;
    entry.given = PeopleIndex::folded(names[0]);
    entry.family = PeopleIndex::folded(names[1]);
    entry.names.append(" ").append(entry.given).append(" ").append(entry.family);
    for (const auto more : {names[2], names[3]}) {
        if (!more.empty()) entry.names.append(" ").append(PeopleIndex::folded(more));
    }
    entry.dateOfBirth = born;
    return entry;
}

} // namespace

std::optional<PersonRecord> People::record(const Guid& id)
{
    auto row = m_database.prepare(select);
    row.bind(id);
    if (!row.step()) return std::nullopt;
    PersonRecord found{m_room.numberOf(id), {}, {}, std::nullopt, row.integer(5)};
    const FieldPlace namesPlace{table, id.bytes(), "names"};
    const auto names = m_room.openText(namesPlace, row.blob(1));
    const auto parts = parted<nameCount>(names, namesPlace);
    auto& person = found.person;
    person.givenName = parts[0];
    person.familyName = parts[1];
    person.preferredName = parts[2];
    person.nameOnCard = parts[3];
    person.nameOnChip = parts[4];
    const FieldPlace bornPlace{table, id.bytes(), "date_of_birth"};
    const auto born = parseDate(m_room.openText(bornPlace, row.blob(2)));
    if (!born) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(bornPlace)));
    person.dateOfBirth = *born;
    const FieldPlace workPlace{table, id.bytes(), "employment"};
    const auto work = m_room.openText(workPlace, row.blob(3));
    const auto employment = parted<3>(work, workPlace);
    person.odsCode = employment[0];
    person.jobTitle = employment[1];
    found.organisation = employment[2];
    if (!row.isNull(4)) found.photo = sha256DigestFrom(m_room.openBytes({table, id.bytes(), "photo"}, row.blob(4)));
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
    auto row = m_database.prepare("SELECT subject.id, subject.number, person.names, person.date_of_birth "
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
            m_room.index.put(entryFrom(id, number->value(), parted<nameCount>(names, namesPlace), *born));
        });
    }
}

void People::add(Transaction& transaction, const PersonRecord& added)
{
    m_room.requireOpen();
    const auto* known = m_room.index.byNumber(added.number);
    if (known != nullptr && known->isPerson) throw StoreError(Failure::of("STORE-WRITE", "a person who is there already"));
    const auto id = m_room.idFor(transaction, added.number);
    const auto& person = added.person;
    const std::array<std::string_view, nameCount> names{person.givenName, person.familyName, person.preferredName, person.nameOnCard, person.nameOnChip};
    std::optional<Bytes> photo;
    if (added.photo) photo = m_room.seal({table, id.bytes(), "photo"}, *added.photo);
    transaction.database()
        .prepare("INSERT INTO person (id, names, date_of_birth, employment, photo, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(id).bind(m_room.seal({table, id.bytes(), "names"}, joined(names)))
        .bind(m_room.seal({table, id.bytes(), "date_of_birth"}, formatDate(person.dateOfBirth)))
        .bind(m_room.seal({table, id.bytes(), "employment"}, joined<3>({person.odsCode, person.jobTitle, added.organisation})))
        .bind(photo).bind(added.createdAt)
        .run();
    const auto before = *m_room.index.byId(id);
    m_room.index.put(entryFrom(id, added.number.value(), names, person.dateOfBirth));
    transaction.onRollback([&room = m_room, before] { room.index.put(before); });
}

void People::setNames(Transaction& transaction, const UserNumber& number, const Person& person)
{
    const auto id = m_room.idOf(number);
    const auto known = id ? record(*id) : std::nullopt;
    if (!known) return;
    const std::array<std::string_view, nameCount> names{person.givenName, person.familyName, person.preferredName, person.nameOnCard, person.nameOnChip};
    transaction.database().prepare("UPDATE person SET names = ?1 WHERE id = ?2")
        .bind(m_room.seal({table, id->bytes(), "names"}, joined(names))).bind(*id).run();
    const auto before = *m_room.index.byId(*id);
    m_room.index.put(entryFrom(*id, number.value(), names, known->person.dateOfBirth));
    transaction.onRollback([&room = m_room, before] { room.index.put(before); });
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

std::vector<PersonRecord> People::search(const std::string& typed)
{
    if (const auto card = Guid::parse(typed)) {
        const auto holder = byCard(*card);
        return holder ? std::vector{*holder} : std::vector<PersonRecord>{};
    }
    PersonQuery query;
    if (const auto date = parseDate(typed)) {
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

std::uint64_t People::count()
{
    auto statement = m_database.prepare("SELECT count(*) FROM person");
    return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

} // namespace cardwright
