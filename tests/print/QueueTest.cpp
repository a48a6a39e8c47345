#define CATCH_CONFIG_RUNNER
#include "tests/print/PdfWitness.h"
#include "tests/print/PrintHouse.h"
#include "ui/print/PrintRun.h"
#include "ui/print/Printers.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QBuffer>
#include <QEventLoop>

#include <cmath>
#include <cstdio>

// The printer's path whole: what the window calls, Qt, the scheduler and its filter, and a printer that says what it was asked for and
// keeps what it was sent.

using namespace cardwright;
using namespace cardwright::ui;
using cardwright::testing::PrintHouse;
using cardwright::testing::Witness;

namespace {

constexpr double tolerance = 0.2; // millimetres

FaceContent person(const QString& given, const QString& family)
{
    FaceContent face;
    face.organisation = QStringLiteral("Harbour Valley Community Trust");
    face.givenName = given;
    face.familyName = family;
    face.userNumber = QStringLiteral("555041726093");
    face.title = QStringLiteral("Community nurse");
    face.team = QStringLiteral("Adult nursing");
    face.site = QStringLiteral("Quayside House");
    face.expires = QStringLiteral("March 2028");
    return face;
}

bool isUpright(const Witness& pdf)
{
    const auto box = pdf.boxMillimetres();
    return std::abs(box.width() - PrintPolicy::height) < tolerance && std::abs(box.height() - PrintPolicy::width) < tolerance;
}

/// The card as whoever holds it sees it; this printer takes it upright, the card's head to the left.
QImage seen(const Witness& pdf, int page) { return pdf.page(page).transformed(QTransform().rotate(90)); }

void checkPlastic(const PrintHouse::Job& job, const char* sides)
{
    CHECK(job.told.value("CONTENT_TYPE") == "application/pdf");
    CHECK(job.told.value("IPP_MEDIA_COL").contains("x-dimension=5398 y-dimension=8573"));
    CHECK(job.told.value("IPP_MEDIA_COL").contains("media-left-margin=0"));
    CHECK(job.told.value("IPP_PRINT_COLOR_MODE") == "color");
    CHECK(job.told.value("IPP_SIDES") == sides);
}

void checkCard(const PrintHouse::Job& job)
{
    checkPlastic(job, "two-sided-short-edge"); // who turns a card over as they turn a page reads its back upright
    CHECK(job.told.value("IPP_JOB_NAME") == QString::fromStdString(shippedPrintPolicy().of(PrintUse::card).title));
    for (const auto& value : job.told) CHECK_FALSE(value.contains("Adeyemi")); // the queue names no person
    const Witness pdf(job.document);
    CHECK(isUpright(pdf));
    CHECK(pdf.pages() == 2);
    CHECK(pdf.text(1).contains("Adeyemi"));
    CHECK(pdf.code(2) == "555041726093");
    const auto front = seen(pdf, 1);
    for (const int across : {2, front.width() / 2, front.width() - 3}) {
        INFO(across);
        CHECK(std::abs(qRed(front.pixel(across, 3)) - 0x12) < 24);                  // the band, at the top and from edge to edge
        CHECK(qRed(front.pixel(across, front.height() / 3)) > 0x80);                // below it there is none
    }
}

void checkBadges(const PrintHouse::Job& job, std::size_t first, std::size_t count)
{
    checkPlastic(job, shippedPrintPolicy().of(PrintUse::badge).back.empty() ? "one-sided" : "two-sided-short-edge");
    const int sides = shippedPrintPolicy().of(PrintUse::badge).back.empty() ? 1 : 2;
    const Witness pdf(job.document);
    CHECK(isUpright(pdf));
    REQUIRE(pdf.pages() == static_cast<int>(count) * sides);
    for (std::size_t at = 0; at < count; ++at) CHECK(pdf.text(1 + static_cast<int>(at) * sides).contains(QStringLiteral("Newcomer %1\n").arg(first + at)));
}

QByteArray aPicture()
{
    QImage picture(70, 90, QImage::Format_RGB32);
    picture.fill(QColor(0x40, 0x80, 0x60));
    QByteArray octets;
    QBuffer buffer(&octets);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return octets;
}

PrintRun::End ended(const PrintRun::Order& order)
{
    PrintRun run;
    PrintRun::End end;
    QEventLoop loop;
    QObject::connect(&run, &PrintRun::ended, &loop, [&](const PrintRun::End& how) {
        end = how;
        loop.quit();
    });
    run.start(order);
    loop.exec();
    return end;
}

} // namespace

TEST_CASE("cards and badges reach a printer of plastic: its own page, both sides, edge to edge, in colour", "[print]")
{
    const auto folder = QFileInfo(QString::fromLocal8Bit(qgetenv("CUPS_SERVER"))).path();
    PrintHouse house(folder);
    const auto& policy = shippedPrintPolicy();
    REQUIRE(printerNames() == QStringList(PrintHouse::printerName()));

    CHECK(printFaces(PrintHouse::printerName(), policy, policy.of(PrintUse::card), {{person("Ffion", "Adeyemi"), true, true}}).wrong.isEmpty());
    checkCard(house.jobs(1).back());

    // A batch goes in documents, beside the window's thread.
    constexpr int badges = static_cast<int>(facesADocument) + 3;
    PrintRun::Order batch{nullptr, PrintUse::badge, {}, PrintHouse::printerName(), {}};
    for (int at = 1; at <= badges; ++at) batch.pages.push_back({person({}, QStringLiteral("Newcomer %1").arg(at)), true, true, aPicture()});
    const auto end = ended(batch);
    CHECK(end.gone == badges);
    CHECK(end.wrong.isEmpty());
    CHECK_FALSE(end.stopped);
    const auto sent = house.jobs(3);
    checkBadges(sent[1], 1, facesADocument);
    checkBadges(sent[2], facesADocument + 1, 3);

    // Stopped after the first document, and a picture that cannot be opened in the second: either way the first is printed and counted.
    const auto& face = policy.of(PrintUse::badge);
    const auto stopped = printFaces(PrintHouse::printerName(), policy, face, batch.pages, [](std::size_t done) { return done == 0; });
    CHECK(stopped.count == facesADocument);
    CHECK(stopped.wrong.isEmpty());
    batch.pages.back().portrait = QByteArrayLiteral("no picture");
    const auto broken = ended(batch);
    CHECK(broken.gone == facesADocument);
    CHECK_FALSE(broken.wrong.isEmpty());
    CHECK(house.jobs(5).size() == 5);

    const auto elsewhere = printFaces(QStringLiteral("Elsewhere"), policy, policy.of(PrintUse::card), {{person("Ffion", "Adeyemi"), true, true}});
    CHECK(elsewhere.count == 0);
    CHECK_FALSE(elsewhere.wrong.isEmpty());
    CHECK(house.jobs(5).size() == 5);
}

int main(int argc, char** argv)
{
    if (!PrintHouse::leaveTheNetwork()) {
        std::fputs("print_queue keeps its printer off the network, which takes root or a namespace of its own\n", stderr);
        return 1;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/house-XXXXXX"));
    qputenv("CUPS_SERVER", PrintHouse::socketIn(folder.path()).toLocal8Bit()); // before anybody asks for printers: it is asked for once
    int count = 1;
    QApplication application(count, argv);
    return Catch::Session().run(argc, argv);
}
