#include "ui/print/PrintRun.h"

#include "ui/print/Printers.h"

#include <utility>

namespace cardwright::ui {

PrintRun::~PrintRun()
{
    stop();
    if (m_thread.joinable()) m_thread.join(); // what it posted to this object meanwhile goes with it
}

void PrintRun::start(Order order)
{
    if (isRunning()) return;
    m_stop = false;
    m_thread = std::thread([this, order = std::move(order)] {
        auto end = run(order);
        QMetaObject::invokeMethod(this, [this, end = std::move(end)] { finish(end); }, Qt::QueuedConnection);
    });
}

PrintRun::End PrintRun::run(const Order& order)
{
    const auto& policy = order.policy ? *order.policy : shippedPrintPolicy();
    const auto& face = policy.of(order.use);
    const auto watch = [&](std::size_t done) {
        tell(done, order.pages.size());
        return !m_stop;
    };
    End end;
    if (!order.printer.isEmpty()) {
        const auto gone = printFaces(order.printer, policy, face, order.pages, watch);
        end.gone = gone.count;
        end.wrong = gone.wrong;
        end.stopped = end.wrong.isEmpty() && end.gone < order.pages.size();
        return end;
    }
    const auto pdf = facesPdf(policy, face, order.pages, watch);
    end.stopped = m_stop;
    if (end.stopped) return end;
    end.wrong = pdf.isEmpty() ? facesNotDrawn() : saveDocument(order.path, pdf);
    if (end.wrong.isEmpty()) end.gone = order.pages.size();
    return end;
}

void PrintRun::tell(std::size_t done, std::size_t of)
{
    QMetaObject::invokeMethod(this, [this, done, of] { Q_EMIT progressed(static_cast<int>(done), static_cast<int>(of)); }, Qt::QueuedConnection);
}

void PrintRun::finish(const End& end)
{
    m_thread.join();
    Q_EMIT ended(end);
}

} // namespace cardwright::ui
