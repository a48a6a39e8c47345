#include "tests/print/PrintHouse.h"

#include <catch2/catch.hpp>

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <grp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>

namespace cardwright::testing {

namespace {

constexpr int patience = 120'000; // milliseconds; what is waited for comes within a second or two
constexpr int mostPorts = 20;

// A printer of plastic as their drivers describe them: the card upright, no margins, 300 dpi, both sides.
constexpr const char* driver = R"ppd(*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PLASTIC.PPD"
*Product: "(Plastic)"
*Manufacturer: "Harbour"
*ModelName: "Plastic"
*ShortNickName: "Plastic"
*NickName: "Plastic"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*Throughput: "1"
*LandscapeOrientation: Plus90
*TTRasterizer: Type42
*cupsVersion: 2.4
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: CR80
*PageSize CR80/CR80 card: "<</PageSize[153 243]/ImagingBBox null>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: CR80
*PageRegion CR80/CR80 card: "<</PageSize[153 243]/ImagingBBox null>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: CR80
*ImageableArea CR80/CR80 card: "0 0 153 243"
*DefaultPaperDimension: CR80
*PaperDimension CR80/CR80 card: "153 243"
*OpenUI *Resolution/Resolution: PickOne
*OrderDependency: 20 AnySetup *Resolution
*DefaultResolution: 300dpi
*Resolution 300dpi/300 dpi: "<</HWResolution[300 300]>>setpagedevice"
*CloseUI: *Resolution
*OpenUI *ColorModel/Colour: PickOne
*OrderDependency: 30 AnySetup *ColorModel
*DefaultColorModel: RGB
*ColorModel Gray/Grey: "<</cupsColorSpace 18>>setpagedevice"
*ColorModel RGB/Colour: "<</cupsColorSpace 19>>setpagedevice"
*CloseUI: *ColorModel
*OpenUI *Duplex/Both sides: PickOne
*OrderDependency: 40 AnySetup *Duplex
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long edge: "<</Duplex true/Tumble false>>setpagedevice"
*Duplex DuplexTumble/Short edge: "<</Duplex true/Tumble true>>setpagedevice"
*CloseUI: *Duplex
)ppd";

// The printer announces itself over D-Bus and does not start without one.
constexpr const char* bus = R"(<busconfig><listen>unix:path=%1/bus</listen><policy context="default"><allow send_destination="*"/>
<allow receive_sender="*"/><allow own="*"/></policy></busconfig>
)";

constexpr const char* keeper = R"(#!/bin/sh
# What came, and what was said of it; its last name is given when all of it is there.
job=$(mktemp "%1/jobs/XXXXXX") || exit 1
cp "$1" "$job.part" && env > "$job.env" && mv "$job.part" "$job.document"
)";

constexpr const char* files = R"(ServerRoot %1
CacheDir %1/cache
StateDir %1/state
RequestRoot %1/requests
TempDir %1/temporary
ErrorLog %1/scheduler.log
AccessLog %1/access.log
PageLog %1/page.log
User %2
Group %3
SystemGroup %3
)";

constexpr const char* scheduler = R"(LogLevel info
Listen %1
Browsing Off
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
)";

constexpr const char* queue = R"(<DefaultPrinter %1>
Info %1
MakeModel Plastic
DeviceURI ipp://localhost:%2/ipp/print
State Idle
Accepting Yes
Shared No
</DefaultPrinter>
)";

void write(const QString& path, const QString& text)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text.toUtf8());
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool comes(const std::function<bool()>& what)
{
    for (const QDeadlineTimer end(patience); !end.hasExpired(); QThread::msleep(20)) {
        if (what()) return true;
    }
    return what();
}

/// Whoever they run as: us, or nobody in particular where we are root.
const passwd* ordinaryUser() { return ::geteuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::geteuid()); }

int freePort()
{
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool known = probe >= 0 && ::bind(probe, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                       ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(probe);
    REQUIRE(known);
    return ntohs(address.sin_port);
}

} // namespace

