#pragma once

#include <QByteArray>
#include <QDir>
#include <QMap>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace cardwright::testing {

/// A printing service of this test's own: a scheduler (cupsd) on a socket in its folder, and behind it a card printer that speaks IPP
/// (ippeveprinter) and keeps what it was sent. Both run as an ordinary user, and end with it whatever happens.
class PrintHouse {
public:
    /// What the printer was sent with one job.
    struct Job {
        QByteArray document;
        QMap<QString, QString> told; ///< "IPP_SIDES", "IPP_MEDIA_COL", "IPP_JOB_NAME" ...
    };

    /// `folder`: empty, its path short; the scheduler's socket is socketIn(folder).
    explicit PrintHouse(const QString& folder);
    ~PrintHouse();
    PrintHouse(const PrintHouse&) = delete;
    PrintHouse& operator=(const PrintHouse&) = delete;

    /// ippeveprinter listens wherever the machine has a network: from here on this process and what it starts have the loopback interface
    /// and nothing else. Before any thread is started. Needs root, or a machine that lets anybody make namespaces; false where neither is.
    static bool leaveTheNetwork();
    static QString socketIn(const QString& folder) { return folder + QStringLiteral("/cups.sock"); }
    static QString printerName() { return QStringLiteral("Plastic"); }
    /// Waits until so many jobs have arrived, each whole; a failure of the test when they do not.
    std::vector<Job> jobs(int count);
    QString log() const; ///< of scheduler and printer, for whoever reads a failure

private:
    void writeSettings(int printerPort);
    void start(const char* program, const QStringList& arguments, const QString& output);
    bool startPrinter(int port);
    void end(QProcess& process);

    QDir m_folder;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

} // namespace cardwright::testing
