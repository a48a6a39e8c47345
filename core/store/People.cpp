#include "core/store/People.h"

#include "core/store/Statement.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::string_view columns = "number, given_name, family_name, preferred_name, name_on_card, name_on_chip, date_of_birth, "
                                     "ods_code, job_title, organisation, photo, created_at";

/// For comparing only: plain small letters, one space between words, so that "Siân" is found by "sian".
std::string folded(std::string_view text)
{
    const auto plain = asciiForm(text);
    std::string out;
    for (const char letter : plain ? *plain : std::string(text)) {
        const bool gap = letter == ' ' || letter == '\t' || letter == '-' || letter == '\'';
        if (gap && (out.empty() || out.back() == ' ')) continue;
        out += gap ? ' ' : (letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

PersonRecord recordFrom(const Statement& row)
{
    PersonRecord record{row.userNumber(0), {}, row.text(9), row.optionalDigest(10), row.integer(11)};
    auto& person = record.person;
    person.givenName = row.text(1);
    person.familyName = row.text(2);
    person.preferredName = row.text(3);
    person.nameOnCard = row.text(4);
    person.nameOnChip = row.text(5);
    person.dateOfBirth = row.date(6);
    person.odsCode = row.text(7);
    person.jobTitle = row.text(8);
    return record;
}

std::vector<PersonRecord> all(Statement& statement)
{
    std::vector<PersonRecord> records;
    while (statement.step()) records.push_back(recordFrom(statement));
    return records;
}

std::string select(std::string_view where) { return "SELECT " + std::string(columns) + " FROM person WHERE " + std::string(where); }

/// LIKE's own signs in what was typed mean themselves.
std::string likeText(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') out += '\\';
        out += letter;
    }
    return out;
}

std::vector<std::string> wordsIn(const std::string& text)
{
    std::vector<std::string> words;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(' ', from), text.size());
        if (to > from) words.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

} // namespace

void People::add(Transaction& transaction, const PersonRecord& record)
{
    const auto& person = record.person;
    const auto given = folded(person.givenName);
    const auto family = folded(person.familyName);
    // A leading space before each word lets one LIKE find the beginning of any of them.
    const auto names = " " + given + " " + family + " " + folded(person.preferredName) + " " + folded(person.nameOnCard);
    transaction.database()
        .prepare("INSERT INTO person (number, given_name, family_name, preferred_name, legal_name, name_on_card, name_on_chip, date_of_birth, "
                 "ods_code, job_title, organisation, photo, folded_given, folded_family, folded_names, created_at) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)")
        .bind(record.number).bind(person.givenName).bind(person.familyName).bind(person.preferredName).bind(person.legalName())
        .bind(person.nameOnCard).bind(person.nameOnChip).bind(person.dateOfBirth).bind(person.odsCode).bind(person.jobTitle)
        .bind(record.organisation).bind(record.photo).bind(given).bind(family).bind(names).bind(record.createdAt)
        .run();
}

void People::setPhoto(Transaction& transaction, const UserNumber& person, const Sha256Digest& photo)
{
    transaction.database().prepare("UPDATE person SET photo = ?1 WHERE number = ?2").bind(photo).bind(person).run();
}

std::optional<PersonRecord> People::byNumber(const UserNumber& number)
{
    auto statement = m_database.prepare(select("number = ?1"));
    statement.bind(number);
    if (!statement.step()) return std::nullopt;
    return recordFrom(statement);
}

std::optional<PersonRecord> People::byCard(const Guid& card)
{
    auto statement = m_database.prepare(select("number = (SELECT holder FROM card WHERE guid = ?1)"));
    statement.bind(card);
    if (!statement.step()) return std::nullopt;
    return recordFrom(statement);
}

std::vector<PersonRecord> People::find(const PersonQuery& query)
{
    const auto words = wordsIn(folded(query.words));
    std::string digits;
    std::copy_if(query.digits.begin(), query.digits.end(), std::back_inserter(digits), [](char digit) { return digit >= '0' && digit <= '9'; });
    if (words.empty() && !query.dateOfBirth && digits.empty()) return {};

    std::string where = "1";
    for (std::size_t word = 0; word < words.size(); ++word) where += " AND folded_names LIKE ? ESCAPE '\\'";
    if (query.dateOfBirth) where += " AND date_of_birth = ?";
    if (!digits.empty()) where += " AND printf('%012d', number) LIKE ?";
    where += " ORDER BY folded_family, folded_given, number LIMIT ?";
    auto statement = m_database.prepare(select(where));
    for (const auto& word : words) statement.bind("% " + likeText(word) + "%");
    if (query.dateOfBirth) statement.bind(*query.dateOfBirth);
    if (!digits.empty()) statement.bind(digits + "%");
    statement.bind(static_cast<std::int64_t>(query.limit));
    return all(statement);
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
    auto statement = m_database.prepare(select("date_of_birth = ?1 AND folded_given = ?2 AND folded_family = ?3 ORDER BY number"));
    statement.bind(dateOfBirth).bind(folded(givenName)).bind(folded(familyName));
    return all(statement);
}

std::uint64_t People::count()
{
    auto statement = m_database.prepare("SELECT count(*) FROM person");
    return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

} // namespace cardwright
