#pragma once

#include "ui/print/PdfFile.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace cardwright::ui {

/// Many cards or badges, drawn and printed beside the window, which stays alive. One at a time.
class PrintRun final : public QObject {
    Q_OBJECT

public:
    struct Order {
        std::shared_ptr<const PrintPolicy> policy; ///< nothing: the one that ships
        PrintUse use = PrintUse::badge;
        std::vector<FacePages> pages;
        QString printer; ///< empty: a PDF file at `path`
        QString path;
    };
    struct End {
        std::size_t gone = 0; ///< from the first on: at a printer, or in the file, which is written whole or not at all
        bool stopped = false;
        QString wrong;        ///< empty: nothing
    };

    explicit PrintRun(QObject* parent = nullptr) : QObject(parent) {}
    ~PrintRun() override; ///< stops, and waits for the document that is under way
    PrintRun(const PrintRun&) = delete;
    PrintRun& operator=(const PrintRun&) = delete;

    void start(Order order);
    /// No further document: what is at the printer already is printed. Ended by ended() all the same.
    void stop() noexcept { m_stop = true; }
    bool isRunning() const noexcept { return m_thread.joinable(); }

Q_SIGNALS:
    void progressed(int done, int of);
    void ended(const PrintRun::End& end); ///< once for each start()

private:
    End run(const Order& order);
    void tell(std::size_t done, std::size_t of);
    void finish(const End& end);

    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace cardwright::ui
