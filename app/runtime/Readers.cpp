#include "app/runtime/Readers.h"

#include "core/card/CardErrors.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cardwright::runtime {

struct Readers::Busy {
    std::mutex mutex;
    BusyListener listener;

    void tell(const std::string& reader, const std::optional<std::string>& holder)
    {
        const std::lock_guard lock(mutex);
        if (listener) listener(reader, holder);
    }
};

/// A reader whose waits are told of.
class Readers::Watched final : public CardReader {
public:
    Watched(std::unique_ptr<CardReader> inner, std::shared_ptr<Busy> busy) : m_inner(std::move(inner)), m_busy(std::move(busy))
    {
        m_inner->tellWhenBusy([this](const std::string& holder) {
            m_waits = true;
            m_busy->tell(m_inner->name(), holder);
            if (m_own) m_own(holder);
        });
    }
    const std::string& name() const override { return m_inner->name(); }
    std::unique_ptr<CardTransport> open() override
    {
        struct Over {
            Watched& reader;
            ~Over()
            {
                if (std::exchange(reader.m_waits, false)) reader.m_busy->tell(reader.name(), std::nullopt);
            }
        } over{*this};
        return m_inner->open();
    }
    void tellWhenBusy(CardReader::BusyListener listener) override { m_own = std::move(listener); }
    ReaderAttributes attributes() override { return m_inner->attributes(); }

private:
    std::unique_ptr<CardReader> m_inner;
    std::shared_ptr<Busy> m_busy;
    CardReader::BusyListener m_own;
    bool m_waits = false;
};

Readers::Readers(std::vector<std::unique_ptr<ReaderEvents>> sources) : m_sources(std::move(sources)), m_busy(std::make_shared<Busy>()) {}

void Readers::tellWhenBusy(BusyListener listener)
{
    const std::lock_guard lock(m_busy->mutex);
    m_busy->listener = std::move(listener);
}

Readers::~Readers() { Readers::stop(); }

std::vector<ReaderState> Readers::readers()
{
    std::vector<ReaderState> all;
    std::optional<TransportError> down;
    std::size_t answered = 0;
    for (const auto& source : m_sources) {
        try {
            auto states = source->readers();
            all.insert(all.end(), std::make_move_iterator(states.begin()), std::make_move_iterator(states.end()));
            ++answered;
        } catch (const TransportError& error) {
            down.emplace(error);
        }
    }
    if (answered == 0 && down) throw TransportError(*down);
    return all;
}

void Readers::start(Listener listener)
{
    {
        const std::lock_guard lock(m_mutex);
        m_listener = std::move(listener);
        m_states.assign(m_sources.size(), {});
        m_heard.assign(m_sources.size(), false);
    }
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        m_sources[i]->start([this, i](const std::vector<ReaderState>& states) { tell(i, states); });
    }
}

void Readers::stop()
{
    for (const auto& source : m_sources) source->stop();
    const std::lock_guard lock(m_mutex);
    m_listener = nullptr;
}

void Readers::tell(std::size_t source, const std::vector<ReaderState>& states)
{
    const std::lock_guard lock(m_mutex);
    m_states[source] = states;
    m_heard[source] = true;
    // Nothing is told before every source was heard once: a desk must not see its readers appear one family at a time.
    if (!m_listener || !std::all_of(m_heard.begin(), m_heard.end(), [](bool heard) { return heard; })) return;
    std::vector<ReaderState> all;
    for (const auto& part : m_states) all.insert(all.end(), part.begin(), part.end());
    m_listener(all);
}

std::unique_ptr<CardReader> Readers::reader(const std::string& name)
{
    std::optional<TransportError> failed;
    for (const auto& source : m_sources) {
        try {
            return std::make_unique<Watched>(source->reader(name), m_busy);
        } catch (const TransportError& error) {
            // "No such reader here" must not hide that the service of another family is down.
            if (!failed || failed->failure().code == "READER-UNKNOWN") failed.emplace(error);
        }
    }
    throw failed ? TransportError(*failed) : TransportError("READER-UNKNOWN", name);
}

void Readers::requireCard(const std::string& name)
{
    const auto all = readers();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& state) { return state.name == name; });
    if (found == all.end()) throw TransportError("READER-UNKNOWN", name);
    if (!found->present) throw TransportError("CARD-ABSENT", name);
}

std::string Readers::resolve(const std::string& text)
{
    const auto all = readers();
    std::vector<std::string> matches;
    for (const auto& state : all) {
        if (state.name == text) return text;
        if (!text.empty() && state.name.find(text) != std::string::npos) matches.push_back(state.name);
    }
    if (matches.size() == 1) return matches.front();
    if (matches.empty()) {
        if (all.empty()) throw TransportError("READER-ABSENT");
        reader(text); // names a service that is down, else says that there is no such reader
    }
    throw TransportError(Failure::because("READER-UNKNOWN", "More than one reader has '" + text + "' in its name.", text));
}

} // namespace cardwright::runtime
