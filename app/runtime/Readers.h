#pragma once

#include "core/card/ReaderEvents.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::runtime {

/// All readers of this desk as one list: those of PC/SC and, on a training site, those of the tray. Nobody above can
/// tell them apart, so real readers and the tray behave alike. The sources outlive nothing of it: they are owned here.
class Readers final : public ReaderEvents {
public:
    /// In the order in which their readers are listed.
    explicit Readers(std::vector<std::unique_ptr<ReaderEvents>> sources);
    ~Readers() override;

    /// A source whose service is down adds nothing, unless all are down: then its TransportError comes through.
    std::vector<ReaderState> readers() override;
    /// The listener is called with the whole list, by one source's thread at a time.
    void start(Listener listener) override;
    void stop() override;
    std::unique_ptr<CardReader> reader(const std::string& name) override;

    /// Another program has this reader, and somebody here waits for it: told at once with what that program is called (empty where nobody
    /// can say), and with nothing when the wait is over, whichever way. Called from the thread that waits, for every reader given out
    /// here; nothing: nobody is told.
    using BusyListener = std::function<void(const std::string& reader, const std::optional<std::string>& holder)>;
    void tellWhenBusy(BusyListener listener);

    /// The one reader that `text` names: its whole name, or a part of it that no other has. Throws TransportError
    /// READER-ABSENT, READER-UNKNOWN.
    std::string resolve(const std::string& text);

    /// Throws TransportError CARD-ABSENT, READER-UNKNOWN. Touches no card.
    void requireCard(const std::string& name);

private:
    class Watched;
    struct Busy; ///< outlives the readers given out
    void tell(std::size_t source, const std::vector<ReaderState>& states);

    std::vector<std::unique_ptr<ReaderEvents>> m_sources;
    std::shared_ptr<Busy> m_busy;
    std::mutex m_mutex;
    Listener m_listener;
    std::vector<std::vector<ReaderState>> m_states; ///< by source
    std::vector<bool> m_heard;
};

} // namespace cardwright::runtime
