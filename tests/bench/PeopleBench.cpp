#include "core/registers/Duplicates.h"
#include "core/registers/HrImport.h"
#include "core/registers/RegisterDesk.h"
#include "tests/support/StoreFixture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <cstring>
#include <fstream>
#include <malloc.h>
#include <memory>
#include <stdexcept>

// 100,000 people: a keystroke's search, the duplicate check, start-up, memory. A file of a million rows: looked at and taken.

using namespace cardwright;
using cardwright::test::Desk;

namespace {

constexpr std::uint64_t peopleOfOneCommit = 2'000;

constexpr std::array given{"Ffion", "Callum", "Beatrix", "Tomasz", "Siân", "Oluwaseun", "Harriet", "Mohammed", "Niamh", "Gethin", "Katarzyna", "Fatima", "Jaswinder",
                           "Aoife", "Priya", "George", "Olivia", "Muhammad", "Rhys", "Chloe", "Siobhán", "Arjun", "Zainab", "Daniel", "Grace", "Isla", "Noah"};
constexpr std::array family{"Adeyemi", "Pemberton", "Olawale", "Reid", "Llewellyn", "O'Connor", "Kowalczyk", "Hussain", "Featherstone", "Baptiste", "Smith", "Jones",
                            "Khan", "Patel", "Begum", "Singh", "Kaur", "Murphy", "Davies", "Evans", "Nowak", "Okafor", "Campbell", "MacDonald", "van der Berg"};

/// Common names among rare ones, as a payroll has them: every third has a family name of their own, half a second given name.
Person somebody(std::uint64_t number)
{
    const auto letters = [](std::uint64_t value) {
        std::string text;
        for (; value > 0; value /= 20) text += "aeiouaeiouaeiouaeiou"[value % 20], text += "bcdfghklmnprstvwztsn"[value % 20];
        return text;
    };
    Person person;
    person.givenName = given[number % given.size()];
    if (number % 2 == 0) person.givenName += std::string(" ") + given[number / 7 % given.size()];
    person.familyName = family[number / 27 % family.size()];
    if (number % 3 == 0) person.familyName = "K" + letters(number / 3 % 30'000);
    if (number % 11 == 0) person.familyName += std::string("-") + family[number / 5 % family.size()];
    person.dateOfBirth = plusDays(*parseDate("1950-01-01"), static_cast<int>(number * 7 % 20'000));
    person.odsCode = "HVC00";
    person.jobTitle = "Staff nurse";
    person.staffNumber = std::to_string(10'000'000 + number);
    person.team = "Team " + std::to_string(number % 400);
    return person;
}

/// By the clock on the wall, and of this program's own: on a machine that others use too only the second says much.
struct Took {
    double wall = 0;
    double own = 0;
};

template <class Work>
Took timed(Work&& work)
{
    const auto began = std::chrono::steady_clock::now();
    const auto own = std::clock();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(), static_cast<double>(std::clock() - own) / CLOCKS_PER_SEC};
}

void plant(Store& store, std::uint64_t people)
{
    for (std::uint64_t from = 0; from < people; from += peopleOfOneCommit) {
        Transaction transaction(store.database());
        for (auto number = from; number < std::min(people, from + peopleOfOneCommit); ++number) {
            store.people.add(transaction, {*UserNumber::fromValue(555'002'000'000 + number), somebody(number), "Harbour Valley Community Trust", {}, 1'790'000'000'000});
        }
        transaction.commit();
    }
}

/// A line of /proc/self/status, in MiB.
double statusMib(const char* name)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind(name, 0) == 0) return std::stod(line.substr(line.find_first_of("0123456789"))) / 1024;
    }
    return 0;
}

/// What the heap holds now, in MiB: what was freed and is kept for later is not counted, as RSS would.
double heapMib() { return static_cast<double>(::mallinfo2().uordblks + ::mallinfo2().hblkhd) / (1 << 20); }

/// The peak counts from here on.
void resetPeak() { std::ofstream("/proc/self/clear_refs") << 5; }

struct Percentiles {
    double median = 0;
    double p99 = 0;
    double most = 0;
};

Percentiles percentilesOf(const std::vector<Took>& all, double Took::*which)
{
    std::vector<double> seconds;
    for (const auto& one : all) seconds.push_back(one.*which);
    std::sort(seconds.begin(), seconds.end());
    const auto at = [&](double part) { return 1000 * seconds[std::min(seconds.size() - 1, static_cast<std::size_t>(part * static_cast<double>(seconds.size())))]; };
    return {at(0.5), at(0.99), 1000 * seconds.back()};
}

/// What somebody types, letter by letter, with and without a mistake; numbers and dates.
std::vector<std::string> keystrokes()
{
    std::vector<std::string> all;
    for (const std::string typed : {"pemberton callum", "pembreton", "siobhan oconnor", "kowalzcyk", "mohammed hussain", "muhamad", "van der berg", "llewelyn", "katarzyna nowak",
                                    "oluwaseun", "smith", "smyth j", "featherstoen", "555 0020 4", "1974-05-06", "zzzz", "jaswinder kaur", "x"}) {
        for (std::size_t length = 1; length <= typed.size(); ++length) all.push_back(typed.substr(0, length));
    }
    return all;
}

void benchSearch(Store& store, std::uint64_t people)
{
    std::vector<Took> seconds;
    for (int round = 0; round < 5; ++round) {
        for (const auto& typed : keystrokes()) {
            seconds.push_back(timed([&] { (void)store.people.search(typed); }));
        }
    }
    std::vector<Took> duplicates;
    for (std::uint64_t number = 0; number < 200; ++number) {
        auto person = somebody(number * 499 % people);
        person.staffNumber.clear();
        std::swap(person.givenName, person.familyName);
        duplicates.push_back(timed([&] { (void)findDuplicates(store, person); }));
    }
    const auto keys = percentilesOf(seconds, &Took::wall);
    const auto own = percentilesOf(seconds, &Took::own);
    const auto twins = percentilesOf(duplicates, &Took::own);
    const auto words = store.index().wordCount();
    fmt::print("{{\"bench\":\"people-search\",\"people\":{},\"differentWords\":{},\"keystrokes\":{},\"p50Millis\":{:.2f},\"p99Millis\":{:.2f},\"mostMillis\":{:.2f},"
               "\"ownP50Millis\":{:.2f},\"ownP99Millis\":{:.2f},\"ownMostMillis\":{:.2f},"
               "\"duplicatesOwnP50Millis\":{:.2f},\"duplicatesOwnP99Millis\":{:.2f}}}\n",
               people, words, seconds.size(), keys.median, keys.p99, keys.most, own.median, own.p99, own.most,
               twins.median, twins.p99);
}

void writeFile(const std::filesystem::path& path, std::uint64_t rows, std::uint64_t people)
{
    std::ofstream file(path, std::ios::binary);
    file << "Action,Staff number,Given name,Family name,Date of birth,Job title,Team,Site,Leaving date\r\n";
    for (std::uint64_t row = 0; row < rows; ++row) {
        const auto person = somebody(row);
        const bool known = row < people;
        const bool leaver = known && row % 50 == 0;
        // Of those who are known one in a hundred has another team, one in fifty leaves; the rest is as it was, or expected.
        const auto team = known && row % 100 == 7 ? "\"Team, other\"" : person.team;
        file << (leaver ? "leaver" : known ? "change" : "starter") << ',' << person.staffNumber << ',' << person.givenName << ',' << person.familyName << ','
             << formatDate(person.dateOfBirth) << ',' << person.jobTitle << ',' << team << ",," << (leaver ? "30/11/2026" : "") << "\r\n";
    }
    if (!file) throw std::runtime_error("the HR file cannot be written");
}

void benchImport(Desk& desk, const std::filesystem::path& folder, std::uint64_t rows, std::uint64_t people)
{
    const auto path = folder / "hr.csv";
    writeFile(path, rows, people);
    const auto policy = PeoplePolicy::shipped();
    const AgentSession session{Guid(), *UserNumber::fromValue(555'009'000'001), "Beatrix Agent", "agent", desk.author.agent, {}, 0,
                               PermissionMatrix::shipped().permissionsOf("agent"), false, desk.author.session, 0};
    const SourceOpener open = [&]() -> ByteSource {
        auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
        return [file](std::span<char> into) {
            file->read(into.data(), static_cast<std::streamsize>(into.size()));
            return static_cast<std::size_t>(file->gcount());
        };
    };
    resetPeak();
    const auto before = statusMib("VmRSS");
    HrPreview seen;
    double previewPeak = 0;
    double applyPeak = 0;
    Took preview;
    Took apply;
    HrImport import({desk.store(), policy, session, desk.clock, desk.random}, open);
    preview = timed([&] { seen = import.preview(); });
    previewPeak = statusMib("VmHWM") - before;
    if (seen.problemCount > 0) throw std::runtime_error("the HR file has problems: " + seen.problems.front().sentence);
    apply = timed([&] { import.apply(seen.digest); });
    applyPeak = statusMib("VmHWM") - before;
    const auto perSecond = [&](double seconds) { return static_cast<double>(rows) / seconds; };
    fmt::print("{{\"bench\":\"people-import\",\"rows\":{},\"fileMib\":{:.0f},\"starters\":{},\"changes\":{},\"leavers\":{},\"previewSeconds\":{:.1f},\"previewOwnSeconds\":{:.1f},"
               "\"previewRowsPerSecond\":{:.0f},\"previewPeakMib\":{:.0f},\"applySeconds\":{:.1f},\"applyOwnSeconds\":{:.1f},\"applyRowsPerSecond\":{:.0f},\"applyPeakMib\":{:.0f}}}\n",
               rows, static_cast<double>(std::filesystem::file_size(path)) / (1 << 20), seen.starters, seen.changes, seen.leavers, preview.wall, preview.own,
               perSecond(preview.own), previewPeak, apply.wall, apply.own, perSecond(apply.own), applyPeak);
    std::filesystem::remove(path);
}

} // namespace

// cardwright_bench_people [PEOPLE [ROWS]]: the store lies under TMPDIR; figures of a disk are worth something on that disk only.
int main(int argc, char** argv)
{
    try {
        const std::uint64_t people = argc > 1 ? std::stoull(argv[1]) : 100'000;
        const std::uint64_t rows = argc > 2 ? std::stoull(argv[2]) : 1'000'000;
        Desk desk;
        plant(desk.store(), people);
        desk.signOut();
        const auto empty = heapMib();
        const auto opening = timed([&] { desk.signIn(); });
        fmt::print("{{\"bench\":\"people-start\",\"people\":{},\"openSeconds\":{:.3f},\"openOwnSeconds\":{:.3f},\"indexMib\":{:.1f}}}\n", people, opening.wall, opening.own, heapMib() - empty);
        benchSearch(desk.store(), people);
        benchImport(desk, desk.folder.path(), rows, people);
        return 0;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "cardwright_bench_people [PEOPLE [ROWS]]: %s\n", trouble.what());
        return 1;
    }
}
