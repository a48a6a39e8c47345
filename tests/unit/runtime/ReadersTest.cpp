#include "app/runtime/Readers.h"

#include "core/card/CardErrors.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using cardwright::runtime::Readers;

namespace {

struct FakeSource final : ReaderEvents {
    explicit FakeSource(std::vector<std::string> names, bool up = true) : m_up(up)
    {
        for (auto& name : names) m_states.push_back({std::move(name), false, false, false, {}, 0});
    }
    std::vector<ReaderState> readers() override
    {
        if (!m_up) throw TransportError("PCSC-ABSENT");
        return m_states;
    }
    void start(Listener listener) override { m_listener = std::move(listener); }
    void stop() override { m_listener = nullptr; }
    std::unique_ptr<CardReader> reader(const std::string& name) override
    {
        if (!m_up) throw TransportError("PCSC-ABSENT");
        throw TransportError("READER-UNKNOWN", name);
    }
    void tell() { m_listener(m_states); }

    std::vector<ReaderState> m_states;
    Listener m_listener;
    bool m_up;
};

struct TwoFamilies {
    explicit TwoFamilies(bool serviceUp = true)
    {
        auto first = std::make_unique<FakeSource>(std::vector<std::string>{"Virtual PCD 00 00", "Virtual PCD 00 01"}, serviceUp);
        auto second = std::make_unique<FakeSource>(std::vector<std::string>{"Training reader 1", "Training reader 2"});
        pcsc = first.get();
        tray = second.get();
        std::vector<std::unique_ptr<ReaderEvents>> sources;
        sources.push_back(std::move(first));
        sources.push_back(std::move(second));
        readers = std::make_unique<Readers>(std::move(sources));
    }
    FakeSource* pcsc;
    FakeSource* tray;
    std::unique_ptr<Readers> readers;
};

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return "";
}

} // namespace

TEST_CASE("a reader is found by its name or by a part that only it has")
{
    TwoFamilies desk;
    CHECK(desk.readers->resolve("Virtual PCD 00 01") == "Virtual PCD 00 01");
    CHECK(desk.readers->resolve("00 00") == "Virtual PCD 00 00");
    CHECK(codeOf([&] { desk.readers->resolve("Virtual"); }) == "READER-UNKNOWN");
    CHECK(codeOf([&] { desk.readers->resolve("Gemalto"); }) == "READER-UNKNOWN");
    CHECK(codeOf([&] { desk.readers->resolve(""); }) == "READER-UNKNOWN");
    CHECK(codeOf([] { Readers none({}); none.resolve("x"); }) == "READER-ABSENT");
}

TEST_CASE("a service that is down hides only its own readers, and is named when a reader is asked for")
{
    TwoFamilies desk(false);
    CHECK(desk.readers->readers().size() == 2);
    CHECK(codeOf([&] { desk.readers->reader("Virtual PCD 00 00"); }) == "PCSC-ABSENT");
    std::vector<std::unique_ptr<ReaderEvents>> sources;
    sources.push_back(std::make_unique<FakeSource>(std::vector<std::string>{}, false));
    Readers alone(std::move(sources));
    CHECK(codeOf([&] { alone.readers(); }) == "PCSC-ABSENT");
}

TEST_CASE("the listener sees one list, and not before all families were heard")
{
    TwoFamilies desk;
    std::vector<std::size_t> sizes;
    desk.readers->start([&](const auto& states) { sizes.push_back(states.size()); });
    desk.pcsc->tell();
    CHECK(sizes.empty());
    desk.tray->tell();
    desk.pcsc->m_states.pop_back();
    desk.pcsc->tell();
    CHECK(sizes == std::vector<std::size_t>{4, 3});
    desk.readers->stop();
    CHECK_FALSE(desk.pcsc->m_listener);
}

namespace {

/// A reader that another program has for the first `waits` openings.
struct ContestedReader final : CardReader {
    struct Nothing final : CardTransport {
        Bytes transmit(ByteView) override { return {0x90, 0x00}; }
        const Bytes& atr() const override { return m_atr; }
        void resetAtEnd() noexcept override {}
        Bytes m_atr;
    };
    const std::string& name() const override { return m_name; }
    void tellWhenBusy(BusyListener listener) override { m_busy = std::move(listener); }
    std::unique_ptr<CardTransport> open() override
    {
        ++opened;
        if (opened > 3) return std::make_unique<Nothing>();
        m_busy(opened == 2 ? "" : "scdaemon (process 812)");
        if (opened == 3) throw TransportError("READER-BUSY", m_name);
        return std::make_unique<Nothing>();
    }
    int opened = 0;
    std::string m_name = "Contested";
    BusyListener m_busy;
};

struct ContestedSource final : ReaderEvents {
    std::vector<ReaderState> readers() override { return {{"Contested", true, false, false, {}, 0}}; }
    void start(Listener) override {}
    void stop() override {}
    std::unique_ptr<CardReader> reader(const std::string&) override { return std::make_unique<ContestedReader>(); }
};

} // namespace

TEST_CASE("whoever has a reader is told of while somebody waits for it, and no longer")
{
    std::vector<std::unique_ptr<ReaderEvents>> sources;
    sources.push_back(std::make_unique<ContestedSource>());
    Readers readers(std::move(sources));
    std::vector<std::string> told;
    readers.tellWhenBusy([&](const std::string& reader, const std::optional<std::string>& holder) { told.push_back(reader + ": " + holder.value_or("over")); });
    const auto reader = readers.reader("Contested");
    std::vector<std::string> own;
    reader->tellWhenBusy([&](const std::string& holder) { own.push_back(holder); }); // the reader's own listener is told as well
    reader->open();
    CHECK(told == std::vector<std::string>{"Contested: scdaemon (process 812)", "Contested: over"});
    reader->open();
    CHECK(told.size() == 4);
    CHECK(told[2] == "Contested: "); // nobody can say who
    CHECK(codeOf([&] { reader->open(); }) == "READER-BUSY");
    CHECK(told.back() == "Contested: over"); // also when the wait was in vain
    reader->open();
    CHECK(told.size() == 6);
    CHECK(own.size() == 3);
    readers.tellWhenBusy({});
    readers.reader("Contested")->open();
    CHECK(told.size() == 6);
}
