// Reads one request from standard input and writes the PDF to standard output, or to the file that the one argument names. Keeps
// nothing: no temporary file, no log. What goes wrong is one JSON object on standard error, as cardwrightctl prints it.
#include "app/print/PrintRequest.h"
#include "app/runtime/Process.h"

#include <QGuiApplication>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

namespace {

using namespace cardwright;

std::string wholeInput()
{
    std::string text;
    std::array<char, 65'536> piece{};
    for (;;) {
        const auto count = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw UsageError(Failure::of("PRINT-REQUEST", "standard input"));
        if (count == 0) return text;
        text.append(piece.data(), static_cast<std::size_t>(count));
        if (text.size() > print::PrintRequest::mostBytes) throw UsageError(Failure::of("PRINT-REQUEST", "too long"));
    }
}

void writeAll(int file, const QByteArray& octets)
{
    for (qsizetype at = 0; at < octets.size();) {
        const auto count = ::write(file, octets.constData() + at, static_cast<std::size_t>(octets.size() - at));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) throw FailureError(Failure::of("PRINT-FILE"));
        at += count;
    }
}

void writeTo(const char* path, const QByteArray& octets)
{
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) throw FailureError(Failure::of("PRINT-FILE", path));
    try {
        if (::fchmod(file, 0600) != 0) throw FailureError(Failure::of("PRINT-FILE", path)); // of a file that was there before as well
        writeAll(file, octets);
    } catch (...) {
        ::close(file);
        ::unlink(path); // half a document is none
        throw;
    }
    if (::close(file) != 0) throw FailureError(Failure::of("PRINT-FILE", path));
}

int say(const Failure& failure)
{
    const auto text = nlohmann::json{{"code", failure.code}, {"cause", failure.cause}, {"nextStep", failure.nextStep}, {"detail", failure.detail}}
                          .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
    return exitCodeOf(failure.kind);
}

} // namespace

int main(int argc, char** argv)
{
    runtime::prepareProcess();
    ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
    for (const char* place : {"TMPDIR", "XDG_RUNTIME_DIR"}) ::setenv(place, "/dev/null", 1); // Qt would make a folder of its own there
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {}); // standard error is one JSON object or nothing
    try {
        if (argc > 2 || (argc == 2 && argv[1][0] == '-')) throw UsageError(Failure::of("USAGE", "cardwright-print [FILE] < REQUEST"));
        int qtArguments = 1;
        QGuiApplication application(qtArguments, argv);
        const auto pdf = print::draw(print::PrintRequest::parse(wholeInput()));
        if (argc == 2) {
            writeTo(argv[1], pdf);
        } else {
            writeAll(STDOUT_FILENO, pdf);
        }
        return 0;
    } catch (...) {
        return say(failureFrom(std::current_exception()));
    }
}