PrintHouse::PrintHouse(const QString& folder) : m_folder(folder)
{
    for (const auto* part : {"cache", "state", "requests", "temporary", "ppd", "jobs", "spool"}) REQUIRE(m_folder.mkpath(QLatin1String(part)));
    write(m_folder.filePath(QStringLiteral("plastic.ppd")), QLatin1String(driver));
    write(m_folder.filePath(QStringLiteral("ppd/%1.ppd").arg(printerName())), QLatin1String(driver));
    write(m_folder.filePath(QStringLiteral("bus.conf")), QString::fromLatin1(bus).arg(m_folder.path()));
    const auto keep = m_folder.filePath(QStringLiteral("keep"));
    write(keep, QString::fromLatin1(keeper).arg(m_folder.path()));
    REQUIRE(QFile::setPermissions(keep, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    if (::geteuid() == 0) REQUIRE(QProcess::execute(QStringLiteral("chown"), {QStringLiteral("-R"), QStringLiteral("nobody:"), m_folder.path()}) == 0);

    start("dbus-daemon", {QStringLiteral("--nofork"), QStringLiteral("--config-file=") + m_folder.filePath(QStringLiteral("bus.conf"))}, QStringLiteral("bus.log"));
    REQUIRE(comes([&] { return m_folder.exists(QStringLiteral("bus")); }));
    int port = 0;
    for (int tried = 0; port == 0 && tried < mostPorts; ++tried) { // somebody else may take the one that was free
        const int next = freePort();
        if (startPrinter(next)) port = next;
    }
    REQUIRE(port != 0);
    writeSettings(port);
    start("/usr/sbin/cupsd", {QStringLiteral("-f"), QStringLiteral("-c"), m_folder.filePath(QStringLiteral("cupsd.conf")), QStringLiteral("-s"),
                              m_folder.filePath(QStringLiteral("cups-files.conf"))}, QStringLiteral("cupsd.log"));
    REQUIRE(comes([&] { return QFile::exists(socketIn(m_folder.path())); }));
}

bool PrintHouse::leaveTheNetwork()
{
    const auto user = ::geteuid();
    const auto group = ::getegid();
    if (::unshare(user == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
    if (user != 0) {
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << user << ' ' << user << " 1";
        std::ofstream("/proc/self/gid_map") << group << ' ' << group << " 1";
    }
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq loopback{};
    std::memcpy(loopback.ifr_name, "lo", sizeof "lo");
    loopback.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool up = socket >= 0 && ::ioctl(socket, SIOCSIFFLAGS, &loopback) == 0;
    if (socket >= 0) ::close(socket);
    return up;
}

PrintHouse::~PrintHouse()
{
    for (auto process = m_processes.rbegin(); process != m_processes.rend(); ++process) end(**process);
}

void PrintHouse::writeSettings(int printerPort)
{
    const auto* user = ordinaryUser();
    const auto* group = ::getgrgid(user->pw_gid);
    REQUIRE(group != nullptr);
    const auto path = m_folder.path();
    write(path + QStringLiteral("/cups-files.conf"), QString::fromLatin1(files).arg(path, QString::fromLocal8Bit(user->pw_name), QString::fromLocal8Bit(group->gr_name)));
    write(path + QStringLiteral("/cupsd.conf"), QString::fromLatin1(scheduler).arg(socketIn(path)));
    write(path + QStringLiteral("/printers.conf"), QString::fromLatin1(queue).arg(printerName()).arg(printerPort));
    if (::geteuid() == 0) REQUIRE(QProcess::execute(QStringLiteral("chown"), {QStringLiteral("-R"), QStringLiteral("nobody:"), path}) == 0);
}

void PrintHouse::start(const char* program, const QStringList& arguments, const QString& output)
{
    auto process = std::make_unique<QProcess>();
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), m_folder.path());
    environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), QStringLiteral("unix:path=%1/bus").arg(m_folder.path()));
    environment.remove(QStringLiteral("CUPS_SERVER"));
    process->setProcessEnvironment(environment);
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardOutputFile(m_folder.filePath(output), QIODevice::Truncate);
    const auto* user = ordinaryUser();
    process->setChildProcessModifier([user = user->pw_uid, group = user->pw_gid] {
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setresgid(group, group, group) != 0 || ::setresuid(user, user, user) != 0)) ::_exit(127);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM); // nothing is left when the test dies
    });
    process->start(QString::fromLatin1(program), arguments);
    INFO(program);
    REQUIRE(process->waitForStarted(patience));
    m_processes.push_back(std::move(process));
}

bool PrintHouse::startPrinter(int port)
{
    const auto log = m_folder.filePath(QStringLiteral("printer.log"));
    QFile::remove(log);
    start("/usr/sbin/ippeveprinter", {QStringLiteral("-v"), QStringLiteral("-r"), QStringLiteral("off"), QStringLiteral("-n"), QStringLiteral("localhost"),
                                      QStringLiteral("-p"), QString::number(port), QStringLiteral("-d"), m_folder.filePath(QStringLiteral("spool")), QStringLiteral("-P"),
                                      m_folder.filePath(QStringLiteral("plastic.ppd")), QStringLiteral("-c"), m_folder.filePath(QStringLiteral("keep")), printerName()},
          QStringLiteral("printer.log"));
    auto& printer = *m_processes.back();
    const bool answered = comes([&] { return contents(log).contains("printer-uuid=") || printer.waitForFinished(1); });
    if (answered && printer.state() == QProcess::Running) return true;
    end(printer);
    m_processes.pop_back();
    return false;
}

void PrintHouse::end(QProcess& process)
{
    if (process.state() == QProcess::NotRunning) return;
    process.terminate();
    if (process.waitForFinished(patience / 4)) return;
    process.kill();
    process.waitForFinished(patience);
}

std::vector<PrintHouse::Job> PrintHouse::jobs(int count)
{
    const QDir kept(m_folder.filePath(QStringLiteral("jobs")));
    const auto arrived = [&] { return kept.entryList({QStringLiteral("*.document")}, QDir::Files, QDir::Time | QDir::Reversed); };
    const bool all = comes([&] { return arrived().size() >= count; });
    if (!all) WARN(log().toStdString());
    REQUIRE(all);
    std::vector<Job> found;
    for (const auto& name : arrived()) {
        Job job;
        job.document = contents(kept.filePath(name));
        const auto stem = name.left(name.size() - static_cast<int>(qstrlen(".document")));
        for (const auto& line : QString::fromUtf8(contents(kept.filePath(stem + QStringLiteral(".env")))).split(QLatin1Char('\n'))) {
            const auto equals = line.indexOf(QLatin1Char('='));
            if (equals > 0) job.told.insert(line.left(equals), line.mid(equals + 1));
        }
        found.push_back(std::move(job));
    }
    return found;
}

QString PrintHouse::log() const
{
    QString all;
    for (const auto* name : {"cupsd.log", "scheduler.log", "printer.log"}) all += QString::fromUtf8(contents(m_folder.filePath(QLatin1String(name))).right(4'000));
    return all;
}

} // namespace cardwright::testing
