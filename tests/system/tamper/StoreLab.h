#pragma once

#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "tests/support/StoreFixture.h"
#include "tests/system/tamper/Table.h"

#include <algorithm>

namespace cardwright::tamper {

namespace fs = std::filesystem;

/// A desk with three people (rows 1 to 3), a card of the first, one cancelled of the third, and a checkpoint. What is done is done
/// to the second.
struct StoreLab : test::Desk {
    StoreLab()
    {
        lease();
        for (const char* name : {"Ashby", "Birch", "Cole"}) people.push_back(createHolder(test::aPerson("Alex", name)));
        openCard(people[0]);
        cancelled = openCard(people[2]);
        Transaction act(store().database());
        auto draft = entryAbout(people[2], EntryKind::cardCancelled, {{"card", cancelled.text()}}, random);
        draft.card = cancelled;
        store().cards.setState(act, cancelled, CardState::cancelled, clock.now);
        store().journal.append(act, draft, author);
        act.commit();
        checkpoint();
    }
    void checkpoint()
    {
        Transaction act(store().database());
        store().journal.checkpoint(act);
        act.commit();
    }
    /// What somebody with the file and a database program does: the triggers are no obstacle to them.
    void edit(const std::string& sql)
    {
        reopenClosed();
        auto& database = store().database();
        database.run("DROP TRIGGER journal_stays; DROP TRIGGER journal_keeps; DROP TRIGGER journal_payload_goes; DROP TRIGGER journal_no_gap;");
        database.run("PRAGMA foreign_keys=OFF");
        database.run(sql.c_str());
        database.run("PRAGMA foreign_keys=ON");
        close();
    }
    /// expected, when the store at its opening or in a look at everything says so: "CODE place", the place's beginning. Else all it says.
    std::string found(const std::string& expected)
    {
        reopen();
        std::string all;
        for (const auto& finding : store().checkAll()) {
            const auto words = finding.code + " " + finding.place;
            if (words.find(expected) == 0 || (expected.find(' ') == std::string::npos && finding.code == expected)) return expected;
            all += words + "; ";
        }
        return all;
    }
    /// What of the untouched work does not go on. number: the desk can still make new records.
    std::string lost(bool issues = true)
    {
        for (const char* name : {"ashby", "cole"}) {
            if (store().people.search(name).size() != 1) return std::string("the record of ") + name;
        }
        if (!issues) return {};
        const auto before = store().journal.size();
        createHolder(test::aPerson("New", "Person"));
        return store().journal.size() == before + 1 ? "" : "a new record";
    }
    std::vector<UserNumber> people;
    Guid cancelled;
};

inline void bend(const fs::path& file, std::size_t fromEnd = 10)
{
    auto content = readWholeFile(file, 1u << 24);
    content.at(content.size() - fromEnd) ^= 0x01;
    writePrivateFile(file, content);
}

inline void replaceFile(const fs::path& from, const fs::path& to) { fs::copy_file(from, to, fs::copy_options::overwrite_existing); }

/// The code of the failure that work ends with; empty: none.
template<class Work> std::string codeOf(Work work) { return test::failureOf(std::move(work)).code; }

} // namespace cardwright::tamper
