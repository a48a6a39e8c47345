#include "tests/bench/Site.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace cardwright::bench {

namespace {

constexpr std::uint64_t peopleOfOneCommit = 2'000;

/// Names enough that hardly two people share all of theirs.
PersonRecord somebody(std::uint64_t number)
{
    static constexpr std::array given = {"Ffion", "Callum", "Beatrix", "Tomasz", "Siân", "Oluwaseun", "Harriet", "Mohammed", "Niamh", "Gethin"};
    static constexpr std::array family = {"Adeyemi", "Pemberton-Roy", "Olawale", "Reid", "Llewellyn", "O'Connor", "Kowalczyk", "Hussain", "Featherstone", "Baptiste"};
    PersonRecord record{*UserNumber::fromValue(555'002'000'000 + number), {}, {}, {}, 0};
    const auto letters = [](std::uint64_t value) {
        std::string text;
        for (; value > 0; value /= 26) text += static_cast<char>('a' + value % 26);
        return text;
    };
    record.person.givenName = std::string(given[number % given.size()]) + letters(number / 100 % 676);
    record.person.familyName = std::string(family[number / 10 % family.size()]) + letters(number / 1000);
    record.person.dateOfBirth = plusDays(*parseDate("1950-01-01"), static_cast<int>(number % 20'000));
    record.person.odsCode = "HVC00";
    record.person.jobTitle = "Staff nurse";
    record.organisation = "Harbour Valley Community Trust";
    record.createdAt = 1'790'000'000'000;
    return record;
}

void plant(runtime::Workstation& desk, std::uint64_t people)
{
    for (std::uint64_t from = 0; from < people; from += peopleOfOneCommit) {
        desk.store().call([&](Store& store) {
            Transaction transaction(store.database());
            for (auto number = from; number < std::min(people, from + peopleOfOneCommit); ++number) store.people.add(transaction, somebody(number));
            transaction.commit();
        });
    }
}

} // namespace

/// The difference between a sign-in with everybody in the store and one with nobody is the index; beside it, the same number of seals
/// opened one after the other and nothing else.
void benchIndex(const Size& size)
{
    Site site(size);
    auto& desk = site.desk();
    const auto signedIn = [&] { return timed([&] { site.signIn(); }); };
    signedIn();
    desk.signOut();
    std::vector<double> empty;
    for (int i = 0; i < 5; ++i) {
        empty.push_back(signedIn());
        if (i < 4) desk.signOut();
    }
    plant(desk, size.people);
    desk.signOut();
    std::vector<double> full;
    std::vector<double> bare;
    for (int i = 0; i < 5; ++i) {
        full.push_back(signedIn());
        const auto known = desk.store().call([](Store& store) { return store.index().size(); });
        if (known < size.people) throw std::runtime_error("the index does not know everybody");
        bare.push_back(desk.store().call([&](Store& store) {
            const auto& cipher = store.vault().cipher();
            const auto aad = fieldPlace({"bench", "row", "column", "1"});
            const auto sealed = cipher.seal(Bytes(96, 0x41), aad, desk.random());
            std::string plain;
            return timed([&] {
                for (std::uint64_t number = 0; number < size.people; ++number) cipher.openInto(plain, sealed, aad);
            });
        }));
        desk.signOut();
    }
    const auto index = spreadOf(full).median - spreadOf(empty).median;
    fmt::print("{{\"bench\":\"index\",\"people\":{},\"seconds\":{:.3f},\"signInEmptySeconds\":{:.3f},\"signInFullSeconds\":{:.3f},"
               "\"oneSealEachSeconds\":{:.3f},\"timesOneSealEach\":{:.1f}}}\n",
               size.people, index, spreadOf(empty).median, spreadOf(full).median, spreadOf(bare).median, index / spreadOf(bare).median);
}

} // namespace cardwright::bench
