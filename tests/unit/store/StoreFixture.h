#pragma once

#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

namespace cardwright::test {

/// A folder of its own under the system's temporary one, gone with the test.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        auto name = (std::filesystem::temp_directory_path() / "cardwright-store-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        m_path = name;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

class FixedClock final : public Clock {
public:
    std::int64_t utcMillis() const override { return now; }
    std::int64_t now = 1'795'252'445'123; // 2026-11-21T09:14:05.123Z
};

class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(unsigned seed = 1) : m_engine(seed) {}
    void fill(std::span<std::uint8_t> target) override
    {
        for (auto& octet : target) octet = static_cast<std::uint8_t>(m_engine() & 0xFFu);
    }

private:
    std::mt19937 m_engine;
};

inline UserNumber number(std::uint64_t value) { return *UserNumber::fromValue(value); }
inline constexpr std::uint64_t firstLeased = 555'001'000'000;

inline SiteDescription aSite(RandomSource& random)
{
    SiteDescription site;
    site.site = Guid::random(random);
    site.name = "Harbour Valley Community Trust";
    site.odsCode = "HVC00";
    site.place = "Quayside House";
    site.desk = "desk 2";
    site.log = Guid::random(random);
    site.workstation = Guid::random(random);
    site.centreUrl = "https://127.0.0.1:9443";
    site.centreName = "cardwright-central";
    return site;
}

inline Person aPerson(std::string given = "Callum", std::string family = "Pemberton-Roy", std::string_view born = "1988-04-17")
{
    Person person;
    person.givenName = std::move(given);
    person.familyName = std::move(family);
    person.dateOfBirth = *parseDate(born);
    person.nameOnCard = person.givenName + " " + person.familyName;
    person.nameOnChip = "C PEMBERTON ROY";
    person.odsCode = "HVC00";
    person.jobTitle = "Community nurse";
    return person;
}

/// One site with its store open for writing. reopen() is what a new start of the program does.
class Desk {
public:
    Desk() : folder(), site(SiteFolder::create(folder.path() / "site", aSite(random))) { reopen(); }

    void reopen()
    {
        m_store.reset();
        m_store = std::make_unique<Store>(SiteFolder::open(site.root()), Store::Mode::writer, clock, random);
    }
    void close() { m_store.reset(); }
    Store& store() { return *m_store; }

    void lease(std::uint32_t count = 100, std::uint64_t first = firstLeased)
    {
        Transaction transaction(store().database());
        store().leases.add(transaction, {Guid::random(random), number(first), count, 0, false, clock.now});
        transaction.commit();
    }

    /// A person under the next leased number, with the entry: one act, one transaction.
    UserNumber createHolder(const Person& person = aPerson())
    {
        Transaction act(store().database());
        const auto taken = store().leases.take(act, clock.now);
        store().people.add(act, {taken, person, "Harbour Valley Community Trust", std::nullopt, clock.now});
        store().journal.append(act, entryAbout(taken, EntryKind::holderCreated, {{"legalName", person.legalName()}}, random), author);
        act.commit();
        return taken;
    }

    JournalEntry note(EntryKind kind = EntryKind::holdersSearched)
    {
        Transaction act(store().database());
        auto entry = store().journal.append(act, entryOfDesk(kind, nlohmann::json::object(), random), author);
        act.commit();
        return entry;
    }

    Guid openCard(const UserNumber& holder)
    {
        const auto guid = Guid::random(random);
        Transaction act(store().database());
        store().cards.open(act, {guid, holder, Guid::random(random), CardState::opened, 1, 1, std::nullopt, "strict", clock.now, std::nullopt, std::nullopt});
        auto draft = entryAbout(holder, EntryKind::cardOpened, {{"card", guid.text()}}, random);
        draft.card = guid;
        store().journal.append(act, draft, author);
        act.commit();
        return guid;
    }

    TemporaryFolder folder;
    SeededRandom random;
    FixedClock clock;
    EntryAuthor author{sha256(bytesOf("agent")), {}};
    SiteFolder site;

private:
    std::unique_ptr<Store> m_store;
};

/// The code that an expression's failure carries; empty when nothing was thrown.
template<class Work> Failure failureOf(Work work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure();
    }
    return {};
}

} // namespace cardwright::test
