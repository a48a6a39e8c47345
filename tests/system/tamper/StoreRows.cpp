#include "tests/system/tamper/StoreLab.h"

namespace cardwright::tamper {

namespace {

struct Row {
    const char* what;
    const char* sql;
    const char* expected; ///< "CODE place"
    bool issues = true;
};

Noticed edited(const Row& row)
{
    StoreLab desk;
    desk.edit(row.sql);
    auto name = desk.found(row.expected);
    return {std::move(name), desk.lost(row.issues)};
}

std::vector<Kind> kindsOf(const std::vector<Row>& rows)
{
    std::vector<Kind> kinds;
    for (const auto& row : rows) kinds.push_back({row.what, row.expected, [row] { return edited(row); }});
    return kinds;
}

/// The same field, sealed by the same key, of an earlier day: replayed after the store key was changed.
Noticed olderValue()
{
    StoreLab desk;
    const auto former = [&] { // the statement goes before the store is closed
        auto before = desk.store().database().prepare("SELECT hex(names) FROM person WHERE rowid = 2");
        before.step();
        return before.text(0);
    }();
    desk.store().rotation.begin(desk.keys.keyRecipients());
    while (!desk.store().rotation.step(500)) {}
    desk.edit("UPDATE person SET names = x'" + former + "' WHERE rowid = 2");
    auto name = desk.found("STORE-TAMPERED person, row ");
    return {std::move(name), desk.lost()};
}

/// A row of a workstation whose keys are others.
Noticed strangersRow()
{
    StoreLab desk;
    const auto id = [&] { // even under the same row id
        auto row = desk.store().database().prepare("SELECT id FROM person WHERE rowid = 2");
        row.step();
        return row.blob(0);
    }();
    const FieldCipher strangers(storeKeyFile::makeKey(desk.random));
    const auto field = strangers.seal(bytesOf("Alex"), StoreRoom::placeOf({"person", id, "names"}), desk.random);
    desk.edit("UPDATE person SET names = x'" + toHex(field) + "' WHERE rowid = 2");
    auto name = desk.found("STORE-TAMPERED person, row ");
    return {std::move(name), desk.lost()};
}

} // namespace

std::vector<Kind> storeRows()
{
    auto kinds = kindsOf({
        {"one octet of a name flipped", "UPDATE person SET names = CAST(substr(names, 1, 20) || x'00' || substr(names, 22) AS BLOB) WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"a name cut short", "UPDATE person SET names = substr(names, 1, 40) WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"a name emptied", "UPDATE person SET names = x'' WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"another person's name in the row", "UPDATE person SET names = (SELECT names FROM person WHERE rowid = 1) WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"another person's date of birth in the row", "UPDATE person SET date_of_birth = (SELECT date_of_birth FROM person WHERE rowid = 3) WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"another column of the same row (other AAD)", "UPDATE person SET names = employment WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"a field of another table", "UPDATE person SET names = (SELECT number FROM subject WHERE rowid = 2) WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"another person's user number", "UPDATE subject SET number = (SELECT number FROM subject WHERE rowid = 1) WHERE rowid = 2", "STORE-TAMPERED subject, row "},
        {"a record copied under another row id", "INSERT INTO subject SELECT randomblob(16), number FROM subject WHERE rowid = 2", "STORE-TAMPERED subject, row "},
        {"a record made up", "INSERT INTO subject VALUES (zeroblob(16), randomblob(60)); INSERT INTO person (id, names, date_of_birth, employment, created_at) VALUES (zeroblob(16), randomblob(60), randomblob(60), randomblob(60), 0)", "STORE-TAMPERED subject, row "},
        {"a person's row deleted", "DELETE FROM person WHERE rowid = 2", "STORE-TAMPERED person, row "},
        {"a card's row deleted", "DELETE FROM card WHERE rowid = 1", "STORE-TAMPERED card, row "},
        {"a cancelled card set back to issued", "UPDATE card SET state = 'issued' WHERE state = 'cancelled'", "STORE-TAMPERED card, row "},
        {"a block of user numbers made up", "UPDATE lease SET first = zeroblob(45)", "STORE-TAMPERED lease, row ", false},
        {"a session's delegation overwritten", "UPDATE session SET delegation = zeroblob(100)", "STORE-TAMPERED session, row "},
        {"the store key's id changed", "UPDATE store_key SET key_id = x'00000000'", "STORE-KEY-OTHER", false},
    });
    kinds.back().act = [] { // it does not open for the key at all; nothing is lost but the sign-in until the id is right again
        StoreLab desk;
        desk.edit("UPDATE store_key SET key_id = x'00000000'");
        const auto before = codeOf([&] { desk.reopen(); });
        return Noticed{before, desk.store().people.count() == 3 ? "" : "the records"};
    };
    kinds.push_back({"an older value of the field, from before the key was rotated", "STORE-TAMPERED person, row ", olderValue});
    kinds.push_back({"a row of another workstation", "STORE-TAMPERED person, row ", strangersRow});
    return kinds;
}

std::vector<Kind> journalRows()
{
    return kindsOf({
        {"an entry dated back", "UPDATE journal SET at = at - 1 WHERE seq = 1", "STORE-TAMPERED journal, entry 1, digest"},
        {"an entry of another kind", "UPDATE journal SET kind = 'holder.viewed' WHERE seq = 1", "STORE-TAMPERED journal, entry 1, digest"},
        {"an entry's author zeroed", "UPDATE journal SET agent = zeroblob(32), session = zeroblob(32) WHERE seq = 1", "STORE-TAMPERED journal, entry 1, digest"},
        {"an entry's digest edited", "UPDATE journal SET digest = zeroblob(32) WHERE seq = 1", "STORE-TAMPERED journal, entry 1, digest"},
        {"an entry's signature removed", "UPDATE journal SET signature = x'' WHERE seq = 2", "STORE-TAMPERED journal, entry 2, no signature"},
        {"another entry's signature", "UPDATE journal SET signature = (SELECT signature FROM journal WHERE seq = 0) WHERE seq = 2", "STORE-TAMPERED journal, entry 2, signature"},
        {"another entry's payload", "UPDATE journal SET payload = (SELECT payload FROM journal WHERE seq = 0) WHERE seq = 1", "STORE-TAMPERED journal, entry 1, payload"},
        {"a payload removed without an entry", "UPDATE journal SET payload = NULL WHERE seq = 1", "STORE-TAMPERED journal, entry 1, payload is gone"},
        {"an entry deleted", "DELETE FROM journal WHERE seq = 1", "STORE-TAMPERED journal, entry 1 is missing"},
        {"the last entry deleted", "DELETE FROM journal WHERE seq = 5", "STORE-ROLLED-BACK a checkpoint of 6 entries", false},
        {"two entries swapped", "UPDATE journal SET seq = 100 WHERE seq = 1; UPDATE journal SET seq = 1 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 100", "STORE-TAMPERED journal, entry 1, digest"},
        {"the delegations deleted", "DELETE FROM session", "STORE-TAMPERED journal, entry 0, a session that no agent's card delegated"},
        {"a stored checkpoint edited", "UPDATE checkpoint SET note = replace(note, 'cardwright', 'cardwrong')", "STORE-TAMPERED checkpoint at 6"},
    });
}

} // namespace cardwright::tamper
