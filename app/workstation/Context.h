#pragma once

#include "app/runtime/Executor.h"
#include "app/runtime/Workstation.h"
#include "ui/bridge/DeskPort.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace cardwright::workstation {

/// Puts a task into the GUI thread's event loop; never runs it at once. After the window is gone it runs nothing.
using Poster = std::function<void(std::function<void()>)>;

/// What the parts of the backend share. Members are used on the GUI thread, unless they say otherwise.
struct Context {
    Context(runtime::Workstation& workstation, Poster poster) : desk(workstation), toGui(std::move(poster)) {}

    runtime::Workstation& desk; ///< any thread
    Poster toGui;               ///< any thread
    ui::DeskEvents* events = nullptr;
    std::function<void()> recordsChanged; ///< an act made records: what waits for the centre is counted anew, also while it hangs
    bool signedIn = false;     ///< before that nothing is asked of the store that names anybody
    std::function<void()> sessionEnded; ///< what waits for nobody any more
    std::function<void()> sessionLost;  ///< the desk ended it by itself: the window follows
    /// What a holder read and accepted at the card of this sight: the next act there takes it.
    struct ReadTerms {
        std::uint64_t sight = 0;
        std::int64_t noticeAt = 0;
        std::int64_t acceptedAt = 0;
    };
    std::optional<ReadTerms> readTerms;
    std::optional<ReadTerms> takeTerms(std::uint64_t sight)
    {
        auto taken = std::exchange(readTerms, std::nullopt);
        return taken && taken->sight == sight ? taken : std::nullopt;
    }
    /// On the job's thread: as it goes into the job.
    static std::optional<TermsAcceptance> acceptance(runtime::Workstation& desk, const std::optional<ReadTerms>& read)
    {
        if (!read) return std::nullopt;
        return desk.acceptTerms(read->noticeAt, read->acceptedAt);
    }
    std::string agentReader;   ///< as last seen; empty: there is none
    std::string subjectReader;
    std::unique_ptr<runtime::Executor> cardThread = std::make_unique<runtime::Executor>("card");
    std::unique_ptr<runtime::Executor> agentThread = std::make_unique<runtime::Executor>("agent-card");
    std::unique_ptr<runtime::Executor> fileThread = std::make_unique<runtime::Executor>("files");
    std::unique_ptr<runtime::Executor> hrThread = std::make_unique<runtime::Executor>("hr-file"); ///< minutes of a long file: nobody waits behind it
    std::unique_ptr<runtime::Executor> deskThread = std::make_unique<runtime::Executor>("desk"); ///< acts that record and wait for the store

    /// An act made records: whoever shows rows asks again, and what waits is counted.
    void tellChanged() const
    {
        if (events != nullptr) events->queueChanged();
        if (recordsChanged) recordsChanged();
    }

    /// Asks the store on its thread and answers on the GUI thread. A failure gives the value that `otherwise` makes of it.
    template <class Value, class Task, class Otherwise>
    void ask(Task task, ui::Then<Value> then, Otherwise otherwise)
    {
        desk.store().post([this, task = std::move(task), then = std::move(then), otherwise = std::move(otherwise)](Store& store) mutable {
            answer<Value>([&] { return task(store); }, std::move(then), otherwise);
        });
    }
    /// Likewise on another thread.
    template <class Value, class Task, class Otherwise>
    void ask(runtime::Executor& thread, Task task, ui::Then<Value> then, Otherwise otherwise)
    {
        thread.post([this, task = std::move(task), then = std::move(then), otherwise = std::move(otherwise)]() mutable {
            answer<Value>(task, std::move(then), otherwise);
        });
    }

private:
    template <class Value, class Task, class Otherwise>
    void answer(Task&& task, ui::Then<Value> then, Otherwise& otherwise)
    {
        auto value = std::make_shared<Value>([&]() -> Value {
            try {
                return task();
            } catch (...) {
                return otherwise(failureFrom(std::current_exception()));
            }
        }());
        toGui([value, then = std::move(then)] { then(std::move(*value)); });
    }
};

/// For answers that have nothing to say of a failure.
template <class Value>
auto nothingOnFailure()
{
    return [](const Failure&) { return Value{}; };
}

} // namespace cardwright::workstation
