#include "app/runtime/Process.h"
#include "app/runtime/Workstation.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>

// A desk as a process that a test tells what to do and then looks into: cardwright_session_host SITE READER FIFO.
// One letter a step, read from the FIFO octet by octet: i and the passcode's digits and a line feed signs in, p reads what there is
// of people, c asks the centre for somebody, l locks, o signs out, q ends. Each step is answered by a word on standard output.

namespace {

using namespace cardwright;

/// No buffer of the library between: what is typed is read into secure memory or not at all.
class Orders {
public:
    explicit Orders(const char* fifo) : m_descriptor(::open(fifo, O_RDONLY | O_CLOEXEC)) {}
    ~Orders() { ::close(m_descriptor); }
    Orders(const Orders&) = delete;
    Orders& operator=(const Orders&) = delete;
    char letter()
    {
        char value = 'q';
        return ::read(m_descriptor, &value, 1) == 1 ? value : 'q';
    }
    SecureBytes digits()
    {
        SecureBytes typed;
        for (;;) {
            SecureBytes octet(1);
            if (::read(m_descriptor, octet.writable().data(), 1) != 1 || octet.view()[0] == '\n') return typed;
            typed.append(octet.view());
        }
    }

private:
    int m_descriptor;
};

void say(const char* word)
{
    std::puts(word);
    std::fflush(stdout);
}

void readPeople(runtime::Workstation& desk)
{
    const auto found = desk.store().call([](Store& store) {
        PersonQuery query;
        query.digits = "5";
        query.limit = 1'000;
        return store.people.find(query).size();
    });
    desk.recordSearch("5", found);
}

int serve(const char* site, const char* reader, const char* fifo)
{
    runtime::Workstation::Options options;
    options.site = site;
    runtime::Workstation desk(std::move(options));
    Orders orders(fifo);
    say("open");
    for (;;) {
        switch (orders.letter()) {
        case 'i': {
            const auto outcome = desk.signIn(desk.readers().resolve(reader), orders.digits());
            say(outcome.signedIn() ? "signed-in" : codeOf(outcome.kind));
            break;
        }
        case 'p':
            readPeople(desk);
            say("read");
            break;
        case 'c': {
            HolderQuery query;
            query.name = "Adeyemi";
            say(("at-centre " + std::to_string(desk.findAtCentre(query).holders.size())).c_str());
            break;
        }
        case 'l':
            desk.lock(runtime::LockReason::asked);
            say("locked");
            break;
        case 'o':
            desk.signOut();
            say("signed-out");
            break;
        default:
            return 0;
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4) return 2;
    cardwright::runtime::prepareProcess();
    try {
        return serve(argv[1], argv[2], argv[3]);
    } catch (...) {
        const auto failure = cardwright::failureFrom(std::current_exception());
        std::printf("failed: %s %s\n", failure.code.c_str(), failure.detail.c_str());
        return cardwright::exitCodeOf(failure.kind);
    }
}
