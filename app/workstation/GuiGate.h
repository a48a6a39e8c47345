#pragma once

#include "app/workstation/Context.h"

#include <QObject>

#include <memory>
#include <mutex>

namespace cardwright::workstation {

/// The way from any thread to the GUI thread's event loop. Once closed, what is still on its way is dropped: after the window
/// is gone nobody calls it back.
class GuiGate {
public:
    GuiGate() : m_state(std::make_shared<State>()) { m_state->receiver = std::make_unique<QObject>(); }
    ~GuiGate() { close(); }
    GuiGate(const GuiGate&) = delete;
    GuiGate& operator=(const GuiGate&) = delete;

    Poster poster() const
    {
        return [state = m_state](std::function<void()> task) {
            const std::lock_guard lock(state->mutex);
            if (state->receiver) QMetaObject::invokeMethod(state->receiver.get(), std::move(task), Qt::QueuedConnection);
        };
    }
    /// GUI thread.
    void close()
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->receiver.reset();
    }

private:
    struct State {
        std::mutex mutex;
        std::unique_ptr<QObject> receiver;
    };
    std::shared_ptr<State> m_state;
};

} // namespace cardwright::workstation
